"""Shared by every test: no screen is needed, and no test touches the real profile or keychain."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import ASSESSOR, Desk, Serving, make_world, serving

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# As the program does: what is loaded stays, and looking through it again and again is a tenth of a run.
gc.set_threshold(20_000, 20, 20)


@dataclass
class World:
    """A running server with one submission, and the folder that tests keep profiles in."""

    server: Serving
    submission_id: str
    home: Path

    @property
    def url(self) -> str:
        return self.server.url

    def desk(self, email: str = ASSESSOR, name: str = "") -> Desk:
        return Desk(self.home / (name or email.split("@", maxsplit=1)[0]), self.url, email)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    submission_id = make_world(tmp_path / "server")
    with serving(tmp_path / "server") as running:
        yield World(running, submission_id, tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that tests recorded, so that they stand in every run's output."""
    reports = [report for some in terminalreporter.stats.values() for report in some if hasattr(report, "when")]
    for report in reports:
        for name, value in report.user_properties if report.when == "call" else ():
            if name == "figures":
                terminalreporter.write_line(f"{report.nodeid}: {value}")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
