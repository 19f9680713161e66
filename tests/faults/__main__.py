"""``python -m tests.faults documents --files N --seed S --json FILE``: broken and hostile files through the engine."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assessor_app.documents.model import Limits
from tests.faults.bombs import BOMBS
from tests.faults.documents import run
from tests.faults.mutator import mutations


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    documents = commands.add_parser("documents")
    documents.add_argument("--files", type=int, default=500)
    documents.add_argument("--seed", type=int, default=1)
    documents.add_argument("--limit", type=float, default=10.0, help="seconds for one request")
    documents.add_argument("--json", type=Path)
    documents.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    limits = Limits(hard_seconds=args.limit)

    def told(line: str) -> None:
        if args.verbose:
            sys.stderr.write(line + "\n")

    figures = {}
    for name, broken in (
        ("bombs", ((name, make()) for name, make in BOMBS.items())),
        ("mutated", mutations(args.files, args.seed)),
    ):
        figures[name] = run(broken, limits, told).as_json()
    text = json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    if args.json is not None:
        args.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(each["unanswered"] or not each["draws_afterwards"] for each in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
