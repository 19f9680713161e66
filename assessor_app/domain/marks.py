"""Marks: what an assessor draws on evidence, in page coordinates (see :mod:`assessor_app.domain.geometry`)."""

from __future__ import annotations

import itertools
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from assessor_app.domain.geometry import (
    Point,
    Rect,
    bounds_of,
    bounds_of_points,
    distance_to_path,
)
from assessor_app.domain.value import Value

NOTE_SIZE = 18.0
"""Side of a note's badge in points; a note is anchored at its badge's top left corner."""


class MarkKind(StrEnum):
    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    NOTE = "note"
    PEN = "pen"
    BOX = "box"
    ARROW = "arrow"
    TEXT = "text"


_TEXT_MARKUP = frozenset({MarkKind.HIGHLIGHT, MarkKind.UNDERLINE})
Coordinate = Annotated[float, Field(ge=-20_000, le=40_000, allow_inf_nan=False)]
Pair = tuple[Coordinate, Coordinate]
Quad = tuple[Coordinate, Coordinate, Coordinate, Coordinate]


class Mark(Value):
    """One mark on one page of one piece of evidence.

    ``points`` is a list of (x, y): the anchor of a note; the corners (top left, bottom right) of a box or text;
    tail and head of an arrow; the strokes of a pen, joined, with ``breaks`` holding the index at which each further
    stroke begins. ``rects`` is a list of (x0, y0, x1, y1): the lines of a highlight or underline. ``page`` counts
    from 0. ``colour`` is None while the mark takes the colour of its criterion's phase, else ``#RRGGBB``.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    evidence_id: str
    page: int = Field(ge=0, le=100_000)
    kind: MarkKind
    points: tuple[Pair, ...] = Field(default=(), max_length=20_000)
    breaks: tuple[int, ...] = ()
    rects: tuple[Quad, ...] = Field(default=(), max_length=2_000)
    criterion_id: str | None = None
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")] | None = None
    width: float = Field(default=2.0, gt=0, le=40)
    text: Annotated[str, StringConstraints(max_length=20_000)] = ""
    quote: Annotated[str, StringConstraints(max_length=20_000)] = ""

    @model_validator(mode="after")
    def _shape_fits_kind(self) -> Mark:
        if self.kind in _TEXT_MARKUP:
            if not self.rects or self.points:
                raise ValueError(f"a {self.kind} has rects and no points")
            return self
        if self.rects:
            raise ValueError(f"a {self.kind} has points and no rects")
        needed = {MarkKind.NOTE: 1, MarkKind.PEN: None}.get(self.kind, 2)
        if not self.points or (needed is not None and len(self.points) != needed):
            raise ValueError(f"a {self.kind} needs {needed or 'one or more'} points, not {len(self.points)}")
        if self.breaks and (
            self.kind is not MarkKind.PEN
            or list(self.breaks) != sorted(set(self.breaks))
            or not 0 < self.breaks[0] <= self.breaks[-1] < len(self.points)
        ):
            raise ValueError("breaks are increasing positions inside a pen mark's points")
        return self

    def strokes(self) -> tuple[tuple[Point, ...], ...]:
        """A pen mark's strokes; any other kind's points as one stroke."""
        edges = (0, *self.breaks, len(self.points))
        return tuple(tuple(Point(x, y) for x, y in self.points[a:b]) for a, b in itertools.pairwise(edges))

    def lines(self) -> tuple[Rect, ...]:
        return tuple(Rect(*quad) for quad in self.rects)

    def bounds(self) -> Rect:
        """The smallest rectangle that holds the whole mark, its line width included."""
        if self.rects:
            return bounds_of(rect.normalised() for rect in self.lines())
        box = bounds_of_points(Point(x, y) for x, y in self.points)
        if self.kind is MarkKind.NOTE:
            return Rect(box.x0, box.y0, box.x0 + NOTE_SIZE, box.y0 + NOTE_SIZE)
        return box if self.kind is MarkKind.TEXT else box.grown(self.width / 2)

    def moved(self, dx: float, dy: float) -> Mark:
        """The same mark shifted by (dx, dy) points."""
        return self.model_copy(
            update={
                "points": tuple((x + dx, y + dy) for x, y in self.points),
                "rects": tuple((a + dx, b + dy, c + dx, d + dy) for a, b, c, d in self.rects),
            }
        )

    def hit(self, point: Point, tolerance: float) -> bool:
        """Whether a click at ``point`` means this mark; ``tolerance`` is in points."""
        if not self.bounds().grown(tolerance).contains(point):
            return False
        if self.kind in _TEXT_MARKUP:
            return any(rect.normalised().grown(tolerance).contains(point) for rect in self.lines())
        if self.kind in (MarkKind.NOTE, MarkKind.TEXT):
            return True
        reach = tolerance + self.width / 2
        if self.kind is MarkKind.BOX:
            (x0, y0), (x1, y1) = self.points
            corners = (Point(x0, y0), Point(x1, y0), Point(x1, y1), Point(x0, y1), Point(x0, y0))
            return distance_to_path(point, corners) <= reach
        return any(distance_to_path(point, stroke) <= reach for stroke in self.strokes())
