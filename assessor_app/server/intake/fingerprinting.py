"""The pages and pictures by which evidence is compared with other evidence. Runs in the workbench's process."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pymupdf
from PIL import Image, ImageOps

from assessor_app.server.similarity.fingerprint import LITTLE_TEXT, MOST_PICTURES, Fingerprint, Picture, fingerprint

_SIDE = 480


def fingerprint_of(sha256: str, shown: bytes, extension: str, texts: tuple[str, ...]) -> Fingerprint:
    """``sha256`` is of the original; ``shown`` is what an assessor sees, a PDF or a picture; ``texts`` its pages'."""
    if extension == "pdf":
        return fingerprint(sha256, texts, list(_pages(shown, texts)))
    if extension in ("jpg", "png", "gif", "webp", "tiff"):
        return fingerprint(sha256, texts, list(_frames(shown)))
    return fingerprint(sha256, texts)


def _pages(data: bytes, texts: tuple[str, ...]) -> Iterator[Picture]:
    """Of pages that hardly have words; the others are known by these."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        wanted = [number for number, text in enumerate(texts) if len(text.split()) < LITTLE_TEXT]
        for number in wanted[:MOST_PICTURES]:
            page = document[number]
            scale = _SIDE / max(1.0, page.rect.width, page.rect.height)
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, annots=False)
            yield Picture(number, Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples))


def _frames(data: bytes) -> Iterator[Picture]:
    with Image.open(io.BytesIO(data)) as picture:
        for number in range(min(MOST_PICTURES, getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1)):
            picture.seek(number)
            picture.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            small = ImageOps.exif_transpose(picture).convert("RGB")
            small.thumbnail((2 * _SIDE, 2 * _SIDE))
            yield Picture(number, small)
