"""Whether a page still looks as it did, but for the places where something was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pymupdf
from PIL import Image, ImageChops, ImageDraw

from tests.intake.planting import Labels

pillow_heif.register_heif_opener()
_TOLERANCE = 70
"""Levels of grey: a picture saved anew differs a little everywhere."""
_ALLOWED = 0.004
_AROUND = 3


def changed_beyond_boxes(labels: Labels, before: Path, after: Path) -> Iterator[tuple[str, float]]:
    """Pages, or a picture, of which too large a part changed; nothing where the boxes aren't known."""
    if before.suffix == ".pdf" and after.suffix == ".pdf":
        yield from _pages(before, after)
        return
    boxes = [box.corners for box in labels.boxes if box.file == before.name]
    if boxes and after.suffix not in (".pdf", ".svg"):
        with Image.open(before) as old, Image.open(after) as new:
            share = _changed(old.convert("L"), new.convert("L"), boxes)
        if share > _ALLOWED:
            yield "picture", share


def _pages(before: Path, after: Path) -> Iterator[tuple[str, float]]:
    with pymupdf.open(before) as old, pymupdf.open(after) as new:
        if old.page_count != new.page_count:
            yield f"{old.page_count} pages became {new.page_count}", 1.0
            return
        for first, second in zip(old, new, strict=True):
            boxes = _boxes(first)
            if boxes:
                share = _changed(_drawn(first), _drawn(second), boxes)
                if share > _ALLOWED:
                    yield f"page {first.number + 1}", share


def _drawn(page: pymupdf.Page) -> Image.Image:
    return page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY).pil_image()


def _boxes(page: pymupdf.Page) -> list[tuple[float, float, float, float]]:
    """Lines with a label, on the page as it is turned, and remarks, which may be drawn anew."""
    found = []
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            if "LBL" in "".join(span["text"] for span in line["spans"]).replace(" ", ""):
                found.append(tuple(pymupdf.Rect(line["bbox"]) * page.rotation_matrix))
    remarks = [*page.annots(), *page.widgets()]
    return found + [tuple(remark.rect * page.rotation_matrix) for remark in remarks]


def _changed(old: Image.Image, new: Image.Image, boxes: list[tuple[float, ...]]) -> float:
    if old.size != new.size:
        return 1.0
    difference = ImageChops.difference(old, new).point(lambda level: 255 if level > _TOLERANCE else 0)
    draw = ImageDraw.Draw(difference)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND), fill=0)
    return difference.histogram()[255] / (old.width * old.height)
