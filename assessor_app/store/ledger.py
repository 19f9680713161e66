"""The outbox: what the person did, in order, until the server has settled it.

An event is *sealed* (numbered, chained and signed) just before it is first sent; from then on its bytes never change.
Until then a draft cell that is edited again changes in place, so that an evening of typing is one event a cell.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import (
    BODIES,
    FIRST_PREVIOUS,
    Body,
    DraftSaved,
    Event,
    EventType,
    new_event_id,
    seal,
    utc_now,
)
from assessor_app.protocol.problems import ProblemType
from assessor_app.protocol.signing import SigningKey
from assessor_app.store import settings
from assessor_app.store.models import DraftCellRow, PendingEvent, PendingStatus


@dataclass(frozen=True, slots=True)
class Device:
    """This computer, as the server knows it. ``secret`` is an Ed25519 private key of 32 bytes."""

    id: str
    secret: bytes

    @staticmethod
    def new() -> Device:
        return Device(secrets.token_hex(16), SigningKey.generate().secret)

    def key(self) -> SigningKey:
        return SigningKey(self.secret)


def save_cell(session: Session, submission_id: str, base_version: int, cell: str, value: Any) -> bool:
    """Note an edit of one draft cell; ``submission_id`` is empty for cells of the person (OWN_CELL).

    Returns False when the cell already has this value.
    """
    rows = _cell_events(session, submission_id, cell)
    if _value_shown(session, submission_id, cell, rows) == value:
        return False
    last = rows[-1] if rows else None
    if last is not None and (
        last.status == PendingStatus.WAITING
        or (last.status == PendingStatus.REJECTED and (is_conflict(last) or is_unknown(last)))
    ):
        last.body = {**last.body, "value": value}
        last.occurred_at = utc_now().isoformat()
        return True
    if last is not None and last.status == PendingStatus.REJECTED:
        # Refused for what it was or when it came: what is written now is tried anew, in place of all that was refused.
        for earlier in rows[:-1]:
            if earlier.status == PendingStatus.REJECTED:
                session.delete(earlier)
        last.body = {**last.body, "value": value}
        retry_on_top_of_server(session, last)
        return True
    body = DraftSaved(cell=cell, value=value, base=_base_now(session, submission_id, cell, rows))
    session.add(_pending(EventType.DRAFT_SAVED, submission_id, base_version, body, cell=cell))
    return True


_NEVER_HELD = frozenset({EventType.DRAFT_SAVED, EventType.CALIBRATION_BEGUN})
"""Nothing of these is handed in, so that there is nothing to undo."""


def add_final(session: Session, kind: EventType, submission_id: str, base_version: int, body: Body) -> str:
    """Note an assessment or a decision. Returns the event's id."""
    row = _pending(kind, submission_id, base_version, body)
    session.add(row)
    return row.event_id


def final_event(session: Session, submission_id: str) -> PendingEvent | None:
    """The assessment or decision of this submission that is still in the outbox."""
    return session.scalars(
        select(PendingEvent)
        .where(PendingEvent.submission_id == submission_id, PendingEvent.type != EventType.DRAFT_SAVED)
        .where(PendingEvent.status != PendingStatus.SECOND_READING)
        .order_by(PendingEvent.position.desc())
    ).first()


def anything_waits(session: Session, made_before: datetime) -> bool:
    """Whether there are events that were not sealed yet and are not held."""
    waiting = session.scalars(select(PendingEvent).where(PendingEvent.status == PendingStatus.WAITING))
    return any(not is_held(row, made_before) for row in waiting)


