"""``python -m tests.faults documents --files N --seed S --json FILE``: broken and hostile files through the engine;
``python -m tests.faults worker --kills N --seed S --json FILE``: workers killed while they prepare submissions;
``python -m tests.faults storm --operations N --seed S --json FILE``: people at work over a line that breaks;
``python -m tests.faults kills --kills N --seed S --json FILE``: power cuts of the app, its server and its renderers."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from assessor_app.documents.model import Limits
from tests.faults import cuts, renderer_cuts, storm, worker
from tests.faults.bombs import BOMBS
from tests.faults.documents import Report, run
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
    stormy = commands.add_parser("storm")
    stormy.add_argument("--operations", type=int, default=600)
    stormy.add_argument("--seed", type=int, default=1)
    stormy.add_argument("--json", type=Path)
    stormy.set_defaults(run=_storm)
    cut = commands.add_parser("kills")
    cut.add_argument("--kills", type=int, default=200)
    cut.add_argument("--seed", type=int, default=1)
    cut.add_argument("--json", type=Path)
    cut.set_defaults(run=_kills)
    args = parser.parse_args()
    return int(args.run(args))


def _documents(args: argparse.Namespace) -> int:
    limits = Limits(hard_seconds=args.limit)

    def told(line: str) -> None:
        if args.verbose:
            sys.stderr.write(line + "\n")

    reports: dict[str, Report] = {}
    for name, broken in (
        ("bombs", ((name, make()) for name, make in BOMBS.items())),
        ("mutated", mutations(args.files, args.seed)),
    ):
        reports[name] = run(broken, limits, told)
    _written({name: report.as_json() for name, report in reports.items()}, args.json)
    return 0 if all(report.is_good for report in reports.values()) else 1


def _worker(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="killed-", ignore_cleanup_errors=True) as folder:
        figures = worker.run(Path(folder), args.kills, args.seed)
    _written(figures.as_json(), args.json)
    return 1 if figures.wrong else 0


def _storm(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="storm-", ignore_cleanup_errors=True) as folder:
        figures = storm.run(Path(folder), args.operations, args.seed)
    _written(figures.as_json(), args.json)
    return 1 if figures.wrong else 0


def _kills(args: argparse.Namespace) -> int:
    """Half of them the app's, some the server's, the rest the renderers'."""
    app, server = max(2, args.kills // 2), max(1, args.kills // 12)
    with tempfile.TemporaryDirectory(prefix="cuts-", ignore_cleanup_errors=True) as folder:
        figures = cuts.run(Path(folder), app, server, args.seed)
    renderers = renderer_cuts.run(max(1, args.kills - app - server), args.seed)
    _written({"app and server": figures.as_json(), "renderers": asdict(renderers)}, args.json)
    return 1 if figures.wrong or renderers.wrong else 0


def _written(figures: Mapping[str, object], file: Path | None) -> None:
    text = json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    if file is not None:
        file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
