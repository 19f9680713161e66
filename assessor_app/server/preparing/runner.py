"""A worker: takes job after job, keeps its lease while it works, and survives whatever a job does."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
import uuid
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import structlog
from sqlalchemy.exc import DBAPIError

from assessor_app.server.intake.renditions import Office
from assessor_app.server.intake.workbench import Workbench
from assessor_app.server.opening import Server
from assessor_app.server.preparing import jobs, steps
from assessor_app.server.preparing.evidence import Tools
from assessor_app.server.preparing.jobs import Claimed

log = structlog.get_logger(__name__)
_LONGEST_CONVERSION = 3_600.0


class Runner:
    """One of these does one job at a time. Any number may work on one data folder, in as many processes."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._name = uuid.uuid4().hex
        self._lease = timedelta(seconds=server.settings.lease_seconds)
        cache, work = server.data / "renditions", server.data / "work"
        work.mkdir(parents=True, exist_ok=True)
        _clear(work)
        self._tools = Tools(Workbench(), Office(cache, work))

    def run_next(self, portfolio_id: str | None = None) -> bool:
        """Do the next job that is due; False when there is none."""
        with self._server.database.writing() as session:
            claimed = jobs.claim(session, self._name, self._lease, portfolio_id)
        if claimed is None:
            return False
        with _Held(self._server, claimed, self._lease):
            self._run(claimed)
        return True

    def run_all(self, portfolio_id: str) -> None:
        """Do what is to be done for a portfolio now, waiting for what other workers do of it."""
        while self.run_next(portfolio_id) or self._others_run(portfolio_id):
            pass

    def _others_run(self, portfolio_id: str) -> bool:
        with self._server.database.reading() as session:
            running = jobs.is_running(session, portfolio_id)
        if running:
            time.sleep(0.1)
        return running

    def _run(self, claimed: Claimed) -> None:
        try:
            steps.run(self._server, claimed, self._tools)
        except Exception as error:  # noqa: BLE001 - a job that fails is tried again, and the worker lives on
            log.warning("a job failed", step=claimed.step.value, job=claimed.id, error=type(error).__name__)
            with self._server.database.writing() as session:
                if jobs.is_mine(session, claimed):
                    jobs.failed(session, claimed, f"{type(error).__name__}: {error}"[:2_000])

    def close(self) -> None:
        self._tools.bench.close()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _clear(work: Path) -> None:
    """What ended workers left: folders with evidence as it was handed in, which nobody works in any more."""
    for left in work.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LONGEST_CONVERSION:
                shutil.rmtree(left, ignore_errors=True)


class _Held:
    """Renews a job's lease for as long as it takes."""

    def __init__(self, server: Server, claimed: Claimed, lease: timedelta) -> None:
        self._server, self._claimed, self._lease = server, claimed, lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True, name="lease")

    def _renew(self) -> None:
        while not self._over.wait(self._lease.total_seconds() / 3):
            # A database that is busy now is asked again before the lease ends.
            with contextlib.suppress(DBAPIError), self._server.database.writing() as session:
                if not jobs.renew(session, self._claimed, self._lease):
                    return

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
