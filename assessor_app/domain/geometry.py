"""Geometry on a page.

All lengths are PDF points (1/72 inch). The origin is the top left corner of the page *as displayed upright*,
that is with the file's own rotation (PDF ``/Rotate``, EXIF orientation) applied; y grows downwards. A mark's
coordinates therefore stay the same whatever the zoom or the rotation of the view.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

QuarterTurns = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float

    def moved(self, dx: float, dy: float) -> Point:
        return Point(self.x + dx, self.y + dy)


@dataclass(frozen=True, slots=True)
class Rect:
    """An axis-parallel rectangle with ``x0 <= x1`` and ``y0 <= y1`` once :meth:`normalised`."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.x0, self.y0, self.x1, self.y1

    @property
    def centre(self) -> Point:
        return Point((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2)

    def normalised(self) -> Rect:
        return Rect(min(self.x0, self.x1), min(self.y0, self.y1), max(self.x0, self.x1), max(self.y0, self.y1))

    def moved(self, dx: float, dy: float) -> Rect:
        return Rect(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, by: float) -> Rect:
        return Rect(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def united(self, other: Rect) -> Rect:
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def contains(self, point: Point) -> bool:
        return self.x0 <= point.x <= self.x1 and self.y0 <= point.y <= self.y1

    def intersects(self, other: Rect) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


def bounds_of(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around all of ``rects``. Raises ValueError when there are none."""
    iterator = iter(rects)
    try:
        result = next(iterator)
    except StopIteration:
        raise ValueError("bounds of nothing") from None
    for rect in iterator:
        result = result.united(rect)
    return result


def bounds_of_points(points: Iterable[Point]) -> Rect:
    """The smallest rectangle around all of ``points``. Raises ValueError when there are none."""
    return bounds_of(Rect(point.x, point.y, point.x, point.y) for point in points)


def distance_to_segment(point: Point, start: Point, end: Point) -> float:
    """Distance in points from ``point`` to the straight segment from ``start`` to ``end``."""
    dx, dy = end.x - start.x, end.y - start.y
    length_squared = dx * dx + dy * dy
    if length_squared == 0:
        return math.hypot(point.x - start.x, point.y - start.y)
    along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / length_squared
    along = min(1.0, max(0.0, along))
    return math.hypot(point.x - (start.x + along * dx), point.y - (start.y + along * dy))


def distance_to_path(point: Point, path: Sequence[Point]) -> float:
    """Distance in points from ``point`` to the polyline ``path`` (one point or more)."""
    if len(path) == 1:
        return math.hypot(point.x - path[0].x, point.y - path[0].y)
    return min(distance_to_segment(point, a, b) for a, b in itertools.pairwise(path))


@dataclass(frozen=True, slots=True)
class PageView:
    """How one page lies in a view: ``scale`` in view pixels a point, ``rotation`` clockwise in degrees.

    ``width`` and ``height`` are the upright page's, in points. View coordinates have their origin at the top
    left of the rotated page. ``straighten`` first turns what is on the page about its centre, clockwise in degrees,
    while the paper stays where it is.
    """

    width: float
    height: float
    scale: float
    rotation: QuarterTurns = 0
    straighten: float = 0.0

    @property
    def view_size(self) -> tuple[float, float]:
        """Width and height of the rotated page in view pixels."""
        if self.rotation in (90, 270):
            return self.height * self.scale, self.width * self.scale
        return self.width * self.scale, self.height * self.scale

    def to_view(self, point: Point) -> Point:
        if self.straighten:
            point = self._turned(point, self.straighten)
        x, y = point.x, point.y
        if self.rotation == 90:
            x, y = self.height - y, x
        elif self.rotation == 180:
            x, y = self.width - x, self.height - y
        elif self.rotation == 270:
            x, y = y, self.width - x
        return Point(x * self.scale, y * self.scale)

    def to_page(self, point: Point) -> Point:
        on_paper = self.to_paper(point)
        return self._turned(on_paper, -self.straighten) if self.straighten else on_paper

    def to_paper(self, point: Point) -> Point:
        """As :meth:`to_page`, but where the point is on the paper, however the page's content is turned on it."""
        x, y = point.x / self.scale, point.y / self.scale
        if self.rotation == 90:
            return Point(y, self.height - x)
        if self.rotation == 180:
            return Point(self.width - x, self.height - y)
        if self.rotation == 270:
            return Point(self.width - y, x)
        return Point(x, y)

    def rect_to_view(self, rect: Rect) -> Rect:
        """The smallest upright rectangle around where ``rect`` is."""
        return bounds_of_points(map(self.to_view, _corners(rect)))

    def rect_to_page(self, rect: Rect) -> Rect:
        return bounds_of_points(map(self.to_page, _corners(rect)))

    def rect_to_paper(self, rect: Rect) -> Rect:
        return bounds_of_points(map(self.to_paper, _corners(rect)))

    def _turned(self, point: Point, degrees: float) -> Point:
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        dx, dy = point.x - self.width / 2, point.y - self.height / 2
        return Point(self.width / 2 + dx * cos - dy * sin, self.height / 2 + dx * sin + dy * cos)


def _corners(rect: Rect) -> tuple[Point, Point, Point, Point]:
    return Point(rect.x0, rect.y0), Point(rect.x1, rect.y0), Point(rect.x1, rect.y1), Point(rect.x0, rect.y1)


def inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Whether a point lies in a polygon, by the even-odd rule; the last corner joins the first."""
    result = False
    for a, b in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (a.y > point.y) != (b.y > point.y) and point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x:
            result = not result
    return result
