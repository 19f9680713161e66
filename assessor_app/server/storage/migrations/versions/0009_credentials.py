"""Credentials of awards: issuers, their keys, status lists, what was issued"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _to(name: str, target: str, *, index: bool = True, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey(target), nullable=False, index=index, unique=unique)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(), primary_key=True)


def _at(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(), nullable=null)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "award_issuers",
        _id(), sa.Column("name", sa.String(), nullable=False), sa.Column("address", sa.String(), nullable=False),
        _at("created_at"), sa.UniqueConstraint("name", "address"),
    )  # fmt: skip
    op.create_table(
        "issuer_keys",
        _id(), _to("issuer_id", "award_issuers.id"), sa.Column("public_key", sa.LargeBinary(32), nullable=False),
        _at("created_at"), _at("retired_at", null=True), _at("compromised_at", null=True),
    )  # fmt: skip
    op.create_table(
        "status_lists",
        _id(), _to("issuer_id", "award_issuers.id"), _to("key_id", "issuer_keys.id"), _at("signed_at"),
        _text("document"), _text("jwt"),
    )  # fmt: skip
    op.create_table(
        "issued_credentials",
        _id(), _to("submission_id", "awards.submission_id", index=False, unique=True),
        _to("issuer_id", "award_issuers.id"), _to("key_id", "issuer_keys.id"),
        _to("status_list_id", "status_lists.id", index=False), sa.Column("place", sa.Integer(), nullable=False),
        _at("issued_at"), _at("signed_at"), _text("document"), _text("jwt"),
        sa.UniqueConstraint("status_list_id", "place"),
    )  # fmt: skip
