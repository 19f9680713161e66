"""The server's rows on this computer. Only a server reply changes them, and one reply is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assessor_app.protocol.events import DraftSaved, Event, EventType
from assessor_app.protocol.sync import (
    AssignmentData,
    AssignmentStatus,
    Change,
    ChangeKind,
    DraftCellData,
    PersonData,
    Result,
    ResultStatus,
    SyncReply,
)
from assessor_app.store import keeping, ledger, packets, settings
from assessor_app.store.models import (
    AssignmentRow,
    CalibrationRow,
    DraftCellRow,
    MicroCredentialRow,
    PacketRow,
    PendingStatus,
)


def apply_reply(session: Session, reply: SyncReply, sent: Sequence[Event]) -> set[str]:
    """Apply one reply; returns the submissions that look different now."""
    touched = _apply_results(session, reply.results, sent) | _apply_changes(session, reply)
    keeping.forget_latest(session)
    return touched


def apply_parcel(
    session: Session, reply: SyncReply, results: Sequence[Result], sent: Sequence[Event], *, older: bool
) -> set[str]:
    """Apply what a file brought, which tells nothing of the clock; of an older one, only the answers."""
    touched = _apply_results(session, results, sent)
    return touched if older else touched | _apply_changes(session, reply)


def _apply_results(session: Session, results: Sequence[Result], sent: Sequence[Event]) -> set[str]:
    touched: set[str] = set()
    by_id = {event.id: event for event in sent}
    for result in results:
        if (event := by_id.get(result.event_id)) is not None:
            apply_result(session, result, event)
            touched.add(event.submission_id or "")
    return touched


def _apply_changes(session: Session, reply: SyncReply) -> set[str]:
    touched: set[str] = set()
    for change in reply.changes:
        touched |= _apply_change(session, change, reply.server_time)
    settings.put(session, settings.CURSOR, reply.cursor)
    settings.put(session, settings.LAST_SYNC, reply.server_time.isoformat())
    settings.put(session, settings.POLICY, reply.policy.model_dump())
    return touched


def forget_server_rows(session: Session) -> None:
    """Before a full sync: drop what the server will send anew. The outbox and the packets stay."""
    for table in (AssignmentRow, MicroCredentialRow, DraftCellRow, CalibrationRow):
        session.execute(delete(table))
    settings.put(session, settings.CURSOR, 0)


def apply_result(session: Session, result: Result, event: Event) -> None:
    row = ledger.settle(session, event.id)
    if row is None:
        return
    if result.status is ResultStatus.REJECTED:
        ledger.reject(session, row, result.problem.model_dump(mode="json") if result.problem else None)
        return
    if event.type is EventType.DRAFT_SAVED:
        body = DraftSaved.model_validate(event.body)
        session.merge(
            DraftCellRow(submission_id=event.submission_id or "", cell=body.cell, value=body.value, event_id=event.id)
        )
    if result.status is ResultStatus.SECOND_READING:
        row.status = PendingStatus.SECOND_READING
    else:
        session.delete(row)
        session.flush()


def _apply_change(session: Session, change: Change, at: datetime) -> set[str]:
    if change.kind is ChangeKind.PERSON:
        if change.data is not None:
            settings.put(session, settings.PERSON, PersonData.model_validate(change.data).model_dump(mode="json"))
        return set()
    if change.kind is ChangeKind.MICRO_CREDENTIAL:
        if change.data is not None:
            session.merge(MicroCredentialRow(key=change.key, data=change.data))
        return set()
    if change.kind is ChangeKind.DRAFT_CELL:
        return _apply_cell(session, change)
    if change.kind is ChangeKind.CALIBRATION:
        if change.data is not None:
            session.merge(CalibrationRow(key=change.key, data=change.data))
        return {""}
    return _apply_assignment(session, change, at)


def _apply_cell(session: Session, change: Change) -> set[str]:
    submission_id, _, cell = change.key.partition("/")
    if change.data is None:
        session.execute(
            delete(DraftCellRow).where(DraftCellRow.submission_id == submission_id, DraftCellRow.cell == cell)
        )
    else:
        data = DraftCellData.model_validate(change.data)
        session.merge(
            DraftCellRow(
                submission_id=data.submission_id or "", cell=data.cell, value=data.value, event_id=data.event_id
            )
        )
    return {submission_id}


def _apply_assignment(session: Session, change: Change, at: datetime) -> set[str]:
    if change.data is None:
        row = session.query(AssignmentRow).filter_by(id=change.key).one_or_none()
        if row is None:
            return set()
        session.delete(row)
        # Withdrawn or held back: the evidence goes, and its key with it. The person's own work stays.
        packets.delete_packet(session, row.submission_id)
        return {row.submission_id}
    data = AssignmentData.model_validate(change.data)
    before = session.get(AssignmentRow, data.submission_id)
    ended = (before.ended_at if before is not None else None) or at.isoformat()
    session.merge(
        AssignmentRow(
            submission_id=data.submission_id, id=data.id, role=data.role, status=data.status, data=change.data,
            ended_at=None if data.status is AssignmentStatus.ACTIVE else ended,
        )
    )  # fmt: skip
    if data.status is AssignmentStatus.ACTIVE:
        ledger.retry_held_back(session, data.submission_id)
    packet = session.get(PacketRow, data.submission_id)
    if packet is not None and packet.manifest_sha256 != data.manifest and data.status is AssignmentStatus.ACTIVE:
        # A packet is immutable: another manifest is another packet, to be downloaded anew.
        session.delete(packet)
    return {data.submission_id}
