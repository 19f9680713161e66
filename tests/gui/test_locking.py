"""The window covers itself after a pause and without contact, and signing out leaves nothing that can be read."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from assessor_app.domain.assessment import rating_cell
from assessor_app.gui import app
from assessor_app.gui.account import unlock
from assessor_app.gui.account.locked import LockView
from assessor_app.gui.account.sign_in import SignInView
from assessor_app.gui.account.signed_out import SignedOutDialog, SignInDialog
from assessor_app.gui.app import make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.sync import DevicePolicy, SyncReply
from assessor_app.server.opening import open_server
from assessor_app.server.services.people import revoke_device
from assessor_app.server.services.submissions import withdraw
from assessor_app.store.database import DatabaseUnreadable
from assessor_app.store.guard import Guard
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.profile import Profile
from assessor_app.store.signed_out import SignedOut
from assessor_app.store.store import Store
from assessor_app.sync.signin import hidden_fields
from tests.conftest import World
from tests.gui.conftest import ID
from tests.samples import discourse
from tests.serving import ASSESSOR, PASSWORD, SETTINGS, snapshot
from tests.work import assess

FIRST = next(discourse().criteria())[1]


def _visible_words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def _cover(window: MainWindow) -> LockView:
    view = window.pages.currentWidget()
    assert isinstance(view, LockView)
    return view


def test_a_pause_covers_everything_and_keeps_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    window.open_submission(ID)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    window.session.keeper.keep(ID, rating_cell(FIRST.id), {"level": 2, "feedback": "typed"})
    window.session.prefer(Preferences(lock_minutes=1, undo_seconds=0))
    watchman = window._covering._watchman
    watchman.look()
    assert not window._covering.there
    watchman._last = watchman._last_wall = time.monotonic() - 61
    watchman.look()
    view = _cover(window)
    assert window.workspace is None
    assert FIRST.title not in _visible_words(window)
    assert ID not in _visible_words(window)
    assert not any(action.isEnabled() for action in window.actions() if action.text() in ("Outbox", "Search actions"))
    window.show_outbox()
    window.open_submission(ID)
    qtbot.wait(100)
    assert window.pages.currentWidget() is view
    view._unlock()
    qtbot.waitUntil(lambda: not window._covering.there)
    assert window.session.store.workspace(ID).cells[rating_cell(FIRST.id)]["feedback"] == "typed"


def test_a_passphrase_is_asked_for_where_there_is_one(signed_in: tuple[MainWindow, Guard], qtbot: QtBot) -> None:
    window, guard = signed_in
    guard.protect("a long passphrase")
    assert guard.keychain is not None
    assert guard.keychain.get(guard.profile.keychain_name) is None
    window.lock()
    view = _cover(window)
    field = view.findChild(QLineEdit)
    assert field is not None
    assert field.isVisible()
    field.setText("another one")
    view._unlock()
    qtbot.waitUntil(lambda: "not the passphrase" in _visible_words(window), timeout=10_000)
    assert window._covering.there
    field.setText("a long passphrase")
    view._unlock()
    qtbot.waitUntil(lambda: not window._covering.there, timeout=10_000)


def test_a_keychain_that_lost_the_key_does_not_unlock_and_says_so(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot
) -> None:
    window, guard = signed_in
    assert guard.keychain is not None
    guard.keychain.delete(guard.profile.keychain_name)
    window.lock()
    _cover(window)._unlock()
    qtbot.waitUntil(lambda: "keychain" in _visible_words(window))
    assert window._covering.there


@pytest.mark.parametrize(("days_ago", "clock", "covered"), [
    (13, 0, False), (15, 0, True), (1, 365, True), (1, -365, False), (20, -365, True),
])  # fmt: skip
def test_without_contact_evidence_is_shown_for_so_long_as_the_server_says(
    window: MainWindow, qtbot: QtBot, days_ago: int, clock: int, covered: bool
) -> None:
    """``clock`` is by how many days this computer's clock has jumped since."""
    now, store = datetime.now(UTC), window.session.store
    reply = SyncReply(cursor=4, results=(), changes=(), server_time=now, policy=DevicePolicy(offline_days=14))
    store.apply_reply(reply, [], now)
    store.saw(now + timedelta(days=days_ago))
    window.session.now = lambda: now + timedelta(days=days_ago + clock)  # type: ignore[method-assign]
    window._covering._watchman.look()
    qtbot.waitUntil(lambda: window._covering._watchman.contact is not None)
    qtbot.wait(100)
    assert window._covering.there is covered
    if not covered:
        return
    assert "14 days" in _visible_words(window)
    later = SyncReply(cursor=4, results=(), changes=(), server_time=now + timedelta(days=days_ago))
    store.apply_reply(later, [], now + timedelta(days=days_ago))
    window.session.now = lambda: now + timedelta(days=days_ago)  # type: ignore[method-assign]
    window._covering._watchman._ask()
    qtbot.waitUntil(lambda: not window._covering.there)


