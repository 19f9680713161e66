"""The parent's end of one renderer process."""

from __future__ import annotations

import contextlib
import multiprocessing
import secrets
import time
from collections import deque
from typing import Any

from assessor_app.documents.confinement import Confinement
from assessor_app.documents.memory import Segment, remove, view
from assessor_app.documents.model import DocumentError, Failure, FailureKind, Limits, Opened, Pixels

START_SECONDS = 60.0
REUSABLE = 3
"""How many segments are kept for further pages; a page drawn into one of them costs no new memory."""
FIRST_SEGMENT = 1
INBOX_BYTES = 2 * 1024 * 1024
"""Documents up to this size are handed over in memory that is there already."""
KEPT_BYTES = 96 * 1024 * 1024
"""Of documents that a renderer keeps at hand."""
DRAWING = frozenset({"render", "open"})


class RendererLost(Exception):
    """The process ended, or was ended; ``failure`` says why."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(kind)
        self.failure = DocumentError(kind).failure


class NotLoaded(RendererLost):
    """The renderer has no room for a document; a fresh one may have."""


class Renderer:
    """Starts a process at once and without waiting; :meth:`ask` waits for it the first time."""

    def __init__(self, limits: Limits) -> None:
        from assessor_app.documents.entry import main

        context = multiprocessing.get_context("spawn")
        self._limits = limits
        self._name = f"asr{secrets.token_hex(6)}"
        self._inbox = Segment(f"{self._name}-in", create=True, size=INBOX_BYTES)
        # Touched now, so that no document has to wait for the memory.
        view(self._inbox)[:INBOX_BYTES] = bytes(INBOX_BYTES)
        self._loading: tuple[str, int, Segment | None] | None = None
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=main, args=(theirs, limits, self._name), daemon=True, name="renderer")
        self._process.start()
        theirs.close()
        self._ready = False
        self._number = 0
        self._attached: dict[str, Segment] = {}
        self._newest = 0
        self._released: deque[str] = deque()
        self._reusable: list[str] = []
        self._stopped = False
        self.loaded: dict[str, int] = {}
        self.confinement = Confinement()
        """What holds for the process, once it is ready."""

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def load(self, document: str, media_type: str, data: bytes, rendition: bytes, password: str) -> None:
        """Hand a document's bytes over, and those of its rendition where there is one, for the question that follows.

        Raises RendererLost.
        """
        self._wait_until_ready()
        size = len(data) + len(rendition)
        left = self._too_much(size)
        own = Segment(create=True, size=size) if size > INBOX_BYTES else None
        memory = own or self._inbox
        view(memory)[: len(data)] = data
        view(memory)[len(data) : size] = rendition
        self._number += 1
        self._send((self._number, "load", document, media_type, memory.name, len(data), size, password, left))
        # Its answer is read together with that of the question: one way there and back instead of two.
        self._loading = (document, size, own)

    def _finish_loading(self, seconds: float) -> None:
        """Raises NotLoaded."""
        assert self._loading is not None  # noqa: S101 - the caller has asked
        (document, size, own), self._loading = self._loading, None
        try:
            _, answer = self._receive(seconds)
        finally:
            if own is not None:
                own.close()
                own.unlink()
        if isinstance(answer, Failure):
            raise NotLoaded(answer.kind)
        self.loaded[document] = size

    def _too_much(self, size: int) -> tuple[str, ...]:
        """The documents, oldest first, that the renderer lets go of for another of ``size`` bytes."""
        left = []
        while self.loaded and sum(self.loaded.values()) + size > KEPT_BYTES:
            left.append(next(iter(self.loaded)))
            del self.loaded[left[-1]]
        return tuple(left)

    def ask(self, action: str, *arguments: Any, seconds: float | None = None) -> Any:
        """One request and its answer, a Failure included. Raises RendererLost when there is none in time."""
        self._wait_until_ready()
        self._number += 1
        if action in DRAWING:
            arguments = (*arguments, *self._returned())
        answer = self._exchange((self._number, action, *arguments), seconds or self._limits.hard_seconds)
        if action not in DRAWING or isinstance(answer, Failure):
            return answer
        if action == "render":
            return self._attach(*answer)
        info, page, scale, drawn = answer
        return Opened(info, page, scale, self._attach(*drawn) if drawn is not None else None)

    def stop(self) -> None:
        """End the process, whatever it does, and give back what it left."""
        self._process.kill()
        self._process.join(timeout=5)
        self._connection.close()
        self._stopped = True
        for memory in (self._inbox, self._loading[2] if self._loading is not None else None):
            if memory is not None:
                memory.close()
                memory.unlink()
        self._close_released()
        # What was made, but never attached: the warm segment, or what was being drawn into.
        for number in range(FIRST_SEGMENT, self._newest + 3):
            with contextlib.suppress(OSError, ValueError):
                remove(f"{self._name}-{number}")

    def _wait_until_ready(self) -> None:
        if not self._ready:
            _, self.confinement = self._receive(START_SECONDS)
            self._ready = True
            # The renderer has the memory too by now: its name is needed no more.
            self._inbox.unlink()

    def _exchange(self, message: tuple[Any, ...], seconds: float) -> Any:
        end = time.monotonic() + seconds
        self._send(message)
        if self._loading is not None:
            self._finish_loading(seconds)
        number, answer = self._receive(max(0.0, end - time.monotonic()))
        if number != message[0]:
            raise RendererLost(FailureKind.CRASHED)
        return answer

    def _send(self, message: tuple[Any, ...]) -> None:
        try:
            self._connection.send(message)
        except (OSError, ValueError):
            raise RendererLost(FailureKind.CRASHED) from None

    def _receive(self, seconds: float) -> tuple[int, Any]:
        end = time.monotonic() + seconds
        try:
            if not self._connection.poll(max(0.0, end - time.monotonic())):
                raise RendererLost(FailureKind.TIMEOUT)
            reply: tuple[int, Any] = self._connection.recv()
        except (EOFError, OSError):
            raise RendererLost(FailureKind.CRASHED) from None
        return reply

    def _attach(self, name: str, width: int, height: int) -> Pixels:
        if name in self._reusable:
            self._reusable.remove(name)
        if name not in self._attached:
            segment = self._attached[name] = Segment(name)
            # Where memory has names of its own (POSIX) the name can go now: the mapping stays until it is closed.
            segment.unlink()
            self._newest = max(self._newest, int(name.rsplit("-", 1)[1]))
        size = width * height * 4
        if self._attached[name].size < size or width * height > self._limits.max_pixels:
            raise RendererLost(FailureKind.CRASHED)
        return Pixels(width, height, view(self._attached[name])[:size], lambda: self._give_back(name))

    def _give_back(self, name: str) -> None:
        """Called from any thread, when nobody draws from a segment any more."""
        self._released.append(name)
        if self._stopped:
            self._close_released()

    def _returned(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The segments that may be drawn into again, and those that are too many to keep."""
        fresh = [self._released.popleft() for _ in range(len(self._released))]
        keep = fresh[: max(0, REUSABLE - len(self._reusable))]
        drop = fresh[len(keep) :]
        self._reusable += keep
        for name in drop:
            self._attached.pop(name).close()
        return tuple(keep), tuple(drop)

    def _close_released(self) -> None:
        # On the window's thread and on the lane's, perhaps at the same moment: each name goes to one of them.
        for names, take in ((self._released, self._released.popleft), (self._reusable, self._reusable.pop)):
            while names:
                with contextlib.suppress(IndexError, KeyError):
                    self._attached.pop(take()).close()
