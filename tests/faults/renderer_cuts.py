"""Renderers killed while they draw: every question is answered, with pixels or with why not, and the pool goes on."""

from __future__ import annotations

import multiprocessing
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pymupdf

from assessor_app.documents.model import Failure, FirstView, Opened, Pixels
from assessor_app.documents.pool import RendererPool

DOCUMENTS, PAGES, BURST = 40, 3, 4
ANSWER_SECONDS = 60.0
SHARED = Path("/dev/shm")  # noqa: S108 - where renderers' memory has its names, on Linux


@dataclass
class Figures:
    kills: int = 0
    asked: int = 0
    drawn: int = 0
    said_why_not: int = 0
    unanswered: int = 0
    left_in_memory: int = 0
    release_faults: int = 0
    """Pages that could not be given back, because their renderer was being ended at that moment."""
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def run(kills: int, seed: int) -> Figures:
    began, chance, figures = time.monotonic(), Random(seed), Figures()
    pool, names = RendererPool(active=2), set[str]()
    for number in range(DOCUMENTS):
        pool.register(f"d{number}", partial(_pages, number), "application/pdf")
    pool.start()
    try:
        while figures.kills < kills:
            answers = [_ask(pool, chance, figures) for _ in range(BURST)]
            time.sleep(chance.uniform(0.0, 0.08))
            renderers = [child for child in multiprocessing.active_children() if child.name == "renderer"]
            names |= _names(pool)
            if renderers:
                chance.choice(renderers).kill()
                figures.kills += 1
            for answer in answers:
                answer.count(figures)
        for number in range(DOCUMENTS):
            # The reserve may be the one that was killed last: one question finds that out, the next is answered.
            for _ in range(2):
                answer = _Answer()
                pool.render(f"d{number}", 0, 1.0, answer.take)
                figures.asked += 1
                if isinstance(answer.wait(), Pixels):
                    break
            else:
                figures.wrong.append(f"d{number} is not drawn in the end: {answer.value}")
            answer.count(figures)
    finally:
        pool.close()
    figures.left_in_memory = sum(name.partition("-")[0] in names for name in _segments())
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


class _Answer:
    def __init__(self) -> None:
        self._there, self.value = threading.Event(), None

    def take(self, value: Any) -> None:
        self.value = value
        self._there.set()

    def wait(self) -> Any:
        self._there.wait(ANSWER_SECONDS)
        return self.value

    def count(self, figures: Figures) -> None:
        match self.wait():
            case Pixels() as pixels:
                figures.drawn += 1
                _release(pixels, figures)
            case Opened() as opened:
                figures.drawn += 1
                if opened.pixels is not None:
                    _release(opened.pixels, figures)
            case Failure():
                figures.said_why_not += 1
            case None:
                figures.unanswered += 1
                figures.wrong.append("a question was not answered")


def _release(pixels: Pixels, figures: Figures) -> None:
    try:
        pixels.release()
    except LookupError:
        figures.release_faults += 1


def _ask(pool: RendererPool, chance: Random, figures: Figures) -> _Answer:
    answer, document = _Answer(), f"d{chance.randrange(DOCUMENTS)}"
    figures.asked += 1
    if chance.random() < 0.3:
        pool.open(document, FirstView(0, 1.0), answer.take)
    else:
        pool.render(document, chance.randrange(PAGES), chance.choice([0.5, 1.0, 2.0]), answer.take)
    return answer


def _pages(number: int) -> bytes:
    with pymupdf.open() as document:
        for page in range(PAGES):
            document.new_page().insert_textbox((50, 50, 550, 800), f"Document {number}, page {page}. " * 150)
        return bytes(document.tobytes())


def _names(pool: RendererPool) -> set[str]:
    """What the memory of this pool's renderers begins with: other programs may have some of their own."""
    every = [pool._spare, *(lane._renderer for lane in pool._lanes)]
    return {renderer._name for renderer in every if renderer is not None}


def _segments() -> set[str]:
    return {file.name for file in SHARED.glob("asr*")} if SHARED.is_dir() else set()
