"""Insights come from a real server into the store, and what is refused is not kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assessor_app.domain.submission import Role
from assessor_app.protocol.insights import OwnInsights, PoolInsights
from assessor_app.server.opening import open_server
from assessor_app.server.services.people import add_person
from assessor_app.sync.http import Unreachable
from assessor_app.sync.loop import SyncLoop
from assessor_app.sync.reports import fetch_report
from tests.conftest import World
from tests.samples import discourse
from tests.serving import APPROVER, ASSESSOR, PASSWORD, SETTINGS, Desk
from tests.work import assess, award

ISSUER = "issuer@tests.example"


def decided(world: World) -> None:
    """One assessment, agreed to."""
    with world_desk(world, ASSESSOR) as assessor:
        assess(assessor.store, world.submission_id)
        assessor.sync()
    with world_desk(world, APPROVER) as approver:
        award(approver.store, world.submission_id)
        approver.sync()


class world_desk:  # noqa: N801 - reads as what it is: a desk for a while
    def __init__(self, world: World, email: str) -> None:
        self._desk = world.desk(email, f"{email.split('@')[0]}-{time.monotonic_ns()}")

    def __enter__(self) -> Desk:
        self._desk.sync()
        return self._desk

    def __exit__(self, *_: object) -> None:
        self._desk.close()


def until(seen: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_reviewer_gets_their_own_and_nobody_elses(world: World) -> None:
    decided(world)
    with world_desk(world, ASSESSOR) as desk:
        assert fetch_report(desk.store, desk.client, "own") == ""
        stored = desk.store.report("own")
        assert stored is not None
        (view,) = OwnInsights.model_validate(stored.data).views
        assert view.micro_credential_id == discourse().id
        (month,) = view.final
        assert (month.tally.portfolios, month.tally.ratings, month.tally.exact) == (1, 10, 10)
        assert sum(month.submissions for month in view.pace) == 1
        for name in ("Alma", "Iris", "Henrik"):
            assert name not in repr(stored.data)
        assert fetch_report(desk.store, desk.client, "pool"), "an assessor does not see the pool"
        assert desk.store.report("pool") is None


def test_an_issuer_signs_in_and_sees_the_pool_and_no_evidence(world: World) -> None:
    decided(world)
    with open_server(world.server.data, SETTINGS) as server:
        add_person(server, email=ISSUER, name="Ngozi", roles=[Role.ISSUER], organisation="", password=PASSWORD)
    with world_desk(world, ISSUER) as desk:
        assert desk.store.queue() == []
        assert fetch_report(desk.store, desk.client, "pool") == ""
        stored = desk.store.report(f"pool:{discourse().id}")
        assert stored is not None
        view = PoolInsights.model_validate(stored.data)
        assert {rater.name for rater in view.raters} == {"Alma Reyes", "Iris Novak", "Henrik Dahl"}
        assert sum(pair.portfolios for pair in view.pairs) == 1
        response = desk.client.request
        with pytest.raises(Exception, match="assessors and approvers"):
            response("GET", "/api/v1/blobs/" + "0" * 64)


def test_the_loop_fetches_what_is_asked_for_and_keeps_it_without_a_line(world: World, tmp_path: Path) -> None:
    decided(world)
    with world_desk(world, ASSESSOR) as desk:
        loop = SyncLoop(desk.store, lambda _: None)
        loop.start()
        loop.ask_report("own")
        until(lambda: desk.store.report("own"))
        loop.ask_report("pool")
        until(lambda: loop.report_refused("pool"))
        first = desk.store.report("own")
        world.server.kill()
        loop.ask_report("own")
        time.sleep(0.5)
        loop.stop()
        assert desk.store.report("own") == first
        with pytest.raises(Unreachable):
            fetch_report(desk.store, desk.client, "own")
