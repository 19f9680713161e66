"""What follows a reading that was accepted: scores of anchors, second readings, the approver's turn."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import State
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import calibrating, drifting, second_readings, tallying
from assessor_app.server.services.assigning import offer_to_approver
from assessor_app.server.services.presentations import for_calibration, presentation_of
from assessor_app.server.services.validity import rater_of
from assessor_app.server.storage.calibration_models import SecondReading
from assessor_app.server.storage.models import AssessmentRow, Submission


def taken(
    server: Server, session: Session, submission: Submission, reading: AssessmentRow, credential: MicroCredential
) -> None:
    """``reading`` is the one to decide on, an independent second one, or one of a calibration packet."""
    presentation = presentation_of(session, submission.id)
    if presentation is not None and for_calibration(presentation):
        calibrating.take_scores(session, presentation, credential)
        return
    rater_of(session, reading.person_id, submission.micro_credential_id).last_work = utc_now()
    second = session.get(SecondReading, submission.id)
    if presentation is not None:
        if presentation.scored_at is None:
            presentation.scored_at = utc_now()
            pairs = tallying.rated_validity(session, presentation, reading)
            drifting.watch(session, reading.person_id, submission.micro_credential_id, pairs)
    elif reading.second and second is not None:
        second.assessment_id = reading.id
        session.flush()
        tallying.second_read(session, submission, reading)
    else:
        held = server.settings.assign_by_itself
        second_readings.after_reading(session, submission, reading, credential, held=held)
    if submission.state == State.WAITING_ON_APPROVER:
        offer_to_approver(session, submission)


def sent_back(session: Session, submission: Submission, person_id: str) -> None:
    """A reviewer found it incomplete. An anchor is complete: that is as far from its true scores as can be."""
    presentation = presentation_of(session, submission.id)
    if presentation is not None and presentation.scored_at is None:
        presentation.scored_at = utc_now()
        drifting.watch_refusal(session, person_id, submission.micro_credential_id)


def given_up(session: Session, submission: Submission) -> None:
    """The second reader found nothing to rate: the approver waits no longer."""
    second = session.get_one(SecondReading, submission.id)
    second.hold_until = utc_now()
    session.flush()
    if submission.state == State.WAITING_ON_APPROVER:
        offer_to_approver(session, submission)
