"""Evidence of work that is over goes after the time that the server sets; what was written stays."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.contact import grace_left
from assessor_app.protocol.sync import DevicePolicy, SyncReply
from assessor_app.store import store as store_module
from assessor_app.store.troubles import DiskFault, DiskTrouble
from assessor_app.store.views import Availability
from tests.conftest import World
from tests.serving import Desk, serving
from tests.work import assess

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
times = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


def _later(desk: Desk, days: float) -> None:
    desk.store.shred_finished(datetime.now(UTC) + timedelta(days=days))


def test_finished_evidence_goes_after_its_time_and_not_before(world: World) -> None:
    desk = world.desk()
    desk.sync()
    desk.download(world.submission_id)
    _later(desk, 400)
    assert desk.store.queue()[0].availability is Availability.OFFLINE, "work that is not over stays"
    assess(desk.store, world.submission_id, "kept for good")
    _later(desk, 400)
    assert desk.store.queue()[0].availability is Availability.OFFLINE, "the server has not acknowledged it yet"
    desk.sync()
    _later(desk, 13.9)
    assert desk.store.queue()[0].availability is Availability.OFFLINE
    _later(desk, 14.1)
    assert desk.store.queue()[0].availability is Availability.ONLINE_ONLY
    assert not list(desk.profile.blobs.iterdir())
    assert "kept for good" in str(desk.store.workspace(world.submission_id).cells)
    desk.close()


def test_the_server_sets_how_long(world: World) -> None:
    world.server.kill()
    with serving(world.server.data) as again:
        again.kill()
        again._environment = {"ASSESSOR_KEEP_FINISHED_DAYS": "0", "ASSESSOR_OFFLINE_DAYS": "3"}
        again.start()
        desk = Desk(world.home / "desk", again.url, "assessor@tests.example")
        desk.sync()
        assert desk.store.contact(datetime.now(UTC)).policy == DevicePolicy(offline_days=3, keep_finished_days=0)
        desk.download(world.submission_id)
        assess(desk.store, world.submission_id)
        desk.sync()
        assert desk.store.queue()[0].availability is Availability.ONLINE_ONLY
        desk.close()


def test_contact_counts_from_the_last_reply(world: World) -> None:
    desk = world.desk()
    desk.sync()
    now = datetime.now(UTC)
    assert desk.store.contact(now + timedelta(days=13)).left > timedelta(0)
    assert desk.store.contact(now + timedelta(days=15)).left < timedelta(0)
    desk.store.saw(now + timedelta(days=15))
    assert desk.store.contact(now).left < timedelta(0), "a clock set back wins nothing"
    desk.store.apply_reply(SyncReply(cursor=desk.store.cursor(), results=(), changes=(), server_time=now), [], now)
    assert desk.store.contact(now).left > timedelta(days=13)
    desk.close()


def test_many_short_sessions_with_a_clock_set_back_win_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = world.desk()
    desk.sync()
    now, ran = datetime.now(UTC), time.monotonic()
    for days in (3, 6, 9, 12, 15):
        monkeypatch.setattr(store_module.time, "monotonic", lambda at=ran + days * 86_400: at)
        desk.store.saw(now)
    assert desk.store.contact(now).left < timedelta(0)
    desk.close()


def test_a_full_disk_holds_up_no_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = world.desk()
    desk.sync()

    def full(*_: object) -> None:
        raise DiskTrouble(DiskFault.FULL)

    monkeypatch.setattr(desk.store, "_write", full)
    late = datetime.now(UTC) + timedelta(days=15)
    assert desk.store.contact(late).left < timedelta(0)
    with pytest.raises(DiskTrouble):
        desk.store.saw(late)
    monkeypatch.undo()
    desk.store.saw(late)
    assert desk.store.contact(datetime.now(UTC)).left < timedelta(0), "what could not be noted is noted later"
    desk.close()


@given(last=times, seen=st.none() | times, now=times, days=st.integers(1, 366))
def test_no_clock_gives_more_than_the_whole_grace(
    last: datetime, seen: datetime | None, now: datetime, days: int
) -> None:
    left = grace_left(last, seen, now, days)
    assert left <= timedelta(days=days)
    assert (left < timedelta(0)) is (max(now, seen or now) - last > timedelta(days=days))
