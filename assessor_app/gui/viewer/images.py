"""Pixels of pages: asks the renderers for what is visible, keeps what was drawn, and offers a stand-in meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from assessor_app.documents.model import Failure, PageSize, Pixels, Tile
from assessor_app.documents.pool import RendererPool, Ticket
from assessor_app.gui.jobs import Jobs

CACHE_BYTES = 128 * 1024 * 1024
TILE_PIXELS = 1024
WHOLE_PAGE_PIXELS = 5_000_000
"""Pages of more device pixels than this are drawn in tiles."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A page, or one tile of it, at a scale in device pixels a point."""

    document: str
    page: int
    scale: float
    tile: Tile | None = None


@dataclass(slots=True)
class Drawn:
    """An image over a renderer's shared memory; ``pixels`` keeps the memory alive."""

    image: QImage
    pixels: Pixels


def pieces_of(document: str, page: int, size: PageSize, scale: float, visible: QRect) -> list[Piece]:
    """What must be drawn to show ``visible``, a rectangle in device pixels of the page at that scale."""
    width, height = round(size.width * scale), round(size.height * scale)
    if width * height <= WHOLE_PAGE_PIXELS:
        return [Piece(document, page, scale)]
    seen = visible.intersected(QRect(0, 0, width, height))
    if seen.isEmpty():
        return []
    return [
        Piece(
            document,
            page,
            scale,
            Tile(x, y, min(TILE_PIXELS, width - x), min(TILE_PIXELS, height - y)),
        )
        for y in range(seen.top() // TILE_PIXELS * TILE_PIXELS, seen.bottom() + 1, TILE_PIXELS)
        for x in range(seen.left() // TILE_PIXELS * TILE_PIXELS, seen.right() + 1, TILE_PIXELS)
    ]


class PageImages(QObject):
    """A cache of drawn pieces. ``arrived`` tells the page that has something new to show."""

    arrived = Signal(str, int)

    def __init__(self, pool: RendererPool, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool, self._jobs = pool, jobs
        self._drawn: OrderedDict[Piece, Drawn] = OrderedDict()
        self._whole: dict[tuple[str, int], Piece] = {}
        self._failures: dict[tuple[str, int], Failure] = {}
        self._tickets: dict[Piece, Ticket] = {}
        self._bytes = 0

    def want(self, pieces: Iterable[Piece]) -> None:
        """Draw these, most wanted first; whatever else was asked for and not begun is no longer wanted."""
        wanted = [piece for piece in pieces if (piece.document, piece.page) not in self._failures]
        for piece in set(self._tickets) - set(wanted):
            self._tickets.pop(piece).cancel()
        for priority, piece in enumerate(wanted):
            if piece in self._drawn:
                self._drawn.move_to_end(piece)
            elif piece in self._tickets:
                self._tickets[piece].reprioritise(priority)
            else:
                self._request(piece, priority)

    def drawn(self, piece: Piece) -> QImage | None:
        found = self._drawn.get(piece)
        return found.image if found else None

    def stand_in(self, document: str, page: int) -> QImage | None:
        """The whole page at the scale it was last drawn at."""
        piece = self._whole.get((document, page))
        return self.drawn(piece) if piece else None

    def failure(self, document: str, page: int) -> Failure | None:
        return self._failures.get((document, page))

    def try_again(self, document: str, page: int) -> None:
        self._failures.pop((document, page), None)

    def clear(self) -> None:
        for ticket in self._tickets.values():
            ticket.cancel()
        self._tickets.clear()
        self._drawn.clear()
        self._whole.clear()
        self._failures.clear()
        self._bytes = 0

    def _request(self, piece: Piece, priority: int) -> None:
        def done(result: Pixels | Failure) -> None:
            self._jobs.post(self, lambda: self._arrived(piece, result))

        self._tickets[piece] = self._pool.render(
            piece.document, piece.page, piece.scale, done, tile=piece.tile, priority=priority
        )

    def _arrived(self, piece: Piece, result: Pixels | Failure) -> None:
        if self._tickets.pop(piece, None) is None:
            return
        if isinstance(result, Failure):
            self._failures[piece.document, piece.page] = result
        else:
            image = QImage(result.buffer, result.width, result.height, result.stride, QImage.Format.Format_RGB32)
            self._keep(piece, Drawn(image, result))
        self.arrived.emit(piece.document, piece.page)

    def _keep(self, piece: Piece, drawn: Drawn) -> None:
        self._drawn[piece] = drawn
        self._bytes += drawn.image.sizeInBytes()
        if piece.tile is None:
            self._whole[piece.document, piece.page] = piece
        while self._bytes > CACHE_BYTES and len(self._drawn) > 1:
            old, gone = self._drawn.popitem(last=False)
            self._bytes -= gone.image.sizeInBytes()
            if self._whole.get((old.document, old.page)) == old:
                del self._whole[old.document, old.page]
