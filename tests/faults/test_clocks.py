"""Clocks that jump by a year, of the computer and of the server: order, sync and everything written stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from assessor_app.domain.assessment import rating_cell
from assessor_app.gui.app import make_application
from assessor_app.gui.shell.status import status_words
from assessor_app.gui.widgets import due_words
from assessor_app.protocol.events import new_event_id
from assessor_app.server.opening import open_server
from assessor_app.server.services.audit import verify_history
from assessor_app.server.storage.models import AccessToken, RefreshToken
from assessor_app.store.views import Counts
from assessor_app.sync.http import SignInNeeded
from assessor_app.sync.loop import Connection, SyncStatus
from assessor_app.sync.signin import sign_in_with_password
from tests.conftest import World
from tests.faults.clocks import Clock
from tests.faults.facts import server_facts
from tests.samples import discourse
from tests.serving import ASSESSOR, PASSWORD, SETTINGS
from tests.work import assess, rate_all

NAMES = [criterion.id for _, criterion in discourse().criteria()]
YEAR = 365


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("days", [YEAR, -YEAR])
def test_work_over_a_jump_keeps_its_order_and_is_taken(world: World, clock: Clock, days: int) -> None:
    desk, one = world.desk(), world.submission_id
    desk.sync()
    store = desk.store
    store.save_cell(one, rating_cell(NAMES[0]), {"level": 1, "feedback": "before the jump"})
    store.save_cell(one, "note", "before the jump")
    clock.set(days)
    store.save_cell(one, "note", "after the jump")
    rate_all(store, one, "after the jump")
    clock.set(0)
    store.save_cell(one, rating_cell(NAMES[1]), {"level": 2, "feedback": "after it was set right"})
    store.submit_assessment(one)
    desk.sync()
    desk.sync()
    assert store.outbox() == []
    facts = server_facts(world.server.data)
    assert {answer.status for answer in facts.answers} == {"accepted"}
    assert sorted(answer.sequence for answer in facts.answers) == list(range(1, len(facts.answers) + 1))
    (assessment,) = facts.assessments.values()
    feedback = {name: rating["feedback"] for name, rating in assessment.data["ratings"].items()}
    assert feedback.pop(NAMES[1]) == "after it was set right"
    assert set(feedback.values()) == {"after the jump"}
    assert "after the jump" in str(assessment.data)
    with open_server(world.server.data, SETTINGS) as server:
        assert verify_history(server).breaks == ()
    desk.close()


@pytest.mark.parametrize(("handed_in", "then"), [(0, YEAR), (YEAR, 0), (0, -YEAR), (-YEAR, 0)])
def test_nothing_is_held_back_for_a_year(world: World, clock: Clock, handed_in: int, then: int) -> None:
    desk = world.desk()
    desk.sync()
    desk.store.grace = timedelta(seconds=15)
    clock.set(handed_in)
    final = assess(desk.store, world.submission_id)
    assert desk.store.counts().undoable == final
    clock.set(then)
    assert final in {event.id for event in desk.store.events_to_send()}
    desk.sync()
    assert len(server_facts(world.server.data).assessments) == 1
    desk.close()


def test_what_is_handed_in_after_a_clock_was_set_right_can_still_be_undone(world: World, clock: Clock) -> None:
    desk = world.desk()
    desk.sync()
    desk.store.grace = timedelta(seconds=15)
    clock.set(YEAR)
    desk.store.release()
    clock.set(0)
    final = assess(desk.store, world.submission_id)
    assert desk.store.counts().undoable == final
    desk.close()


def test_event_ids_stay_unique_and_ordered_while_the_clock_is_set_back(clock: Clock) -> None:
    ids = []
    for number in range(3_000):
        clock.set(-number if number % 3 else number)
        ids.append(new_event_id())
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == ids


def _counts(last_sync: datetime | None) -> Counts:
    return Counts(0, 0, 0, last_sync)


@pytest.mark.parametrize("connection", [Connection.IDLE, Connection.OFFLINE])
def test_the_status_says_what_is_wrong_with_the_clock(connection: Connection) -> None:
    make_application()
    now, status = datetime.now(UTC), SyncStatus(connection)
    behind = status_words(status, _counts(now + timedelta(days=YEAR)), now)
    assert "at least 365 d behind" in behind.detail
    assert behind.tone == "attention"
    assert "ago" not in behind.text
    for days in (YEAR, -YEAR):
        off = status_words(status, _counts(now), now, timedelta(days=days))
        assert "clock is off by 365 d" in off.detail
    assert status_words(status, _counts(now), now, timedelta(seconds=20)).detail == ""


@pytest.mark.parametrize("days", [0, YEAR, -YEAR, 100 * YEAR, -100 * YEAR])
def test_due_words_stand_any_clock(days: int) -> None:
    make_application()
    now = datetime.now(UTC)
    words, _ = due_words(now + timedelta(days=days), now)
    assert words


def test_a_server_whose_clock_jumped_ahead_asks_for_a_sign_in_at_most(world: World) -> None:
    """Every token ran out; seen from a server that is a year ahead, all of them are old."""
    desk = world.desk()
    desk.sync()
    long_ago = datetime.now(UTC) - timedelta(days=YEAR)
    assess(desk.store, world.submission_id)
    with open_server(world.server.data, SETTINGS) as server:
        with server.database.writing() as session:
            session.execute(update(AccessToken).values(expires_at=long_ago))
        desk.sync()
        assert desk.store.outbox() == [], "an access token is got anew without a word"
        desk.store.save_own("comment:c1", {"text": "written later"})
        with server.database.writing() as session:
            session.execute(update(AccessToken).values(expires_at=long_ago))
            session.execute(update(RefreshToken).values(expires_at=long_ago))
    with pytest.raises(SignInNeeded):
        desk.sync()
    assert len(desk.store.outbox()) == 1
    desk.store.signed_in(world.url, sign_in_with_password(world.url, desk.store.device(), ASSESSOR, PASSWORD))
    desk.sync()
    assert desk.store.outbox() == []
    desk.close()
