"""The server's clock, set by the story: every module asks :func:`protocol.events.utc_now`, which asks this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from unittest.mock import patch

from assessor_app.protocol import events


class Clock:
    """Stands still at ``now`` until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    @contextmanager
    def running(self) -> Iterator[Clock]:
        clock = self

        class Told(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.now.astimezone(tz)

        with patch.object(events, "datetime", Told):
            yield self
