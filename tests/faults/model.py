"""The model of the storm: what people did, what reached the server, and what must then be true on both sides.

Plain values go in, and what is wrong comes out; where they come from (see :mod:`tests.faults.facts`) it does not know.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import State
from assessor_app.protocol.events import FIRST_PREVIOUS, Event, EventType
from assessor_app.protocol.problems import ProblemType
from assessor_app.protocol.signing import BadSignature
from assessor_app.protocol.sync import ResultStatus
from tests.faults.rules import Act, Case, Illegal, Refusal, Rules

UNHEARD = (ResultStatus.REJECTED.value, ProblemType.DEVICE_REVOKED.value)
"""How an event stands that its computer could not send before its access was ended."""
RECALLED = (State.WITHDRAWN, State.QUARANTINED)
RESULT, INCOMPLETE, CAME_BACK, RECEIVED = "Your result for", "something is missing", "came back to you", "We received"


class Kind(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    HALF = "half"
    UNRESOLVED = "unresolved"
    CHAIN = "chain"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Wrong:
    kind: Kind
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's result of one event; ``order`` is its place among all."""

    event_id: str
    device_id: str
    sequence: int
    content_hash: str
    status: str
    problem: str
    order: int


@dataclass(frozen=True, slots=True)
class KnownDevice:
    person: str
    public_key: bytes
    last_sequence: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Row:
    """An assessment, a decision, an incomplete: whose, of what, and its content."""

    submission_id: str
    person: str
    data: Any
    second: bool = False


@dataclass
class ServerFacts:
    """``cells`` is (person, submission or "", cell) → (value, event id); ``parts`` is (submission, person) → (role,
    status); ``submissions`` is id → (state, version, primary assessment); ``mails`` are (submission, subject)."""

    answers: list[Answer] = field(default_factory=list)
    devices: dict[str, KnownDevice] = field(default_factory=dict)
    cells: dict[tuple[str, str, str], tuple[Any, str]] = field(default_factory=dict)
    assessments: dict[str, Row] = field(default_factory=dict)
    decisions: dict[str, Row] = field(default_factory=dict)
    incompletes: dict[str, Row] = field(default_factory=dict)
    leaks: dict[str, Row] = field(default_factory=dict)
    awards: list[str] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)
    submissions: dict[str, tuple[str, int, str | None]] = field(default_factory=dict)
    parts: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    sound: str = "ok"


@dataclass(frozen=True, slots=True)
class Pending:
    """A row of an outbox. ``problem`` is the type of what it was refused for."""

    event_id: str
    submission_id: str
    cell: str | None
    value: Any
    status: str
    problem: str = ""


@dataclass
class DeviceFacts:
    """``cells`` and ``assignments`` are this computer's copy of the server's: (submission or "", cell) → (value, event
    id), and submission → (state, version, status)."""

    device_id: str
    person: str
    sequence: int = 0
    previous: str = FIRST_PREVIOUS
    pending: list[Pending] = field(default_factory=list)
    cells: dict[tuple[str, str], tuple[Any, str]] = field(default_factory=dict)
    assignments: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    sound: str = "ok"


_Act = tuple[int, Act | None, str, str]
"""After so many answers: what was done (None: handed in) to which submission, for whom."""


