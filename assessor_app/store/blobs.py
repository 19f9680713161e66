"""Encrypted files (:mod:`assessor_app.protocol.streams`), so that a large one is written, resumed and read in pieces.

File = 8 bytes magic, 7 bytes prefix, then chunks of cipher text + 16 bytes.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assessor_app.protocol.streams import (
    CHUNK,
    PREFIX_BYTES,
    STORED_CHUNK,
    StreamDamaged,
    open_chunk,
    open_stream,
    seal_chunk,
)

_MAGIC = b"ASRBLOB1"
_HEADER = len(_MAGIC) + PREFIX_BYTES


class BlobDamaged(Exception):
    """The file on disk is not what was written."""


class BlobWriter:
    """Writes one encrypted file, starting over or going on where an earlier writer stopped.

    ``resumed`` is how many plain bytes an earlier writer's file already holds; :meth:`existing` gives them back for
    hashing. :meth:`finish` writes the last chunk and puts the file on disk; without it the file stays resumable.
    """

    def __init__(self, file: Path, key: bytes) -> None:
        self._file, self._cipher = file, AESGCM(key)
        self._buffer = bytearray()
        self._number = 0
        prefix = _read_prefix(file)
        if prefix is None:
            self._prefix = secrets.token_bytes(PREFIX_BYTES)
            self._stream: BinaryIO = file.open("wb")
            self._stream.write(_MAGIC + self._prefix)
        else:
            self._prefix = prefix
            self._number = (file.stat().st_size - _HEADER) // STORED_CHUNK
            self._stream = file.open("r+b")
            self._stream.truncate(_HEADER + self._number * STORED_CHUNK)
            self._stream.seek(0, os.SEEK_END)
        self.resumed = self._number * CHUNK

    def existing(self) -> Iterator[bytes]:
        """The plain bytes that are there already. Raises BlobDamaged."""
        with self._file.open("rb") as stream:
            stream.seek(_HEADER)
            for number in range(self._number):
                yield _opened(self._cipher, self._prefix, number, stream.read(STORED_CHUNK))

    def write(self, data: bytes) -> None:
        self._buffer += data
        # The chunk that may turn out to be the last stays in memory: only `finish` knows.
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]

    def finish(self) -> None:
        self._put(bytes(self._buffer), last=True)
        self._buffer.clear()
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._stream.write(seal_chunk(self._cipher, self._prefix, self._number, last, plain))
        self._number += 1

    def __enter__(self) -> BlobWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


def read_blob(file: Path, key: bytes) -> bytes:
    """The whole plain content. Raises BlobDamaged, OSError."""
    prefix = _read_prefix(file)
    if prefix is None:
        raise BlobDamaged("the file has no header")
    with file.open("rb") as stream:
        stream.seek(_HEADER)
        try:
            return b"".join(open_stream(key, prefix, stream))
        except StreamDamaged as error:
            raise BlobDamaged(str(error)) from None


def _read_prefix(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            header = stream.read(_HEADER)
    except FileNotFoundError:
        return None
    return header[len(_MAGIC) :] if len(header) == _HEADER and header.startswith(_MAGIC) else None


def _opened(cipher: AESGCM, prefix: bytes, number: int, data: bytes) -> bytes:
    try:
        return open_chunk(cipher, prefix, number, False, data)
    except StreamDamaged as error:
        raise BlobDamaged(str(error)) from None
