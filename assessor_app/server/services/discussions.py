"""Discussions of a program's people and its facilitators, who see nothing of anybody's work (FAQ 22 to 24)."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.services import enrolments
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.discussion_models import Discussion, Facilitation, Post
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Program

REMOVED = "(removed)"


class ProgramName(Value):
    id: str
    title: str


class DiscussionView(Value):
    """``by`` is a name: people of a program know each other."""

    id: str
    program_id: str
    title: str
    by: str
    begun_at: datetime
    posts: int


class PostView(Value):
    """``text`` is Markdown, and empty where it was removed. ``facilitator``: by somebody who helps."""

    id: str
    by: str
    facilitator: bool
    own: bool
    text: str
    written_at: datetime
    edited_at: datetime | None
    removed: bool


def facilitated(session: Session, caller: Caller, wanted: Wanted) -> Page[ProgramName]:
    """Programs that the caller facilitates. Raises ProblemError."""
    if Role.FACILITATOR not in caller.roles:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "This is open to facilitators."))
    return paged(
        session,
        select(Program).join(Facilitation).where(Facilitation.person_id == caller.person_id),
        (Program.title, Program.id),
        wanted,
        lambda program: ProgramName(id=program.id, title=program.title),
    )


def listed(session: Session, caller: Caller, program_id: str, wanted: Wanted) -> Page[DiscussionView]:
    """Newest first. Raises ProblemError."""
    _must_belong(session, caller, program_id)
    return paged(
        session, select(Discussion).where(Discussion.program_id == program_id), (Discussion.begun_at, Discussion.id),
        wanted, lambda row: _view(session, row), newest_first=True,
    )  # fmt: skip


def begin(session: Session, caller: Caller, program_id: str, title: str, text: str) -> DiscussionView:
    """Raises ProblemError."""
    _must_belong(session, caller, program_id)
    row = Discussion(
        id=uuid.uuid4().hex, program_id=program_id, title=title, author_id=caller.person_id, begun_at=utc_now()
    )
    session.add(row)
    session.flush()
    _write(session, row.id, caller, text)
    return _view(session, row)


def posts(session: Session, caller: Caller, discussion_id: str, wanted: Wanted) -> Page[PostView]:
    """The oldest first. Raises ProblemError."""
    discussion = _found(session, caller, discussion_id)
    helpers = _helpers(session, discussion.program_id)
    return paged(
        session, select(Post).where(Post.discussion_id == discussion_id), (Post.written_at, Post.id), wanted,
        lambda row: _post(session, row, caller, helpers),
    )  # fmt: skip


def answer(session: Session, caller: Caller, discussion_id: str, text: str) -> PostView:
    """Raises ProblemError."""
    discussion = _found(session, caller, discussion_id)
    row = _write(session, discussion_id, caller, text)
    return _post(session, row, caller, _helpers(session, discussion.program_id))


def edit(session: Session, caller: Caller, post_id: str, text: str) -> PostView:
    """One's own. Raises ProblemError."""
    row, discussion = _post_found(session, caller, post_id)
    if row.author_id != caller.person_id:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "Only who wrote it can change it."))
    if row.removed_at is not None:
        raise Refused("It was removed, and can't be changed any more.")
    row.text, row.edited_at = text, utc_now()
    return _post(session, row, caller, _helpers(session, discussion.program_id))


def remove(session: Session, caller: Caller, post_id: str) -> None:
    """One's own, or as a facilitator anybody's. Raises ProblemError."""
    row, discussion = _post_found(session, caller, post_id)
    if row.author_id != caller.person_id and caller.person_id not in _helpers(session, discussion.program_id):
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "Only who wrote it, or a facilitator, can remove it."))
    row.text, row.removed_at = "", row.removed_at or utc_now()


def remove_discussion(session: Session, caller: Caller, discussion_id: str) -> None:
    """Its title and all that was written in it: by a facilitator, or by who began it while nobody else wrote in it.
    Raises ProblemError."""
    row = _found(session, caller, discussion_id)
    written = session.scalars(select(Post).where(Post.discussion_id == row.id)).all()
    alone = row.author_id == caller.person_id and all(post.author_id == caller.person_id for post in written)
    if not alone and caller.person_id not in _helpers(session, row.program_id):
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "Others wrote in it: only a facilitator can remove it."))
    row.title = REMOVED
    for post in written:
        post.text, post.removed_at = "", post.removed_at or utc_now()


def appoint(session: Session, person: Person, program: Program) -> None:
    """Make somebody a facilitator of a program. Raises Refused."""
    if Role.FACILITATOR not in person.roles:
        raise Refused(f"{person.email} is no facilitator.")
    note_act(session, "facilitator appointed")
    session.merge(Facilitation(program_id=program.id, person_id=person.id))


def _must_belong(session: Session, caller: Caller, program_id: str) -> None:
    """Whoever takes part in the program or facilitates it; to others it looks as if there were none."""
    takes_part = Role.EDUCATOR in caller.roles and program_id in enrolments.current(session, caller.person_id)
    helps = Role.FACILITATOR in caller.roles and caller.person_id in _helpers(session, program_id)
    if not takes_part and not helps:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "You take part in no program of this id."))


def _found(session: Session, caller: Caller, discussion_id: str) -> Discussion:
    row = session.get(Discussion, discussion_id)
    if row is None:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no discussion of this id in your programs."))
    try:
        _must_belong(session, caller, row.program_id)
    except ProblemError as error:
        detail = "There is no discussion of this id in your programs."
        raise ProblemError(problem(ProblemType.NOT_FOUND, detail)) from error
    return row


def _post_found(session: Session, caller: Caller, post_id: str) -> tuple[Post, Discussion]:
    row = session.get(Post, post_id)
    if row is None:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no discussion of this id in your programs."))
    return row, _found(session, caller, row.discussion_id)


def _write(session: Session, discussion_id: str, caller: Caller, text: str) -> Post:
    row = Post(
        id=uuid.uuid4().hex, discussion_id=discussion_id, author_id=caller.person_id, text=text, written_at=utc_now(),
        edited_at=None, removed_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _helpers(session: Session, program_id: str) -> frozenset[str]:
    return frozenset(session.scalars(select(Facilitation.person_id).where(Facilitation.program_id == program_id)))


def _view(session: Session, row: Discussion) -> DiscussionView:
    count = session.scalar(select(func.count()).where(Post.discussion_id == row.id)) or 0
    return DiscussionView(
        id=row.id, program_id=row.program_id, title=row.title, by=session.get_one(Person, row.author_id).name,
        begun_at=row.begun_at, posts=count,
    )  # fmt: skip


def _post(session: Session, row: Post, caller: Caller, helpers: frozenset[str]) -> PostView:
    return PostView(
        id=row.id, by=session.get_one(Person, row.author_id).name, facilitator=row.author_id in helpers,
        own=row.author_id == caller.person_id, text=row.text, written_at=row.written_at, edited_at=row.edited_at,
        removed=row.removed_at is not None,
    )  # fmt: skip
