"""How the administrator's commands say what they found: a sentence, a table, or JSON for other programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from assessor_app.server.opening import Server

Action = Callable[[Server, argparse.Namespace], None]


def table(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "None yet."
    cells = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def lines(shown: dict[str, Any]) -> str:
    return "\n".join(
        f"{name}:\n{table(value) if value else '  none'}" if isinstance(value, list) else f"{name}: {value}"
        for name, value in shown.items()
    )


def table_or_json(rows: list[dict[str, Any]], as_json: bool) -> None:
    print(json.dumps(rows, indent=2, ensure_ascii=False, default=str) if as_json else table(rows))


def told(work: Callable[[Server, argparse.Namespace], str]) -> Action:
    def act(server: Server, args: argparse.Namespace) -> None:
        print(work(server, args))

    return act


def listed(work: Callable[[Server, argparse.Namespace], list[dict[str, Any]] | str]) -> Action:
    """For what gives rows, and a sentence where it did something instead."""

    def act(server: Server, args: argparse.Namespace) -> None:
        found = work(server, args)
        if isinstance(found, str):
            print(found)
        else:
            table_or_json(found, args.json)

    return act


def shown(work: Callable[[Server, argparse.Namespace], dict[str, Any]]) -> Action:
    """For one thing with all that there is to tell of it."""

    def act(server: Server, args: argparse.Namespace) -> None:
        found = work(server, args)
        print(json.dumps(found, indent=2, ensure_ascii=False, default=str) if args.json else lines(found))

    return act
