"""Everybody's standing with one micro-credential at once, in a few queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import AnchorKind, Standing
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.events import utc_now
from assessor_app.server.services.standing import counts_as_failed
from assessor_app.server.storage.calibration_models import CalibrationRound, Rater
from assessor_app.server.storage.models import Calibration


@dataclass(frozen=True, slots=True)
class Standings:
    calibrated: Mapping[str, datetime | None]
    """Person → until when; past times are those that lapsed."""
    advised: frozenset[str]
    stopped: frozenset[str]
    practising: frozenset[str]
    qualifying: frozenset[str]
    failed: frozenset[str]
    now: datetime

    def of(self, person_id: str) -> tuple[Standing, datetime | None]:
        """Without what only the person's own row tells: whether another attempt is possible yet."""
        until = self.calibrated.get(person_id)
        if person_id in self.calibrated and (until is None or until > self.now):
            return (Standing.ADVISED if person_id in self.advised else Standing.CALIBRATED), until
        for standing, people in (
            (Standing.QUALIFYING, self.qualifying),
            (Standing.PRACTISING, self.practising),
            (Standing.STOPPED, self.stopped),
            (Standing.WAITING, self.failed),
            (Standing.LAPSED, frozenset(self.calibrated)),
        ):
            if person_id in people:
                return standing, None
        return Standing.NOT_BEGUN, None


def standings(session: Session, credential: MicroCredential) -> Standings:
    key = credential.id
    raters = session.scalars(select(Rater).where(Rater.micro_credential_id == key)).all()
    rounds = session.scalars(
        select(CalibrationRound).where(
            CalibrationRound.micro_credential_id == key,
            CalibrationRound.micro_credential_version == credential.version,
        )
    ).all()
    since = {
        row.person_id: max(moment for moment in (row.calibrated_at, row.stopped_at) if moment is not None)
        for row in raters
        if row.calibrated_at is not None or row.stopped_at is not None
    }
    going_on = [row for row in rounds if row.finished_at is None]
    return Standings(
        calibrated={
            row.person_id: row.until
            for row in session.scalars(select(Calibration).where(Calibration.micro_credential_id == key))
        },
        advised=frozenset(row.person_id for row in raters if row.advised_at is not None),
        stopped=frozenset(row.person_id for row in raters if row.stopped_at is not None),
        practising=frozenset(row.person_id for row in going_on if row.kind == AnchorKind.PRACTICE),
        qualifying=frozenset(row.person_id for row in going_on if row.kind == AnchorKind.QUALIFICATION),
        failed=frozenset(
            row.person_id
            for row in rounds
            if counts_as_failed(row) and (row.person_id not in since or row.started_at > since[row.person_id])
        ),
        now=utc_now(),
    )
