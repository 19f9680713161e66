"""Portfolios on their way in, the jobs that prepare them, unsure places, and mail that is sent"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "applicant_identities",
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    op.create_table(
        "portfolios",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("applicant_id", sa.String(), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), sa.ForeignKey("submissions.id"), nullable=True, unique=True),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    _items()
    _jobs()
    _redactions()
    with op.batch_alter_table("mails") as table:
        table.add_column(sa.Column("sent_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("next_try_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE mails SET next_try_at = created_at")
    op.create_index("ix_mails_next_try_at", "mails", ["next_try_at"])


def _items() -> None:
    op.create_table(
        "portfolio_items",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("portfolio_id", sa.String(), sa.ForeignKey("portfolios.id"), nullable=False, index=True),
        sa.Column("requirement_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("original", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )


def _jobs() -> None:
    op.create_table(
        "intake_jobs",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("portfolio_id", sa.String(), sa.ForeignKey("portfolios.id"), nullable=False, index=True),
        sa.Column("item_id", sa.String(), nullable=False, server_default=""),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("portfolio_id", "item_id", "step"),
    )


def _redactions() -> None:
    op.create_table(
        "redactions",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("portfolio_id", sa.String(), sa.ForeignKey("portfolios.id"), nullable=False, index=True),
        sa.Column("item_id", sa.String(), sa.ForeignKey("portfolio_items.id"), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("where", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("item_id", "place"),
    )
