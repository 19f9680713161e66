"""Who is paid for what: against a slow model of the FAQ's rules, and in any order in which things become known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.domain.ledger import Booked, Why, missing, payment_lines, reversal_lines, stipend_lines
from assessor_app.domain.school_year import Calendar, zone
from assessor_app.domain.stipends import (
    BeyondCap,
    Clock,
    Earned,
    Held,
    Paid,
    Standing,
    StipendPolicy,
    Verdict,
    judge,
)

ZONES = ("UTC", "America/Chicago", "Pacific/Auckland")
ALWAYS = (Held(datetime(2000, 1, 1, tzinfo=UTC), None),)
KEYS = [f"mc-{number}" for number in range(14)]
moments = st.datetimes(datetime(2023, 7, 1), datetime(2026, 9, 1), timezones=st.just(UTC))  # noqa: DTZ001
boundaries = st.builds(
    lambda year, place, zone_name, seconds: (
        datetime(year, *place, tzinfo=zone(zone_name)).astimezone(UTC) + timedelta(seconds=seconds)
    ),
    st.integers(2023, 2026),
    st.sampled_from([(8, 1), (12, 15), (5, 15), (2, 28), (3, 1), (12, 31), (1, 1)]),
    st.sampled_from(ZONES),
    st.sampled_from([-1, 0, 1]),
)
times = moments | boundaries
policies = st.builds(
    StipendPolicy,
    amount_cents=st.sampled_from([20_000, 1, 33_333]),
    most_a_year=st.integers(0, 8),
    clock=st.sampled_from(Clock),
    beyond_cap=st.sampled_from(BeyondCap),
    revoked_frees_place=st.booleans(),
)
calendars = st.sampled_from(ZONES).map(lambda name: Calendar(time_zone=name))


@st.composite
def awards(draw: st.DrawFn, most: int = 24) -> list[Earned]:
    made = []
    for number in range(draw(st.integers(0, most))):
        decided = draw(times)
        late = timedelta(seconds=draw(st.sampled_from([0, 1, 3_600, 40 * 86_400])))
        made.append(Earned(f"s{number:03d}", draw(st.sampled_from(KEYS)), decided, decided + late, draw(st.booleans())))
    return draw(st.permutations(made))


holdings = st.lists(
    st.tuples(times, st.none() | st.integers(1, 500)).map(
        lambda each: Held(each[0], None if each[1] is None else each[0] + timedelta(days=each[1]))
    ),
    max_size=4,
)


def slow_model(
    policy: StipendPolicy, calendar: Calendar, earned: Sequence[Earned], held: Sequence[Held]
) -> dict[str, tuple[int, str]]:
    """Submission → school year and season that it is paid in; written from the words, with nothing of the program."""

    def at(award: Earned) -> datetime:
        return award.decided_at if policy.clock is Clock.DECIDED else award.awarded_at

    def local(award: Earned) -> date:
        return at(award).astimezone(zone(calendar.time_zone)).date()

    def year(award: Earned) -> int:
        return local(award).year if local(award) >= date(local(award).year, 8, 1) else local(award).year - 1

    def season(award: Earned) -> str:
        starts = [(date(year(award), 8, 1), "december"), (date(year(award), 12, 15), "may")]
        starts.append((date(year(award) + 1, 5, 15), "summer"))
        return [name for start, name in starts if start <= local(award)][-1]

    candidates = []
    for award in earned:
        rivals = [e for e in earned if e.micro_credential_id == award.micro_credential_id and not e.revoked]
        before = [e for e in rivals if (at(e), e.submission_id) < (at(award), award.submission_id)]
        eligible = any(h.from_at <= at(award) and not (h.ended_at and h.ended_at <= at(award)) for h in held)
        if not before and eligible and not (award.revoked and policy.revoked_frees_place):
            candidates.append(award)
    paid: dict[str, tuple[int, str]] = {}
    carried: list[Earned] = []
    for school_year in range(2020, 2030):
        own = sorted((e for e in candidates if year(e) == school_year), key=lambda e: (at(e), e.submission_id))
        queue = [(e, (school_year, "december")) for e in carried] + [(e, (school_year, season(e))) for e in own]
        taken, left = queue[: policy.most_a_year], queue[policy.most_a_year :]
        paid.update({e.submission_id: when for e, when in taken if not e.revoked})
        carries = policy.beyond_cap is BeyondCap.CARRY
        carried = [e for e, _ in left if year(e) == school_year] if carries else []
    return paid


@settings(max_examples=400)
@given(policies, calendars, awards(), holdings)
def test_the_rules_are_those_of_the_slow_model(
    policy: StipendPolicy, calendar: Calendar, earned: list[Earned], held: list[Held]
) -> None:
    verdicts = judge(policy, calendar, earned, held, {})
    assert sorted(v.earned.submission_id for v in verdicts) == sorted(e.submission_id for e in earned)
    due = {
        v.earned.submission_id: (v.period.school_year, v.period.season.value) for v in verdicts if v.period is not None
    }
    assert due == slow_model(policy, calendar, earned, held)
    assert {v.earned.submission_id for v in verdicts if v.standing is Standing.DUE} == set(due)
    assert judge(policy, calendar, earned[::-1], held[::-1], {}) == verdicts


def test_a_micro_credential_is_paid_for_once_whatever_is_earned_again() -> None:
    first, again = earned("a", "talk", "2026-09-01"), earned("b", "talk", "2027-09-01")
    assert standings([first, again]) == {"a": Standing.DUE, "b": Standing.EARNED_BEFORE}
    assert standings([replace(first, revoked=True), again]) == {"a": Standing.REVOKED, "b": Standing.DUE}


def test_a_newer_version_brings_no_second_chance_to_be_eligible() -> None:
    teacher = (Held(datetime(2027, 1, 1, tzinfo=UTC), None),)
    first, again = earned("a", "talk", "2026-09-01"), earned("b", "talk", "2027-09-01")
    assert standings([first, again], held=teacher) == {"a": Standing.NOT_ELIGIBLE, "b": Standing.EARNED_BEFORE}


def test_the_role_counts_that_was_held_at_that_moment() -> None:
    """From its first moment until, and not including, its last."""
    begins, ends = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    every = [
        replace(earned(name, name, "2026-10-01"), decided_at=moment)
        for name, moment in (
            ("before", begins - timedelta(microseconds=1)),
            ("first", begins),
            ("last", ends - timedelta(microseconds=1)),
            ("after", ends),
        )
    ]
    due = [key for key, standing in standings(every, held=[Held(begins, ends)]).items() if standing is Standing.DUE]
    assert sorted(due) == ["first", "last"]


def test_the_ninth_is_not_paid_or_paid_in_the_next_year() -> None:
    nine = [earned(f"s{n}", KEYS[n], f"2026-09-{n + 1:02d}") for n in range(9)]
    assert Counter(standings(nine).values()) == {Standing.DUE: 8, Standing.BEYOND_CAP: 1}
    carry = StipendPolicy(beyond_cap=BeyondCap.CARRY)
    last = judge(carry, Calendar(), nine, ALWAYS, {})[-1]
    assert last.period is not None and (last.period.key, last.cap_year) == ("2027-28-december", 2027)


def test_the_clock_decides_where_a_decision_on_a_plane_belongs() -> None:
    late = Earned("a", "talk", datetime(2026, 12, 14, 23, tzinfo=UTC), datetime(2026, 12, 16, tzinfo=UTC))
    for clock, key in ((Clock.DECIDED, "2026-27-december"), (Clock.AWARDED, "2026-27-may")):
        (verdict,) = judge(StipendPolicy(clock=clock), Calendar(), [late], ALWAYS, {})
        assert verdict.period is not None and verdict.period.key == key


@given(st.integers(-(10**9), 10**9))
def test_the_lines_of_every_transaction_add_up_to_nothing(cents: int) -> None:
    for lines in (stipend_lines("p", cents), reversal_lines("p", cents), payment_lines("p", cents)):
        assert sum(line.cents for line in lines) == 0
        assert len({line.account for line in lines}) == len(lines)


@dataclass
class Desk:
    """A ledger in memory that follows what becomes known, as the server's does."""

    policy: StipendPolicy
    calendar: Calendar
    earned: dict[str, Earned] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    booked: dict[int, Booked] = field(default_factory=dict)
    paid: dict[str, Paid] = field(default_factory=dict)
    undone: list[tuple[Booked, Why]] = field(default_factory=list)
    count: int = 0

    def judged(self) -> tuple[Verdict, ...]:
        return judge(self.policy, self.calendar, self.earned.values(), self.held, self.paid)

    def follow(self) -> None:
        lacking = missing(self.judged(), self.booked.values())
        for entry, why in lacking.reversals:
            self.undone.append((self.booked.pop(entry.transaction_id), why))
        for verdict in lacking.bookings:
            assert verdict.period is not None and verdict.cap_year is not None
            self.count += 1
            self.booked[self.count] = Booked(
                self.count, verdict.earned.submission_id, verdict.period, verdict.cap_year, 20_000, paid=False
            )

    def close(self) -> None:
        for number, entry in self.booked.items():
            self.booked[number] = replace(entry, paid=True)
            self.paid[entry.submission_id] = Paid(entry.period, entry.cap_year)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), awards(most=3)),
        st.tuples(st.just("revoke"), st.integers(0, 40)),
        st.tuples(st.just("role"), holdings),
        st.tuples(st.just("close"), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=300)
