"""The keychain of the system itself: a real Secret Service, one that is locked, one that lost the key, and none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assessor_app.store.keychain import KeychainUnavailable, SystemKeychain
from tests.store.with_keychain import WORDS

linux = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="needs gnome-keyring and dbus-run-session",
)


def _run(home: Path, scenario: str, *, unlock: bool = True, daemon: bool = True) -> str:
    """One scenario in a session of its own; the collection on disk outlives it, as it does a computer's restart."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    environment = {
        **os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(home), "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": str(Path.cwd()),
    }  # fmt: skip
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    if not daemon:
        # Where the bus looks for what it may start by itself.
        environment["XDG_DATA_DIRS"] = str(home / "nothing")
    python = [sys.executable, "-m", "tests.store.with_keychain", scenario, str(home / "profile")]
    start = {
        (True, True): 'printf "login\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ',
        (True, False): "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; ",
    }.get((daemon, unlock), "")
    command = ["dbus-run-session", "--", "bash", "-c", start + 'exec "$@"', "bash", *python]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@linux
def test_a_profile_opens_with_the_systems_keychain_and_only_with_it(tmp_path: Path) -> None:
    assert _run(tmp_path, "write") == "written"
    assert _run(tmp_path, "read") == WORDS
    assert _run(tmp_path, "lose") == "deleted"
    assert _run(tmp_path, "read").startswith("key lost")


@linux
def test_a_locked_keychain_says_so_and_harms_nothing(tmp_path: Path) -> None:
    assert _run(tmp_path, "write") == "written"
    told = _run(tmp_path, "read", unlock=False)
    assert told.startswith("unavailable"), told
    assert _run(tmp_path, "read") == WORDS


@linux
def test_a_profile_of_a_keychain_is_not_opened_without_one_and_nothing_is_deleted(tmp_path: Path) -> None:
    assert _run(tmp_path, "write") == "written"
    told = _run(tmp_path, "read", daemon=False)
    assert told.startswith("unavailable"), told
    assert _run(tmp_path, "read") == WORDS


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems always have one")
def test_a_session_without_a_bus_has_no_keychain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nowhere'}")
    with pytest.raises(KeychainUnavailable):
        SystemKeychain()
