from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assessor_app.demo.world import applicants


@pytest.mark.timeout(600)
def test_the_tour_ends_with_an_earned_submission_and_shows_nobodys_name(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assessor_app", "demo", "--tour", str(tmp_path / "out")],
        capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))
    assert report["state"] == "earned"
    assert report["error"] == ""
    assert all(step["seconds"] >= 0 for step in report["steps"])
    for name in report["pictures"]:
        assert (tmp_path / "out" / name).stat().st_size > 1_000
    assert any("dark" in name for name in report["pictures"])
    said = (done.stdout + done.stderr + json.dumps(report)).lower()
    for applicant in applicants():
        for word in (*applicant.name.lower().split(), applicant.email):
            assert word not in said
