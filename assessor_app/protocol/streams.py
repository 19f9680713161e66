"""Authenticated encryption in chunks: AES-256-GCM in the STREAM construction.

STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): every chunk of 64 KiB has its own nonce, made of a random prefix,
the chunk's number and whether it is the last. A chunk that is changed, moved, dropped or added after the last is
noticed when it is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 64 * 1024
PREFIX_BYTES = 7
STORED_CHUNK = CHUNK + 16


class StreamDamaged(Exception):
    """What is there is not what was written."""


def seal_chunk(cipher: AESGCM, prefix: bytes, number: int, last: bool, plain: bytes) -> bytes:
    return cipher.encrypt(_nonce(prefix, number, last), plain, None)


def open_chunk(cipher: AESGCM, prefix: bytes, number: int, last: bool, data: bytes) -> bytes:
    """Raises StreamDamaged."""
    try:
        return cipher.decrypt(_nonce(prefix, number, last), data, None)
    except InvalidTag:
        raise StreamDamaged(f"chunk {number} was changed or cut") from None


def seal_stream(key: bytes, prefix: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The stored chunks of what comes in pieces. ``key`` has 32 bytes, ``prefix`` PREFIX_BYTES random ones."""
    cipher, buffer, number = AESGCM(key), bytearray(), 0
    for piece in pieces:
        buffer += piece
        while len(buffer) > CHUNK:
            yield seal_chunk(cipher, prefix, number, False, bytes(buffer[:CHUNK]))
            del buffer[:CHUNK]
            number += 1
    yield seal_chunk(cipher, prefix, number, True, bytes(buffer))


def open_stream(key: bytes, prefix: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The plain chunks, each checked before it is given. Raises StreamDamaged, after the last good one."""
    cipher, number = AESGCM(key), 0
    chunk = stream.read(STORED_CHUNK)
    while True:
        following = stream.read(STORED_CHUNK)
        yield open_chunk(cipher, prefix, number, not following, chunk)
        if not following:
            return
        chunk, number = following, number + 1


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)
