"""Files instead of the wire: writing what waits as an outbox file, and taking in a parcel of the server."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from assessor_app.protocol.events import utc_now
from assessor_app.protocol.files import FileRefused, Outbox, Parcel, parcel_public_key, write_outbox
from assessor_app.protocol.packet import BlobReference, PacketRefused, open_manifest
from assessor_app.store.blobs import BlobWriter
from assessor_app.store.files import write_durably
from assessor_app.store.packets import BlobFile
from assessor_app.store.store import ReplyRefused, Store
from assessor_app.store.views import Availability

MAX_MANIFEST_BYTES = 16 * 1024 * 1024
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What a parcel brought: answers to events that waited, and packets that are whole here now."""

    answers: int
    packets: int


def save_outbox(store: Store, file: Path) -> int:
    """Write everything that waits, signed, to be taken to the server; the number of events.

    It stays in the outbox until the server's answer comes, by wire or by parcel. Raises OSError, with nothing written.
    """
    store.release()
    events = store.events_to_send(MANY)
    device = store.device()
    outbox = Outbox(
        device_id=device.id,
        parcel_key=base64.b64encode(parcel_public_key(device.secret)).decode("ascii"),
        made_at=utc_now(),
        events=tuple(events),
    )
    write_durably(file, write_outbox(device.key(), outbox))
    return len(events)


def take_parcel(store: Store, file: Path) -> Brought:
    """Take in answers, rows and packets, as a sync and its downloads would. A second time changes nothing.

    Raises FileRefused, with nothing changed but what the letter said and files that had come whole; OSError.
    """
    device = store.device()
    keys = {key.key_id: base64.b64decode(key.public_key) for key in store.server_keys()}
    with file.open("rb") as source:
        parcel = Parcel(source, device.id, device.secret, keys)
        try:
            answers = store.apply_parcel(parcel.letter.reply)
        except ReplyRefused as error:
            raise FileRefused("What the parcel says could not be understood; nothing was changed.") from error
        for packet in parcel.letter.packets:
            with contextlib.suppress(KeyError):
                store.want_packet(packet.submission_id)
        manifests = {packet.manifest: packet.submission_id for packet in parcel.letter.packets}
        for blob in parcel.letter.blobs:
            if blob.sha256 in manifests:
                _take_manifest(store, parcel, blob, manifests[blob.sha256], keys)
            else:
                _take_blob(store, parcel, blob, list(manifests.values()))
    whole = {row.submission_id for row in store.queue() if row.availability is Availability.OFFLINE}
    return Brought(answers, sum(packet.submission_id in whole for packet in parcel.letter.packets))


def _take_manifest(
    store: Store, parcel: Parcel, blob: BlobReference, submission_id: str, keys: dict[str, bytes]
) -> None:
    if blob.size > MAX_MANIFEST_BYTES:
        raise FileRefused("A manifest in the parcel is larger than a manifest can be.")
    data = b"".join(parcel.pieces(blob))
    wanted = {packet.submission_id: packet for packet in store.wanted_packets()}
    packet = wanted.get(submission_id)
    if packet is None or packet.manifest is not None:
        return
    try:
        manifest = open_manifest(data, packet.manifest_sha256, keys)
        if manifest.submission_id != submission_id:
            raise PacketRefused("the manifest belongs to another submission")
        store.keep_manifest(submission_id, manifest)
    except PacketRefused as error:
        store.refuse_packet(submission_id, str(error))


def _take_blob(store: Store, parcel: Parcel, blob: BlobReference, submissions: list[str]) -> None:
    """Into every packet that names it and does not have it yet."""
    targets = [
        file
        for submission_id in submissions
        for file in store.blob_files(submission_id)
        if file.sha256 == blob.sha256 and not file.complete and file.size == blob.size
    ]
    digest = hashlib.sha256()
    with contextlib.ExitStack() as stack:
        writers = [stack.enter_context(_anew(file)) for file in targets]
        for piece in parcel.pieces(blob):
            digest.update(piece)
            for writer in writers:
                writer.write(piece)
        if digest.hexdigest() != blob.sha256:
            raise FileRefused("A file in the parcel is not what the server signed.")
        for writer in writers:
            writer.finish()
    for file in targets:
        # A download of the same file that is under way keeps what it writes; where it can't be replaced, it goes on.
        with contextlib.suppress(PermissionError):
            _beside(file).replace(file.path)
            store.keep_blob(file)


def _beside(file: BlobFile) -> Path:
    return file.path.with_suffix(".new")


def _anew(file: BlobFile) -> BlobWriter:
    """Not where an interrupted download stopped: the parcel has it from its beginning."""
    _beside(file).unlink(missing_ok=True)
    return BlobWriter(_beside(file), file.key)
