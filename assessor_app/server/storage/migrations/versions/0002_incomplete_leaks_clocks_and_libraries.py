"""Incomplete submissions, leak reports, three clocks, reasons by criterion, and people's own libraries"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _new_tables()
    with op.batch_alter_table("decisions") as table:
        table.add_column(sa.Column("received_at", sa.DateTime(), nullable=True))
    op.execute(
        "UPDATE decisions SET received_at = "
        "coalesce((SELECT received_at FROM event_results WHERE event_id = decisions.id), decided_at)"
    )
    with op.batch_alter_table("decisions") as table:
        table.alter_column("received_at", existing_type=sa.DateTime(), nullable=False)
    with op.batch_alter_table("awards") as table:
        table.add_column(sa.Column("awarded_at", sa.DateTime(), nullable=True))
    op.execute(
        "UPDATE awards SET awarded_at = coalesce((SELECT max(received_at) FROM decisions "
        "WHERE submission_id = awards.submission_id), decided_at)"
    )
    with op.batch_alter_table("awards") as table:
        table.alter_column("awarded_at", existing_type=sa.DateTime(), nullable=False)
    _reasons()


def _reasons() -> None:
    """One reason for the whole becomes the entry of "" among the reasons by criterion."""
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("returned_reasons", sa.JSON(), nullable=False, server_default="{}"))
    connection = op.get_bind()
    given = sa.text("SELECT id, returned_reason FROM assignments WHERE returned_reason <> ''")
    change = sa.text("UPDATE assignments SET returned_reasons = :reasons WHERE id = :id")
    for identity, reason in connection.execute(given).all():
        connection.execute(change, {"id": identity, "reasons": json.dumps({"": reason})})
    with op.batch_alter_table("assignments") as table:
        table.drop_column("returned_reason")
        table.alter_column("returned_reasons", existing_type=sa.JSON(), server_default=None)


def _new_tables() -> None:
    op.create_table(
        "own_cells",
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("cell", sa.String(), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
    )
    op.create_table(
        "incompletes",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("submission_id", sa.String(), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    op.create_table(
        "leak_reports",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("submission_id", sa.String(), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state_before", sa.String(), nullable=False),
    )
