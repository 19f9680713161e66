"""The renderer process: takes documents and requests from a pipe, gives back pixels in shared memory and text."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from assessor_app.documents.confinement import Allowed, Confinement, allow_cpu, confine
from assessor_app.documents.memory import Segment, view
from assessor_app.documents.model import (
    PLAIN,
    Details,
    DocumentError,
    DocumentInfo,
    FailureKind,
    FirstView,
    Limits,
    Look,
    SearchHit,
    Tile,
    Word,
)
from assessor_app.documents.mupdf import shrink_store
from assessor_app.documents.office_remarks import office_remarks
from assessor_app.documents.provider import ALL_PAGES, Document, open_document
from assessor_app.documents.slant import slant_of
from assessor_app.documents.text import PageText

OPEN_DOCUMENTS = 4
QUICK_PAGES = 8
"""Pages whose sizes are looked up before the first one is drawn."""
WHOLE_PAGE_PIXELS = 5_000_000
SLANT_PIXELS = 500
SEARCH_SLICE_SECONDS = 0.008
"""How long a search keeps a renderer from drawing: half a frame."""
MOST_HITS = 2_000
KEPT_TEXTS = 1_200
WARM_BYTES = 6 * 1024 * 1024
IDLE_SECONDS = 0.05
CPU_SHARE = 4
"""Processor time for one errand, as a multiple of the time after which the window ends it: pictures are decoded by
several threads. It counts only when there is no window any more."""
Reply = tuple[int, Any]


class _Bytes(NamedTuple):
    data: bytes
    media_type: str
    rendition: bytes
    password: str


def serve(connection: Connection, limits: Limits, name: str) -> None:
    """Serve until the pipe closes. ``name`` begins the names of this process's memory segments."""
    confinement = prepare(limits)
    server = _Server(limits, name)
    server.warm()
    # What was imported stays: no collection has to look at it again while somebody waits for a page.
    gc.collect()
    gc.freeze()
    ready = False
    while True:
        try:
            if not ready:
                connection.send((0, confinement))
                ready = True
            message = connection.recv()
            allow_cpu(CPU_SHARE * limits.hard_seconds)
            connection.send(server.answer(message))
            if not connection.poll(IDLE_SECONDS):
                # Tidying up is nobody's request: whatever is wrong with it, the next one is answered.
                with contextlib.suppress(Exception):
                    server.rest()
        except (EOFError, OSError):
            # The application has ended, or has ended us.
            server.leave_nothing()
            os._exit(0)


def prepare(limits: Limits) -> Confinement:
    """All that a renderer needs of the system, and then no more of it. Draws once, so that it is really there."""
    from assessor_app.documents.typeset import typeset

    _silence()
    warm = open_document(typeset("warm"), "application/pdf")
    warm.draw(0, 0.2, None, PLAIN, lambda width, height: memoryview(bytearray(width * height * 4)))
    warm.words(0)
    warm.close()
    return confine(Allowed(limits.memory_bytes))


