"""The worker that ``serve`` keeps beside it, started when there is something to do and again when it ended."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.preparing.jobs import JobState
from assessor_app.server.preparing.queue import Queue, opened
from assessor_app.server.services.chores import is_due
from assessor_app.server.storage.intake_models import IntakeJob
from assessor_app.server.storage.models import Mail

log = structlog.get_logger(__name__)
LOOK_EVERY = 20.0
_STOP_SECONDS = 10.0


class WorkerProcess:
    """``wanted`` False leaves the work to workers that somebody else starts."""

    def __init__(self, server: Server, *, wanted: bool = True) -> None:
        self._server, self._wanted = server, wanted
        self._queue: Queue | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True, name="worker-watch")
        self._watch.start()

    def wake(self) -> None:
        """There is something to do."""
        self._queue = self._queue or opened(self._server)
        if self._queue is not None:
            self._queue.wake()
        self._ensure()

    def _look(self) -> None:
        while True:
            try:
                if self._something_waits():
                    self._ensure()
            except (DBAPIError, OSError) as error:
                # A database that is away comes back; whoever looks has to be there then.
                log.warning("could not look for work", error=type(error).__name__)
            if self._over.wait(LOOK_EVERY):
                return

    def _something_waits(self) -> bool:
        soon = utc_now() + timedelta(seconds=LOOK_EVERY)
        jobs = select(IntakeJob.id).where(IntakeJob.state.in_((JobState.WAITING, JobState.RUNNING)))
        mails = select(Mail.id).where(Mail.sent_at.is_(None), Mail.next_try_at <= soon)
        with self._server.database.reading() as session:
            if session.scalars(jobs.limit(1)).first() is not None or is_due(self._server, session):
                return True
            return bool(self._server.settings.smtp) and session.scalars(mails.limit(1)).first() is not None

    def _ensure(self) -> None:
        with self._lock:
            if not self._wanted or self._over.is_set() or (self._process is not None and self._process.poll() is None):
                return
            command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "assessor_app"]
            self._process = subprocess.Popen(
                [*command, "work", "--data", str(self._server.data), "--until-stdin-closes"],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip

    def close(self) -> None:
        self._over.set()
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None  # noqa: S101 - for the type checker
            with contextlib.suppress(OSError):
                process.stdin.close()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._queue is not None:
            self._queue.close()
