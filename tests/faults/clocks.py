"""A computer's clock that can be set, for tests: everything in the store, the sync and the window reads this one."""

from __future__ import annotations

import time as real_time
from datetime import datetime, timedelta, tzinfo

import pytest
import uuid6

from assessor_app.gui import session
from assessor_app.protocol import events
from assessor_app.store import clock, ledger, store
from assessor_app.sync import exchange

_now, _wall, _nanoseconds = datetime.now, real_time.time, real_time.time_ns


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.off = timedelta(0)
        moved = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return _now(tz) + moved.off

        class Time:
            monotonic = staticmethod(real_time.monotonic)

            @staticmethod
            def time() -> float:
                return _wall() + moved.off.total_seconds()

            @staticmethod
            def time_ns() -> int:
                return _nanoseconds() + int(moved.off.total_seconds()) * 10**9

        for module in (events, exchange, session):
            monkeypatch.setattr(module, "datetime", Moved)
        for module in (ledger, store):
            monkeypatch.setattr(module, "utc_now", events.utc_now)
        monkeypatch.setattr(clock, "time", Time)
        monkeypatch.setattr(uuid6, "time", Time)

    def set(self, days: float) -> None:
        """By so many days wrong from now on."""
        self.off = timedelta(days=days)