def _silence() -> None:
    """What the engines write to the error stream is about the file, and may quote it: it belongs in no log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


class _Server:
    def __init__(self, limits: Limits, name: str) -> None:
        self._limits, self._name = limits, name
        self._inbox = Segment(f"{name}-in")
        # Both have it now: a name that is gone can't be left behind, however the application ends.
        self._inbox.unlink()
        self._sources: dict[str, _Bytes] = {}
        self._open: OrderedDict[tuple[str, str], Document] = OrderedDict()
        self._texts: OrderedDict[tuple[str, int], PageText] = OrderedDict()
        self._numbers = itertools.count(1)
        self._segments: dict[str, Segment] = {}
        self._free: list[str] = []
        self._usual = WARM_BYTES
        self._actions: dict[str, Callable[..., Any]] = {
            "load": self._load, "open": self._open_first, "info": self._info, "details": self._details,
            "render": self._render, "words": self._words, "search": self._search, "slant": self._slant,
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

    def _load(
        self, document: str, media_type: str, segment: str, split: int, size: int, password: str, left: tuple[str, ...]
    ) -> None:
        """``left`` are documents to let go of."""
        for key in [key for key in self._open if key[0] in (document, *left)]:
            self._open.pop(key).close()
        for name in left:
            self._sources.pop(name, None)
        memory = self._inbox if segment == self._inbox.name else Segment(segment)
        memory.unlink()
        try:
            content = view(memory)
            self._sources[document] = _Bytes(bytes(content[:split]), media_type, bytes(content[split:size]), password)
        finally:
            if memory is not self._inbox:
                memory.close()

    def _document(self, document: str, engine: str) -> Document:
        key = (document, engine)
        if key not in self._open:
            source = self._sources[document]
            data, media_type = (source.rendition, "application/pdf") if source.rendition else source[:2]
            self._open[key] = open_document(data, media_type, source.password, engine)
            self._close_oldest(2 * OPEN_DOCUMENTS)
        self._open.move_to_end(key)
        return self._open[key]

    def _info(self, document: str, engine: str) -> DocumentInfo:
        return self._described(self._document(document, engine), ALL_PAGES)

    @staticmethod
    def _described(found: Document, measured: int) -> DocumentInfo:
        sizes, complete = found.page_sizes(measured)
        return DocumentInfo(sizes, found.engine, found.text_only, found.picture, complete)

    def _open_first(
        self, document: str, engine: str, first: FirstView, reuse: tuple[str, ...], drop: tuple[str, ...]
    ) -> Any:
        """Open, and draw the first page on the way: who opens a document looks at it next."""
        self._take_back(reuse, drop)
        found = self._document(document, engine)
        info = self._described(found, QUICK_PAGES if first.page < QUICK_PAGES else ALL_PAGES)
        page = min(max(0, first.page), len(info.page_sizes) - 1)
        scale = first.scale_for(info.page_sizes)
        size = info.page_sizes[page]
        drawn = None
        # What is larger than this is drawn in tiles, of which the window knows the first.
        if size.width * size.height * scale * scale <= WHOLE_PAGE_PIXELS:
            with contextlib.suppress(Exception):
                drawn = self._render(document, engine, page, scale, None, first.look, (), ())
        return info, page, scale, drawn

    def _details(self, document: str, engine: str) -> Details:
        found = self._document(document, engine)
        sizes, _ = found.page_sizes(ALL_PAGES)
        source = self._sources[document]
        remarks = [*found.remarks(), *(office_remarks(source.data, found) if source.data[:2] == b"PK" else ())]
        return Details(sizes, found.labels(), found.outline(), tuple(remarks), found.attachments())

    def rest(self) -> None:
        """What nobody should wait for: closing documents that were left, and memory for the next page."""
        if len(self._open) > OPEN_DOCUMENTS:
            self._close_oldest(OPEN_DOCUMENTS)
            shrink_store()
        self.warm()

    def leave_nothing(self) -> None:
        """Take back the names of memory that the application may not have got to know any more."""
        for segment in self._segments.values():
            with contextlib.suppress(OSError):
                segment.unlink()

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
        engine: str,
        page: int,
        scale: float,
        tile: Tile | None,
        look: Look,
        reuse: tuple[str, ...],
        drop: tuple[str, ...],
    ) -> Any:
        self._take_back(reuse, drop)
        found = self._document(document, engine)
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
            found.draw(page, scale, tile, look, surface)
        except BaseException:
            if drawn:
                self._free.append(drawn[0])
            raise
        return tuple(drawn)

    def _take_back(self, reuse: tuple[str, ...], drop: tuple[str, ...]) -> None:
        """Segments that the parent has done with, to draw into again or to give back."""
        self._free += [name for name in reuse if name in self._segments]
        for name in drop:
            self._close(name)

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

    def _words(self, document: str, engine: str, page: int) -> tuple[Word, ...]:
        return self._document(document, engine).words(page)

    def _slant(self, document: str, engine: str, page: int) -> float:
        found = self._document(document, engine)
        size = found.page_sizes(ALL_PAGES)[0][page]
        scale = SLANT_PIXELS / max(size.width, size.height)
        return slant_of(found.picture_of(page, scale))

    def _search(self, document: str, engine: str, page: int, query: str) -> tuple[tuple[SearchHit, ...], int | None]:
        """As many pages as fit into a slice of time; the page to go on at."""
        found = self._document(document, engine)
        count = len(found.page_sizes(QUICK_PAGES)[0])
        end = time.monotonic() + SEARCH_SLICE_SECONDS
        hits: list[SearchHit] = []
        for number in range(page, count):
            # One damaged page must not hide what the others say.
            with contextlib.suppress(Exception):
                hits += self._text(document, number, found).search(query, number)
            if len(hits) > MOST_HITS:
                return tuple(hits), None
            if time.monotonic() > end and number + 1 < count:
                return tuple(hits), number + 1
        return tuple(hits), None

    def _text(self, document: str, page: int, found: Document) -> PageText:
        key = (document, page)
        if key not in self._texts:
            self._texts[key] = PageText(found.raw_words(page))
            while len(self._texts) > KEPT_TEXTS:
                self._texts.popitem(last=False)
        self._texts.move_to_end(key)
        return self._texts[key]

    def _forget(self) -> None:
        for document in self._open.values():
            document.close()
        self._open.clear()
        self._texts.clear()