@given(policies.filter(lambda policy: policy.revoked_frees_place), calendars, steps)
def test_whatever_becomes_known_when(
    policy: StipendPolicy, calendar: Calendar, events: list[tuple[str, object]]
) -> None:
    desk = Desk(policy, calendar)
    for kind, what in events:
        match kind, what:
            case "earn", list():
                for award in what:
                    key = f"s{len(desk.earned):03d}"
                    desk.earned[key] = replace(award, submission_id=key, revoked=False)
            case "revoke", int() if desk.earned:
                key = sorted(desk.earned)[what % len(desk.earned)]
                desk.earned[key] = replace(desk.earned[key], revoked=True)
            case "role", list():
                desk.held = what
            case "close", _:
                desk.close()
        desk.follow()
        check(desk)
        before = dict(desk.booked)
        desk.follow()
        assert desk.booked == before


def check(desk: Desk) -> None:
    by_year = Counter(entry.cap_year for entry in desk.booked.values())
    assert all(count <= desk.policy.most_a_year for count in by_year.values())
    own = [desk.earned[entry.submission_id] for entry in desk.booked.values()]
    assert len({award.micro_credential_id for award in own}) == len(own)
    assert not any(award.revoked for award in own)
    assert {why for entry, why in desk.undone if entry.paid} <= {Why.REVOKED}
    if not desk.paid:
        assert {entry.submission_id for entry in desk.booked.values()} == set(
            slow_model(desk.policy, desk.calendar, list(desk.earned.values()), desk.held)
        )


