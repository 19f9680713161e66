"""Where pages lie on the canvas. Pure arithmetic: sizes in, rectangles out.

Canvas lengths are logical pixels, origin top left of the whole scrolled content. ``scale`` is logical pixels a point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessor_app.documents.model import PageSize
from assessor_app.domain.geometry import PageView, Point, QuarterTurns, Rect

GAP = 14.0
MARGIN = 22.0
FULL_SIZE = 96 / 72
"""Logical pixels a point at 100 %."""
MIN_SCALE, MAX_SCALE = 0.1 * FULL_SIZE, 8.0 * FULL_SIZE


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How pages are turned and set beside each other. ``straighten`` is degrees clockwise within the page."""

    rotation: QuarterTurns = 0
    straighten: float = 0.0
    columns: int = 1

    def turned(self, rotation: QuarterTurns) -> Arrangement:
        return replace(self, rotation=rotation)


PLAIN = Arrangement()


@dataclass(frozen=True, slots=True)
class PageSlot:
    """A page's place on the canvas, and how page coordinates map into it."""

    index: int
    rect: Rect
    view: PageView

    def to_canvas(self, point: Point) -> Point:
        return self.view.to_view(point).moved(self.rect.x0, self.rect.y0)

    def to_page(self, point: Point) -> Point:
        return self.view.to_page(point.moved(-self.rect.x0, -self.rect.y0))

    def rect_to_canvas(self, rect: Rect) -> Rect:
        return self.view.rect_to_view(rect).moved(self.rect.x0, self.rect.y0)


class PageLayout:
    """Rows of one or two pages, centred. Slots are made when asked for: a thousand pages cost no more than one."""

    def __init__(
        self, sizes: Sequence[PageSize], scale: float, viewport_width: float, arrangement: Arrangement = PLAIN
    ) -> None:
        self._sizes, self.scale, self.arrangement = sizes, scale, arrangement
        self._tops: list[float] = []
        self._bottoms: list[float] = []
        widest, y, columns = 0.0, MARGIN, arrangement.columns
        turned = arrangement.rotation in (90, 270)
        for first in range(0, len(sizes), columns):
            row = sizes[first : first + columns]
            self._tops.append(y)
            y += scale * max(size.width if turned else size.height for size in row)
            self._bottoms.append(y)
            y += GAP
            wide = scale * sum(size.height if turned else size.width for size in row)
            widest = max(widest, wide + GAP * (len(row) - 1))
        self.height = y - GAP + MARGIN if sizes else 0.0
        self.width = max(viewport_width, widest + 2 * MARGIN)

    def __len__(self) -> int:
        return len(self._sizes)

    def _view(self, index: int) -> PageView:
        size, how = self._sizes[index], self.arrangement
        return PageView(size.width, size.height, self.scale, how.rotation, how.straighten)

    def slot(self, index: int) -> PageSlot:
        columns = self.arrangement.columns
        row = index // columns
        views = [self._view(n) for n in range(row * columns, min((row + 1) * columns, len(self._sizes)))]
        whole = sum(view.view_size[0] for view in views) + GAP * (len(views) - 1)
        x = (self.width - whole) / 2
        for view in views[: index % columns]:
            x += view.view_size[0] + GAP
        view = views[index % columns]
        width, height = view.view_size
        return PageSlot(index, Rect(x, self._tops[row], x + width, self._tops[row] + height), view)

    def visible(self, top: float, bottom: float) -> range:
        """The pages that show anything between two heights."""
        columns = self.arrangement.columns
        first, last = bisect_right(self._bottoms, top), bisect_left(self._tops, bottom)
        return range(first * columns, min(len(self._sizes), last * columns))

    def page_at(self, point: Point) -> PageSlot | None:
        """The page under a point of the canvas."""
        return next((slot for slot in self._row_at(point.y) if slot.rect.contains(point)), None)

    def nearest_page(self, point: Point) -> PageSlot | None:
        """The page at or nearest to a point; for gestures that leave their page."""
        if not self._sizes:
            return None
        row = self._row_at(point.y)
        return min(row, key=lambda slot: max(slot.rect.x0 - point.x, 0.0, point.x - slot.rect.x1))

    def _row_at(self, y: float) -> list[PageSlot]:
        """The row at or nearest below a height."""
        columns = self.arrangement.columns
        row = min(len(self._bottoms) - 1, bisect_left(self._bottoms, y))
        if row < 0:
            return []
        return [self.slot(index) for index in range(row * columns, min((row + 1) * columns, len(self._sizes)))]


def fit_width(sizes: Sequence[PageSize], viewport_width: float, arrangement: Arrangement = PLAIN) -> float:
    """The scale at which the widest page, or row of pages, fills the viewport's width."""
    columns = min(arrangement.columns, max(1, len(sizes)))
    room = viewport_width - 2 * MARGIN - GAP * (columns - 1)
    turned = arrangement.rotation in (90, 270)
    widest = max((size.height if turned else size.width for size in sizes), default=612.0)
    return clamp_scale(room / (widest * columns))


def fit_page(size: PageSize, viewport_width: float, viewport_height: float, arrangement: Arrangement = PLAIN) -> float:
    """The scale at which one whole page is visible."""
    width, height = PageView(size.width, size.height, 1.0, arrangement.rotation).view_size
    room = viewport_width - 2 * MARGIN - GAP * (arrangement.columns - 1)
    return clamp_scale(min(room / (width * arrangement.columns), (viewport_height - 2 * MARGIN) / height))


def clamp_scale(scale: float) -> float:
    return min(MAX_SCALE, max(MIN_SCALE, scale))
