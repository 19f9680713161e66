"""A mark in the profile while the application runs: found at a start, it tells that the last end was none."""

from __future__ import annotations

import contextlib

from assessor_app.protocol.events import utc_now
from assessor_app.store.profile import Profile


class RunningMark:
    """The file holds when the application began, and nothing else: anybody who finds the folder may read it."""

    def __init__(self, profile: Profile) -> None:
        self._file = profile.running

    def begin(self) -> bool:
        """Whether the application was killed, or this computer lost its power, since it last began."""
        found = self._file.exists()
        # On a full disk there is no mark; the next start then says nothing, which is no loss.
        with contextlib.suppress(OSError):
            self._file.write_text(utc_now().isoformat() + "\n", encoding="ascii")
        return found

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
