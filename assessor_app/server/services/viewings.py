"""Who saw what, when: kept for whoever it is about, without telling an educator who reviewed them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import ColumnElement, String, and_, case, func, or_, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.lists import Keys, Page, Wanted, paged
from assessor_app.server.storage.intake_models import Portfolio, Redaction
from assessor_app.server.storage.models import Lineage, Person, Submission
from assessor_app.server.storage.program_models import Employment, Viewing


class Kind(StrEnum):
    """What was seen.

    The subject is a submission's ID for the first three and for words of evidence (a person's id as long as it was not
    handed in), an organisation's id for its people and reports, and a person's id for the rest.
    """

    PACKET = "packet"
    FEEDBACK = "feedback"
    EVIDENCE = "evidence"
    WORDS = "words"
    PERSON = "person"
    PEOPLE = "people"
    REPORT = "report"
    EXPORT = "export"
    HANDED_OUT = "handed_out"
    """An export that was made for the person by whoever runs the server, who need not be anybody here."""


class ViewingView(Value):
    """What was seen on a day (UTC). ``by`` is “you” or the part that somebody had, never who.

    Of reviewers only the day is told, and one entry is of all of them: how many read a packet, for how long and when
    would tell who they are, and whether somebody reads it a second time.
    """

    kind: Kind
    subject: str
    by: str
    day: str
    first_at: datetime | None
    last_at: datetime | None
    times: int | None


_YOU, _REVIEWER, _ISSUER, _OPERATOR = "you", "a reviewer", "the issuer", "whoever runs the server"
_ADMINISTRATOR, _OTHER = "an administrator", "somebody with access"


def note(server: Server, person_id: str, kind: Kind, subject: str) -> None:
    """Counted by the day (UTC), so that turning pages makes no heap of rows."""
    note_each(server, person_id, kind, (subject,))


def note_each(server: Server, person_id: str, kind: Kind, subjects: Iterable[str]) -> None:
    """The same of several things that were seen at once."""
    wanted = sorted(set(subjects))
    if not wanted:
        return
    now = utc_now()
    day = now.date().isoformat()
    with server.database.writing() as session:
        found = session.scalars(
            select(Viewing).where(
                Viewing.kind == kind, Viewing.subject.in_(wanted), Viewing.person_id == person_id, Viewing.day == day
            )
        )
        rows = {row.subject: row for row in found}
        for subject in wanted:
            row = rows.get(subject)
            if row is None:
                session.add(
                    Viewing(
                        person_id=person_id, kind=kind, subject=subject, day=day, first_at=now, last_at=now, times=1
                    )
                )  # fmt: skip
            else:
                row.last_at, row.times = now, row.times + 1


def whose_words(session: Session, redaction_ids: Iterable[str]) -> set[str]:
    """The subjects of unsure places: submissions, and people for what is not handed in yet."""
    rows = session.execute(
        select(Portfolio.submission_id, Portfolio.applicant_id)
        .join(Redaction, Redaction.portfolio_id == Portfolio.id)
        .where(Redaction.id.in_(list(redaction_ids)))
    )
    return {submission_id or person_id for submission_id, person_id in rows}


def of_person(session: Session, person_id: str, wanted: Wanted) -> Page[ViewingView]:
    """Everything that was seen of a person and of what they handed in, the newest day first.

    Within a day it goes by what was seen: a reviewer's place among other entries would tell the hour.
    """
    seen = (
        select(
            Viewing.day, Viewing.kind, Viewing.subject, _by(person_id).label("by"), Viewing.first_at, Viewing.last_at,
            Viewing.times,
        )
        .join(Person, Viewing.person_id == Person.id)
        .where(_about(person_id))
        .subquery()
    )  # fmt: skip
    merged = (
        select(
            seen.c.day, seen.c.kind, seen.c.subject, seen.c.by, func.min(seen.c.first_at).label("first_at"),
            func.max(seen.c.last_at).label("last_at"), func.sum(seen.c.times).label("times"),
        )
        .group_by(seen.c.day, seen.c.kind, seen.c.subject, seen.c.by)
        .subquery()
    )  # fmt: skip
    # Its columns are no model's, and serve as keys all the same: cursors hold nothing that the entries don't.
    keys = cast("Keys", (merged.c.day, merged.c.kind, merged.c.subject, merged.c.by))
    return paged(session, select(merged), keys, wanted, _view, newest_first=True)


def _about(person_id: str) -> ColumnElement[bool]:
    own = select(Submission.id).join(Lineage).where(Lineage.applicant_id == person_id)
    organisation = select(Employment.organisation_id).where(Employment.person_id == person_id)
    lists = and_(Viewing.kind.in_((Kind.PEOPLE, Kind.REPORT)), Viewing.subject.in_(organisation))
    return or_(Viewing.subject == person_id, Viewing.subject.in_(own), lists)


def _by(person_id: str) -> ColumnElement[str]:
    return case(
        (Viewing.kind == Kind.HANDED_OUT, _OPERATOR),
        (Viewing.person_id == person_id, _YOU),
        (Viewing.kind == Kind.PACKET, _REVIEWER),
        (Viewing.kind == Kind.WORDS, _ISSUER),
        (as_type(Person.roles, String).contains(f'"{Role.ADMINISTRATOR.value}"'), _ADMINISTRATOR),
        else_=_OTHER,
    )


def _view(row: tuple[str, str, str, str, datetime, datetime, int]) -> ViewingView:
    day, kind, subject, by, first_at, last_at, times = row
    hidden = by == _REVIEWER
    return ViewingView(
        kind=Kind(kind), subject=subject, by=by, day=day, first_at=None if hidden else first_at,
        last_at=None if hidden else last_at, times=None if hidden else times,
    )  # fmt: skip


def log_rows(session: Session, subject: str) -> list[dict[str, str | int]]:
    """The same with names, for whoever runs the server; ``subject`` is a submission's ID or a person's id."""
    rows = session.execute(
        select(Viewing, Person.email)
        .join(Person, Viewing.person_id == Person.id)
        .where(or_(Viewing.subject == subject, Viewing.person_id == subject))
        .order_by(Viewing.first_at)
    )
    return [
        {
            "first": f"{row.first_at:%Y-%m-%d %H:%M}", "last": f"{row.last_at:%Y-%m-%d %H:%M}", "times": row.times,
            "who": _OPERATOR if row.kind == Kind.HANDED_OUT else email, "what": row.kind, "of": row.subject,
        }
        for row, email in rows
    ]  # fmt: skip
