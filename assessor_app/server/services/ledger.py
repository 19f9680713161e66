"""Reading and writing the ledger of stipends; every row that is added here stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from assessor_app.domain.ledger import PAYABLE, Booked, Kind, Line, balanced, owed
from assessor_app.domain.pay_periods import PayPeriod, Season
from assessor_app.domain.stipends import Paid
from assessor_app.protocol.events import utc_now
from assessor_app.server.storage.ledger_models import LedgerEntry, LedgerTransaction, Payee, PayRun, PayRunItem

_TICK = timedelta(microseconds=1)


def newest_moment(session: Session, organisation_id: str) -> datetime | None:
    """When the ledger was last added to, as this transaction sees it."""
    newest = (
        session.scalar(select(func.max(column)).where(organisation == organisation_id))
        for column, organisation in (
            (LedgerTransaction.booked_at, LedgerTransaction.organisation_id),
            (Payee.seen_at, Payee.organisation_id),
            (PayRun.closed_at, PayRun.organisation_id),
        )
    )
    return max((moment for moment in newest if moment is not None), default=None)


def next_moment(session: Session, organisation_id: str) -> datetime:
    """A moment for what is added now, later than any before it, even when the clock went back.

    Writing is alone, so whatever is added after somebody has read the ledger is also later than all that they read:
    what the ledger was at a moment never changes.
    """
    last, now = newest_moment(session, organisation_id), utc_now()
    return now if last is None or last < now else last + _TICK


def period_of(row: LedgerTransaction | PayRun) -> PayPeriod:
    return PayPeriod(school_year=row.school_year, season=Season(row.season))


@dataclass(frozen=True, slots=True)
class Account:
    """One person's stipends in the ledger: those that stand, those that were paid, and how often each was booked."""

    booked: list[Booked]
    paid: dict[str, Paid]
    times: dict[str, int]


def accounts(session: Session, organisation_id: str, people: Collection[str]) -> dict[str, Account]:
    """Of everybody among ``people``."""
    reversal, item, back = aliased(LedgerTransaction), aliased(PayRunItem), aliased(PayRunItem)
    statement = (
        select(LedgerTransaction, reversal.id, item.pay_run_id, back.pay_run_id)
        .outerjoin(reversal, reversal.reverses_id == LedgerTransaction.id)
        .outerjoin(item, item.transaction_id == LedgerTransaction.id)
        .outerjoin(back, back.transaction_id == reversal.id)
        .where(
            LedgerTransaction.organisation_id == organisation_id,
            LedgerTransaction.kind == Kind.STIPEND,
            LedgerTransaction.person_id.in_(people),
        )
        .order_by(LedgerTransaction.id)
    )
    found = {person_id: Account([], {}, {}) for person_id in people}
    for row, reversal_id, run, run_back in session.execute(statement):
        account, submission_id = found[row.person_id], str(row.submission_id)
        account.times[submission_id] = account.times.get(submission_id, 0) + 1
        # What was taken back before it was paid is settled together with its reversal, and was never paid.
        paid = run is not None and run != run_back
        if paid:
            account.paid[submission_id] = Paid(period_of(row), row.cap_year)
        if reversal_id is None:
            account.booked.append(Booked(row.id, submission_id, period_of(row), row.cap_year, row.cents, paid))
    return found


def first_fault(session: Session, organisation_id: str) -> int | None:
    """A transaction whose entries do not add up to nothing, or not to what it says that its person is owed."""
    payable = case((LedgerEntry.account.startswith(PAYABLE, autoescape=True), LedgerEntry.cents), else_=0)
    return session.scalars(
        select(LedgerTransaction.id)
        .outerjoin(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerTransaction.organisation_id == organisation_id)
        .group_by(LedgerTransaction.id)
        .having(
            or_(
                func.coalesce(func.sum(LedgerEntry.cents), 0) != 0,
                func.coalesce(func.sum(payable), 0) != -LedgerTransaction.cents,
            )
        )
        .order_by(LedgerTransaction.id)
        .limit(1)
    ).first()


class Book:
    """Adds transactions at one moment, as a context that ends with all of them written. Ids are given out here, because
    writing is alone."""

    def __init__(self, session: Session, organisation_id: str, currency: str) -> None:
        self.session, self._organisation_id, self.currency = session, organisation_id, currency
        self.moment = next_moment(session, organisation_id)
        self._last = session.scalar(select(func.max(LedgerTransaction.id))) or 0
        self._entries: list[LedgerEntry] = []

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            # Entries speak of their transactions, which have to be there.
            self.session.flush()
            self.session.add_all(self._entries)
            self.session.flush()

    def row(self, transaction_id: int) -> LedgerTransaction:
        return self.session.get_one(LedgerTransaction, transaction_id)

    def add(self, lines: Iterable[Line], *, period: PayPeriod, **columns: Any) -> int:
        """Book a transaction; its id. Raises ValueError when its lines do not add up to nothing."""
        every = tuple(lines)
        if not balanced(every):
            raise ValueError("a transaction that does not add up to nothing")
        self._last += 1
        self.session.add(
            LedgerTransaction(
                id=self._last, organisation_id=self._organisation_id, school_year=period.school_year,
                season=period.season.value, cents=owed(every), booked_at=self.moment,
                **{"currency": self.currency, **columns},
            )
        )  # fmt: skip
        self._entries += (
            LedgerEntry(transaction_id=self._last, account=line.account, cents=line.cents) for line in every
        )
        return self._last
