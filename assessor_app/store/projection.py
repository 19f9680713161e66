"""Reads: the projection of pending events over the server's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import (
    Outcome,
    Recommendation,
    assessment_from,
    done_cell,
    final_levels,
    level_of,
    missing_in_assessment,
    overrides_from,
    ratings_from,
    reason_from,
    recommendation,
)
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import EventType
from assessor_app.protocol.problems import Problem, ProblemType
from assessor_app.protocol.sync import AssignmentData, AssignmentStatus, Purpose
from assessor_app.store import device, ledger, packets, settings
from assessor_app.store.models import (
    AssignmentRow,
    DraftCellRow,
    MicroCredentialRow,
    PacketRow,
    PacketState,
    PendingEvent,
    PendingStatus,
    PlaceRow,
)
from assessor_app.store.views import (
    Availability,
    Choice,
    Counts,
    OutboxItem,
    PhaseProgress,
    QueueRow,
    RowStatus,
    Workspace,
)

AllCells = Mapping[str, Mapping[str, Any]]


def queue(session: Session) -> list[QueueRow]:
    """Every assignment, done ones included; the screens choose."""
    credentials = {row.key: MicroCredential.model_validate(row.data) for row in session.scalars(_CREDENTIALS)}
    cells = _cells(session, None)
    finals = {row.submission_id: row for row in session.scalars(_FINALS)}
    here = packets.bytes_here(session)
    held = {row.submission_id: row for row in session.scalars(select(PacketRow))}
    places = {row.submission_id: row.data for row in session.scalars(select(PlaceRow))}
    rows = []
    for stored in session.scalars(select(AssignmentRow)):
        data = AssignmentData.model_validate(stored.data)
        credential = credentials.get(_key(data))
        if credential is not None:
            rows.append(
                _row(
                    data,
                    credential,
                    cells.get(data.submission_id, {}),
                    finals.get(data.submission_id),
                    held.get(data.submission_id),
                    here.get(data.submission_id, 0),
                    places.get(data.submission_id, {}),
                )
            )
    rows.sort(key=lambda row: (row.due_at, row.submission_id))
    return rows


def workspace(session: Session, submission_id: str) -> Workspace:
    """Raises KeyError when the submission is not (or no longer) this person's."""
    stored = session.get(AssignmentRow, submission_id)
    if stored is None:
        raise KeyError(submission_id)
    data = AssignmentData.model_validate(stored.data)
    credential_row = session.get(MicroCredentialRow, _key(data))
    if credential_row is None:
        raise KeyError(submission_id)
    credential = MicroCredential.model_validate(credential_row.data)
    if data.purpose is not Purpose.LIVE:
        credential = credential.for_calibration()
    cells = _cells(session, submission_id).get(submission_id, {})
    final = session.scalars(_FINALS.where(PendingEvent.submission_id == submission_id)).first()
    packet = session.get(PacketRow, submission_id)
    here = packets.bytes_here(session).get(submission_id, 0)
    place = session.get(PlaceRow, submission_id)
    return Workspace(
        row=_row(data, credential, cells, final, packet, here, place.data if place else {}),
        assignment=data,
        micro_credential=credential,
        manifest=packets.manifest_of(packet) if packet is not None else None,
        cells=cells,
        place=place.data if place else {},
        editable=data.status is AssignmentStatus.ACTIVE and final is None and not _is_with_assessor(data),
    )


def outbox(session: Session) -> list[OutboxItem]:
    """What needs the person first, then what waits, oldest first."""
    titles = _titles(session)
    rows = list(session.scalars(select(PendingEvent).order_by(PendingEvent.position)))
    items = [
        _outbox_item(session, row, titles)
        for row in rows
        if row.type != EventType.DRAFT_SAVED or row.status == PendingStatus.REJECTED
    ]
    edits: dict[str, list[PendingEvent]] = defaultdict(list)
    for row in rows:
        if row.type == EventType.DRAFT_SAVED and row.status in (PendingStatus.WAITING, PendingStatus.SEALED):
            edits[row.submission_id].append(row)
    items += [_edits_item(submission_id, some, titles) for submission_id, some in edits.items()]
    items.sort(key=lambda item: (item.status != PendingStatus.REJECTED, item.occurred_at))
    return items


