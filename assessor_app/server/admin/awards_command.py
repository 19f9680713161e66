"""The commands of awards: credentials, revocations, and issuers' keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_commands(actions: Any, does: Any) -> None:
    """``does`` binds a parser to the name of its action."""
    parser = actions.add_parser("awards", help="awards and their credentials: list, show, revoke, issue or export")
    kinds = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    listed = kinds.add_parser("list", help="all awards, with what became of their credentials")
    listed.add_argument("--json", action="store_true")
    does(listed, "list_awards")
    shown = kinds.add_parser("show", help="everything about one award, and whether its credential verifies")
    shown.add_argument("submission")
    shown.add_argument("--json", action="store_true")
    does(shown, "show_an_award")
    revoked = kinds.add_parser("revoke", help="take an award back, for good")
    revoked.add_argument("submission")
    revoked.add_argument("--reason", required=True, help="its holder and everybody who verifies it are told")
    does(revoked, "revoke_an_award")
    issued = kinds.add_parser("issue", help="sign what waits for its credential now; the worker does it by itself")
    does(issued, "issue_awards")
    exported = kinds.add_parser("export", help="write credentials to a file")
    exported.add_argument("file", type=Path, help=".zip for all; .json, .jwt, .png or .svg with --submission")
    exported.add_argument("--submission", default="", metavar="ID", help="only this award's")
    does(exported, "export_awards")
    _keys(actions, does)


def _keys(actions: Any, does: Any) -> None:
    parser = actions.add_parser("issuer-keys", help="the keys that awards are signed with: list or rotate")
    kinds = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    listed = kinds.add_parser("list", help="every key that issuers ever had, with how many credentials it signed")
    listed.add_argument("--json", action="store_true")
    does(listed, "list_issuer_keys")
    rotated = kinds.add_parser("rotate", help="sign with a new key from now on; the old one stays published")
    rotated.add_argument("issuer", help="the issuer's name, as micro-credentials have it")
    rotated.add_argument("--compromised", action="store_true", help="the old keys may be in other hands: nothing that "
                         "they signed counts any more, and it is signed anew")  # fmt: skip
    does(rotated, "rotate_an_issuer_key")
