"""How long the window stands still while the slowest pages render, sync runs and packets download; against idling.

A timer of one millisecond ticks in the GUI thread; a stall is the time between two ticks. The peer is PyMuPDF in a
thread of this process, as a viewer without renderer processes would have it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer

from tests.bench.corpus import heavy_vectors, photo_pages
from tests.bench.stage import show, stage, until
from tests.serving import ASSESSOR, Desk, make_world, serving

IDLE_SECONDS, BUSY_SECONDS = 5.0, 15.0
SLOW_PAGES = 30
PACKETS = 20


class Ticker:
    """Milliseconds between ticks, for as long as it runs."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        self.gaps.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()

    def run(self, seconds: float, over: Callable[[], bool] = lambda: False) -> Ticker:
        loop = QEventLoop()
        poll = QTimer()
        poll.timeout.connect(lambda: loop.quit() if over() else None)
        poll.start(100)
        QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
        self._clock.start()
        self._timer.start(1)
        loop.exec()
        self._timer.stop()
        self.gaps.sort()
        return self

    def share(self, share: float) -> float:
        return round(self.gaps[min(len(self.gaps) - 1, int(len(self.gaps) * share))], 2)


def measure(runs: int) -> dict[str, object]:
    slow = heavy_vectors(25_000)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, stage() as (session, canvas):
        submission_id = make_world(Path(folder) / "server")
        with serving(Path(folder) / "server") as server:
            show(session, canvas, photo_pages(3))
            until(canvas, canvas.is_sharp)
            idle = Ticker().run(IDLE_SECONDS)
            desks = [Desk(Path(folder) / f"desk-{number}", server.url, ASSESSOR) for number in range(PACKETS)]
            fetched = [0]

            def fetch() -> None:
                for desk in desks:
                    desk.sync()
                    desk.download(submission_id)
                    fetched[0] += 1

            drawn = _draw_slow(session.pool, slow)
            network = threading.Thread(target=fetch)
            network.start()
            busy = Ticker().run(BUSY_SECONDS, lambda: drawn[0] >= SLOW_PAGES)
            network.join()
            for desk in desks:
                desk.close()
            peer = _peer(slow)
    return {
        "ratio_to_idle": round(busy.share(0.999) / idle.share(0.999), 3),
        "p999_ms": busy.share(0.999), "p99_ms": busy.share(0.99), "longest_ms": busy.share(1.0),
        "idle_p999_ms": idle.share(0.999), "idle_longest_ms": idle.share(1.0),
        "pymupdf_in_a_thread": {"p999_ms": peer.share(0.999), "longest_ms": peer.share(1.0)},
        "pages_drawn": drawn[0], "packets_fetched": fetched[0],
    }  # fmt: skip


def _draw_slow(pool: object, data: bytes) -> list[int]:
    """Ask for slow pages one after another; the count of those that came."""
    from assessor_app.documents.model import Pixels
    from assessor_app.documents.pool import RendererPool

    assert isinstance(pool, RendererPool)
    done = [0]
    for number in range(SLOW_PAGES):
        pool.register(f"slow {number}", lambda: data, "application/pdf")

        def arrived(result: object) -> None:
            if isinstance(result, Pixels):
                result.release()
            done[0] += 1

        pool.render(f"slow {number}", 0, 1.5, arrived)
    return done


def _peer(data: bytes) -> Ticker:
    stop = threading.Event()

    def draw() -> None:
        while not stop.is_set():
            with pymupdf.open("pdf", data) as document:
                document[0].get_pixmap(matrix=pymupdf.Matrix(1.5, 1.5))

    thread = threading.Thread(target=draw)
    thread.start()
    ticker = Ticker().run(3.0)
    stop.set()
    thread.join()
    return ticker
