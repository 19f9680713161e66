"""kill -9 at any moment, of everything that runs: what was said to be saved is there, and nothing counts twice."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assessor_app.domain.assessment import rating_cell
from assessor_app.store import replica
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.faults import cuts, renderer_cuts
from tests.faults.facts import _sound_profile
from tests.faults.test_killed import FIRST, KEY, SUBMISSION, _prepared

SEED, APP, SERVER, RENDERERS, WINDOWS = 20261125, 10, 2, 45, 2
Record = Callable[[str, object], None]


@pytest.mark.timeout(600)
def test_an_app_and_a_server_that_are_killed_lose_and_double_nothing(tmp_path: Path, record_property: Record) -> None:
    figures = cuts.run(tmp_path, APP, SERVER, SEED)
    record_property("figures", f"power cuts: {figures}")
    assert figures.wrong == []
    assert figures.kills == {"app": APP, "server": SERVER}
    # They were killed at work, not before it.
    assert figures.promised > 5 * APP
    assert figures.handed_in > 0


@pytest.mark.timeout(600)
def test_renderers_that_are_killed_leave_no_question_open(record_property: Record) -> None:
    figures = renderer_cuts.run(RENDERERS, SEED)
    record_property("figures", f"power cuts: {figures}")
    assert figures.wrong == []
    assert figures.kills == RENDERERS
    assert figures.unanswered == 0
    assert figures.drawn > figures.asked // 2
    assert figures.said_why_not > 0
    assert (figures.left_in_memory, figures.release_faults) == (0, 0)


@pytest.mark.timeout(600)
def test_a_window_that_is_killed_keeps_what_was_typed_a_second_before(tmp_path: Path, record_property: Record) -> None:
    chance, letters, missed = random.Random(SEED), 0, 0
    for number in range(WINDOWS):
        folder = tmp_path / str(number)
        _prepared(folder)
        typed = _typed_until_killed(folder, chance.uniform(0.1, 2.0))
        store = Store(Profile(folder), KEY)
        text = store.workspace(SUBMISSION).cells.get(rating_cell(FIRST), {}).get("feedback", "")
        store.close()
        letters += typed
        missed += max(0, typed - len(text))
        assert text == ("abcdefghij" * (len(text) // 10 + 1))[: len(text)]
        assert set(_sound_profile(Profile(folder)).split("; ")) == {"ok"}
        assert not list(Profile(folder).work.iterdir())
    record_property("figures", f"power cuts: {WINDOWS} windows killed, {letters} letters older than 1 s, {missed} lost")
    assert letters > 0
    assert missed == 0


def _typed_until_killed(folder: Path, seconds: float) -> int:
    """How many letters were typed a second or more before the kill."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")))  # type: ignore[union-attr]
    reader.start()
    while not lines and process.poll() is None:
        time.sleep(0.005)
    time.sleep(seconds)
    killed_at = time.time()
    process.kill()
    process.wait()
    reader.join()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return max((int(number) for number, at in whole if float(at) < killed_at - 1), default=0)


@pytest.mark.timeout(600)
def test_the_looks_see_an_app_that_says_saved_too_early(tmp_path: Path) -> None:
    assert cuts.run(tmp_path, 6, 0, SEED, careless=True).lost


@pytest.mark.timeout(600)
def test_the_calm_sees_an_answer_that_was_not_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "apply_result", lambda session, result, event: None)
    assert cuts.run(tmp_path, 4, 0, SEED).lost
