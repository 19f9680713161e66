"""``assessor-app work``: prepares what was handed in. ``serve`` starts one by itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor_app.server.extra import not_installed


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
        return not_installed(error)
    return work(args.data, until_stdin_closes=args.until_stdin_closes, until_idle=args.until_idle)