@dataclass
class Model:
    """``approver`` is the person who is offered what was assessed."""

    credential: MicroCredential
    approver: str
    typed: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    handed_in: dict[str, str] = field(default_factory=dict)
    clicked: set[str] = field(default_factory=set)
    events: dict[str, Event] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)
    acts: list[_Act] = field(default_factory=list)
    found: list[Wrong] = field(default_factory=list)

    # What is told to the model while it happens. No two edits have the same value.

    def began(self, submission_id: str, after: int) -> None:
        """A submission was handed in, after so many of the server's answers."""
        self.acts.append((after, None, submission_id, ""))

    def acted(self, act: Act, submission_id: str, person: str, after: int) -> None:
        self.acts.append((after, act, submission_id, person))

    def edited(self, computer: str, submission_id: str, cell: str, value: Any) -> None:
        """A person typed this; what they had in the cell on this computer before, they replaced."""
        if value is None:
            self.typed.pop((computer, submission_id, cell), None)
        else:
            self.typed[computer, submission_id, cell] = plain(value)

    def handed(self, computer: str, event_id: str) -> None:
        self.handed_in[event_id] = computer

    def let_go(self, computer: str, event_id: str, submission_id: str, cell: str | None, value: Any) -> None:
        """A person's click gave up an item of the outbox."""
        self.clicked.add(event_id)
        if cell is not None and self.typed.get((computer, submission_id, cell)) == plain(value):
            self.typed.pop((computer, submission_id, cell), None)

    def sent(self, event: Event) -> None:
        """A sealed event left a device, or lies in its outbox."""
        if self.events.setdefault(event.id, event) != event:
            self.found.append(Wrong(Kind.CHAIN, f"{event.id} was changed after it had been sealed"))

    def result(self, event_id: str, status: str) -> None:
        """The server's answer to an event, each time it gave one."""
        if (first := self.answered.setdefault(event_id, status)) != status:
            self.found.append(Wrong(Kind.DOUBLED, f"{event_id} was {first}, then {status}"))

    # What must be true once everything could be sent.

    def wrongs(self, server: ServerFacts, devices: Mapping[str, DeviceFacts]) -> list[Wrong]:
        """``devices`` is computer → what it holds."""
        answers = {answer.event_id: answer for answer in server.answers}
        found = self.found + list(self._chains(server, devices)) + list(self._outboxes(answers, devices))
        rules, illegal = self._replayed(server)
        found += illegal + list(self._same_rows(rules, server))
        for submission_id, case in rules.cases.items():
            found += self._once(submission_id, case, server)
        for name, device in devices.items():
            found += self._copies(name, device, server)
        found += self._promises(answers, devices)
        said = {"server": server.sound} | {name: device.sound for name, device in devices.items()}
        found += [Wrong(Kind.HALF, f"the database of {name}: {sound}") for name, sound in said.items() if sound != "ok"]
        self.found = []
        return found

    def _chains(self, server: ServerFacts, devices: Mapping[str, DeviceFacts]) -> Iterator[Wrong]:
        by_device: dict[str, list[Answer]] = defaultdict(list)
        for answer in server.answers:
            by_device[answer.device_id].append(answer)
        for device_id, known in server.devices.items():
            previous, number = FIRST_PREVIOUS, 0
            for number, answer in enumerate(sorted(by_device[device_id], key=lambda a: a.sequence), start=1):
                event = self.events.get(answer.event_id)
                if event is None:
                    yield Wrong(Kind.CHAIN, f"{answer.event_id} was never sent")
                    break
                if (event.sequence, event.previous, event.hash()) != (number, previous, answer.content_hash):
                    yield Wrong(Kind.CHAIN, f"{event.id} is number {event.sequence}, not {number}, of {device_id}")
                if not _signed(event, known.public_key):
                    yield Wrong(Kind.CHAIN, f"{event.id} is not signed by {device_id}")
                previous = event.hash()
            if (known.last_sequence, known.last_hash) != (number, previous):
                yield Wrong(
                    Kind.CHAIN, f"the server has {known.last_sequence} as the last of {device_id}, not {number}"
                )
        for name, device in devices.items():
            ends = server.devices.get(device.device_id, KnownDevice(device.person, b"", 0, FIRST_PREVIOUS))
            if (device.sequence, device.previous) != (ends.last_sequence, ends.last_hash):
                yield Wrong(Kind.CHAIN, f"{name} is at {device.sequence}, the server at {ends.last_sequence}")

    def _outboxes(self, answers: Mapping[str, Answer], devices: Mapping[str, DeviceFacts]) -> Iterator[Wrong]:
        """Both sides tell of each event alike. What a computer signed that was revoked since, is with the person."""
        now = {device.device_id for device in devices.values()}
        for event_id, event in self.events.items():
            if event_id not in answers and event.device_id in now:
                yield Wrong(Kind.LOST, f"{event_id} was sealed and has no result")
        for event_id, status in self.answered.items():
            if event_id not in answers or answers[event_id].status != status:
                yield Wrong(Kind.HALF, f"{event_id} was answered as {status}, which the server forgot")
        for name, device in devices.items():
            for row in device.pending:
                answer = answers.get(row.event_id)
                settled = (answer.status, answer.problem) if answer is not None else UNHEARD
                if row.status in ("waiting", "sealed"):
                    yield Wrong(Kind.UNRESOLVED, f"{row.event_id} still waits on {name}")
                elif (row.status, row.problem) != settled:
                    yield Wrong(Kind.WRONG, f"{row.event_id} is {row.status} {row.problem} on {name}, not {settled}")
            cells = Counter((row.submission_id, row.cell) for row in device.pending if row.cell)
            yield from (Wrong(Kind.DOUBLED, f"{key} asks {name} twice") for key, number in cells.items() if number > 1)

    def _replayed(self, server: ServerFacts) -> tuple[Rules, list[Wrong]]:
        """Everything again, by the rules, in the server's order."""
        rules, found, acts = Rules(self.credential, self.approver), [], list(self.acts)
        for answer in sorted(server.answers, key=lambda a: a.order):
            while acts and acts[0][0] < answer.order:
                found += _act(rules, acts.pop(0))
            if (event := self.events.get(answer.event_id)) is None:
                continue
            try:
                expected, why = rules.event(server.devices[answer.device_id].person, event).value, ""
            except Refusal as refusal:
                expected, why = ResultStatus.REJECTED.value, refusal.kind.value
            if (expected, why) != (answer.status, answer.problem):
                said = f"{answer.status} {answer.problem}"
                found.append(Wrong(Kind.WRONG, f"{event.type} {event.id} was {said}, not {expected} {why}"))
        for act in acts:
            found += _act(rules, act)
        return rules, found

    def _same_rows(self, rules: Rules, server: ServerFacts) -> Iterator[Wrong]:
        for key in rules.cells.keys() | server.cells.keys():
            expected, here = rules.cells.get(key), server.cells.get(key)
            if expected != here:
                yield Wrong(Kind.LOST if expected else Kind.DOUBLED, f"cell {key} is {here}, not {expected}")
        for submission_id, case in rules.cases.items():
            state = server.submissions.get(submission_id)
            if state != (case.state, case.version, case.primary):
                yield Wrong(Kind.WRONG, f"{submission_id} is {state}, not {case.state, case.version, case.primary}")
            parts = {person: part for (one, person), part in server.parts.items() if one == submission_id}
            if parts != case.parts:
                yield Wrong(Kind.WRONG, f"parts of {submission_id} are {parts}, not {case.parts}")
        cases = rules.cases.values()
        yield from self._finals("assessment", server.assessments, [i for c in cases for i in c.readings])
        yield from self._finals("decision", server.decisions, [i for c in cases for i in c.decisions])
        yield from self._finals("incomplete", server.incompletes, [i for c in cases for i in c.incompletes])
        yield from self._finals("leak", server.leaks, [i for c in cases for i in c.leaks])
        second = {event_id for event_id, row in server.assessments.items() if row.second}
        if second != set().union(*(case.second for case in cases)):
            yield Wrong(Kind.WRONG, f"second readings are {second}")

    def _finals(self, name: str, rows: Mapping[str, Row], expected: Sequence[str]) -> Iterator[Wrong]:
        yield from (Wrong(Kind.LOST, f"{name} {event_id} has no row") for event_id in set(expected) - rows.keys())
        yield from (Wrong(Kind.DOUBLED, f"{name} {event_id} should not be") for event_id in rows.keys() - set(expected))
        for event_id in rows.keys() & self.events.keys():
            event, row = self.events[event_id], rows[event_id]
            body = event.body.get(_INNER.get(event.type, ""), event.body)
            if row.submission_id != event.submission_id or (row.data is not None and row.data != body):
                yield Wrong(Kind.HALF, f"{name} {event_id} is not as it was sent")

    def _once(self, submission_id: str, case: Case, server: ServerFacts) -> Iterator[Wrong]:
        """Results, awards and messages of one submission, each once."""
        finals = len(case.decisions) - len(case.returns)
        if finals > 1:
            yield Wrong(Kind.DOUBLED, f"{submission_id} was decided {finals} times")
        subjects = [subject for one, subject in server.mails if one == submission_id]
        wanted = {RESULT: finals, INCOMPLETE: len(case.incompletes), CAME_BACK: len(case.returns), RECEIVED: 1}
        found = {words: sum(words in subject for subject in subjects) for words in wanted}
        found["award"], wanted["award"] = server.awards.count(submission_id), int(case.outcome is Outcome.AWARD)
        for what, number in found.items():
            if number != wanted[what]:
                kind = Kind.DOUBLED if number > wanted[what] else Kind.LOST
                yield Wrong(kind, f"{submission_id} has “{what}” {number} times, not {wanted[what]}")

    def _copies(self, name: str, device: DeviceFacts, server: ServerFacts) -> Iterator[Wrong]:
        """What a computer holds of the server's rows is what the server has."""
        cells = {
            (one, cell): content for (person, one, cell), content in server.cells.items() if person == device.person
        }
        for key in cells.keys() | device.cells.keys():
            if cells.get(key) != device.cells.get(key):
                yield Wrong(Kind.HALF, f"{name} has {device.cells.get(key)} in {key}, the server {cells.get(key)}")
        queue = {}
        for (one, person), (_, status) in server.parts.items():
            state, version, _ = server.submissions[one]
            if person == device.person and state not in RECALLED:
                queue[one] = (state, version, status)
        if queue != device.assignments:
            yield Wrong(
                Kind.HALF, f"the queue of {name} differs in {set(queue.items()) ^ set(device.assignments.items())}"
            )

    def _promises(self, answers: Mapping[str, Answer], devices: Mapping[str, DeviceFacts]) -> Iterator[Wrong]:
        """Nothing is dropped without a click."""
        kept: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for answer in answers.values():
            event = self.events.get(answer.event_id)
            if event is not None and event.type is EventType.DRAFT_SAVED and answer.status == ResultStatus.ACCEPTED:
                kept[event.submission_id or "", event.body["cell"]].append(event.body["value"])
        for (name, one, cell), value in self.typed.items():
            here = [row.value for row in devices[name].pending if (row.submission_id, row.cell) == (one, cell)]
            if value not in here and value not in kept[one, cell]:
                yield Wrong(Kind.LOST, f"{value} in {one}/{cell} was typed on {name} and is nowhere")
        for event_id, name in self.handed_in.items():
            held = any(row.event_id == event_id for row in devices[name].pending)
            status = answers[event_id].status if event_id in answers else "unheard"
            if not held and status != ResultStatus.ACCEPTED and event_id not in self.clicked:
                yield Wrong(Kind.LOST, f"{event_id}, handed in on {name}, is {status} and was dropped")


_INNER = {EventType.ASSESSMENT_SUBMITTED: "assessment", EventType.DECISION_MADE: "decision"}


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    return json.loads(json.dumps(value))


def _act(rules: Rules, it: _Act) -> list[Wrong]:
    _, act, submission_id, person = it
    if act is None:
        rules.cases[submission_id] = Case()
        return []
    try:
        rules.act(act, submission_id, person)
    except Illegal as error:
        return [Wrong(Kind.WRONG, str(error))]
    return []


def _signed(event: Event, public_key: bytes) -> bool:
    try:
        event.verify(public_key)
    except BadSignature:
        return False
    return True
