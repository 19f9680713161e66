"""PDFs that are small and unpack to more than any page needs, told before anything unpacks them."""

from __future__ import annotations

import io
import zlib

import pikepdf

from assessor_app.server.intake.formats import Unreadable

MAX_STREAM_BYTES = 100 * 1024 * 1024
_PACKERS = (pikepdf.Name.FlateDecode, pikepdf.Name.LZWDecode, pikepdf.Name.RunLengthDecode)
MAX_OBJECTS = 2_000_000
_DEFLATE_AT_MOST = 1032
"""Times that deflate packs at most (RFC 1951)."""


def check(data: bytes) -> None:
    """Raises Unreadable for a stream of drawing instructions over MAX_STREAM_BYTES."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.objects) > MAX_OBJECTS:
                raise Unreadable("The PDF has more parts than it may.")
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != pikepdf.Name.Image:
                    _check_stream(item)
    except pikepdf.PasswordError:
        raise Unreadable("The PDF is protected with a password; hand it in without one.") from None
    except (pikepdf.PdfError, RecursionError) as error:
        raise Unreadable("The PDF is damaged.") from error


def _check_stream(stream: pikepdf.Stream) -> None:
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters] if filters is not None else []
    packed = sum(name in _PACKERS for name in names)
    raw = stream.read_raw_bytes()
    if not packed or len(raw) * _DEFLATE_AT_MOST**packed <= MAX_STREAM_BYTES:
        return
    if len(names) > packed or any(name != pikepdf.Name.FlateDecode for name in names):
        if packed > 1:
            raise Unreadable("The PDF is built in a way that documents are not; print it to a new PDF.")
        return
    for _ in names:
        raw = _inflated(raw)


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        out = inflater.decompress(data, MAX_STREAM_BYTES)
    except zlib.error:
        return b""
    if inflater.unconsumed_tail:
        raise Unreadable("The PDF unpacks to more than it may.")
    return out
