"""``python -m tests.bench NAME… [--json FILE]``: what a person waits for, against a peer in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import (
    cold_start,
    first_page,
    insights,
    intake,
    keyboard_scoring,
    leaks,
    marks_10k,
    memory,
    scroll,
    search,
    similarity,
    tile_zoom,
    ui_stall,
)

_MODULES = (
    cold_start, first_page, insights, intake, keyboard_scoring, leaks, marks_10k, memory, scroll, search, similarity,
    tile_zoom,
    ui_stall,
)  # fmt: skip
BENCHMARKS = {module.__name__.rsplit(".", 1)[1]: module.measure for module in _MODULES}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="+", choices=sorted(BENCHMARKS), metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=9)
    args = parser.parse_args()
    figures = {name: BENCHMARKS[name](args.runs) for name in args.names}
    text = json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    if args.json is not None:
        args.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
