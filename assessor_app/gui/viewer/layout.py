"""Where pages lie on the canvas. Pure arithmetic: sizes in, rectangles out.

Canvas lengths are logical pixels, origin top left of the whole scrolled content. ``scale`` is logical pixels a point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assessor_app.documents.model import PageSize
from assessor_app.domain.geometry import PageView, Point, QuarterTurns, Rect

GAP = 14.0
MARGIN = 22.0
FULL_SIZE = 96 / 72
"""Logical pixels a point at 100 %."""
MIN_SCALE, MAX_SCALE = 0.1 * FULL_SIZE, 8.0 * FULL_SIZE


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
    """One column of pages, each centred. Slots are made when asked for: a thousand pages cost no more than one."""

    def __init__(self, sizes: Sequence[PageSize], scale: float, rotation: QuarterTurns, viewport_width: float) -> None:
        self._sizes, self.scale, self.rotation = sizes, scale, rotation
        self._tops: list[float] = []
        self._bottoms: list[float] = []
        widest, y = 0.0, MARGIN
        for size in sizes:
            width, height = PageView(size.width, size.height, scale, rotation).view_size
            self._tops.append(y)
            y += height
            self._bottoms.append(y)
            y += GAP
            widest = max(widest, width)
        self.height = y - GAP + MARGIN if sizes else 0.0
        self.width = max(viewport_width, widest + 2 * MARGIN)

    def __len__(self) -> int:
        return len(self._sizes)

    def slot(self, index: int) -> PageSlot:
        size = self._sizes[index]
        view = PageView(size.width, size.height, self.scale, self.rotation)
        width, height = view.view_size
        x = (self.width - width) / 2
        return PageSlot(index, Rect(x, self._tops[index], x + width, self._tops[index] + height), view)

    def visible(self, top: float, bottom: float) -> range:
        """The pages that show anything between two heights."""
        return range(bisect_right(self._bottoms, top), bisect_left(self._tops, bottom))

    def page_at(self, point: Point) -> PageSlot | None:
        """The page under a point of the canvas."""
        index = bisect_right(self._tops, point.y) - 1
        if index < 0:
            return None
        slot = self.slot(index)
        return slot if slot.rect.contains(point) else None

    def nearest_page(self, point: Point) -> PageSlot | None:
        """The page at or nearest to a height; for gestures that leave their page."""
        if not self._sizes:
            return None
        return self.slot(min(len(self._sizes) - 1, bisect_left(self._bottoms, point.y)))


def fit_width(sizes: Sequence[PageSize], rotation: QuarterTurns, viewport_width: float) -> float:
    """The scale at which the widest page fills the viewport's width."""
    widest = max((PageView(s.width, s.height, 1.0, rotation).view_size[0] for s in sizes), default=612.0)
    return clamp_scale((viewport_width - 2 * MARGIN) / widest)


def fit_page(size: PageSize, rotation: QuarterTurns, viewport_width: float, viewport_height: float) -> float:
    """The scale at which one whole page is visible."""
    width, height = PageView(size.width, size.height, 1.0, rotation).view_size
    return clamp_scale(min((viewport_width - 2 * MARGIN) / width, (viewport_height - 2 * MARGIN) / height))


def clamp_scale(scale: float) -> float:
    return min(MAX_SCALE, max(MIN_SCALE, scale))
