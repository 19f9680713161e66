"""Waking workers, through huey: a file beside the database on one machine, PostgreSQL beyond.

What is to be done stands in the rows of :mod:`preparing.jobs`. A message only says that there is something, so that
a lost or doubled one does no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from huey import PostgresHuey, SqliteHuey, crontab

from assessor_app.server.opening import Server

log = structlog.get_logger(__name__)
NAME = "assessor-intake"
FILE = "queue.sqlite"


class Queue:
    """``work`` is what a woken worker does; without it this side only wakes."""

    def __init__(self, server: Server, work: Callable[[], None] | None = None) -> None:
        address = server.settings.queue or server.settings.database
        self.huey: Any = (
            PostgresHuey(NAME, dsn=address, results=False)
            if address
            else SqliteHuey(NAME, filename=str(server.data / FILE), results=False, journal_mode="wal")
        )

        @self.huey.task(name="work")  # type: ignore[untyped-decorator]
        def woken() -> None:
            if work is not None:
                work()

        self._woken = woken
        if work is not None:
            # Once a minute in any case: for what is due again, and for what an ended worker left.
            self.huey.periodic_task(crontab(), name="sweep")(work)

    def wake(self) -> None:
        """What called this has written its rows: where the queue is down, workers see them at their next sweep."""
        try:
            self._woken()
        except Exception as error:  # noqa: BLE001 - each kind of queue fails in its own way
            log.warning("workers were not woken", error=type(error).__name__)

    def close(self) -> None:
        self.huey.storage.close()


def opened(server: Server) -> Queue | None:
    """One that only wakes; None where the queue is down, which is no reason to refuse what wanted to wake."""
    try:
        return Queue(server)
    except Exception as error:  # noqa: BLE001 - as in :meth:`Queue.wake`
        log.warning("workers were not woken", error=type(error).__name__)
        return None


def wake_workers(server: Server) -> None:
    """Once, from a process that does not stay."""
    queue = opened(server)
    if queue is not None:
        queue.wake()
        queue.close()
