"""Every screen by keyboard and screen reader: names, roles, focus order, and what is said aloud."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSlider,
    QTextEdit,
    QWidget,
)

from assessor_app.gui.app import dress, make_application
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.shell.window import MainWindow
from tests.gui.screen_world import ScreenWorld, copy_of, window_of
from tests.gui.screens import approver_screens, assessor_screens, opened
from tests.serving import APPROVER, ASSESSOR

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QSlider, QTextEdit,
)  # fmt: skip


@pytest.fixture
def world(screens: ScreenWorld, tmp_path: Path) -> ScreenWorld:
    return copy_of(screens, tmp_path / "computers")


@pytest.fixture
def app() -> QApplication:
    made = make_application()
    dress(made, "light")
    return made


def controls(screen: QWidget) -> list[QWidget]:
    """What a person can reach or press in a screen."""
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible() and isinstance(widget, CONTROLS) and not isinstance(widget, QScrollBar | QHeaderView)
        and not widget.objectName().startswith("qt_") and not _is_inner(widget)
    ]  # fmt: skip


def _is_inner(widget: QWidget) -> bool:
    """The field inside a spin box or a key field speaks for the whole, which has the name."""
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QAbstractSpinBox) or parent.inherits("QKeySequenceEdit"))


def troubles(screen: QWidget) -> list[str]:
    found = []
    for widget in controls(screen):
        face = QAccessible.queryAccessibleInterface(widget)
        if face is None or not face.isValid():
            found.append(f"{widget}: no accessible interface")
            continue
        if not face.text(QAccessible.Text.Name).strip():
            found.append(f"{widget.parentWidget()} / {widget}: no name")
        if face.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            found.append(f"{widget}: no role")
        if face.state().invisible:
            found.append(f"{widget}: said to be invisible")
    return found


def test_every_control_of_every_screen_has_a_name_and_a_role(world: ScreenWorld, app: QApplication) -> None:
    seen, found = [], []
    for email, screens in ((ASSESSOR, assessor_screens), (APPROVER, approver_screens)):
        with window_of(world, email) as window:
            for name, screen in screens(window, world):
                seen.append(name)
                found += [f"{name}: {trouble}" for trouble in troubles(screen)]
                if screen is not window:
                    screen.close()
    assert len(seen) >= 18, seen
    assert not found, "\n".join(found)


def test_tab_reaches_every_control_of_the_review_workspace(world: ScreenWorld, app: QApplication) -> None:
    with window_of(world, ASSESSOR) as window:
        view = opened(window, world.ids["second"])
        wanted = {
            widget for widget in controls(view)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
        }  # fmt: skip
        reached: set[QWidget] = set()
        view.viewer.canvas.setFocus()
        for _ in range(4 * len(wanted) + 40):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            assert focused is not None and focused.isVisible()
            reached.add(focused)
        # Of a group of buttons, Tab reaches one; the arrow keys reach the others.
        groups = {widget.group() for widget in reached if isinstance(widget, QAbstractButton)} - {None}
        missed = {
            widget for widget in wanted - reached
            if not (isinstance(widget, QAbstractButton) and widget.group() in groups)
        }  # fmt: skip
        assert not missed, [f"{w} {w.accessibleName()}" for w in missed]


def test_focus_goes_through_the_panel_from_top_to_bottom(world: ScreenWorld, app: QApplication) -> None:
    with window_of(world, ASSESSOR) as window:
        view = opened(window, world.ids["second"])
        view.work.select_criterion(next(view.work.micro_credential.criteria())[1].id)
        QApplication.processEvents()
        focusable = [w for w in controls(view.panel) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled()]
        view.viewer.canvas.setFocus()
        heights = []
        for _ in range(200):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            if focused in focusable and view.panel.isAncestorOf(focused):
                heights.append(round(focused.mapTo(view.panel, focused.rect().center()).y() / 10))
            elif heights:
                break
        assert len(heights) > 6
        assert heights == sorted(heights)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    for place in ("review.view", "review.workspace", "approval.view", "shell.banner", "review.suggestions"):
        monkeypatch.setattr(f"assessor_app.gui.{place}.announce", lambda _, said: words.append(said))
    return words


def test_rating_and_moving_are_said_aloud(world: ScreenWorld, app: QApplication, heard: list[str]) -> None:
    with window_of(world, ASSESSOR) as window:
        view = opened(window, world.ids["second"])
        view.viewer.canvas.setFocus()
        first = view.work.criterion(view.work.criterion_id)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_J)
        assert f"{first.title}: {first.levels[1].label}" in heard
        assert any(view.work.criterion(view.work.criterion_id).title in words for words in heard)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_marks_are_a_list_that_reads_their_text(world: ScreenWorld, app: QApplication) -> None:
    with window_of(world, APPROVER) as window:
        view = opened(window, world.ids["approval"])
        entries = [widget for widget in controls(view) if "groups of four" in widget.accessibleName()]
        assert entries, "the assessor's mark is not readable"
        face = QAccessible.queryAccessibleInterface(entries[0])
        assert face.role() in (QAccessible.Role.Button, QAccessible.Role.PushButton)


def test_the_canvas_tells_where_one_is(world: ScreenWorld, app: QApplication) -> None:
    with window_of(world, ASSESSOR) as window:
        view = opened(window, world.ids["second"])
        assert isinstance(view, ReviewView)
        face = QAccessible.queryAccessibleInterface(view.viewer.canvas)
        assert "1" in face.text(QAccessible.Text.Description)
        assert face.text(QAccessible.Text.Name)


def test_single_keys_can_be_switched_off_and_the_others_go_on_working(world: ScreenWorld, app: QApplication) -> None:
    with window_of(world, ASSESSOR) as window:
        view = opened(window, world.ids["second"])
        session = window.session
        session.prefer(session.preferences.model_copy(update={"single_character_keys": False}))
        view.viewer.canvas.setFocus()
        assert isinstance(view, ReviewView)
        before = view.work.criterion_id
        level = view.work.rating(before).level
        for key in (Qt.Key.Key_J, Qt.Key.Key_3, Qt.Key.Key_H):
            QTest.keyClick(QApplication.focusWidget(), key)
        assert view.work.criterion_id == before
        assert view.work.rating(before).level == level
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert view.work.criterion_id != before
        session.prefer(session.preferences.model_copy(update={"single_character_keys": True}))


def test_chosen_keys_replace_the_usual_ones(world: ScreenWorld, app: QApplication) -> None:
    with window_of(world, ASSESSOR) as window:
        view = opened(window, world.ids["second"])
        session = window.session
        session.prefer(session.preferences.model_copy(update={"keys": {"review.next-criterion": ["Ctrl+Alt+N"]}}))
        view.viewer.canvas.setFocus()
        before = view.work.criterion_id
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_J)
        assert view.work.criterion_id == before
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, held)
        assert view.work.criterion_id != before
        session.prefer(session.preferences.model_copy(update={"keys": {}}))


def test_no_key_means_two_things_in_one_workspace(world: ScreenWorld, app: QApplication) -> None:
    """Qt would do neither of the two."""
    from assessor_app.gui.actions import actions_within, keys_of

    for email, name in ((ASSESSOR, "checks"), (APPROVER, "readings")):
        with window_of(world, email) as window:
            opened(window, world.ids[name])
            owners: dict[str, set[str]] = {}
            for action in actions_within(window):
                for key in keys_of(action):
                    owners.setdefault(key, set()).add(action.objectName())
            assert not {key: names for key, names in owners.items() if len(names) > 1}


def test_the_window_has_its_events_while_many_screens_open(world: ScreenWorld, app: QApplication) -> None:
    """Opening one submission after another leaves no workspace behind."""
    with window_of(world, ASSESSOR) as window:
        for name in ("second", "returned", "second", "checks"):
            opened(window, world.ids[name])
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len(window.findChildren(ReviewView)) == 1
        assert isinstance(window, MainWindow)
