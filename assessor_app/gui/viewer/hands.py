"""What the pointer does with each tool: press, move, release. A hand knows the canvas; it paints and keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from assessor_app.domain.geometry import Point, Rect, bounds_of, inside
from assessor_app.domain.inking import erased
from assessor_app.domain.marks import INK, SMALLEST, Mark
from assessor_app.gui.review.history import Edit
from assessor_app.gui.viewer.gestures import Gesture, Tool, words_between
from assessor_app.gui.viewer.painting import HANDLE, handles_of

if TYPE_CHECKING:
    from assessor_app.gui.viewer.canvas import Canvas

HIT_PIXELS = 5.0
SNAP_PIXELS = 6.0
ERASER_PIXELS = 8.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is: ``point`` on ``page`` in points, ``view`` in the viewport. ``pressure`` is from 0 to 1, or
    None from a mouse."""

    page: int
    point: Point
    view: QPointF
    pressure: float | None = None
    straight: bool = False
    more: bool = False
    free: bool = False


class Hand:
    """One press to its release. ``marks`` are shown instead of the kept ones of the same id, ``hidden`` not at all."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.marks: tuple[Mark, ...] = ()
        self.hidden: frozenset[str] = frozenset()
        self.guides: tuple[tuple[int, Rect], ...] = ()
        self.trail: list[QPointF] = []

    def press(self, pointer: Pointer) -> None:
        """The pointer went down."""

    def move(self, pointer: Pointer) -> None:
        """The pointer is somewhere else, still down."""

    def release(self, pointer: Pointer) -> None:
        """The pointer went up: what was made goes out as signals."""

    def hover(self, pointer: Pointer) -> None:
        """The pointer moved without being down."""

    @property
    def goes_on(self) -> bool:
        """Whether the hand wants further presses after a release."""
        return False

    def finish(self) -> None:
        """Keep what goes on as it is now."""


class DrawHand(Hand):
    """Draws a new mark."""

    def __init__(self, canvas: Canvas, tool: Tool) -> None:
        super().__init__(canvas)
        self._tool = tool
        self._gesture: Gesture | None = None

    def press(self, pointer: Pointer) -> None:
        if self._gesture is not None:
            self._gesture.add_corner(self._on_page(pointer))
            self._show()
            return
        words = self.canvas.words_of(pointer.page)
        self._gesture = Gesture(
            self._tool, self.canvas.evidence_id, pointer.page, pointer.point, words, self.canvas.stamp
        )
        if pointer.pressure is not None:
            self._gesture.press(pointer.pressure)

    def move(self, pointer: Pointer) -> None:
        if self._gesture is not None:
            self._gesture.move(self._on_page(pointer), pointer.pressure, straight=pointer.straight)
            self._show()

    hover = move

    def release(self, pointer: Pointer) -> None:
        if self._gesture is None or self.goes_on:
            return
        self._gesture.move(self._on_page(pointer), pointer.pressure, straight=pointer.straight)
        self.finish()

    @property
    def goes_on(self) -> bool:
        return self._tool is Tool.POLYGON and self._gesture is not None

    def finish(self) -> None:
        gesture, self._gesture, self.marks = self._gesture, None, ()
        mark = gesture.finished() if gesture is not None else None
        if mark is not None:
            self.canvas.mark_drawn.emit(mark)

    def _on_page(self, pointer: Pointer) -> Point:
        assert self._gesture is not None  # noqa: S101 - callers have asked
        if pointer.page == self._gesture.page:
            return pointer.point
        # A gesture that leaves its page stays in that page's coordinates.
        slot = self.canvas.layout_.slot(self._gesture.page)
        return slot.to_page(self.canvas.canvas_point(pointer.view))

    def _show(self) -> None:
        mark = self._gesture.mark() if self._gesture is not None else None
        self.marks = (mark,) if mark is not None else ()


class EraseHand(Hand):
    """Takes away what it touches: drawings in part, or whole marks."""

    def __init__(self, canvas: Canvas, *, whole: bool) -> None:
        super().__init__(canvas)
        self._whole = whole
        self._left: dict[str, Mark | None] = {}

    def press(self, pointer: Pointer) -> None:
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        radius = ERASER_PIXELS / self.canvas.layout_.scale
        for kept in self.canvas.own_marks(pointer.page):
            mark = self._left.get(kept.id, kept)
            if mark is None:
                continue
            if mark.kind in INK and not self._whole:
                left = erased(mark, pointer.point, radius)
                if left is not mark:
                    self._left[kept.id] = left
            elif mark.hit(pointer.point, HIT_PIXELS / self.canvas.layout_.scale):
                self._left[kept.id] = None
        self.marks = tuple(mark for mark in self._left.values() if mark is not None)
        self.hidden = frozenset(mark_id for mark_id, mark in self._left.items() if mark is None)

    def release(self, pointer: Pointer) -> None:
        changed, gone = self.marks, sorted(self.hidden)
        self.marks, self.hidden, self._left = (), frozenset(), {}
        if changed or gone:
            self.canvas.marks_changed.emit(list(changed), Edit.ERASE, gone)


class LassoHand(Hand):
    """Selects the marks that lie in what it runs around."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._page = 0
        self._points: list[Point] = []

    def press(self, pointer: Pointer) -> None:
        self._page, self._points, self.trail = pointer.page, [pointer.point], [pointer.view]

    def move(self, pointer: Pointer) -> None:
        self._points.append(self.canvas.layout_.slot(self._page).to_page(self.canvas.canvas_point(pointer.view)))
        self.trail.append(pointer.view)

    def release(self, pointer: Pointer) -> None:
        polygon, self.trail = self._points, []
        found = [
            mark.id
            for mark in self.canvas.own_marks(self._page)
            if len(polygon) > 2 and all(inside(point, polygon) for line in mark.outlines() for point in line)
        ]
        self.canvas.select(found, add=pointer.more)


