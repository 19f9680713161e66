"""The commands of an organisation's administration: roles, programs, rosters, requests, July 1, policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_commands(actions: Any, does: Any) -> None:
    """``does`` binds a parser to the name of its action."""
    programs = actions.add_parser("programs", help="roles and programs of an organisation: load or list")
    kinds = programs.add_subparsers(title="what to do", metavar="WHAT", required=True)
    loaded = kinds.add_parser("load", help="take in roles and programs of a YAML file, all or none")
    loaded.add_argument("file", type=Path)
    does(loaded, "load_programs")
    listed = kinds.add_parser("list", help="programs, with their roles and how many take part")
    listed.add_argument("organisation", nargs="?", default="")
    listed.add_argument("--json", action="store_true")
    does(listed, "list_programs")
    helper = kinds.add_parser("facilitate", help="let a facilitator take part in a program’s discussions")
    helper.add_argument("program", help="its key, or its id or the beginning of it")
    helper.add_argument("email")
    does(helper, "appoint_a_facilitator")
    _roster(actions, does)
    _requests(actions, does)
    removals = actions.add_parser("removals", help="who leaves programs because nothing was earned by July 1")
    removals.add_argument("organisation")
    removals.add_argument("--school-year", type=int, help="the calendar year that it begins in (default: the current)")
    removals.add_argument("--carry-out", action="store_true", help="without it, a preview")
    removals.add_argument("--json", action="store_true")
    does(removals, "remove_from_programs")
    policy = actions.add_parser("policy", help="what an organisation set for itself; with a file, set it anew")
    policy.add_argument("organisation")
    policy.add_argument("file", type=Path, nargs="?", help="YAML or JSON; what it leaves out takes the usual value")
    does(policy, "set_the_policy")
    again = actions.add_parser("password-link", help="mail somebody a link to set their password")
    again.add_argument("email")
    does(again, "mail_a_password_link")
    moved = actions.add_parser("change-address", help="change the address that somebody signs in with, on their wish")
    moved.add_argument("email", help="the one they have")
    moved.add_argument("new")
    does(moved, "change_an_address")


def _roster(actions: Any, does: Any) -> None:
    roster = actions.add_parser("roster", help="import a year's roster (CSV: employee_id, email, name, campus, role)")
    roster.add_argument("file", type=Path)
    roster.add_argument("--organisation", required=True)
    roster.add_argument("--school-year", type=int, help="the calendar year that it begins in (default: the current)")
    roster.add_argument("--effective", metavar="DATE", help="a day that has come, from which it holds (default: now)")
    roster.add_argument("--dry-run", action="store_true", help="tell what it would change, and change nothing")
    roster.add_argument("--json", action="store_true")
    does(roster, "import_a_roster")


def _requests(actions: Any, does: Any) -> None:
    requests = actions.add_parser("requests", help="requests for access to programs: list, or answer one")
    requests.add_argument("request", nargs="?", help="the id of one to answer, or its beginning")
    how = requests.add_mutually_exclusive_group()
    how.add_argument("--grant", action="store_true")
    how.add_argument("--refuse", action="store_true")
    requests.add_argument("--answer", default="", help="a sentence for whoever asked")
    requests.add_argument("--json", action="store_true")
    does(requests, "answer_requests")
