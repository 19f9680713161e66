"""Running the web application until it is told to stop."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from assessor_app.documents.office import find_libreoffice
from assessor_app.server.api.application import web_application
from assessor_app.server.intake.ocr import tesseract
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.process import WorkerProcess
from assessor_app.server.settings import is_loopback
from assessor_app.server.storage.database import DataUnusable


class _Announced(uvicorn.Server):
    """Says where it listens once it does: whoever started it may be waiting for that line."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"Serving on {self._address}", flush=True)


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and who sees to TLS: this server with a certificate and its key, or a proxy at ``behind_proxy``
    (addresses apart by commas; "" for none)."""

    host: str
    port: int
    certificate: Path | None = None
    private_key: Path | None = None
    behind_proxy: str = ""

    def check(self) -> None:
        """Raises ValueError, in a sentence, when passwords and evidence would travel unprotected or TLS can't work."""
        if (self.certificate is None) != (self.private_key is None):
            raise ValueError("--certificate and --private-key belong together.")
        if self.certificate is not None and self.private_key is not None:
            _check_certificate(self.certificate, self.private_key)
        elif not self.behind_proxy and not is_loopback(self.host):
            raise ValueError(
                f"Plain http is for this computer only. To listen on {self.host}, give --certificate and "
                "--private-key, or --behind-proxy where a proxy in front sees to TLS."
            )
        try:
            for address in self.behind_proxy.split(",") if self.behind_proxy else ():
                ipaddress.ip_network(address.strip())
        except ValueError:
            raise ValueError("--behind-proxy takes IP addresses or networks, apart by commas.") from None

    def address(self, port: int) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'http' if self.certificate is None else 'https'}://{shown}:{port}"


def _check_certificate(certificate: Path, private_key: Path) -> None:
    def refuse_to_ask() -> str:
        raise ValueError(f"The key {private_key} is encrypted; give one that is not.")

    try:
        for file in (certificate, private_key):
            file.open("rb").close()
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key, refuse_to_ask)
    except ssl.SSLError as error:
        why = "the key is not the certificate's" if "MISMATCH" in (error.reason or "") else "they are not PEM files"
        raise ValueError(f"{certificate} and {private_key} can't be used for TLS: {why}.") from error
    except OSError as error:
        raise ValueError(f"{error.filename} can't be read: {error.strerror}.") from error


def serve(data: Path | None, listening: Listening, *, until_stdin_closes: bool, with_worker: bool) -> int:
    """Serve until interrupted; the process's exit code."""
    try:
        listening.check()
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
    host, port = listening.host, listening.port
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
    worker = WorkerProcess(server, wanted=with_worker)
    config = uvicorn.Config(
        web_application(server, worker.wake), log_level="warning", access_log=False, server_header=False,
        timeout_keep_alive=30, timeout_graceful_shutdown=5, lifespan="off",
        # Else uvicorn would believe every program on this computer about where it comes from.
        proxy_headers=bool(listening.behind_proxy), forwarded_allow_ips=listening.behind_proxy or [],
        ssl_certfile=listening.certificate, ssl_keyfile=listening.private_key,
    )  # fmt: skip
    running = _Announced(config, listening.address(listener.getsockname()[1]))
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
