"""Marks: what an assessor draws on evidence, in page coordinates (see :mod:`assessor_app.domain.geometry`)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
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
from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value

NOTE_SIZE = 18.0
"""Side of a note's badge in points; a note is anchored at its badge's top left corner."""
SMALLEST = 4.0
"""A mark is never made narrower or lower than this, in points, by resizing it."""
ELLIPSE_CORNERS = 48


class MarkKind(StrEnum):
    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    STRIKE_OUT = "strike_out"
    SQUIGGLY = "squiggly"
    NOTE = "note"
    TEXT = "text"
    PEN = "pen"
    MARKER = "marker"
    BOX = "box"
    ELLIPSE = "ellipse"
    ARROW = "arrow"
    LINE = "line"
    POLYGON = "polygon"
    STAMP = "stamp"
    REGION = "region"
    TIME = "time"


TEXT_MARKUP = frozenset({MarkKind.HIGHLIGHT, MarkKind.UNDERLINE, MarkKind.STRIKE_OUT, MarkKind.SQUIGGLY})
INK = frozenset({MarkKind.PEN, MarkKind.MARKER})
FRAMED = frozenset({MarkKind.TEXT, MarkKind.BOX, MarkKind.ELLIPSE, MarkKind.STAMP, MarkKind.REGION})
"""Kinds whose two points are the corners of a frame: top left and bottom right."""
_FILLED = frozenset({MarkKind.NOTE, MarkKind.TEXT, MarkKind.STAMP, MarkKind.REGION})
_LEAST_POINTS = {MarkKind.NOTE: 1, MarkKind.PEN: 1, MarkKind.MARKER: 1, MarkKind.POLYGON: 3, MarkKind.TIME: 0}
_MANY_POINTS = frozenset({MarkKind.PEN, MarkKind.MARKER, MarkKind.POLYGON})
Coordinate = Annotated[float, Field(ge=-20_000, le=40_000, allow_inf_nan=False)]
Pair = tuple[Coordinate, Coordinate]
Quad = tuple[Coordinate, Coordinate, Coordinate, Coordinate]
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=1_000_000)]
Context = Annotated[str, StringConstraints(max_length=200)]


class Mark(Value):
    """One mark on one page of one piece of evidence.

    ``points`` is a list of (x, y): the anchor of a note; the corners (top left, bottom right) of a box, ellipse,
    region, stamp or text; tail and head of an arrow, both ends of a line; the corners of a polygon; the strokes of a
    pen or marker, joined, with ``breaks`` holding the index at which each further stroke begins and ``pressures``
    one value from 0 to 1 a point, or none. ``rects`` is a list of (x0, y0, x1, y1): the lines of marked text.
    ``seconds`` are start and end of a time range in a recording. ``page`` counts from 0. ``colour`` is None while the
    mark takes the colour of its criterion's phase, else ``#RRGGBB``. Of two marks the one of higher ``layer`` lies on
    top, then the later one.

    ``evidence_sha256`` says which bytes the mark was made on; ``quote`` with the words before (``prefix``) and after it
    (``suffix``) finds its text again in others (W3C Web Annotation, TextQuoteSelector). A ``private`` mark is for the
    assessor and the approver alone; any other may be shown to the applicant.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    evidence_id: str
    page: int = Field(ge=0, le=100_000)
    kind: MarkKind
    points: tuple[Pair, ...] = Field(default=(), max_length=20_000)
    breaks: tuple[int, ...] = ()
    pressures: tuple[Share, ...] = Field(default=(), max_length=20_000)
    rects: tuple[Quad, ...] = Field(default=(), max_length=2_000)
    seconds: tuple[Seconds, Seconds] | None = None
    criterion_id: str | None = None
    author: Role | None = None
    private: bool = False
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")] | None = None
    width: float = Field(default=2.0, gt=0, le=40)
    layer: int = Field(default=0, ge=-100_000, le=100_000)
    text: Annotated[str, StringConstraints(max_length=20_000)] = ""
    quote: Annotated[str, StringConstraints(max_length=20_000)] = ""
    prefix: Context = ""
    suffix: Context = ""
    evidence_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _shape_fits_kind(self) -> Mark:
        if (self.seconds is not None) != (self.kind is MarkKind.TIME):
            raise ValueError("a time range has seconds, and nothing else has")
        if self.seconds is not None and self.seconds[0] > self.seconds[1]:
            raise ValueError("a time range ends after it begins")
        if self.kind in TEXT_MARKUP:
            if not self.rects or self.points:
                raise ValueError(f"a {self.kind} has rects and no points")
            return self
        if self.rects:
            raise ValueError(f"a {self.kind} has points and no rects")
        least = _LEAST_POINTS.get(self.kind, 2)
        if len(self.points) < least or (len(self.points) > least and self.kind not in _MANY_POINTS):
            raise ValueError(f"a {self.kind} needs {least} points, not {len(self.points)}")
        if self.breaks and (
            self.kind not in INK
            or list(self.breaks) != sorted(set(self.breaks))
            or not 0 < self.breaks[0] <= self.breaks[-1] < len(self.points)
        ):
            raise ValueError("breaks are increasing positions inside a drawing's points")
        if self.pressures and (self.kind not in INK or len(self.pressures) != len(self.points)):
            raise ValueError("pressures are one a point of a drawing")
        return self

    def strokes(self) -> tuple[tuple[Point, ...], ...]:
        """A drawing's strokes; any other kind's points as one stroke."""
        edges = (0, *self.breaks, len(self.points))
        return tuple(tuple(Point(x, y) for x, y in self.points[a:b]) for a, b in itertools.pairwise(edges))

    def stroke_pressures(self) -> tuple[tuple[float, ...], ...]:
        """As :meth:`strokes`, the pressure of each point; empty tuples where none was measured."""
        if not self.pressures:
            return tuple(() for _ in self.strokes())
        edges = (0, *self.breaks, len(self.points))
        return tuple(tuple(self.pressures[a:b]) for a, b in itertools.pairwise(edges))

    def lines(self) -> tuple[Rect, ...]:
        return tuple(Rect(*quad) for quad in self.rects)

    def outlines(self) -> tuple[tuple[Point, ...], ...]:
        """The lines that the eye sees, as polylines in points; closed ones end where they begin."""
        if self.kind in TEXT_MARKUP:
            return tuple(_corners(rect.normalised()) for rect in self.lines())
        if self.kind is MarkKind.ELLIPSE:
            return (_ellipse(Rect(*self.points[0], *self.points[1])),)
        if self.kind in FRAMED:
            return (_corners(Rect(*self.points[0], *self.points[1]).normalised()),)
        if self.kind is MarkKind.NOTE:
            return (_corners(self.bounds()),)
        if self.kind is MarkKind.POLYGON:
            return ((*self.strokes()[0], Point(*self.points[0])),)
        return self.strokes()

    def frame(self) -> Rect:
        """The smallest rectangle around the shape, without the width of its line. For a time range, an empty one."""
        if self.rects:
            return bounds_of(rect.normalised() for rect in self.lines())
        if not self.points:
            return Rect(0, 0, 0, 0)
        box = bounds_of_points(Point(x, y) for x, y in self.points)
        if self.kind is MarkKind.NOTE:
            return Rect(box.x0, box.y0, box.x0 + NOTE_SIZE, box.y0 + NOTE_SIZE)
        return box

    def bounds(self) -> Rect:
        """The smallest rectangle that holds the whole mark, its line width included."""
        if self.rects or self.kind in _FILLED or not self.points:
            return self.frame()
        return self.frame().grown(self.width / 2)

    @property
    def resizable(self) -> bool:
        return bool(self.points) and self.kind is not MarkKind.NOTE

    def moved(self, dx: float, dy: float) -> Mark:
        """The same mark shifted by (dx, dy) points."""
        return self._mapped(lambda x, y: (x + dx, y + dy))

    def resized(self, frame: Rect) -> Mark:
        """The same mark stretched so that :meth:`frame` becomes ``frame``. A side of no length stays where it is."""
        old = self.frame()
        wide, high = max(SMALLEST, frame.width), max(SMALLEST, frame.height)
        fx = wide / old.width if old.width > 0 else 1.0
        fy = high / old.height if old.height > 0 else 1.0
        return self._mapped(lambda x, y: (frame.x0 + (x - old.x0) * fx, frame.y0 + (y - old.y0) * fy))

    def _mapped(self, place: Callable[[float, float], tuple[float, float]]) -> Mark:
        return self.model_copy(
            update={
                "points": tuple(place(x, y) for x, y in self.points),
                "rects": tuple((*place(a, b), *place(c, d)) for a, b, c, d in self.rects),
            }
        )

    def hit(self, point: Point, tolerance: float) -> bool:
        """Whether a click at ``point`` means this mark; ``tolerance`` is in points."""
        if self.kind is MarkKind.TIME or not self.bounds().grown(tolerance).contains(point):
            return False
        if self.kind in TEXT_MARKUP:
            return any(rect.normalised().grown(tolerance).contains(point) for rect in self.lines())
        if self.kind in _FILLED:
            return True
        reach = tolerance + self.width / 2
        return any(distance_to_path(point, outline) <= reach for outline in self.outlines())


def _corners(box: Rect) -> tuple[Point, ...]:
    top, bottom = (Point(box.x0, box.y0), Point(box.x1, box.y0)), (Point(box.x1, box.y1), Point(box.x0, box.y1))
    return (*top, *bottom, top[0])


def _ellipse(box: Rect) -> tuple[Point, ...]:
    centre, rx, ry = box.centre, box.width / 2, box.height / 2
    turns = (math.tau * n / ELLIPSE_CORNERS for n in range(ELLIPSE_CORNERS + 1))
    return tuple(Point(centre.x + rx * math.cos(turn), centre.y + ry * math.sin(turn)) for turn in turns)
