"""A year's story, made of a seed alone: what happens, to whom, at which moment; many of the moments are boundaries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.year.ground import KEYS, PROGRAMS, ZONES
from tests.year.happenings import (
    AddressChanges,
    Asks,
    Becomes,
    HandsIn,
    Happening,
    IsAnswered,
    IsDecided,
    Lands,
    PayDateCloses,
    RosterComes,
    ServerLooks,
    SignsUp,
    WantsDigest,
    What,
)
from tests.year.staff import DILIGENT, Staff

OPENS, ENDS = datetime(2027, 8, 2, 15, tzinfo=UTC), datetime(2028, 9, 10, 12, tzinfo=UTC)
_ROSTERS = (
    ("2027-08-05 09:00", 2027, None), ("2027-10-11 09:00", 2027, None), ("2028-01-10 09:00", 2027, "2027-12-01 00:00"),
    ("2028-03-13 08:30", 2027, None), ("2028-07-10 09:00", 2027, None), ("2028-08-07 09:00", 2028, None),
)  # fmt: skip
_CLOSINGS = (
    ("2027-12-20 10:00", "2027-28-december"),
    ("2028-05-19 10:00", "2027-28-may"),
    ("2028-08-03 10:00", "2027-28-summer"),
)
_BOUNDARIES = (
    "2027-12-14 23:59:59.999", "2027-12-15 00:00", "2028-05-14 23:59:59.999", "2028-05-15 00:00",
    "2028-07-31 23:59:59.999", "2028-08-01 00:00", "2028-07-01 23:59:59.999", "2028-07-02 00:00",
    "2027-10-11 08:59:59.999", "2027-10-11 09:00", "2027-11-30 23:59:59.999", "2027-12-01 00:00",
    "2027-11-07 01:30", "2027-11-07 01:30 again", "2028-03-12 01:59:59.999", "2028-03-12 03:00",
    "2028-02-28 23:59:59.999", "2028-02-29 00:00", "2028-02-29 23:59:59.999", "2028-03-01 00:00",
)  # fmt: skip
# A minute apart, because the server does nothing twice in less.
_LOOKS = ("2028-07-01 23:59:00", "2028-07-02 00:00", "2028-07-02 06:00", "2028-08-03 12:00")
# Offline for weeks at a time: over pay dates that close meanwhile, over July 1, over the new year's roster.
_LANDINGS = tuple(
    datetime.fromisoformat(f"{day}T16:00+00:00")
    for day in ("2027-10-01", "2027-12-22", "2028-01-20", "2028-03-20", "2028-05-22", "2028-07-14", "2028-08-04",
                "2028-08-12", "2028-09-06")
)  # fmt: skip


def story(educators: int, seed: int, look_every: timedelta = timedelta(days=7)) -> list[Happening]:
    """Everything that happens, in its order."""
    found = [Lands(at, "") for at in _LANDINGS]
    looks = int((ENDS - OPENS) / look_every)
    happenings: list[Happening] = [*found, *(ServerLooks(OPENS + n * look_every, "", "") for n in range(1, looks))]
    happenings.append(ServerLooks(ENDS, "", "the end"))
    for place, (district, zone) in enumerate(ZONES.items()):
        number = educators if place == 0 else max(8, educators // 12)
        happenings += _District(district, zone, number, seed).everything()
    return sorted((each for each in happenings if each.at <= ENDS), key=lambda each: each.at)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What becomes of an attempt, when that is known to the server, and whether it was earned."""

    happenings: list[Happening]
    known: datetime
    earned: bool


