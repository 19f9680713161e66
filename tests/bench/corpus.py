"""What the benchmarks open: the samples, and documents of every kind of weight, made here."""

from __future__ import annotations

import io
import random

import pymupdf
from PIL import Image

from tests.samples import RESOURCES

PORTFOLIO = RESOURCES / "samples/evidence/p5-1/implement-record/portfolio_all_weeks.pdf"
_WORDS = (
    "students", "teacher", "evidence", "discourse", "groups", "of", "four", "reason", "aloud", "partner", "claim",
    "plan", "week", "reflect", "data",
)  # fmt: skip


def portfolio() -> bytes:
    return PORTFOLIO.read_bytes()


def text_pages(pages: int, seed: int = 1) -> bytes:
    """Pages full of prose, with a word that stands on every tenth page only."""
    random_ = random.Random(seed)
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page()
        for line in range(48):
            words = " ".join(random_.choice(_WORDS) for _ in range(12))
            page.insert_text((56, 64 + line * 15), words, fontsize=10)
        if number % 10 == 0:
            page.insert_text((56, 48), "naïveté", fontsize=10)
    return bytes(document.tobytes(deflate=True))


def photo_pages(pages: int) -> bytes:
    document = pymupdf.open()
    for number in range(pages):
        picture = Image.effect_noise((1400, 1900), 60 + number).convert("RGB").resize((1400, 1900))
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=80)
        page = document.new_page()
        page.insert_image(page.rect, stream=packed.getvalue())
    return bytes(document.tobytes())


def heavy_vectors(lines: int = 60_000) -> bytes:
    """A drawing that takes a good part of a second."""
    random_ = random.Random(2)
    document = pymupdf.open()
    page = document.new_page()
    shape = page.new_shape()
    for _ in range(lines):
        a = pymupdf.Point(random_.uniform(20, 590), random_.uniform(20, 820))
        shape.draw_line(a, pymupdf.Point(a.x + random_.uniform(-60, 60), a.y + random_.uniform(-60, 60)))
    shape.finish(color=(0.1, 0.3, 0.6), width=0.3)
    shape.commit()
    return bytes(document.tobytes(deflate=True))


def mixed() -> dict[str, bytes]:
    """Name → bytes: what packets are made of."""
    samples = {
        path.name: path.read_bytes()
        for path in sorted((RESOURCES / "samples/evidence").rglob("*.pdf"))
        if path.stat().st_size < 3_000_000
    }
    made = {"prose, 40 pages": text_pages(40), "photographs": photo_pages(3), "a drawing": heavy_vectors(8_000)}
    return {**samples, **made}