def counts(session: Session, made_before: datetime) -> Counts:
    finals = edits = attention = 0
    rows = session.execute(
        select(PendingEvent.type, PendingEvent.status, func.count()).group_by(PendingEvent.type, PendingEvent.status)
    )
    for kind, status, number in rows:
        if status in (PendingStatus.REJECTED, PendingStatus.SECOND_READING):
            attention += number
        elif kind in (EventType.DRAFT_SAVED, EventType.CALIBRATION_BEGUN):
            edits += number
        else:
            finals += number
    newest = session.scalars(
        select(PendingEvent)
        .where(
            PendingEvent.type.not_in((EventType.DRAFT_SAVED, EventType.CALIBRATION_BEGUN)),
            PendingEvent.status == PendingStatus.WAITING,
        )
        .order_by(PendingEvent.position.desc())
    ).first()
    held = newest is not None and ledger.is_held(newest, made_before)
    refused = session.scalar(select(func.count()).where(PacketRow.state == PacketState.REFUSED)) or 0
    last = settings.get(session, settings.LAST_SYNC)
    return Counts(
        finals_waiting=finals,
        edits_waiting=edits,
        attention=attention + refused,
        last_sync=settings.parse_time(last) if last else None,
        undoable=newest.event_id if held and newest is not None else "",
    )


_CREDENTIALS = select(MicroCredentialRow)
_FINALS = (
    select(PendingEvent)
    .where(PendingEvent.type != EventType.DRAFT_SAVED, PendingEvent.status != PendingStatus.SECOND_READING)
    .order_by(PendingEvent.position)
)


def _key(data: AssignmentData) -> str:
    return f"{data.micro_credential_id}@{data.micro_credential_version}"


def _cells(session: Session, submission_id: str | None) -> AllCells:
    """Submission → cell → value, the server's with the person's unsettled edits on top."""
    server = select(DraftCellRow.submission_id, DraftCellRow.cell, DraftCellRow.value)
    own = (
        select(PendingEvent.submission_id, PendingEvent.cell, PendingEvent.body)
        .where(PendingEvent.type == EventType.DRAFT_SAVED)
        .order_by(PendingEvent.position)
    )
    if submission_id is not None:
        server = server.where(DraftCellRow.submission_id == submission_id)
        own = own.where(PendingEvent.submission_id == submission_id)
    result: dict[str, dict[str, Any]] = defaultdict(dict)
    for submission, cell, value in session.execute(server):
        result[submission][cell] = value
    for submission, own_cell, body in session.execute(own):
        if own_cell is not None:
            result[submission][own_cell] = body["value"]
    return {key: {name: value for name, value in some.items() if value is not None} for key, some in result.items()}


def _row(
    data: AssignmentData,
    credential: MicroCredential,
    cells: Mapping[str, Any],
    final: PendingEvent | None,
    packet: PacketRow | None,
    bytes_here: int,
    place: Mapping[str, Any],
) -> QueueRow:
    done = _done_criteria(data.role, _first_reading(data), cells)
    outcome = data.decided_outcome
    finished_at = data.decided_at
    if final is not None:
        finished_at = settings.parse_time(final.occurred_at)
        if final.type == EventType.DECISION_MADE:
            outcome = Outcome(final.body["decision"]["outcome"])
    return QueueRow(
        submission_id=data.submission_id,
        role=data.role,
        micro_credential_id=credential.id,
        micro_credential_version=credential.version,
        title=credential.title,
        attempt=data.attempt,
        phases=_phases(credential, done),
        purpose=data.purpose,
        due_at=data.due_at,
        evidence_count=data.evidence_count,
        evidence_bytes=data.evidence_bytes,
        bytes_here=bytes_here,
        availability=_availability(packet),
        refusal=packet.problem if packet is not None else "",
        status=_status(data, credential, cells, final, len(done)),
        state=data.state,
        active=data.status is AssignmentStatus.ACTIVE,
        returned_reasons=data.returned_reasons,
        outcome=outcome,
        finished_at=finished_at,
        waits_for=EventType(final.type) if final is not None else None,
        opened=bool(place),
        agreed=_agreed_outcome(data, credential, cells),
    )