class _District:
    """One district's year."""

    def __init__(self, name: str, zone: str, number: int, seed: int) -> None:
        self._name, self._zone, self._number = name, ZoneInfo(zone), number
        self._draw = random.Random(f"{seed}/{name}")
        self._attempts = 0
        self._taken = set[tuple[str, datetime]]()

    def local(self, text: str) -> datetime:
        """In UTC; “again” is the second of two moments with the same time on the clock."""
        told = datetime.fromisoformat(text.removesuffix(" again"))
        return told.replace(tzinfo=self._zone, fold=int(text.endswith("again"))).astimezone(UTC)

    def everything(self) -> Iterator[Happening]:
        name = self._name
        for at, period in _CLOSINGS:
            yield PayDateCloses(self.local(at), name, period)
            yield ServerLooks(self.local(at) + timedelta(minutes=5), name, f"{name} after {period}")
        for at in _LOOKS:
            yield ServerLooks(self.local(at), name, f"{name} {at}")
        staff = Staff(name, self._number, self._draw)
        guests = [f"guest{n}@{name.split()[0].lower()}.example" for n in range(self._number // 50 + 2)]
        first_roles = {number: member.roles for number, member in staff.members.items()}
        for turn, (at, year, effective) in enumerate(_ROSTERS):
            before = {number: member.email for number, member in staff.members.items()}
            if turn:
                staff.pass_time()
            if turn == 3:
                # Somebody who signed up is hired; the roster knows them by their address.
                staff.hire(90_000, "Guest Hired 90000", guests[0])
            for number, email in before.items():
                if staff.members[number].email != email:
                    yield AddressChanges(self.local(at), name, number, staff.members[number].email)
            yield RosterComes(
                self.local(at), name, year, self.local(effective) if effective else None, staff.lines()
            )  # fmt: skip
            first_roles |= {n: m.roles for n, m in staff.members.items() if n not in first_roles}
        for number, held in sorted(first_roles.items()):
            yield from self._life(number, held)
        for n, email in enumerate(guests):
            yield from self._guest(n, email)

    def _life(self, who: str, held: frozenset[str]) -> Iterator[Happening]:
        draw = self._draw
        if draw.random() < 0.06:
            yield WantsDigest(self.local("2027-10-12 12:00"), self._name, who)
        wanted = sorted({key for program in PROGRAMS if program.roles & held for key in program.micro_credentials})
        if draw.random() < 0.06:
            program = draw.choice(PROGRAMS)
            yield from self._request(who, program.key, self._some_time())
            wanted += sorted(program.micro_credentials)
        if draw.random() < 0.1:
            wanted.append(draw.choice(KEYS))
        wanted = sorted(set(wanted))
        if int(who[1:]) < DILIGENT:
            for key in KEYS:
                yield from self._work(who, key, self._some_time(0.45))
            return
        busy = draw.choice((0, 1, 2, 3, 4)) if draw.random() < 0.9 else 10
        for key in draw.sample(wanted, min(busy, len(wanted))):
            yield from self._work(who, key, self._some_time())

    def _guest(self, number: int, email: str) -> Iterator[Happening]:
        draw, at = self._draw, self.local("2027-09-01 12:00") + timedelta(hours=self._draw.uniform(0, 900))
        yield SignsUp(at, self._name, email, f"Guest Number {number:05d}")
        yield self._hands_in(email, KEYS[0], at + timedelta(hours=1))
        program = draw.choice(PROGRAMS)
        yield from self._request(email, program.key, at + timedelta(days=1))
        for key in draw.sample(sorted(program.micro_credentials), 2):
            yield from self._work(email, key, at + timedelta(days=draw.uniform(12, 250)))

    def _request(self, who: str, program: str, at: datetime) -> Iterator[Happening]:
        self._attempts += 1
        key = f"{self._name} request {self._attempts}"
        yield Asks(_whole(at), self._name, key, who, program)
        answered = at + timedelta(days=self._draw.uniform(0.1, 9))
        yield IsAnswered(_whole(answered), self._name, key, self._draw.random() < 0.75)

    def _hands_in(self, who: str, micro_credential: str, at: datetime) -> HandsIn:
        self._attempts += 1
        return HandsIn(_whole(at), self._name, f"{self._name} {self._attempts}", who, micro_credential)

    def _work(self, who: str, micro_credential: str, at: datetime) -> Iterator[Happening]:
        """Attempt after attempt, as often as patience allows."""
        draw = self._draw
        for turn in range(5):
            decided = at + timedelta(days=draw.uniform(0.5, 6))
            later = [one for one in map(self.local, _BOUNDARIES) if not turn or one > at + timedelta(days=6)]
            if later and draw.random() < 0.3:
                decided = draw.choice(later)
                at = decided - timedelta(days=draw.uniform(2, 6))
            begun = self._hands_in(who, micro_credential, at)
            attempt = self._attempt(begun, decided)
            yield begun
            yield from attempt.happenings
            ended = attempt.known
            if attempt.earned:
                if draw.random() > 0.1:
                    return
                ended = _whole(ended + timedelta(days=draw.choice((0.001, draw.uniform(1, 90)))))
                yield Becomes(ended, self._name, begun.key, What.REVOKED)
            elif draw.random() < 0.2:
                return
            at = ended + timedelta(days=draw.uniform(1, 30))

    def _attempt(self, begun: HandsIn, decided: datetime) -> _Attempt:
        draw, chance = self._draw, self._draw.random()
        between = _whole(begun.at + (decided - begun.at) * draw.uniform(0.2, 0.8))

        def becomes(at: datetime, what: What) -> Becomes:
            return Becomes(at, self._name, begun.key, what)

        if chance < 0.12:
            what = What.WITHDRAWN if chance < 0.05 else What.INCOMPLETE
            return _Attempt([becomes(between, what)], between, False)
        while (begun.who, decided := _whole(decided)) in self._taken:
            decided += timedelta(seconds=1)
        self._taken.add((begun.who, decided))
        award, offline = chance < 0.82, draw.random() < 0.2
        found: list[Happening] = [becomes(between, What.ASSESSED)]
        if draw.random() < 0.06:
            left = decided - between
            found += [
                becomes(_whole(between + left * 0.3), What.RETURNED),
                becomes(_whole(between + left * 0.7), What.ASSESSED),
            ]
        found.append(IsDecided(decided, self._name, begun.key, award, offline))
        known = min((at for at in _LANDINGS if at > decided), default=ENDS) if offline else decided
        if offline and draw.random() < 0.08:
            # Taken back while the decision is on its way: it arrives where there is nothing to decide any more.
            back = _whole(decided + (known - decided) / 2)
            return _Attempt([*found, becomes(back, What.WITHDRAWN)], back, False)
        return _Attempt(found, known, award)

    def _some_time(self, share: float = 1) -> datetime:
        """Of the year, or of its first part."""
        first, last = self.local("2027-08-05 10:00"), self.local("2028-08-25 12:00")
        return first + (last - first) * share * self._draw.random()


def _whole(moment: datetime) -> datetime:
    """To the millisecond, which is as exact as the server is."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
