"""A process that is the application without its window: the real store and sync loop, at work until it is killed.

It waits for a line on standard input (its task, see :class:`Task`), so that many can be started before they are needed.
What it says is what it promises: ``about`` before a change, ``saved`` once the store's call has returned.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import structlog

from assessor_app.domain.assessment import check_cell, mark_cell, rating_cell
from assessor_app.protocol.events import new_event_id
from assessor_app.store.profile import Profile
from assessor_app.store.store import NotEditable, Store, WorkIncomplete
from assessor_app.sync.loop import Connection, SyncLoop, SyncStatus

KEY = bytes(range(32))
WORDS = "Clear and specific; the groups of four are named, and what each of them said. "


@dataclass(frozen=True)
class Task:
    """``criteria`` and ``checks`` are those of every submission. With ``finals`` it also hands work in; if
    ``careless``, it says
    “saved” too early."""

    folder: str
    seed: int
    criteria: list[str]
    checks: list[str]
    finals: bool = True
    careless: bool = False
    pause: float = 0.001

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def say(*what: Any) -> None:
    """In one piece, so that a kill leaves whole lines."""
    os.write(1, (json.dumps(what) + "\n").encode())


class Writer:
    def __init__(self, task: Task) -> None:
        self._task, self._chance = task, Random(task.seed)
        self._store = Store(Profile(Path(task.folder)), KEY)
        self._loop = SyncLoop(self._store, self._status)
        self._number = 0

    def work(self) -> None:
        """Until it is killed."""
        self._loop.start()
        say("working")
        operations = {self._type: 12, self._sync: 3, self._fetch: 2, self._own: 2}
        if self._task.finals:
            operations[self._hand_in] = 1
        while True:
            (does,) = self._chance.choices(list(operations), list(operations.values()))
            active = [row.submission_id for row in self._store.queue() if row.active and row.waits_for is None]
            # Another thread may take a submission away in between, as the server does.
            with contextlib.suppress(NotEditable, KeyError, WorkIncomplete):
                does(self._chance.choice(active) if active else "")
            time.sleep(self._task.pause)

    def _status(self, status: SyncStatus) -> None:
        if status.connection is Connection.SIGN_IN_NEEDED:
            say("sign in")

    def _words(self) -> str:
        self._number += 1
        return f"{self._task.seed}-{self._number} " + WORDS * self._chance.randint(0, 12)

    def _save(self, submission_id: str, cell: str, value: Any) -> None:
        say("about", submission_id, cell, value)
        if self._task.careless:
            say("saved", submission_id, cell)
        if submission_id:
            self._store.save_cell(submission_id, cell, value)
        else:
            self._store.save_own(cell, value)
        if not self._task.careless:
            say("saved", submission_id, cell)

    def _rate(self, submission_id: str, criterion: str) -> None:
        self._save(
            submission_id, rating_cell(criterion), {"level": self._chance.randint(1, 3), "feedback": self._words()}
        )

    def _type(self, submission_id: str) -> None:
        if not submission_id:
            return
        if self._chance.random() < 0.2:
            mark = {"id": new_event_id(), "evidence_id": "e1", "page": 0, "kind": "highlight",
                    "rects": [[10, 10, 60, 22]], "quote": self._words()[:200]}  # fmt: skip
            self._save(submission_id, mark_cell(mark["id"]), mark)
        elif self._chance.random() < 0.2:
            self._save(submission_id, "note", self._words())
        else:
            self._rate(submission_id, self._chance.choice(self._task.criteria))

    def _own(self, _: str) -> None:
        self._save("", f"comment:c{self._chance.randint(1, 3)}", {"text": self._words()})

    def _sync(self, _: str) -> None:
        self._loop.sync_now()

    def _fetch(self, submission_id: str) -> None:
        """The packet anew: every kill may meet a download."""
        if submission_id:
            self._store.delete_packet(submission_id)
            self._store.want_packet(submission_id)

    def _hand_in(self, submission_id: str) -> None:
        if not submission_id:
            return
        for check in self._task.checks:
            self._save(submission_id, check_cell(check), {"ok": True, "note": self._words()})
        for criterion in self._task.criteria:
            self._rate(submission_id, criterion)
        say("handing", submission_id)
        self._store.submit_assessment(submission_id)
        say("handed", submission_id)


def main() -> None:
    # The log's usual place is where the promises go.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    say("ready")
    Writer(Task(**json.loads(sys.stdin.readline()))).work()


if __name__ == "__main__":
    main()
