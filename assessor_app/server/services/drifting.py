"""Reviewers who rate otherwise than the true scores ask: advice to calibrate anew, then no live packets.

It is looked for once a day and not with each packet: else what follows would tell which one it was.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import DriftConsequence
from assessor_app.domain.comparison import Pair
from assessor_app.domain.drift import DriftLevel, DriftState, ValidityPacket, rated_packet
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.notify.messages import CalibrationStopped
from assessor_app.server.services import announcing, mail
from assessor_app.server.services.assigning import has_begun, take_over
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.presentations import for_calibration
from assessor_app.server.services.validity import rater_of
from assessor_app.server.storage.calibration_models import Presentation, Rater
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Assignment, Calibration, Submission

_FIELDS = ("packets", "shortfall", "lenient", "severe", "deviation")
_ADVISED = "advised_after"
MORE_PACKETS = 2
"""So many validity packets after the advice show whether it goes on."""


def state_of(rater: Rater) -> DriftState:
    return DriftState(**{name: rater.drift[name] for name in _FIELDS if name in rater.drift})


def watch(session: Session, person_id: str, micro_credential_id: str, pairs: tuple[Pair, ...]) -> None:
    """One more validity packet of this person."""
    if not pairs:
        return
    packet = rated_packet([(pair.own, pair.other) for pair in pairs], [pair.levels for pair in pairs])
    _add(session, person_id, micro_credential_id, packet)


def watch_refusal(session: Session, person_id: str, micro_credential_id: str) -> None:
    """A validity packet was sent back instead of rated."""
    _add(session, person_id, micro_credential_id, ValidityPacket(exact=0.0, bias=0.0, deviation=1.0))


def _add(session: Session, person_id: str, micro_credential_id: str, packet: ValidityPacket) -> None:
    rater = rater_of(session, person_id, micro_credential_id)
    state = state_of(rater).after(packet)
    rater.drift = {**rater.drift, **{name: getattr(state, name) for name in _FIELDS}}


def consider(session: Session) -> int:
    """Draw the consequences for everybody who drifted; how many there were."""
    acted = 0
    for rater in session.scalars(select(Rater).where(Rater.stopped_at.is_(None))).all():
        level = state_of(rater).level
        if level is DriftLevel.STEADY:
            continue
        policy = newest(session, rater.micro_credential_id).policies.calibration
        goes_on = rater.drift["packets"] >= rater.drift.get(_ADVISED, 0) + MORE_PACKETS
        stops = policy.drift is DriftConsequence.ADVICE_THEN_STOP and level is DriftLevel.STOP
        if stops and rater.advised_at is not None and goes_on:
            note_act(session, "calibration ended for drift")
            _stop(session, rater)
        elif rater.advised_at is None:
            note_act(session, "recalibration advised")
            rater.advised_at = utc_now()
            rater.drift = {**rater.drift, _ADVISED: rater.drift["packets"]}
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
        if not has_begun(session, assignment) and not _is_calibration(session, submission):
            take_over(session, submission, assignment)
    mail.tell(session, rater.person_id, CalibrationStopped(newest(session, rater.micro_credential_id).title))


def _is_calibration(session: Session, submission: Submission) -> bool:
    return for_calibration(session.get(Presentation, submission.id))
