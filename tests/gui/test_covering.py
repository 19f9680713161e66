"""Two reasons for the cover, each of which ends by itself; and what is behind it stays there, and stays as it was."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from assessor_app.domain.assessment import rating_cell
from assessor_app.gui.account.locked import LockView
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.review.comments_dialog import CommentsDialog
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.shell.news import News, NewsKind
from assessor_app.gui.shell.watchman import Why
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.sync import DevicePolicy, SyncReply
from assessor_app.store.guard import Guard
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.profile import Profile
from assessor_app.store.troubles import DiskFault, DiskTrouble
from tests.gui.conftest import ID
from tests.samples import discourse

PASSPHRASE = "a long passphrase"
FIRST = next(discourse().criteria())[1]


@pytest.fixture
def guarded(window: MainWindow) -> MainWindow:
    """The profile's passphrase is asked for after a pause."""
    profile: Profile = window.session.store._profile
    keychain = MemoryKeychain()
    keychain.set(profile.keychain_name, bytes(32).hex())
    guard = Guard(profile, keychain)
    guard.protect(PASSPHRASE)
    window.session.guard = guard
    return window


def _words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def _buttons(view: LockView) -> set[str]:
    return {button.text() for button in view.findChildren(QPushButton) if button.isVisible()}


def _view(window: MainWindow) -> LockView:
    view = window.pages.currentWidget()
    assert isinstance(view, LockView)
    return view


def _unlock(window: MainWindow, qtbot: QtBot) -> None:
    view = _view(window)
    field = view.findChild(QLineEdit)
    assert field is not None
    assert field.isVisible()
    field.setText(PASSPHRASE)
    view._unlock()
    qtbot.waitUntil(lambda: not view._busy, timeout=10_000)


def _days_pass(window: MainWindow, qtbot: QtBot, days: int) -> None:
    late = datetime.now(UTC) + timedelta(days=days)
    window.session.now = lambda: late  # type: ignore[method-assign]
    watchman = window._covering._watchman
    watchman._ask()
    qtbot.waitUntil(lambda: watchman.contact is not None and watchman.contact.left < timedelta(0))


def _contact(window: MainWindow, qtbot: QtBot) -> None:
    now = datetime.now(UTC)
    window.session.now = lambda: now  # type: ignore[method-assign]
    store, watchman = window.session.store, window._covering._watchman
    store.apply_reply(SyncReply(cursor=4, results=(), changes=(), server_time=now), [], now)
    watchman._ask()
    qtbot.waitUntil(lambda: not watchman._overdue)


def test_contact_does_not_open_what_was_locked_with_a_passphrase(guarded: MainWindow, qtbot: QtBot) -> None:
    guarded.lock()
    _days_pass(guarded, qtbot, 15)
    view = _view(guarded)
    assert "14 days" in _words(guarded)
    assert _buttons(view) == {"Unlock"}, "nobody syncs or saves who did not unlock"
    _contact(guarded, qtbot)
    assert _view(guarded) is view
    assert "Enter your passphrase" in _words(guarded)
    assert _buttons(view) == {"Unlock"}
    _unlock(guarded, qtbot)
    assert not guarded._covering.there


def test_a_passphrase_does_not_open_what_is_overdue(guarded: MainWindow, qtbot: QtBot) -> None:
    guarded.lock()
    _days_pass(guarded, qtbot, 15)
    _unlock(guarded, qtbot)
    assert "14 days" in _words(guarded)
    assert _buttons(_view(guarded)) == {"Sync now", "Save what waits to a file…"}
    _contact(guarded, qtbot)
    assert not guarded._covering.there


def test_a_pause_that_passes_while_contact_is_overdue_locks(guarded: MainWindow, qtbot: QtBot) -> None:
    _days_pass(guarded, qtbot, 15)
    assert _buttons(_view(guarded)) == {"Sync now", "Save what waits to a file…"}
    watchman = guarded._covering._watchman
    watchman._last -= 16 * 60
    watchman._last_wall -= 16 * 60
    _contact(guarded, qtbot)
    assert "Enter your passphrase" in _words(guarded)
    assert watchman.idle_seconds() >= 16 * 60, "the server's answer is no sign of life"


def test_a_passphrase_half_typed_survives_the_next_look(guarded: MainWindow, qtbot: QtBot) -> None:
    guarded.lock()
    _days_pass(guarded, qtbot, 15)
    field = _view(guarded).findChild(QLineEdit)
    assert field is not None
    field.setText("a long")
    guarded._covering.cover(Why.OVERDUE)
    guarded._covering.cover(Why.IDLE)
    assert field.text() == "a long"