def seal_waiting(session: Session, device: Device, limit: int, made_before: datetime) -> list[Event]:
    """The next events to send, at most ``limit``: those sealed before first, unchanged, then newly sealed ones.

    What was handed in after ``made_before`` is left for now, because it may still be undone; drafts never wait.
    """
    events = sealed_events(session)
    waiting = session.scalars(
        select(PendingEvent).where(PendingEvent.status == PendingStatus.WAITING).order_by(PendingEvent.position)
    )
    ready = (row for row in waiting if not is_held(row, made_before))
    key = device.key()
    sealed = [_seal_row(session, device, key, row) for row in islice(ready, max(0, limit - len(events)))]
    if sealed:
        # They will leave the outbox, where everything later than them stays.
        settings.put(session, settings.LAST_EDIT, max(event.occurred_at for event in sealed).isoformat())
    return (events + sealed)[:limit]


def last_edit(session: Session) -> datetime | None:
    """When the person last changed something that is saved here or has been sent."""
    waiting = session.scalar(select(func.max(PendingEvent.occurred_at)))
    times = filter(None, (waiting, settings.get(session, settings.LAST_EDIT)))
    return max((settings.parse_time(time) for time in times), default=None)


def sealed_events(session: Session) -> list[Event]:
    """What was sealed and not answered yet, in its order."""
    rows = session.scalars(select(PendingEvent).where(PendingEvent.status == PendingStatus.SEALED))
    return sorted((Event.model_validate_json(row.sealed or "") for row in rows), key=lambda event: event.sequence)


def is_held(row: PendingEvent, made_before: datetime) -> bool:
    """Whether it was handed in so lately that it may still be undone. A clock that was set back holds nothing."""
    if row.type in _NEVER_HELD or row.status != PendingStatus.WAITING:
        return False
    return made_before < settings.parse_time(row.occurred_at) <= utc_now()


def _seal_row(session: Session, device: Device, key: SigningKey, row: PendingEvent) -> Event:
    sequence = int(settings.get(session, settings.SEQUENCE, 0)) + 1
    event = seal(
        key,
        event_id=row.event_id,
        kind=EventType(row.type),
        submission_id=row.submission_id or None,
        base_version=row.base_version,
        occurred_at=settings.parse_time(row.occurred_at),
        device_id=device.id,
        sequence=sequence,
        previous=settings.get(session, settings.PREVIOUS, FIRST_PREVIOUS),
        body=BODIES[EventType(row.type)].model_validate(row.body),
    )
    settings.put(session, settings.SEQUENCE, sequence)
    settings.put(session, settings.PREVIOUS, event.hash())
    row.sealed, row.status = event.model_dump_json(), PendingStatus.SEALED
    session.flush()
    return event


def _base_now(session: Session, submission_id: str, cell: str, rows: list[PendingEvent]) -> str | None:
    """The edit that a new one is made on top of: an own event under way, else the one the server's value came from.

    Taken when the person edits, not when the event is sent: an edit of another computer that arrives in between is
    then a conflict that the person is asked about, not overwritten.
    """
    under_way = [row.event_id for row in rows if row.status == PendingStatus.SEALED]
    if under_way:
        return under_way[-1]
    server = session.get(DraftCellRow, (submission_id, cell))
    return server.event_id if server else None


def settle(session: Session, event_id: str) -> PendingEvent | None:
    """The row of an event that the server answered, if it is still here."""
    return session.scalars(select(PendingEvent).where(PendingEvent.event_id == event_id)).first()


def remove(session: Session, event_id: str) -> None:
    session.execute(delete(PendingEvent).where(PendingEvent.event_id == event_id))


def reject(session: Session, row: PendingEvent, problem: dict[str, Any] | None) -> None:
    """Keep a refused event for the person. One cell is one choice: a later edit of it that waits joins this one, and
    an earlier one that was refused too was replaced when this one was typed. Whether what an ended identity signed
    ever arrived is not known yet; that is joined once it is (device.apply_fates)."""
    row.status, row.problem = PendingStatus.REJECTED, problem
    if row.cell is None:
        return
    others = _cell_events(session, row.submission_id, row.cell)
    under_way = any(other.status == PendingStatus.SEALED and other.position > row.position for other in others)
    for other in others:
        # What waits was typed last: it joins the last one that was sent, whose own answer is still to come.
        if other.status == PendingStatus.WAITING and not under_way:
            row.body = {**row.body, "value": other.body["value"]}
            session.delete(other)
        elif _was_replaced(other, row):
            session.delete(other)


