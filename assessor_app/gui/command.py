"""``assessor-app open``: the application itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assessor_app.gui.display import display_problem


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("open", help="open the application (what happens without a command)")
    parser.add_argument("--profile", type=Path, help="folder of the profile; one person, one server")
    parser.add_argument("--server", default="", help="address of the assessment server")
    parser.add_argument("--email", default="", help="who signs in, with --password-stdin")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument("--offline", action="store_true", help="start without syncing")
    parser.add_argument("--look", choices=("light", "dark"), help="instead of the system's")
    parser.add_argument("--text-scale", type=float, default=1.0, metavar="N", help="1.0 to 2.0")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if (problem := display_problem()) is not None:
        sys.stderr.write(problem.sentence + "\n")
        return 1
    if args.password_stdin and not (args.email and args.server):
        sys.stderr.write("--password-stdin needs --server and --email as well.\n")
        return 2
    password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else None
    from assessor_app.gui.app import Options
    from assessor_app.gui.app import run as run_app

    return run_app(
        Options(
            profile=args.profile,
            server=args.server,
            email=args.email,
            password=password,
            offline=args.offline,
            look=args.look,
            text_scale=min(2.0, max(1.0, args.text_scale)),
        )
    )
