"""Reviewers who rate otherwise than the true scores ask: advice to calibrate anew, then no live packets.

It is looked for once a day and not with each packet: else what follows would tell which one it was.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import DriftConsequence
from assessor_app.domain.comparison import Pair
from assessor_app.domain.drift import DriftLevel, DriftState, rated_packet
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.services import announcing, mail
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.validity import rater_of
from assessor_app.server.storage.calibration_models import Presentation, Rater
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Assignment, Calibration, DraftCell, Submission

_FIELDS = ("packets", "shortfall", "lenient", "severe", "deviation")


def state_of(rater: Rater) -> DriftState:
    return DriftState(**{name: rater.drift[name] for name in _FIELDS if name in rater.drift})


def watch(session: Session, person_id: str, micro_credential_id: str, pairs: tuple[Pair, ...]) -> None:
    """One more validity packet of this person."""
    if not pairs:
        return
    rater = rater_of(session, person_id, micro_credential_id)
    packet = rated_packet([(pair.own, pair.other) for pair in pairs], [pair.levels for pair in pairs])
    state = state_of(rater).after(packet)
    rater.drift = {name: getattr(state, name) for name in _FIELDS}


def consider(session: Session) -> int:
    """Draw the consequences for everybody who drifted; how many there were."""
    acted = 0
    for rater in session.scalars(select(Rater).where(Rater.stopped_at.is_(None))).all():
        level = state_of(rater).level
        if level is DriftLevel.STEADY:
            continue
        policy = newest(session, rater.micro_credential_id).policies.calibration
        if level is DriftLevel.STOP and rater.advised_at and policy.drift is DriftConsequence.ADVICE_THEN_STOP:
            note_act(session, "calibration ended for drift")
            _stop(session, rater)
        elif rater.advised_at is None:
            note_act(session, "recalibration advised")
            rater.advised_at = utc_now()
        else:
            continue
        acted += 1
        announcing.tell(session, rater.person_id, rater.micro_credential_id)
    return acted


def _stop(session: Session, rater: Rater) -> None:
    """No live packets from now on; what was begun stays with its reviewer, and waits for the new calibration."""
    now = utc_now()
    rater.stopped_at = now
    calibration = session.get(Calibration, (rater.person_id, rater.micro_credential_id))
    if calibration is not None:
        calibration.until = now - timedelta(milliseconds=1)
    held = session.execute(
        select(Assignment, Submission)
        .join(Submission, Submission.id == Assignment.submission_id)
        .where(
            Assignment.person_id == rater.person_id,
            Assignment.status == AssignmentStatus.ACTIVE,
            Submission.micro_credential_id == rater.micro_credential_id,
        )
    ).all()
    for assignment, submission in held:
        begun = select(DraftCell).where(
            DraftCell.submission_id == submission.id, DraftCell.person_id == rater.person_id
        )
        if session.scalars(begun.limit(1)).first() is None and not _is_calibration(session, submission):
            assignment.status = AssignmentStatus.TAKEN_OVER
            touch_submission(session, submission)
    if held:
        _tell(session, rater, held[0][1])


def _is_calibration(session: Session, submission: Submission) -> bool:
    presentation = session.get(Presentation, submission.id)
    return presentation is not None and presentation.round_id is not None


def _tell(session: Session, rater: Rater, submission: Submission) -> None:
    mail.write(
        session,
        rater.person_id,
        submission,
        f"Please calibrate anew for “{mail.title_of(session, submission)}”",
        "Your ratings have moved away from the issuer's true scores, so that no new submissions come until you have "
        "calibrated anew. What you have begun is kept. The Calibration page of the application tells more.",
    )
