"""Credentials inside pictures (Open Badges 3.0, section 5.3), and getting them out of what strangers send.

Pictures are looked through byte by byte; none is decoded.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST = 1024 * 1024
"""Of a file that may hold a credential; ours have a tenth of it."""
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_PNG = b"\x89PNG\r\n\x1a\n"
_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class NoCredential(ValueError):
    """The file holds no credential that can be read."""


def bake_png(picture: bytes, credential: str) -> bytes:
    """The picture with the credential in an ``iTXt`` chunk, uncompressed, right after its header (5.3.1.1)."""
    text = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + credential.encode("utf-8")
    end = len(_PNG) + 12 + 13
    return picture[:end] + _chunk(b"iTXt", text) + picture[end:]


def bake_svg(picture: str, credential: str) -> str:
    """The drawing with the credential right after its ``svg`` tag (5.3.2.1). It must declare no such element yet."""
    # JSON may hold “]]>”, which would end the section: the end is divided between two.
    content = credential.replace("]]>", "]]]]><![CDATA[>")
    baked = f"<openbadges:credential><![CDATA[{content}]]></openbadges:credential>"
    found = re.search(r"<svg\b[^>]*>", picture)
    if found is None:
        raise ValueError("there is no svg element")
    tag = found.group(0)[:-1] + f' xmlns:openbadges="{NAMESPACE}">'
    return picture[: found.start()] + tag + baked + picture[found.end() :]


def extract(content: bytes) -> str | dict[str, Any]:
    """What a file holds: a compact JWT as text, or a document. PNG, SVG, JSON and JWT. Raises NoCredential."""
    if len(content) > MOST:
        raise NoCredential("the file is too large to be a credential")
    if content.startswith(_PNG):
        return _parsed(_from_png(content))
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise NoCredential("this is neither a PNG nor a text") from None
    return _parsed(_from_svg(text) if text.startswith("<") else text)


def _parsed(text: str) -> str | dict[str, Any]:
    if _JWT.fullmatch(text):
        return text
    try:
        document = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NoCredential("there is no credential in it") from None
    if not isinstance(document, dict):
        raise NoCredential("there is no credential in it")
    return document


def _no_number(name: str) -> None:
    raise ValueError(name)


def _from_png(content: bytes) -> str:
    for kind, data in _chunks(content):
        keyword, _, rest = data.partition(b"\0")
        if kind != b"iTXt" or keyword != KEYWORD:
            continue
        # Compression flag and method, language tag, translated keyword (PNG, section 11.3.3.4).
        if rest[:1] != b"\0":
            raise NoCredential("the credential is compressed, which Open Badges forbids")
        parts = rest[2:].split(b"\0", 2)
        if len(parts) == 3:
            return parts[2].decode("utf-8", "replace").strip()
    raise NoCredential("there is no credential in this picture")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if len(data) != length:
            return
        yield kind, data
        at += 12 + length


def _from_svg(text: str) -> str:
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise NoCredential("this drawing can't be read") from None
    found = next(root.iter(f"{{{NAMESPACE}}}credential"), None)
    if found is None:
        raise NoCredential("there is no credential in this drawing")
    return (found.get("verify") or found.text or "").strip()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
