"""Scrolling a 300-page portfolio at 60 frames a second: how many frames have a page without any pixels.

A thumbnail that stands in counts as pixels, blank paper does not. The peer is Qt's own QPdfView, of which only the
time for a frame can be seen, not whether it was blank.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QTimer

from tests.bench.corpus import text_pages
from tests.bench.stage import HEIGHT, WIDTH, show, stage, until

FRAME_MS = 16
FRAMES = 600
STEP = 160
"""Pixels a frame: nine and a half thousand a second, as fast as a flick goes."""


def measure(runs: int) -> dict[str, object]:
    data = text_pages(300)
    with stage() as (session, canvas):
        show(session, canvas, data)
        until(canvas, canvas.is_sharp)
        blank, sharp, late = [0], [0], []
        bar = canvas.verticalScrollBar()

        def frame() -> float:
            start = time.perf_counter()
            bar.setValue((bar.value() + STEP) % max(1, bar.maximum()))
            canvas.viewport().repaint()
            blank[0] += not canvas.has_pixels()
            sharp[0] += canvas.is_sharp()
            return (time.perf_counter() - start) * 1000

        late = _frames(frame)
    late.sort()
    return {
        "frames": FRAMES, "pixels_a_frame": STEP, "blank_share": round(blank[0] / FRAMES, 4),
        "sharp_share": round(sharp[0] / FRAMES, 3), "frame_ms_median": round(late[FRAMES // 2], 2),
        "frame_ms_p99": round(late[int(FRAMES * 0.99)], 2), "qpdfview": _peer(data),
    }  # fmt: skip


def _frames(frame: object) -> list[float]:
    times: list[float] = []
    loop, timer = QEventLoop(), QTimer()

    def tick() -> None:
        assert callable(frame)
        times.append(frame())
        if len(times) == FRAMES:
            timer.stop()
            loop.quit()

    timer.timeout.connect(tick)
    timer.start(FRAME_MS)
    loop.exec()
    return times


def _peer(data: bytes) -> dict[str, float] | str:
    try:
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView
    except ImportError:
        return "not installed"
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "in.pdf"
        file.write_bytes(data)
        document = QPdfDocument()
        document.load(str(file))
        view = QPdfView()
        view.setDocument(document)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.resize(WIDTH, HEIGHT)
        view.show()
        bar = view.verticalScrollBar()

        def frame() -> float:
            start = time.perf_counter()
            bar.setValue((bar.value() + STEP) % max(1, bar.maximum()))
            view.viewport().repaint()
            return (time.perf_counter() - start) * 1000

        late = sorted(_frames(frame))
        view.close()
        document.close()
    return {"frame_ms_median": round(late[FRAMES // 2], 2), "frame_ms_p99": round(late[int(FRAMES * 0.99)], 2)}
