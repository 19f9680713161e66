"""The sync thread: when to sync, when to wait, and the truth about both."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import structlog

from assessor_app.protocol.problems import ProblemError
from assessor_app.store.store import Notice, SignInReplaced, Store, SyncNeed
from assessor_app.sync import signin
from assessor_app.sync.downloads import fetch_packet
from assessor_app.sync.exchange import exchange
from assessor_app.sync.http import AccessEnded, Busy, CertificateRefused, Client, SignInNeeded, Unreachable
from assessor_app.sync.reports import check_report_key, fetch_report

EVERY_SECONDS = 60.0
"""How often to ask for news when nothing happens here."""
EDITS_AFTER_SECONDS = 10.0
"""How long draft edits may gather before they are sent; decisions go at once."""
ACCESS_ENDED = "An administrator ended this computer's access."
RETRY_SECONDS = (2.0, 4.0, 8.0, 15.0, 30.0)

log = structlog.get_logger(__name__)


class Connection(StrEnum):
    IDLE = "idle"
    SYNCING = "syncing"
    OFFLINE = "offline"
    SIGN_IN_NEEDED = "sign_in_needed"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The state of the line. ``bytes_done`` of ``bytes_total`` tell the download of ``downloading``."""

    connection: Connection = Connection.IDLE
    problem: str = ""
    downloading: str = ""
    bytes_done: int = 0
    bytes_total: int = 0
    packets_left: int = 0


