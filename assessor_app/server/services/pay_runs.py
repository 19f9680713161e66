"""Pay runs: what a pay date would pay, closing it, and the list of all (FAQ 14)."""

from __future__ import annotations

import uuid
from datetime import datetime

from pydantic import AwareDatetime
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.ledger import PAID, Kind, payment_lines
from assessor_app.domain.pay_periods import PayCalendar, PayPeriod
from assessor_app.domain.value import Value
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.ledger import Book, first_fault, newest_moment, next_moment, period_of
from assessor_app.server.services.organisations import policy_of
from assessor_app.server.services.pay_exports import statement_csv
from assessor_app.server.services.pay_statements import (
    LedgerDisagrees,
    MixedCurrencies,
    Statement,
    open_at,
    open_statements,
    runs_at,
    statement_at,
)
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.stipends import book_due
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.ledger_models import LedgerEntry, LedgerTransaction, PayRun, PayRunItem
from assessor_app.server.storage.program_models import Organisation

_MIXED = "Stipends of this pay date are in several currencies; they can't be paid together."


class PeriodTotals(Value):
    """A pay date: what it pays to how many people. ``digest`` is the SHA-256 of a closed one's CSV.

    ``as_of`` is the newest moment of the ledger that it shows; asked for again as of then, it is the same, for good.
    """

    period: str
    name: str
    begins: AwareDatetime
    ends: AwareDatetime
    as_of: AwareDatetime
    closed_at: AwareDatetime | None
    people: int
    amount_cents: int
    currency: str
    digest: str | None


def pay_run(
    server: Server,
    organisation_id: str,
    period: PayPeriod,
    as_of: datetime | None = None,
    *,
    close: bool = False,
    closed_by: str | None = None,
) -> Statement:
    """What a pay date pays, as the ledger has it now or had it at ``as_of``; with ``close`` that is for good, and doing
    it again changes nothing. Raises Refused."""
    if as_of is None:
        book_due(server, organisation_id)
        if close:
            _close(server, organisation_id, period, closed_by)
    elif close:
        raise Refused("A pay date is closed as of now.")
    elif as_of > utc_now():
        raise Refused("What a pay date will pay at a moment to come is not known yet.")
    with server.database.reading() as session:
        return _checked(session, organisation_id, period, _visible(session, organisation_id, as_of))


def pay_periods(server: Server, organisation_id: str) -> tuple[PeriodTotals, ...]:
    """Every pay date that paid or pays something, and the current one; the newest first. Raises Refused."""
    book_due(server, organisation_id)
    with server.database.reading() as session:
        organisation = session.get_one(Organisation, organisation_id)
        as_of = _visible(session, organisation_id, None)
        policy = policy_of(organisation)
        current = policy.stipends.pay_calendar(policy.calendar).period_of(utc_now())
        try:
            found = {one.period: totals(organisation, one) for one in open_statements(session, organisation_id, as_of)}
        except MixedCurrencies:
            raise Refused(_MIXED) from None
        for run in runs_at(session, organisation_id, as_of):
            found[period_of(run)] = _run_totals(organisation, run)
        if current not in found:
            found[current] = totals(organisation, statement_at(session, organisation_id, current, as_of))
    return tuple(found[period] for period in sorted(found, key=lambda period: -period.number))


def totals(organisation: Organisation, statement: Statement) -> PeriodTotals:
    if statement.run is not None:
        return _run_totals(organisation, statement.run)
    days = _days(organisation)
    return PeriodTotals(
        period=statement.period.key, name=statement.period.name, begins=days.begins(statement.period),
        ends=days.ends(statement.period), as_of=statement.as_of, closed_at=None, people=len(statement.lines),
        amount_cents=statement.cents, currency=statement.currency or policy_of(organisation).stipends.currency,
        digest=None,
    )  # fmt: skip


def _run_totals(organisation: Organisation, run: PayRun) -> PeriodTotals:
    days, period = _days(organisation), period_of(run)
    return PeriodTotals(
        period=period.key, name=period.name, begins=days.begins(period), ends=days.ends(period), as_of=run.closed_at,
        closed_at=run.closed_at, people=run.people, amount_cents=run.cents, digest=run.digest,
        currency=run.currency or policy_of(organisation).stipends.currency,
    )  # fmt: skip


