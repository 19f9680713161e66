"""The app's end of the proxy: requests as they come, and replies as they are, or cut, or other than they say."""

from __future__ import annotations

import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_LINGER = "hh" if sys.platform == "win32" else "ii"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Listener(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Whoever was cut off does not read the rest: nothing to tell."""


class Wire:
    """The app's end of one connection, good for one request."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler

    def cut(self, *, reset: bool = False) -> None:
        line = self._handler.connection
        if reset:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
        else:
            line.shutdown(socket.SHUT_RDWR)
        # Closed by its number: the handler's own files would keep it open until this request is done with.
        socket.close(line.detach())

    def reply(self, reply: Reply, *, length: int | None = None, body: bytes | None = None, pieces: int = 1) -> None:
        handler, data = self._handler, reply.body if body is None else body
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data) if length is None else length))
        handler.send_header("Connection", "close")
        handler.end_headers()
        if handler.command == "HEAD":
            return
        step = max(1, -(-len(data) // pieces))
        for at in range(0, len(data), step):
            handler.wfile.write(data[at : at + step])
            if pieces > 1:
                time.sleep(0.004)


def handler(answered: Callable[[Request, Wire], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "accept-encoding")}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.close_connection = True
            answered(Request(self.command, self.path, headers, body), Wire(self))

        do_GET = do_POST = do_HEAD = handle_one  # noqa: N815 - named by the base class

        def log_message(self, format: str, *args: object) -> None:
            """Figures tell what happened."""

    return Handler
