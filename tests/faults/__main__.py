"""``python -m tests.faults documents --files N --seed S --json FILE``: broken and hostile files through the engine;
``python -m tests.faults worker --kills N --seed S --json FILE``: workers killed while they prepare submissions."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assessor_app.documents.model import Limits
from tests.faults import worker
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
    documents.set_defaults(run=_documents)
    killed = commands.add_parser("worker")
    killed.add_argument("--kills", type=int, default=200)
    killed.add_argument("--seed", type=int, default=1)
    killed.add_argument("--json", type=Path)
    killed.set_defaults(run=_worker)
    args = parser.parse_args()
    return int(args.run(args))


def _documents(args: argparse.Namespace) -> int:
    limits = Limits(hard_seconds=args.limit)

    def told(line: str) -> None:
        if args.verbose:
            sys.stderr.write(line + "\n")

    figures: dict[str, dict[str, Any]] = {}
    for name, broken in (
        ("bombs", ((name, make()) for name, make in BOMBS.items())),
        ("mutated", mutations(args.files, args.seed)),
    ):
        figures[name] = run(broken, limits, told).as_json()
    _written(figures, args.json)
    return 1 if any(each["unanswered"] or not each["draws_afterwards"] for each in figures.values()) else 0


def _worker(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="killed-", ignore_cleanup_errors=True) as folder:
        figures = worker.run(Path(folder), args.kills, args.seed)
    _written(figures.as_json(), args.json)
    return 1 if figures.wrong else 0


def _written(figures: Mapping[str, object], file: Path | None) -> None:
    text = json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    if file is not None:
        file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
