"""Validity packets that no approver can decide on, because all of them have met the anchor.

To its assessor it has to end like any other submission, after as long as those take.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Outcome, Recommendation, recommendation
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Action, Role, State, transition
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import tallying
from assessor_app.server.services.assigning import fit_for, holder_of
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.presentations import anchor_of
from assessor_app.server.services.standing import true_levels
from assessor_app.server.services.validity import chance
from assessor_app.server.storage.calibration_models import Presentation
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import AssessmentRow, DecisionRow, Submission

RECENT = 50


def anything_waits(session: Session) -> bool:
    """Whether one of them has no time yet, or its time has come."""
    due = Presentation.close_after.is_(None) | (Presentation.close_after <= utc_now())
    return session.scalars(_open().where(due).limit(1)).first() is not None


def close_undecidable(server: Server) -> int:
    """End those whose time has come; how many."""
    closed = 0
    with server.database.writing() as session:
        note_act(session, "validity packet closed")
        for submission in session.scalars(_open()).all():
            presentation = session.get_one(Presentation, submission.id)
            if fit_for(session, submission, Role.APPROVER) or holder_of(session, submission, Role.APPROVER):
                presentation.close_after = None
                continue
            wait = _like_another(session)
            if presentation.close_after is None:
                reading = session.get_one(AssessmentRow, submission.primary_assessment_id)
                presentation.close_after = reading.received_at + wait.until_received
            if presentation.close_after <= utc_now():
                closed += _close(session, submission, presentation, wait.on_the_way)
    return closed


def _open() -> Select[Submission]:
    return (
        select(Submission)
        .join(Presentation, Presentation.submission_id == Submission.id)
        .where(Presentation.kind == AnchorKind.VALIDITY, Submission.state == State.WAITING_ON_APPROVER)
    )


@dataclass(frozen=True, slots=True)
class _Wait:
    """From a reading until the server heard of the decision, and how long the decision was on its way."""

    until_received: timedelta
    on_the_way: timedelta


USUAL = _Wait(timedelta(days=1), timedelta(milliseconds=40))


def _like_another(session: Session) -> _Wait:
    """As it was for a recent submission."""
    recent = session.execute(
        select(AssessmentRow.received_at, DecisionRow.received_at, DecisionRow.decided_at)
        .join(DecisionRow, DecisionRow.assessment_id == AssessmentRow.id)
        .order_by(DecisionRow.received_at.desc())
        .limit(RECENT)
    ).all()
    if not recent:
        return USUAL
    read, received, decided = chance.choice(recent)
    return _Wait(received - read, max(timedelta(), received - decided))


def _close(session: Session, submission: Submission, presentation: Presentation, on_the_way: timedelta) -> bool:
    """With the outcome that its true scores give, as if a decision had just come in."""
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    true = true_levels(anchor_of(session, presentation))
    earned = recommendation(credential, true) is Recommendation.EARN
    row = transition(Action.AWARD if earned else Action.NOT_YET, State(submission.state), Role.APPROVER)
    if row is None:
        return False
    submission.state = row.target
    submission.version += 1
    submission.outcome = Outcome.AWARD if earned else Outcome.NOT_YET
    presentation.closed_at = utc_now()
    submission.decided_at = presentation.closed_at - on_the_way
    session.flush()
    tallying.closed(session, submission, presentation, true)
    touch_submission(session, submission)
    return True
