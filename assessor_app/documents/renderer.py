"""The parent's end of one renderer process."""

from __future__ import annotations

import contextlib
import multiprocessing
import secrets
import time
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from assessor_app.documents.memory import view
from assessor_app.documents.model import DocumentError, Failure, FailureKind, Limits, Pixels

START_SECONDS = 60.0


class RendererLost(Exception):
    """The process ended, or was ended; ``failure`` says why."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(kind)
        self.failure = DocumentError(kind).failure


class Renderer:
    """Starts a process at once and without waiting; :meth:`ask` waits for it the first time."""

    def __init__(self, limits: Limits) -> None:
        from assessor_app.documents.worker import main

        context = multiprocessing.get_context("spawn")
        self._limits = limits
        self._name = f"asr{secrets.token_hex(6)}"
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=main, args=(theirs, limits, self._name), daemon=True, name="renderer")
        self._process.start()
        theirs.close()
        self._ready = False
        self._number = 0
        self._drawn = 0
        self.loaded: set[str] = set()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def load(self, document: str, media_type: str, data: bytes) -> None:
        """Hand a document's bytes over. Raises RendererLost."""
        segment = SharedMemory(create=True, size=max(1, len(data)))
        try:
            view(segment)[: len(data)] = data
            answer = self.ask("load", document, media_type, segment.name, len(data))
        finally:
            segment.close()
            segment.unlink()
        if isinstance(answer, Failure):
            raise RendererLost(answer.kind)
        self.loaded.add(document)

    def ask(self, action: str, *arguments: Any) -> Any:
        """One request and its answer, a Failure included. Raises RendererLost when there is none in time."""
        self._wait_until_ready()
        self._number += 1
        answer = self._exchange((self._number, action, *arguments), self._limits.hard_seconds)
        if action == "render" and not isinstance(answer, Failure):
            self._drawn += 1
            return self._attach(*answer)
        return answer

    def stop(self) -> None:
        """End the process, whatever it does, and give back what it left."""
        self._process.kill()
        self._process.join(timeout=5)
        self._connection.close()
        with contextlib.suppress(OSError, ValueError):
            # A picture that was drawn, but not yet attached when the process was ended.
            left = SharedMemory(f"{self._name}-{self._drawn + 1}")
            left.close()
            left.unlink()

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self._receive(START_SECONDS)
            self._ready = True

    def _exchange(self, message: tuple[Any, ...], seconds: float) -> Any:
        try:
            self._connection.send(message)
        except (OSError, ValueError):
            raise RendererLost(FailureKind.CRASHED) from None
        number, answer = self._receive(seconds)
        if number != message[0]:
            raise RendererLost(FailureKind.CRASHED)
        return answer

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
        segment = SharedMemory(name)
        # Where memory has names of its own (POSIX) the name can go now: the mapping stays until it is closed.
        segment.unlink()
        size = width * height * 4
        if segment.size < size or width * height > self._limits.max_pixels:
            segment.close()
            raise RendererLost(FailureKind.CRASHED)
        return Pixels(width, height, view(segment)[:size], segment.close)
