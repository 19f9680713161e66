"""``assessor-app intake``: what the server does with an applicant's files, without a server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor_app.server.extra import not_installed


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "intake", help="make files anonymous, as the server does before anybody assesses them"
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--identity", type=Path, required=True, metavar="FILE.json",
        help="whom to take out: names, emails, phones, employee_ids, organizations",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="gets what an assessor would get")
    parser.add_argument("--json", action="store_true", help="the report as one JSON object on standard output")
    parser.add_argument(
        "--unsure", choices=["remove", "keep"], default="remove", help="words that may be a name (default: remove)"
    )
    parser.add_argument(
        "--choices", type=Path, metavar="FILE.json", help="what was said of unsure places: an id → keep or remove"
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    try:
        from assessor_app.server.intake import folder_run
    except ModuleNotFoundError as error:
        return not_installed(error)
    return folder_run.run(args)
