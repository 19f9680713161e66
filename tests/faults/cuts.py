"""Power cuts: the app and its server killed at any moment, and what must be true after each.

Kills of the window are in :mod:`tests.faults.test_power_cuts`, those of renderers in :mod:`tests.faults.renderer_cuts`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from assessor_app.domain.microcredential import EvidenceKind, MicroCredential
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.packet import BlobReference, Evidence
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.audit import verify_history
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.submissions import build_packet, hand_in
from assessor_app.store.models import BlobRow
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync.signin import sign_in_with_password
from tests.faults.facts import _sound_profile, device_facts, server_facts
from tests.faults.stormy_world import people_and_credential, started
from tests.faults.writer import KEY, Task
from tests.serving import ASSESSOR, PASSWORD, SETTINGS, Desk, Serving

BATCH = 4
"""Processes that start side by side and then wait for their task: while one is at work, none is starting."""
EVIDENCE_BYTES = 700_000
Cell = tuple[str, str]
"""Submission (empty: the person's own) and cell."""


@dataclass
class Figures:
    """``promised`` are the changes whose saving was confirmed before a kill; the faults are what ``wrong`` says."""

    kills: dict[str, int] = field(default_factory=dict)
    operations: int = 0
    promised: int = 0
    handed_in: int = 0
    events: int = 0
    half_downloads: int = 0
    lost: int = 0
    doubled: int = 0
    unsound: int = 0
    left_behind: int = 0
    chain_breaks: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def found(self, kind: str, what: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        self.wrong.append(f"{kind}: {what}")

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class Promises:
    """What the killed processes said they had saved, and what they were about to."""

    def __init__(self) -> None:
        self.saved: dict[Cell, Any] = {}
        self.about: dict[Cell, Any] = {}
        self.handed: set[str] = set()
        self.handing: set[str] = set()
        self.count = 0

    def hear(self, line: list[Any]) -> None:
        match line:
            case ["about", submission, cell, value]:
                self.about[submission, cell] = value
            case ["saved", submission, cell]:
                self.saved[submission, cell] = self.about.pop((submission, cell))
                self.count += 1
            case ["handing", submission]:
                self.handing.add(submission)
            case ["handed", submission]:
                self.handed.add(submission)
                self.count += 1

    def compare(self, key: Cell, there: Any) -> str:
        """What is wrong with what is there; it counts as saved from now on."""
        ok = [self.saved.get(key), *([self.about[key]] if key in self.about else [])]
        wrong = "" if there in ok else f"{key} is {str(there)[:60]!r}, not {str(ok[0])[:60]!r}"
        self.about.pop(key, None)
        self.saved[key] = there
        return wrong


class Process:
    """A writer that has started; it works once it is given a task, until it is killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, encoding="utf-8",
        )  # fmt: skip
        self.lines: list[list[Any]] = []
        self.ended_early = False
        self.ready, self.working = threading.Event(), threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def begin(self, task: Task) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(task.line())
        self._process.stdin.flush()

    def kill(self) -> None:
        self.ended_early = self._process.poll() is not None
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if not line.endswith("\n"):
                continue
            self.lines.append(json.loads(line))
            self.ready.set()
            if self.lines[-1] == ["working"]:
                self.working.set()
        # At its end nobody waits for it any more.
        self.ready.set()
        self.working.set()


class Scene:
    def __init__(self, folder: Path, seed: int, submissions: int, *, careless: bool = False) -> None:
        self._careless = careless
        self.figures, self.promises, self.chance = Figures(), Promises(), Random(seed)
        self.server = open_server(folder / "server", SETTINGS)
        self.credential, self._people = people_and_credential(self.server)
        self.submissions = [_with_evidence(self.server, self.credential, number) for number in range(submissions)]
        self.serving: Serving = started(folder / "server", access_seconds=600)
        self.profile = Profile(folder / "profile")
        desk = Desk(self.profile.folder, self.serving.url, ASSESSOR)
        desk.sync()
        self.assessor = desk.store.device().id
        desk.close()
        self._waiting: deque[Process] = deque()

    def close(self) -> None:
        for process in self._waiting:
            process.kill()
        self.serving.kill()
        self.server.close()

    def process(self) -> Process:
        if not self._waiting:
            self._waiting.extend([Process() for _ in range(BATCH)])
            for process in self._waiting:
                process.ready.wait(60)
        return self._waiting.popleft()

    def task(self, *, finals: bool) -> Task:
        criteria = [criterion.id for _, criterion in self.credential.criteria()]
        checks = [check.id for _, check in self.credential.checks()]
        return Task(str(self.profile.folder), self.chance.randrange(10**9), criteria, checks, finals, self._careless)

    def counted(self, kind: str) -> None:
        self.figures.kills[kind] = self.figures.kills.get(kind, 0) + 1

    def cut_the_app(self, *, finals: bool) -> None:
        process = self.process()
        process.begin(self.task(finals=finals))
        process.working.wait(30)
        time.sleep(self.chance.uniform(0.0, 0.02) if self.chance.random() < 0.15 else self.chance.uniform(0.02, 0.4))
        process.kill()
        self.counted("app")
        self._heard(process)

    def cut_the_server(self, kills: int) -> None:
        """Again and again, while one app goes on working and syncing."""
        process = self.process()
        process.begin(self.task(finals=True))
        process.working.wait(30)
        for _ in range(kills):
            time.sleep(self.chance.uniform(0.0, 0.3))
            self.serving.kill()
            self.serving.start()
            self.counted("server")
        process.kill()
        self.counted("app")
        self._heard(process)

    def _heard(self, process: Process) -> None:
        if process.ended_early or ["working"] not in process.lines:
            self.figures.found("lost", f"a process ended before it was killed; it had said {process.lines[-1:]}")
        for line in process.lines:
            self.promises.hear(line)
        self.figures.operations += sum(line[0] in ("about", "handing") for line in process.lines)
        if ["sign in"] in process.lines:
            self.sign_in()

    def sign_in(self) -> None:
        """Killed twice in the moment in which tokens are traded, the app has to ask for a sign-in; it loses nothing."""
        store = Store(self.profile, KEY)
        store.signed_in(self.serving.url, sign_in_with_password(self.serving.url, store.device(), ASSESSOR, PASSWORD))
        store.close()

    def look(self) -> None:
        """What must be true right after a kill, before anything was synced again."""
        figures = self.figures
        if list(self.profile.blobs.glob("*.part")):
            figures.half_downloads += 1
        store = Store(self.profile, KEY)
        try:
            facts, _ = device_facts(store)
            if set(facts.sound.split("; ")) != {"ok"}:
                figures.found("unsound", facts.sound)
            self._compare_cells(store)
            waiting = {item.submission_id for item in store.outbox() if item.cell is None}
            for submission in self.promises.handed - waiting:
                if not self._assessments(submission):
                    figures.found("lost", f"what was handed in for {submission}")
            figures.left_behind += self._left_behind(store)
        finally:
            store.close()

    def _compare_cells(self, store: Store) -> None:
        shown = {(one, cell): value for one in self.submissions for cell, value in store.workspace(one).cells.items()}
        shown |= {("", cell): value for cell, value in store.own_cells().items()}
        for key in {*self.promises.saved, *self.promises.about}:
            if wrong := self.promises.compare(key, shown.get(key)):
                self.figures.found("lost", wrong)

    def _left_behind(self, store: Store) -> int:
        with store._sessions() as session:
            named = set(session.scalars(select(BlobRow.file)))
        left = [file.name for file in self.profile.blobs.iterdir() if file.stem not in named]
        left += [file.name for file in self.profile.work.iterdir()]
        left += [file.name for file in self.profile.folder.glob("*.part")]
        self.figures.wrong += [f"left behind: {name}" for name in left]
        return len(left)

    def _assessments(self, submission: str) -> int:
        rows = server_facts(self.server.data).assessments.values()
        return sum(row.submission_id == submission for row in rows)

    def calm(self) -> None:
        """Everything is synced and downloaded; the server has each event once, and what is shown is what was typed."""
        desk, figures = Desk(self.profile.folder, self.serving.url, ASSESSOR), self.figures
        try:
            # Twice, for what the server's answers to the first bring about.
            desk.sync()
            desk.sync()
            self._compare_cells(desk.store)
            if waiting := desk.store.outbox():
                figures.found("lost", f"{len(waiting)} items do not leave the outbox: {waiting[0]}")
            for submission in self.submissions:
                desk.download(submission)
            for submission in self.submissions:
                for blob in desk.store.blob_files(submission):
                    desk.store.blob(submission, blob.sha256)
            facts, _ = device_facts(desk.store)
            self._compare_server(facts.sequence)
        finally:
            desk.close()
        if set(_sound_profile(self.profile).split("; ")) != {"ok"}:
            figures.found("unsound", "the profile after the calm")

    def _compare_server(self, sequence: int) -> None:
        figures, promises = self.figures, self.promises
        facts = server_facts(self.server.data)
        figures.events = len(facts.answers)
        if facts.sound != "ok":
            figures.found("unsound", facts.sound)
        numbers = sorted(answer.sequence for answer in facts.answers if answer.device_id == self.assessor)
        if numbers != list(range(1, sequence + 1)):
            figures.found("doubled" if len(numbers) > len(set(numbers)) else "lost", f"sequence {numbers[-5:]}")
        for answer in facts.answers:
            if answer.status != "accepted":
                figures.found("lost", f"{answer}")
        person = self._people[ASSESSOR]
        for (submission, cell), value in promises.saved.items():
            there, _ = facts.cells.get((person, submission, cell), (None, ""))
            if there != value:
                figures.found("lost", f"the server has {str(there)[:60]} in {submission}/{cell}")
        counted = Counter(row.submission_id for row in facts.assessments.values())
        for submission, number in counted.items():
            if number > 1:
                figures.found("doubled", f"{number} assessments of {submission}")
            if submission not in promises.handing:
                figures.found("doubled", f"nobody handed {submission} in")
        for submission in promises.handed - counted.keys():
            figures.found("lost", f"the assessment of {submission}")
        figures.handed_in = len(counted)
        for broken in verify_history(self.server).breaks:
            figures.found("chain_breaks", f"{broken.link}: {broken.what}")
        for file in (self.server.data / "blobs").rglob("*.part"):
            figures.found("left_behind", file.name)


def run(folder: Path, app_kills: int, server_kills: int, seed: int, *, careless: bool = False) -> Figures:
    """Kills of the app, each followed by a look; then kills of the server under an app at work; then calm.

    A careless app says “saved” before it has saved: the looks have to find it out.
    """
    began = time.monotonic()
    scene = Scene(folder, seed, submissions=max(4, app_kills // 4), careless=careless)
    try:
        for number in range(app_kills - 1):
            # Nothing is handed in at first, so that there is something to work on until the end.
            scene.cut_the_app(finals=number > app_kills // 5)
            scene.look()
        scene.cut_the_server(server_kills)
        scene.look()
        scene.calm()
    finally:
        scene.close()
    scene.figures.promised = scene.promises.count
    scene.figures.seconds = round(time.monotonic() - began, 1)
    return scene.figures


def _with_evidence(server: Server, credential: MicroCredential, number: int) -> str:
    """A submission, assigned, with evidence that takes a moment to download."""
    email = f"applicant{number}@schools.example"
    add_person(
        server, email=email, name=f"Applicant {number}", roles=[Role.EDUCATOR], organisation="Quillfeather",
        password=PASSWORD,
    )  # fmt: skip
    text = Random(number).randbytes(EVIDENCE_BYTES // 2).hex().encode()
    blob = BlobReference(sha256=server.blobs.put(text), size=len(text), media_type="text/plain")
    evidence = Evidence(id="e1", requirement_id="plan", title="Plan", kind=EvidenceKind.TEXT, blob=blob, words=6)
    with server.database.writing() as session:
        submission = hand_in(session, by_email(session, email), credential, utc_now())
        build_packet(server, session, submission, (evidence,), ())
        submission_id = submission.id
    assign(server, submission_id, ASSESSOR)
    return submission_id
