"""A heavy page at 400 %: drawing one visible tile, against the whole page at that scale by PyMuPDF and pypdfium2."""

from __future__ import annotations

import queue
import statistics
import time
from collections.abc import Callable
from typing import Any

import pymupdf
import pypdfium2

from assessor_app.documents.model import Limits, Pixels, Tile
from assessor_app.documents.pool import RendererPool
from assessor_app.gui.viewer.images import TILE_PIXELS
from tests.bench.corpus import heavy_vectors

SCALE = 4 * 96 / 72


def measure(runs: int) -> dict[str, object]:
    data = heavy_vectors(60_000)
    pool = RendererPool(Limits(hard_seconds=60), active=1)
    pool.start()
    pool.register("d", lambda: data, "application/pdf")
    try:
        # The page's display list is there by the time that somebody zooms in.
        _ask(lambda done: pool.render("d", 0, 1.0, done))
        tiles = []
        for number in range(max(6, runs)):
            tile = Tile(TILE_PIXELS * (number % 3), TILE_PIXELS * (number % 4), TILE_PIXELS, TILE_PIXELS)
            tiles.append(_ask(lambda done, tile=tile: pool.render("d", 0, SCALE, done, tile=tile)))
    finally:
        pool.close()
    with pymupdf.open("pdf", data) as document:
        start = time.perf_counter()
        document[0].get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE))
        whole = time.perf_counter() - start
    start = time.perf_counter()
    pypdfium2.PdfDocument(data)[0].render(scale=SCALE)
    pdfium = time.perf_counter() - start
    tile_seconds = statistics.median(tiles)
    return {
        "tile_ms": round(tile_seconds * 1000, 1), "whole_page_pymupdf_ms": round(whole * 1000, 1),
        "whole_page_pypdfium2_ms": round(pdfium * 1000, 1), "ratio_tile_to_page": round(tile_seconds / whole, 4),
    }  # fmt: skip


def _ask(request: Callable[[Callable[[Any], None]], object]) -> float:
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    start = time.perf_counter()
    request(answers.put)
    answer = answers.get()
    took = time.perf_counter() - start
    assert isinstance(answer, Pixels), answer
    answer.release()
    return took
