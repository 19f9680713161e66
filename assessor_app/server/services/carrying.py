"""What travels by file instead of the wire: outboxes in, parcels out. The same rules, the same answers."""

from __future__ import annotations

import base64
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import RECALLED, Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.files import (
    FileRefused,
    Letter,
    Outbox,
    ParcelPacket,
    check_outbox,
    read_outbox,
    write_parcel,
)
from assessor_app.protocol.packet import BlobReference
from assessor_app.protocol.problems import ProblemError
from assessor_app.protocol.sync import AssignmentStatus, Change, Result, ResultStatus, SyncReply
from assessor_app.server.opening import Server
from assessor_app.server.services.outcomes import manifest_of
from assessor_app.server.services.paging import page_after
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.syncing import may_review, recent_results, settle
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Assignment, Device, Person, Submission

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an outbox file: events by result. ``known`` of them had been settled before."""

    device_id: str
    email: str
    accepted: int
    second_readings: int
    rejected: tuple[str, ...]
    known: int


def import_outbox(server: Server, data: bytes) -> Taken:
    """Settle the events of an outbox file, as if they had come over the wire; a second time changes nothing.

    Raises Refused, with nothing changed.
    """
    try:
        outbox, signed = read_outbox(data)
        with server.database.reading() as session:
            device, person = _known_device(session, outbox.device_id)
        check_outbox(signed, device.public_key)
        _learn_parcel_key(server, outbox)
        caller = _caller(device, person)
        may_review(caller)
        before = _settled(server, outbox)
        results = settle(server, caller, outbox.events)
    except FileRefused as error:
        raise Refused(f"{error} Nothing was taken.") from None
    except ProblemError as error:
        raise Refused(f"{error} Nothing was taken.") from None
    return _taken(device.id, person.email, results, before)


def export_parcel(server: Server, device_id: str, file: Path, submissions: Collection[str] = ()) -> int:
    """Write what a sync and its downloads would bring to a computer, encrypted to it; the number of packets.

    ``submissions`` are those whose packets go along; empty for all that its person has to work on. Raises Refused,
    OSError.
    """
    with server.database.reading() as session:
        device, person = _known_device(session, device_id)
        if device.parcel_key is None:
            raise Refused("This computer has not told a key for parcels yet; it does when it signs in next.")
        caller = _caller(device, person)
        try:
            may_review(caller)
        except ProblemError as error:
            raise Refused(str(error)) from None
        letter = _letter(server, session, caller, submissions)
        recipient = device.parcel_key
    temporary = file.with_name(file.name + ".part")
    with temporary.open("wb") as target:
        write_parcel(server.key, recipient, letter, _pieces(server, letter), target)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(file)
    return len(letter.packets)


def _known_device(session: Session, device_id: str) -> tuple[Device, Person]:
    device = session.get(Device, device_id)
    if device is None:
        raise Refused(f"There is no computer {device_id} here; it has to sign in to this server once.")
    if device.revoked_at is not None:
        raise Refused(
            f"The access of “{device.name}” was ended on {device.revoked_at:%d %B %Y}; what it signed does not count "
            "any more. Once its person has signed in again there, it can be sent again from the outbox."
        )
    return device, session.get_one(Person, device.person_id)


def _learn_parcel_key(server: Server, outbox: Outbox) -> None:
    with server.database.writing() as session:
        device = session.get_one(Device, outbox.device_id)
        if device.parcel_key is None:
            note_act(session, "parcel key learned")
            device.parcel_key = base64.b64decode(outbox.parcel_key)


def _caller(device: Device, person: Person) -> Caller:
    return Caller(person.id, device.id, frozenset(Role(role) for role in person.roles))


def _settled(server: Server, outbox: Outbox) -> int:
    ids = {event.id for event in outbox.events}
    with server.database.reading() as session:
        return sum(result.event_id in ids for result in recent_results(session, outbox.device_id))


def _taken(device_id: str, email: str, results: tuple[Result, ...], known: int) -> Taken:
    def number(status: ResultStatus) -> int:
        return sum(result.status is status for result in results)

    rejected = tuple(
        f"{result.problem.title}. {result.problem.detail}".strip()
        for result in results
        if result.status is ResultStatus.REJECTED and result.problem is not None
    )
    return Taken(
        device_id, email, number(ResultStatus.ACCEPTED), number(ResultStatus.SECOND_READING), rejected, known
    )  # fmt: skip


def _letter(server: Server, session: Session, caller: Caller, submissions: Collection[str]) -> Letter:
    changes: list[Change] = []
    cursor, more = 0, True
    while more:
        page = page_after(session, caller.person_id, cursor)
        changes += page.changes
        cursor, more = page.cursor, page.more
    reply = SyncReply(
        cursor=cursor, results=tuple(recent_results(session, caller.device_id)), changes=tuple(changes),
        server_time=utc_now(), policy=server.settings.policy,
    )  # fmt: skip
    active = session.scalars(
        select(Submission)
        .join(Assignment, Assignment.submission_id == Submission.id)
        .where(Assignment.person_id == caller.person_id, Assignment.status == AssignmentStatus.ACTIVE)
        .where(Submission.state.not_in(RECALLED))
        .order_by(Assignment.due_at, Submission.id)
    ).all()
    if unknown := set(submissions) - {submission.id for submission in active}:
        raise Refused(f"{', '.join(sorted(unknown))} is not in the queue of this computer's person.")
    chosen = [submission for submission in active if not submissions or submission.id in submissions]
    blobs: dict[str, BlobReference] = {}
    for submission in chosen:
        size = server.blobs.path(submission.manifest).stat().st_size
        blobs[submission.manifest] = BlobReference(sha256=submission.manifest, size=size, media_type="application/json")
        blobs.update(manifest_of(server, submission).blobs())
    return Letter(
        device_id=caller.device_id,
        reply=reply,
        packets=tuple(ParcelPacket(submission_id=each.id, manifest=each.manifest) for each in chosen),
        blobs=tuple(blobs.values()),
    )


def _pieces(server: Server, letter: Letter) -> Iterator[bytes]:
    for blob in letter.blobs:
        with server.blobs.path(blob.sha256).open("rb") as source:
            while piece := source.read(PIECE):
                yield piece
