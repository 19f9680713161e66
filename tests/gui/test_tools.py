"""Every tool with real mouse, pen and key events, at several zooms and rotations, kept through the work's own undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.documents.model import Look
from assessor_app.domain.geometry import Point, QuarterTurns
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui.review.history import Edit
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.gestures import Tool
from tests.gui.test_canvas import drag, shown

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
FRAMED = (Tool.BOX, Tool.ELLIPSE, Tool.REGION, Tool.LINE, Tool.ARROW, Tool.TEXT, Tool.STAMP)


class Desk:
    """A canvas whose marks are kept, as the work keeps them."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.canvas, self.drawn = shown(window, qtbot)
        self.marks: dict[str, Mark] = {}
        self.steps: list[Edit] = []
        self.canvas.mark_drawn.connect(self._draw)
        self.canvas.marks_changed.connect(self._change)

    def _draw(self, mark: Mark) -> None:
        self.marks[mark.id] = mark
        self._show()

    def _change(self, marks: list[Mark], what: Edit, gone: list[str]) -> None:
        self.steps.append(what)
        self.marks.update({mark.id: mark for mark in marks})
        for mark_id in gone:
            del self.marks[mark_id]
        self._show()

    def _show(self) -> None:
        self.canvas.set_marks(list(self.marks.values()), (), lambda _: QColor("#0072B2"))

    def spot(self, x: float, y: float) -> QPoint:
        return self.canvas.page_point(0, Point(x, y))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.canvas, key, modifier)

    @property
    def last(self) -> Mark:
        return list(self.marks.values())[-1]


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> Desk:
    return Desk(window, qtbot)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.33])
def test_marks_lie_where_they_were_drawn(desk: Desk, zoom: float, rotation: QuarterTurns) -> None:
    canvas = desk.canvas
    canvas.rotate(rotation)
    canvas.set_zoom(zoom)
    canvas.verticalScrollBar().setValue(0)
    # At 333 % only a part of the page is in the window: draw in the middle of that.
    middle = canvas.viewport().rect().center()
    slot = canvas.slot_at(QPointF(middle))
    assert slot is not None
    centre = slot.to_page(canvas.canvas_point(QPointF(middle)))
    if zoom < 1:
        slot, centre = canvas.layout_.slot(0), Point(200, 300)
    start, end = Point(centre.x - 40, centre.y - 30), Point(centre.x + 40, centre.y + 30)
    for tool in FRAMED:
        canvas.set_tool(tool)
        drag_on(canvas, slot.index, start, end)
        mark = desk.last
        assert mark.kind.value == tool.value
        assert mark.page == slot.index
        frame = mark.frame()
        for got, wanted in zip(frame.corners, (start.x, start.y, end.x, end.y), strict=True):
            assert abs(got - wanted) <= 1.01 / canvas.layout_.scale


def drag_on(canvas: Canvas, page: int, start: Point, end: Point, modifier: Qt.KeyboardModifier = NONE) -> None:
    view = canvas.viewport()
    first, last = canvas.page_point(page, start), canvas.page_point(page, end)
    QTest.mousePress(view, LEFT, modifier, first)
    QTest.mouseMove(view, (first + last) / 2)
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, LEFT, modifier, last)


def pen(canvas: Canvas, points: list[tuple[QPoint, float]]) -> None:
    """A stroke of a tablet's pen: points of the viewport with their pressures."""
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip
    view = canvas.viewport()
    for number, (point, pressure) in enumerate(points):
        kind = QEvent.Type.TabletMove
        if number in (0, len(points) - 1):
            kind = QEvent.Type.TabletPress if number == 0 else QEvent.Type.TabletRelease
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else LEFT
        place = QPointF(point)
        event = QTabletEvent(
            kind, device, place, QPointF(view.mapToGlobal(point)), pressure, 0.0, 0.0, 0.0, 0.0, 0.0, NONE, LEFT, held
        )
        QApplication.sendEvent(view, event)


def test_a_pen_keeps_its_pressure_and_a_mouse_has_none(desk: Desk) -> None:
    desk.canvas.set_tool(Tool.PEN)
    places = [(desk.spot(60 + n * 20, 150 + (n % 3) * 20), 0.2 + n * 0.1) for n in range(6)]
    pen(desk.canvas, places)
    mark = desk.last
    assert mark.kind is MarkKind.PEN
    assert len(mark.pressures) == len(mark.points) >= 4
    assert mark.pressures[0] == pytest.approx(0.2, abs=0.01)
    assert max(mark.pressures) > 0.5
    drag(desk.canvas, Point(60, 300), Point(160, 320))
    assert desk.last.pressures == ()


def test_a_polygon_is_clicked_corner_by_corner_and_closed_with_enter(desk: Desk) -> None:
    desk.canvas.set_tool(Tool.POLYGON)
    for x, y in ((60, 150), (160, 150), (110, 220)):
        QTest.mouseClick(desk.canvas.viewport(), LEFT, NONE, desk.spot(x, y))
    desk.key(Qt.Key.Key_Return)
    assert desk.last.kind is MarkKind.POLYGON
    assert len(desk.last.points) == 3


def test_shift_keeps_frames_square_and_lines_straight(desk: Desk) -> None:
    desk.canvas.set_tool(Tool.BOX)
    drag_on(desk.canvas, 0, Point(60, 150), Point(160, 190), SHIFT)
    assert desk.last.frame().width == pytest.approx(desk.last.frame().height)
    desk.canvas.set_tool(Tool.LINE)
    drag_on(desk.canvas, 0, Point(60, 300), Point(160, 306), SHIFT)
    (_, y0), (_, y1) = desk.last.points
    assert y0 == pytest.approx(y1)


