"""A district as a small model has it: naive, slow, and written from the FAQ, not from the server.

It is told what happens and keeps all of it; what follows is reckoned from the beginning each time that it is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.year.days import Calendar
from tests.year.ground import PROGRAMS, ZONES, ProgramFacts, roles
from tests.year.happenings import (
    AddressChanges,
    Asks,
    Becomes,
    HandsIn,
    IsAnswered,
    IsDecided,
    Line,
    RosterComes,
    SignsUp,
    What,
)

TURNAROUND = timedelta(days=7)
PAID = {role.key for role in roles() if role.paid}
OPEN = {role.key for role in roles() if role.open}
AT_ONCE = {"award_revoked", "access_granted", "access_refused", "password_link"}
"""What is mailed at once to whoever wants one mail a day."""


@dataclass
class Span:
    """From a moment until, not including, its end; None: still."""

    begun: datetime
    ended: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.begun <= moment and (self.ended is None or moment < self.ended)


@dataclass(eq=False)
class Person:
    """``names`` are those by which the story speaks of them, ``name`` is their own. ``held``: role → when it was held,
    the newest last."""

    names: list[str]
    name: str
    email: str
    employee_id: str = ""
    campus: str = ""
    works_here: bool = True
    has_left: bool = False
    digest: bool = False
    held: dict[str, list[Span]] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def roles(self) -> set[str]:
        return {role for role, spans in self.held.items() if spans[-1].ended is None}

    def was_eligible(self, moment: datetime) -> bool:
        """Whether a role that is paid for was held (FAQ 12)."""
        return any(span.covers(moment) for role in PAID & set(self.held) for span in self.held[role])

    def current(self) -> list[Membership]:
        return [one for one in self.memberships if not one.why]

    def takes_part(self, program: ProgramFacts) -> bool:
        return any(one.program is program for one in self.current())

    def is_entitled(self, program: ProgramFacts) -> bool:
        """By a role whose accounts are given out."""
        return bool(program.roles & OPEN & self.roles)

    def has_earned(self, program: ProgramFacts, calendar: Calendar, year: int) -> bool:
        """Whether something of it was earned by July 1 of this year, as far as is known (FAQ 19)."""
        return any(
            one.stands and one.micro_credential in program.micro_credentials
            and one.decided_at is not None and not calendar.is_over(year, one.decided_at)
            for one in self.attempts
        )  # fmt: skip


@dataclass(eq=False)
class Attempt:
    key: str
    person: Person
    micro_credential: str
    handed_in_at: datetime
    state: str = "waits for an assessor"
    offered_at: datetime | None = None
    told: set[str] = field(default_factory=set)
    decided_at: datetime | None = None
    known_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.state == "earned" and self.revoked_at is None

    def occasions(self, at: datetime) -> Iterator[str]:
        """What its reviewer is told of now because time passes, each once: two days before it is due and not on the day
        that they got it; and, told to whoever answers for them, that it is late."""
        got = self.offered_at if self.state == "waits for an approver" else self.handed_in_at
        due = self.handed_in_at + TURNAROUND
        if self.state.startswith("waits") and got is not None:
            if at < due <= at + timedelta(days=2) and got <= at - timedelta(days=1):
                yield "reminder"
            if due <= at and got <= at - timedelta(days=2):
                yield "overdue"


@dataclass(eq=False)
class Membership:
    """That somebody takes part in a program. ``why`` is why it ended, ``removed_in`` the school year whose July 1 that
    was."""

    program: ProgramFacts
    by_request: bool
    since: datetime
    why: str = ""
    removed_in: int = 0


class District:
    """What is known of a district so far."""

    def __init__(self, name: str) -> None:
        self.name, self.calendar = name, Calendar(ZONES[name])
        self.people: list[Person] = []
        self.called: dict[str, Person] = {}
        self.attempts: dict[str, Attempt] = {}
        self.requests: dict[str, tuple[Person, ProgramFacts] | None] = {}
        self.mails: Counter[tuple[str, ...]] = Counter()
        self.held: Counter[tuple[str, ...]] = Counter()

    def _know(self, person: Person, name: str) -> None:
        """Under one more name."""
        if name not in self.called:
            self.called[name] = person
            person.names.append(name)

    # Rosters (FAQ 3, 6, 19)

    def roster(self, came: RosterComes) -> tuple[str, ...]:
        """The report: how many are new, left, gained a program, lost one."""
        at = came.effective or came.at
        own: dict[str, list[Line]] = {}
        for line in came.lines:
            own.setdefault(line.email, []).append(line)
        left = [person for person in self.people if person.works_here and person.roles]
        staying = [person for person in self.people if person.works_here and not (person.roles or person.has_left)]
        new = 0
        for lines in own.values():
            person = self._of(lines[0])
            new += person is None or not person.works_here
            if person in left:
                left.remove(person)
            if person in staying:
                staying.remove(person)
            self._take(person, lines, at)
        over = self._end_of_requests(staying, came.school_year)
        left += [person for person in staying if over[id(person)] and not person.current()]
        for person in left:
            person.has_left = True
            self._hold(person, set(), at)
        opened, ended = self._follow(came.school_year, at)
        ended += sum(over.values())
        return tuple(str(number) for number in (len(came.lines), len(own), new, len(left), opened, ended))

    def _end_of_requests(self, staying: list[Person], school_year: int) -> Counter[int]:
        """Whom no roster has keeps what was granted until the first roster of a later school year; how many of each."""
        over = Counter[int]()
        for person in staying:
            for one in person.current():
                if self.calendar.school_year(one.since) < school_year:
                    one.why = "granted for a year"
                    over[id(person)] += 1
        return over

    def _of(self, line: Line) -> Person | None:
        """The same person by employee id, else by address."""
        here = [person for person in self.people if person.works_here]
        numbered = [person for person in here if person.employee_id and person.employee_id == line.employee_id]
        return next(iter([*numbered, *(person for person in self.people if person.email == line.email)]), None)

    def _take(self, person: Person | None, lines: list[Line], at: datetime) -> None:
        line = lines[0]
        if person is None:
            person = Person([], line.name, line.email)
            self.people.append(person)
        self._know(person, line.employee_id)
        person.name, person.email, person.campus = line.name, line.email, line.campus
        person.employee_id, person.works_here, person.has_left = line.employee_id, True, False
        self._hold(person, {each.role for each in lines}, at)

    @staticmethod
    def _hold(person: Person, wanted: set[str], at: datetime) -> None:
        for role in person.roles - wanted:
            person.held[role][-1].ended = at
        for role in wanted - person.roles:
            person.held.setdefault(role, []).append(Span(at))

    def _follow(self, school_year: int, at: datetime) -> tuple[int, int]:
        """Programs follow roles, except for whoever was removed from one in this school year."""
        opened = ended = 0
        for person in self.people:
            for one in person.current():
                if person.has_left or not (one.by_request or person.is_entitled(one.program)):
                    one.why = "left" if person.has_left else "role"
                    ended += 1
            for program in PROGRAMS:
                kept_out = any(one.program is program and one.removed_in >= school_year for one in person.memberships)
                if person.is_entitled(program) and not kept_out and not person.takes_part(program):
                    person.memberships.append(Membership(program, False, at))
                    opened += 1
        return opened, ended

    # Accounts and access (FAQ 4, 7, 8)

    def change_address(self, came: AddressChanges) -> None:
        person = self.called.get(came.who)
        if person is not None and person.attempts:
            person.email = came.email

    def sign_up(self, came: SignsUp) -> None:
        person = Person([], came.name, came.email, works_here=False)
        self.people.append(person)
        self._know(person, came.email)
        self.mail(person, "password_link", came.at)

    def ask(self, asked: Asks) -> str:
        person = self.called.get(asked.who)
        program = next(each for each in PROGRAMS if each.key == asked.program)
        inside = person is None or person.has_left or person.takes_part(program)
        self.requests[asked.key] = None if person is None or inside else (person, program)
        return "refused" if self.requests[asked.key] is None else "open"

    def answer(self, answered: IsAnswered) -> str:
        wish = self.requests[answered.key]
        if wish is None:
            return "refused"
        person, program = wish
        if answered.granted:
            person.works_here, person.has_left = True, False
            if not person.takes_part(program):
                person.memberships.append(Membership(program, True, answered.at))
        self.mail(person, "access_granted" if answered.granted else "access_refused", answered.at)
        return "granted" if answered.granted else "not granted"

    # Attempts (FAQ 5, 19, 21, 22)

    def hand_in(self, came: HandsIn) -> bool:
        person, key = self.called.get(came.who), came.micro_credential
        if person is None or not person.works_here or person.has_left:
            return False
        if not any(key in one.program.micro_credentials for one in person.current()):
            return False
        before = [one for one in person.attempts if one.micro_credential == key]
        if before and (before[-1].stands or before[-1].state.startswith("waits")):
            return False
        self.attempts[came.key] = Attempt(came.key, person, key, came.at)
        person.attempts.append(self.attempts[came.key])
        self.mail(person, "receipt", came.at)
        self.mails["reviewers", "assigned"] += 1
        return True

    def becomes(self, event: Becomes) -> None:
        attempt = self.attempts.get(event.key)
        if attempt is None:
            return
        if event.what is What.ASSESSED:
            attempt.state = "waits for an approver"
            self.mails["reviewers", "ready_to_approve"] += attempt.offered_at is None
            attempt.offered_at = attempt.offered_at or event.at
        elif event.what is What.RETURNED:
            attempt.state = "waits for an assessor"
            self.mails["reviewers", "returned_to_assessor"] += 1
        elif event.what is What.WITHDRAWN:
            attempt.state = "withdrawn"
        elif event.what is What.INCOMPLETE:
            attempt.state = "incomplete"
            self.mail(attempt.person, "incomplete", event.at)
        elif attempt.state == "earned":
            attempt.revoked_at = event.at
            self.mail(attempt.person, "award_revoked", event.at)

    def decided(self, event: IsDecided, known_at: datetime) -> None:
        """What is withdrawn when the decision arrives is not decided any more."""
        attempt = self.attempts.get(event.key)
        if attempt is None or attempt.state != "waits for an approver":
            return
        attempt.state = "earned" if event.award else "not yet"
        attempt.decided_at, attempt.known_at = event.at, known_at
        self.mail(attempt.person, "result_earned" if event.award else "result_not_yet", known_at)

    def remind(self, at: datetime) -> None:
        for attempt in self.attempts.values():
            for kind in attempt.occasions(at):
                if f"{kind} {attempt.state}" not in attempt.told:
                    attempt.told.add(f"{kind} {attempt.state}")
                    self.mails["reviewers", kind] += 1

    def mail(self, person: Person, kind: str, at: datetime) -> None:
        who = person.names[0]
        self.mails[who, kind] += 1
        if person.digest and kind not in AT_ONCE:
            zone = self.calendar if not person.has_left and person.works_here else Calendar("UTC")
            self.held[who, kind, zone.seven_after(at).astimezone(UTC).isoformat()] += 1
