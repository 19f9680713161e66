"""Leaving programs in which nothing was earned by July 1 (FAQ 19): a yearly job, with a preview.

What is earned on the day itself counts. A decision that was made in time and arrives later brings its educator back,
unless they would be out by now anyway: because their role ended, or they left.
Work and awards stay whose they are; nothing of them is touched here.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessor_app.domain.school_year import Calendar
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import organisations
from assessor_app.server.services.enrolments import (
    Ended,
    Source,
    content_of,
    given_by_roles,
    programs_of,
    who_left,
)
from assessor_app.server.services.personal_tables import not_erased
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Award, Person
from assessor_app.server.storage.program_models import Enrolment, Organisation, PolicyRun, Program

JOB = "removal"


class Removal(Value):
    """Somebody who would leave, or left, a program."""

    person_id: str
    name: str
    email: str
    program: str


class RemovalReport(Value):
    """``until`` is the end of the last day that counts; ``done_at`` None: a preview, nothing was changed."""

    school_year: int
    until: datetime
    done_at: datetime | None
    removals: tuple[Removal, ...]
    restored: int = 0


def preview(session: Session, organisation: Organisation, school_year: int) -> RemovalReport:
    """Who would leave if the day were over now."""
    until = _calendar(organisation).removal_moment(school_year)
    found = _nothing_earned(session, organisation, until)
    return RemovalReport(
        school_year=school_year, until=until, done_at=None,
        removals=tuple(_view(*one) for one in found),
    )  # fmt: skip


def carry_out(session: Session, organisation: Organisation, school_year: int, now: datetime) -> RemovalReport:
    """Once a school year, after its day. Raises Refused."""
    until = _calendar(organisation).removal_moment(school_year)
    if now < until:
        raise Refused(f"The school year’s last day to earn is not over before {until:%Y-%m-%d %H:%M} UTC.")
    if _run_of(session, organisation.id, school_year) is not None:
        raise Refused("This school year’s removal was carried out already.")
    note_act(session, "left programs with nothing earned")
    found = _nothing_earned(session, organisation, until)
    for row, _, _ in found:
        row.ended_at, row.reason = until, Ended.NOTHING_EARNED
    report = RemovalReport(
        school_year=school_year, until=until, done_at=now,
        removals=tuple(_view(*one) for one in found),
    )  # fmt: skip
    session.add(
        PolicyRun(
            id=uuid.uuid4().hex, organisation_id=organisation.id, job=JOB, school_year=school_year, done_at=now,
            report={"removed": len(found)},
        )
    )  # fmt: skip
    return report


def do_due(server: Server, now: datetime | None = None) -> None:
    """The chore: each organisation's job once its day is over, and whoever was removed wrongly brought back."""
    moment = now or utc_now()
    with server.database.writing() as session:
        for organisation in session.scalars(select(Organisation)).all():
            if not programs_of(session, organisation.id):
                continue
            year = last_over(organisation, moment)
            if year is not None and _run_of(session, organisation.id, year) is None:
                carry_out(session, organisation, year, moment)
            restore(session, organisation)


def anything_due(session: Session, now: datetime | None = None) -> bool:
    moment = now or utc_now()
    for organisation in session.scalars(
        select(Organisation).where(select(Program).where(Program.organisation_id == Organisation.id).exists())
    ):
        year = last_over(organisation, moment)
        if year is not None and _run_of(session, organisation.id, year) is None:
            return True
        if _wrongly_removed(session, organisation):
            return True
    return False


def last_over(organisation: Organisation, now: datetime) -> int | None:
    """The newest school year whose day is over; None: that day was before the organisation was here."""
    calendar = _calendar(organisation)
    year = calendar.school_year(now)
    while calendar.removal_moment(year) > now:
        year -= 1
    return year if calendar.removal_moment(year) > organisation.created_at else None


