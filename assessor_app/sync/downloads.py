"""Fetching packets: resumed after any break, hashed and encrypted while they stream, refused whole when wrong."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator

import requests

from assessor_app.protocol.packet import Manifest, PacketRefused, open_manifest
from assessor_app.protocol.problems import ProblemError
from assessor_app.store.blobs import BlobDamaged, BlobWriter
from assessor_app.store.packets import BlobFile, WantedPacket
from assessor_app.store.store import Store
from assessor_app.sync.http import Client, Unreachable

MAX_MANIFEST_BYTES = 16 * 1024 * 1024
PIECE = 256 * 1024

Progress = Callable[[str, int, int], None]
"""Called with submission, bytes here, bytes in all."""


def fetch_packet(store: Store, client: Client, packet: WantedPacket, progress: Progress) -> None:
    """Bring one packet here. What is wrong with it is kept as its refusal; what is merely interrupted goes on later.

    Raises Unreachable, SignInNeeded, Busy.
    """
    try:
        manifest = packet.manifest or _fetch_manifest(store, client, packet)
        total = sum(reference.size for reference in manifest.blobs().values())
        blobs = store.blob_files(packet.submission_id)
        here = sum(blob.size for blob in blobs if blob.complete)
        for blob in blobs:
            if not blob.complete:

                def part(done: int, before: int = here) -> None:
                    progress(packet.submission_id, before + done, total)

                _fetch_blob(client, blob, part)
                store.keep_blob(blob)
                here += blob.size
    except (PacketRefused, BlobDamaged) as error:
        store.refuse_packet(packet.submission_id, str(error))
    except ProblemError as error:
        store.refuse_packet(packet.submission_id, f"{error.problem.title}. {error.problem.detail}".strip())


def _fetch_manifest(store: Store, client: Client, packet: WantedPacket) -> Manifest:
    response = client.request("GET", f"/api/v1/blobs/{packet.manifest_sha256}", stream=True)
    data = bytearray()
    for piece in _pieces(response):
        data += piece
        if len(data) > MAX_MANIFEST_BYTES:
            raise PacketRefused("the manifest is larger than a manifest can be")
    keys = {key.key_id: base64.b64decode(key.public_key) for key in store.server_keys()}
    manifest = open_manifest(bytes(data), packet.manifest_sha256, keys)
    if manifest.submission_id != packet.submission_id:
        raise PacketRefused("the manifest belongs to another submission")
    store.keep_manifest(packet.submission_id, manifest)
    return manifest


def _fetch_blob(client: Client, blob: BlobFile, progress: Callable[[int], None]) -> None:
    with BlobWriter(blob.path, blob.key) as writer:
        digest = hashlib.sha256()
        for piece in writer.existing():
            digest.update(piece)
        here = writer.resumed
        if here < blob.size or blob.size == 0:
            headers = {"Range": f"bytes={here}-", "If-Range": f'"{blob.sha256}"'} if here else {}
            response = client.request("GET", f"/api/v1/blobs/{blob.sha256}", stream=True, headers=headers)
            if here and response.status_code != 206:
                raise PacketRefused("the server could not go on with an interrupted download")
            for piece in _pieces(response):
                here += len(piece)
                if here > blob.size:
                    raise PacketRefused("a file is longer than the manifest says")
                digest.update(piece)
                writer.write(piece)
                progress(here)
        if here < blob.size:
            raise Unreachable("the line broke before the whole file had come")
        if digest.hexdigest() != blob.sha256:
            raise PacketRefused("a file does not have the hash that the manifest names")
        writer.finish()


def _pieces(response: requests.Response) -> Iterator[bytes]:
    try:
        with response:
            yield from response.iter_content(PIECE)
    except requests.RequestException as error:
        raise Unreachable(str(error)) from error
