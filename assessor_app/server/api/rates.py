"""How often one token, or one network address without a token, may ask; each process counts for itself."""

from __future__ import annotations

import hashlib
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assessor_app.protocol.problems import ProblemType, problem
from assessor_app.server.api.problems import answer

_MAILS = frozenset({"/api/v1/accounts", "/api/v1/password/forgotten", "/account/sign-up", "/account/forgotten"})
"""What anybody may ask, and what makes mail: a few times a minute."""
MAILS_A_MINUTE = 20


class RateLimit:
    """Answers 429 with Retry-After (RFC 6585, section 4) to who asks more often."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        self._app = app
        self._usual = RateLimitItemPerMinute(a_minute, namespace="any")
        # Whoever makes up a token for each request is one address all the same; a district behind one has many people.
        self._address = RateLimitItemPerMinute(a_minute * 10, namespace="address")
        self._mails = RateLimitItemPerMinute(min(MAILS_A_MINUTE, a_minute), namespace="mails")
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limits = [(self._address, _address(scope)), (self._usual, _who(scope))]
        if scope["method"] == "POST" and scope["path"] in _MAILS:
            limits.append((self._mails, _address(scope)))
        for limit, who in limits:
            if not self._counter.hit(limit, who):
                until = self._counter.get_window_stats(limit, who).reset_time
                seconds = max(1, round(until - time.time() + 0.5))
                content = problem(ProblemType.RATE_LIMITED, f"Nothing was done. Please try again in {seconds} s.")
                await answer(content, {"Retry-After": str(seconds)})(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _who(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            return hashlib.sha256(value).hexdigest()
    return _address(scope)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
