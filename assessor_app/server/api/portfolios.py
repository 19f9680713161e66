"""How an educator puts a portfolio together and hands it in (FAQ 5, 15, 18, 21, 25)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import Field, StringConstraints

from assessor_app.domain.assessment import word_count
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer, Wake
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import PROBLEM
from assessor_app.server.intake import links
from assessor_app.server.intake.folder import MAX_FILE_BYTES, Piece, is_web_address
from assessor_app.server.opening import Server
from assessor_app.server.services import portfolios
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.own import must_be_educator
from assessor_app.server.services.own_portfolios import (
    PortfolioView,
    hand_in,
    own_item,
    own_portfolio,
    own_portfolios,
    takes,
    view,
)
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import Person

router = APIRouter(prefix="/api/v1/my/portfolios")
_ID = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$")]
_Requirement = Annotated[str, Path(max_length=64)]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_ANSWERS: dict[int | str, dict[str, Any]] = {
    404: {**PROBLEM, "description": "There is none, or it is another person’s"},
    409: {**PROBLEM, "description": "It was handed in already, or a rule does not allow it"},
}


class NewPortfolio(Value):
    """``people`` are colleagues and students who are named in the evidence; their names are taken out too."""

    micro_credential_id: Annotated[str, StringConstraints(max_length=64)]
    people: tuple[_Name, ...] = Field(default=(), max_length=portfolios.MOST_PEOPLE)


class People(Value):
    people: tuple[_Name, ...] = Field(max_length=portfolios.MOST_PEOPLE)


class TextResponse(Value):
    text: Annotated[str, StringConstraints(min_length=1, max_length=500_000)]
    title: Annotated[str, StringConstraints(max_length=200)] = ""


class LinkResponse(Value):
    """A page that anyone who has the link can view."""

    link: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
    title: Annotated[str, StringConstraints(max_length=200)] = ""


@router.get("", summary="One's own portfolios, newest first")
def listed(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[PortfolioView]:
    with server.database.reading() as session:
        return own_portfolios(session, caller, piece)


@router.post("", summary="Begin a portfolio, or go on with the one that is open", responses=_ANSWERS)
def begun(server: TheServer, caller: TheCaller, wanted: NewPortfolio, wake: Wake) -> PortfolioView:
    must_be_educator(caller)
    with server.database.writing() as session:
        person = session.get_one(Person, caller.person_id)
        made = view(session, portfolios.start(session, person, wanted.micro_credential_id, list(wanted.people)))
    wake()
    return made


@router.get("/{portfolio_id}", summary="A portfolio, and what is missing", responses=_ANSWERS)
def shown(server: TheServer, caller: TheCaller, portfolio_id: _ID) -> PortfolioView:
    with server.database.reading() as session:
        return view(session, own_portfolio(session, caller, portfolio_id))


@router.put("/{portfolio_id}/people", summary="Say who is named in the evidence", responses=_ANSWERS)
def named(server: TheServer, caller: TheCaller, portfolio_id: _ID, wanted: People, wake: Wake) -> PortfolioView:
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        portfolios.open_or_raise(portfolio)
        portfolios.name_people(session, portfolio, list(wanted.people))
        made = view(session, portfolio)
    wake()
    return made


@router.post(
    "/{portfolio_id}/requirements/{requirement_id}/files",
    summary="Add a file: its bytes are the body",
    responses=_ANSWERS,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def file_added(
    server: TheServer,
    caller: TheCaller,
    portfolio_id: _ID,
    requirement_id: _Requirement,
    request: Request,
    wake: Wake,
    name: Annotated[str, Query(max_length=255)] = "",
    title: Annotated[str, Query(max_length=200)] = "",
) -> PortfolioView:
    if request.headers.get("Content-Type", "").casefold().startswith("multipart/"):
        detail = "Send the file's bytes as the body, not as a form. Nothing was added."
        raise ProblemError(problem(ProblemType.BAD_REQUEST, detail))
    await run_in_threadpool(_may_add, server, caller, portfolio_id, requirement_id, EvidenceKind.FILE)
    with server.originals.incoming() as arriving:
        async for part in request.stream():
            await run_in_threadpool(arriving.write, part)
            if arriving.size > MAX_FILE_BYTES:
                detail = f"A file may have at most {MAX_FILE_BYTES // 1024**2} MiB. Nothing was added."
                raise ProblemError(problem(ProblemType.TOO_LARGE, detail))
        if not arriving.size:
            raise ProblemError(problem(ProblemType.BAD_REQUEST, "The file is empty. Nothing was added."))
        original = await run_in_threadpool(arriving.keep)
    piece = Piece(requirement_id, EvidenceKind.FILE, name, title=title)
    return await run_in_threadpool(_added, server, caller, portfolio_id, piece, wake, original)


@router.post("/{portfolio_id}/requirements/{requirement_id}/texts", summary="Add a text response", responses=_ANSWERS)
def text_added(
    server: TheServer,
    caller: TheCaller,
    portfolio_id: _ID,
    requirement_id: _Requirement,
    given: TextResponse,
    wake: Wake,
) -> PortfolioView:
    _may_add(server, caller, portfolio_id, requirement_id, EvidenceKind.TEXT)
    words = word_count(given.text)
    piece = Piece(
        requirement_id, EvidenceKind.TEXT, "response.txt", given.text.encode(), words=words, title=given.title
    )
    return _added(server, caller, portfolio_id, piece, wake)


@router.post("/{portfolio_id}/requirements/{requirement_id}/links", summary="Add a link", responses=_ANSWERS)
def link_added(
    server: TheServer,
    caller: TheCaller,
    portfolio_id: _ID,
    requirement_id: _Requirement,
    given: LinkResponse,
    wake: Wake,
) -> PortfolioView:
    refused = links.refused_at_once(given.link, server.settings.links_allowed)
    if refused is not None:
        raise ProblemError(problem(ProblemType.BAD_REQUEST, f"{refused} Nothing was added."))
    if not is_web_address(given.link):
        detail = "The link is no address of a web page (http or https). Nothing was added."
        raise ProblemError(problem(ProblemType.BAD_REQUEST, detail))
    _may_add(server, caller, portfolio_id, requirement_id, EvidenceKind.LINK)
    piece = Piece(requirement_id, EvidenceKind.LINK, "", link=given.link, title=given.title)
    return _added(server, caller, portfolio_id, piece, wake)


@router.delete("/{portfolio_id}/items/{item_id}", summary="Take evidence out again", responses=_ANSWERS)
def taken_out(server: TheServer, caller: TheCaller, portfolio_id: _ID, item_id: _ID) -> PortfolioView:
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        portfolios.remove(session, portfolio, own_item(session, portfolio, item_id))
        session.flush()
        return view(session, portfolio)


@router.post(
    "/{portfolio_id}/submit",
    summary="Hand the portfolio in; refused while something is missing, and said what",
    responses={**_ANSWERS, 422: {**PROBLEM, "description": "Something is missing: see “missing”"}},
)
def handed_in(server: TheServer, caller: TheCaller, portfolio_id: _ID, wake: Wake) -> PortfolioView:
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        hand_in(session, portfolio)
        made = view(session, portfolio)
    wake()
    return made


@router.delete(
    "/{portfolio_id}", summary="Forget a portfolio that was not handed in", status_code=204, responses=_ANSWERS
)
def forgotten(server: TheServer, caller: TheCaller, portfolio_id: _ID) -> Response:
    with server.database.writing() as session:
        portfolios.discard(session, own_portfolio(session, caller, portfolio_id))
    return Response(status_code=204)


def _may_add(server: Server, caller: Caller, portfolio_id: str, requirement_id: str, kind: EvidenceKind) -> None:
    with server.database.reading() as session:
        portfolio = own_portfolio(session, caller, portfolio_id)
        portfolios.open_or_raise(portfolio)
        takes(newest(session, portfolio.micro_credential_id), requirement_id, kind)


def _added(
    server: Server, caller: Caller, portfolio_id: str, piece: Piece, wake: Wake, original: str | None = None
) -> PortfolioView:
    portfolios.add(server, portfolio_id, piece, original)
    wake()
    with server.database.reading() as session:
        return view(session, own_portfolio(session, caller, portfolio_id))
