"""What a pay date pays to whom, read from the ledger as it was at a moment: one moment gives the same, for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessor_app.domain.ledger import Kind
from assessor_app.domain.pay_periods import PayPeriod, numbered
from assessor_app.domain.value import Value
from assessor_app.server.services.ledger import period_of
from assessor_app.server.storage.ledger_models import LedgerTransaction, Payee, PayRun, PayRunItem

_SORTED_LETTERS = 24


class PayLine(Value):
    """What one person is paid. ``adjustments_cents`` takes back what earlier pay dates paid; it is in the amount."""

    person_id: str
    employee_id: str
    name: str
    email: str
    campus: str
    micro_credentials: int
    adjustments_cents: int
    amount_cents: int


class PayEntry(Value):
    """One stipend, or one that is taken back. ``period`` is the one that it was booked for; ``reason`` why it is taken
    back."""

    transaction_id: int
    kind: Kind
    period: str
    person_id: str
    employee_id: str
    name: str
    micro_credential_id: str
    earned_at: AwareDatetime
    booked_at: AwareDatetime
    reason: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A pay date as the ledger had it at ``as_of``. ``currency`` is "" where nothing is paid; ``settles`` are the
    transactions that it is made of.

    A stipend that was taken back before anybody paid it is settled with its reversal, and neither is listed.
    """

    period: PayPeriod
    as_of: datetime
    run: PayRun | None
    currency: str
    lines: tuple[PayLine, ...]
    entries: tuple[PayEntry, ...]
    settles: tuple[int, ...]

    @property
    def cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


class LedgerDisagrees(Exception):
    """An export that is not what the ledger says, to the cent; it was not given out."""


class MixedCurrencies(Exception):
    """Amounts of several currencies, which can't be added up."""


def statement_at(session: Session, organisation_id: str, period: PayPeriod, as_of: datetime) -> Statement:
    """Raises MixedCurrencies, LedgerDisagrees."""
    run = next((run for run in runs_at(session, organisation_id, as_of) if period_of(run) == period), None)
    if run is not None:
        items = select(PayRunItem.transaction_id).where(PayRunItem.pay_run_id == run.id)
        rows = _rows(session, LedgerTransaction.id.in_(items))
        return _statement(session, organisation_id, period, run.closed_at, run, rows)
    rows = open_at(session, organisation_id, as_of).get(period, [])
    return _statement(session, organisation_id, period, as_of, None, rows)


def open_statements(session: Session, organisation_id: str, as_of: datetime) -> list[Statement]:
    """Every pay date that has something to pay and is not closed, the earliest first."""
    return [
        _statement(session, organisation_id, period, as_of, None, rows)
        for period, rows in sorted(open_at(session, organisation_id, as_of).items(), key=lambda each: each[0].number)
    ]


def runs_at(session: Session, organisation_id: str, as_of: datetime) -> list[PayRun]:
    """Those that were closed by then, the earliest first."""
    statement = select(PayRun).where(PayRun.organisation_id == organisation_id, PayRun.closed_at <= as_of)
    return sorted(session.scalars(statement), key=lambda run: period_of(run).number)


def open_at(session: Session, organisation_id: str, as_of: datetime) -> dict[PayPeriod, list[LedgerTransaction]]:
    """What was booked and not settled, by the pay date that settles it: its own, or, where that one or a later one is
    closed already, the one after the last that was closed."""
    runs = runs_at(session, organisation_id, as_of)
    first = period_of(runs[-1]).number + 1 if runs else 0
    settled = select(PayRunItem.transaction_id).where(PayRunItem.pay_run_id.in_([run.id for run in runs]))
    rows = _rows(
        session,
        LedgerTransaction.organisation_id == organisation_id,
        LedgerTransaction.kind != Kind.PAYMENT,
        LedgerTransaction.booked_at <= as_of,
        LedgerTransaction.id.not_in(settled),
    )
    found: dict[PayPeriod, list[LedgerTransaction]] = defaultdict(list)
    for row in rows:
        found[numbered(max(period_of(row).number, first))].append(row)
    return found


def _rows(session: Session, *conditions: ColumnElement[bool]) -> list[LedgerTransaction]:
    return list(session.scalars(select(LedgerTransaction).where(*conditions).order_by(LedgerTransaction.id)))


def _statement(
    session: Session,
    organisation_id: str,
    period: PayPeriod,
    as_of: datetime,
    run: PayRun | None,
    rows: list[LedgerTransaction],
) -> Statement:
    currencies = {row.currency for row in rows}
    if len(currencies) > 1:
        raise MixedCurrencies
    payees = _payees(session, organisation_id, as_of, {row.person_id for row in rows})
    here = {row.id for row in rows}
    undone = {row.reverses_id for row in rows} & here
    listed = [row for row in rows if row.id not in undone and row.reverses_id not in undone]
    lines = _lines(listed, payees)
    if sum(line.amount_cents for line in lines) != sum(row.cents for row in rows):
        raise LedgerDisagrees
    return Statement(
        period=period,
        as_of=as_of,
        run=run,
        currency=next(iter(currencies), ""),
        lines=lines,
        entries=tuple(_entry(row, payees[row.person_id]) for row in listed),
        settles=tuple(sorted(here)),
    )


def _payees(session: Session, organisation_id: str, as_of: datetime, people: Collection[str]) -> dict[str, Payee]:
    """Who each was for payroll at that moment."""
    statement = select(Payee).where(Payee.organisation_id == organisation_id, Payee.seen_at <= as_of)
    return {row.person_id: row for row in session.scalars(statement.order_by(Payee.id)) if row.person_id in people}


def _lines(rows: Iterable[LedgerTransaction], payees: dict[str, Payee]) -> tuple[PayLine, ...]:
    """One a person, by name."""
    own: dict[str, list[LedgerTransaction]] = defaultdict(list)
    for row in rows:
        own[row.person_id].append(row)
    lines = [_line(payees[person_id], every) for person_id, every in own.items()]
    return tuple(sorted(lines, key=line_place))


def line_place(line: PayLine) -> str:
    """Sorts lines by name; short, because it becomes a cursor."""
    return f"{line.name.casefold()[:_SORTED_LETTERS]}\x1f{line.person_id}"


def _line(payee: Payee, rows: list[LedgerTransaction]) -> PayLine:
    return PayLine(
        person_id=payee.person_id,
        employee_id=payee.employee_id,
        name=payee.name,
        email=payee.email,
        campus=payee.campus,
        micro_credentials=sum(row.kind == Kind.STIPEND for row in rows),
        adjustments_cents=sum(row.cents for row in rows if row.kind == Kind.REVERSAL),
        amount_cents=sum(row.cents for row in rows),
    )


def _entry(transaction: LedgerTransaction, payee: Payee) -> PayEntry:
    assert transaction.earned_at is not None  # noqa: S101 - only payments have none
    return PayEntry(
        transaction_id=transaction.id,
        kind=Kind(transaction.kind),
        period=period_of(transaction).key,
        person_id=payee.person_id,
        employee_id=payee.employee_id,
        name=payee.name,
        micro_credential_id=transaction.micro_credential_id,
        earned_at=transaction.earned_at,
        booked_at=transaction.booked_at,
        reason=transaction.reason,
        amount_cents=transaction.cents,
    )