def boxes(desk: Desk, *places: tuple[float, float]) -> list[Mark]:
    desk.canvas.set_tool(Tool.BOX)
    for x, y in places:
        drag(desk.canvas, Point(x, y), Point(x + 40, y + 30))
    desk.canvas.set_tool(Tool.SELECT)
    return list(desk.marks.values())


def test_several_marks_are_selected_by_lasso_and_moved_together(desk: Desk) -> None:
    first, second, third = boxes(desk, (60, 150), (120, 150), (300, 400))
    desk.canvas.set_tool(Tool.LASSO)
    view = desk.canvas.viewport()
    loop = [desk.spot(*place) for place in ((40, 130), (200, 130), (200, 220), (40, 220), (40, 132))]
    QTest.mousePress(view, LEFT, NONE, loop[0])
    for place in loop[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, LEFT, NONE, loop[-1])
    assert set(desk.canvas.selected_ids) == {first.id, second.id}
    desk.key(Qt.Key.Key_Right)
    assert desk.steps == [Edit.MOVE]
    assert desk.marks[first.id].frame().x0 == pytest.approx(first.frame().x0 + 2)
    assert desk.marks[second.id].frame().x0 == pytest.approx(second.frame().x0 + 2)
    assert desk.marks[third.id] == third


def test_a_handle_resizes_at_any_rotation(desk: Desk) -> None:
    (box,) = boxes(desk, (100, 200))
    for turns in (0, 90, 180, 270):
        desk.canvas.rotate(turns)  # type: ignore[arg-type]
        desk.canvas.fit_page()
        before = desk.marks[box.id].frame()
        desk.canvas.select([box.id])
        # The corner at the lower right of the page, wherever the rotation has put it; grips lie a little outside.
        grip = desk.canvas.page_point(0, Point(before.x1, before.y1))
        centre = desk.canvas.page_point(0, before.centre)
        out = QPoint(3 if grip.x() > centre.x() else -3, 3 if grip.y() > centre.y() else -3)
        target = desk.canvas.page_point(0, Point(before.x1 + 20, before.y1 + 10))
        view = desk.canvas.viewport()
        QTest.mousePress(view, LEFT, NONE, grip + out)
        QTest.mouseMove(view, target)
        QTest.mouseRelease(view, LEFT, NONE, target)
        after = desk.marks[box.id].frame()
        assert after.corners == pytest.approx((before.x0, before.y0, before.x1 + 20, before.y1 + 10), abs=2.5)


def test_the_stroke_eraser_cuts_and_the_object_eraser_takes_all(desk: Desk) -> None:
    desk.canvas.set_tool(Tool.PEN)
    drag(desk.canvas, Point(60, 200), Point(260, 200))
    (line,) = desk.marks.values()
    desk.canvas.set_tool(Tool.ERASER)
    QTest.mouseClick(desk.canvas.viewport(), LEFT, NONE, desk.spot(160, 200))
    assert len(desk.marks[line.id].strokes()) == 2
    desk.canvas.set_tool(Tool.OBJECT_ERASER)
    QTest.mouseClick(desk.canvas.viewport(), LEFT, NONE, desk.spot(70, 200))
    assert desk.marks == {}
    assert desk.steps == [Edit.ERASE, Edit.ERASE]


def test_marks_are_made_with_the_keyboard_alone(desk: Desk) -> None:
    canvas = desk.canvas
    canvas.caret.toggle(canvas)
    for _ in range(3):
        desk.key(Qt.Key.Key_Right)
    for _ in range(2):
        desk.key(Qt.Key.Key_Right, SHIFT)
    canvas.set_tool(Tool.HIGHLIGHT)
    assert (desk.last.kind, desk.last.quote) == (MarkKind.HIGHLIGHT, "groups of four")
    assert desk.last.prefix.endswith("number 1")
    canvas.caret.hide()
    canvas.set_tool(Tool.BOX)
    desk.key(Qt.Key.Key_Return)
    box = desk.last
    canvas.select([box.id])
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Right, SHIFT)
    after = desk.marks[box.id].frame()
    assert after.y0 == pytest.approx(box.frame().y0 + 2)
    assert after.width == pytest.approx(box.frame().width + 2)


def test_a_straightened_page_takes_its_marks_along(desk: Desk) -> None:
    canvas = desk.canvas
    canvas.set_look(Look(straighten=5.0))
    canvas.set_tool(Tool.NOTE)
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, desk.spot(100, 150))
    frame = desk.last.frame()
    assert (frame.x0, frame.y0) == pytest.approx((100, 150), abs=1.5)


def test_thousands_of_marks_are_painted_from_a_picture(desk: Desk, qtbot: QtBot) -> None:
    many = [
        Mark.model_validate(
            {"id": f"01900000-0000-7000-8000-{n:012}", "evidence_id": "e1", "page": 0, "kind": "line",
             "points": [(n % 390, 20), (n % 390, 90)]}
        )
        for n in range(400)
    ]  # fmt: skip
    desk.marks = {mark.id: mark for mark in many}
    desk._show()
    plain = grab(desk.canvas)
    desk.canvas.set_tool(Tool.BOX)
    drag(desk.canvas, Point(60, 150), Point(160, 190))
    with_box = grab(desk.canvas)
    assert with_box != plain
    desk.canvas.changed()
    assert grab(desk.canvas) == with_box, "painting on top differs from painting anew"


def grab(canvas: Canvas) -> bytes:
    canvas.select([])
    image = canvas.viewport().grab().toImage()
    return bytes(image.constBits())
