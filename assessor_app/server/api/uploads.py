"""Resumable uploads of evidence: tus 1.0.0 with creation, creation-with-upload, expiration and termination."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer, Wake
from assessor_app.server.api.problems import NONE, PROBLEM
from assessor_app.server.intake.folder import MAX_FILE_BYTES
from assessor_app.server.services import uploads
from assessor_app.server.services.uploads import NewUpload, UploadView

router = APIRouter(prefix="/api/v1/my/uploads")
VERSION = "1.0.0"
CONTENT = "application/offset+octet-stream"
_ID = Annotated[str, Path(max_length=32, pattern=r"^[0-9a-f]+$")]
_Resumable = Annotated[str, Header(alias="Tus-Resumable", max_length=20)]
_Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**53)]
_HEADERS = {name: {"schema": {"type": "string"}} for name in ("Tus-Resumable", "Upload-Offset", "Upload-Expires")}
_BYTES = {"content": {CONTENT: {"schema": {"type": "string", "format": "binary"}}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    **NONE,
    409: {**PROBLEM, "description": "It goes on elsewhere, or the portfolio was handed in"},
    412: {**PROBLEM, "description": "Not this version of tus"},
    415: {**PROBLEM, "description": f"The content must be {CONTENT}"},
    423: {**PROBLEM, "description": "Another request is sending to it"},
}


@router.options("", summary="What this server can do of tus", status_code=204)
def abilities() -> Response:
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,creation-with-upload,expiration,termination",
        "Tus-Max-Size": str(MAX_FILE_BYTES),
    }
    return Response(status_code=204, headers=headers)


@router.post(
    "",
    summary="Begin an upload; Upload-Metadata names portfolio, requirement, filename and title",
    status_code=201,
    response_class=Response,
    responses={**_ANSWERS, 201: {"description": "Begun; Location names it", "headers": _HEADERS}},
    openapi_extra={"requestBody": {"required": False, **_BYTES}},
)
async def begun(
    server: TheServer,
    caller: TheCaller,
    request: Request,
    wake: Wake,
    length: Annotated[int, Header(alias="Upload-Length", ge=0, le=2**53)],
    metadata: Annotated[str, Header(alias="Upload-Metadata", max_length=8_000)],
    tus: _Resumable = "",
) -> Response:
    _check_version(tus)
    wanted = _wanted(metadata, length)
    view = await run_in_threadpool(uploads.begin, server, caller, wanted)
    if request.headers.get("Content-Type", "") == CONTENT:
        view = await _received(server, caller, request, view.id, 0, wake)
    return _answer(view, 201, {"Location": f"{request.url.path}/{view.id}"})


@router.head(
    "/{upload_id}", summary="How far an upload is", response_class=Response,
    responses={**_ANSWERS, 200: {"description": "Upload-Offset tells it", "headers": _HEADERS}},
)  # fmt: skip
def asked(server: TheServer, caller: TheCaller, upload_id: _ID, tus: _Resumable = "") -> Response:
    _check_version(tus)
    view = uploads.looked_at(server, caller, upload_id)
    return _answer(view, 200, {"Upload-Length": str(view.length), "Cache-Control": "no-store"})


@router.get("/{upload_id}", summary="An upload, and the evidence that it became", responses=NONE)
def shown(server: TheServer, caller: TheCaller, upload_id: _ID) -> UploadView:
    return uploads.looked_at(server, caller, upload_id)


@router.patch(
    "/{upload_id}", summary="Send the next bytes; as many as arrive are kept", status_code=204,
    responses={**_ANSWERS, 204: {"description": "Kept; Upload-Offset tells how far it is", "headers": _HEADERS}},
    openapi_extra={"requestBody": {"required": True, **_BYTES}},
)  # fmt: skip
async def continued(
    server: TheServer, caller: TheCaller, request: Request, upload_id: _ID, offset: _Offset, wake: Wake,
    tus: _Resumable = "",
) -> Response:  # fmt: skip
    _check_version(tus)
    if request.headers.get("Content-Type", "") != CONTENT:
        raise ProblemError(problem(ProblemType.WRONG_CONTENT, f"Send the bytes as {CONTENT}. Nothing was written."))
    return _answer(await _received(server, caller, request, upload_id, offset, wake), 204)


@router.delete(
    "/{upload_id}", summary="End an upload; evidence that it became stays", status_code=204, responses=_ANSWERS
)
def ended(server: TheServer, caller: TheCaller, upload_id: _ID, tus: _Resumable = "") -> Response:
    _check_version(tus)
    uploads.end(server, caller, upload_id)
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})


async def _received(
    server: TheServer, caller: TheCaller, request: Request, upload_id: str, offset: int, wake: Wake
) -> UploadView:
    view = await uploads.receive(server, caller, upload_id, offset, _content(request))
    if view.item_id is not None:
        wake()
    return view


async def _content(request: Request) -> AsyncIterator[bytes]:
    """As far as it comes: a line that breaks is the end of it, and no fault."""
    try:
        async for part in request.stream():
            if part:
                yield part
    except ClientDisconnect:
        return


def _wanted(metadata: str, length: int) -> NewUpload:
    values = {}
    for pair in filter(None, (part.strip() for part in metadata.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            values[name] = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise ProblemError(problem(ProblemType.BAD_REQUEST, f"“{name}” is no base64 of UTF-8.")) from error
    lacking = [name for name in ("portfolio", "requirement", "filename") if not values.get(name)]
    if lacking:
        raise ProblemError(problem(ProblemType.BAD_REQUEST, f"Upload-Metadata lacks {', '.join(lacking)}."))
    if any("\0" in value for value in values.values()):
        raise ProblemError(problem(ProblemType.BAD_REQUEST, "Upload-Metadata has characters that are no text."))
    return NewUpload(
        portfolio_id=values["portfolio"][:64], requirement_id=values["requirement"][:64],
        name=values["filename"][:255], title=values.get("title", "")[:200], length=length,
    )  # fmt: skip


def _check_version(tus: str) -> None:
    if tus != VERSION:
        raise ProblemError(problem(ProblemType.WRONG_VERSION, f"This server speaks tus {VERSION}."))


def _answer(view: UploadView, status: int, more: dict[str, str] | None = None) -> Response:
    headers = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(view.received),
        "Upload-Expires": format_datetime(view.expires_at, usegmt=True),
        **(more or {}),
    }
    return Response(status_code=status, headers=headers)
