"""Submissions that another assessor reads too, without knowing of the first reading: double scoring and back-reading.

What is wanted is noted with the work that asks for it; who reads is found when submissions are distributed. The
approver waits for the second reading for a while: a case one criterion short of earned is decided better with two.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
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


def on_assignment(session: Session, submission: Submission, *, held: bool) -> None:
    """The first submissions of a new micro-credential are read twice from the start. For ``held`` see :func:`want`."""
    policy = policy_of(session, submission.micro_credential_id, submission.micro_credential_version)
    first = (
        select(Submission.id)
        .where(
            Submission.micro_credential_id == submission.micro_credential_id,
            Submission.submitted_at < submission.submitted_at,
            is_live(),
        )
        .limit(policy.double_scored_first)
    )
    if len(session.scalars(first).all()) < policy.double_scored_first:
        want(session, submission, ReadAgain.NEW_MICRO_CREDENTIAL, held=held)


def after_reading(
    session: Session, submission: Submission, reading: AssessmentRow, credential: MicroCredential, *, held: bool
) -> None:
    """A first reading of live work came in: perhaps it is read again. One that came back was counted before."""
    earlier = select(AssessmentRow.id).where(
        AssessmentRow.submission_id == submission.id,
        AssessmentRow.person_id == reading.person_id,
        AssessmentRow.id != reading.id,
    )
    if session.scalars(earlier.limit(1)).first() is not None:
        return
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
        want(session, submission, reason, held=held)


def want(session: Session, submission: Submission, reason: ReadAgain, *, held: bool) -> None:
    """Note it, unless it is noted already; anchors have their true scores and need none.

    With ``held`` the approver waits from now on; else from when somebody was found to read it.
    """
    if presentation_of(session, submission.id) is not None or session.get(SecondReading, submission.id) is not None:
        return
    now = utc_now()
    session.add(
        SecondReading(
            submission_id=submission.id, reason=reason, wanted_at=now, assignment_id=None, assessment_id=None,
            hold_until=hold_until(submission) if held else now,
        )
    )  # fmt: skip
    session.flush()


def hold_until(submission: Submission) -> datetime:
    """Until when the approver waits: half of what is left of the turnaround, and no more than three days."""
    now = utc_now()
    return now + min(LONGEST_HOLD, max(timedelta(), (submission.due_at - now) / 2))


def no_longer_wanted(session: Session, submission: Submission) -> None:
    """It was decided before anybody was found to read it again."""
    row = session.get(SecondReading, submission.id)
    if row is not None and row.assignment_id is None:
        session.delete(row)
