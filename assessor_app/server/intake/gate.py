"""The last look: no byte of what goes out spells what is surely the person, however it is packed or written."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.identity.naming import Rarity, take_apart
from assessor_app.domain.identity.reading import IsWord
from assessor_app.server.intake.formats import Unreadable

_LEAST = 6
_BASE64 = re.compile(rb";base64,([A-Za-z0-9+/]+)")
_LETTER = rb"[A-Za-z\xc0-\xff]"


def check(data: bytes, identity: Identity, is_word: IsWord) -> None:
    """Raises Unreadable when something remains, so that it is never handed out."""
    pattern = _pattern(identity, is_word)
    if pattern is None:
        return
    for layer in _layers(data):
        if pattern.search(layer.lower()) is not None:
            raise Unreadable("A name hidden in the file could not be taken out; hand it in as a PDF or a picture.")


def _pattern(identity: Identity, is_word: IsWord) -> re.Pattern[bytes] | None:
    forms: set[bytes] = {spelt for needle in _needles(identity, is_word) for spelt in _encodings(needle)}
    if not forms:
        return None
    return re.compile(b"|".join(sorted(forms, reverse=True)))


def _needles(identity: Identity, is_word: IsWord) -> Iterator[str]:
    for number, name in enumerate(identity.names):
        taken = take_apart(name, number, is_word)
        yield from (token.text for token in taken.tokens if token.rarity is Rarity.RARE)
        kinds = {token.rarity for token in taken.tokens}
        if len(taken.tokens) > 1 and kinds & {Rarity.RARE, Rarity.PROPER}:
            yield name.casefold()
    yield from (email.casefold() for email in identity.emails)
    yield from (number.casefold() for number in identity.employee_ids if not number.isdigit())


def _encodings(needle: str) -> Iterator[bytes]:
    if len(needle) < _LEAST:
        return
    plain = needle.encode()
    yield rb"(?<!%b)%b(?!%b)" % (_LETTER.lower(), re.escape(plain), _LETTER.lower())
    if not needle.isascii():
        yield re.escape(needle.encode("latin-1", "ignore"))
    for order in ("utf-16-le", "utf-16-be"):
        yield re.escape(needle.encode(order))


def _layers(data: bytes) -> Iterator[bytes]:
    """The bytes, and what they unpack to."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                inner = archive.read(info)
                yield info.filename.encode()
                yield from _layers(inner)
    elif data[:1024].lstrip().startswith(b"<") and b";base64," in data:
        for packed in _BASE64.findall(data):
            yield base64.b64decode(packed + b"==", validate=False)
    elif data[:1024].lstrip().startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    content = _stream(item)
                    yield content
                    if content.startswith((b"PK\x03\x04", b"%PDF-")):
                        yield from _layers(content)


def _stream(item: pikepdf.Stream) -> bytes:
    try:
        return item.read_bytes()
    except pikepdf.PdfError:
        return item.read_raw_bytes()
