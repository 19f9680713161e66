"""The renderer process: takes documents and requests from a pipe, gives back pixels in shared memory and text."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
from collections import OrderedDict
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from assessor_app.documents.memory import Segment, view
from assessor_app.documents.model import DocumentError, FailureKind, Limits, Tile

OPEN_DOCUMENTS = 4
WARM_BYTES = 6 * 1024 * 1024
IDLE_SECONDS = 0.05
Reply = tuple[int, Any]


def main(connection: Connection, limits: Limits, name: str) -> None:
    """Serve until the pipe closes. ``name`` begins the names of this process's memory segments."""
    from assessor_app.documents.confine import confine
    from assessor_app.documents.provider import open_document
    from assessor_app.documents.typeset import typeset

    _silence()
    warm = open_document(typeset("warm"), "application/pdf")
    warm.render(0, 0.2, None, lambda width, height: memoryview(bytearray(width * height * 4)))
    warm.words(0)
    warm.close()
    confine(limits.memory_bytes)
    server = _Server(limits, name)
    server.warm()
    # What was imported stays: no collection has to look at it again while somebody waits for a page.
    gc.collect()
    gc.freeze()
    connection.send((0, os.getpid()))
    while True:
        try:
            message = connection.recv()
            connection.send(server.answer(message))
            if message[1] == "info" and not connection.poll():
                server.prepare(message[2])
            if not connection.poll(IDLE_SECONDS):
                server.rest()
        except (EOFError, OSError):
            # The application has ended, or has ended us.
            os._exit(0)


def _silence() -> None:
    """What the engines write to the error stream is about the file, and may quote it: it belongs in no log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


class _Server:
    def __init__(self, limits: Limits, name: str) -> None:
        self._limits, self._name = limits, name
        self._sources: dict[str, tuple[bytes, str]] = {}
        self._open: OrderedDict[str, Any] = OrderedDict()
        self._numbers = itertools.count(1)
        self._segments: dict[str, Segment] = {}
        self._free: list[str] = []
        self._usual = WARM_BYTES
        self._actions: dict[str, Callable[..., Any]] = {
            "load": self._load, "info": self._info, "render": self._render, "words": self._words,
            "search": self._search,
        }  # fmt: skip

    def answer(self, message: tuple[Any, ...]) -> Reply:
        number, action, *arguments = message
        try:
            return number, self._actions[action](*arguments)
        except DocumentError as error:
            return number, error.failure
        except MemoryError:
            self._forget()
            return number, DocumentError(FailureKind.MEMORY).failure
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is the file's fault, and is told
            memory = "malloc" in str(error) or "out of memory" in str(error)
            return number, DocumentError(FailureKind.MEMORY if memory else FailureKind.BROKEN).failure

    def _load(self, document: str, media_type: str, segment: str, size: int) -> None:
        memory = Segment(segment)
        try:
            self._sources[document] = (bytes(view(memory)[:size]), media_type)
        finally:
            memory.close()

    def _document(self, document: str) -> Any:
        from assessor_app.documents.provider import open_document

        if document not in self._open:
            data, media_type = self._sources[document]
            self._open[document] = open_document(data, media_type)
            self._close_oldest(2 * OPEN_DOCUMENTS)
        self._open.move_to_end(document)
        return self._open[document]

    def _info(self, document: str) -> Any:
        from assessor_app.documents.model import DocumentInfo

        found = self._document(document)
        return DocumentInfo(found.page_sizes(), found.engine, found.text_only)

    def prepare(self, document: str) -> None:
        """Begin with the first page, which is asked for next, while the window makes room for it."""
        with contextlib.suppress(Exception):
            self._document(document).prepare(0)

    def rest(self) -> None:
        """What nobody should wait for: closing documents that were left, and memory for the next page."""
        self._close_oldest(OPEN_DOCUMENTS)
        self.warm()

    def _close_oldest(self, kept: int) -> None:
        while len(self._open) > kept:
            _, gone = self._open.popitem(last=False)
            gone.close()

    def warm(self) -> None:
        """Have the memory for a next page at hand: making it takes longer than drawing into it."""
        if self._free:
            return
        # Where memory is short, the page that needs it will say so.
        with contextlib.suppress(OSError, MemoryError):
            name = self._new_segment(self._usual)
            view(self._segments[name])[: self._usual] = bytes(self._usual)
            self._free.append(name)

    def _render(
        self,
        document: str,
        page: int,
        scale: float,
        tile: Tile | None,
        reuse: tuple[str, ...],
        drop: tuple[str, ...],
    ) -> Any:
        """``reuse`` and ``drop`` are segments that the parent has done with, to draw into again or to give back."""
        self._free += [name for name in reuse if name in self._segments]
        for name in drop:
            self._close(name)
        found = self._document(document)
        drawn: list[Any] = []

        def surface(width: int, height: int) -> memoryview:
            if width * height > self._limits.max_pixels:
                raise DocumentError(FailureKind.TOO_LARGE)
            # A page that failed in one engine is drawn by another, which asks again.
            if drawn:
                self._free.append(drawn[0])
            name = self._take(width * height * 4)
            self._usual = max(WARM_BYTES, width * height * 4)
            drawn[:] = name, width, height
            return view(self._segments[name])[: width * height * 4]

        try:
            found.render(page, scale, tile, surface)
        except BaseException:
            if drawn:
                self._free.append(drawn[0])
            raise
        return tuple(drawn)

    def _take(self, size: int) -> str:
        """A free segment that is large enough and not wastefully so, else a new one."""
        for name in self._free:
            if size <= self._segments[name].size <= max(WARM_BYTES, 2 * size):
                self._free.remove(name)
                return name
        return self._new_segment(size)

    def _new_segment(self, size: int) -> str:
        name = f"{self._name}-{next(self._numbers)}"
        self._segments[name] = Segment(name, create=True, size=size)
        return name

    def _close(self, name: str) -> None:
        if name in self._free:
            self._free.remove(name)
        segment = self._segments.pop(name, None)
        if segment is not None:
            segment.close()

    def _words(self, document: str, page: int) -> Any:
        return self._document(document).words(page)

    def _search(self, document: str, page: int, query: str) -> Any:
        return self._document(document).search(page, query)

    def _forget(self) -> None:
        for document in self._open.values():
            document.close()
        self._open.clear()
