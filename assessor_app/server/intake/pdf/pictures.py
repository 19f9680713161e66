"""Names in a PDF's pictures, wherever these are: on a page, beneath something, outside of it, in a stamp."""

from __future__ import annotations

import contextlib

import pymupdf
from PIL import Image

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.picture_text import boxes_of, covered

_LEAST_WIDE, _LEAST_HIGH = 60, 16
"""Pixels in which a name could be read."""


def without_names(document: pymupdf.Document, censor: Censor) -> bool:
    """Each picture once, as it is stored; whether any was changed."""
    pictures = [xref for xref in range(1, document.xref_length()) if _value(document, xref, "Subtype") == "/Image"]
    masks = {_value(document, xref, "SMask").partition(" ")[0] for xref in pictures}
    changed = False
    for xref in pictures:
        if str(xref) in masks or is_stencil(document, xref):
            continue
        picture = _picture(document, xref)
        boxes = boxes_of(picture, censor, "picture") if picture is not None else []
        if picture is not None and boxes:
            _replace(document, xref, covered(picture, boxes))
            changed = True
    return changed


def is_stencil(document: pymupdf.Document, xref: int) -> bool:
    """Whether it has no colours of its own, but lets those of the page through."""
    return _value(document, xref, "ImageMask") == "true"


def _value(document: pymupdf.Document, xref: int, key: str) -> str:
    return str(document.xref_get_key(xref, key)[1])


def _picture(document: pymupdf.Document, xref: int) -> Image.Image | None:
    width, height = _value(document, xref, "Width"), _value(document, xref, "Height")
    if not width.isdigit() or not height.isdigit() or int(width) < _LEAST_WIDE or int(height) < _LEAST_HIGH:
        return None
    with contextlib.suppress(RuntimeError, ValueError):
        pixels = pymupdf.Pixmap(document, xref)
        if pixels.colorspace is None:
            return None
        if pixels.colorspace.n != 3 or pixels.alpha:
            pixels = pymupdf.Pixmap(pymupdf.csRGB, pixels)
        if pixels.alpha:
            pixels = pymupdf.Pixmap(pixels, 0)
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    return None


def _replace(document: pymupdf.Document, xref: int, picture: Image.Image) -> None:
    document.update_stream(xref, picture.convert("RGB").tobytes(), compress=True)
    for key, value in (
        ("Width", str(picture.width)), ("Height", str(picture.height)), ("ColorSpace", "/DeviceRGB"),
        ("BitsPerComponent", "8"), ("DecodeParms", "null"), ("Decode", "null"), ("SMaskInData", "null"),
    ):  # fmt: skip
        document.xref_set_key(xref, key, value)
    if document.xref_get_key(xref, "Mask")[0] == "array":
        # A key of colours that the picture does not have any more.
        document.xref_set_key(xref, "Mask", "null")
