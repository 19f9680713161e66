"""Random work over a line that breaks in every way: each event counts exactly once, and no word is lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from assessor_app.store import ledger
from tests.faults import administration, people, storm
from tests.faults.proxy import Fault
from tests.faults.scene import Figures, Scene

SEED, OPERATIONS = 20261125, 600
BY_CHANCE = (people.sync_together, people.work_while_all_sync, administration.kill_the_server)
WORK = [operation for operation in storm.OPERATIONS if operation not in BY_CHANCE]
"""Without what depends on which thread is first: an example has to go the same way again."""


class Weather(RuleBasedStateMachine):
    """The storm's own operations, chosen by hypothesis, with one fault for each sync."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="weather-"))
        # No token runs out by itself: that would depend on how fast this machine is.
        self.scene = Scene(self.folder, seed=0, submissions=2, access_seconds=3_600)
        self.calm = True

    @rule(operation=st.sampled_from(WORK), fault=st.none() | st.sampled_from(Fault), chance=st.randoms())
    def work(self, operation: Callable[[Scene, Random], None], fault: Fault | None, chance: Random) -> None:
        self.scene.proxy.next_faults.append(fault)
        self.scene.do(operation, chance)
        self.calm = False
        assert self.scene.figures.wrong == []

    @precondition(lambda self: not self.calm)
    @rule()
    def calm_down(self) -> None:
        self.scene.calm()
        self.calm = True
        assert self.scene.figures.wrong == []

    def teardown(self) -> None:
        try:
            self.scene.calm()
            wrong = self.scene.figures.wrong
        finally:
            self.scene.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        assert wrong == []


@pytest.mark.timeout(600)
def test_whatever_hypothesis_makes_people_do_the_model_agrees() -> None:
    run_state_machine_as_test(
        Weather,
        settings=settings(
            max_examples=2, stateful_step_count=25, derandomize=True, database=None, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def _fair(figures: Figures) -> None:
    """It was a storm: faults of every kind, refusals and decisions."""
    assert set(figures.by_fault) == set(Fault)
    assert figures.faults > OPERATIONS // 6
    assert {"accepted", "rejected stale-base"} <= figures.results.keys()
    assert figures.states.keys() & {"earned", "not_yet_earned"}


@pytest.mark.timeout(600)
def test_a_storm_loses_and_doubles_nothing(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    figures = storm.run(tmp_path, OPERATIONS, SEED)
    record_property("figures", f"storm: {figures}")
    assert figures.wrong == []
    assert (figures.lost, figures.doubled, figures.half, figures.unresolved, figures.chain_breaks) == (0, 0, 0, 0, 0)
    _fair(figures)


@pytest.mark.timeout(600)
def test_a_storm_would_see_an_app_that_drops_what_was_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "reject", lambda session, row, problem: session.delete(row))
    figures = storm.run(tmp_path, OPERATIONS, SEED)
    assert figures.lost
