"""Validity packets that no approver can decide on, because all of them have met the anchor.

To its assessor it has to end like any other submission, after as long as those take.
"""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Outcome, Recommendation, recommendation
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Action, Role, State, transition
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.assigning import fit_for, holder_of
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.presentations import anchor_of
from assessor_app.server.services.standing import true_levels
from assessor_app.server.storage.calibration_models import Presentation
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import AssessmentRow, DecisionRow, Submission

USUAL = timedelta(days=1)
RECENT = 50


def anything_waits(session: Session) -> bool:
    return session.scalars(_open().limit(1)).first() is not None


def close_undecidable(server: Server) -> int:
    """End those whose time has come; how many."""
    closed = 0
    with server.database.writing() as session:
        note_act(session, "validity packet closed")
        for submission in session.scalars(_open()).all():
            if holder_of(session, submission, Role.APPROVER) is None and _is_time(session, submission):
                closed += _close(session, submission)
    return closed


def _open() -> Select[Submission]:
    return (
        select(Submission)
        .join(Presentation, Presentation.submission_id == Submission.id)
        .where(Presentation.kind == AnchorKind.VALIDITY, Submission.state == State.WAITING_ON_APPROVER)
    )


def _is_time(session: Session, submission: Submission) -> bool:
    """Whether it has waited as long as a recent live submission did, which one its ID draws."""
    if fit_for(session, submission, Role.APPROVER):
        return False
    reading = session.get_one(AssessmentRow, submission.primary_assessment_id)
    recent = session.execute(
        select(AssessmentRow.received_at, DecisionRow.received_at)
        .join(DecisionRow, DecisionRow.assessment_id == AssessmentRow.id)
        .order_by(DecisionRow.received_at.desc())
        .limit(RECENT)
    ).all()
    waits = [decided - read for read, decided in recent] or [USUAL]
    drawn = random.Random(submission.id).choice(waits)  # noqa: S311 - the same each time it is asked
    return utc_now() - reading.received_at >= drawn


def _close(session: Session, submission: Submission) -> bool:
    """With the outcome that its true scores give."""
    presentation = session.get_one(Presentation, submission.id)
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    earned = recommendation(credential, true_levels(anchor_of(session, presentation))) is Recommendation.EARN
    row = transition(Action.AWARD if earned else Action.NOT_YET, State(submission.state), Role.APPROVER)
    if row is None:
        return False
    submission.state = row.target
    submission.version += 1
    submission.outcome = Outcome.AWARD if earned else Outcome.NOT_YET
    submission.decided_at = presentation.closed_at = utc_now()
    touch_submission(session, submission)
    return True
