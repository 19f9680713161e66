"""``admin bounces``: taking in what came back to the address for it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessor_app.server.notify.notifications import failures
from assessor_app.server.opening import Server
from assessor_app.server.services import bounces
from assessor_app.server.services.refused import Refused

LARGEST = 20 * 1024 * 1024


@dataclass(slots=True)
class Taken:
    marked: int = 0
    unknown: int = 0
    delays: int = 0
    others: int = 0


def take_in(server: Server, args: argparse.Namespace) -> str:
    """Notifications in files, folders of files and maildir folders. Read twice they change nothing more."""
    taken = Taken()
    for file in _files(args.files):
        data = file.read_bytes() if file.stat().st_size <= LARGEST else b""
        _take(server, data, taken)
    return (
        f"{taken.marked} came back and are marked, {taken.unknown} are of no mail of this server, "
        f"{taken.delays} tell of delays, {taken.others} are no notifications."
    )


def _take(server: Server, data: bytes, taken: Taken) -> None:
    found = failures(data)
    if found is None:
        taken.others += 1
        return
    if not found:
        taken.delays += 1
    for failure in found:
        with server.database.writing() as session:
            known = bool(failure.token) and bounces.came_back(
                session, failure.token, failure.recipient, failure.reason, unreachable=failure.unreachable
            )
        taken.marked, taken.unknown = taken.marked + known, taken.unknown + (not known)


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        elif (place / "new").is_dir() or (place / "cur").is_dir():
            # A maildir: what is being delivered is in its third folder, and not whole yet.
            yield from (file for name in ("new", "cur") for file in sorted((place / name).glob("*")) if file.is_file())
        elif place.is_dir():
            yield from (file for file in sorted(place.iterdir()) if file.is_file())
        else:
            raise Refused(f"There is no file or folder {place}.")
