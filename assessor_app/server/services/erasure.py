"""Erasing a person, as far as records allow: what goes, what is emptied, what stays and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Action, Role, State, transition
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.notify.letters import clean
from assessor_app.server.notify.messages import Kind
from assessor_app.server.opening import Server
from assessor_app.server.services import accounts, portfolios, retention, sweeping
from assessor_app.server.services.people import by_email
from assessor_app.server.services.personal_tables import HOLDINGS, WORK, Fate, attached, erased_address
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.storage.discussion_models import Discussion, Post
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.intake_models import Portfolio
from assessor_app.server.storage.models import Assignment, Base, Device, Lineage, Mail, Notice, Person, Submission
from assessor_app.server.storage.portfolio_models import Upload
from assessor_app.server.storage.program_models import AccessRequest, Account, Employment, Enrolment, RoleHolding

NAME = "Erased person"
ENDED = "erased"
"""Why somebody is in a program no more, beside :class:`enrolments.Ended`."""


class Erased(Value):
    """A table's rows, and what becomes of them."""

    table: str
    rows: int
    fate: Fate
    why: str


class ErasureReport(Value):
    """``withdrawn`` are submissions that nobody decided on; ``done_at`` None: a preview, nothing was changed."""

    person_id: str
    withdrawn: tuple[str, ...]
    tables: tuple[Erased, ...]
    done_at: datetime | None = None


def preview(session: Session, email: str) -> ErasureReport:
    """Raises Refused."""
    person = by_email(session, email)
    tables = [
        Erased(table=h.model.__tablename__, rows=_count(session, h.model, h.whose == person.id), fate=h.fate, why=h.why)
        for h in HOLDINGS
    ] + [
        Erased(table=a.model.__tablename__, rows=_count(session, a.model, a.condition), fate=a.fate, why=a.why)
        for a in attached(person.id)
    ] + [
        Erased(table="notices", rows=_count(session, Notice, _notices(person.id)), fate=Fate.DELETED, why=WORK),
        Erased(
            table="mails", rows=len(_mails_that_name(session, person)), fate=Fate.EMPTIED,
            why="others were told that their work was late",
        ),
    ]  # fmt: skip
    return ErasureReport(
        person_id=person.id, withdrawn=tuple(_undecided(session, person.id)),
        tables=tuple(table for table in tables if table.rows),
    )  # fmt: skip


def erase(server: Server, email: str) -> ErasureReport:
    """Raises Refused, with nothing changed. Files that were handed in go with the next sweep."""
    with server.database.reading() as session:
        person_id = by_email(session, email).id
        _may_be_erased(session, person_id)
        report = preview(session, email)
    for submission_id in report.withdrawn:
        withdraw(server, submission_id)
    now = utc_now()
    with server.database.writing() as session:
        note_act(session, "person erased")
        _may_be_erased(session, person_id)
        person = session.get_one(Person, person_id)
        accounts.end_sign_ins(session, person_id)
        uploads = session.scalars(select(Upload.id).where(Upload.person_id == person_id)).all()
        _empty_work(session, person_id)
        _empty_words(session, person_id, now)
        _empty_mail(session, person)
        _end_parts(session, person_id, now)
        for holding in HOLDINGS:
            if holding.fate is Fate.DELETED:
                # One by one, so that the history sees those that it vouches for.
                for row in session.scalars(select(holding.model).where(holding.whose == person_id)).all():
                    session.delete(row)
        for part in attached(person_id):
            if part.fate is Fate.DELETED:
                session.execute(delete(part.model).where(part.condition))
        session.execute(delete(Notice).where(_notices(person_id)))
        person.email, person.name, person.organisation = erased_address(person_id), NAME, ""
        person.password_hash, person.roles = "", []
    sweeping.remove_of(server, person_id, uploads)
    return report.model_copy(update={"done_at": now})


