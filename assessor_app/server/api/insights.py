"""What insights screens show: a reviewer's own, and the issuer's of a micro-credential."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.insights import OwnInsights, PoolInsights
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.services.credentials import first_id, newest
from assessor_app.server.services.insights import own_insights
from assessor_app.server.services.pool_insights import pool_insights
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.syncing import may_review

router = APIRouter(prefix="/api/v1/insights")
_Id = Annotated[str, Query(max_length=64, pattern=r"^[a-z0-9._-]*$")]


@router.get("/own", response_model=OwnInsights, summary="One's own pace and agreement, beside the nameless pool")
def own(server: TheServer, caller: TheCaller) -> Response:
    may_review(caller)
    with server.database.reading() as session:
        return _json(own_insights(session, caller.person_id))


@router.get(
    "/pool",
    response_model=PoolInsights,
    summary="The issuer's view of a micro-credential's raters and queue",
    responses={**NONE, **CONFLICT},
)
def pool(server: TheServer, caller: TheCaller, micro_credential: _Id = "") -> Response:
    if Role.ISSUER not in caller.roles:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "This is open to the issuer."))
    try:
        with server.database.reading() as session:
            credential = newest(session, micro_credential or first_id(session))
            return _json(pool_insights(session, credential))
    except Refused as error:
        raise ProblemError(problem(ProblemType.NOT_FOUND, str(error))) from None


def _json(answer: Value) -> Response:
    return Response(answer.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})
