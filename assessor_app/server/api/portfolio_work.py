"""Drafts, self-check and agreement of an open portfolio, and what was handed in, back again (FAQ 15, 17, 22, 25)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse, Response
from pydantic import Field, StringConstraints

from assessor_app.domain.self_check import OwnAnswer
from assessor_app.domain.value import Key, Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer, Wake
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.services import portfolio_work
from assessor_app.server.services.lists import cut
from assessor_app.server.services.own_portfolios import PortfolioView, own_item, own_portfolio, view
from assessor_app.server.services.portfolio_work import AgreementView, DraftView, SelfCheckView

router = APIRouter(prefix="/api/v1/my/portfolios/{portfolio_id}")
_ID = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$")]
_Requirement = Annotated[str, Path(max_length=64)]
_ANSWERS = {**NONE, **CONFLICT}


class NewDraft(Value):
    """``version`` is the one that this change was made on."""

    text: Annotated[str, StringConstraints(max_length=500_000)]
    version: int = Field(ge=0, le=2**31 - 1)


class Answers(Value):
    answers: dict[Key, OwnAnswer] = Field(max_length=500)


@router.get("/drafts", summary="Drafts of text responses, one for each requirement that takes words", responses=NONE)
def drafts(server: TheServer, caller: TheCaller, portfolio_id: _ID, piece: ThePiece) -> Page[DraftView]:
    with server.database.reading() as session:
        found = portfolio_work.drafts(session, own_portfolio(session, caller, portfolio_id))
        return cut(sorted(found, key=lambda each: each.requirement_id), piece, lambda each: each.requirement_id)


@router.put("/drafts/{requirement_id}", summary="Save a draft; refused when it changed elsewhere", responses=_ANSWERS)
def draft_saved(
    server: TheServer, caller: TheCaller, portfolio_id: _ID, requirement_id: _Requirement, wanted: NewDraft
) -> DraftView:
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        return portfolio_work.save_draft(session, portfolio, requirement_id, wanted.text, wanted.version)


@router.post("/drafts/{requirement_id}/evidence", summary="Make a draft evidence", responses=_ANSWERS)
def draft_taken(
    server: TheServer,
    caller: TheCaller,
    portfolio_id: _ID,
    requirement_id: _Requirement,
    wake: Wake,
    title: Annotated[str, Query(max_length=200)] = "",
) -> PortfolioView:
    portfolio_work.take_draft(server, caller, portfolio_id, requirement_id, title)
    wake()
    with server.database.reading() as session:
        return view(session, own_portfolio(session, caller, portfolio_id))


@router.get("/self-check", summary="One's own look at the work against the rubric", responses=NONE)
def self_check(server: TheServer, caller: TheCaller, portfolio_id: _ID) -> SelfCheckView:
    with server.database.reading() as session:
        return portfolio_work.self_check(session, own_portfolio(session, caller, portfolio_id))


@router.put("/self-check", summary="Keep it; nobody else sees it", responses=_ANSWERS)
def self_checked(server: TheServer, caller: TheCaller, portfolio_id: _ID, given: Answers) -> SelfCheckView:
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        return portfolio_work.save_self_check(session, portfolio, given.answers)


@router.get("/agreement", summary="What is to be agreed to, and whether it was", responses=NONE)
def agreement(server: TheServer, caller: TheCaller, portfolio_id: _ID) -> AgreementView:
    with server.database.reading() as session:
        return portfolio_work.agreement(session, own_portfolio(session, caller, portfolio_id))


@router.put("/agreement", summary="Agree that the work is one’s own and shows no student", responses=_ANSWERS)
def agreed(server: TheServer, caller: TheCaller, portfolio_id: _ID) -> AgreementView:
    with server.database.writing() as session:
        return portfolio_work.agree(session, own_portfolio(session, caller, portfolio_id))


@router.get(
    "/items/{item_id}/original",
    summary="A piece of evidence as it was handed in",
    response_class=FileResponse,
    responses=NONE,
)
def original(server: TheServer, caller: TheCaller, portfolio_id: _ID, item_id: _ID) -> Response:
    with server.database.reading() as session:
        item = own_item(session, own_portfolio(session, caller, portfolio_id), item_id)
    if item.original is None or not server.originals.path(item.original).is_file():
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no file of it here."))
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(
        server.originals.path(item.original), media_type="application/octet-stream", filename=item.name or "evidence",
        headers=headers,
    )  # fmt: skip
