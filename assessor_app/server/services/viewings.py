"""Who saw what, when: kept for whoever it is about, without telling an educator who reviewed them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.storage.models import Lineage, Person, Submission
from assessor_app.server.storage.program_models import Viewing


class Kind(StrEnum):
    """What was seen. The subject is a submission's ID for the first three, else the id of a person or organisation."""

    PACKET = "packet"
    FEEDBACK = "feedback"
    EVIDENCE = "evidence"
    PERSON = "person"
    PEOPLE = "people"
    REPORT = "report"
    EXPORT = "export"


class ViewingView(Value):
    """``by`` is “you” or the part that somebody had, never who: reviewers stay unknown to those they review."""

    kind: Kind
    subject: str
    by: str
    first_at: datetime
    last_at: datetime
    times: int


def note(server: Server, person_id: str, kind: Kind, subject: str) -> None:
    """Counted by the day (UTC), so that turning pages makes no heap of rows."""
    now = utc_now()
    day = now.date().isoformat()
    with server.database.writing() as session:
        row = session.scalars(
            select(Viewing).where(
                Viewing.kind == kind, Viewing.subject == subject, Viewing.person_id == person_id, Viewing.day == day
            )
        ).first()
        if row is None:
            session.add(
                Viewing(
                    person_id=person_id, kind=kind, subject=subject, day=day, first_at=now, last_at=now, times=1
                )
            )  # fmt: skip
        else:
            row.last_at, row.times = now, row.times + 1


def of_person(session: Session, person_id: str, wanted: Wanted) -> Page[ViewingView]:
    """Everything that was seen of a person and of what they handed in, newest first."""
    own = select(Submission.id).join(Lineage).where(Lineage.applicant_id == person_id)
    statement = (
        select(Viewing, Person.roles)
        .join(Person, Viewing.person_id == Person.id)
        .where(or_(Viewing.subject == person_id, Viewing.subject.in_(own)))
    )
    return paged(
        session, statement, (Viewing.first_at, Viewing.id), wanted,
        lambda row: _view(row[0], row[1], person_id), newest_first=True,
    )  # fmt: skip


def _view(row: Viewing, roles: Collection[str], person_id: str) -> ViewingView:
    if row.person_id == person_id:
        by = "you"
    elif row.kind == Kind.PACKET:
        by = "a reviewer"
    else:
        by = "an administrator" if Role.ADMINISTRATOR in roles else "somebody with access"
    return ViewingView(
        kind=Kind(row.kind), subject=row.subject, by=by, first_at=row.first_at, last_at=row.last_at, times=row.times
    )


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
            "who": email, "what": row.kind, "of": row.subject,
        }
        for row, email in rows
    ]  # fmt: skip
