"""Files that carry what the wire would: a computer's outbox to the server, and a parcel from the server to a computer.

An outbox file is JSON, signed as a whole by its computer; each event in it is signed and chained besides. A parcel is
encrypted to one computer (HPKE, RFC 9180, with X25519, HKDF-SHA256 and AES-256-GCM wraps a stream's key) and signed by
the server inside: 8 bytes magic; 4 bytes length and the JSON of :class:`Envelope`; the stream of 4 bytes length, the
JSON of :class:`Signature`, again 4 bytes length and the JSON of :class:`Letter`, and the packets' blobs after another.
"""

from __future__ import annotations

import base64
import secrets
import struct
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field, StringConstraints, ValidationError

from assessor_app.domain.value import Value
from assessor_app.protocol.canonical import DeviceId, NotCanonical, Sha256, SubmissionId, canonical, sha256
from assessor_app.protocol.events import Event
from assessor_app.protocol.packet import BlobReference
from assessor_app.protocol.signing import BadSignature, SigningKey, verify
from assessor_app.protocol.streams import PREFIX_BYTES, StreamDamaged, open_stream, seal_stream
from assessor_app.protocol.sync import SyncReply

OUTBOX_FORMAT = "assessor-app/outbox/1"
PARCEL_FORMAT = "assessor-app/parcel/1"
MAX_OUTBOX_BYTES = 64 * 1024 * 1024
_MAGIC = b"ASRPARC1"
_MAX_ENVELOPE, _MAX_LETTER = 64 * 1024, 64 * 1024 * 1024
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEY_BYTES = 32

PublicKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{43}=$")]
"""A raw public key of 32 bytes in base64."""


class FileRefused(ValueError):
    """The file is not what it should be; nothing of it was taken. The message says why, in a sentence."""


class Outbox(Value):
    """Everything that a computer has sealed and of which it has no answer. ``parcel_key`` is what it can open."""

    format: str = OUTBOX_FORMAT
    device_id: DeviceId
    parcel_key: PublicKey
    made_at: datetime
    events: tuple[Event, ...] = Field(max_length=100_000)


class SignedOutbox(Value):
    outbox: dict[str, Any]
    signature: str


class Envelope(Value):
    format: str = PARCEL_FORMAT
    device_id: DeviceId
    wrapped_key: str
    prefix: Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{2 * PREFIX_BYTES}}}$")]


class ParcelPacket(Value):
    submission_id: SubmissionId
    manifest: Sha256


class Letter(Value):
    """``reply`` has results of the computer's events and all its rows, as a sync from the beginning would bring.

    ``blobs`` follow in this order, manifests among them; ``packets`` says whose they are.
    """

    device_id: DeviceId
    reply: SyncReply
    packets: tuple[ParcelPacket, ...]
    blobs: tuple[BlobReference, ...]


class Signature(Value):
    """The server's over the letter's bytes: they are checked before anything of them is read."""

    key_id: str
    letter_sha256: Sha256
    signature: str


def parcel_key(secret: bytes) -> X25519PrivateKey:
    """A computer's key for opening parcels, derived from its signing key of 32 bytes (HKDF, RFC 5869)."""
    derived = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=b"assessor-app/parcel-key/1")
    return X25519PrivateKey.from_private_bytes(derived.derive(secret))


def parcel_public_key(secret: bytes) -> bytes:
    return parcel_key(secret).public_key().public_bytes_raw()


def write_outbox(key: SigningKey, outbox: Outbox) -> bytes:
    content = outbox.model_dump(mode="json")
    return canonical({"outbox": content, "signature": key.sign(content)})


def read_outbox(data: bytes) -> tuple[Outbox, SignedOutbox]:
    """What the file says, not believed yet: :func:`check_outbox` needs the computer's key. Raises FileRefused."""
    if len(data) > MAX_OUTBOX_BYTES:
        raise FileRefused("The file is larger than an outbox can be.")
    try:
        signed = SignedOutbox.model_validate_json(data)
        outbox = Outbox.model_validate(signed.outbox)
    except (ValidationError, RecursionError):
        raise FileRefused("This is not an outbox file of the application, or it is damaged.") from None
    if outbox.format != OUTBOX_FORMAT:
        raise FileRefused(f"The file's format is {outbox.format!r}; this version reads {OUTBOX_FORMAT!r}.")
    return outbox, signed


def check_outbox(signed: SignedOutbox, public_key: bytes) -> None:
    """Raises FileRefused."""
    try:
        verify(public_key, signed.outbox, signed.signature)
    except (BadSignature, NotCanonical):
        raise FileRefused("The file is not as its computer signed it.") from None


