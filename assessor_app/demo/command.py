"""``assessor-app demo``: the whole thing on this computer, with made-up people."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from assessor_app.gui.display import display_problem


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "demo", help="try everything on this computer, with a server and submissions of its own"
    )
    parser.add_argument("--tour", type=Path, metavar="DIR", help="do the main job by itself, with pictures, into DIR")
    parser.add_argument("--data", type=Path, help="where the demo keeps its data (default: in this user's data folder)")
    parser.add_argument("--reset", action="store_true", help="begin the demo anew; what was done in it is deleted")
    parser.add_argument("--look", choices=["light", "dark"], help="(default: as the system)")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    tour: Path | None = args.tour
    problem = display_problem()
    if problem is not None and not problem.only_display:
        print(problem.sentence, file=sys.stderr)
        return 2
    if problem is not None and tour is None:
        tour = Path("assessor-tour").absolute()
        print(f"{problem.sentence} Running the tour without one; its pictures go to {tour}")
    try:
        import assessor_app.server.opening  # noqa: F401 - is the extra installed?
    except ModuleNotFoundError as error:
        print(
            f"The demo's packages are not installed ({error.name} is missing). "
            "Install them with: pip install 'assessor-app[demo]'",
            file=sys.stderr,
        )
        return 2
    if tour is not None:
        # A tour draws into memory, so that it needs no screen and nobody's mouse can get in its way.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from assessor_app.demo.tour import run_tour

        return run_tour(tour)
    from assessor_app.demo.live import run_live

    return run_live(args.data, reset=args.reset, look=args.look)
