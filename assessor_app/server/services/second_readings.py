"""Submissions that another assessor reads too, without knowing of the first reading: double scoring and back-reading.

What is wanted is noted with the work that asks for it; who reads is found when submissions are distributed. The
approver waits for the second reading for a while: a case one criterion short of earned is decided better with two.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Assessment, level_of
from assessor_app.domain.calibration import ReadAgain, back_reading
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.events import utc_now
from assessor_app.server.services.presentations import is_live, presentation_of
from assessor_app.server.services.validity import chance, policy_of, rater_of
from assessor_app.server.storage.calibration_models import SecondReading
from assessor_app.server.storage.models import AssessmentRow, Submission

LONGEST_HOLD = timedelta(days=3)


def on_assignment(session: Session, submission: Submission) -> None:
    """The first submissions of a new micro-credential are read twice from the start."""
    policy = policy_of(session, submission.micro_credential_id, submission.micro_credential_version)
    earlier = session.scalar(
        select(func.count()).where(
            Submission.micro_credential_id == submission.micro_credential_id,
            Submission.submitted_at < submission.submitted_at,
            is_live(),
        )
    )
    if (earlier or 0) < policy.double_scored_first:
        want(session, submission, ReadAgain.NEW_MICRO_CREDENTIAL)


def after_reading(
    session: Session, submission: Submission, reading: AssessmentRow, credential: MicroCredential
) -> None:
    """A first reading of live work came in: perhaps it is read again."""
    rater = rater_of(session, reading.person_id, submission.micro_credential_id)
    rater.assessed += 1
    assessment = Assessment.model_validate(reading.data)
    short = sum(
        level_of(criterion, rating.level) is False
        for _, criterion in credential.criteria()
        if (rating := assessment.ratings.get(criterion.id)) is not None
    )
    reason = back_reading(credential.policies.calibration, rater.assessed, short, chance.random())
    if reason is not None:
        want(session, submission, reason)


def want(session: Session, submission: Submission, reason: ReadAgain) -> None:
    """Note it, unless it is noted already; anchors have their true scores and need none."""
    if presentation_of(session, submission.id) is not None or session.get(SecondReading, submission.id) is not None:
        return
    now = utc_now()
    hold = min(LONGEST_HOLD, max(timedelta(), (submission.due_at - now) / 2))
    session.add(
        SecondReading(
            submission_id=submission.id, reason=reason, wanted_at=now, assignment_id=None, assessment_id=None,
            hold_until=now + hold,
        )
    )  # fmt: skip
    session.flush()
