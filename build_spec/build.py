"""Builds the one-folder application and starts it: ``python build_spec/build.py``. The tour is its smoke test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROGRAM = ROOT / "dist" / "assessor-app" / ("assessor-app.exe" if sys.platform == "win32" else "assessor-app")
LIMIT_SECONDS = 600


def main() -> int:
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    build += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build"), str(HERE / "assessor.spec")]
    subprocess.run(build, check=True, cwd=ROOT)
    size = sum(file.stat().st_size for file in PROGRAM.parent.rglob("*") if file.is_file())
    print(f"Built {PROGRAM} ({size / 1e6:.0f} MB in its folder); starting its tour.")
    tour = ROOT / "dist" / "tour"
    subprocess.run([str(PROGRAM), "demo", "--tour", str(tour)], check=True, cwd=ROOT / "dist", timeout=LIMIT_SECONDS)
    state = json.loads((tour / "report.json").read_text(encoding="utf-8"))["state"]
    print(f"The built application ends its tour with the submission {state}.")
    return 0 if state == "earned" else 1


if __name__ == "__main__":
    sys.exit(main())
