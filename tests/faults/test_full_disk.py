"""A disk that is full or may only be read: said in words, nothing that was saved is lost, and it goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from assessor_app.domain.assessment import rating_cell
from assessor_app.gui.account import unlock
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.problems import ProblemError
from assessor_app.server.services.audit import verify_history
from assessor_app.server.storage.blobs import BlobFolder
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.lock import ProfileLock
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.troubles import DiskFault, DiskTrouble, disk_trouble
from assessor_app.store.views import Availability
from assessor_app.sync import loop
from assessor_app.sync.loop import Connection, SyncLoop, SyncStatus
from tests.faults.cuts import Scene
from tests.faults.disks import Disk, ext4_disk, memory_disk
from tests.faults.facts import _sound_profile, server_facts
from tests.faults.test_killed import FIRST, KEY, SUBMISSION, _prepared
from tests.serving import ASSESSOR, Desk, snapshot

CELL = rating_cell(FIRST)
MANY = 400
"""Edits after which a disk that has no room has refused one: some still fit into what the database holds already."""


def _until(seen: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def _words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def _is_sound(profile: Profile) -> bool:
    return set(_sound_profile(profile).split("; ")) == {"ok"}


def _save_until_refused(store: Store) -> tuple[int, DiskTrouble]:
    """The number of the last edit that was kept, and what refused the next."""
    for number in range(MANY):
        try:
            store.save_cell(SUBMISSION, "note", f"{number} " + "words " * 300)
        except DiskTrouble as trouble:
            return number - 1, trouble
    raise AssertionError("the disk took everything")


@contextmanager
def _at_work(profile: Profile, qtbot: QtBot) -> Iterator[tuple[MainWindow, ReviewView]]:
    app = make_application()
    dress(app, "light")
    session = Session(Store(profile, KEY), Jobs(app), app, Preferences(undo_seconds=0))
    window = MainWindow(session, "")
    window.show()
    qtbot.waitExposed(window)
    window._open_workspace(session.store.workspace(SUBMISSION))
    view = window.workspace
    assert isinstance(view, ReviewView)
    try:
        yield window, view
    finally:
        window._leave_workspace()
        session.close()
        window.deleteLater()


def _type(view: ReviewView, letters: str) -> None:
    view.panel.focus_feedback()
    QTest.keyClicks(view.focusWidget() or view, letters)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with memory_disk(tmp_path / "disk", 8) as made:
        yield made


def test_typing_on_a_full_disk_is_kept_and_saved_once_there_is_room(
    disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, asked = Profile(disk.folder / "p"), []
    _prepared(profile.folder)

    def warning(*arguments: object) -> QMessageBox.StandardButton:
        asked.append(str(arguments[2]))
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", warning)
    with _at_work(profile, qtbot) as (window, view):
        _type(view, "before")
        view.keep_everything()
        disk.fill()
        _save_until_refused(window.session.store)
        _type(view, "during")
        qtbot.waitUntil(lambda: "Not saved yet" in view._saved.text(), timeout=10_000)
        assert view._saved.text() == "Not saved yet: the disk is full. Trying again."
        view.submit()
        assert "what you wrote last is not saved yet" in _words(window)
        for letter in "after":
            # Longer than a pause between two tries, so that older ones come when newer ones are on their way.
            _type(view, letter)
            qtbot.wait(550)
        assert not window.close()
        assert "could not be saved yet" in asked[0]
        window.show_part(next(iter(window.lists)))
        assert window.session.keeper.is_behind(SUBMISSION)
        disk.free()
        qtbot.waitUntil(lambda: not window.session.keeper.is_behind(), timeout=10_000)
        qtbot.wait(2_500)
        text = window.session.store.workspace(SUBMISSION).cells[CELL]["feedback"]
        assert text == "beforeduringafter"
        assert window.close()
    assert _is_sound(profile)


def test_an_older_try_never_undoes_a_newer_edit(disk: Disk, qtbot: QtBot) -> None:
    profile = Profile(disk.folder / "p")
    _prepared(profile.folder)
    with _at_work(profile, qtbot) as (window, _):
        keeper, store = window.session.keeper, window.session.store
        disk.fill()
        _save_until_refused(store)
        with qtbot.waitSignal(keeper.delayed, timeout=10_000):
            keeper.keep(SUBMISSION, CELL, {"level": 1, "feedback": "old " * 500})
        disk.free()
        with qtbot.waitSignal(keeper.saved, timeout=10_000):
            keeper.keep(SUBMISSION, CELL, {"level": 2, "feedback": "new"})
        qtbot.wait(2_600)
        assert store.workspace(SUBMISSION).cells[CELL] == {"level": 2, "feedback": "new"}


def test_what_was_saved_on_a_full_disk_is_there_after_a_new_start(disk: Disk) -> None:
    profile = Profile(disk.folder / "p")
    _prepared(profile.folder)
    store = Store(profile, KEY)
    disk.fill()
    last, trouble = _save_until_refused(store)
    assert trouble.fault is DiskFault.FULL
    assert "words" not in str(trouble), "it must not quote what was written"
    store.close()
    disk.free()
    assert _is_sound(profile)
    store = Store(profile, KEY)
    note = store.workspace(SUBMISSION).cells.get("note", "-1 ")
    assert int(note.split()[0]) == last
    store.save_cell(SUBMISSION, "note", "afterwards")
    store.close()


def test_a_download_onto_a_full_disk_says_so_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "RETRY_SECONDS", (0.3,))
    statuses: list[SyncStatus] = []
    with memory_disk(tmp_path / "profile", 8) as disk, closing(Scene(tmp_path, 1, submissions=1)) as scene:
        (submission,) = scene.submissions
        store = Store(scene.profile, KEY)
        syncing = SyncLoop(store, statuses.append)
        syncing.start()
        store.want_packet(submission)
        _until(lambda: store.queue()[0].availability is Availability.OFFLINE)
        store.delete_packet(submission)
        disk.fill(leave=400_000)
        store.want_packet(submission)
        _until(lambda: any(status.connection is Connection.PROBLEM for status in statuses))
        told = next(status.problem for status in statuses if status.connection is Connection.PROBLEM)
        assert told == "Syncing failed: the disk is full. Nothing was lost; it is tried again."
        half = [file.stat().st_size for file in scene.profile.blobs.glob("*.part")]
        assert half
        disk.free()
        _until(lambda: store.queue()[0].availability is Availability.OFFLINE)
        for blob in store.blob_files(submission):
            assert len(store.blob(submission, blob.sha256)) == blob.size
        assert not list(scene.profile.blobs.glob("*.part"))
        syncing.stop()
        store.close()
        assert _is_sound(scene.profile)


def test_a_server_whose_disk_is_full_answers_so_and_does_nothing_by_halves(tmp_path: Path) -> None:
    with memory_disk(tmp_path / "server", 24) as disk, closing(Scene(tmp_path, 1, submissions=1)) as scene:
        (submission,) = scene.submissions
        desk = Desk(scene.profile.folder, scene.serving.url, ASSESSOR)
        desk.sync()
        disk.fill()
        with pytest.raises(ProblemError) as refused:
            for number in range(MANY):
                kept = snapshot(scene.server.data)
                desk.store.save_cell(submission, "note", f"{number} " + "words " * 500)
                desk.sync()
        assert refused.value.problem.status == 507
        assert "no room left on its disk" in str(refused.value)
        assert snapshot(scene.server.data) == kept
        with pytest.raises(OSError, match="No space"):
            BlobFolder(disk.folder / "blobs").put(b"one more")
        assert not list(disk.folder.rglob("*.part"))
        assert desk.store.outbox(), "it waits"
        disk.free()
        desk.sync()
        desk.sync()
        assert desk.store.outbox() == []
        facts = server_facts(scene.server.data)
        assert [answer.status for answer in facts.answers] == ["accepted"] * (number + 1)
        assert facts.sound == "ok"
        assert verify_history(scene.server).breaks == ()
        desk.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes say; an offer to start afresh fails the test."""
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda *arguments: said.append(str(arguments[-1])))
    monkeypatch.setattr(unlock, "_start_afresh", lambda *_: pytest.fail("a fresh start was offered"))
    return said


