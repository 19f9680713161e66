"""Anchors over HTTP: the issuer marks submissions as anchors with true scores."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import Field

from assessor_app.domain.calibration import AnchorKind, TrueScore
from assessor_app.domain.value import Key, Line, Value
from assessor_app.protocol.canonical import SubmissionId
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.issuing import must_be_issuer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import PROBLEM
from assessor_app.server.services import anchors
from assessor_app.server.services.anchor_sets import anchors_of, true_scores
from assessor_app.server.services.anchors import NewAnchor
from assessor_app.server.services.lists import paged
from assessor_app.server.storage.calibration_models import Anchor

router = APIRouter(prefix="/api/v1/issuer/anchors")
_ID = Annotated[str, Path(max_length=32, pattern=r"^[0-9a-f]+$")]
_ANSWERS: dict[int | str, dict[str, Any]] = {409: {**PROBLEM, "description": "A rule does not allow it"}}


class AnchorRequest(Value):
    """A prepared submission becomes an anchor; ``scores`` has every criterion of its rubric."""

    submission_id: SubmissionId
    kind: AnchorKind
    set_name: Line
    title: Line
    scores: dict[Key, TrueScore] = Field(min_length=1)


class AnchorView(Value):
    id: str
    micro_credential_id: str
    micro_credential_version: int
    kind: AnchorKind
    set_name: str
    title: str
    submission_id: str | None
    scores: dict[str, TrueScore]
    created_at: datetime
    retired_at: datetime | None


class AnchorId(Value):
    id: str


@router.get("", summary="Anchors, retired ones included")
def listed(
    server: TheServer, caller: TheCaller, piece: ThePiece, micro_credential: Annotated[str, Query(max_length=64)] = ""
) -> Page[AnchorView]:
    must_be_issuer(caller)
    with server.database.reading() as session:
        return paged(session, anchors_of(micro_credential), (Anchor.created_at, Anchor.id), piece, _view)


@router.post("", summary="Make a submission an anchor", status_code=201, responses=_ANSWERS)
def added(server: TheServer, caller: TheCaller, wanted: AnchorRequest) -> AnchorId:
    must_be_issuer(caller)
    new = NewAnchor(kind=wanted.kind, set_name=wanted.set_name, title=wanted.title, scores=dict(wanted.scores))
    return AnchorId(id=anchors.from_submission(server, wanted.submission_id, new))


@router.post("/{anchor_id}/retire", summary="Give an anchor to nobody any more", status_code=204, responses=_ANSWERS)
def retired(server: TheServer, caller: TheCaller, anchor_id: _ID) -> Response:
    must_be_issuer(caller)
    anchors.retire(server, anchor_id)
    return Response(status_code=204)


def _view(row: Anchor) -> AnchorView:
    return AnchorView(
        id=row.id, micro_credential_id=row.micro_credential_id,
        micro_credential_version=row.micro_credential_version, kind=AnchorKind(row.kind), set_name=row.set_name,
        title=row.title, submission_id=row.source_id, scores=dict(true_scores(row)), created_at=row.created_at,
        retired_at=row.retired_at,
    )  # fmt: skip
