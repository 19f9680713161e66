"""A worker that is killed again and again while it prepares portfolios, and what became of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from assessor_app.domain.submission import State
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.packet import open_manifest
from assessor_app.server.opening import Server, open_server
from assessor_app.server.preparing.jobs import JobState, Step
from assessor_app.server.services.portfolios import items_of
from assessor_app.server.storage.intake_models import IntakeJob, Portfolio
from assessor_app.server.storage.models import Lineage, Mail, PacketBlob, Submission
from assessor_app.server.storage.similarity_models import FingerprintRow
from tests.handing_in import add_educator, hand_in, make_credential, pieces
from tests.serving import SETTINGS

NAME = "Wilhelmina Featherstonehaugh"
AT_ONCE = 2
"""Portfolios that wait while workers are killed."""
PATIENCE = 1.5
"""Seconds that a worker lives on average after it took its first job; some live long enough for every step to end."""
STARTING_SECONDS, ODD_KILLS = 30.0, 0.1
LAST_SECONDS = 300.0


@dataclass
class Figures:
    """``whole`` and the three faults are submissions; ``wrong`` says what was found."""

    kills: int = 0
    killed_at_work: int = 0
    submissions: int = 0
    whole: int = 0
    doubled: int = 0
    half: int = 0
    lost: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def run(folder: Path, kills: int, seed: int = 1, *, office_every: int = 2, patience: float = PATIENCE) -> Figures:
    """Hand in, kill, hand in …, then let one worker finish."""
    chance, figures, started = random.Random(seed), Figures(), time.monotonic()
    with open_server(folder, SETTINGS) as server:
        make_credential(server)
        while figures.kills < kills:
            while _waiting(server) < AT_ONCE:
                figures.submissions += 1
                _hand_in(server, figures.submissions, office=figures.submissions % office_every == 0)
            since, worker = utc_now(), start_worker(folder)
            if chance.random() < ODD_KILLS:
                time.sleep(chance.uniform(0.0, 2.0))
            else:
                _until_at_work(server, since)
                time.sleep(min(10.0, chance.expovariate(1 / patience)))
            figures.killed_at_work += _at_work(server, since)
            worker.kill()
            worker.wait()
            figures.kills += 1
        finish(server)
        for submission_id in _submissions(server):
            wrong = set(faults(server, submission_id))
            for kind in ("lost", "half", "doubled"):
                setattr(figures, kind, getattr(figures, kind) + any(fault.startswith(kind) for fault in wrong))
            figures.whole += not wrong
            figures.wrong += [f"{submission_id}: {fault}" for fault in sorted(wrong)]
        figures.wrong += [f"blob {name}" for name in wrong_blobs(server.data)]
    figures.seconds = round(time.monotonic() - started, 1)
    return figures


def start_worker(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "assessor_app", "work", "--data", str(folder), *arguments],
        stdout=subprocess.DEVNULL, env={**os.environ, "ASSESSOR_LEASE_SECONDS": "1"},
    )  # fmt: skip


def finish(server: Server) -> None:
    """One worker, left in peace, does what is left, by its own alarm: nobody wakes it."""
    worker = start_worker(server.data)
    until = time.monotonic() + LAST_SECONDS
    while _unfinished(server) and time.monotonic() < until and worker.poll() is None:
        time.sleep(0.2)
    worker.kill()
    worker.wait()


def _hand_in(server: Server, number: int, *, office: bool) -> None:
    email = f"applicant{number}@schools.example"
    add_educator(server, email, NAME)
    hand_in(server, email, pieces(number, NAME, office=office))


def _waiting(server: Server) -> int:
    with server.database.reading() as session:
        return len(session.scalars(select(Submission.id).where(Submission.manifest == "")).all())


def _unfinished(server: Server) -> bool:
    open_states = (JobState.WAITING, JobState.RUNNING)
    with server.database.reading() as session:
        return session.scalars(select(IntakeJob.id).where(IntakeJob.state.in_(open_states))).first() is not None


def _at_work(server: Server, since: datetime) -> bool:
    """Whether a job is in the hands of a worker that was started then."""
    taken = select(IntakeJob.id).where(IntakeJob.state == JobState.RUNNING, IntakeJob.updated_at >= since)
    with server.database.reading() as session:
        return session.scalars(taken).first() is not None


def _until_at_work(server: Server, since: datetime) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while not _at_work(server, since) and time.monotonic() < until:
        time.sleep(0.02)


def _submissions(server: Server) -> list[str]:
    with server.database.reading() as session:
        return list(session.scalars(select(Submission.id).order_by(Submission.submitted_at)))


def faults(server: Server, submission_id: str) -> Iterator[str]:
    """What is not as it is after an undisturbed preparation; each begins with “lost”, “half” or “doubled”."""
    yield from _rows_faults(server, submission_id)
    with server.database.reading() as session:
        submission = session.get_one(Submission, submission_id)
        portfolio = session.scalars(select(Portfolio).where(Portfolio.submission_id == submission_id)).one()
        items = items_of(session, portfolio.id)
        named = {row.sha256: row.size for row in session.scalars(
            select(PacketBlob).where(PacketBlob.submission_id == submission_id)
        )}  # fmt: skip
        prints = session.scalars(
            select(FingerprintRow.evidence_id).where(FingerprintRow.submission_id == submission_id)
        ).all()
    if not submission.manifest or submission.state != State.SUBMITTED:
        yield f"lost: no packet ({submission.state})"
        return
    data = server.blobs.read(submission.manifest)
    manifest = open_manifest(data, submission.manifest, {server.key.id: server.key.public})
    if [e.requirement_id for e in manifest.evidence] != [i.requirement_id for i in items]:
        yield "half: other evidence than was handed in"
    blobs = manifest.blobs()
    if named != {submission.manifest: len(data), **{name: blob.size for name, blob in blobs.items()}}:
        yield "half: other blobs than the manifest names may be fetched"
    for name, blob in blobs.items():
        file = server.blobs.path(name)
        if not file.is_file() or file.stat().st_size != blob.size or sha256(file.read_bytes()) != name:
            yield f"half: {name} is not there, or not whole"
    if sorted(prints) != sorted(e.id for e in manifest.evidence):
        yield f"doubled or half: fingerprints of {sorted(prints)}"


def _rows_faults(server: Server, submission_id: str) -> Iterator[str]:
    with server.database.reading() as session:
        mails = session.scalars(select(Mail.subject).where(Mail.submission_id == submission_id)).all()
        lineage = session.get_one(Submission, submission_id).lineage_id
        same = session.scalars(select(Submission.id).where(Submission.lineage_id == lineage)).all()
        applicant = session.get_one(Lineage, lineage).applicant_id
        lineages = session.scalars(select(Lineage.id).where(Lineage.applicant_id == applicant)).all()
        portfolio = session.scalars(select(Portfolio).where(Portfolio.submission_id == submission_id)).one()
        jobs = session.scalars(select(IntakeJob).where(IntakeJob.portfolio_id == portfolio.id)).all()
        wanted = {(item.id, Step.TREAT) for item in items_of(session, portfolio.id)} | {("", Step.PACKET)}
    if len(mails) != 1 or len(same) != 1 or len(lineages) != 1:
        yield f"doubled: {len(mails)} mails, {len(same)} submissions of {len(lineages)} lineages"
    if len(jobs) != len(wanted) or {(job.item_id, Step(job.step)) for job in jobs} != wanted:
        yield f"doubled: {len(jobs)} jobs in place of {len(wanted)}"
    yield from (f"lost: {job.step} is {job.state}: {job.reason}" for job in jobs if job.state != JobState.DONE)


def wrong_blobs(data: Path) -> list[str]:
    """Files that are named as what they are not. What an ended worker left half written is named as such."""
    return [
        str(file.relative_to(data))
        for folder in (data / "blobs", data / "originals")
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".part" and sha256(file.read_bytes()) != file.name
    ]
