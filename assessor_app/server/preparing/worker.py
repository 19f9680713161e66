"""``assessor-app work``: a process that prepares submissions and delivers mail until it is told to stop."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from assessor_app.protocol.events import utc_now
from assessor_app.server.notify.sending import send_due
from assessor_app.server.opening import open_server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.queue import Queue
from assessor_app.server.preparing.runner import Runner
from assessor_app.server.services.chores import do_due, next_moment
from assessor_app.server.storage.database import DataUnusable

LONGEST_SLEEP, SHORTEST_SLEEP = 60.0, 0.5


class _Alarm:
    """Rings once, at the time that was said last."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._timer: threading.Timer | None = None

    def set(self, seconds: float) -> None:
        self.clear()
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def clear(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def work(data: Path | None, *, until_stdin_closes: bool, until_idle: bool) -> int:
    """Work until interrupted, or with ``until_idle`` until nothing is due; the process's exit code."""
    try:
        server = open_server(data)
    except (DataUnusable, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    with server, Runner(server) as runner:
        # huey runs a sweep and a wake-up at the same time; one after the other is enough.
        alone = threading.Lock()

        def woken() -> None:
            with alone:
                while not consumer.stop_flag.is_set() and runner.run_next():
                    pass
                do_due(server)
                with server.database.reading() as session:
                    moments = (jobs.next_due(session), next_moment(session))
                due = min((moment for moment in moments if moment is not None), default=None)
                if due is not None and (wait := (due - utc_now()).total_seconds()) < LONGEST_SLEEP:
                    alarm.set(max(SHORTEST_SLEEP, wait))
                send_due(server)

        try:
            queue = Queue(server, woken)
        except Exception as error:  # noqa: BLE001 - each kind of queue fails in its own way
            print(f"The queue that ASSESSOR_QUEUE names can't be used: {error}", file=sys.stderr)
            return 2
        consumer = queue.huey.create_consumer(workers=1, periodic=True, initial_delay=0.05, max_delay=0.5, backoff=1.3)
        if until_stdin_closes:
            threading.Thread(target=_wait_for_end, args=(consumer.stop_flag,), daemon=True).start()
        alarm = _Alarm(queue.wake)
        try:
            woken()
            if not until_idle:
                print("Working.", flush=True)
                consumer.run()
                # Whatever ended it, the job in hand is finished before its tools go.
                consumer.stop(graceful=True)
        finally:
            alarm.clear()
            queue.close()
    return 0


def _wait_for_end(told: threading.Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    told.set()
