"""Organisations, campuses, roles, rosters, programs, accounts; revoked awards; who saw what"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(), primary_key=True)


def _to(name: str, target: str, *, null: bool = False, key: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey(target), nullable=null, primary_key=key, index=index)


def _text(name: str, kind: sa.types.TypeEngine[str] | None = None) -> sa.Column[str]:
    return sa.Column(name, kind or sa.String(), nullable=False)


def _at(name: str, *, null: bool = False, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(), nullable=null, index=index)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _yes(name: str, *, null: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=null)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    _organisations()
    _accounts()
    _rosters()
    _programs()
    op.create_table(
        "award_revocations",
        _to("submission_id", "awards.submission_id", key=True),
        _at("revoked_at"),
        _text("reason", sa.Text()),
    )
    op.create_table(
        "viewings",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("person_id", "people.id", index=True),
        _text("kind"), _text("subject"), _text("day", sa.String(10)),
        _at("first_at"), _at("last_at"), _number("times"),
        sa.Index("ix_viewings_subject", "kind", "subject"),
    )  # fmt: skip


def _organisations() -> None:
    op.create_table(
        "organisations",
        _id(), _text("name"), sa.Column("folded", sa.String(), nullable=False, unique=True), _json("policy"),
        _at("created_at"),
    )  # fmt: skip
    op.create_table(
        "campuses",
        _id(), _to("organisation_id", "organisations.id"), _text("name"), _text("folded"),
        sa.UniqueConstraint("organisation_id", "folded"),
    )  # fmt: skip
    op.create_table(
        "employments",
        _to("person_id", "people.id", key=True), _to("organisation_id", "organisations.id", index=True),
        _to("campus_id", "campuses.id", null=True), _text("employee_id"), _at("left_at", null=True),
    )  # fmt: skip


def _accounts() -> None:
    op.create_table(
        "accounts",
        _to("person_id", "people.id", key=True), _yes("browsing_only"), _at("verified_at", null=True),
        _text("language"), _yes("digest"), _at("closed_at", null=True),
    )  # fmt: skip
    op.create_table(
        "account_links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _to("person_id", "people.id", index=True), _text("purpose"),
        _at("expires_at", index=True), _at("used_at", null=True),
    )  # fmt: skip


def _rosters() -> None:
    op.create_table(
        "staff_roles",
        _id(), _to("organisation_id", "organisations.id"), _text("key", sa.String(64)), _text("title"),
        _yes("stipend"), _yes("open"), _json("card"), sa.UniqueConstraint("organisation_id", "key"),
    )  # fmt: skip
    op.create_table(
        "rosters",
        _id(), _to("organisation_id", "organisations.id", index=True), _number("school_year"),
        _text("sha256", sa.String(64)), _number("lines"), _at("imported_at"), _json("report"),
    )  # fmt: skip
    op.create_table(
        "role_holdings",
        _id(), _to("person_id", "people.id"), _to("staff_role_id", "staff_roles.id", index=True),
        _to("campus_id", "campuses.id", null=True), _number("school_year"), _at("from_at"),
        _at("ended_at", null=True), sa.Index("ix_role_holdings_person", "person_id", "staff_role_id"),
    )  # fmt: skip
    op.create_table(
        "policy_runs",
        _id(), _to("organisation_id", "organisations.id", index=True), _text("job"), _number("school_year"),
        _at("done_at"), _json("report"),
    )  # fmt: skip


def _programs() -> None:
    op.create_table(
        "programs",
        _id(), _to("organisation_id", "organisations.id"), _text("key", sa.String(64)), _text("title"),
        _json("content"), _at("published_at"), sa.UniqueConstraint("organisation_id", "key"),
    )  # fmt: skip
    op.create_table(
        "enrolments",
        _id(), _to("person_id", "people.id"), _to("program_id", "programs.id", index=True), _text("source"),
        _at("since"), _at("ended_at", null=True), _text("reason"),
        sa.Index("ix_enrolments_person", "person_id", "program_id"),
    )  # fmt: skip
    op.create_table(
        "access_requests",
        _id(), _to("person_id", "people.id", index=True), _to("program_id", "programs.id", index=True),
        _text("note", sa.Text()), _at("asked_at"), _yes("granted", null=True),
        _to("decided_by", "people.id", null=True), _at("decided_at", null=True), _text("answer", sa.Text()),
    )  # fmt: skip
