"""Pay dates as the model reckons them: from all that is known at that moment, from the beginning (FAQ 12, 14)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tests.year.days import name_of, next_period, period_of
from tests.year.model import Attempt, District, Person
from tests.year.picture import Row

DOLLARS, MOST_A_YEAR = 200, 8
_HEADER = (
    "Pay date", "Employee ID", "Name", "E-mail", "Campus", "Micro-credentials", "Adjustments", "Amount", "Currency",
)  # fmt: skip


@dataclass(eq=False)
class _Payment:
    """``year`` is the one whose cap it counts for."""

    attempt: Attempt
    year: int
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class _Due:
    person: Person
    pays: list[_Payment]
    takes_back: list[_Payment]


class Payroll:
    """Of one district. ``_paid`` is all that closed pay dates paid, by person."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._paid: dict[Person, list[_Payment]] = {}
        self._last_closed = (0, 0)

    def close(self, key: str, at: datetime) -> list[Row]:
        period = period_of(key)
        due = self._due(period, at)
        for one in due:
            self._paid.setdefault(one.person, []).extend(one.pays)
            for payment in one.takes_back:
                payment.taken_back = True
        self._last_closed = period
        return _rows(period, due)

    def preview(self, key: str, at: datetime) -> list[Row]:
        return _rows(period_of(key), self._due(period_of(key), at))

    def _due(self, period: tuple[int, int], at: datetime) -> list[_Due]:
        found = (self._of(person, period, at) for person in self._district.people)
        return [one for one in found if one.pays or one.takes_back]

    def _of(self, person: Person, period: tuple[int, int], at: datetime) -> _Due:
        """Paid once for each micro-credential that was earned in an eligible role, eight times a school year; what was
        paid stays paid and keeps its place, unless it was revoked."""
        calendar, paid = self._district.calendar, self._paid.get(person, [])
        standing = [one for one in paid if one.attempt.stands]
        places = Counter(one.year for one in standing)
        spoken_for = {one.attempt.micro_credential for one in standing}
        pays = []
        for attempt in self._in_order(person, at):
            assert attempt.decided_at is not None
            if attempt.micro_credential in spoken_for:
                continue
            spoken_for.add(attempt.micro_credential)
            year = calendar.school_year(attempt.decided_at)
            if not person.was_eligible(attempt.decided_at) or places[year] == MOST_A_YEAR:
                continue
            places[year] += 1
            if self._pay_date(calendar.period(attempt.decided_at)) == period:
                pays.append(_Payment(attempt, year))
        back = [one for one in paid if not one.attempt.stands and not one.taken_back]
        return _Due(person, pays, back if self._pay_date((0, 0)) == period else [])

    def _in_order(self, person: Person, at: datetime) -> list[Attempt]:
        """What stands and is known, by when the approver decided, whenever that became known."""
        known = [one for one in person.attempts if one.stands and one.known_at is not None and one.known_at <= at]
        return sorted(known, key=lambda one: one.decided_at or at)

    def _pay_date(self, own: tuple[int, int]) -> tuple[int, int]:
        """Its own, or the first that is not closed."""
        return max(own, next_period(self._last_closed)) if self._last_closed != (0, 0) else own


def _rows(period: tuple[int, int], due: list[_Due]) -> list[Row]:
    name, currency = name_of(period), "USD" if due else ""
    rows = []
    for one in sorted(due, key=lambda each: each.person.name.casefold()):
        person, back = one.person, DOLLARS * len(one.takes_back)
        amount = DOLLARS * len(one.pays) - back
        rows.append(
            (name, person.employee_id, person.name, person.email, person.campus, str(len(one.pays)),
             f"{-back}.00", f"{amount}.00", currency)
        )  # fmt: skip
    many, back = sum(len(one.pays) for one in due), DOLLARS * sum(len(one.takes_back) for one in due)
    total = (name, "Total", "", "", "", str(many), f"{-back}.00", f"{DOLLARS * many - back}.00", currency)
    return [_HEADER, *rows, total]