def _with_a_key(folder: Path) -> tuple[Profile, MemoryKeychain]:
    profile, keychain = Profile(folder), MemoryKeychain()
    keychain.set(profile.keychain_name, KEY.hex())
    _prepared(profile.folder)
    return profile, keychain


def test_opening_on_a_full_disk_says_so_and_puts_nothing_aside(tmp_path: Path, qtbot: QtBot, told: list[str]) -> None:
    make_application()
    with ext4_disk(tmp_path / "disk", tmp_path / "image") as disk:
        profile, keychain = _with_a_key(disk.folder / "p")
        disk.fill()
        assert unlock.open_store(profile, keychain) is None
        assert "The profile can't be opened now: the disk is full. Nothing was deleted." in told[0]
        disk.free()
        store = unlock.open_store(profile, keychain)
        assert store is not None
        assert store.queue()
        store.close()


def test_opening_what_may_only_be_read_says_so(tmp_path: Path, qtbot: QtBot, told: list[str]) -> None:
    make_application()
    with memory_disk(tmp_path / "disk", 8) as disk:
        profile, keychain = _with_a_key(disk.folder / "p")
        disk.make_read_only()
        with pytest.raises(OSError, match="Read-only") as refused:
            ProfileLock(profile).take()
        trouble = disk_trouble(refused.value, profile.folder)
        assert trouble is not None
        assert trouble.fault is DiskFault.READ_ONLY
        assert unlock.open_store(profile, keychain) is None
        assert "the disk may only be read" in told[0]
        disk.make_writable()
        store = unlock.open_store(profile, keychain)
        assert store is not None
        store.close()


def test_a_disk_that_turns_read_only_at_work_is_said_and_keeps_what_was_saved(tmp_path: Path, qtbot: QtBot) -> None:
    with ext4_disk(tmp_path / "disk", tmp_path / "image") as disk:
        profile = Profile(disk.folder / "p")
        _prepared(profile.folder)
        with _at_work(profile, qtbot) as (_, view):
            _type(view, "before")
            view.keep_everything()
            disk.fail()
            _type(view, "x")
            qtbot.waitUntil(lambda: "Not saved yet" in view._saved.text(), timeout=10_000)
            assert view._saved.text() == "Not saved yet: the disk may only be read. Trying again."
    with ext4_disk(tmp_path / "disk", tmp_path / "image"):
        assert _is_sound(profile)
        store = Store(profile, KEY)
        assert store.workspace(SUBMISSION).cells[CELL]["feedback"] == "before"
        store.close()
