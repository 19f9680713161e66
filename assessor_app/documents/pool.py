"""Requests in order of their priority, one renderer at work and one warm in reserve.

Every method returns at once; answers come on the pool's own thread. A request that takes too long, too much memory or
the process itself with it gets a :class:`Failure`; the reserve takes over, and whatever waits goes on.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from assessor_app.documents.model import (
    DocumentError,
    DocumentInfo,
    Failure,
    FailureKind,
    Limits,
    Pixels,
    SearchHit,
    Tile,
    Word,
)
from assessor_app.documents.renderer import Renderer, RendererLost

log = structlog.get_logger(__name__)
LOST_TWICE = 2


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


class RendererPool:
    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._sources: dict[str, tuple[Callable[[], bytes], str]] = {}
        self._waiting: list[_Request] = []
        self._orders = itertools.count()
        self._condition = threading.Condition()
        self._closed = False
        self._cold = False
        self._losses: Counter[str] = Counter()
        self._active: Renderer | None = None
        self._spare: Renderer | None = None
        self._thread = threading.Thread(target=self._run, name="renderers", daemon=True)

    def start(self) -> None:
        """Be ready for requests. The processes start with the first of them, or with :meth:`warm_up`."""
        self._thread.start()

    def warm_up(self) -> None:
        """Start the processes in the background, so that the first document need not wait for them."""
        with self._condition:
            self._cold = True
            self._condition.notify()

    def register(self, document: str, source: Callable[[], bytes], media_type: str) -> None:
        """Say where a document's bytes come from; ``source`` runs on the pool's thread when they are first needed."""
        with self._condition:
            self._sources[document] = (source, media_type)
            self._losses.pop(document, None)

    def info(self, document: str, done: Callable[[DocumentInfo | Failure], None], priority: int = 0) -> Ticket:
        return self._add(priority, document, "info", (), done)

    def render(
        self,
        document: str,
        page: int,
        scale: float,
        done: Callable[[Pixels | Failure], None],
        *,
        tile: Tile | None = None,
        priority: int = 0,
    ) -> Ticket:
        """Draw a page (from 0) at ``scale`` pixels a point, or a tile of it. A lower priority number comes sooner."""
        return self._add(priority, document, "render", (page, scale, tile), done)

    def words(
        self, document: str, page: int, done: Callable[[tuple[Word, ...] | Failure], None], priority: int = 5
    ) -> Ticket:
        return self._add(priority, document, "words", (page,), done)

    def search(
        self,
        document: str,
        query: str,
        done: Callable[[tuple[SearchHit, ...] | Failure], None],
        priority: int = 5,
    ) -> Ticket:
        """Find text in every page. Pages are searched one by one, so that drawing can come in between."""
        search = _Search(self, document, query, priority, done)
        search.ticket = self._add(priority, document, "info", (), search.begin)
        return search.ticket

    def close(self) -> None:
        """End the processes; what still waits is not answered."""
        with self._condition:
            self._closed = True
            self._waiting.clear()
            self._condition.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=self._limits.hard_seconds + 5)
        for renderer in (self._active, self._spare):
            if renderer is not None:
                renderer.stop()
        self._active = self._spare = None

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

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._waiting and not self._closed and not self._cold:
                    self._condition.wait()
                if self._closed:
                    return
                self._cold = False
                request = heapq.heappop(self._waiting) if self._waiting else None
            if request is None:
                with contextlib.suppress(OSError):
                    self._keep_ready()
                continue
            if request.cancelled:
                continue
            try:
                answer = self._answer(request)
            except OSError as error:
                # No process could be started, for want of memory or handles: this page says so, the next may succeed.
                log.error("no renderer", reason=repr(error))
                answer = DocumentError(FailureKind.CRASHED).failure
            if request.cancelled:
                if isinstance(answer, Pixels):
                    answer.release()
                continue
            try:
                request.done(answer)
            except Exception:
                log.exception("a page's listener failed")

    def _keep_ready(self) -> None:
        if self._active is None:
            self._active, self._spare = self._spare or Renderer(self._limits), None
        if self._spare is None:
            self._spare = Renderer(self._limits)

    def _answer(self, request: _Request) -> Any:
        if self._losses[request.document] >= LOST_TWICE and request.action == "info":
            return DocumentError(FailureKind.CRASHED).failure
        problem = _refused(request, self._limits)
        if problem is not None:
            return problem
        self._keep_ready()
        renderer = self._active
        assert renderer is not None  # noqa: S101 - made just above
        try:
            loading = self._load(renderer, request.document)
            if loading is not None:
                return loading
            return renderer.ask(request.action, request.document, *request.arguments)
        except RendererLost as lost:
            log.warning("renderer lost", kind=lost.failure.kind, action=request.action)
            self._losses[request.document] += 1
            self._active = None
            renderer.stop()
            return lost.failure

    def _load(self, renderer: Renderer, document: str) -> Failure | None:
        """Make sure that the renderer has the document's bytes."""
        if document in renderer.loaded:
            return None
        with self._condition:
            found = self._sources.get(document)
        if found is None:
            return DocumentError(FailureKind.MISSING).failure
        source, media_type = found
        try:
            data = source()
        except KeyError:
            return DocumentError(FailureKind.MISSING).failure
        except Exception as error:  # noqa: BLE001 - a source reads disks and decrypts; its fault is told on the page
            log.warning("evidence unreadable", reason=type(error).__name__)
            return Failure(FailureKind.BROKEN, f"it can't be read from this computer: {error}")
        renderer.load(document, media_type, data)
        return None


def _refused(request: _Request, limits: Limits) -> Failure | None:
    """What can be told without asking a renderer."""
    if request.action == "render":
        _, scale, tile = request.arguments
        if not 0 < scale < 1000:
            return DocumentError(FailureKind.TOO_LARGE).failure
        if tile is not None and tile.width * tile.height > limits.max_pixels:
            return DocumentError(FailureKind.TOO_LARGE).failure
    return None


class _Search:
    """One search, page after page, at the pool's leisure."""

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
        self._pages = 0
        self.ticket: Ticket | None = None

    def begin(self, info: DocumentInfo | Failure) -> None:
        if isinstance(info, Failure):
            self._done(info)
            return
        self._pages = len(info.page_sizes)
        self._ask(0)

    def _ask(self, page: int) -> None:
        if self.ticket is not None and self.ticket._request.cancelled:
            return
        if page == self._pages:
            self._done(tuple(self._hits))
            return

        def found(hits: tuple[SearchHit, ...] | Failure) -> None:
            if not isinstance(hits, Failure):
                self._hits += hits
            self._ask(page + 1)

        self._pool._add(self._priority, self._document, "search", (page, self._query), found)
