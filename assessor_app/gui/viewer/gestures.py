"""From pointer to mark: each tool's gesture as plain Python, in page coordinates, without a window."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from assessor_app.documents.model import Word
from assessor_app.domain.anchoring import CONTEXT
from assessor_app.domain.geometry import Point, Rect, bounds_of
from assessor_app.domain.inking import thinned
from assessor_app.domain.marks import FRAMED, TEXT_MARKUP, Mark, MarkKind
from assessor_app.protocol.events import new_event_id

TEXT_BOX = (160.0, 40.0)
"""Width and height in points of a text mark that was clicked rather than drawn."""
MIN_DRAG = 4.0
MIN_CORNERS = 3


class Tool(StrEnum):
    SELECT = "select"
    LASSO = "lasso"
    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    STRIKE_OUT = "strike_out"
    SQUIGGLY = "squiggly"
    NOTE = "note"
    PEN = "pen"
    MARKER = "marker"
    BOX = "box"
    ELLIPSE = "ellipse"
    ARROW = "arrow"
    LINE = "line"
    POLYGON = "polygon"
    REGION = "region"
    STAMP = "stamp"
    TEXT = "text"
    ERASER = "eraser"
    OBJECT_ERASER = "object_eraser"


KIND_OF: dict[Tool, MarkKind] = {
    tool: MarkKind(tool.value)
    for tool in Tool
    if tool not in (Tool.SELECT, Tool.LASSO, Tool.ERASER, Tool.OBJECT_ERASER)
}
MARKUP_TOOLS = frozenset(tool for tool, kind in KIND_OF.items() if kind in TEXT_MARKUP)
WIDTHS = {Tool.MARKER: 12.0}
STAMP_HEIGHT, STAMP_LETTER = 26.0, 11.0
SNAP_DEGREES = 15


def words_between(words: Sequence[Word], start: Point, end: Point) -> list[Word]:
    """The words from the one at or nearest ``start`` to the one at or nearest ``end``, in reading order."""
    if not words:
        return []
    first, last = sorted((_nearest(words, start), _nearest(words, end)))
    return list(words[first : last + 1])


def _nearest(words: Sequence[Word], point: Point) -> int:
    """Lines count more than columns: a drag past a line's end still means that line."""

    def distance(index: int) -> float:
        rect = words[index].rect
        dx = max(rect.x0 - point.x, 0.0, point.x - rect.x1)
        dy = max(rect.y0 - point.y, 0.0, point.y - rect.y1)
        return dx + 8 * dy

    return min(range(len(words)), key=distance)


def word_at(words: Sequence[Word], point: Point) -> Word | None:
    return next((word for word in words if word.rect.grown(1.0).contains(point)), None)


def lines_of(words: Sequence[Word]) -> list[Rect]:
    """One rectangle a line of text."""
    return [
        bounds_of(word.rect for word in line) for _, line in groupby(words, key=lambda word: (word.block, word.line))
    ]


def text_of(words: Sequence[Word]) -> str:
    lines = groupby(words, key=lambda word: (word.block, word.line))
    return " ".join(" ".join(word.text for word in line) for _, line in lines)


def context_of(words: Sequence[Word], chosen: Sequence[Word]) -> tuple[str, str]:
    """The text before and after some words of a page, as much as a mark keeps."""
    if not chosen:
        return "", ""
    first, last = chosen[0].index, chosen[-1].index
    before = " ".join(word.text for word in words if word.index < first)
    after = " ".join(word.text for word in words if word.index > last)
    return before[-CONTEXT:], after[:CONTEXT]


def markup(
    kind: MarkKind, evidence_id: str, page: int, words: Sequence[Word], chosen: Sequence[Word], mark_id: str = ""
) -> Mark:
    """Text markup over some words of a page."""
    prefix, suffix = context_of(words, chosen)
    return Mark.model_validate(
        {"id": mark_id or new_event_id(), "evidence_id": evidence_id, "page": page, "kind": kind,
         "rects": [(r.x0, r.y0, r.x1, r.y1) for r in lines_of(chosen)], "quote": text_of(chosen)[:20_000],
         "prefix": prefix, "suffix": suffix}
    )  # fmt: skip


def placed(tool: Tool, evidence_id: str, page: int, centre: Point, stamp: str = "") -> Mark | None:
    """A mark of its usual size about a point, for whoever makes it with the keyboard; None for text markup and ink."""
    x, y = centre.x, centre.y
    half = {Tool.STAMP: (_stamp_width(stamp) / 2, STAMP_HEIGHT / 2)}.get(tool, (TEXT_BOX[0] / 2, TEXT_BOX[1]))
    shapes: dict[Tool, list[tuple[float, float]]] = {
        Tool.NOTE: [(x, y)],
        Tool.POLYGON: [(x, y - half[1]), (x + half[0], y + half[1]), (x - half[0], y + half[1])],
    }
    if tool not in KIND_OF or tool in MARKUP_TOOLS or tool in (Tool.PEN, Tool.MARKER):
        return None
    points = shapes.get(tool, [(x - half[0], y - half[1]), (x + half[0], y + half[1])])
    return Mark.model_validate(
        {"id": new_event_id(), "evidence_id": evidence_id, "page": page, "kind": KIND_OF[tool], "points": points,
         "text": stamp if tool is Tool.STAMP else ""}
    )  # fmt: skip


