"""The reference server as a process of its own, on loopback, for as long as the demo needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 20


class ServerDidNotStart(Exception):
    """The message says what the server said."""


class ServerProcess:
    """``assessor-app serve`` on a free port; the same port again when it is started again."""

    def __init__(self, data: Path) -> None:
        self._data, self._port = data, 0
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Raises ServerDidNotStart."""
        command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "assessor_app"]
        self._process = subprocess.Popen(
            [*command, "serve", "--data", str(self._data), "--port", str(self._port), "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        line = self._process.stdout.readline().strip()
        if not line.startswith("Serving on "):
            raise ServerDidNotStart(f"The demo's server did not start. {line}")
        self.url = line.removeprefix("Serving on ")
        self._port = int(self.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        """End it as a person who switches it off would: it finishes what it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None  # noqa: S101 - for the type checker
        process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> ServerProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
