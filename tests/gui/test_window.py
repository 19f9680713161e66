from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from assessor_app.domain.assessment import rating_cell
from assessor_app.domain.marks import MarkKind
from assessor_app.gui.queue.state import Part
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.shell.window import MainWindow
from assessor_app.store.views import RowStatus
from tests.gui.conftest import ID
from tests.samples import discourse, highlight

CRITERIA = [criterion for _, criterion in discourse().criteria()]


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), code, modifier)


def opened(window: MainWindow, qtbot: QtBot) -> ReviewView:
    window.open_submission(ID)
    qtbot.waitUntil(lambda: window.workspace is not None)
    view = window.workspace
    assert isinstance(view, ReviewView)
    view.viewer.canvas.setFocus()
    return view


def cells(window: MainWindow) -> dict[str, object]:
    return dict(window.session.store.workspace(ID).cells)


def test_the_queue_opens_its_row_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    table = window.lists[Part.QUEUE].table
    qtbot.waitUntil(lambda: window.lists[Part.QUEUE].model.rowCount() == 2)
    table.setFocus()
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_ten_criteria_are_rated_with_two_keys_each_and_survive_a_new_window(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    for _ in CRITERIA:
        key(Qt.Key.Key_2)
        key(Qt.Key.Key_J)
    qtbot.waitUntil(lambda: not view.work.unsaved)
    kept = cells(window)
    assert {name: value["level"] for name, value in kept.items()} == {  # type: ignore[index]
        rating_cell(c.id): 2 for c in CRITERIA
    }
    view.close_workspace()
    again = opened(window, qtbot)
    assert all(again.work.rating(c.id).level == 2 for c in CRITERIA)
    assert again.work.missing() == ()


def test_keys_that_rate_are_letters_while_one_types(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    key(Qt.Key.Key_F)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, "1 2 j k h ? [ ]")
    assert field.toPlainText() == "1 2 j k h ? [ ]"
    assert view.work.rating(CRITERIA[0].id).level is None
    view.keep_everything()
    assert cells(window)[rating_cell(CRITERIA[0].id)]["feedback"] == "1 2 j k h ? [ ]"  # type: ignore[index]


def test_closing_the_window_keeps_the_last_letter(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot)
    key(Qt.Key.Key_F)
    QTest.keyClicks(QApplication.focusWidget(), "last letter")
    window.close()
    assert cells(window)[rating_cell(CRITERIA[0].id)]["feedback"] == "last letter"  # type: ignore[index]


def test_submitting_too_soon_lists_what_is_missing_and_sends_nothing(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append(dialog.windowTitle())
        dialog.reject()

    from PySide6.QtCore import QTimer

    QTimer.singleShot(300, look)
    view.submit()
    assert seen == ["Not complete yet"]
    assert window.session.store.counts().finals_waiting == 0


def test_a_submitted_assessment_waits_in_the_outbox_and_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    for _ in CRITERIA:
        key(Qt.Key.Key_2)
        key(Qt.Key.Key_J)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace is None)
    store = window.session.store
    assert store.counts().finals_waiting == 1
    assert next(row for row in store.queue() if row.submission_id == ID).status is RowStatus.WAITING_TO_SYNC
    (item,) = [item for item in store.outbox() if item.event_id]
    from assessor_app.store.views import Choice

    assert Choice.TAKE_BACK in item.choices
    store.choose(item.event_id, Choice.TAKE_BACK)
    assert store.counts().finals_waiting == 0
    assert store.workspace(ID).editable
    assert not shiboken6.isValid(view) or not view.isVisible()


def test_marks_are_undone_and_redone_one_by_one(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    first, second = highlight(), highlight()
    view.work.add_mark(first)
    view.work.add_mark(second)
    view.work.delete_mark(first.id)
    assert [m.id for m in view.work.marks()] == [second.id]
    view.work.undo()
    assert {m.id for m in view.work.marks()} == {first.id, second.id}
    view.work.undo()
    view.work.undo()
    assert view.work.marks() == ()
    view.work.redo()
    assert [m.id for m in view.work.marks()] == [first.id]
    assert view.work.marks()[0].kind is MarkKind.HIGHLIGHT
    qtbot.waitUntil(lambda: not view.work.unsaved)
    view.close_workspace()
    assert [m.id for m in opened(window, qtbot).work.marks()] == [first.id]
