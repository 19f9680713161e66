"""``assessor-app work``: prepares what was handed in. ``serve`` starts one by itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser("work", help="prepare submissions and deliver mail")
    parser.add_argument("--data", type=Path, help="the server's data folder (default: one of this user's own)")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the program that started it ends")
    parser.add_argument("--until-idle", action="store_true", help="end as soon as nothing is due")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    try:
        from assessor_app.server.preparing.worker import work
    except ModuleNotFoundError as error:
        print(
            f"The server's packages are not installed ({error.name} is missing). "
            "Install them with: pip install 'assessor-app[server]'",
            file=sys.stderr,
        )
        return 2
    return work(args.data, until_stdin_closes=args.until_stdin_closes, until_idle=args.until_idle)