def test_a_disk_that_is_full_keeps_no_window_open(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskTrouble(DiskFault.FULL)

    monkeypatch.setattr(window.session.store, "_write", full)
    _days_pass(window, qtbot, 15)
    assert window._covering.there


def test_where_the_servers_wish_is_not_known_the_usual_pause_locks(window: MainWindow) -> None:
    window.session.prefer(Preferences(lock_minutes=0, undo_seconds=0))
    watchman = window._covering._watchman
    watchman.contact = None
    watchman._last -= 60 * DevicePolicy().idle_minutes + 1
    watchman.look()
    assert window._covering.there


def _opened(window: MainWindow, qtbot: QtBot) -> ReviewView:
    window.open_submission(ID)
    qtbot.waitUntil(lambda: window.workspace is not None)
    view = window.workspace
    assert isinstance(view, ReviewView)
    return view


def test_a_comment_being_typed_survives_the_lock(window: MainWindow, qtbot: QtBot) -> None:
    view = _opened(window, qtbot)

    def type_and_lock() -> None:
        (dialog,) = window.findChildren(CommentsDialog)
        dialog._text.setPlainText("Half a sent")
        dialog._about.setCurrentIndex(1)
        window.lock()
        assert not dialog.isVisible()

    QTimer.singleShot(50, type_and_lock)
    view.show_comments()
    _view(window)._unlock()
    qtbot.waitUntil(lambda: not window._covering.there)
    again = CommentsDialog(window.session.library, discourse(), window)
    qtbot.addWidget(again)
    assert again._text.toPlainText() == "Half a sent"
    assert again._about.currentIndex() == 1
    again._add_new()
    again.reject()
    assert window.session.library.unfinished is None


def test_feedback_being_made_a_comment_survives_the_lock(window: MainWindow, qtbot: QtBot) -> None:
    view = _opened(window, qtbot)
    view.work.set_feedback(FIRST.id, "Name the source.")
    view.panel.refresh()

    def type_and_lock() -> None:
        (dialog,) = (each for each in window.findChildren(QInputDialog) if each.isVisible())
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        assert field.toPlainText() == "Name the source."
        field.setPlainText("Name {what} the source says")
        window.lock()

    QTimer.singleShot(50, type_and_lock)
    view.keep_comment()
    unfinished = window.session.library.unfinished
    assert unfinished is not None
    assert unfinished.text == "Name {what} the source says"
    _view(window)._unlock()
    qtbot.waitUntil(lambda: not window._covering.there)
    assert "comment library" in _words(window)


def test_nothing_is_told_behind_the_cover_and_the_last_word_comes_after_it(window: MainWindow, qtbot: QtBot) -> None:
    window.lock()
    window.tell(f"{ID}: your recommendation is in the outbox.")
    window._offer_undo()
    assert ID not in _words(window)
    _view(window)._unlock()
    qtbot.waitUntil(lambda: not window._covering.there)
    assert ID in _words(window)


def test_a_notice_names_nothing_while_the_window_is_covered(window: MainWindow) -> None:
    found = [News(NewsKind.ASSIGNED, ID, "Leading a discussion")]
    assert ID in window._tray._words(found)[1]
    window.lock()
    assert ID not in " ".join(window._tray._words(found))
    assert "Leading" not in " ".join(window._tray._words(found))


def test_actions_that_could_not_be_used_before_can_not_be_used_after(window: MainWindow, qtbot: QtBot) -> None:
    first, second = (action for action in window.actions() if action.objectName() in ("app.outbox", "app.sign-out"))
    first.setEnabled(False)
    window.lock()
    assert not second.isEnabled()
    _view(window)._unlock()
    qtbot.waitUntil(lambda: not window._covering.there)
    assert not first.isEnabled()
    assert second.isEnabled()


def test_the_cover_is_painted_before_the_disk_is_waited_for(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = _opened(window, qtbot)
    order: list[str] = []
    monkeypatch.setattr(window, "repaint", lambda: order.append(f"{_view(window).isVisible()} {view.isVisible()}"))
    kept = view.keep_everything
    monkeypatch.setattr(view, "keep_everything", lambda: (order.append("kept"), kept()))
    window.lock()
    assert order == ["True False", "kept"]
    _view(window)._unlock()
    qtbot.waitUntil(lambda: not window._covering.there)
    assert window.pages.currentWidget() is next(iter(window.lists.values())), "where it was opened from"


def test_what_can_never_be_kept_is_told_of_and_not_tried_for_ever(window: MainWindow, qtbot: QtBot) -> None:
    view = _opened(window, qtbot)
    view.save_cell(rating_cell(FIRST.id), {"level": 2, "feedback": "a" * 50_001})
    qtbot.waitUntil(lambda: "Not saved" in view._saved.text())
    assert view._saved.text() == "Not saved: it is too long or not of the right form"
    assert not window.session.keeper.is_behind(), "neither handing in nor closing is held up"


def test_typing_ends_where_a_text_can_not_be_kept_any_more(window: MainWindow, qtbot: QtBot) -> None:
    view = _opened(window, qtbot)
    view.work.set_feedback(FIRST.id, "a" * 49_999)
    view.panel.refresh()
    field = view.panel.feedback_field()
    assert field is not None
    cursor = field.textCursor()
    cursor.setPosition(10)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "bcd")
    assert field.toPlainText() == "a" * 10 + "b" + "a" * 49_989
    view.keep_everything()
    assert window.session.store.workspace(ID).cells[rating_cell(FIRST.id)]["feedback"] == field.toPlainText()


def test_a_slow_disk_does_not_keep_the_answer(window: MainWindow, qtbot: QtBot) -> None:
    """Whatever is being written, whether there was contact is only read."""
    written = threading.Event()
    window.session.jobs.save(window, lambda: written.wait(10))
    try:
        _days_pass(window, qtbot, 15)
    finally:
        written.set()
    qtbot.waitUntil(lambda: window._covering.there)


def test_a_dialog_is_gone_when_the_cover_comes(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.open()
    window.lock()
    assert not dialog.isVisible()