class SyncLoop:
    """Runs beside the person's work. ``on_status`` is called on the sync thread."""

    def __init__(self, store: Store, on_status: Callable[[SyncStatus], None]) -> None:
        self._store, self._on_status = store, on_status
        self._wake, self._stop, self._paused = threading.Event(), threading.Event(), threading.Event()
        self._next_at = 0.0
        self._held_until: list[float] = []
        self._schedule = threading.Lock()
        self._reports: dict[str, None] = {}
        """Those that were asked for, in that order."""
        self._refused: dict[str, str] = {}
        self._status = SyncStatus()
        self._client: Client | None = None
        self._client_of = ("", "")
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._unlisten = store.listen(self._on_notice)

    def start(self) -> None:
        if (grace := self._store.grace.total_seconds()) > 0:
            # What was handed in just before the application was closed.
            self._and_again_in(grace + 0.05)
        self._thread.start()

    def sync_now(self) -> None:
        """Send everything that waits, also what could still have been undone."""
        self._store.release()
        self._due_in(0)

    def ask_report(self, key: str) -> None:
        """Have insights fetched after the next exchange, which begins now where there is a line.

        Raises ValueError for a key that is none.
        """
        check_report_key(key)
        with self._schedule:
            self._reports[key] = None
        self._due_in(0)

    def report_refused(self, key: str) -> str:
        """Why the server gave no such report when it was last asked; "" when it did, or was not asked yet."""
        return self._refused.get(key, "")

    def set_paused(self, paused: bool) -> None:
        """Work offline on purpose, or go back online."""
        if paused:
            self._paused.set()
            self._tell(SyncStatus(Connection.OFFLINE))
        else:
            self._paused.clear()
            self._due_in(0)

    def stop(self) -> None:
        """End the thread; what is under way is either finished or as if it had never begun.

        Where there is a line, what could still have been undone goes out with a last exchange.
        """
        self._unlisten()
        self._store.release()
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=15)

    def _on_notice(self, notice: Notice) -> None:
        if notice.sync is SyncNeed.SOON:
            self._due_in(EDITS_AFTER_SECONDS)
        elif notice.sync is SyncNeed.NOW:
            # What was handed in may be undone for a while; everything else goes at once.
            grace = self._store.grace.total_seconds()
            self._due_in(0)
            if grace > 0:
                self._and_again_in(grace + 0.05)

    def _and_again_in(self, seconds: float) -> None:
        with self._schedule:
            self._held_until.append(time.monotonic() + seconds)

    def _due_in(self, seconds: float) -> None:
        with self._schedule:
            self._next_at = min(self._next_at, time.monotonic() + seconds)
        self._wake.set()

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._wake.clear()
            wait = self._next_at - time.monotonic()
            if wait > 0 or self._paused.is_set():
                self._wake.wait(max(0.05, min(wait, EVERY_SECONDS)) if not self._paused.is_set() else EVERY_SECONDS)
                continue
            with self._schedule:
                now = time.monotonic()
                self._held_until = [moment for moment in self._held_until if moment > now]
                self._next_at = min([now + EVERY_SECONDS, *self._held_until])
            try:
                self._round()
                failures = 0
            except CertificateRefused as error:
                log.warning("certificate refused", why=error.why)
                self._later(failures, None)
                self._tell(SyncStatus(Connection.PROBLEM, problem=str(error)))
                failures += 1
            except Unreachable as error:
                log.info("offline", reason=type(error.__cause__ or error).__name__)
                self._later(failures, None)
                self._tell(SyncStatus(Connection.OFFLINE))
                failures += 1
            except Busy as error:
                self._later(failures, error.seconds)
                self._tell(SyncStatus(Connection.OFFLINE))
                failures += 1
            except SignInNeeded:
                self._tell(SyncStatus(Connection.SIGN_IN_NEEDED))
            except AccessEnded:
                if self._client_of[1] == self._store.device().id:
                    # Else this was said of an identity that a sign-in has replaced meanwhile.
                    self._store.set_device_aside(ACCESS_ENDED)
                self._tell(SyncStatus(Connection.SIGN_IN_NEEDED, ACCESS_ENDED))
            except ProblemError as error:
                log.warning("sync refused", type=error.problem.type)
                self._tell(SyncStatus(Connection.PROBLEM, problem=str(error)))
            except Exception as error:
                log.exception("sync failed")
                trouble = self._store.disk_trouble(error)
                if trouble is not None:
                    # Somebody is making room, or has noticed nothing yet: look again soon.
                    self._later(len(RETRY_SECONDS), None)
                self._tell(SyncStatus(Connection.PROBLEM, problem=f"Syncing failed: {trouble or error}. "
                                      "Nothing was lost; it is tried again."))  # fmt: skip

        if not self._paused.is_set() and self._status.connection in (Connection.IDLE, Connection.SYNCING):
            self._send_last()

    def _send_last(self) -> None:
        try:
            if self._client is not None and self._store.anything_waits():
                exchange(self._store, self._client)
        except Exception as error:  # noqa: BLE001 - whatever it is, the outbox keeps it for the next start
            log.info("the last exchange did not come about", reason=type(error).__name__)

    def _later(self, failures: int, asked: float | None) -> None:
        pause = RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)] if asked is None else asked
        with self._schedule:
            self._next_at = time.monotonic() + pause * random.uniform(1.0, 1.25)  # noqa: S311 - jitter

    def _round(self) -> None:
        url, token = self._store.sign_in_state()
        if url is None or token is None:
            raise SignInNeeded
        if self._client is None or self._client_of != (url, self._store.device().id):
            # A client keeps an access token, which is good for one identity of this computer.
            self._client_of = (url, self._store.device().id)
            self._client = Client(url, self._fresh_token)
        self._tell(SyncStatus(Connection.SYNCING))
        while exchange(self._store, self._client):
            if self._stop.is_set() or self._paused.is_set():
                return
        self._fetch_reports(self._client)
        self._download(self._client)
        self._tell(SyncStatus(Connection.IDLE))

    def _fetch_reports(self, client: Client) -> None:
        """One that does not come while the line breaks is asked for again with the next round."""
        while key := next(iter(self._reports), ""):
            try:
                self._refused[key] = fetch_report(self._store, client, key)
            except Busy:
                # Reckoning takes the server a while; packets need not wait for it.
                log.info("reports later")
                return
            with self._schedule:
                self._reports.pop(key, None)

    def _download(self, client: Client) -> None:
        while wanted := self._store.wanted_packets():
            packet = wanted[0]

            def progress(submission_id: str, done: int, total: int, left: int = len(wanted)) -> None:
                if self._stop.is_set() or self._paused.is_set():
                    raise Unreachable("stopped on purpose")
                self._tell(SyncStatus(Connection.SYNCING, "", submission_id, done, total, left))

            fetch_packet(self._store, client, packet, progress)

    def _fresh_token(self) -> str:
        url, token = self._store.sign_in_state()
        if url is None or token is None:
            raise SignInNeeded
        reply = signin.refresh(url, self._store.device(), token)
        try:
            self._store.refreshed(reply, token)
        except SignInReplaced:
            raise SignInNeeded from None
        return reply.access_token

    def _tell(self, status: SyncStatus) -> None:
        if self._paused.is_set() and status.connection is not Connection.OFFLINE:
            status = replace(status, connection=Connection.OFFLINE)
        if status != self._status:
            self._status = status
            self._on_status(status)