def test_a_place_that_was_paid_is_not_taken_by_a_decision_that_arrives_late() -> None:
    every = [earned(f"s{n}", KEYS[n], f"2026-10-{n + 1:02d}") for n in range(8)]
    paid = {e.submission_id: Paid(v.period, 2026) for e, v in zip(every, judged(every), strict=True) if v.period}
    late = earned("late", KEYS[9], "2026-09-01")
    assert {v.earned.submission_id: v.standing for v in judged([*every, late], paid)}["late"] is Standing.BEYOND_CAP
    every[3] = replace(every[3], revoked=True)
    assert {v.earned.submission_id: v.standing for v in judged([*every, late], paid)}["late"] is Standing.DUE


def test_a_revoked_place_stays_taken_where_the_policy_says_so() -> None:
    nine = [earned(f"s{n}", KEYS[n], f"2026-09-{n + 1:02d}") for n in range(9)]
    nine[0] = replace(nine[0], revoked=True)
    assert standings(nine)["s8"] is Standing.DUE
    kept = judge(StipendPolicy(revoked_frees_place=False), Calendar(), nine, ALWAYS, {})
    assert {v.earned.submission_id: v.standing for v in kept}["s8"] is Standing.BEYOND_CAP


def test_what_another_organisation_pays_is_not_paid_again() -> None:
    (verdict,) = judge(StipendPolicy(), Calendar(), [earned("a", "talk", "2026-09-01")], ALWAYS, {}, {"talk"})
    assert verdict.standing is Standing.EARNED_BEFORE


def earned(submission_id: str, key: str, day: str) -> Earned:
    moment = datetime.fromisoformat(day + "T12:00:00Z")
    return Earned(submission_id, key, moment, moment)


def judged(every: Sequence[Earned], paid: dict[str, Paid] | None = None) -> tuple[Verdict, ...]:
    return judge(StipendPolicy(), Calendar(), every, ALWAYS, paid or {})


def standings(every: Sequence[Earned], held: Sequence[Held] = ALWAYS) -> dict[str, Standing]:
    return {v.earned.submission_id: v.standing for v in judge(StipendPolicy(), Calendar(), every, held, {})}
