"""The command for mail that came back."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_commands(actions: Any, does: Any) -> None:
    """``does`` binds a parser to the name of its action."""
    bounces = actions.add_parser("bounces", help="take in notifications of mail that could not be delivered")
    bounces.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a message, a folder of them or a maildir")
    does(bounces, "take_in_bounces")
