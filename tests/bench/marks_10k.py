"""Drawing one more mark on a document that has 10,000: a frame under the pen, the mark kept, and its save.

A frame at 60 Hz is 16.7 ms. All marks are on the first page, which is the worst that can be.
"""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from assessor_app.domain.assessment import mark_cell
from assessor_app.domain.geometry import Point
from assessor_app.domain.marks import Mark
from assessor_app.gui.review.mark_book import MarkBook
from assessor_app.gui.viewer.gestures import Tool
from assessor_app.protocol.events import new_event_id
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.bench.cold_start import fill
from tests.bench.corpus import text_pages
from tests.bench.stage import show, stage, until

MARKS = 10_000
STROKES = 20


def measure(runs: int) -> dict[str, object]:
    random_ = random.Random(3)
    marks = [_box(random_) for _ in range(MARKS)]
    with stage() as (session, canvas):
        show(session, canvas, text_pages(3))
        until(canvas, canvas.is_sharp)
        book = MarkBook({mark_cell(mark.id): mark.model_dump(mode="json") for mark in marks})
        start = time.perf_counter()
        canvas.set_marks(book.all(), (), lambda _: QColor("#0072B2"))
        canvas.viewport().repaint()
        first = time.perf_counter() - start
        kept: list[float] = []

        def keep(mark: Mark) -> None:
            begin = time.perf_counter()
            book.put(mark_cell(mark.id), mark.model_dump(mode="json"), mark)
            canvas.set_marks(book.all(), (), lambda _: QColor("#0072B2"))
            canvas.viewport().repaint()
            kept.append(time.perf_counter() - begin)

        canvas.mark_drawn.connect(keep)
        canvas.set_tool(Tool.PEN)
        frames = [_frame_ms for stroke in range(STROKES) for _frame_ms in _stroke(canvas, stroke)]
    frames.sort()
    return {
        "marks": MARKS, "opening_ms": round(first * 1000, 1), "frame_ms_median": round(statistics.median(frames), 2),
        "frame_ms_p99": round(frames[int(len(frames) * 0.99)], 2), "keep_ms_median": _ms(kept),
        "keep_ms_worst": round(max(kept) * 1000, 2), "save_ms_median": _saves(),
    }  # fmt: skip


def _ms(times: list[float]) -> float:
    return round(statistics.median(times) * 1000, 2)


def _box(random_: random.Random) -> Mark:
    x, y = random_.uniform(20, 500), random_.uniform(20, 600)
    return Mark.model_validate(
        {"id": new_event_id(), "evidence_id": "e", "page": 0, "kind": random_.choice(["box", "arrow", "ellipse"]),
         "points": [(x, y), (x + random_.uniform(5, 80), y + random_.uniform(5, 60))]}
    )  # fmt: skip


def _stroke(canvas: object, number: int) -> list[float]:
    """A stroke of thirty movements; the milliseconds from each until it is painted."""
    from assessor_app.gui.viewer.canvas import Canvas

    assert isinstance(canvas, Canvas)
    view, start = canvas.viewport(), canvas.page_point(0, Point(60, 60 + number * 12))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    times = []
    for step in range(1, 31):
        begin = time.perf_counter()
        QTest.mouseMove(view, start + QPoint(step * 8, step % 5))
        view.repaint()
        times.append((time.perf_counter() - begin) * 1000)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(248, 0))
    return times


def _saves() -> float:
    """Milliseconds until a mark is on disk, encrypted, in a transaction of its own."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        fill(Path(folder))
        store, random_, times = Store(Profile(Path(folder)), bytes(32)), random.Random(4), []
        for _ in range(100):
            mark = _box(random_)
            begin = time.perf_counter()
            store.save_cell("S-0000-0003", mark_cell(mark.id), mark.model_dump(mode="json", exclude_defaults=True))
            times.append(time.perf_counter() - begin)
        store.close()
    return _ms(times)
