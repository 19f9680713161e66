"""Requests in order of their priority, renderers at work and one warm in reserve.

Every method returns at once; answers come on one of the pool's own threads. A request that takes too long, too much
memory or the process itself with it gets a :class:`Failure`; the reserve takes over, and whatever waits goes on.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from assessor_app.documents.kinds import Kind, is_locked, sniff
from assessor_app.documents.model import (
    PLAIN,
    Details,
    DocumentError,
    DocumentInfo,
    Failure,
    FailureKind,
    FirstView,
    Limits,
    Look,
    Opened,
    Pixels,
    SearchHit,
    Tile,
    Word,
)
from assessor_app.documents.office import Converter
from assessor_app.documents.renderer import NotLoaded, Renderer, RendererLost

log = structlog.get_logger(__name__)
LOST_TWICE = 2
SECOND_ENGINE = "pdfium"
_FIRST_VIEWS = frozenset({"open", "info", "render"})


@dataclass(order=True, slots=True)
class _Request:
    priority: int
    order: int
    document: str = field(compare=False)
    action: str = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False)
    done: Callable[[Any], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Ticket:
    """A request that can be given up. After :meth:`cancel` an answer may come only if it was already on its way."""

    def __init__(self, pool: RendererPool, request: _Request) -> None:
        self._pool, self._request = pool, request

    def cancel(self) -> None:
        self._request.cancelled = True

    def reprioritise(self, priority: int) -> None:
        self._pool._reprioritise(self, priority)


@dataclass(slots=True)
class _Source:
    """Where a document's bytes come from, and what became known of them."""

    read: Callable[[], bytes]
    media_type: str
    rendition: Callable[[], bytes] | None
    password: str = ""
    is_pdf: bool = False
    converted: bytes | None = None
    conversion: str = ""
    """"" before, "running", then "over"."""


