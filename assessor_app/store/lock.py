"""One program at a time on a profile, and a bell that a second one rings."""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from typing import Any

from filelock import FileLock, Timeout

from assessor_app.store.profile import Profile

RING_SECONDS = 3.0
MOST_BYTES = 16


class Occupied(Exception):
    """Another program has this profile open."""


class ProfileLock:
    """Held from :meth:`take` to :meth:`release`; the system lets go of it when the program ends, however it ends."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._lock = FileLock(profile.lock)
        self._listener: Listener | None = None

    def take(self) -> None:
        """Raises Occupied, OSError."""
        self._profile.prepare_folder()
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Occupied from None

    def answer(self, rung: Callable[[], None]) -> None:
        """From now on call ``rung``, on a thread of its own, whenever somebody rings.

        On a full disk there is no bell, and whoever rings is told that nobody answers.
        """
        self._hang_up()
        key = secrets.token_bytes(32)
        temporary = self._profile.bell.with_suffix(".part")
        try:
            self._listener = Listener(authkey=key)
            address = {"address": self._listener.address, "key": key.hex()}
            temporary.write_text(json.dumps(address), encoding="utf-8")
            temporary.replace(self._profile.bell)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            self._hang_up()
            return
        threading.Thread(target=_answer, args=(self._listener, rung), name="bell", daemon=True).start()

    def ring(self) -> bool:
        """Ask whoever has the profile to show itself. False when nobody answers."""
        done: list[bool] = []
        caller = threading.Thread(target=lambda: done.append(self._call()), daemon=True)
        caller.start()
        caller.join(RING_SECONDS)
        return bool(done and done[0])

    def release(self) -> None:
        self._hang_up()
        self._lock.release()

    def _hang_up(self) -> None:
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._profile.bell.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self._listener.close()
            self._listener = None

    def _call(self) -> bool:
        try:
            said: dict[str, Any] = json.loads(self._profile.bell.read_text(encoding="utf-8"))
            with Client(said["address"], authkey=bytes.fromhex(said["key"])) as line:
                line.send_bytes(b"come")
                return line.recv_bytes(MOST_BYTES) == b"coming"
        except (OSError, EOFError, ValueError, KeyError, TypeError, AuthenticationError):
            return False


def _answer(listener: Listener, rung: Callable[[], None]) -> None:
    while True:
        try:
            with listener.accept() as line:
                _greet(line, rung)
        except (EOFError, ConnectionError, AuthenticationError):
            # Somebody hung up, or did not know the word: the next one may.
            continue
        except Exception:  # noqa: BLE001 - the listener was closed, or the system takes no calls any more
            return


def _greet(line: Any, rung: Callable[[], None]) -> None:
    # Bytes and no objects: whatever somebody sends, nothing is made of it.
    line.recv_bytes(MOST_BYTES)
    rung()
    line.send_bytes(b"coming")
