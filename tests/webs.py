"""Real web servers on loopback, standing for the public internet and for what must never be reached."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


class Web:
    """Answers by path; ``asked`` are the paths that were asked for."""

    def __init__(self, family: socket.AddressFamily = socket.AF_INET, host: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                web.headers.append(dict(self.headers))
                answer = web.answers.get(self.path, said(404, b"nothing", "text/plain"))
                try:
                    answer(self)
                except OSError:
                    # Whoever asked has hung up.
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Listener(ThreadingHTTPServer):
            address_family = family
            daemon_threads = True

        self.server = Listener((host, 0), Handler)
        self.port = int(self.server.server_address[1])
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.place}{path}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def web(family: socket.AddressFamily = socket.AF_INET, host: str = "127.0.0.1") -> Iterator[Web]:
    made = Web(family, host)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def said(status: int, body: bytes, media_type: str | None = "text/html", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if media_type is not None:
            handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(address: str, status: int = 302) -> Answer:
    return said(status, b"", None, Location=address)


def one_after_the_other(*answers: Answer) -> Answer:
    """The last again and again."""
    left = list(answers)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.end_headers()
    while True:
        handler.wfile.write(b"more and more " * 4_096)


def dripping(*, after: str, length: bool = False) -> Answer:
    """A byte now and then, for minutes: of the ``after`` “headers” what comes after them, else of them themselves."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if after == "headers":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/plain")
            if length:
                handler.send_header("Content-Length", "100000")
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(3_000):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    return answer


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"only a part")
    handler.close_connection = True