class RendererPool:
    """``active`` renderers work side by side; by default one on two processors, more on more."""

    def __init__(
        self, limits: Limits | None = None, active: int | None = None, converter: Converter | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._converter = converter
        self._sources: dict[str, _Source] = {}
        self._waiting: list[_Request] = []
        self._parked: list[_Request] = []
        self._orders = itertools.count()
        self._condition = threading.Condition()
        self._spare_lock = threading.Lock()
        self._closed = False
        self._losses: Counter[str] = Counter()
        self._said = False
        self._spare: Renderer | None = None
        self._lanes = [_Lane(self, number) for number in range(active or _usual_number())]
        self.deaths = 0
        """Renderers that ended, or were ended, before their answer."""

    def start(self) -> None:
        """Be ready for requests. The processes start with the first of them, or with :meth:`warm_up`."""
        for lane in self._lanes:
            lane.start()

    def warm_up(self) -> None:
        """Start the processes in the background, so that the first document need not wait for them."""
        with self._condition:
            self._lanes[0].cold = True
            self._condition.notify_all()

    def register(
        self,
        document: str,
        source: Callable[[], bytes],
        media_type: str,
        rendition: Callable[[], bytes] | None = None,
    ) -> None:
        """Say where a document's bytes come from; ``source`` runs on the pool's thread when they are first needed.

        ``rendition`` are the bytes of a PDF that shows the same document; remarks are read from the original.
        """
        with self._condition:
            known = self._sources.get(document)
            self._sources[document] = _Source(source, media_type, rendition, known.password if known else "")
            self._losses.pop(document, None)

    def unlock(self, document: str, password: str) -> None:
        """Try this password from now on; whether it fits is told by the next :meth:`open`."""
        with self._condition:
            if document in self._sources:
                self._sources[document].password = password
            for lane in self._lanes:
                lane.forget(document)

    def open(
        self, document: str, first: FirstView, done: Callable[[Opened | Failure], None], priority: int = 0
    ) -> Ticket:
        """Open a document and draw what will be looked at first."""
        return self._add(priority, document, "open", (first,), done)

    def info(self, document: str, done: Callable[[DocumentInfo | Failure], None], priority: int = 0) -> Ticket:
        return self._add(priority, document, "info", (), done)

    def details(self, document: str, done: Callable[[Details | Failure], None], priority: int = 3) -> Ticket:
        return self._add(priority, document, "details", (), done)

    def render(
        self,
        document: str,
        page: int,
        scale: float,
        done: Callable[[Pixels | Failure], None],
        *,
        tile: Tile | None = None,
        look: Look = PLAIN,
        priority: int = 0,
    ) -> Ticket:
        """Draw a page (from 0) at ``scale`` pixels a point, or a tile of it. A lower priority number comes sooner."""
        return self._add(priority, document, "render", (page, scale, tile, look), done)

    def words(
        self, document: str, page: int, done: Callable[[tuple[Word, ...] | Failure], None], priority: int = 5
    ) -> Ticket:
        return self._add(priority, document, "words", (page,), done)

    def slant(self, document: str, page: int, done: Callable[[float | Failure], None], priority: int = 1) -> Ticket:
        """By how many degrees a page should be turned clockwise for its lines to lie level."""
        return self._add(priority, document, "slant", (page,), done)

    def search(
        self,
        document: str,
        query: str,
        done: Callable[[tuple[SearchHit, ...] | Failure], None],
        priority: int = 5,
    ) -> Ticket:
        """Find text in every page, a few pages at a time, so that drawing can come in between."""
        search = _Search(self, document, query, priority, done)
        search.ticket = self._add(priority, document, "search", (0, query), search.found)
        return search.ticket

    def close(self) -> None:
        """End the processes; what still waits is not answered."""
        with self._condition:
            self._closed = True
            self._waiting.clear()
            self._parked.clear()
            self._condition.notify_all()
        for lane in self._lanes:
            lane.close(self._limits.hard_seconds + 5)
        if self._converter is not None:
            self._converter.close()
        with self._spare_lock:
            if self._spare is not None:
                self._spare.stop()
            self._spare = None

    def _add(
        self, priority: int, document: str, action: str, arguments: tuple[Any, ...], done: Callable[[Any], None]
    ) -> Ticket:
        request = _Request(priority, next(self._orders), document, action, arguments, done)
        with self._condition:
            heapq.heappush(self._waiting, request)
            self._condition.notify()
        return Ticket(self, request)

    def _reprioritise(self, ticket: Ticket, priority: int) -> None:
        old = ticket._request
        with self._condition:
            if old.cancelled or old.priority == priority or old not in self._waiting:
                return
            old.cancelled = True
            ticket._request = _Request(priority, old.order, old.document, old.action, old.arguments, old.done)
            heapq.heappush(self._waiting, ticket._request)

    def _next(self, lane: _Lane) -> _Request | None:
        """What a lane does next; None to have its processes ready. Raises EOFError at the end."""
        with self._condition:
            while not self._waiting and not self._closed and not lane.cold:
                self._condition.wait()
            if self._closed:
                raise EOFError
            lane.cold = False
            return heapq.heappop(self._waiting) if self._waiting else None

    def _new_renderer(self) -> Renderer:
        """The reserve when there is one."""
        with self._spare_lock:
            taken, self._spare = self._spare, None
        return taken or Renderer(self._limits)

    def _have_reserve(self) -> None:
        with self._spare_lock:
            if self._spare is None and not self._closed:
                self._spare = Renderer(self._limits)

    def _say_what_does_not_hold(self, renderer: Renderer) -> None:
        """Once: it is the same for every renderer. `assessor-app doctor` says it too."""
        if not self._said:
            self._said = True
            for note in renderer.confinement.notes:
                log.warning("renderers are not confined in full", what=note)

    def _source(self, document: str) -> _Source | None:
        with self._condition:
            return self._sources.get(document)

    def _conversion_wanted(self, request: _Request, source: _Source) -> bool:
        """Whether an Office file has to become a PDF before the request can be answered; the request waits for it."""
        if self._converter is None or source.rendition is not None or source.conversion == "over":
            return False
        if source.conversion == "":
            try:
                data = source.read()
            except Exception:  # noqa: BLE001 - told when the document is loaded
                return False
            kind, extension = sniff(data, source.media_type)
            if kind is not Kind.OFFICE or is_locked(data) or not self._converter.available:
                source.conversion = "over"
                return False
            source.conversion = "running"
            self._converter.convert(data, extension, lambda result: self._converted(source, result))
        with self._condition:
            if source.conversion == "over":
                return False
            self._parked.append(request)
        return True

    def _converted(self, source: _Source, result: bytes | None) -> None:
        with self._condition:
            source.converted, source.conversion = result, "over"
            for request in self._parked:
                heapq.heappush(self._waiting, request)
            self._parked.clear()
            self._condition.notify_all()


def _usual_number() -> int:
    """Two processors have one renderer at work beside the window; every two more have one more, up to three."""
    return max(1, min(3, ((os.cpu_count() or 2) - 1) // 2))


class _Lane:
    """A thread and its renderer process."""

    def __init__(self, pool: RendererPool, number: int) -> None:
        self._pool = pool
        self._renderer: Renderer | None = None
        self._forgotten: set[str] = set()
        self.cold = False
        self._thread = threading.Thread(target=self._run, name=f"renderer-{number}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, seconds: float) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout=seconds)
        if self._renderer is not None:
            self._renderer.stop()
        self._renderer = None

    def forget(self, document: str) -> None:
        """Load a document anew when it is next needed."""
        self._forgotten.add(document)

    def _run(self) -> None:
        while True:
            try:
                request = self._pool._next(self)
            except EOFError:
                return
            if request is None:
                with contextlib.suppress(OSError):
                    self._keep_ready()
            elif not request.cancelled:
                self._serve(request)

    def _serve(self, request: _Request) -> None:
        source = self._pool._source(request.document)
        if source is not None and self._pool._conversion_wanted(request, source):
            return
        try:
            answer = self._answer(request, source)
        except OSError as error:
            # No process could be started, for want of memory or handles: this page says so, the next may succeed.
            log.error("no renderer", reason=repr(error))
            answer = DocumentError(FailureKind.CRASHED).failure
        except Exception:
            # Nobody must wait for ever because of one file.
            log.exception("a request failed")
            answer = DocumentError(FailureKind.CRASHED).failure
        if request.cancelled:
            _release(answer)
            return
        try:
            request.done(answer)
        except Exception:
            log.exception("a page's listener failed")

    def _keep_ready(self) -> Renderer:
        if self._renderer is None:
            self._renderer = self._pool._new_renderer()
        self._pool._have_reserve()
        return self._renderer

    def _answer(self, request: _Request, source: _Source | None) -> Any:
        pool = self._pool
        if source is None:
            return DocumentError(FailureKind.MISSING).failure
        if pool._losses[request.document] >= LOST_TWICE and request.action in ("open", "info"):
            return DocumentError(FailureKind.CRASHED).failure
        problem = _refused(request, pool._limits)
        if problem is not None:
            return problem
        limits = pool._limits
        try:
            # What is a PDF is known only once it is loaded; until then the whole time is the first engine's.
            share = 1 - limits.second_engine_share if source.is_pdf and request.action in _FIRST_VIEWS else 1.0
            return self._ask(request, source, "", limits.hard_seconds * share)
        except RendererLost as lost:
            first = lost.failure
        if not source.is_pdf or request.action not in _FIRST_VIEWS:
            return first
        try:
            share = limits.second_engine_share if first.kind is FailureKind.TIMEOUT else 1.0
            second = self._ask(request, source, SECOND_ENGINE, limits.hard_seconds * share)
        except RendererLost:
            return first
        # The second engine's complaint says less than why the first one was lost.
        return first if isinstance(second, Failure) else second

    def _ask(self, request: _Request, source: _Source, engine: str, seconds: float) -> Any:
        """Raises RendererLost, after the renderer was ended."""
        try:
            try:
                return self._load_and_ask(request, source, engine, seconds)
            except NotLoaded:
                # What other documents left behind is in the way of this one; a fresh renderer has nothing.
                self._end()
                return self._load_and_ask(request, source, engine, seconds)
        except RendererLost as lost:
            log.warning("renderer lost", kind=lost.failure.kind, action=request.action)
            self._pool._losses[request.document] += 1
            self._end()
            raise

    def _load_and_ask(self, request: _Request, source: _Source, engine: str, seconds: float) -> Any:
        renderer = self._keep_ready()
        loading = self._load(renderer, request.document, source)
        self._pool._say_what_does_not_hold(renderer)
        if loading is not None:
            return loading
        return renderer.ask(request.action, request.document, engine, *request.arguments, seconds=seconds)

    def _end(self) -> None:
        renderer, self._renderer = self._renderer, None
        if renderer is not None:
            self._pool.deaths += 1
            renderer.stop()

    def _load(self, renderer: Renderer, document: str, source: _Source) -> Failure | None:
        """Make sure that the renderer has the document's bytes."""
        if document in renderer.loaded and document not in self._forgotten:
            return None
        self._forgotten.discard(document)
        try:
            data = source.read()
            rendition = source.rendition() if source.rendition is not None else source.converted
        except KeyError:
            return DocumentError(FailureKind.MISSING).failure
        except Exception as error:  # noqa: BLE001 - a source reads disks and decrypts; its fault is told on the page
            log.warning("evidence unreadable", reason=type(error).__name__)
            return Failure(FailureKind.BROKEN, f"it can't be read from this computer: {error}")
        source.is_pdf = rendition is not None or sniff(data, source.media_type)[0] is Kind.PDF
        renderer.load(document, source.media_type, data, rendition or b"", source.password)
        return None


def _release(answer: Any) -> None:
    if isinstance(answer, Opened) and answer.pixels is not None:
        answer.pixels.release()
    elif isinstance(answer, Pixels):
        answer.release()


def _refused(request: _Request, limits: Limits) -> Failure | None:
    """What can be told without asking a renderer."""
    if request.action == "render":
        _, scale, tile, _ = request.arguments
        if not 0 < scale < 1000:
            return DocumentError(FailureKind.TOO_LARGE).failure
        if tile is not None and tile.width * tile.height > limits.max_pixels:
            return DocumentError(FailureKind.TOO_LARGE).failure
    return None


class _Search:
    """One search, some pages after others, at the pool's leisure."""

    def __init__(
        self,
        pool: RendererPool,
        document: str,
        query: str,
        priority: int,
        done: Callable[[tuple[SearchHit, ...] | Failure], None],
    ) -> None:
        self._pool, self._document, self._query, self._priority, self._done = pool, document, query, priority, done
        self._hits: list[SearchHit] = []
        self.ticket: Ticket | None = None

    def found(self, answer: tuple[tuple[SearchHit, ...], int | None] | Failure) -> None:
        """Hits, and the page to go on at; None after the last."""
        if isinstance(answer, Failure):
            self._done(answer)
            return
        hits, page = answer
        self._hits += hits
        if page is None:
            self._done(tuple(self._hits))
        elif self.ticket is None or not self.ticket._request.cancelled:
            following = self._pool._add(self._priority, self._document, "search", (page, self._query), self.found)
            if self.ticket is not None:
                self.ticket._request = following._request