class SelectHand(Hand):
    """Selects, moves and resizes marks, and selects text."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._start: Pointer | None = None
        self._moving: tuple[Mark, ...] = ()
        self._handle: int | None = None
        self._text_from: Pointer | None = None
        self._band: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        canvas = self.canvas
        self._start = pointer
        self._handle = self._handle_at(pointer)
        if self._handle is not None:
            self._moving = canvas.selected_marks()
            return
        mark = canvas.mark_at(pointer.page, pointer.point)
        if mark is None:
            self._press_page(pointer)
            return
        if pointer.more:
            canvas.toggle(mark.id)
        elif mark.id not in canvas.selected_ids:
            canvas.select([mark.id])
        self._moving = canvas.selected_marks() if canvas.editable else ()

    def _press_page(self, pointer: Pointer) -> None:
        self.canvas.select([], add=pointer.more)
        if pointer.more or not self.canvas.words_of(pointer.page):
            self._band = pointer
        else:
            self._text_from = pointer
            self.canvas.set_selection(None)

    def move(self, pointer: Pointer) -> None:
        start = self._start
        if start is None:
            return
        point = self.canvas.layout_.slot(start.page).to_page(self.canvas.canvas_point(pointer.view))
        if self._handle is not None:
            self.marks = (self._resized(self._moving[0], point, square=pointer.straight),)
        elif self._moving:
            dx, dy = point.x - start.point.x, point.y - start.point.y
            if not pointer.free:
                dx, dy = self._snapped(dx, dy)
            self.marks = tuple(mark.moved(dx, dy) for mark in self._moving)
        elif self._text_from is not None:
            words = words_between(self.canvas.words_of(start.page), start.point, point)
            self.canvas.set_selection((start.page, tuple(words)) if words else None)
        elif self._band is not None:
            a, b = self._band.view, pointer.view
            self.trail = [a, QPointF(b.x(), a.y()), b, QPointF(a.x(), b.y()), a]

    def release(self, pointer: Pointer) -> None:
        changed, what = self.marks, Edit.RESIZE if self._handle is not None else Edit.MOVE
        if self._band is not None and self.trail:
            self._select_in_band(pointer)
        before = {mark.id: mark for mark in self._moving}
        self._start, self._moving, self._handle, self._text_from, self._band = None, (), None, None, None
        self.marks, self.guides, self.trail = (), (), []
        moved = [mark for mark in changed if mark != before.get(mark.id)]
        if moved:
            self.canvas.marks_changed.emit(moved, what, [])

    def _select_in_band(self, pointer: Pointer) -> None:
        assert self._band is not None  # noqa: S101 - the caller has asked
        slot = self.canvas.layout_.slot(self._band.page)
        end = slot.to_page(self.canvas.canvas_point(pointer.view))
        start = self._band.point
        box = Rect(start.x, start.y, end.x, end.y).normalised()
        found = [mark.id for mark in self.canvas.own_marks(self._band.page) if _holds(box, mark.frame())]
        self.canvas.select(found, add=pointer.more)

    def _handle_at(self, pointer: Pointer) -> int | None:
        """Which handle of the one selected mark is under the pointer, from the top left clockwise in the view."""
        selected = self.canvas.selected_marks()
        if len(selected) != 1 or not selected[0].resizable or not self.canvas.editable:
            return None
        if selected[0].page != pointer.page:
            return None
        places = handles_of(self.canvas.frame_in_view(selected[0]))
        grip = QRectF(-HANDLE, -HANDLE, 2 * HANDLE, 2 * HANDLE)
        return next((n for n, place in enumerate(places) if grip.translated(place).contains(pointer.view)), None)

    def _resized(self, mark: Mark, point: Point, *, square: bool) -> Mark:
        """Stretched so that the gripped side or corner, as it lies in the view, follows the pointer."""
        assert self._handle is not None  # noqa: S101 - the caller has asked
        quarter = self.canvas.rotation // 90 * 2
        handle = (self._handle - quarter) % 8
        frame = mark.frame()
        x0, y0, x1, y1 = frame.x0, frame.y0, frame.x1, frame.y1
        if handle in (0, 6, 7):
            x0 = min(point.x, x1 - SMALLEST)
        if handle in (2, 3, 4):
            x1 = max(point.x, x0 + SMALLEST)
        if handle in (0, 1, 2):
            y0 = min(point.y, y1 - SMALLEST)
        if handle in (4, 5, 6):
            y1 = max(point.y, y0 + SMALLEST)
        if square and handle % 2 == 0 and frame.height > 0:
            # Corners keep the frame's proportions, from the corner opposite.
            wide = (y1 - y0) * frame.width / frame.height
            x0, x1 = (x1 - wide, x1) if handle in (0, 6) else (x0, x0 + wide)
        return mark.resized(Rect(x0, y0, x1, y1))

    def _snapped(self, dx: float, dy: float) -> tuple[float, float]:
        """The shift, corrected so that edges meet those of other marks or of the page's middle, where they are near."""
        page = self._moving[0].page
        box = bounds_of(mark.frame() for mark in self._moving).moved(dx, dy)
        moving = {mark.id for mark in self._moving}
        width, height = self.canvas.page_size(page)
        others = [mark.frame() for mark in self.canvas.own_marks(page)[-200:] if mark.id not in moving]
        reach = SNAP_PIXELS / self.canvas.layout_.scale
        across = [x for frame in others for x in (frame.x0, frame.x1)] + [width / 2]
        down = [y for frame in others for y in (frame.y0, frame.y1)] + [height / 2]
        x, to_x = _nearest((box.x0, box.centre.x, box.x1), across, reach)
        y, to_y = _nearest((box.y0, box.centre.y, box.y1), down, reach)
        guides = []
        if to_x is not None:
            guides.append((page, Rect(to_x, 0, to_x, height)))
        if to_y is not None:
            guides.append((page, Rect(0, to_y, width, to_y)))
        self.guides = tuple(guides)
        return dx + x, dy + y


