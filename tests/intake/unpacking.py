"""Everything that a file can be read as: the texts in it, however deep and in whatever encoding."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

import pikepdf
import pymupdf

_DEEPEST = 6
_MOST = 8_000_000
_BYTE_RUN = re.compile(rb"[\x20-\x7e\x80-\xff]{5,}")
_LITTLE = re.compile(rb"(?:[\x20-\xff]\x00|[\x00-\xff][\x01\x03\x1e\x20]){5,}", re.DOTALL)
_BIG = re.compile(rb"(?:\x00[\x20-\xff]|[\x01\x03\x1e\x20][\x00-\xff]){5,}", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{32,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){16,}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", re.DOTALL)
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_TAG = re.compile(r"<[^<>]*>")
_RTF = re.compile(r"\\'([0-9a-fA-F]{2})|\\u(-?\d+) ?\??|\\[a-z]+-?\d* ?|[{}]|\r?\n")


@dataclass(frozen=True)
class Piece:
    where: str
    text: str
    seen: bool = False
    """Read from pixels, where letters may be mistaken for others."""


@dataclass
class Unpacking:
    pieces: list[Piece] = field(default_factory=list)
    _met: set[bytes] = field(default_factory=set)

    def take(self, where: str, data: bytes, depth: int = 0) -> None:
        key = data[:64] + struct.pack(">Iq", zlib.crc32(data), len(data))
        if not data or depth > _DEEPEST or key in self._met:
            return
        self._met.add(key)
        self._texts(where, data)
        for name, inner in _inner_parts(data):
            self.take(f"{where} > {name}", inner, depth + 1)
        for match in list(_END.finditer(data))[:-1]:
            self.take(f"{where} > revision up to {match.end()}", data[: match.end()], depth + 1)
        if b"%PDF-" in data[:1024]:
            self._pdf(where, data, depth)

    def say(self, where: str, text: str) -> None:
        if text.strip():
            self.pieces.append(Piece(where, text))

    def _texts(self, where: str, data: bytes) -> None:
        runs = b"\n".join(_BYTE_RUN.findall(data))
        text = runs.decode("utf-8", "ignore")
        self.say(where, text)
        if not runs.isascii():
            self.say(f"{where} (Latin-1)", runs.decode("cp1252", "ignore"))
        for name, pattern, encoding in (("UTF-16LE", _LITTLE, "utf-16-le"), ("UTF-16BE", _BIG, "utf-16-be")):
            wide = "\n".join(run.decode(encoding, "ignore") for run in pattern.findall(data))
            self.say(f"{where} ({name})", wide)
            self._readings(f"{where} ({name})", wide)
        self._readings(where, text)

    def _readings(self, where: str, text: str) -> None:
        """The same text as programs would read it."""
        if "&" in text or "<" in text:
            self.say(f"{where} (as XML)", html.unescape(_TAG.sub("", text)))
            self.say(f"{where} (entities)", html.unescape(text))
        if "%" in text:
            self.say(f"{where} (as URL)", unquote(text))
        if "\\u" in text or "\\x" in text:
            self.say(f"{where} (as JSON)", re.sub(r"\\[ux]([0-9a-fA-F]{2,4})", lambda m: chr(int(m[1], 16)), text))
        if "{\\rtf" in text[:50]:
            self.say(f"{where} (as RTF)", _RTF.sub(_of_rtf, text))
        if "\\0" in text or "\\3" in text:
            self.say(f"{where} (octal)", re.sub(r"\\([0-3][0-7]{2})", lambda m: chr(int(m[1], 8)), text))

    def _pdf(self, where: str, data: bytes, depth: int) -> None:
        try:
            pdf = pikepdf.open(io.BytesIO(data))
        except pikepdf.PdfError:
            return
        with pdf:
            for thing in (*pdf.objects, pdf.trailer):
                said = list(_strings(thing))
                self.say(f"{where} > object {getattr(thing, 'objgen', '')}", "\n".join(said))
                for text in said:
                    self.take(f"{where} > string", text.encode("utf-8", "ignore"), depth + 1)
                if isinstance(thing, pikepdf.Stream):
                    self.take(f"{where} > stream {thing.objgen}", _decoded(thing), depth + 1)
            self._page_texts(where, pdf)

    def _page_texts(self, where: str, pdf: pikepdf.Pdf) -> None:
        """Of every layer and beyond the page's edges: what is switched off or out of sight is in the file too."""
        if "/OCProperties" in pdf.Root:
            del pdf.Root.OCProperties
        out = io.BytesIO()
        pdf.save(out)
        flags = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_MEDIABOX_CLIP
        with pymupdf.open(stream=out.getvalue(), filetype="pdf") as document:
            for page in document:
                everywhere = pymupdf.Rect(-1e5, -1e5, 1e5, 1e5)
                self.say(f"{where} > text of page {page.number + 1}", page.get_text(flags=flags, clip=everywhere))


def _of_rtf(match: re.Match[str]) -> str:
    if match[1]:
        return bytes.fromhex(match[1]).decode("cp1252", "ignore")
    return chr(int(match[2]) % 65536) if match[2] else ""


def _strings(thing: pikepdf.Object, depth: int = 0) -> Iterator[str]:
    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        yield str(thing)
    elif depth > 20:
        return
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            if isinstance(item, pikepdf.Object) and not item.is_indirect:
                yield from _strings(item, depth + 1)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, item in thing.items():
            yield key
            if isinstance(item, pikepdf.Object) and not item.is_indirect:
                yield from _strings(item, depth + 1)


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _inner_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield from _zip_members(data)
    for match in _ZLIB.finditer(data):
        yield f"deflated at {match.start()}", _inflated(data[match.start() :], 47)
    for match in _BASE64.finditer(data):
        yield f"base64 at {match.start()}", _unbase64(match[0])
    for match in _HEX.finditer(data):
        yield f"hexadecimal at {match.start()}", binascii.unhexlify(match[0])


def _zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """By their own heads, so that members which the directory doesn't know are found too."""
    start = data.find(b"PK\x03\x04")
    while start >= 0 and start + 30 <= len(data):
        method, size, length, extra = (
            *struct.unpack_from("<H", data, start + 8), *struct.unpack_from("<IxxxxHH", data, start + 18),
        )  # fmt: skip
        body = start + 30 + length + extra
        following = data.find(b"PK\x03\x04", body)
        name = data[start + 30 : start + 30 + length].decode("utf-8", "replace")
        if method == 8:
            yield name, _inflated(data[body:], -15)
        elif method == 0:
            yield name, data[body : body + size] if size else data[body : following if following > 0 else None]
        start = following


def _inflated(data: bytes, window: int) -> bytes:
    """As much as can be had; nothing, when it is no such stream."""
    unpacker = zlib.decompressobj(window)
    try:
        return unpacker.decompress(data, _MOST)
    except zlib.error:
        return b""


def _unbase64(data: bytes) -> bytes:
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""