def _first_reading(data: AssignmentData) -> str | None:
    """The assessment that an approver decides on."""
    return next((reading.assessment_id for reading in data.readings if not reading.second), None)


def _done_criteria(role: Role, assessment_id: str | None, cells: Mapping[str, Any]) -> set[str]:
    if not cells:
        return set()
    if role is Role.ASSESSOR:
        return {key for key, rating in ratings_from(cells).items() if rating.level is not None}
    return {
        key
        for key, override in overrides_from(cells, assessment_id).items()
        if override.agreed or (override.level is not None and override.rationale.strip())
    }


def _phases(credential: MicroCredential, done: Iterable[str]) -> tuple[PhaseProgress, ...]:
    finished = set(done)
    totals: dict[str, list[int]] = {}
    for requirement, criterion in credential.criteria():
        pair = totals.setdefault(requirement.phase, [0, 0])
        pair[0] += criterion.id in finished
        pair[1] += 1
    return tuple(PhaseProgress(phase, *totals[phase]) for phase in credential.phases())


def _availability(packet: PacketRow | None) -> Availability:
    if packet is None:
        return Availability.ONLINE_ONLY
    return {
        PacketState.WANTED: Availability.DOWNLOADING,
        PacketState.COMPLETE: Availability.OFFLINE,
        PacketState.REFUSED: Availability.REFUSED,
    }[PacketState(packet.state)]


def _status(
    data: AssignmentData,
    credential: MicroCredential,
    cells: Mapping[str, Any],
    final: PendingEvent | None,
    done: int,
) -> RowStatus:
    if final is not None:
        rejected = final.status == PendingStatus.REJECTED
        return RowStatus.NEEDS_ATTENTION if rejected else RowStatus.WAITING_TO_SYNC
    if data.status is not AssignmentStatus.ACTIVE:
        if data.decided_outcome is not None:
            return RowStatus.DECIDED
        if data.state is State.INCOMPLETE:
            return RowStatus.INCOMPLETE
        return RowStatus.SENT if data.status is AssignmentStatus.DONE else RowStatus.ENDED
    if _is_with_assessor(data):
        # It comes back to this approver once the assessor has seen to it.
        return RowStatus.SENT
    if any(cells.get(done_cell(key)) != data.returned_id for key in data.returned_reasons):
        return RowStatus.RETURNED
    total = sum(1 for _ in credential.criteria())
    if done == total and _complete(data, credential, cells):
        return RowStatus.READY
    return RowStatus.IN_PROGRESS if cells else RowStatus.NOT_STARTED


def own_cells(session: Session) -> dict[str, Any]:
    """The person's library and filters: cell name → value."""
    return dict(_cells(session, "").get("", {}))


def _complete(data: AssignmentData, credential: MicroCredential, cells: Mapping[str, Any]) -> bool:
    if data.role is Role.ASSESSOR:
        live = data.purpose is Purpose.LIVE
        rubric = credential if live else credential.for_calibration()
        return not missing_in_assessment(rubric, assessment_from(cells), has_reader=live)
    overrides = overrides_from(cells, _first_reading(data))
    return all(
        overrides[c.id].agreed or level_of(c, overrides[c.id].level) is not None for _, c in credential.criteria()
    )


def _is_with_assessor(data: AssignmentData) -> bool:
    return data.role is Role.APPROVER and data.state is State.RETURNED_TO_ASSESSOR


def _agreed_outcome(data: AssignmentData, credential: MicroCredential, cells: Mapping[str, Any]) -> Outcome | None:
    """What an approver decides who agreed with every rating of the one reading there is; None otherwise."""
    if data.role is not Role.APPROVER or data.status is not AssignmentStatus.ACTIVE or len(data.readings) != 1:
        return None
    overrides = overrides_from(cells, _first_reading(data))
    criteria = ("", *(c.id for _, c in credential.criteria()))
    if any(reason_from(cells, key, _first_reading(data)).strip() for key in criteria):
        return None
    if not all(c.id in overrides and overrides[c.id].agreed for _, c in credential.criteria()):
        return None
    earned = recommendation(credential, final_levels(data.readings[0].assessment, overrides))
    return Outcome.AWARD if earned is Recommendation.EARN else Outcome.NOT_YET


