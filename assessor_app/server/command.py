"""``assessor-app serve``: the server on this computer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor_app.server.extra import not_installed


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser("serve", help="run the reference server")
    parser.add_argument("--data", type=Path, help="the data folder (default: one of this user's own)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, default=8765, help="0 takes any free port (default: 8765)")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="TLS: this server's certificate chain (PEM)")
    parser.add_argument("--private-key", type=Path, metavar="FILE", help="TLS: the certificate's key (PEM)")
    parser.add_argument("--behind-proxy", nargs="?", const="127.0.0.1,::1", default="", metavar="ADDRESSES",
                        help="TLS ends in a proxy at these addresses (apart by commas; default: this computer); "
                        "it is believed what it says of browsers in X-Forwarded-For and X-Forwarded-Proto")  # fmt: skip
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the program that started it ends")
    parser.add_argument("--no-worker", action="store_true", help="leave preparing submissions to “assessor-app work”")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    try:
        from assessor_app.server.serving import Listening, serve
    except ModuleNotFoundError as error:
        return not_installed(error)
    listening = Listening(args.host, args.port, args.certificate, args.private_key, args.behind_proxy)
    return serve(args.data, listening, until_stdin_closes=args.until_stdin_closes, with_worker=not args.no_worker)
