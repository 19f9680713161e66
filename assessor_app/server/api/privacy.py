"""One's own data to take along, and what an organisation keeps for how long."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from assessor_app.protocol.events import utc_now
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.services import personal_export, retention, viewings
from assessor_app.server.services.retention import RetentionReport
from assessor_app.server.services.tenancy import organisation_of

router = APIRouter(prefix="/api/v1")
_ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A ZIP archive",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/my/export", summary="Everything that is held of oneself", response_class=FileResponse, responses=_ZIP)
def exported(server: TheServer, caller: TheCaller) -> Response:
    file = personal_export.kept_export(server, caller.person_id)
    viewings.note(server, caller.person_id, viewings.Kind.EXPORT, caller.person_id)
    return FileResponse(
        file, media_type="application/zip", filename="my-data.zip", background=BackgroundTask(file.unlink, True),
        headers={"Cache-Control": "private, no-store"},
    )  # fmt: skip


@router.get("/organisation/retention", summary="What was kept for longer than the policy says: a preview")
def over_time(server: TheServer, caller: TheCaller) -> RetentionReport:
    with server.database.reading() as session:
        return retention.preview(session, organisation_of(session, caller), utc_now())


@router.post("/organisation/retention", summary="End it; the daily job does the same")
def ended(server: TheServer, caller: TheCaller) -> RetentionReport:
    with server.database.writing() as session:
        return retention.carry_out(session, organisation_of(session, caller), utc_now())
