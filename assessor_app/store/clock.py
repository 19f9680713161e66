"""The server's time as this process was told it, beside this computer's clock, which may be wrong and may be set."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

SAME = timedelta(minutes=5)


class ServerClock:
    """How far the server is ahead. Nothing is kept on disk: until the next start the clock may have been set right."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._between = 0.0

    def told(self, server_time: datetime, received_at: datetime) -> None:
        self._ahead = server_time - received_at
        self._between = time.time() - time.monotonic()

    def ahead(self) -> timedelta:
        """By how much; nothing once the clock was moved by just that, because then it was set right."""
        moved = timedelta(seconds=time.time() - time.monotonic() - self._between)
        was_set_right = abs(self._ahead) > SAME and abs(moved - self._ahead) < SAME
        return timedelta(0) if was_set_right else self._ahead
