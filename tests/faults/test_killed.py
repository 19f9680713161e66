"""Processes that are killed: what was typed a second before is there, and every event counts exactly once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor_app.domain.assessment import rating_cell
from assessor_app.domain.submission import Role
from assessor_app.protocol.sync import Change, ChangeKind, PersonData, SyncReply
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync.http import Unreachable
from tests.conftest import World
from tests.samples import assignment, assignment_change, credential_change, discourse
from tests.serving import snapshot
from tests.work import rate_all

KEY = bytes(range(32))
SUBMISSION = "S-7K3Q-20F1"
FIRST = next(discourse().criteria())[1].id


def _prepared(folder: Path) -> None:
    """A profile with one submission in its queue, as a sync would have left it."""
    store = Store(Profile(folder), KEY)
    person = PersonData(id="p1", name="Alma", email="a@tests.example", roles=(Role.ASSESSOR,))
    changes = (
        Change(sequence=1, kind=ChangeKind.PERSON, key="p1", data=person.model_dump(mode="json")),
        credential_change(2),
        assignment_change(3, assignment(SUBMISSION)),
    )
    now = datetime.now(UTC)
    store.apply_reply(SyncReply(cursor=3, results=(), changes=changes, server_time=now), [], now)
    store.close()


@pytest.mark.parametrize("seed", range(4))
def test_what_was_typed_a_second_before_the_kill_is_there(tmp_path: Path, seed: int) -> None:
    _prepared(tmp_path / "p")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(tmp_path / "p")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")))  # type: ignore[union-attr]
    reader.start()
    while not lines and process.poll() is None:
        time.sleep(0.01)
    time.sleep(1.2 + random.Random(seed).random() * 1.5)
    killed_at = time.time()
    process.kill() if sys.platform == "win32" else process.send_signal(signal.SIGKILL)
    process.wait()
    reader.join()
    old = [int(line.split()[0]) for line in lines if float(line.split()[1]) < killed_at - 1]
    assert old, "nothing was typed"
    store = Store(Profile(tmp_path / "p"), KEY)
    text = store.workspace(SUBMISSION).cells[rating_cell(FIRST)]["feedback"]
    store.close()
    assert len(text) >= old[-1]
    assert text == ("abcdefghij" * (len(text) // 10 + 1))[: len(text)]


@pytest.mark.parametrize("seed", range(6))
def test_a_server_killed_during_a_sync_ends_in_the_state_of_an_undisturbed_one(world: World, seed: int) -> None:
    desk = world.desk()
    desk.sync()
    rate_all(desk.store, world.submission_id, "kept")
    desk.store.save_cell(world.submission_id, "note", "for the approver")
    desk.store.submit_assessment(world.submission_id)
    moment = random.Random(seed).random() * 0.25
    killer = threading.Timer(moment, world.server.kill)
    killer.start()
    interrupted = 0
    try:
        while desk.store.counts().finals_waiting:
            desk.sync()
    except Unreachable:
        interrupted += 1
    killer.join()
    world.server.start()
    desk.sync()
    desk.sync()
    state = snapshot(world.server.data)
    assert desk.store.outbox() == []
    assert len(state["assessments"]) == 1
    assert len(state["event_results"]) == 12
    assert len(state["draft_cells"]) == 11
    (submission,) = state["submissions"]
    assert "waiting_on_approver" in submission
    sequences = sorted(int(str(row[2])) for row in state["event_results"])
    assert sequences == list(range(1, 13))
    desk.close()
