"""The application as two programs on one profile, and started again after it was killed."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessor_app.store import keys
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.faults.one_copy import PASSPHRASE
from tests.faults.test_killed import KEY, SUBMISSION, _prepared

SECONDS = 60.0
"""For whatever a copy is waited for."""


class Copy:
    def __init__(self, profile: Path) -> None:
        # No bus, so no keychain: the profile's passphrase opens it.
        environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.one_copy", str(profile)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def says(self, beginning: str) -> str:
        """The next line that begins so."""
        while True:
            line = self._lines.get(timeout=SECONDS)
            if line.startswith(beginning):
                return line

    def close(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write("close\n")
        self.process.stdin.flush()
        return self.process.wait(SECONDS)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[], Copy]]:
    """Starts copies on one profile, which a passphrase opens and which has one submission."""
    folder, copies = tmp_path / "p", list[Copy]()
    _prepared(folder)
    keys.wrap(Profile(folder).wrapped_key, KEY, PASSPHRASE)

    def start() -> Copy:
        copies.append(Copy(folder))
        return copies[-1]

    yield start
    for copy in copies:
        copy.process.kill()
        copy.process.wait()


def test_the_second_copy_says_so_ends_and_brings_the_first_to_the_front(started: Callable[[], Copy]) -> None:
    first = started()
    first.says("shown")
    second = started()
    assert second.says("information:") == (
        "information: The application is already open with this profile. Its window is in front now."
    )
    assert second.process.wait(SECONDS) == 1
    first.says("came forward")
    assert first.close() == 0
    third = started()
    third.says("shown")
    assert third.close() == 0


def test_after_a_kill_it_says_what_happened_and_what_is_there_and_only_then(
    started: Callable[[], Copy], tmp_path: Path
) -> None:
    profile = Profile(tmp_path / "p")
    store = Store(profile, KEY)
    store.save_cell(SUBMISSION, "note", "typed before")
    store.close()
    first = started()
    assert first.says("banner:") == "banner:"
    mark = profile.running.read_text(encoding="ascii")
    assert len(mark) < 40, "when it began, and nothing else"
    first.process.kill()
    first.process.wait()
    assert profile.running.exists()
    second = started()
    words = second.says("banner:")
    assert "ended unexpectedly the last time. Everything that was saved is here. Your last change is from" in words
    assert second.close() == 0
    assert not profile.running.exists()
    third = started()
    assert third.says("banner:") == "banner:"
    assert third.close() == 0
