"""Hostile and broken files through the application's own engine: everything is answered, and the application lives."""

from __future__ import annotations

import queue
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import psutil

from assessor_app.documents.model import DocumentInfo, Failure, Limits, Opened, Pixels
from assessor_app.documents.pool import RendererPool
from tests.documents import files

PAGES = 3
GRACE_SECONDS = 15.0


@dataclass
class Report:
    """What became of the files. ``unanswered`` names those for which something was asked and nothing came."""

    files: int = 0
    pages_asked: int = 0
    pages_answered: int = 0
    drawn: int = 0
    renderer_deaths: int = 0
    slowest_seconds: float = 0.0
    slowest: str = ""
    failures: Counter[str] = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)
    memory_mb_before: float = 0.0
    memory_mb_after: float = 0.0
    neighbours_drawn: int = 0
    """How often a good file of the same packet was drawn right after a bad one."""

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "failures": dict(self.failures), "app_deaths": 0}

    @property
    def is_good(self) -> bool:
        return not self.unanswered and self.neighbours_drawn == self.files


def run(broken: Iterable[tuple[str, bytes]], limits: Limits, told: Callable[[str], None] = lambda _: None) -> Report:
    """Open every file, draw its first pages, read its words and search it."""
    report, pool = Report(), RendererPool(limits, active=1)
    pool.start()
    process = psutil.Process()
    report.memory_mb_before = round(process.memory_info().rss / 1e6, 1)
    try:
        for name, data in broken:
            report.files += 1
            _try(pool, name, data, report, limits, told)
            report.neighbours_drawn += _draws(pool, limits)
    finally:
        report.renderer_deaths = pool.deaths
        pool.close()
    report.memory_mb_after = round(process.memory_info().rss / 1e6, 1)
    return report


def _try(
    pool: RendererPool, name: str, data: bytes, report: Report, limits: Limits, told: Callable[[str], None]
) -> None:
    pool.register(name, lambda: data, "")

    def ask(what: str, request: Callable[[Callable[[Any], None]], object]) -> Any:
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        start = time.monotonic()
        request(answers.put)
        try:
            answer = answers.get(timeout=2 * limits.hard_seconds + GRACE_SECONDS)
        except queue.Empty:
            report.unanswered.append(f"{name}: {what}")
            return None
        took = time.monotonic() - start
        if took > report.slowest_seconds:
            report.slowest_seconds, report.slowest = round(took, 2), f"{name}: {what}"
        if isinstance(answer, Failure):
            report.failures[str(answer.kind)] += 1
        return answer

    info = ask("info", lambda done: pool.info(name, done))
    pages = len(info.page_sizes) if isinstance(info, DocumentInfo) else 0
    for page in range(min(PAGES, pages)):
        report.pages_asked += 1
        answer = ask(f"page {page + 1}", lambda done, page=page: pool.render(name, page, 1.0, done))
        report.pages_answered += answer is not None
        if isinstance(answer, Pixels):
            report.drawn += 1
            answer.release()
    if pages:
        ask("words", lambda done: pool.words(name, 0, done))
        ask("search", lambda done: pool.search(name, "the", done))
        ask("details", lambda done: pool.details(name, done))
    told(f"{name}: {pages} pages, {info.message if isinstance(info, Failure) else 'opened'}")


def _draws(pool: RendererPool, limits: Limits) -> bool:
    """Whether a good file is still drawn."""
    from assessor_app.documents.model import FirstView

    pool.register("good", files.pdf, "application/pdf")
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    pool.open("good", FirstView(scale=1.0), answers.put)
    answer = answers.get(timeout=limits.hard_seconds + GRACE_SECONDS)
    return isinstance(answer, Opened) and answer.pixels is not None
