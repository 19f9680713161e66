"""A PDF's streams: page contents without descriptions and comments, pictures without their own metadata."""

from __future__ import annotations

import re
import struct
from typing import Any

import pikepdf

from assessor_app.server.intake import icc
from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.pictures import bare_jpeg

_TELLING = re.compile(rb"/(?:ActualText|Alt|E|T|Lang|Contents)\b|%|\bMP\b|\bDP\b")
_KEPT_PROPERTIES = ("/MCID", "/Type", "/Subtype", "/Attached", "/BBox")
_MAX_PARSED = 30 * 1024 * 1024
# JPEG 2000 boxes (ISO/IEC 15444-1, annex I) that are text or anything at all.
_JPX_REMOVED = (b"xml ", b"uuid", b"uinf", b"jp2i", b"asoc", b"nlst", b"lbl ")


def clean_contents(pdf: pikepdf.Pdf, holder: pikepdf.Object) -> None:
    """A page's or a form's drawing, where it holds texts that are not drawn."""
    is_form = isinstance(holder, pikepdf.Stream)
    raw = _contents(holder)
    if raw is None or len(raw) > _MAX_PARSED or _TELLING.search(raw) is None:
        return
    try:
        instructions = pikepdf.parse_content_stream(holder)
    except (pikepdf.PdfError, ValueError):
        return
    fresh = pikepdf.unparse_content_stream([_without_properties(item) for item in instructions])
    if is_form:
        holder.write(fresh)
    else:
        holder.Contents = pdf.make_stream(fresh)


def _contents(holder: pikepdf.Object) -> bytes | None:
    try:
        if isinstance(holder, pikepdf.Stream):
            return holder.read_bytes()
        contents = holder.get("/Contents")
        if isinstance(contents, pikepdf.Stream):
            return contents.read_bytes()
        if isinstance(contents, pikepdf.Array):
            return b"\n".join(part.read_bytes() for part in contents if isinstance(part, pikepdf.Stream))
    except pikepdf.PdfError:
        return None
    return None


def _without_properties(item: Any) -> Any:
    """Marked content (ISO 32000-2, 14.6) keeps its tag and its number."""
    if isinstance(item, pikepdf.ContentStreamInlineImage) or str(item.operator) not in ("BDC", "DP"):
        return item
    tag, properties = item.operands[0], item.operands[1]
    if isinstance(properties, pikepdf.Dictionary):
        kept = {key: value for key, value in properties.items() if key in _KEPT_PROPERTIES}
        return pikepdf.ContentStreamInstruction([tag, pikepdf.Dictionary(kept)], item.operator)
    return item


def clean_stream(pdf: pikepdf.Pdf, stream: pikepdf.Object, censor: Censor) -> None:
    kind = stream.get("/Subtype")
    if kind == pikepdf.Name.Form or stream.get("/PatternType") == 1:
        clean_contents(pdf, stream)
    elif kind == pikepdf.Name.Image:
        _clean_picture(stream, censor)


def clean_profile(stream: pikepdf.Object) -> None:
    """An ICC profile that a colour space is based on."""
    if not isinstance(stream, pikepdf.Stream):
        return
    try:
        fresh = icc.neutral(stream.read_bytes())
    except pikepdf.PdfError:
        return
    if fresh is not None:
        stream.write(fresh)


def _clean_picture(stream: pikepdf.Object, censor: Censor) -> None:
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if filters not in (pikepdf.Name.DCTDecode, pikepdf.Name.JPXDecode):
        return
    raw = stream.read_raw_bytes()
    try:
        lean = bare_jpeg(raw) if filters == pikepdf.Name.DCTDecode else _bare_jpx(raw)
    except (OSError, ValueError, SyntaxError, IndexError, struct.error):
        return
    if lean != raw:
        censor.removed["picture metadata"] += 1
        stream.write(lean, filter=pikepdf.Name(str(filters)))


def _bare_jpx(data: bytes) -> bytes:
    if data[4:8] != b"jP  ":
        return data
    out, at = bytearray(), 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if size == 0 else at + size
        if end <= at:
            raise ValueError("a box of no size")
        if kind not in _JPX_REMOVED:
            out += data[at:end]
        at = end
    return bytes(out)
