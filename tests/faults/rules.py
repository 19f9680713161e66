"""What the server must have answered, computed anew from what reached it and in which order. Plain values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assessor_app.domain.assessment import Assessment, Decision, Outcome, missing_in_assessment, missing_in_decision
from assessor_app.domain.assessment import missing_in_incomplete as missing_in_checks
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import DECIDED, Action, Role, State, transition
from assessor_app.protocol.events import OWN_CELL, Event, EventType, MarkedIncomplete
from assessor_app.protocol.problems import ProblemType
from assessor_app.protocol.sync import AssignmentStatus, ResultStatus

_ACTION = {Outcome.AWARD: Action.AWARD, Outcome.NOT_YET: Action.NOT_YET, Outcome.RETURN: Action.RETURN}


class Act(StrEnum):
    """What an administrator does."""

    ASSIGN = "assign"
    TAKE_OVER = "take over"
    WITHDRAW = "withdraw"
    RELEASE = "release"


class Refusal(Exception):
    """The event's problem."""

    def __init__(self, kind: ProblemType) -> None:
        super().__init__(kind.value)
        self.kind = kind


class Illegal(Exception):
    """An administrator's act that the table of transitions does not know."""


@dataclass
class Case:
    """One submission. ``parts`` is person → (role, status); ``readings`` is assessment id → (person, content)."""

    state: State = State.SUBMITTED
    version: int = 1
    primary: str | None = None
    parts: dict[str, tuple[Role, AssignmentStatus]] = field(default_factory=dict)
    readings: dict[str, tuple[str, Assessment]] = field(default_factory=dict)
    second: set[str] = field(default_factory=set)
    returns: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    incompletes: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    outcome: Outcome | None = None

    def holder(self, role: Role) -> str | None:
        holders = (p for p, (its, status) in self.parts.items() if its is role and status is AssignmentStatus.ACTIVE)
        return next(holders, None)

    def move(self, action: Action, by: Role) -> bool:
        row = transition(action, self.state, by)
        if row is not None:
            self.state, self.version = row.target, self.version + 1
        return row is not None

    def give(self, person: str, role: Role, status: AssignmentStatus = AssignmentStatus.ACTIVE) -> None:
        self.parts[person] = (role, status)

    def end_parts(self) -> None:
        for person, (role, status) in self.parts.items():
            if status is AssignmentStatus.ACTIVE:
                self.parts[person] = (role, AssignmentStatus.DONE)


