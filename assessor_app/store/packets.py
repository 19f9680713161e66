"""Packets on this computer: which are wanted, how far they are, and their encrypted blobs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assessor_app.protocol.packet import Manifest
from assessor_app.protocol.sync import AssignmentData
from assessor_app.store.models import AssignmentRow, BlobRow, PacketRow, PacketState


@dataclass(frozen=True, slots=True)
class WantedPacket:
    """A packet to download. ``manifest`` is None until the manifest itself has been fetched and checked."""

    submission_id: str
    manifest_sha256: str
    manifest: Manifest | None


@dataclass(frozen=True, slots=True)
class BlobFile:
    """Where a blob is or goes, and its packet's key of 32 bytes. ``size`` is the plain text's, in bytes."""

    submission_id: str
    sha256: str
    path: Path
    key: bytes
    size: int
    complete: bool


def want(session: Session, submission_id: str) -> bool:
    """Ask for a packet. Returns False when it is already wanted or here. Raises KeyError for an unknown one."""
    assignment = session.get(AssignmentRow, submission_id)
    if assignment is None:
        raise KeyError(submission_id)
    row = session.get(PacketRow, submission_id)
    if row is not None and row.state != PacketState.REFUSED:
        return False
    if row is not None:
        session.delete(row)
        session.flush()
    session.add(
        PacketRow(
            submission_id=submission_id,
            manifest_sha256=AssignmentData.model_validate(assignment.data).manifest,
            key=secrets.token_bytes(32),
            state=PacketState.WANTED,
            problem="",
        )
    )
    return True


def wanted(session: Session) -> list[WantedPacket]:
    rows = session.scalars(select(PacketRow).where(PacketRow.state == PacketState.WANTED))
    return [WantedPacket(row.submission_id, row.manifest_sha256, manifest_of(row)) for row in rows]


def manifest_of(row: PacketRow) -> Manifest | None:
    return Manifest.model_validate(row.manifest) if row.manifest is not None else None


def keep_manifest(session: Session, submission_id: str, manifest: Manifest) -> None:
    """Note a checked manifest and the blobs that it names."""
    row = session.get_one(PacketRow, submission_id)
    row.manifest = manifest.model_dump(mode="json")
    for reference in manifest.blobs().values():
        session.add(
            BlobRow(
                submission_id=submission_id, sha256=reference.sha256, file=secrets.token_hex(12), size=reference.size
            )
        )


def blob_files(session: Session, folder: Path, submission_id: str) -> list[BlobFile]:
    """Every blob of a packet, smallest first, so that most of a packet can be read early."""
    packet = session.get(PacketRow, submission_id)
    if packet is None:
        return []
    rows = session.scalars(select(BlobRow).where(BlobRow.submission_id == submission_id).order_by(BlobRow.size))
    return [_file(folder, packet, row) for row in rows]


def blob_file(session: Session, folder: Path, submission_id: str, sha256: str) -> BlobFile | None:
    row = session.get(BlobRow, (submission_id, sha256))
    packet = session.get(PacketRow, submission_id)
    return _file(folder, packet, row) if row is not None and packet is not None else None


def _file(folder: Path, packet: PacketRow, row: BlobRow) -> BlobFile:
    name = row.file + (".bin" if row.complete else ".part")
    return BlobFile(row.submission_id, row.sha256, folder / name, packet.key, row.size, row.complete)


def keep_blob(session: Session, submission_id: str, sha256: str) -> None:
    """Note that a blob's file is whole and in its final place; the last one completes the packet."""
    session.get_one(BlobRow, (submission_id, sha256)).complete = True
    session.flush()
    left = session.scalar(
        select(func.count()).where(BlobRow.submission_id == submission_id, BlobRow.complete.is_(False))
    )
    if not left:
        session.get_one(PacketRow, submission_id).state = PacketState.COMPLETE


def refuse(session: Session, submission_id: str, reason: str) -> None:
    """Keep the reason and nothing else: the blobs' rows go, and their key with them."""
    row = session.get(PacketRow, submission_id)
    if row is None:
        return
    session.execute(delete(BlobRow).where(BlobRow.submission_id == submission_id))
    row.state, row.problem, row.manifest = PacketState.REFUSED, reason, None
    row.key = secrets.token_bytes(32)


def delete_packet(session: Session, submission_id: str) -> None:
    session.execute(delete(PacketRow).where(PacketRow.submission_id == submission_id))


def file_names_in_use(session: Session) -> set[str]:
    return set(session.scalars(select(BlobRow.file)))


def bytes_here(session: Session) -> dict[str, int]:
    """Submission → plain bytes of its complete blobs."""
    rows = session.execute(
        select(BlobRow.submission_id, func.sum(BlobRow.size))
        .where(BlobRow.complete.is_(True))
        .group_by(BlobRow.submission_id)
    )
    return {submission_id: int(size) for submission_id, size in rows}
