"""Runs the migrations over the connection that the server hands in."""

from alembic import context

from assessor_app.server.storage import (
    award_models,
    calibration_models,
    discussion_models,
    insight_models,
    intake_models,
    ledger_models,
    portfolio_models,
    program_models,
    similarity_models,
)
from assessor_app.server.storage.models import Base

TABLES = (
    award_models,
    calibration_models,
    discussion_models,
    insight_models,
    intake_models,
    ledger_models,
    portfolio_models,
    program_models,
    similarity_models,
)

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
