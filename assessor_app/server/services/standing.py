"""Where a person stands with a micro-credential's calibration, as their computer is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Assessment
from assessor_app.domain.calibration import AnchorKind, Standing, next_attempt_at
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.calibration import CalibrationData, RoundData, ScoredAnchor
from assessor_app.protocol.events import utc_now
from assessor_app.server.services import anchor_sets
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.presentations import anchor_of
from assessor_app.server.services.validity import known_rater
from assessor_app.server.storage.calibration_models import Anchor, CalibrationRound, Presentation, Rater
from assessor_app.server.storage.models import AssessmentRow, Calibration, Person


@dataclass(frozen=True, slots=True)
class Trials:
    """A person's attempts at one version of a micro-credential's rubric."""

    open_round: CalibrationRound | None
    failed: int
    attempts_left: int
    next_attempt_at: datetime | None


def held(session: Session, person_id: str, micro_credential_id: str) -> Calibration | None:
    """The calibration that holds now."""
    row = session.get(Calibration, (person_id, micro_credential_id))
    return row if row is not None and (row.until is None or row.until > utc_now()) else None


def rounds_of(session: Session, person_id: str, micro_credential_id: str) -> Sequence[CalibrationRound]:
    return session.scalars(
        select(CalibrationRound)
        .where(CalibrationRound.person_id == person_id, CalibrationRound.micro_credential_id == micro_credential_id)
        .order_by(CalibrationRound.started_at, CalibrationRound.id)
    ).all()


def trials(session: Session, person_id: str, credential: MicroCredential) -> Trials:
    """What the person has tried since they were calibrated last, or stopped."""
    rater = known_rater(session, person_id, credential.id)
    since = max((moment for moment in (rater.calibrated_at, rater.stopped_at) if moment is not None), default=None)
    rows = [
        row
        for row in rounds_of(session, person_id, credential.id)
        if row.micro_credential_version == credential.version
    ]
    failed = [row for row in rows if counts_as_failed(row) and (since is None or row.started_at > since)]
    policy = credential.policies.calibration
    return Trials(
        open_round=next((row for row in rows if row.finished_at is None), None),
        failed=len(failed),
        attempts_left=max(0, policy.attempts - len(failed)),
        next_attempt_at=next_attempt_at(failed[-1].finished_at, policy) if failed else None,
    )


def counts_as_failed(row: CalibrationRound) -> bool:
    """Whether the round is a failed attempt that the issuer has not forgiven."""
    return row.passed is False and not row.sets.get("forgiven")


def calibration_data(session: Session, person_id: str, micro_credential_id: str) -> CalibrationData:
    """The row that the person's computer gets. Raises Refused where there is no such micro-credential."""
    credential = newest(session, micro_credential_id)
    person = session.get_one(Person, person_id)
    rater = known_rater(session, person_id, micro_credential_id)
    found = trials(session, person_id, credential)
    calibration = session.get(Calibration, (person_id, micro_credential_id))
    practice, qualification = (
        len(anchor_sets.for_round(session, credential, kind, person))
        for kind in (AnchorKind.PRACTICE, AnchorKind.QUALIFICATION)
    )
    policy = credential.policies.calibration
    rounds = rounds_of(session, person_id, micro_credential_id)
    return CalibrationData(
        micro_credential_id=credential.id,
        micro_credential_version=credential.version,
        standing=_standing(calibration, rater, found, qualification),
        until=calibration.until if calibration is not None else None,
        agreement=policy.agreement,
        valid_days=policy.valid_days,
        attempts_left=found.attempts_left,
        next_attempt_at=found.next_attempt_at,
        practice=practice,
        qualification=qualification,
        rounds=tuple(_round(session, row, number) for number, row in enumerate(rounds, start=1)),
    )


def _standing(calibration: Calibration | None, rater: Rater, found: Trials, qualification: int) -> Standing:
    now = utc_now()
    if calibration is not None and (calibration.until is None or calibration.until > now):
        return Standing.ADVISED if rater.advised_at is not None else Standing.CALIBRATED
    if found.open_round is not None:
        practice = found.open_round.kind == AnchorKind.PRACTICE
        return Standing.PRACTISING if practice else Standing.QUALIFYING
    if found.failed:
        stuck = found.attempts_left == 0 or qualification == 0
        return Standing.NO_ATTEMPTS if stuck else Standing.WAITING
    if rater.stopped_at is not None:
        return Standing.STOPPED
    return Standing.LAPSED if calibration is not None else Standing.NOT_BEGUN


def _round(session: Session, row: CalibrationRound, number: int) -> RoundData:
    given = session.scalars(
        select(Presentation).where(Presentation.round_id == row.id).order_by(Presentation.submission_id)
    ).all()
    handed_in = tuple(each.submission_id for each in given if each.scored_at is not None)
    shown = row.kind == AnchorKind.PRACTICE or row.finished_at is not None
    return RoundData(
        id=row.id,
        kind=AnchorKind(row.kind),
        number=number,
        submissions=tuple(each.submission_id for each in given),
        handed_in=handed_in,
        scored=tuple(_scored(session, each) for each in given if shown and each.submission_id in handed_in),
        started_at=row.started_at,
        finished_at=row.finished_at,
        passed=row.passed,
    )


def _scored(session: Session, presentation: Presentation) -> ScoredAnchor:
    return ScoredAnchor(
        submission_id=presentation.submission_id,
        own=dict(own_levels(session, presentation)),
        true=dict(anchor_sets.true_scores(anchor_of(session, presentation))),
    )


def own_levels(session: Session, presentation: Presentation) -> dict[str, int]:
    """Criterion id → level of the first reading of it by the person it was given to; empty before there is one."""
    first = session.scalars(
        select(AssessmentRow)
        .where(
            AssessmentRow.submission_id == presentation.submission_id,
            AssessmentRow.person_id == presentation.person_id,
        )
        .order_by(AssessmentRow.received_at, AssessmentRow.id)
    ).first()
    if first is None:
        return {}
    ratings = Assessment.model_validate(first.data).ratings
    return {key: rating.level for key, rating in ratings.items() if rating.level is not None}


def true_levels(anchor: Anchor) -> dict[str, int]:
    return {key: score.level for key, score in anchor_sets.true_scores(anchor).items()}
