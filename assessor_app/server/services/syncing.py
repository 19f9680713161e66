"""One sync request: events in, each settled exactly once; results and changes out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.protocol.events import Event, utc_now
from assessor_app.protocol.problems import Problem, ProblemError, ProblemType, problem
from assessor_app.protocol.signing import BadSignature, key_id
from assessor_app.protocol.sync import FatesReply, FatesRequest, Result, ResultStatus, SyncReply, SyncRequest
from assessor_app.server.opening import Server
from assessor_app.server.services.assigning import renew_leases
from assessor_app.server.services.paging import check_cursor, page_after
from assessor_app.server.services.review import apply_event
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.history import note_act, note_event
from assessor_app.server.storage.models import Device, EventResult

MOST_WAITING = 100_000


def sync(server: Server, caller: Caller, request: SyncRequest) -> SyncReply:
    """Settle the events in their order and answer with what changed. Raises ProblemError."""
    may_use(caller)
    if request.device_id != caller.device_id:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "This sign-in belongs to another computer."))
    with server.database.reading() as session:
        # First, so that a cursor of another database is answered before anything is settled.
        check_cursor(session, request.cursor)
    results = settle(server, caller, request.events)
    with server.database.writing() as session:
        renew_leases(session, caller.person_id)
    with server.database.reading() as session:
        page = page_after(session, caller.person_id, request.cursor)
    return SyncReply(
        cursor=page.cursor, results=results, changes=page.changes, server_time=utc_now(), more=page.more,
        policy=server.settings.policy,
    )  # fmt: skip


def settle(server: Server, caller: Caller, events: tuple[Event, ...]) -> tuple[Result, ...]:
    """Settle a computer's events in their order, whichever way they came. Raises ProblemError, with none settled."""
    with server.database.reading() as session:
        _check_all(session, caller, events)
    return tuple(_settle(server, caller, event) for event in events)


def recent_results(session: Session, device_id: str) -> list[Result]:
    """What became of a computer's last events, newest first: more than it could still wait for."""
    rows = session.scalars(
        select(EventResult)
        .where(EventResult.device_id == device_id)
        .order_by(EventResult.sequence.desc())
        .limit(MOST_WAITING)
    )
    return [_result(row) for row in rows]


def results_of(server: Server, caller: Caller, request: FatesRequest) -> FatesReply:
    """What became of these events of the caller's own, whichever of their computers sent them. Raises ProblemError."""
    may_use(caller)
    own = (
        select(EventResult)
        .join(Device, EventResult.device_id == Device.id)
        .where(EventResult.event_id.in_(request.event_ids), Device.person_id == caller.person_id)
    )
    with server.database.writing() as session:
        for device_id in request.replaced:
            device = session.get(Device, device_id)
            if device is not None and device.person_id == caller.person_id and device.id != caller.device_id:
                note_act(session, "device replaced")
                device.revoked_at = device.revoked_at or utc_now()
        return FatesReply(results=tuple(_result(row) for row in session.scalars(own)))


def may_use(caller: Caller) -> None:
    """The application is for assessors and approvers, and for the issuer who calibrates them."""
    if Role.ISSUER not in caller.roles or Role.FACILITATOR in caller.roles:
        may_review(caller)


def may_review(caller: Caller) -> None:
    """Submissions, evidence and assessments are for assessors and approvers, never for facilitators (FAQ 24)."""
    if Role.FACILITATOR in caller.roles or not {Role.ASSESSOR, Role.APPROVER} & caller.roles:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "Submissions are open to assessors and approvers only."))


def _check_all(session: Session, caller: Caller, events: tuple[Event, ...]) -> None:
    """Signatures, the chain and its numbers, before anything is written. Raises ProblemError."""
    device = session.get_one(Device, caller.device_id)
    expected, previous = device.last_sequence + 1, device.last_hash
    for event in events:
        _check_signature(device, event)
        if _known(session, event) is not None:
            continue
        if event.sequence != expected:
            raise _gap(expected)
        if event.previous != previous:
            raise _bad(f"Event {event.sequence} does not follow the event before it.")
        expected, previous = expected + 1, event.hash()


def _check_signature(device: Device, event: Event) -> None:
    if event.device_id != device.id or event.device_key_id != key_id(device.public_key):
        raise _bad(f"Event {event.sequence} was signed with the key of another computer.")
    try:
        event.verify(device.public_key)
    except BadSignature:
        raise _bad(f"Event {event.sequence} is not as this computer signed it.") from None


def _settle(server: Server, caller: Caller, event: Event) -> Result:
    """One event in one transaction: its effect, its result and its place in the chain, or none of them."""
    with server.database.writing() as session:
        known = _known(session, event)
        if known is not None:
            return _result(known)
        device = session.get_one(Device, caller.device_id)
        if event.sequence != device.last_sequence + 1 or event.previous != device.last_hash:
            raise _gap(device.last_sequence + 1)
        status, trouble = _apply(server, session, caller, event)
        row = EventResult(
            event_id=event.id,
            device_id=device.id,
            sequence=event.sequence,
            content_hash=event.hash(),
            received_at=utc_now(),
            status=status,
            problem=trouble.model_dump(mode="json") if trouble else None,
        )
        session.add(row)
        note_event(session, event.model_dump_json())
        device.last_sequence, device.last_hash = event.sequence, row.content_hash
        return _result(row)


def _apply(server: Server, session: Session, caller: Caller, event: Event) -> tuple[ResultStatus, Problem | None]:
    try:
        with session.begin_nested():
            return apply_event(server, session, caller, event), None
    except ProblemError as error:
        return ResultStatus.REJECTED, error.problem


def _known(session: Session, event: Event) -> EventResult | None:
    row = session.get(EventResult, event.id)
    if row is not None and row.content_hash != event.hash():
        raise ProblemError(problem(ProblemType.EVENT_CONFLICT, "The first one stands; nothing was changed."))
    return row


def _result(row: EventResult) -> Result:
    trouble = Problem.model_validate(row.problem) if row.problem else None
    return Result(event_id=row.event_id, status=ResultStatus(row.status), problem=trouble)


def _gap(expected: int) -> ProblemError:
    return ProblemError(
        problem(ProblemType.SEQUENCE_GAP, f"The next event has to be number {expected}.", expected=expected)
    )


def _bad(detail: str) -> ProblemError:
    return ProblemError(problem(ProblemType.BAD_SIGNATURE, detail + " Nothing of the request was taken."))
