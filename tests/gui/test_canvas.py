"""Marks drawn with the mouse on a real page, drawn by a real renderer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assessor_app.documents.model import Failure, Opened
from assessor_app.domain.geometry import Point
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui.review.history import Edit
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.gestures import Tool
from assessor_app.gui.viewer.pages import Place
from tests.documents import files


def shown(window: MainWindow, qtbot: QtBot, data: bytes | None = None) -> tuple[Canvas, list[Mark]]:
    canvas = Canvas(window.session)
    qtbot.addWidget(canvas)
    canvas.resize(700, 900)
    canvas.show()
    content = data or files.pdf(3)
    window.session.pool.register("d", lambda: content, "application/pdf")

    def arrived(opened: Opened | Failure) -> None:
        assert isinstance(opened, Opened)
        window.session.jobs.post(canvas, lambda: canvas.show_opened("d", "e1", opened, Place()))

    window.session.pool.open("d", canvas.first_view(Place()), arrived)
    qtbot.waitUntil(lambda: canvas.is_sharp() and len(canvas.words_of(0)) == 6, timeout=20_000)
    drawn: list[Mark] = []
    canvas.mark_drawn.connect(drawn.append)
    return canvas, drawn


def drag(canvas: Canvas, start: Point, end: Point) -> None:
    view = canvas.viewport()
    first, last = canvas.page_point(0, start), canvas.page_point(0, end)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(view, QPoint((first.x() + last.x()) // 2, (first.y() + last.y()) // 2))
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)


def test_a_highlight_takes_whole_words_and_their_text(window: MainWindow, qtbot: QtBot) -> None:
    canvas, drawn = shown(window, qtbot)
    canvas.set_tool(Tool.HIGHLIGHT)
    first, last = canvas.words_of(0)[3].rect, canvas.words_of(0)[5].rect
    drag(canvas, first.centre, last.centre)
    (mark,) = drawn
    assert (mark.kind, mark.page, mark.quote) == (MarkKind.HIGHLIGHT, 0, "groups of four")
    assert abs(mark.bounds().x0 - first.x0) < 1
    assert abs(mark.bounds().x1 - last.x1) < 1


def test_boxes_are_in_page_points_at_any_zoom_and_rotation(window: MainWindow, qtbot: QtBot) -> None:
    canvas, drawn = shown(window, qtbot)
    canvas.set_tool(Tool.BOX)
    start, end = Point(60, 130), Point(160, 190)
    drag(canvas, start, end)
    canvas.set_zoom(0.9)
    drag(canvas, start, end)
    canvas.rotate(90)
    canvas.fit_page()
    drag(canvas, start, end)
    assert len(drawn) == 3
    for mark in drawn:
        bounds = mark.bounds()
        for got, wanted in zip((bounds.x0, bounds.y0, bounds.x1, bounds.y1), (60, 130, 160, 190), strict=True):
            assert abs(got - wanted) < 2.5


def test_a_mark_is_selected_moved_and_erased(window: MainWindow, qtbot: QtBot) -> None:
    canvas, drawn = shown(window, qtbot)
    canvas.set_tool(Tool.BOX)
    drag(canvas, Point(60, 130), Point(160, 190))
    mark = drawn[0]
    canvas.set_marks([mark], [], lambda _: QColor("black"))
    changes: list[tuple[list[Mark], Edit, list[str]]] = []
    canvas.marks_changed.connect(lambda marks, what, gone: changes.append((marks, what, gone)))
    canvas.set_tool(Tool.SELECT)
    drag(canvas, Point(60, 160), Point(100, 200))
    (moved,), what, gone = changes.pop()
    assert (what, gone, moved.id) == (Edit.MOVE, [], mark.id)
    assert abs(moved.frame().x0 - 100) < 2.5
    assert abs(moved.frame().y1 - 230) < 2.5
    canvas.set_tool(Tool.ERASER)
    spot = canvas.page_point(0, Point(60, 160))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert changes == [([], Edit.ERASE, [mark.id])]


def test_what_is_read_only_takes_no_marks(window: MainWindow, qtbot: QtBot) -> None:
    canvas, drawn = shown(window, qtbot)
    canvas.set_editable(False)
    canvas.set_tool(Tool.BOX)
    drag(canvas, Point(60, 130), Point(160, 190))
    assert drawn == []
