"""The front door: ``assessor-app`` and its subcommands.

Each room registers its own commands and imports what they need only when they run, so that ``--help`` is instant and
a missing extra or system library is reported by the one command that needs it.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import multiprocessing
import sys
from collections.abc import Sequence

from assessor_app import __version__
from assessor_app.logs import to_standard_error

_COMMAND_MODULES = (
    "assessor_app.gui.command",
    "assessor_app.sync.command",
    "assessor_app.demo.command",
    "assessor_app.documents.command",
    "assessor_app.doctor.command",
    "assessor_app.server.command",
    "assessor_app.server.admin.command",
    "assessor_app.server.intake.command",
    "assessor_app.server.preparing.command",
)
"""Each has ``add_command(subparsers)``, which sets ``run(args) -> int`` as the parser's default ``run``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the process's exit code."""
    multiprocessing.freeze_support()
    # Loading makes hundreds of thousands of objects that stay; looking through them each time takes half a second.
    gc.set_threshold(20_000, 20, 20)
    _speak_utf8()
    to_standard_error()
    parser = argparse.ArgumentParser(prog="assessor-app", description="Assess teachers' micro-credentials.")
    parser.add_argument("--version", action="version", version=f"assessor-app {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in _COMMAND_MODULES:
        importlib.import_module(name).add_command(subparsers)
    args = parser.parse_args(argv or sys.argv[1:] or ["open"])
    try:
        return int(args.run(args))
    finally:
        # The process ends: looking through all that it still has, one by one, takes half a second.
        gc.freeze()


def _speak_utf8() -> None:
    """A console of another encoding shows what it can, rather than ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