def _stamp_width(stamp: str) -> float:
    return max(2 * STAMP_HEIGHT, len(stamp) * STAMP_LETTER + STAMP_HEIGHT)


class Gesture:
    """One drag with a drawing tool on one page. ``mark`` is what would be made if the pointer were let go now."""

    def __init__(
        self, tool: Tool, evidence_id: str, page: int, start: Point, words: Sequence[Word], stamp: str = ""
    ) -> None:
        self._tool, self._evidence_id, self._page, self._words, self._stamp = tool, evidence_id, page, words, stamp
        self._start = self._end = start
        self._path = [start]
        self._pressures: list[float] = []
        self._corners = [start]
        self._id = new_event_id()

    @property
    def page(self) -> int:
        return self._page

    @property
    def tool(self) -> Tool:
        return self._tool

    def press(self, pressure: float) -> None:
        """The first point's pressure, from a pen that measures it."""
        self._pressures = [pressure]

    def move(self, point: Point, pressure: float | None = None, *, straight: bool = False) -> None:
        """``straight`` keeps lines at multiples of 15 degrees, and frames square."""
        self._end = self._straightened(point) if straight else point
        if self._tool in (Tool.PEN, Tool.MARKER) and point != self._path[-1]:
            self._path.append(point)
            if self._pressures:
                self._pressures.append(pressure if pressure is not None else self._pressures[-1])

    def add_corner(self, point: Point) -> None:
        """A polygon's next corner."""
        if point != self._corners[-1]:
            self._corners.append(point)
        self._end = point

    def finished(self) -> Mark | None:
        """The mark that is kept: a drawing without the points that its shape does not need."""
        if self._tool in (Tool.PEN, Tool.MARKER):
            path, pressures = thinned(self._path, self._pressures)
            return self._base(points=[(p.x, p.y) for p in path], pressures=pressures)
        if self._tool is Tool.POLYGON:
            return self._polygon(self._corners)
        return self.mark()

    def mark(self) -> Mark | None:
        """None when the gesture makes no mark (too short a box, no text under an underline)."""
        if self._tool in MARKUP_TOOLS:
            return self._markup()
        if self._tool is Tool.NOTE:
            return self._base(points=[(self._end.x, self._end.y)])
        if self._tool in (Tool.PEN, Tool.MARKER):
            return self._base(points=[(p.x, p.y) for p in self._path], pressures=self._pressures)
        if self._tool is Tool.POLYGON:
            return self._polygon([*self._corners, self._end])
        if self._tool in (Tool.TEXT, Tool.STAMP) and not self._dragged():
            return self._clicked()
        return self._two_points()

    def _straightened(self, point: Point) -> Point:
        dx, dy = point.x - self._start.x, point.y - self._start.y
        if self._tool in (Tool.LINE, Tool.ARROW):
            length, step = math.hypot(dx, dy), math.radians(SNAP_DEGREES)
            angle = round(math.atan2(dy, dx) / step) * step
            return Point(self._start.x + length * math.cos(angle), self._start.y + length * math.sin(angle))
        side = max(abs(dx), abs(dy))
        return Point(self._start.x + math.copysign(side, dx), self._start.y + math.copysign(side, dy))

    def _dragged(self) -> bool:
        return abs(self._end.x - self._start.x) + abs(self._end.y - self._start.y) >= MIN_DRAG

    def _base(self, **shape: object) -> Mark:
        return Mark.model_validate(
            {"id": self._id, "evidence_id": self._evidence_id, "page": self._page, "kind": KIND_OF[self._tool],
             "width": WIDTHS.get(self._tool, 2.0), **shape}
        )  # fmt: skip

    def _markup(self) -> Mark | None:
        kind = KIND_OF[self._tool]
        if not self._dragged():
            word = word_at(self._words, self._start)
            chosen = [word] if word else []
        else:
            chosen = words_between(self._words, self._start, self._end)
        if chosen:
            return markup(kind, self._evidence_id, self._page, self._words, chosen, self._id)
        if kind is MarkKind.HIGHLIGHT and self._dragged():
            # A scan has no words: what was dragged over is what is highlighted.
            box = Rect(self._start.x, self._start.y, self._end.x, self._end.y).normalised()
            return self._base(rects=[(box.x0, box.y0, box.x1, box.y1)])
        return None

    def _polygon(self, corners: Sequence[Point]) -> Mark | None:
        if len(corners) < MIN_CORNERS:
            # Two corners make a line for the eye until the third is set.
            return None
        return self._base(points=[(p.x, p.y) for p in corners])

    def _two_points(self) -> Mark | None:
        if not self._dragged():
            return None
        start, end = self._start, self._end
        if KIND_OF[self._tool] in FRAMED:
            box = Rect(start.x, start.y, end.x, end.y).normalised()
            start, end = Point(box.x0, box.y0), Point(box.x1, box.y1)
        return self._base(points=[(start.x, start.y), (end.x, end.y)], text=self._text())

    def _clicked(self) -> Mark:
        x, y = self._start.x, self._start.y
        if self._tool is Tool.STAMP:
            wide = _stamp_width(self._stamp)
            corners = [(x - wide / 2, y - STAMP_HEIGHT / 2), (x + wide / 2, y + STAMP_HEIGHT / 2)]
            return self._base(points=corners, text=self._stamp)
        return self._base(points=[(x, y), (x + TEXT_BOX[0], y + TEXT_BOX[1])])

    def _text(self) -> str:
        return self._stamp if self._tool is Tool.STAMP else ""