def _titles(session: Session) -> dict[str, str]:
    credentials = {row.key: str(row.data["title"]) for row in session.scalars(_CREDENTIALS)}
    return {
        row.submission_id: credentials.get(_key(AssignmentData.model_validate(row.data)), "")
        for row in session.scalars(select(AssignmentRow))
    }


def _purpose(session: Session, submission_id: str) -> Purpose:
    row = session.get(AssignmentRow, submission_id)
    return AssignmentData.model_validate(row.data).purpose if row is not None else Purpose.LIVE


def _title_of(session: Session, micro_credential_id: str) -> str:
    """The newest title of a micro-credential that this computer knows; "" where it knows none."""
    found = [row.data for row in session.scalars(_CREDENTIALS) if row.data["id"] == micro_credential_id]
    return str(max(found, key=lambda data: int(data["version"]))["title"]) if found else ""


_REOPENABLE = frozenset(
    {ProblemType.STALE_BASE, ProblemType.RUBRIC_CHANGED, ProblemType.INCOMPLETE, ProblemType.NOT_CALIBRATED}
)


def _outbox_item(session: Session, row: PendingEvent, titles: Mapping[str, str]) -> OutboxItem:
    problem = Problem.model_validate(row.problem) if row.problem else None
    outcome = row.body["decision"]["outcome"] if row.type == EventType.DECISION_MADE else None
    server = session.get(DraftCellRow, (row.submission_id, row.cell)) if row.cell else None
    return OutboxItem(
        event_id=row.event_id,
        submission_id=row.submission_id,
        title=titles.get(row.submission_id) or _title_of(session, str(row.body.get("micro_credential_id", ""))),
        type=EventType(row.type),
        purpose=_purpose(session, row.submission_id),
        outcome=Outcome(outcome) if outcome else None,
        occurred_at=settings.parse_time(row.occurred_at),
        status=row.status,
        problem=problem,
        cell=row.cell,
        mine=row.body.get("value"),
        theirs=server.value if server else None,
        edits=1,
        choices=choices(row),
    )


def choices(row: PendingEvent) -> tuple[Choice, ...]:
    """What the person can do with this item of the outbox."""
    problem = Problem.model_validate(row.problem) if row.problem else None
    if row.status == PendingStatus.WAITING:
        return (Choice.TAKE_BACK,)
    if row.status == PendingStatus.SECOND_READING:
        return (Choice.DISMISS,)
    if row.status != PendingStatus.REJECTED:
        return ()
    if ledger.is_unknown(row):
        return (Choice.SAVE_COPY,)
    if device.can_be_sent_again(row):
        return (Choice.SEND_AGAIN, Choice.SAVE_COPY, Choice.DISCARD)
    if row.type == EventType.DRAFT_SAVED:
        if problem is not None and problem.type is ProblemType.STALE_BASE:
            return (Choice.KEEP_MINE, Choice.TAKE_THEIRS)
        return (Choice.SAVE_COPY, Choice.DISCARD)
    reopen = problem is not None and problem.type in _REOPENABLE
    return (*((Choice.REOPEN,) if reopen else ()), Choice.SAVE_COPY, Choice.DISCARD)


def _edits_item(submission_id: str, rows: list[PendingEvent], titles: Mapping[str, str]) -> OutboxItem:
    latest: datetime = max(settings.parse_time(row.occurred_at) for row in rows)
    return OutboxItem(
        event_id="", submission_id=submission_id, title=titles.get(submission_id, ""), type=EventType.DRAFT_SAVED,
        outcome=None, occurred_at=latest, status=PendingStatus.WAITING, problem=None, cell=None, mine=None,
        theirs=None, edits=len(rows), choices=(),
    )  # fmt: skip
