"""Programs, roles and micro-credentials as educators find them, and asking for access (FAQ 3, 5, 7, 8, 9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import StringConstraints

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.value import Value
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.services import access_requests, program_views
from assessor_app.server.services.access_requests import RequestView
from assessor_app.server.services.program_views import ProgramTile, ProgramView, RoleView, Tile

router = APIRouter(prefix="/api/v1")
_ID = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$")]


class Wish(Value):
    """``note`` tells the administrator why."""

    note: Annotated[str, StringConstraints(max_length=2_000)] = ""


@router.get("/micro-credentials", summary="Every micro-credential in its newest version")
def micro_credentials(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[Tile]:
    with server.database.reading() as session:
        return program_views.list_micro_credentials(session, caller, piece)


@router.get("/micro-credentials/{micro_credential_id}", summary="A micro-credential with its rubric", responses=NONE)
def micro_credential(
    server: TheServer, caller: TheCaller, micro_credential_id: Annotated[str, Path(max_length=64)]
) -> MicroCredential:
    with server.database.reading() as session:
        return program_views.micro_credential_view(session, micro_credential_id)


@router.get("/programs", summary="Programs that one can see, and whether one takes part")
def programs(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[ProgramTile]:
    with server.database.reading() as session:
        return program_views.list_programs(session, caller, piece)


@router.get("/programs/{program_id}", summary="A program: overview, resources, milestones", responses=NONE)
def program(server: TheServer, caller: TheCaller, program_id: _ID) -> ProgramView:
    with server.database.reading() as session:
        return program_views.program_view(session, caller, program_id)


@router.post(
    "/programs/{program_id}/requests", summary="Ask for access to a program", responses={**NONE, **CONFLICT}
)  # fmt: skip
def asked(server: TheServer, caller: TheCaller, program_id: _ID, wish: Wish) -> RequestView:
    with server.database.writing() as session:
        return access_requests.ask(session, caller, program_id, wish.note)


@router.get("/my/requests", summary="One's own requests for access, newest first")
def requests(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[RequestView]:
    with server.database.reading() as session:
        return access_requests.own_requests(session, caller, piece)


@router.get("/roles", summary="The roles of one's organisation, with their role cards")
def roles(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[RoleView]:
    with server.database.reading() as session:
        return program_views.list_roles(session, caller, piece)
