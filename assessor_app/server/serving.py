"""Running the web application until it is told to stop."""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path

import uvicorn

from assessor_app.documents.office import find_libreoffice
from assessor_app.server.api.application import web_application
from assessor_app.server.intake.ocr import tesseract
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.process import WorkerProcess
from assessor_app.server.storage.database import DataUnusable


class _Announced(uvicorn.Server):
    """Says where it listens once it does: whoever started it may be waiting for that line."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"Serving on {self._address}", flush=True)


def serve(data: Path | None, host: str, port: int, *, until_stdin_closes: bool, with_worker: bool) -> int:
    """Serve until interrupted; the process's exit code."""
    try:
        server = open_server(data)
    except (DataUnusable, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for name, there, lacking in (
        ("LibreOffice", find_libreoffice(), "Office files are not drawn as pages, and old ones are refused"),
        ("Tesseract", tesseract(), "names in pictures are not looked for"),
    ):
        if there is None:
            print(f"{name} is not installed: {lacking}.", file=sys.stderr)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends small pieces at once (TCP_NODELAY): a blob takes 4 ms then instead of 40.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            # There, the option would let a second server take the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        server.close()
        print(f"Port {port} of {host} can't be used: {error}. Choose another with --port.", file=sys.stderr)
        return 2
    shown = f"[{host}]" if ":" in host else host
    worker = WorkerProcess(server, wanted=with_worker)
    config = uvicorn.Config(
        web_application(server, worker.wake), log_level="warning", access_log=False, server_header=False,
        timeout_keep_alive=30, timeout_graceful_shutdown=5, lifespan="off",
    )  # fmt: skip
    running = _Announced(config, f"http://{shown}:{listener.getsockname()[1]}")
    if until_stdin_closes:
        threading.Thread(target=_wait_for_end, args=(running,), daemon=True).start()
    try:
        running.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        worker.close()
        server.close()
    return 0


def _wait_for_end(running: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    running.should_exit = True
