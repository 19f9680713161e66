"""What assessors' and approvers' computers use: sync and blobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path
from fastapi.responses import FileResponse, Response

from assessor_app.protocol.sync import FatesReply, FatesRequest, SyncReply, SyncRequest
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.services.packets import blob_file
from assessor_app.server.services.syncing import results_of, sync

router = APIRouter(prefix="/api/v1")
WRITTEN = "Thu, 01 Jan 1970 00:00:00 GMT"


@router.post("/sync", response_model=SyncReply, summary="Send events, get results and changes")
def synchronise(server: TheServer, caller: TheCaller, request: SyncRequest) -> Response:
    reply = sync(server, caller, request)
    return Response(reply.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/results", response_model=FatesReply, summary="What became of events that were sent before")
def results(server: TheServer, caller: TheCaller, request: FatesRequest) -> Response:
    reply = results_of(server, caller, request)
    return Response(reply.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/blobs/{sha256}", response_class=FileResponse, summary="A packet's manifest or one of its blobs")
def blob(
    server: TheServer,
    caller: TheCaller,
    sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
    if_none_match: Annotated[str, Header(max_length=2_000)] = "",
) -> Response:
    file = blob_file(server, caller, sha256)
    # When the file was written here would tell an anchor's old evidence from what has just come in.
    headers = {"ETag": f'"{sha256}"', "Cache-Control": "private, no-store", "Last-Modified": WRITTEN}
    # The name is the content's hash: a client that names it has it.
    if sha256 in if_none_match or if_none_match.strip() == "*":
        return Response(status_code=304, headers=headers)
    return FileResponse(file, media_type="application/octet-stream", headers=headers)
