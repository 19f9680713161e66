"""Reads and asks of calibration: where one stands, and beginning a practice or an attempt."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.calibration import CalibrationData
from assessor_app.protocol.events import CalibrationBegun, EventType
from assessor_app.store import ledger, projection
from assessor_app.store.models import CalibrationRow, MicroCredentialRow, PendingEvent, PendingStatus
from assessor_app.store.views import QueueRow


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """One micro-credential's calibration. ``packets`` are those of its rounds that this computer knows.

    ``asked`` is what was begun here and waits to be sent, None where nothing does.
    """

    data: CalibrationData
    micro_credential: MicroCredential
    packets: dict[str, QueueRow]
    asked: AnchorKind | None


def calibrations(session: Session) -> list[CalibrationView]:
    """Every calibration that the server told of, by the micro-credential's title."""
    packets = {row.submission_id: row for row in projection.queue(session)}
    asked = _asked(session)
    views = []
    for row in session.scalars(select(CalibrationRow)):
        data = CalibrationData.model_validate(row.data)
        rubric = session.get(MicroCredentialRow, f"{data.micro_credential_id}@{data.micro_credential_version}")
        if rubric is None:
            continue
        own = [submission for each in data.rounds for submission in each.submissions]
        views.append(
            CalibrationView(
                data=data,
                micro_credential=MicroCredential.model_validate(rubric.data),
                packets={submission: packets[submission] for submission in own if submission in packets},
                asked=asked.get(data.micro_credential_id),
            )
        )
    return sorted(views, key=lambda view: (view.micro_credential.title.casefold(), view.data.micro_credential_id))


def _asked(session: Session) -> dict[str, AnchorKind]:
    rows = session.scalars(
        select(PendingEvent).where(
            PendingEvent.type == EventType.CALIBRATION_BEGUN, PendingEvent.status != PendingStatus.REJECTED
        )
    )
    bodies = (CalibrationBegun.model_validate(row.body) for row in rows)
    return {body.micro_credential_id: AnchorKind(body.kind) for body in bodies}


def begin(session: Session, micro_credential_id: str, kind: AnchorKind) -> None:
    """Ask for the packets; asked twice before it is sent, it is asked once."""
    if micro_credential_id not in _asked(session):
        body = CalibrationBegun.model_validate({"micro_credential_id": micro_credential_id, "kind": kind})
        ledger.add_final(session, EventType.CALIBRATION_BEGUN, "", 0, body)
