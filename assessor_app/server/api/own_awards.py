"""Awards for those who hold a token: one's own, and taking one back as the issuer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import StringConstraints

from assessor_app.domain.value import Value
from assessor_app.server.api.callers import TheCaller, TheServer, Wake
from assessor_app.server.api.issuing import must_be_issuer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.services import award_views, awarding
from assessor_app.server.services.award_views import AwardView

router = APIRouter(prefix="/api/v1")
_SubmissionId = Annotated[str, Path(max_length=64)]


class Revocation(Value):
    """``reason`` is told to the holder, and to everybody who verifies the award."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=awarding.LONGEST_REASON)]


@router.get("/my/awards", summary="One's own awards, newest first")
def my_awards(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[AwardView]:
    with server.database.reading() as session:
        return award_views.own_awards(session, caller, piece)


@router.get("/my/awards/{submission_id}", summary="One of one's own awards", responses=NONE)
def my_award(server: TheServer, caller: TheCaller, submission_id: _SubmissionId) -> AwardView:
    with server.database.reading() as session:
        return award_views.own_award(session, caller, submission_id)


@router.post("/issuer/awards/{submission_id}/revocation", summary="Revoke an award, for good", status_code=204,
             responses=CONFLICT)  # fmt: skip
def revoked(
    server: TheServer, caller: TheCaller, submission_id: _SubmissionId, wanted: Revocation, wake: Wake
) -> Response:
    must_be_issuer(caller)
    awarding.revoke(server, submission_id, wanted.reason)
    wake()
    return Response(status_code=204)
