"""Discussions over HTTP: a program's people and its facilitators (FAQ 22 to 24)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import StringConstraints

from assessor_app.domain.value import Line, Value
from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE
from assessor_app.server.services import discussions
from assessor_app.server.services.discussions import DiscussionView, PostView, ProgramName

router = APIRouter(prefix="/api/v1")
_ID = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$")]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]


class NewDiscussion(Value):
    """``text`` is its first post."""

    title: Line
    text: _Words


class NewPost(Value):
    text: _Words


@router.get("/facilitated-programs", summary="Programs that one facilitates")
def facilitated(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[ProgramName]:
    with server.database.reading() as session:
        return discussions.facilitated(session, caller, piece)


@router.get("/programs/{program_id}/discussions", summary="A program's discussions, newest first", responses=NONE)
def listed(server: TheServer, caller: TheCaller, program_id: _ID, piece: ThePiece) -> Page[DiscussionView]:
    with server.database.reading() as session:
        return discussions.listed(session, caller, program_id, piece)


@router.post("/programs/{program_id}/discussions", summary="Begin a discussion", status_code=201, responses=NONE)
def begun(server: TheServer, caller: TheCaller, program_id: _ID, wanted: NewDiscussion) -> DiscussionView:
    with server.database.writing() as session:
        return discussions.begin(session, caller, program_id, wanted.title, wanted.text)


@router.get("/discussions/{discussion_id}/posts", summary="What was written, the oldest first", responses=NONE)
def posts(server: TheServer, caller: TheCaller, discussion_id: _ID, piece: ThePiece) -> Page[PostView]:
    with server.database.reading() as session:
        return discussions.posts(session, caller, discussion_id, piece)


@router.post("/discussions/{discussion_id}/posts", summary="Write in a discussion", status_code=201, responses=NONE)
def answered(server: TheServer, caller: TheCaller, discussion_id: _ID, wanted: NewPost) -> PostView:
    with server.database.writing() as session:
        return discussions.answer(session, caller, discussion_id, wanted.text)


@router.delete(
    "/discussions/{discussion_id}",
    summary="Remove a discussion with all that is in it",
    status_code=204,
    responses=NONE,
)
def discussion_removed(server: TheServer, caller: TheCaller, discussion_id: _ID) -> Response:
    with server.database.writing() as session:
        discussions.remove_discussion(session, caller, discussion_id)
    return Response(status_code=204)


@router.put("/posts/{post_id}", summary="Change what one wrote", responses={**NONE, **CONFLICT})
def edited(server: TheServer, caller: TheCaller, post_id: _ID, wanted: NewPost) -> PostView:
    with server.database.writing() as session:
        return discussions.edit(session, caller, post_id, wanted.text)


@router.delete("/posts/{post_id}", summary="Take back what one wrote, or as a facilitator anybody’s", status_code=204,
               responses=NONE)  # fmt: skip
def removed(server: TheServer, caller: TheCaller, post_id: _ID) -> Response:
    with server.database.writing() as session:
        discussions.remove(session, caller, post_id)
    return Response(status_code=204)
