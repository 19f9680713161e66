"""Verifiers that this project did not write, installed once into the user's cache, outside the source tree."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from platformdirs import user_cache_path

from tests.server.awards.world import Awards, open_awards

HERE = Path(__file__).parent / "verifier"
Verify = Callable[[dict[str, Any], list[Any]], list[str]]


@pytest.fixture
def awards(tmp_path: Path) -> Iterator[Awards]:
    made = open_awards(tmp_path / "server")
    yield made
    made.server.close()


@pytest.fixture(scope="session")
def installed() -> Path:
    """The verifier's folder, with the packages that its lock file names."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        assert not os.environ.get("CI"), "what is issued has to be verified: install nodejs and npm"
        pytest.skip("node and npm are not there")
    files = sorted(file for file in HERE.iterdir() if file.is_file())
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    cache = user_cache_path("assessor-app-tests", appauthor=False) / "awards-verifier"
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / digest
    with FileLock(cache / "lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for file in files:
                shutil.copy(file, folder)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, check=True, timeout=150, capture_output=True)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def verify(installed: Path) -> Verify:
    """Documents by their address, and credentials in either form → why each is refused, "" for a valid one."""

    def run(documents: dict[str, Any], credentials: list[Any]) -> list[str]:
        asked = json.dumps({"documents": documents, "credentials": credentials})
        done = subprocess.run(
            ["node", "verify.mjs"], cwd=installed, input=asked, text=True, encoding="utf-8", capture_output=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answers = json.loads(done.stdout)
        assert all(bool(each["why"]) != each["valid"] for each in answers)
        return [each["why"] for each in answers]

    return run