def _may_be_erased(session: Session, person_id: str) -> None:
    """Raises Refused. What its applicant took back is nobody's work, and can't be given to anybody else."""
    open_work = session.scalar(
        select(func.count())
        .select_from(Assignment)
        .join(Submission, Assignment.submission_id == Submission.id)
        .where(
            Assignment.person_id == person_id, Assignment.status == AssignmentStatus.ACTIVE,
            Submission.state != State.WITHDRAWN,
        )
    )  # fmt: skip
    if open_work:
        raise Refused(f"They have {open_work} submissions to work on. Give those to somebody else first.")


def _undecided(session: Session, person_id: str) -> Sequence[str]:
    rows = session.execute(
        select(Submission.id, Submission.state)
        .join(Lineage, Submission.lineage_id == Lineage.id)
        .where(Lineage.applicant_id == person_id)
    )
    return [key for key, state in rows if transition(Action.WITHDRAW, State(state), Role.EDUCATOR) is not None]


def _empty_work(session: Session, person_id: str) -> None:
    for portfolio in session.scalars(select(Portfolio).where(Portfolio.applicant_id == person_id)).all():
        if portfolio.submission_id is None:
            portfolios.discard(session, portfolio)
            continue
        portfolio.people = []
        for item in portfolios.items_of(session, portfolio.id):
            retention.forget_original(item)


def _empty_words(session: Session, person_id: str, now: datetime) -> None:
    for post in session.scalars(select(Post).where(Post.author_id == person_id)):
        post.text, post.removed_at = "", post.removed_at or now
    for discussion in session.scalars(select(Discussion).where(Discussion.author_id == person_id)):
        discussion.title = "(removed)"
    for request in session.scalars(select(AccessRequest).where(AccessRequest.person_id == person_id)):
        request.note = request.answer = ""
    for device in session.scalars(select(Device).where(Device.person_id == person_id)):
        device.name, device.revoked_at = "", device.revoked_at or now
        device.unlock_secret = None
    employment = session.get(Employment, person_id)
    if employment is not None:
        employment.employee_id, employment.campus_id = "", None
        employment.left_at = employment.left_at or now
    session.merge(
        Account(person_id=person_id, browsing_only=False, verified_at=None, language="en", digest=False, closed_at=now)
    )


def _end_parts(session: Session, person_id: str, now: datetime) -> None:
    """What they hold and take part in ends; not before it began, where a roster told of it ahead of time."""
    for holding in session.scalars(
        select(RoleHolding).where(RoleHolding.person_id == person_id, RoleHolding.ended_at.is_(None))
    ):
        holding.ended_at = max(now, holding.from_at)
    for enrolment in session.scalars(
        select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.ended_at.is_(None))
    ):
        enrolment.ended_at, enrolment.reason = max(now, enrolment.since), ENDED


def _empty_mail(session: Session, person: Person) -> None:
    name = clean(person.name)
    for row in _mails_that_name(session, person):
        row.subject, row.body, row.content = (_without(name, part) for part in (row.subject, row.body, row.content))


def _mails_that_name(session: Session, person: Person) -> list[Mail]:
    """To those who answer for a reviewer: what is late, and the day's mail that took such a message along."""
    theirs = select(Assignment.submission_id).where(Assignment.person_id == person.id)
    late = session.scalars(
        select(Mail).where(
            Mail.kind == Kind.OVERDUE, Mail.submission_id.in_(theirs), Mail.person_id != person.id
        )
    ).all()  # fmt: skip
    days = {row.digest_id for row in late if row.digest_id is not None}
    digests = session.scalars(select(Mail).where(Mail.id.in_(days))).all()
    return [row for row in (*late, *digests) if clean(person.name) in row.body]


def _without(name: str, part: Any) -> Any:
    if isinstance(part, str):
        return part.replace(name, NAME)
    if isinstance(part, list):
        return [_without(name, one) for one in part]
    return {key: _without(name, one) for key, one in part.items()} if isinstance(part, dict) else part


def _notices(person_id: str) -> ColumnElement[bool]:
    """Occasions whose key tells of whom they are, such as the end of a calibration."""
    return Notice.key.contains(person_id)


def _count(session: Session, model: type[Base], condition: object) -> int:
    return session.scalar(select(func.count()).select_from(model).where(condition)) or 0  # type: ignore[arg-type]
