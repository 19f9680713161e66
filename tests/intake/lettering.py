"""Pictures of text, as screenshots and scans have it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from tests.intake.planting import Sheet

FONT = "DejaVuSans.ttf"
_MARGIN = 40


def font_file() -> str:
    return str(ImageFont.truetype(FONT, 12).path)


def written(lines: Sequence[str], size: int = 30, paper: str = "white") -> tuple[Image.Image, list[tuple[int, ...]]]:
    """A page in pixels and the box of each line."""
    font = ImageFont.truetype(FONT, size)
    widths = [int(font.getlength(line)) for line in lines]
    step = size * 2
    page = Image.new("RGB", (max(widths, default=0) + 2 * _MARGIN, step * len(lines) + 2 * _MARGIN), paper)
    draw = ImageDraw.Draw(page)
    boxes = []
    for number, line in enumerate(lines):
        top = _MARGIN + number * step
        draw.text((_MARGIN, top), line, fill="black", font=font)
        boxes.append((_MARGIN, top, _MARGIN + widths[number], top + step))
    return page, boxes


def picture_of_text(
    sheet: Sheet, place: str, plants: int, innocents: int, *, boxed: bool = False, stays: bool = True
) -> Image.Image:
    lines = sheet.passage(f"picture: {place}", plants, innocents, stays=stays)
    page, boxes = written(lines)
    for line, box in zip(lines, boxes, strict=True):
        if boxed and line.startswith("LBL"):
            sheet.box(0, *box)
    return page


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def landscape(width: int = 160, height: int = 120) -> Image.Image:
    """A picture that says nothing."""
    picture = Image.new("RGB", (width, height), "#88aacc")
    ImageDraw.Draw(picture).ellipse((20, 20, width - 20, height - 20), fill="#ddcc77")
    return picture
