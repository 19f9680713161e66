"""Encrypted files: AES-256-GCM in chunks, so that a large file is written, resumed and read in pieces.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): every chunk of 64 KiB has its own nonce, made
of a random prefix, the chunk's number and whether it is the last. A chunk that is changed, moved, dropped or added
after the last is noticed when it is read. File = 8 bytes magic, 7 bytes prefix, then chunks of cipher text + 16 bytes.
"""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 64 * 1024
_MAGIC = b"ASRBLOB1"
_PREFIX_BYTES = 7
_HEADER = len(_MAGIC) + _PREFIX_BYTES
_STORED_CHUNK = CHUNK + 16


class BlobDamaged(Exception):
    """The file on disk is not what was written."""


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)


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
            self._prefix = secrets.token_bytes(_PREFIX_BYTES)
            self._stream: BinaryIO = file.open("wb")
            self._stream.write(_MAGIC + self._prefix)
        else:
            self._prefix = prefix
            self._number = (file.stat().st_size - _HEADER) // _STORED_CHUNK
            self._stream = file.open("r+b")
            self._stream.truncate(_HEADER + self._number * _STORED_CHUNK)
            self._stream.seek(0, os.SEEK_END)
        self.resumed = self._number * CHUNK

    def existing(self) -> Iterator[bytes]:
        """The plain bytes that are there already. Raises BlobDamaged."""
        with self._file.open("rb") as stream:
            stream.seek(_HEADER)
            for number in range(self._number):
                yield _open_chunk(self._cipher, self._prefix, number, False, stream.read(_STORED_CHUNK))

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
        self._stream.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), plain, None))
        self._number += 1

    def __enter__(self) -> BlobWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


def read_blob(file: Path, key: bytes) -> bytes:
    """The whole plain content. Raises BlobDamaged, OSError."""
    cipher, prefix = AESGCM(key), _read_prefix(file)
    if prefix is None:
        raise BlobDamaged("the file has no header")
    body = file.stat().st_size - _HEADER
    count = max(1, -(-body // _STORED_CHUNK))
    result = bytearray()
    with file.open("rb") as stream:
        stream.seek(_HEADER)
        for number in range(count):
            result += _open_chunk(cipher, prefix, number, number == count - 1, stream.read(_STORED_CHUNK))
    return bytes(result)


def _read_prefix(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            header = stream.read(_HEADER)
    except FileNotFoundError:
        return None
    return header[len(_MAGIC) :] if len(header) == _HEADER and header.startswith(_MAGIC) else None


def _open_chunk(cipher: AESGCM, prefix: bytes, number: int, last: bool, data: bytes) -> bytes:
    try:
        return cipher.decrypt(_nonce(prefix, number, last), data, None)
    except InvalidTag:
        raise BlobDamaged(f"chunk {number} was changed or cut") from None
