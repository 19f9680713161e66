"""What points at a person in a labelled set, found or missed; and how long 300 pages of 300 words take."""

from __future__ import annotations

import statistics
import time

from assessor_app.domain.leaks import find_leaks
from tests.domain.labelled_leaks import labelled_set, measured

PAGES, WORDS = 300, 300


def measure(runs: int) -> dict[str, object]:
    result = measured(labelled_set())
    pages = _long_portfolio()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        find_leaks(pages)
        seconds.append(time.perf_counter() - start)
    return {
        "pages": result.pages, "false_alarms_per_page": round(result.false_alarms_per_page, 4),
        "misses": round(result.misses, 4), "planted": result.planted,
        "seconds_per_300_pages": round(statistics.median(seconds), 3),
    }  # fmt: skip


def _long_portfolio() -> list[str]:
    """The labelled set's own lines again and again, with their breaks, cut into pages of at least 300 words."""
    lines = [line for portfolio in labelled_set() for page in portfolio.pages for line in page.split("\n")]
    pages: list[str] = []
    page: list[str] = []
    words = 0
    while len(pages) < PAGES:
        for line in lines:
            page.append(line)
            words += len(line.split())
            if words >= WORDS:
                pages.append("\n".join(page))
                page, words = [], 0
    return pages[:PAGES]
