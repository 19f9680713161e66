"""Every error of the API is a problem document (RFC 9457)."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assessor_app.protocol.problems import MEDIA_TYPE, Problem, ProblemError, ProblemType, problem
from assessor_app.server.services.refused import Refused

MAX_BODY_BYTES = 8 * 1024 * 1024

PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"description": text, **PROBLEM}
    for code, text in {
        401: "Sign-in needed",
        403: "Not allowed",
        413: "Too large",
        422: "Not of the expected form",
        429: "Too many requests",
        503: "Not just now",
    }.items()
}
"""What any endpoint may answer besides its own."""
CONFLICT: dict[int | str, dict[str, Any]] = {409: {**PROBLEM, "description": "A rule does not allow it"}}
_PAGE: dict[str, Any] = {"schema": {"type": "string"}}
PAGES: dict[int | str, dict[str, Any]] = {
    code: {"description": text, "content": {"text/html": _PAGE, **PROBLEM["content"]}}
    for code, text in {
        400: "A page that says what to do",
        401: "The sign-in was not right",
        403: "Not allowed",
        429: "Too many attempts",
        503: "The provider can’t be reached",
    }.items()
}
"""What a page may answer: a page for people, or a problem where it did not come so far."""
NONE: dict[int | str, dict[str, Any]] = {404: {**PROBLEM, "description": "There is none, or it is another’s"}}


def answer(content: Problem, headers: dict[str, str] | None = None) -> Response:
    return Response(
        content.model_dump_json(), status_code=content.status, media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )  # fmt: skip


def install(app: FastAPI) -> None:
    """Turn every failure of ``app`` into a problem."""

    @app.exception_handler(ProblemError)
    def known(_: Request, error: ProblemError) -> Response:
        challenge = {"WWW-Authenticate": "Bearer"} if error.problem.status == 401 else None
        return answer(error.problem, challenge)

    @app.exception_handler(Refused)
    def refused(_: Request, error: Refused) -> Response:
        return answer(problem(ProblemType.REFUSED, str(error)))

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> Response:
        places = [{"at": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in error.errors()]
        return answer(problem(ProblemType.BAD_REQUEST, "Nothing was changed.", errors=places[:50]))

    @app.exception_handler(HTTPException)
    def http(_: Request, error: HTTPException) -> Response:
        kind = ProblemType.NOT_FOUND if error.status_code in (404, 405) else ProblemType.BAD_REQUEST
        content = problem(kind).model_copy(update={"status": error.status_code})
        return answer(content, dict(error.headers or {}))

    @app.exception_handler(Exception)
    def unexpected(_: Request, error: Exception) -> Response:
        said, status = "Nothing was changed by this request. Please try again.", 500
        if _disk_is_full(error):
            said = "It has no room left on its disk. Nothing was changed by this request; it can be tried again."
            status = 507
        content = problem(ProblemType.SERVER_FAULT, said).model_copy(update={"status": status})
        # uvicorn ends the connection after a failure: who is not told so would send the next request into it.
        return answer(content, {"Connection": "close"})


def _disk_is_full(error: Exception) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    full = isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL
    return full or (isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT))


class BodyLimit:
    """Refuses bodies over MAX_BODY_BYTES, whatever their Content-Length says; files come through in pieces, and who
    takes them counts for themselves."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _comes_in_pieces(scope):
            await self._app(scope, receive, send)
            return
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            if len(body) > MAX_BODY_BYTES:
                await answer(problem(ProblemType.TOO_LARGE, "Send fewer events at a time."))(scope, receive, send)
                return
            if not message.get("more_body", False):
                break
        pending: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, send)


def _comes_in_pieces(scope: Scope) -> bool:
    method, path = scope["method"], scope["path"]
    return (method == "POST" and path.endswith("/files")) or (
        method in ("POST", "PATCH") and path.startswith("/api/v1/my/uploads")
    )
