"""A laptop that slept: through its lease, through its pause; and a window whose clock is wrong by a year."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from assessor_app.gui.preferences import Preferences
from assessor_app.gui.shell import watchman
from assessor_app.gui.shell.window import MainWindow
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services.assigning import assign
from assessor_app.server.storage.models import Assignment
from assessor_app.store.guard import Guard
from assessor_app.store.views import RowStatus
from tests.conftest import World
from tests.faults.clocks import Clock
from tests.faults.facts import server_facts
from tests.gui.conftest import ID
from tests.serving import OTHER, SETTINGS
from tests.work import assess

Signed = tuple[MainWindow, Guard]


def _words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def _lease_ran_out(server: Server, submission_id: str) -> None:
    with server.database.writing() as session:
        gone = datetime.now(UTC) - timedelta(days=3)
        session.execute(update(Assignment).where(Assignment.submission_id == submission_id).values(lease_until=gone))


@pytest.mark.parametrize("taken_over", [False, True])
def test_work_over_a_lease_that_ran_out_is_the_first_reading_unless_somebody_took_over(
    signed_in: Signed, world: World, qtbot: QtBot, taken_over: bool
) -> None:
    window, _ = signed_in
    window.set_offline(True)
    assess(window.session.store, world.submission_id, "Written before it slept.")
    with open_server(world.server.data, SETTINGS) as server:
        _lease_ran_out(server, world.submission_id)
        if taken_over:
            assign(server, world.submission_id, OTHER, take_over=True)
    window.set_offline(False)
    window.session.loop.sync_now()
    window.show_outbox()
    if taken_over:
        qtbot.waitUntil(lambda: "Kept as a second reading" in _words(window), timeout=20_000)
    else:
        qtbot.waitUntil(lambda: window.session.store.outbox() == [], timeout=20_000)
        assert window.session.store.queue()[0].status is RowStatus.SENT
    (assessment,) = server_facts(world.server.data).assessments.values()
    assert assessment.second is taken_over
    assert "Written before it slept." in str(assessment.data)


def test_a_laptop_that_slept_is_locked_when_it_wakes(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wall clock went on while it slept; the other one stood still."""
    window.open_submission(ID)
    qtbot.waitUntil(lambda: window.workspace is not None)
    window.session.prefer(Preferences(lock_minutes=10, undo_seconds=0))
    stood_still, slept_at = time.monotonic(), time.time()

    class Woken:
        seconds = 0.0

        @staticmethod
        def monotonic() -> float:
            return stood_still

        @staticmethod
        def time() -> float:
            return slept_at + Woken.seconds

    monkeypatch.setattr(watchman, "time", Woken)
    looking = window._covering._watchman
    looking.alive()
    Woken.seconds = 9 * 60.0
    looking.look()
    assert not window._covering.there
    Woken.seconds = 8 * 3_600.0
    looking.look()
    assert window._covering.there
    assert window.workspace is None


@pytest.mark.parametrize("days", [365, -365])
def test_a_window_whose_clock_is_wrong_says_so_and_goes_on(
    signed_in: Signed, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    window, _ = signed_in
    session, clock = window.session, Clock(monkeypatch)
    clock.set(days)
    session.store.save_cell(world.submission_id, "note", "written a year off")
    session.loop.sync_now()
    qtbot.waitUntil(lambda: "off by 365 d" in window.status.toolTip(), timeout=20_000)
    assert abs(session.now() - datetime.now(UTC)) < timedelta(minutes=1), "the server's time is what counts"
    window._covering._watchman.look()
    window.open_submission(world.submission_id)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
    assert not window._covering.there, "there was contact a moment ago"
    assert "Overdue" not in _words(window)
    qtbot.waitUntil(lambda: session.store.outbox() == [], timeout=20_000)
    clock.set(0)
    assert abs(session.now() - datetime.now(UTC)) < timedelta(minutes=1), "and not once the clock was set right"
    window._show_status()
    assert "off by" not in window.status.toolTip()
