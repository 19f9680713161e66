"""The double-entry ledger of stipends: what a transaction's lines are, and which transactions are missing.

Amounts are whole cents. Debits are positive and credits negative, so that the lines of a transaction add up to nothing:
a stipend is an expense that is owed to a person, a payment turns what is owed into what was paid, a reversal is the
opposite of a stipend.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.pay_periods import PayPeriod
from assessor_app.domain.stipends import Standing, Verdict

EXPENSE, PAID = "stipends:expense", "stipends:paid"
PAYABLE = "stipends:payable:"


class Kind(StrEnum):
    STIPEND = "stipend"
    REVERSAL = "reversal"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Line:
    account: str
    cents: int


def payable(person_id: str) -> str:
    """The account of what a person is owed."""
    return PAYABLE + person_id


def stipend_lines(person_id: str, cents: int) -> tuple[Line, ...]:
    return Line(EXPENSE, cents), Line(payable(person_id), -cents)


def reversal_lines(person_id: str, cents: int) -> tuple[Line, ...]:
    """Of a stipend of ``cents``."""
    return stipend_lines(person_id, -cents)


def payment_lines(person_id: str, cents: int) -> tuple[Line, ...]:
    """Negative ``cents`` are asked back."""
    return Line(payable(person_id), cents), Line(PAID, -cents)


def balanced(lines: Iterable[Line]) -> bool:
    return sum(line.cents for line in lines) == 0


def owed(lines: Iterable[Line]) -> int:
    """What a transaction adds to what its person is owed."""
    return -sum(line.cents for line in lines if line.account.startswith(PAYABLE))


@dataclass(frozen=True, slots=True)
class Booked:
    """A stipend in the ledger that no reversal has taken back. ``paid``: by a closed pay run."""

    transaction_id: int
    submission_id: str
    period: PayPeriod
    cap_year: int
    cents: int
    paid: bool


class Why(StrEnum):
    """Why a stipend was reversed."""

    REVOKED = "revoked"
    EARNED_BEFORE = "earned_before"
    NOT_ELIGIBLE = "not_eligible"
    BEYOND_CAP = "beyond_cap"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Missing:
    """What the ledger lacks: reversals come before bookings."""

    reversals: tuple[tuple[Booked, Why], ...]
    bookings: tuple[Verdict, ...]


def missing(verdicts: Sequence[Verdict], booked: Iterable[Booked]) -> Missing:
    """What to book so that the ledger says what was judged; nothing, when it does already. ``booked`` is of awards that
    were judged.

    A stipend keeps the amount that it was booked with. One that was not paid yet moves to another period by being
    reversed and booked anew.
    """
    judged = {verdict.earned.submission_id: verdict for verdict in verdicts}
    reversals: list[tuple[Booked, Why]] = []
    right: set[str] = set()
    for entry in booked:
        why = _why_reversed(entry, judged[entry.submission_id])
        if why is None:
            right.add(entry.submission_id)
        else:
            reversals.append((entry, why))
    due = (verdict for verdict in verdicts if verdict.standing is Standing.DUE)
    return Missing(tuple(reversals), tuple(verdict for verdict in due if verdict.earned.submission_id not in right))


def _why_reversed(entry: Booked, verdict: Verdict) -> Why | None:
    if verdict.standing is not Standing.DUE:
        return Why(verdict.standing.value)
    moved = (verdict.period, verdict.cap_year) != (entry.period, entry.cap_year)
    return Why.MOVED if moved and not entry.paid else None