def restore(session: Session, organisation: Organisation) -> int:
    """Bring back whom a decision that arrived late shows to have earned something in time; how many."""
    found = _wrongly_removed(session, organisation)
    if found:
        note_act(session, "back in programs")
    for row in found:
        row.ended_at, row.reason = None, ""
    return len(found)


def _wrongly_removed(session: Session, organisation: Organisation) -> list[Enrolment]:
    rows = session.execute(
        select(Enrolment, Program)
        .join(Program, Enrolment.program_id == Program.id)
        .where(Program.organisation_id == organisation.id, Enrolment.reason == Ended.NOTHING_EARNED)
    ).all()
    if not rows:
        return []
    earned = _earned(session, organisation, Enrolment.reason == Ended.NOTHING_EARNED)
    found = session.execute(
        select(Enrolment.person_id, Enrolment.program_id).where(
            Enrolment.ended_at.is_(None), Enrolment.program_id.in_({program.id for _, program in rows})
        )
    )
    current = {(person_id, program_id) for person_id, program_id in found}
    late = [
        row
        for row, program in rows
        if row.ended_at is not None
        and (row.person_id, row.program_id) not in current
        and _has_earned(earned[row.person_id], program, row.ended_at)
    ]
    return _still_entitled(session, organisation, late)


def _still_entitled(session: Session, organisation: Organisation, rows: list[Enrolment]) -> list[Enrolment]:
    """Without those that would have ended meanwhile in any case: the role ended, or its holder left."""
    if not rows:
        return []
    left, by_roles = who_left(session, organisation), given_by_roles(session, organisation)
    return [
        row
        for row in rows
        if row.person_id not in left and (row.source == Source.REQUEST or (row.person_id, row.program_id) in by_roles)
    ]


def _nothing_earned(
    session: Session, organisation: Organisation, until: datetime
) -> list[tuple[Enrolment, Program, Person]]:
    """Enrolments that began before ``until``, are current, and have nothing earned by then."""
    rows = session.execute(
        select(Enrolment, Program, Person)
        .join(Program, Enrolment.program_id == Program.id)
        .join(Person, Enrolment.person_id == Person.id)
        .where(
            Program.organisation_id == organisation.id, Enrolment.ended_at.is_(None), Enrolment.since < until,
            not_erased(),
        )
        .order_by(Enrolment.person_id, Program.title)
    ).all()  # fmt: skip
    earned = _earned(session, organisation, Enrolment.ended_at.is_(None))
    return [
        (row, program, person)
        for row, program, person in rows
        if not _has_earned(earned[row.person_id], program, until)
    ]


def _earned(session: Session, organisation: Organisation, which: ColumnElement[bool]) -> dict[str, list[Award]]:
    """What each person of these enrolments has earned, ever, and not lost again."""
    found: dict[str, list[Award]] = defaultdict(list)
    people = (
        select(Enrolment.person_id)
        .join(Program, Enrolment.program_id == Program.id)
        .where(Program.organisation_id == organisation.id, which)
    )
    revoked = select(AwardRevocation.submission_id)
    for award in session.scalars(select(Award).where(Award.person_id.in_(people), Award.submission_id.not_in(revoked))):
        found[award.person_id].append(award)
    return found


def _has_earned(awards: list[Award], program: Program, until: datetime) -> bool:
    wanted = set(content_of(program).micro_credentials)
    return any(award.micro_credential_id in wanted and award.decided_at < until for award in awards)


def _run_of(session: Session, organisation_id: str, school_year: int) -> PolicyRun | None:
    return session.scalars(
        select(PolicyRun).where(
            PolicyRun.organisation_id == organisation_id, PolicyRun.job == JOB, PolicyRun.school_year == school_year
        )
    ).first()


def _calendar(organisation: Organisation) -> Calendar:
    return organisations.policy_of(organisation).calendar


def _view(_: Enrolment, program: Program, person: Person) -> Removal:
    return Removal(person_id=person.id, name=person.name, email=person.email, program=program.title)
