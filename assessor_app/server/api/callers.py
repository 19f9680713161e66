"""What endpoints share: the server that answers and the caller that a bearer token names (RFC 6750)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.opening import Server
from assessor_app.server.services.tokens import Caller, caller_of

_bearer = HTTPBearer(auto_error=False, description="An access token of POST /token")


def _server(request: Request) -> Server:
    return cast(Server, request.app.state.server)


TheServer = Annotated[Server, Depends(_server)]


def _wake(request: Request) -> Callable[[], None]:
    return cast(Callable[[], None], request.app.state.wake)


Wake = Annotated[Callable[[], None], Depends(_wake)]
"""Tells workers that there is something to do."""


def _caller(server: TheServer, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Caller:
    if credentials is None:
        raise ProblemError(problem(ProblemType.SIGN_IN_NEEDED, "Send an access token."))
    return caller_of(server, credentials.credentials)


TheCaller = Annotated[Caller, Depends(_caller)]
