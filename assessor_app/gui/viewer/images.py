"""Pixels of pages: asks the renderers for what is visible, keeps what was drawn, and offers a stand-in meanwhile."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from assessor_app.documents.model import PLAIN, Failure, Look, PageSize, Pixels, Tile
from assessor_app.documents.pool import RendererPool, Ticket
from assessor_app.gui.jobs import Jobs

CACHE_BYTES = 40 * 1024 * 1024
SMALL_CACHE_BYTES = 32 * 1024 * 1024
TILE_PIXELS = 512
WHOLE_PAGE_PIXELS = 5_000_000
"""Pages of more device pixels than this are drawn in tiles: an A4 page above about 220 %."""
SMALL_SIDE = 200
"""Longer side of a thumbnail in device pixels; it also stands in for a page that is not drawn yet."""
LATER = 100
"""Priority of what nobody looks at yet."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A page, or one tile of it, at a scale in device pixels a point."""

    document: str
    page: int
    scale: float
    tile: Tile | None = None
    look: Look = PLAIN


@dataclass(slots=True)
class Drawn:
    """An image over a renderer's shared memory; ``pixels`` keeps the memory alive."""

    image: QImage
    pixels: Pixels | None


def pieces_of(
    document: str, page: int, size: PageSize, scale: float, visible: QRect, look: Look = PLAIN
) -> list[Piece]:
    """What must be drawn to show ``visible``, a rectangle in device pixels of the page at that scale."""
    width, height = round(size.width * scale), round(size.height * scale)
    if width * height <= WHOLE_PAGE_PIXELS:
        return [Piece(document, page, scale, None, look)]
    seen = visible.intersected(QRect(0, 0, width, height))
    if seen.isEmpty():
        return []
    return [
        Piece(
            document,
            page,
            scale,
            Tile(x, y, min(TILE_PIXELS, width - x), min(TILE_PIXELS, height - y)),
            look,
        )
        for y in range(seen.top() // TILE_PIXELS * TILE_PIXELS, seen.bottom() + 1, TILE_PIXELS)
        for x in range(seen.left() // TILE_PIXELS * TILE_PIXELS, seen.right() + 1, TILE_PIXELS)
    ]


def small_piece(document: str, page: int, size: PageSize, look: Look = PLAIN) -> Piece:
    return Piece(document, page, round(SMALL_SIDE / max(size.width, size.height), 4), None, look)


class PageImages(QObject):
    """A cache of drawn pieces. ``arrived`` tells the page that has something new to show."""

    arrived = Signal(str, int)

    def __init__(self, pool: RendererPool, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool, self._jobs = pool, jobs
        self._drawn: OrderedDict[Piece, Drawn] = OrderedDict()
        self._small: OrderedDict[Piece, QImage] = OrderedDict()
        self._whole: dict[tuple[str, int], Piece] = {}
        self._failures: dict[tuple[str, int], Failure] = {}
        self._tickets: dict[Piece, tuple[Ticket, float]] = {}
        self._bytes = 0

    def want(self, pieces: Iterable[Piece], later: Iterable[Piece] = ()) -> None:
        """Draw these, most wanted first, then ``later`` ones; whatever else was asked for and not begun is no longer
        wanted."""
        ranked = {piece: priority for priority, piece in enumerate(pieces)}
        for priority, piece in enumerate(later, start=LATER):
            ranked.setdefault(piece, priority)
        for piece in set(self._tickets) - set(ranked):
            self._tickets.pop(piece)[0].cancel()
        for piece, priority in ranked.items():
            if piece in self._drawn:
                self._drawn.move_to_end(piece)
            elif piece in self._small or ((piece.document, piece.page) in self._failures and not piece.look.as_text):
                continue
            elif piece in self._tickets:
                self._tickets[piece][0].reprioritise(priority)
            else:
                self._request(piece, priority)

    def have(self, piece: Piece, pixels: Pixels) -> None:
        """Take over what was drawn on another errand."""
        self._keep(piece, pixels)

    def drawn(self, piece: Piece) -> QImage | None:
        found = self._drawn.get(piece)
        return found.image if found else self._small.get(piece)

    def stand_in(self, document: str, page: int, size: PageSize, look: Look) -> QImage | None:
        """The whole page at the scale it was last drawn at, or its thumbnail."""
        piece = self._whole.get((document, page))
        found = self.drawn(piece) if piece is not None and piece.look == look else None
        return found if found is not None else self._small.get(small_piece(document, page, size, look))

    def failure(self, document: str, page: int) -> Failure | None:
        return self._failures.get((document, page))

    def waiting_seconds(self, document: str, page: int) -> float:
        """How long something of this page has been waited for; 0 when nothing is."""
        now = time.monotonic()
        since = [at for piece, (_, at) in self._tickets.items() if (piece.document, piece.page) == (document, page)]
        return now - min(since) if since else 0.0

    def try_again(self, document: str, page: int) -> None:
        self._failures.pop((document, page), None)

    def clear(self) -> None:
        for ticket, _ in self._tickets.values():
            ticket.cancel()
        self._tickets.clear()
        self._drawn.clear()
        self._small.clear()
        self._whole.clear()
        self._failures.clear()
        self._bytes = 0

    def _request(self, piece: Piece, priority: int) -> None:
        def done(result: Pixels | Failure) -> None:
            self._jobs.post(self, lambda: self._arrived(piece, result))

        ticket = self._pool.render(
            piece.document, piece.page, piece.scale, done, tile=piece.tile, look=piece.look, priority=priority
        )
        self._tickets[piece] = (ticket, time.monotonic())

    def _arrived(self, piece: Piece, result: Pixels | Failure) -> None:
        if self._tickets.pop(piece, None) is None:
            return
        if isinstance(result, Failure):
            self._failures[piece.document, piece.page] = result
        else:
            self._failures.pop((piece.document, piece.page), None)
            self._keep(piece, result)
        self.arrived.emit(piece.document, piece.page)

    def _keep(self, piece: Piece, pixels: Pixels) -> None:
        image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32)
        if max(pixels.width, pixels.height) <= SMALL_SIDE + 1:
            # A copy: the renderer's memory comes in pieces that are far too large for it.
            self._small[piece] = image.copy()
            pixels.release()
            while sum(small.sizeInBytes() for small in self._small.values()) > SMALL_CACHE_BYTES:
                self._small.popitem(last=False)
            return
        self._drawn[piece] = Drawn(image, pixels)
        self._bytes += image.sizeInBytes()
        if piece.tile is None:
            self._whole[piece.document, piece.page] = piece
        while self._bytes > CACHE_BYTES and len(self._drawn) > 1:
            old, gone = self._drawn.popitem(last=False)
            self._bytes -= gone.image.sizeInBytes()
            if self._whole.get((old.document, old.page)) == old:
                del self._whole[old.document, old.page]
