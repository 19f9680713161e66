"""The one way to run work off the GUI thread, and the one way back.

``Jobs.run`` is for reads, in any order. ``Jobs.save`` is for what the person did: one after another, in the order in
which it was done. Results come back on the GUI thread, and not at all once their owner is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import shiboken6
import structlog
from PySide6.QtCore import QObject, Qt, Signal

from assessor_app.gui.troubles import reason_words

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Courier(QObject):
    """Carries calls from any thread to the GUI thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, owner: QObject, call: Callable[[], None]) -> None:
        """Run ``call`` on the GUI thread, unless ``owner`` is gone by then. Callable from any thread."""
        if shiboken6.isValid(self):
            self._arrived.emit((owner, call))

    def _deliver(self, letter: tuple[QObject, Callable[[], None]]) -> None:
        owner, call = letter
        if shiboken6.isValid(owner):
            call()


class Jobs(QObject):
    """Background work of one session. Emits ``failed`` for a fault that its caller did not handle."""

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._courier = Courier(self)
        self._finished = False
        self._reads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="read")
        self._saves = ThreadPoolExecutor(max_workers=1, thread_name_prefix="save")

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run ``work`` on some thread, then ``done`` or ``failed`` here. Nothing is read any more after the end."""
        if self._finished:
            return
        self._start(self._reads, owner, work, done, failed)

    def save(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run ``work`` after everything that was saved before it."""
        self._start(self._saves, owner, work, done or (lambda _: None), failed)

    def post(self, owner: QObject, call: Callable[[], None]) -> None:
        """From any thread: run ``call`` here, unless ``owner`` is gone."""
        self._courier.post(owner, call)

    def finish(self) -> None:
        """Wait until everything that was to be saved is on disk, and take no more."""
        self._finished = True
        self._saves.shutdown(wait=True)
        self._reads.shutdown(wait=True, cancel_futures=True)

    def wait_for_saves(self) -> None:
        """Block until what was given to :meth:`save` so far is on disk; for closing a window."""
        self._saves.submit(lambda: None).result()

    def _start(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        def finished(future: Future[T]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is None:
                result = future.result()
                self._courier.post(owner, lambda: done(result))
            elif isinstance(error, Exception):
                self._courier.post(owner, lambda: self._fail(error, failed))

        pool.submit(work).add_done_callback(finished)

    def _fail(self, error: Exception, failed: Callable[[Exception], None] | None) -> None:
        if failed is not None:
            failed(error)
            return
        log.error("a job failed", error=repr(error))
        self.failed.emit(reason_words(error))