class PanHand(Hand):
    """Moves the paper under the window."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._last = QPointF()

    def press(self, pointer: Pointer) -> None:
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        step, self._last = pointer.view - self._last, pointer.view
        for bar, by in ((self.canvas.verticalScrollBar(), step.y()), (self.canvas.horizontalScrollBar(), step.x())):
            bar.setValue(round(bar.value() - by))


def hand_for(canvas: Canvas, tool: Tool) -> Hand:
    if tool is Tool.SELECT:
        return SelectHand(canvas)
    if tool is Tool.LASSO:
        return LassoHand(canvas)
    if tool in (Tool.ERASER, Tool.OBJECT_ERASER):
        return EraseHand(canvas, whole=tool is Tool.OBJECT_ERASER)
    return DrawHand(canvas, tool)


def _holds(outer: Rect, inner: Rect) -> bool:
    return outer.contains(Point(inner.x0, inner.y0)) and outer.contains(Point(inner.x1, inner.y1))


def _nearest(edges: Sequence[float], targets: Sequence[float], reach: float) -> tuple[float, float | None]:
    """The least correction that brings an edge onto a target, and the target; (0, None) when none is near."""
    best = min(((target - edge, target) for edge in edges for target in targets), key=lambda pair: abs(pair[0]))
    return best if abs(best[0]) <= reach else (0.0, None)
