"""Colour profiles (ICC.1:2022) with their colours only: what a profile is called is often somebody's computer."""

from __future__ import annotations

import struct

_HEADER, _ENTRY = 128, 12
LONGEST = 4 * 1024 * 1024
_COLOUR_TAGS = frozenset(
    b"rXYZ gXYZ bXYZ wtpt bkpt rTRC gTRC bTRC kTRC chad lumi gamt A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 B2D0 B2D1 D2B0 D2B1 "
    b"cicp clro clrt".split()
)
# Header fields (7.2) that tell who made it, when, and on which device.
_CLEARED = ((4, 8), (24, 36), (40, 44), (48, 64), (80, 128))


def neutral(profile: bytes) -> bytes | None:
    """The same colours under a name that says nothing; None for what is no profile."""
    if not _HEADER + 4 <= len(profile) <= LONGEST or profile[36:40] != b"acsp":
        return None
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    if count > 200 or _HEADER + 4 + count * _ENTRY > len(profile):
        return None
    tags: list[tuple[bytes, bytes]] = []
    for number in range(count):
        name, at, size = struct.unpack_from(">4sII", profile, _HEADER + 4 + number * _ENTRY)
        if name in _COLOUR_TAGS and at + size <= len(profile):
            tags.append((name, profile[at : at + size]))
    modern = profile[8] >= 4
    tags += [(b"desc", _text(modern, "Colours")), (b"cprt", _text(modern, "None", is_copyright=True))]
    return _written(profile[:_HEADER], tags)


def _text(modern: bool, words: str, *, is_copyright: bool = False) -> bytes:
    if modern:
        spelt = words.encode("utf-16-be")
        return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(spelt), 28) + spelt
    letters = words.encode() + b"\0"
    if is_copyright:
        return b"text" + bytes(4) + letters
    return b"desc" + bytes(4) + struct.pack(">I", len(letters)) + letters + bytes(78)


def _written(header: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    at = _HEADER + 4 + _ENTRY * len(tags)
    table, body = bytearray(), bytearray()
    for name, content in tags:
        table += struct.pack(">4sII", name, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    fresh = bytearray(header)
    for start, end in _CLEARED:
        fresh[start:end] = bytes(end - start)
    # 2000-01-01, which a date field may not be without.
    fresh[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    fresh[0:4] = struct.pack(">I", at + len(body))
    return bytes(fresh) + struct.pack(">I", len(tags)) + bytes(table) + bytes(body)
