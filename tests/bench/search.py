"""A word in 300 pages: until every hit is known, and how long the window stood still meanwhile; peers do it alone."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf
import pypdfium2

from assessor_app.documents.model import Failure, SearchHit
from tests.bench.corpus import text_pages
from tests.bench.stage import show, stage, until
from tests.bench.ui_stall import Ticker

WORD, PLAIN = "naïveté", "naivete"
HITS = 30


def measure(runs: int) -> dict[str, object]:
    data = text_pages(300)
    with stage() as (session, canvas):
        name = show(session, canvas, data)
        until(canvas, canvas.is_sharp)
        first, stalls = _ours(session.pool, name)
        again, _ = _ours(session.pool, name)
    return {
        "pages": 300, "hits": HITS, "ours_ms": first, "ours_again_ms": again, "stall_p999_ms": stalls,
        "pymupdf_ms": _pymupdf(data), "pypdfium2_ms": _pdfium(data), "poppler_ms": _poppler(data),
    }  # fmt: skip


def _ours(pool: object, name: str) -> tuple[float, float]:
    """Typed without accents, found with them."""
    from assessor_app.documents.pool import RendererPool

    assert isinstance(pool, RendererPool)
    found: list[tuple[SearchHit, ...]] = []
    ended: list[float] = []

    def done(result: tuple[SearchHit, ...] | Failure) -> None:
        assert not isinstance(result, Failure)
        ended.append(time.perf_counter())
        found.append(result)

    start = time.perf_counter()
    pool.search(name, PLAIN, done)
    ticker = Ticker().run(30, lambda: bool(found))
    assert len(found[0]) == HITS
    return round((ended[0] - start) * 1000, 1), ticker.share(0.999)


def _pymupdf(data: bytes) -> float:
    start = time.perf_counter()
    with pymupdf.open("pdf", data) as document:
        hits = sum(len(page.search_for(WORD)) for page in document)
    assert hits == HITS
    return round((time.perf_counter() - start) * 1000, 1)


def _pdfium(data: bytes) -> float:
    start = time.perf_counter()
    document, hits = pypdfium2.PdfDocument(data), 0
    for page in document:
        searcher = page.get_textpage().search(WORD)
        while searcher.get_next():
            hits += 1
    assert hits == HITS
    return round((time.perf_counter() - start) * 1000, 1)


def _poppler(data: bytes) -> float:
    if not shutil.which("pdftotext"):
        return 0.0
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in.pdf"
        source.write_bytes(data)
        start = time.perf_counter()
        text = subprocess.run(["pdftotext", source, "-"], check=True, capture_output=True).stdout.decode()
        assert text.count(WORD) == HITS
        return round((time.perf_counter() - start) * 1000, 1)