def _days(organisation: Organisation) -> PayCalendar:
    policy = policy_of(organisation)
    return policy.stipends.pay_calendar(policy.calendar)


def _visible(session: Session, organisation_id: str, as_of: datetime | None) -> datetime:
    """The moment of the newest of the ledger that this transaction sees, up to ``as_of``.

    Not the clock's: something that is being written just now has an earlier moment than a clock that is read after it.
    """
    newest = newest_moment(session, organisation_id) or session.get_one(Organisation, organisation_id).created_at
    return newest if as_of is None else min(as_of, newest)


def _checked(session: Session, organisation_id: str, period: PayPeriod, as_of: datetime) -> Statement:
    """The books must balance; a closed pay date must be what its run paid, and what was exported then. Raises
    LedgerDisagrees, Refused."""
    try:
        statement = statement_at(session, organisation_id, period, as_of)
    except MixedCurrencies:
        raise Refused(_MIXED) from None
    if first_fault(session, organisation_id) is not None:
        raise LedgerDisagrees
    run = statement.run
    if run is not None:
        paid = select(func.sum(LedgerEntry.cents)).where(
            LedgerEntry.account == PAID,
            LedgerEntry.transaction_id.in_(select(LedgerTransaction.id).where(LedgerTransaction.pay_run_id == run.id)),
        )
        if not statement.cents == run.cents == -(session.scalar(paid) or 0):
            raise LedgerDisagrees
        if sha256(statement_csv(statement)) != run.digest:
            raise LedgerDisagrees
    return statement


def _close(server: Server, organisation_id: str, period: PayPeriod, closed_by: str | None) -> None:
    with server.database.writing() as session:
        note_act(session, f"pay date {period.key} closed")
        organisation = session.get_one(Organisation, organisation_id)
        moment = next_moment(session, organisation_id)
        runs = runs_at(session, organisation_id, moment)
        if any(period_of(run) == period for run in runs):
            return
        _may_close(session, organisation, period, runs, moment)
        try:
            statement = statement_at(session, organisation_id, period, moment)
        except MixedCurrencies:
            raise Refused(_MIXED) from None
        with Book(session, organisation_id, policy_of(organisation).stipends.currency) as book:
            _settle(book, organisation_id, statement, closed_by)


def _may_close(
    session: Session, organisation: Organisation, period: PayPeriod, runs: list[PayRun], now: datetime
) -> None:
    """Raises Refused."""
    if runs and period_of(runs[-1]).number > period.number:
        last = period_of(runs[-1])
        raise Refused(f"{last.name} is closed already; what belongs to an earlier pay date is paid with the next one.")
    if now < _days(organisation).ends(period):
        raise Refused(f"{period.name} can be closed once it has ended; stipends are still being earned for it.")
    earlier = [one for one in open_at(session, organisation.id, now) if one.number < period.number]
    if earlier:
        first = min(earlier, key=lambda one: one.number)
        raise Refused(f"{first.name} has to be closed first; it pays for what was earned before.")


def _settle(book: Book, organisation_id: str, statement: Statement, closed_by: str | None) -> None:
    period = statement.period
    run = PayRun(
        id=uuid.uuid4().hex, organisation_id=organisation_id, school_year=period.school_year,
        season=period.season.value, closed_at=book.moment, closed_by=closed_by, people=len(statement.lines),
        cents=statement.cents, currency=statement.currency, digest=sha256(statement_csv(statement)),
    )  # fmt: skip
    book.session.add(run)
    book.session.flush()
    book.session.add_all(PayRunItem(transaction_id=one, pay_run_id=run.id) for one in statement.settles)
    for line in statement.lines:
        if line.amount_cents:
            book.add(
                payment_lines(line.person_id, line.amount_cents), period=period, person_id=line.person_id,
                kind=Kind.PAYMENT.value, key=f"{Kind.PAYMENT}:{run.id}:{line.person_id}", pay_run_id=run.id,
                micro_credential_id="", cap_year=period.school_year, earned_at=None, currency=run.currency, reason="",
            )  # fmt: skip
