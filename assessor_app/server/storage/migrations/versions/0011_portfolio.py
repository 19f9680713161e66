"""Uploads, drafts, self-checks and agreements of portfolios; discussions of programs"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("portfolio_id", sa.String(), sa.ForeignKey("portfolios.id"), nullable=False, index=True),
        sa.Column("requirement_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False, index=True),
    )
    op.create_table(
        "portfolio_drafts",
        _portfolio(),
        sa.Column("requirement_id", sa.String(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "self_checks",
        _portfolio(),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "agreements",
        _portfolio(),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=False),
    )
    _discussions()


def _portfolio() -> sa.Column[str]:
    return sa.Column("portfolio_id", sa.String(), sa.ForeignKey("portfolios.id"), primary_key=True)


def _discussions() -> None:
    op.create_table(
        "facilitations",
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), primary_key=True),
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id"), primary_key=True, index=True),
    )
    op.create_table(
        "discussions",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Index("ix_discussions_program", "program_id", "begun_at"),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("discussion_id", sa.String(), sa.ForeignKey("discussions.id"), nullable=False),
        sa.Column("author_id", sa.String(), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Index("ix_posts_discussion", "discussion_id", "written_at"),
    )
