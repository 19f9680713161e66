"""The administrator's commands: each is a service's call and a line about what it did."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from typing import Any

from assessor_app.domain.submission import Role
from assessor_app.server.admin import listing
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import assigning, credentials, people, submissions
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.database import DataUnusable

Action = Callable[[Server, argparse.Namespace], None]


def run(args: argparse.Namespace) -> int:
    """Do what the command says; 1 when a rule forbids it, 2 when the data folder can't be used."""
    try:
        with open_server(args.data) as server:
            _ACTIONS[args.does](server, args)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except (DataUnusable, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _add_person(server: Server, args: argparse.Namespace) -> None:
    if args.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise Refused("The two passwords differ; nobody was added.")
    roles = [Role(role) for role in args.roles]
    people.add_person(
        server, email=args.email, name=args.name, roles=roles, organisation=args.organisation, password=password
    )
    print(f"Added {args.email}.")


def _load(server: Server, args: argparse.Namespace) -> None:
    loaded = credentials.load_micro_credential(server, args.file.read_text("utf-8"))
    print(f"Published “{loaded.title}” as {loaded.id}, version {loaded.version}.")


def _calibrate(server: Server, args: argparse.Namespace) -> None:
    credentials.calibrate(server, args.email, args.micro_credential)
    print(f"{args.email} is calibrated for {args.micro_credential}.")


def _revoke(server: Server, args: argparse.Namespace) -> None:
    print(f"Ended the access of “{people.revoke_device(server, args.device)}”.")


def _submit(server: Server, args: argparse.Namespace) -> None:
    submission_id = submissions.submit_folder(server, args.applicant, args.micro_credential, args.folder)
    print(f"Handed in as {submission_id}.")


def _assign(server: Server, args: argparse.Namespace) -> None:
    assigning.assign(server, args.submission, args.email, take_over=args.take_over)
    print(f"{args.submission} is in the queue of {args.email}.")


def _withdraw(server: Server, args: argparse.Namespace) -> None:
    submissions.withdraw(server, args.submission)
    print(f"{args.submission} is withdrawn.")


def _release(server: Server, args: argparse.Namespace) -> None:
    submissions.release_redacted(server, args.submission, args.redacted)
    print(f"{args.submission} is open for assessment again.")


def _list(server: Server, args: argparse.Namespace) -> None:
    rows = listing.rows(server, args.what)
    print(json.dumps(rows, indent=2, ensure_ascii=False) if args.json else _table(rows))


def _show(server: Server, args: argparse.Namespace) -> None:
    shown = listing.submission(server, args.submission)
    print(json.dumps(shown, indent=2, ensure_ascii=False) if args.json else _lines(shown))


def _table(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "None yet."
    cells = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def _lines(shown: dict[str, Any]) -> str:
    return "\n".join(
        f"{name}:\n{_table(value) if value else '  none'}" if isinstance(value, list) else f"{name}: {value}"
        for name, value in shown.items()
    )


_ACTIONS: dict[str, Action] = {
    "add_a_person": _add_person,
    "load_a_micro_credential": _load,
    "calibrate_a_person": _calibrate,
    "revoke_a_device": _revoke,
    "submit_a_folder": _submit,
    "assign_a_submission": _assign,
    "withdraw_a_submission": _withdraw,
    "release_a_submission": _release,
    "list_rows": _list,
    "show_a_submission": _show,
}
