"""From pointer to mark: each tool's gesture as plain Python, in page coordinates, without a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import groupby

from assessor_app.documents.model import Word
from assessor_app.domain.geometry import Point, Rect, bounds_of
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.protocol.events import new_event_id

TEXT_BOX = (160.0, 40.0)
"""Width and height in points of a text mark that was clicked rather than drawn."""
MIN_DRAG = 4.0


class Tool(StrEnum):
    SELECT = "select"
    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    NOTE = "note"
    PEN = "pen"
    BOX = "box"
    ARROW = "arrow"
    TEXT = "text"
    ERASER = "eraser"


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


class Gesture:
    """One drag with a drawing tool on one page. ``mark`` is what would be made if the pointer were let go now."""

    def __init__(
        self, tool: Tool, evidence_id: str, page: int, start: Point, words: Sequence[Word], width: float = 2.0
    ) -> None:
        self._tool, self._evidence_id, self._page, self._words, self._width = tool, evidence_id, page, words, width
        self._start = self._end = start
        self._path = [start]
        self._id = new_event_id()

    @property
    def page(self) -> int:
        return self._page

    def move(self, point: Point) -> None:
        self._end = point
        if self._tool is Tool.PEN and point != self._path[-1]:
            self._path.append(point)

    def mark(self) -> Mark | None:
        """None when the gesture makes no mark (too short a box, no text under an underline)."""
        return _MAKERS[self._tool](self)

    def _dragged(self) -> bool:
        return abs(self._end.x - self._start.x) + abs(self._end.y - self._start.y) >= MIN_DRAG

    def _base(self, kind: MarkKind, **shape: object) -> Mark:
        return Mark.model_validate(
            {"id": self._id, "evidence_id": self._evidence_id, "page": self._page, "kind": kind,
             "width": self._width, **shape}
        )  # fmt: skip

    def _markup(self, kind: MarkKind) -> Mark | None:
        if not self._dragged():
            word = word_at(self._words, self._start)
            chosen = [word] if word else []
        else:
            chosen = words_between(self._words, self._start, self._end)
        if chosen:
            rects = [(r.x0, r.y0, r.x1, r.y1) for r in lines_of(chosen)]
            return self._base(kind, rects=rects, quote=text_of(chosen))
        if kind is MarkKind.HIGHLIGHT and self._dragged():
            # A scan has no words: what was dragged over is what is highlighted.
            box = Rect(self._start.x, self._start.y, self._end.x, self._end.y).normalised()
            return self._base(kind, rects=[(box.x0, box.y0, box.x1, box.y1)])
        return None

    def _note(self) -> Mark | None:
        return self._base(MarkKind.NOTE, points=[(self._end.x, self._end.y)])

    def _pen(self) -> Mark | None:
        return self._base(MarkKind.PEN, points=[(p.x, p.y) for p in self._path])

    def _two_points(self, kind: MarkKind) -> Mark | None:
        if not self._dragged():
            return None
        start, end = self._start, self._end
        if kind is not MarkKind.ARROW:
            box = Rect(start.x, start.y, end.x, end.y).normalised()
            start, end = Point(box.x0, box.y0), Point(box.x1, box.y1)
        return self._base(kind, points=[(start.x, start.y), (end.x, end.y)])

    def _text(self) -> Mark | None:
        if self._dragged():
            return self._two_points(MarkKind.TEXT)
        x, y = self._start.x, self._start.y
        return self._base(MarkKind.TEXT, points=[(x, y), (x + TEXT_BOX[0], y + TEXT_BOX[1])])


_MAKERS: dict[Tool, Callable[[Gesture], Mark | None]] = {
    Tool.HIGHLIGHT: lambda gesture: gesture._markup(MarkKind.HIGHLIGHT),
    Tool.UNDERLINE: lambda gesture: gesture._markup(MarkKind.UNDERLINE),
    Tool.NOTE: Gesture._note,
    Tool.PEN: Gesture._pen,
    Tool.BOX: lambda gesture: gesture._two_points(MarkKind.BOX),
    Tool.ARROW: lambda gesture: gesture._two_points(MarkKind.ARROW),
    Tool.TEXT: Gesture._text,
}