def _be_the_browser(url: QUrl) -> bool:
    """What the person and their browser do: fill in the form, and follow the redirect back to the application."""

    def visit() -> None:
        session = requests.Session()
        page = session.get(url.toString(), timeout=20)
        fields = {**hidden_fields(page.text), "email": ASSESSOR, "password": PASSWORD}
        answer = session.post(url.toString().partition("?")[0], data=fields, allow_redirects=False, timeout=20)
        requests.get(answer.headers["Location"], timeout=20)

    threading.Thread(target=visit, daemon=True).start()
    return True


def test_signing_out_locks_the_profile_until_its_person_signs_in_again(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, guard = signed_in
    keychain, profile = guard.keychain, guard.profile
    assert keychain is not None
    key = bytes.fromhex(keychain.get(profile.keychain_name) or "")
    window.session.store.save_cell(world.submission_id, "note", "written before")
    window.session.loop.sync_now()
    qtbot.waitUntil(lambda: window._counts.edits_waiting == 0 and not window.session.store.outbox(), timeout=20_000)
    qtbot.wait(100)
    window.sign_out()
    qtbot.waitUntil(lambda: window.signed_out is not None, timeout=20_000)
    assert window.signed_out is not None
    window.session.close()
    guard.sign_out(*window.signed_out)
    assert keychain.get(profile.keychain_name) is None
    everything = b"".join(file.read_bytes() for file in profile.folder.rglob("*") if file.is_file())
    assert key not in everything
    assert key.hex().encode() not in everything
    with pytest.raises(DatabaseUnreadable):
        Store(profile, bytes(32))

    monkeypatch.setattr(QDesktopServices, "openUrl", _be_the_browser)

    def press(dialog: SignedOutDialog) -> int:
        dialog.show()
        view = dialog.findChild(SignInView)
        assert view is not None
        view.start()
        qtbot.waitUntil(lambda: dialog.reply is not None and not dialog.isVisible(), timeout=20_000)
        return int(dialog.result())

    monkeypatch.setattr(SignedOutDialog, "exec", press)
    store = unlock.open_store(profile, keychain)
    assert store is not None
    assert not store.is_signed_out()
    assert store.workspace(world.submission_id).cells["note"] == "written before"
    assert keychain.get(profile.keychain_name) == key.hex()
    assert not profile.signed_out.exists()
    store.close()


def test_signing_out_waits_for_unsynced_work(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = signed_in
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *arguments: told.append(str(arguments[-1])))
    window.set_offline(True)
    window.session.store.save_cell(world.submission_id, "note", "not sent")
    qtbot.waitUntil(lambda: window._counts.edits_waiting == 1)
    window.sign_out()
    qtbot.waitUntil(lambda: bool(told))
    assert "not synced yet" in told[0]
    assert window.signed_out is None


def test_signing_out_counts_after_the_saves_and_not_before(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = signed_in
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *arguments: told.append(str(arguments[-1])))
    window.set_offline(True)
    window.session.keeper.keep(world.submission_id, "note", "typed a moment ago")
    window.sign_out()
    qtbot.waitUntil(lambda: bool(told) or window.signed_out is not None, timeout=20_000)
    assert window.signed_out is None
    assert "1 changes are not synced yet" in told[0]


def test_signing_out_locks_nothing_away_that_the_server_refused(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = signed_in
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *arguments: told.append(str(arguments[-1])))
    window.set_offline(True)
    store = window.session.store
    assess(store, world.submission_id, "Written on the train.")
    with open_server(world.server.data, SETTINGS) as server:
        withdraw(server, world.submission_id)
    window.set_offline(False)
    window.session.loop.sync_now()
    qtbot.waitUntil(lambda: any(item.status == "rejected" for item in store.outbox()), timeout=20_000)
    qtbot.waitUntil(lambda: not store.counts().finals_waiting and not store.counts().edits_waiting, timeout=20_000)
    window.sign_out()
    qtbot.waitUntil(lambda: bool(told) or window.signed_out is not None, timeout=20_000)
    assert window.signed_out is None
    assert "not taken by the server" in told[0]


def test_after_signing_out_nobody_gets_the_closed_window_back(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = make_application()
    profile, rings = Profile(tmp_path / "p"), list[Callable[[], None]]()
    session = Session(Store(profile, bytes(32)), Jobs(application), application)
    monkeypatch.setattr(app, "open_session", lambda *_: session)
    monkeypatch.setattr(app, "system_keychain", MemoryKeychain)
    windows: list[MainWindow] = []

    class Bell:
        answer = staticmethod(rings.append)

    class Loop:
        @staticmethod
        def exec() -> int:
            (window,) = (w for w in application.topLevelWidgets() if isinstance(w, MainWindow) and w.session is session)
            windows.append(window)
            window.signed_out = (b"", SignedOut("0" * 32, ""))
            window.close()
            return 0

    assert app._run_once(Loop(), app.Options(offline=True), profile, Bell()) is None  # type: ignore[arg-type]
    windows[0].come_forward()
    assert not windows[0].isVisible(), "its session has ended"
    assert len(rings) == 2, "the bell is answered in another way now"
    rings[-1]()
    qtbot.wait(50)
    assert not shiboken6.isValid(windows[0])


def test_signing_out_without_the_server_changes_nothing(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, guard = signed_in
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *arguments: told.append(str(arguments[-1])))
    world.server.kill()
    window.sign_out()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "needs the server" in told[0]
    assert not window.session.store.is_signed_out()
    assert not guard.profile.signed_out.exists()


def test_a_sign_out_that_was_cut_short_is_carried_through(tmp_path: Path) -> None:
    guard = Guard(Profile(tmp_path), MemoryKeychain())
    assert guard.keychain is not None
    guard.profile.prepare()
    key = guard.profile.key(guard.keychain, lambda _: "")
    guard.sign_out(bytes(32), SignedOut("0" * 32, "https://a.example"))
    guard.keychain.set(guard.profile.keychain_name, key.hex())
    unlock.signed_out.finish(guard.profile, guard.keychain)
    assert guard.keychain.get(guard.profile.keychain_name) is None
    unlock.signed_out.unlock(guard.profile, guard.keychain, bytes(32))
    assert guard.keychain.get(guard.profile.keychain_name) == key.hex()


def test_a_sign_in_that_ran_out_is_renewed_from_the_status_and_nothing_is_lost(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = signed_in
    store = window.session.store
    with sqlite3.connect(world.server.data / "server.sqlite") as connection:
        for table in ("access_tokens", "refresh_tokens"):
            connection.execute(f"DELETE FROM {table}")
    store.save_cell(world.submission_id, "note", "written without a sign-in")
    window.session.loop.sync_now()
    qtbot.waitUntil(lambda: "Sign in to sync" in window.status.text(), timeout=20_000)
    monkeypatch.setattr(QDesktopServices, "openUrl", _be_the_browser)

    def press(dialog: SignInDialog) -> int:
        dialog.show()
        dialog.view.start()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
        return int(dialog.result())

    monkeypatch.setattr(SignInDialog, "exec", press)
    window.status.click()
    qtbot.waitUntil(lambda: store.outbox() == [], timeout=20_000)
    assert any("written without a sign-in" in repr(row) for row in snapshot(world.server.data)["draft_cells"])


def test_a_revoked_computer_never_gets_its_data_back_and_can_start_afresh(
    signed_in: tuple[MainWindow, Guard], qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, guard = signed_in
    profile, keychain = guard.profile, guard.keychain
    assert keychain is not None
    device = window.session.store.device().id
    window.sign_out()
    qtbot.waitUntil(lambda: window.signed_out is not None, timeout=20_000)
    assert window.signed_out is not None
    window.session.close()
    guard.sign_out(*window.signed_out)
    with open_server(world.server.data, SETTINGS) as server:
        revoke_device(server, device)
    monkeypatch.setattr(QDesktopServices, "openUrl", _be_the_browser)

    def press(dialog: SignedOutDialog) -> int:
        dialog.show()
        dialog.view.start()
        qtbot.waitUntil(lambda: bool(dialog.lost), timeout=20_000)
        dialog.reject()
        return int(dialog.result())

    asked: list[str] = []

    def start_afresh(box: QMessageBox) -> int:
        asked.append(box.text())
        fresh = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole]
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: fresh[0])
        return 0

    monkeypatch.setattr(SignedOutDialog, "exec", press)
    monkeypatch.setattr(QMessageBox, "exec", start_afresh)
    store = unlock.open_store(profile, keychain)
    assert store is not None
    assert "can't be read" in asked[0]
    assert store.person() is None, "a new, empty profile"
    assert store.device().id != device
    assert list(profile.folder.glob("unreadable-*/store.db"))
    store.close()