def _was_replaced(earlier: PendingEvent, row: PendingEvent) -> bool:
    refused = earlier.status == PendingStatus.REJECTED and not was_refused_as(earlier, ProblemType.DEVICE_REVOKED)
    return refused and earlier.position < row.position


def is_conflict(row: PendingEvent) -> bool:
    """Whether it was refused because another computer changed the same cell: then the person chooses."""
    return was_refused_as(row, ProblemType.STALE_BASE)


NOT_RECEIVED = "not_received"
"""Set in the problem of an event once the server said that it never got it: then it can be sent again."""


def is_unknown(row: PendingEvent) -> bool:
    """Whether an ended identity had signed it, and nobody knows yet whether it had arrived."""
    return was_refused_as(row, ProblemType.DEVICE_REVOKED) and not (row.problem or {}).get(NOT_RECEIVED)


def was_refused_as(row: PendingEvent, kind: ProblemType) -> bool:
    return row.problem is not None and row.problem.get("type") == kind


def retry_held_back(session: Session, submission_id: str) -> None:
    """Edits that were refused while a submission was held back, once more now that it is open again."""
    rows = session.scalars(
        select(PendingEvent).where(
            PendingEvent.submission_id == submission_id,
            PendingEvent.type == EventType.DRAFT_SAVED,
            PendingEvent.status == PendingStatus.REJECTED,
        )
    ).all()
    for row in rows:
        if was_refused_as(row, ProblemType.QUARANTINED):
            retry_on_top_of_server(session, row)


def retry_on_top_of_server(session: Session, row: PendingEvent) -> None:
    """A rejected draft edit once more, as a new event on top of what the server has now."""
    edit = DraftSaved.model_validate(row.body)
    server = session.get(DraftCellRow, (row.submission_id, edit.cell))
    body = DraftSaved(cell=edit.cell, value=edit.value, base=server.event_id if server else None)
    session.delete(row)
    session.add(_pending(EventType.DRAFT_SAVED, row.submission_id, row.base_version, body, cell=edit.cell))


def add_edit(session: Session, submission_id: str, base_version: int, edit: DraftSaved) -> None:
    session.add(_pending(EventType.DRAFT_SAVED, submission_id, base_version, edit, cell=edit.cell))


def send_again(session: Session, row: PendingEvent) -> None:
    """The same once more as a new event, to be signed by what this computer is now. It keeps when it was done."""
    again = _pending(
        EventType(row.type), row.submission_id, row.base_version, BODIES[EventType(row.type)].model_validate(row.body),
        cell=row.cell,
    )  # fmt: skip
    again.occurred_at = row.occurred_at
    session.delete(row)
    session.flush()
    session.add(again)


def _pending(
    kind: EventType, submission_id: str, base_version: int, body: Body, *, cell: str | None = None
) -> PendingEvent:
    return PendingEvent(
        event_id=new_event_id(),
        type=kind,
        submission_id=submission_id,
        cell=cell,
        base_version=base_version,
        occurred_at=utc_now().isoformat(),
        body=body.model_dump(mode="json"),
        status=PendingStatus.WAITING,
    )


def _cell_events(session: Session, submission_id: str, cell: str) -> list[PendingEvent]:
    return list(
        session.scalars(
            select(PendingEvent)
            .where(PendingEvent.submission_id == submission_id, PendingEvent.cell == cell)
            .order_by(PendingEvent.position)
        )
    )


def _value_shown(session: Session, submission_id: str, cell: str, rows: list[PendingEvent]) -> Any:
    if rows:
        return rows[-1].body["value"]
    server = session.get(DraftCellRow, (submission_id, cell))
    return server.value if server else None