def write_parcel(key: SigningKey, recipient: bytes, letter: Letter, blobs: Iterable[bytes], target: BinaryIO) -> None:
    """``recipient`` is the computer's raw X25519 public key; ``blobs`` are the contents in pieces, in their order."""
    content_key, prefix = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(PREFIX_BYTES)
    wrapped = _SUITE.encrypt(content_key, X25519PublicKey.from_public_bytes(recipient), _purpose(letter.device_id))
    envelope = Envelope(
        device_id=letter.device_id, wrapped_key=base64.b64encode(wrapped).decode(), prefix=prefix.hex()
    ).model_dump_json()
    target.write(_MAGIC + _framed(envelope.encode()))
    written = letter.model_dump_json().encode()
    if len(written) > _MAX_LETTER:
        raise FileRefused("There is more in this queue than a parcel's letter can hold; send fewer packets.")
    digest = sha256(written)
    signature = Signature(key_id=key.id, letter_sha256=digest, signature=key.sign({"parcel": digest}))

    def pieces() -> Iterator[bytes]:
        yield _framed(signature.model_dump_json().encode())
        yield _framed(written)
        yield from blobs

    for chunk in seal_stream(content_key, prefix, pieces()):
        target.write(chunk)


class Parcel:
    """A parcel that was opened: its letter, checked; its blobs come by :meth:`pieces`."""

    def __init__(self, source: BinaryIO, device_id: str, secret: bytes, keys: dict[str, bytes]) -> None:
        """``keys``: key id → public key of the servers that this computer trusts. Raises FileRefused."""
        beginning = source.read(len(_MAGIC))
        if beginning == b'{"outbox"'[: len(_MAGIC)]:
            raise FileRefused("This is what waited here, saved as a file: it goes to the server, where it is imported.")
        if beginning != _MAGIC:
            raise FileRefused("This is not a file that the server made for a computer.")
        try:
            envelope = Envelope.model_validate_json(_frame(source, _MAX_ENVELOPE))
            if envelope.format != PARCEL_FORMAT or envelope.device_id != device_id:
                raise FileRefused("This parcel was made for another computer, which alone can open it.")
            wrapped = base64.b64decode(envelope.wrapped_key, validate=True)
            content_key = _SUITE.decrypt(wrapped, parcel_key(secret), _purpose(device_id))
        except (ValidationError, InvalidTag, ValueError) as error:
            if isinstance(error, FileRefused):
                raise
            raise FileRefused("The parcel is damaged, or was made for an earlier key of this computer.") from None
        self._plain = _Plain(open_stream(content_key, bytes.fromhex(envelope.prefix), source))
        self.letter = self._open_letter(keys)
        if self.letter.device_id != device_id:
            raise FileRefused("This parcel was made for another computer.")

    def _open_letter(self, keys: dict[str, bytes]) -> Letter:
        try:
            signed = Signature.model_validate_json(self._frame(_MAX_ENVELOPE))
            public = keys.get(signed.key_id)
            if public is None:
                raise FileRefused("The parcel is signed by a server that this computer does not trust.")
            verify(public, {"parcel": signed.letter_sha256}, signed.signature)
            written = self._frame(_MAX_LETTER)
            if sha256(written) != signed.letter_sha256:
                raise FileRefused("The parcel is damaged.")
            return Letter.model_validate_json(written)
        except (StreamDamaged, BadSignature, NotCanonical, ValidationError, RecursionError):
            raise FileRefused("The parcel is damaged.") from None

    def _frame(self, most: int) -> bytes:
        (length,) = struct.unpack(">I", self._plain.take(4))
        if length > most:
            raise FileRefused("The parcel is damaged.")
        return self._plain.take(length)

    def pieces(self, blob: BlobReference) -> Iterator[bytes]:
        """The next blob's content. Raises FileRefused where the file is damaged or ends."""
        left = blob.size
        while left:
            try:
                piece = self._plain.some(left)
            except StreamDamaged:
                raise FileRefused("The parcel is damaged or cut off; what came before was kept.") from None
            left -= len(piece)
            yield piece


class _Plain:
    """Plain bytes in the amounts that are asked for. Raises StreamDamaged."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._buffer = chunks, b""

    def some(self, most: int) -> bytes:
        if not self._buffer:
            chunk = next(self._chunks, None)
            if not chunk:
                raise StreamDamaged("there is no more")
            self._buffer = chunk
        piece, self._buffer = self._buffer[:most], self._buffer[most:]
        return piece

    def take(self, size: int) -> bytes:
        parts, left = [], size
        while left:
            parts.append(self.some(left))
            left -= len(parts[-1])
        return b"".join(parts)


def _purpose(device_id: str) -> bytes:
    return f"{PARCEL_FORMAT}/{device_id}".encode()


def _framed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _frame(source: BinaryIO, most: int) -> bytes:
    head = source.read(4)
    if len(head) != 4 or (length := struct.unpack(">I", head)[0]) > most:
        raise FileRefused("The parcel is damaged.")
    return source.read(int(length))