class Rules:
    """``approver`` is the one person who is offered what was assessed."""

    def __init__(self, credential: MicroCredential, approver: str) -> None:
        self._credential, self._approver = credential, approver
        self.cases: dict[str, Case] = {}
        self.cells: dict[tuple[str, str, str], tuple[Any, str]] = {}

    def act(self, act: Act, submission_id: str, person: str) -> None:
        """Raises Illegal."""
        case = self.cases[submission_id]
        match act:
            case Act.ASSIGN | Act.TAKE_OVER:
                self._assign(case, person)
            case Act.WITHDRAW:
                if not case.move(Action.WITHDRAW, Role.EDUCATOR):
                    raise Illegal(f"{submission_id} was withdrawn as {case.state}")
            case Act.RELEASE:
                self._release(case)

    def _assign(self, case: Case, person: str) -> None:
        role = Role.APPROVER if case.state is State.WAITING_ON_APPROVER else Role.ASSESSOR
        if person in case.parts and case.parts[person][0] is not role:
            raise Illegal(f"{person} is both assessor and approver")
        if (holder := case.holder(role)) is not None:
            case.give(holder, role, AssignmentStatus.TAKEN_OVER)
        case.give(person, role)
        case.version += 1
        if (row := transition(Action.ASSIGN, case.state, Role.ADMINISTRATOR)) is not None:
            case.state = row.target

    def _release(self, case: Case) -> None:
        holder = case.readings[case.primary][0] if case.primary else case.holder(Role.ASSESSOR)
        if not case.move(Action.RELEASE_REDACTED, Role.ISSUER):
            raise Illegal(f"what was {case.state} was released")
        case.primary = None
        if holder is not None:
            case.give(holder, Role.ASSESSOR)
            case.state = State.WAITING_ON_ASSESSOR
        for person, (role, _) in list(case.parts.items()):
            if role is Role.APPROVER:
                case.give(person, role, AssignmentStatus.DONE)

    def event(self, person: str, event: Event) -> ResultStatus:
        """Raises Refusal."""
        if event.type is EventType.DRAFT_SAVED and OWN_CELL.match(event.body["cell"]):
            return self._save((person, "", event.body["cell"]), event)
        case = self.cases.get(event.submission_id or "")
        if case is None or person not in case.parts:
            raise Refusal(ProblemType.NOT_ASSIGNED)
        role, status = case.parts[person]
        if event.type is EventType.LEAK_REPORTED and case.state is State.QUARANTINED:
            return ResultStatus.ACCEPTED
        wanted = _PART.get(event.type)
        if wanted is not None and role is not wanted:
            raise Refusal(ProblemType.SAME_PERSON if wanted is Role.APPROVER else ProblemType.NOT_ALLOWED)
        _still_a_question(case)
        match event.type:
            case EventType.DRAFT_SAVED:
                return self._save((person, event.submission_id or "", event.body["cell"]), event)
            case EventType.ASSESSMENT_SUBMITTED:
                return self._submit(case, person, status, event)
            case EventType.DECISION_MADE:
                return self._decide(case, person, status, event)
            case EventType.MARKED_INCOMPLETE:
                return self._mark_incomplete(case, status, event)
            case EventType.LEAK_REPORTED:
                if not case.move(Action.REPORT_LEAK, role):
                    raise Refusal(ProblemType.STALE_BASE)
                case.leaks.append(event.id)
                return ResultStatus.ACCEPTED

    def _save(self, key: tuple[str, str, str], event: Event) -> ResultStatus:
        _, current = self.cells.get(key, (None, None))
        if current != event.body["base"]:
            raise Refusal(ProblemType.STALE_BASE)
        self.cells[key] = (event.body["value"], event.id)
        return ResultStatus.ACCEPTED

    def _submit(self, case: Case, person: str, status: AssignmentStatus, event: Event) -> ResultStatus:
        reading = Assessment.model_validate(event.body["assessment"])
        _complete(not missing_in_assessment(self._credential, reading))
        case.readings[event.id] = (person, reading)
        if status is not AssignmentStatus.TAKEN_OVER:
            case.give(person, Role.ASSESSOR, AssignmentStatus.DONE)
        if status is not AssignmentStatus.ACTIVE or not case.move(Action.SUBMIT_ASSESSMENT, Role.ASSESSOR):
            case.second.add(event.id)
            return ResultStatus.SECOND_READING
        case.primary = event.id
        if case.holder(Role.APPROVER) is None:
            case.give(self._approver, Role.APPROVER)
        return ResultStatus.ACCEPTED

    def _decide(self, case: Case, person: str, status: AssignmentStatus, event: Event) -> ResultStatus:
        decision, on = Decision.model_validate(event.body["decision"]), event.body["assessment_id"]
        if on != case.primary or case.state is not State.WAITING_ON_APPROVER:
            raise Refusal(ProblemType.STALE_BASE)
        if status is not AssignmentStatus.ACTIVE:
            raise Refusal(ProblemType.NOT_ASSIGNED)
        if any(override.on not in (None, on) for override in decision.overrides.values()):
            raise Refusal(ProblemType.STALE_BASE)
        assessor, reading = case.readings[on]
        _complete(not missing_in_decision(self._credential, reading, decision))
        case.move(_ACTION[decision.outcome], Role.APPROVER)
        case.decisions.append(event.id)
        if decision.outcome is Outcome.RETURN:
            case.returns.append(event.id)
            case.give(assessor, Role.ASSESSOR)
        else:
            case.outcome = decision.outcome
            case.end_parts()
        return ResultStatus.ACCEPTED

    def _mark_incomplete(self, case: Case, status: AssignmentStatus, event: Event) -> ResultStatus:
        _complete(not missing_in_checks(self._credential, MarkedIncomplete.model_validate(event.body).checks))
        if status is not AssignmentStatus.ACTIVE or not case.move(Action.MARK_INCOMPLETE, Role.ASSESSOR):
            return ResultStatus.SECOND_READING
        case.incompletes.append(event.id)
        case.end_parts()
        return ResultStatus.ACCEPTED


_PART = {
    EventType.ASSESSMENT_SUBMITTED: Role.ASSESSOR,
    EventType.MARKED_INCOMPLETE: Role.ASSESSOR,
    EventType.DECISION_MADE: Role.APPROVER,
}


def _still_a_question(case: Case) -> None:
    if case.state is State.WITHDRAWN:
        raise Refusal(ProblemType.WITHDRAWN)
    if case.state is State.QUARANTINED:
        raise Refusal(ProblemType.QUARANTINED)
    if case.state in DECIDED:
        raise Refusal(ProblemType.ALREADY_DECIDED)


def _complete(yes: bool) -> None:
    if not yes:
        raise Refusal(ProblemType.INCOMPLETE)
