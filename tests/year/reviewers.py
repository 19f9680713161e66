"""The reviewers of the year: they sign what they say, on a computer at a desk or on one that is offline for weeks."""

from __future__ import annotations

from itertools import cycle

from sqlalchemy import select

from assessor_app.domain.assessment import Assessment, CheckAnswer, Decision, Outcome, Override, Rating
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import AssessmentSubmitted, Body, DecisionMade, Event, EventType, MarkedIncomplete
from assessor_app.protocol.sync import MAX_EVENTS, AssignmentStatus, Result, ResultStatus
from assessor_app.server.opening import Server
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.people import add_person
from assessor_app.server.services.syncing import settle
from assessor_app.server.storage.models import Assignment, Submission
from tests.raters.pool import PASSWORD, Computer
from tests.year.ground import KEYS

CIRCLE = "Circle of Raters"
ASSESSORS = ("ada@circle.example", "bea@circle.example", "cyd@circle.example")
APPROVERS = ("dan@circle.example", "eve@circle.example")


class Reviewers:
    """Work goes to assessors in turn; the server itself offers it to an approver."""

    def __init__(self, server: Server) -> None:
        self._server = server
        for email in (*ASSESSORS, *APPROVERS):
            add_person(
                server, email=email, name=email[:3].title(), organisation=CIRCLE, password=PASSWORD,
                roles=[Role.ASSESSOR if email in ASSESSORS else Role.APPROVER],
            )  # fmt: skip
            for key in KEYS:
                calibrate(server, email, key)
        self._supervisor = add_person(
            server, email="flo@circle.example", name="Flo", organisation=CIRCLE, password=PASSWORD,
            roles=[Role.ADMINISTRATOR],
        )  # fmt: skip
        self._turns = cycle(ASSESSORS)
        self._desks = {desk.caller.person_id: desk for desk in self._computers(ASSESSORS + APPROVERS)}
        self._away = {computer.caller.person_id: computer for computer in self._computers(APPROVERS)}
        self._waiting: dict[str, list[Event]] = {person_id: [] for person_id in self._away}

    @property
    def people(self) -> set[str]:
        """With who answers for them."""
        return {self._supervisor, *self._desks}

    def _computers(self, emails: tuple[str, ...]) -> list[Computer]:
        return [Computer(self._server, email) for email in emails]

    def give_out(self, submission_id: str) -> None:
        assign(self._server, submission_id, next(self._turns))

    def assess(self, submission_id: str, *, award: bool) -> None:
        ratings = {"shown": Rating(level=2 if award else 1, feedback="As it is.")}
        assessment = Assessment(ratings=ratings, checks={"there": CheckAnswer(ok=True)})
        body = AssessmentSubmitted(micro_credential_version=1, assessment=assessment)
        self._at_desk(submission_id, Role.ASSESSOR, EventType.ASSESSMENT_SUBMITTED, body)

    def return_incomplete(self, submission_id: str) -> None:
        checks = {"there": CheckAnswer(ok=False, note="Add it, please.")}
        body = MarkedIncomplete(micro_credential_version=1, checks=checks)
        self._at_desk(submission_id, Role.ASSESSOR, EventType.MARKED_INCOMPLETE, body)

    def give_back(self, submission_id: str) -> None:
        decision = Decision(outcome=Outcome.RETURN, reason="Look at it again.")
        self._at_desk(submission_id, Role.APPROVER, EventType.DECISION_MADE, self._said(submission_id, decision))

    def decide(self, submission_id: str, *, award: bool, offline: bool) -> None:
        outcome = Outcome.AWARD if award else Outcome.NOT_YET
        body = self._said(submission_id, Decision(outcome=outcome, overrides={"shown": Override(agreed=True)}))
        if not offline:
            self._at_desk(submission_id, Role.APPROVER, EventType.DECISION_MADE, body)
            return
        holder = self._holder(submission_id, Role.APPROVER)
        self._waiting[holder].append(self._away[holder].event(EventType.DECISION_MADE, submission_id, body))

    def _said(self, submission_id: str, decision: Decision) -> DecisionMade:
        """Of the reading that there is."""
        with self._server.database.reading() as session:
            reading = session.get_one(Submission, submission_id).primary_assessment_id
        assert reading is not None
        return DecisionMade(micro_credential_version=1, assessment_id=reading, decision=decision)

    def land(self) -> list[Result]:
        """What had been decided offline is sent, as one sync after the other."""
        results: list[Result] = []
        for person_id, events in self._waiting.items():
            for start in range(0, max(1, len(events)), MAX_EVENTS):
                results += self._away[person_id].sync(*events[start : start + MAX_EVENTS])
            events.clear()
        return results

    def _at_desk(self, submission_id: str, role: Role, kind: EventType, body: Body) -> None:
        desk = self._desks[self._holder(submission_id, role)]
        (result,) = settle(self._server, desk.caller, (desk.event(kind, submission_id, body),))
        assert result.status is ResultStatus.ACCEPTED, result

    def _holder(self, submission_id: str, role: Role) -> str:
        with self._server.database.reading() as session:
            return session.scalars(
                select(Assignment.person_id).where(
                    Assignment.submission_id == submission_id,
                    Assignment.role == role,
                    Assignment.status == AssignmentStatus.ACTIVE,
                )
            ).one()
