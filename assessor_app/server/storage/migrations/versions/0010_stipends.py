"""The ledger of stipends, its pay runs, and what they were reckoned from"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

APPEND_ONLY = ("pay_runs", "ledger_transactions", "ledger_entries", "pay_run_items", "payees")


def _to(name: str, target: str, *, null: bool = False, key: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey(target), nullable=null, primary_key=key, index=index)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _at(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(), nullable=null)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _cents() -> sa.Column[int]:
    return sa.Column("cents", sa.BigInteger(), nullable=False)


def _transaction() -> sa.Column[int]:
    target = sa.ForeignKey("ledger_transactions.id")
    return sa.Column("transaction_id", sa.Integer(), target, primary_key=True, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "pay_runs",
        sa.Column("id", sa.String(), primary_key=True),
        _to("organisation_id", "organisations.id"), _number("school_year"), _text("season", 16), _at("closed_at"),
        _to("closed_by", "people.id", null=True), _number("people"), _cents(), _text("currency", 3),
        _text("digest", 64), sa.UniqueConstraint("organisation_id", "school_year", "season"),
    )  # fmt: skip
    _transactions()
    op.create_table("ledger_entries", _transaction(), sa.Column("account", sa.String(), primary_key=True), _cents())
    op.create_table("pay_run_items", _transaction(), _to("pay_run_id", "pay_runs.id", index=True))
    op.create_table(
        "payees",
        sa.Column("id", sa.Integer(), primary_key=True),
        _to("organisation_id", "organisations.id"), _to("person_id", "people.id"),
        _text("employee_id"), _text("name"), _text("email"), _text("campus"), _at("seen_at"),
        sa.Index("ix_payees_person", "organisation_id", "person_id"),
    )  # fmt: skip
    op.create_table(
        "stipend_states",
        _to("organisation_id", "organisations.id", key=True), _to("person_id", "people.id", key=True),
        _text("facts", 64),
    )  # fmt: skip
    _forbid_changes()


def _transactions() -> None:
    itself = sa.ForeignKey("ledger_transactions.id")
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _to("organisation_id", "organisations.id"), _to("person_id", "people.id", index=True), _text("kind", 16),
        _cents(), _text("key"), _to("submission_id", "awards.submission_id", null=True, index=True),
        _text("micro_credential_id"), sa.Column("reverses_id", sa.Integer(), itself, nullable=True, unique=True),
        _to("pay_run_id", "pay_runs.id", null=True, index=True), _number("school_year"), _text("season", 16),
        _number("cap_year"), _at("earned_at", null=True), _text("currency", 3), _text("reason"), _at("booked_at"),
        sa.UniqueConstraint("organisation_id", "key"),
        sa.Index("ix_ledger_transactions_moment", "organisation_id", "booked_at"),
    )  # fmt: skip


def _forbid_changes() -> None:
    """The database itself refuses to change or remove what was booked, whoever asks it to."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
        )
    for table in APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            does = (
                "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
                if postgres
                else "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
            op.execute(f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {does}")
