"""Tables of the stipend ledger: transactions and their lines, pay runs and what they paid. Nothing in them changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class PayRun(Base):
    """A pay date that was closed. ``digest`` is the SHA-256 of the CSV that was exported with it; ``closed_by`` is the
    administrator, None for a command on the server's computer."""

    __tablename__ = "pay_runs"
    __table_args__ = (UniqueConstraint("organisation_id", "school_year", "season"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    school_year: Mapped[int]
    season: Mapped[str] = mapped_column(String(16))
    closed_at: Mapped[datetime]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    people: Mapped[int]
    cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    digest: Mapped[str] = mapped_column(String(64))


class LedgerTransaction(Base):
    """``kind`` is a :class:`domain.ledger.Kind`. ``key`` names the cause, so that none is booked twice.

    ``cents`` is what the person is owed by it; a payment's are negative, and so are a reversal's. ``school_year`` and
    ``season`` are the pay period that it belongs to, ``cap_year`` the year whose cap it counts for.
    ``earned_at`` is what the policy's clock showed. ``reason``: why a stipend was reversed. A payment has a pay run and
    no award.
    """

    __tablename__ = "ledger_transactions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        Index("ix_ledger_transactions_moment", "organisation_id", "booked_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    cents: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str]
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("awards.submission_id"), index=True)
    micro_credential_id: Mapped[str]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_transactions.id"), unique=True)
    pay_run_id: Mapped[str | None] = mapped_column(ForeignKey("pay_runs.id"), index=True)
    school_year: Mapped[int]
    season: Mapped[str] = mapped_column(String(16))
    cap_year: Mapped[int]
    earned_at: Mapped[datetime | None]
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str]
    booked_at: Mapped[datetime]


class LedgerEntry(Base):
    """One line of a transaction: debits are positive, credits negative; those of a transaction add up to 0."""

    __tablename__ = "ledger_entries"
    transaction_id: Mapped[int] = mapped_column(
        ForeignKey("ledger_transactions.id"), primary_key=True, autoincrement=False
    )
    account: Mapped[str] = mapped_column(primary_key=True)
    cents: Mapped[int] = mapped_column(BigInteger)


class PayRunItem(Base):
    """A stipend or a reversal that a pay run settled; one run settles it, for good."""

    __tablename__ = "pay_run_items"
    transaction_id: Mapped[int] = mapped_column(
        ForeignKey("ledger_transactions.id"), primary_key=True, autoincrement=False
    )
    pay_run_id: Mapped[str] = mapped_column(ForeignKey("pay_runs.id"), index=True)


class Payee(Base):
    """Who a person was for payroll from ``seen_at`` on, until a later row: exports of then name people as they did."""

    __tablename__ = "payees"
    __table_args__ = (Index("ix_payees_person", "organisation_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    employee_id: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    campus: Mapped[str]
    seen_at: Mapped[datetime]


class StipendState(Base):
    """What a person's stipends were last reckoned from, as a digest: whoever's stands is not reckoned again."""

    __tablename__ = "stipend_states"
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    facts: Mapped[str] = mapped_column(String(64))


APPEND_ONLY: tuple[type[Base], ...] = (PayRun, LedgerTransaction, LedgerEntry, PayRunItem, Payee)


class LedgerIsAppendOnly(Exception):
    """A row of the ledger was to be changed or removed."""


def _refuse(*_: Any) -> None:
    raise LedgerIsAppendOnly


for _model in APPEND_ONLY:
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
