"""A line that breaks in every way a line can: an HTTP proxy on loopback between the app and the server.

It never invents a success: whatever says that something was done comes from the server, whole or damaged.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlsplit

from assessor_app.protocol.problems import MEDIA_TYPE, ProblemType, problem
from tests.faults.wire import Listener, Reply, Request, Wire, handler

SYNC = "/api/v1/sync"
PATIENCE = 30.0
"""Seconds that a request may take; nothing on loopback comes near it."""


class Fault(StrEnum):
    REFUSED = "connection refused"
    DELAYED = "delayed"
    NOT_SENT = "cut before the request was forwarded"
    HALF_SENT = "cut in the request's body"
    REPLY_LOST = "cut before the reply, after the server had it"
    CUT_AT_ONCE = "cut while the server works"
    REPLY_HALF = "cut in the reply's body"
    TWICE_FIRST = "sent twice, first reply"
    TWICE_SECOND = "sent twice, second reply"
    TWICE_AT_ONCE = "sent twice at the same time"
    REORDERED = "sent again after a later one"
    LATE = "sent after a later one only"
    TOO_LONG = "length too long"
    TOO_SHORT = "length too short"
    TRUNCATED = "body truncated, length right"
    GARBAGE = "garbage"
    DRIPPED = "slow drip"
    FAILED_AFTER = "500 after the server had it"
    SAYS_401 = "401"
    SAYS_409 = "409"
    SAYS_410 = "410"
    SAYS_429 = "429"
    SAYS_500 = "500"
    SAYS_503 = "503"


_SAYS = {
    Fault.SAYS_401: (401, ProblemType.SIGN_IN_NEEDED),
    Fault.SAYS_409: (409, ProblemType.SEQUENCE_GAP),
    Fault.SAYS_410: (410, ProblemType.CURSOR_GONE),
    Fault.SAYS_429: (429, ProblemType.RATE_LIMITED),
    Fault.SAYS_500: (500, ProblemType.SERVER_FAULT),
    Fault.SAYS_503: (503, ProblemType.SERVER_FAULT),
}
_HELD = {Fault.REORDERED, Fault.LATE}


class Proxy:
    """``tap`` hears of every sync request before any fault, and of the server's reply to it; faults come by chance
    at ``rate``, or as ``next_faults`` says for the syncs to come. ``meanwhile`` runs once while a sync is under way."""

    def __init__(self, server_url: str, seed: int, tap: Callable[[Request, Reply | None], None]) -> None:
        self._upstream = urlsplit(server_url).netloc
        self._chance, self._lock = random.Random(seed), threading.Lock()
        self._tap, self._flying = tap, 0
        self._landed = threading.Condition()
        self._held: list[Request] = []
        self._pack: list[Fault] = []
        self.rate = 0.0
        self.next_faults: deque[Fault | None] = deque()
        self.meanwhile: Callable[[], None] | None = None
        self.counted: Counter[Fault] = Counter()
        self.seen: deque[Request] = deque(maxlen=200)
        self._http = Listener(("127.0.0.1", 0), handler(self.answered))
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="proxy", daemon=True)
        self._thread.start()

    def heal(self) -> None:
        """No faults from now on; what was held back arrives."""
        self.rate = 0.0
        self.next_faults.clear()
        self._deliver_held()
        self.wait_until_quiet()

    def wait_until_quiet(self) -> None:
        """Until the server has answered everything that was forwarded, also what the app gave up."""
        with self._landed:
            self._landed.wait_for(lambda: self._flying == 0, PATIENCE)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def send(self, request: Request) -> Reply:
        """Forward a request as it is. Raises OSError, http.client.HTTPException."""
        with self._flight():
            reply = self._forward(request)
            if request.path == SYNC:
                self._tap(request, reply)
            return reply

    @contextlib.contextmanager
    def _flight(self) -> Iterator[None]:
        with self._landed:
            self._flying += 1
        try:
            yield
        finally:
            with self._landed:
                self._flying -= 1
                self._landed.notify_all()

    def _try_to_send(self, request: Request) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.send(request)

    def _forward(self, request: Request) -> Reply:
        line = http.client.HTTPConnection(self._upstream, timeout=PATIENCE)
        try:
            line.request(request.method, request.path, request.body or None, dict(request.headers))
            answer = line.getresponse()
            kept = {k: v for k, v in answer.getheaders() if k.lower() not in ("connection", "content-length", "date")}
            return Reply(answer.status, kept, answer.read())
        finally:
            line.close()

    def answered(self, request: Request, wire: Wire) -> None:
        """See one request through, or spoil it."""
        with self._flight():
            fault = self._chosen(request)
            if request.path == SYNC:
                self._tap(request, None)
                self.seen.append(request)
            if fault is not None:
                self._spoil(fault, request, wire)
                return
            reply = self._seen_through(request)
            self._deliver_held()
            wire.reply(reply)

    def _chosen(self, request: Request) -> Fault | None:
        with self._lock:
            if request.path == SYNC and self.next_faults:
                return self.next_faults.popleft()
            # A HEAD only asks whether there is a line: were it spoiled as often, hardly any work would be under way.
            rate = self.rate / 4 if request.method == "HEAD" else self.rate
            return self._dealt(request) if self._chance.random() < rate else None

    def _dealt(self, request: Request) -> Fault | None:
        """From a shuffled pack, so that every kind comes as often as any other."""
        if not self._pack:
            self._pack = self._chance.sample(list(Fault), len(Fault))
        fault = next((kind for kind in self._pack if kind not in _HELD or request.path == SYNC), None)
        if fault is not None:
            self._pack.remove(fault)
        return fault

    def _seen_through(self, request: Request) -> Reply:
        reply = self.send(request)
        if request.path == SYNC and (work := self.meanwhile) is not None:
            self.meanwhile = None
            work()
        return reply

    def _deliver_held(self) -> None:
        with self._lock:
            held, self._held = self._held, []
        for request in held:
            self._try_to_send(request)

    def _spoil(self, fault: Fault, request: Request, wire: Wire) -> None:
        with self._lock:
            self.counted[fault] += 1
        match fault:
            case Fault.REFUSED | Fault.NOT_SENT:
                wire.cut(reset=fault is Fault.REFUSED)
            case Fault.LATE:
                self._held.append(request)
                wire.cut()
            case Fault.HALF_SENT:
                self._send_half(request)
                wire.cut()
            case Fault.CUT_AT_ONCE:
                wire.cut(reset=True)
                self._try_to_send(request)
            case Fault.DELAYED:
                time.sleep(self._chance.uniform(0.005, 0.05))
                wire.reply(self._seen_through(request))
            case Fault.REORDERED:
                wire.reply(self._seen_through(request))
                self._held.append(request)
            case _ if fault in _SAYS:
                wire.reply(_problem(*_SAYS[fault]))
            case _:
                self._spoil_reply(fault, request, wire)

    def _spoil_reply(self, fault: Fault, request: Request, wire: Wire) -> None:
        if fault is Fault.TWICE_AT_ONCE:
            other = threading.Thread(target=self._try_to_send, args=(request,))
            other.start()
        reply = self._seen_through(request)
        match fault:
            case Fault.REPLY_LOST:
                wire.cut()
            case Fault.REPLY_HALF:
                wire.reply(reply, length=len(reply.body), body=reply.body[: len(reply.body) // 2])
            case Fault.TWICE_FIRST | Fault.TWICE_SECOND:
                again = self.send(request)
                wire.reply(reply if fault is Fault.TWICE_FIRST else again)
            case Fault.TWICE_AT_ONCE:
                other.join()
                wire.reply(reply)
            case Fault.TOO_LONG:
                wire.reply(reply, length=len(reply.body) + 7)
            case Fault.TOO_SHORT:
                wire.reply(reply, length=max(0, len(reply.body) - 7))
            case Fault.TRUNCATED:
                wire.reply(replace(reply, body=reply.body[: len(reply.body) * 2 // 3]))
            case Fault.GARBAGE:
                wire.reply(replace(reply, status=200, body=b"<html>\xff\x00 Welcome to the hotel's network"))
            case Fault.DRIPPED:
                wire.reply(reply, pieces=8)
            case Fault.FAILED_AFTER:
                wire.reply(_problem(500, ProblemType.SERVER_FAULT))

    def _send_half(self, request: Request) -> None:
        line = http.client.HTTPConnection(self._upstream, timeout=PATIENCE)
        try:
            line.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers.items():
                line.putheader(name, value)
            line.endheaders()
            line.send(request.body[: len(request.body) // 2])
        finally:
            line.close()


def _problem(status: int, kind: ProblemType) -> Reply:
    headers = {"Content-Type": MEDIA_TYPE, **({"Retry-After": "0"} if status in (429, 503) else {})}
    return Reply(status, headers, problem(kind, "Nothing was done.").model_dump_json().encode())
