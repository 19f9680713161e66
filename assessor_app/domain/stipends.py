"""Stipends: which earned micro-credentials are paid for, and with which pay date (FAQ 12, 14).

The rules, where the FAQ leaves them open:

- A micro-credential is paid for once in a life: by its first award that stands. Earning a newer version of it pays
  nothing again; earning it again after its award was revoked does, so that the two are paid once net.
- Who is paid is whoever held an eligible role at the moment that the policy's clock shows. What came before or after
  changes nothing.
- The cap counts stipends of one school year, in the order of that moment and then of the submission's id. What lies
  beyond is not paid at all, or, as another policy, carried into the next school year's first period as far as that
  year's cap allows; it is carried once.
- What a closed pay run has paid stays paid and keeps its place of the cap, whatever becomes known later of roles or of
  decisions made offline; only a revocation takes it back. A revoked award frees its place unless the policy says no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from assessor_app.domain.pay_periods import PayCalendar, PayPeriod, Season
from assessor_app.domain.school_year import Calendar, Day
from assessor_app.domain.value import Value


class Clock(StrEnum):
    """``DECIDED``: the approver's, when the decision was made; ``AWARDED``: the server's, when it arrived."""

    DECIDED = "decided_at"
    AWARDED = "awarded_at"


class BeyondCap(StrEnum):
    UNPAID = "unpaid"
    CARRY = "carry"


class StipendPolicy(Value):
    """``winter`` and ``summer`` begin the second and third period; the first begins with the school year."""

    amount_cents: int = Field(default=20_000, ge=0, le=100_000_000)
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    most_a_year: int = Field(default=8, ge=0, le=1_000)
    winter: Day = Day(month=12, day=15)
    summer: Day = Day(month=5, day=15)
    clock: Clock = Clock.DECIDED
    beyond_cap: BeyondCap = BeyondCap.UNPAID
    revoked_frees_place: bool = True

    def pay_calendar(self, calendar: Calendar) -> PayCalendar:
        """Raises ValueError when the days do not follow one another."""
        return PayCalendar(calendar, self.winter, self.summer)


@dataclass(frozen=True, slots=True)
class Earned:
    """One award of one person."""

    submission_id: str
    micro_credential_id: str
    decided_at: datetime
    awarded_at: datetime
    revoked: bool = False

    def at(self, clock: Clock) -> datetime:
        return self.decided_at if clock is Clock.DECIDED else self.awarded_at


@dataclass(frozen=True, slots=True)
class Held:
    """An eligible role, held from ``from_at`` until (not including) ``ended_at``; None: still."""

    from_at: datetime
    ended_at: datetime | None

    def covers(self, moment: datetime) -> bool:
        return self.from_at <= moment and (self.ended_at is None or moment < self.ended_at)


class Standing(StrEnum):
    """``DUE`` is paid or will be; the others say why not."""

    DUE = "due"
    REVOKED = "revoked"
    EARNED_BEFORE = "earned_before"
    NOT_ELIGIBLE = "not_eligible"
    BEYOND_CAP = "beyond_cap"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``period`` and ``cap_year`` are those that a stipend is paid in and counted in; only with ``DUE``."""

    earned: Earned
    moment: datetime
    standing: Standing
    period: PayPeriod | None = None
    cap_year: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """What a closed pay run has paid for an award, though it may have been taken back since."""

    period: PayPeriod
    cap_year: int


def judge(
    policy: StipendPolicy,
    calendar: Calendar,
    earned: Iterable[Earned],
    held: Collection[Held],
    paid: Mapping[str, Paid],
    elsewhere: Collection[str] = (),
) -> tuple[Verdict, ...]:
    """What becomes of each of one person's awards, in the order in which they take places of the cap.

    ``paid`` is by submission. ``elsewhere`` are micro-credentials that another organisation pays this person for.
    """
    judging = _Judging(policy, policy.pay_calendar(calendar), held, paid, set(elsewhere))
    ordered = sorted(earned, key=lambda e: (e.submission_id not in paid, e.at(policy.clock), e.submission_id))
    return tuple(judging.verdict(award) for award in ordered)


class _Judging:
    """One person's awards, one after another: which micro-credentials are spoken for, which places are taken."""

    def __init__(
        self,
        policy: StipendPolicy,
        days: PayCalendar,
        held: Collection[Held],
        paid: Mapping[str, Paid],
        spoken_for: set[str],
    ) -> None:
        self._policy, self._days, self._held, self._paid = policy, days, held, paid
        self._spoken_for, self._places = spoken_for, Counter[int]()

    def verdict(self, award: Earned) -> Verdict:
        moment = award.at(self._policy.clock)
        if award.micro_credential_id in self._spoken_for:
            return Verdict(award, moment, Standing.REVOKED if award.revoked else Standing.EARNED_BEFORE)
        if award.revoked:
            if not self._policy.revoked_frees_place:
                self._take_place(award, moment)
            return Verdict(award, moment, Standing.REVOKED)
        self._spoken_for.add(award.micro_credential_id)
        return self._take_place(award, moment)

    def _take_place(self, award: Earned, moment: datetime) -> Verdict:
        before = self._paid.get(award.submission_id)
        if before is not None:
            self._places[before.cap_year] += 1
            return Verdict(award, moment, Standing.DUE, before.period, before.cap_year)
        if not any(held.covers(moment) for held in self._held):
            return Verdict(award, moment, Standing.NOT_ELIGIBLE)
        period = self._days.period_of(moment)
        choices = [period]
        if self._policy.beyond_cap is BeyondCap.CARRY:
            choices.append(PayPeriod(school_year=period.school_year + 1, season=Season.DECEMBER))
        for choice in choices:
            if self._places[choice.school_year] < self._policy.most_a_year:
                self._places[choice.school_year] += 1
                return Verdict(award, moment, Standing.DUE, choice, choice.school_year)
        return Verdict(award, moment, Standing.BEYOND_CAP)
