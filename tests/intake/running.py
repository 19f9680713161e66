"""The command, run as a person at the server would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.intake.person import Person

REFUSED = 3


class IntakeFailed(Exception):
    """The command ended as it never may."""


def run_intake(
    files: Sequence[Path], person: Person, out: Path, options: Sequence[str] = (), seconds: float = 900
) -> dict[str, Any]:
    """What the command wrote; ``out`` is what an assessor would get."""
    identity = out.with_name(f"{out.name}.identity.json")
    identity.parent.mkdir(parents=True, exist_ok=True)
    identity.write_text(json.dumps(person.identity()), encoding="utf-8")
    command = [sys.executable, "-m", "assessor_app", "intake", *map(str, files), "--identity", str(identity)]
    done = subprocess.run(
        [*command, "--out", str(out), "--json", *options], capture_output=True, text=True, check=False, timeout=seconds
    )
    if done.returncode not in (0, REFUSED):
        raise IntakeFailed(f"ended with {done.returncode}: {done.stderr[-3000:]}")
    if not done.stdout.startswith("{"):
        raise IntakeFailed(f"standard output holds more than the report: {done.stdout[:300]}")
    report: dict[str, Any] = json.loads(done.stdout)
    refused = any(row["refused"] for row in report["files"])
    if refused != (done.returncode == REFUSED):
        raise IntakeFailed(f"ended with {done.returncode} although refused is {refused}")
    return report
