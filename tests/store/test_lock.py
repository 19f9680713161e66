"""One program at a time on a profile; a second one rings, and the first is told."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assessor_app.store.lock import Occupied, ProfileLock
from assessor_app.store.profile import Profile

HOLDS = """
import sys
from pathlib import Path
from assessor_app.store.lock import ProfileLock
from assessor_app.store.profile import Profile
lock = ProfileLock(Profile(Path(sys.argv[1])))
lock.take()
lock.answer(lambda: print("rung", flush=True))
print("taken", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "taken\n"
    return process


def test_the_second_is_refused_rings_and_is_answered(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    lock = ProfileLock(Profile(tmp_path))
    with pytest.raises(Occupied):
        lock.take()
    assert lock.ring()
    assert lock.ring()
    assert holder.stdout is not None
    assert holder.stdout.readline() == "rung\n"
    holder.communicate("end\n", timeout=20)
    lock.take()
    lock.release()


def test_a_killed_program_holds_nothing(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.communicate()
    lock = ProfileLock(Profile(tmp_path))
    lock.take()
    assert not lock.ring(), "its bell is still there, and nobody answers"
    rung = threading.Event()
    lock.answer(rung.set)
    assert ProfileLock(Profile(tmp_path)).ring()
    assert rung.wait(5)
    lock.release()
    assert not Profile(tmp_path).bell.exists()
