"""An organisation's people, rosters and roles as its administrator sees them: nothing of evidence or assessments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.models import Award, Person
from assessor_app.server.storage.program_models import (
    Campus,
    Employment,
    Enrolment,
    Organisation,
    Program,
    RoleHolding,
    Roster,
    StaffRole,
)


class HeldRole(Value):
    """``until`` None: still held."""

    role: str
    campus: str
    since: datetime
    until: datetime | None


class Participation(Value):
    program: str
    since: datetime
    until: datetime | None
    reason: str


class PersonView(Value):
    """``earned`` are micro-credentials, revoked ones left out. Work in progress is none of an administrator's."""

    id: str
    name: str
    email: str
    employee_id: str
    campus: str
    left_at: datetime | None
    roles: tuple[HeldRole, ...]
    programs: tuple[Participation, ...]
    earned: tuple[str, ...]


class RosterView(Value):
    id: str
    school_year: int
    lines: int
    sha256: str
    imported_at: datetime


class CampusView(Value):
    id: str
    name: str


def list_people(session: Session, organisation: Organisation, wanted: Wanted, *, role: str = "") -> Page[PersonView]:
    """Educators by address, those who left included; ``role`` is the key of one that they hold now."""
    statement = (
        select(Person)
        .join(Employment, Employment.person_id == Person.id)
        .where(Employment.organisation_id == organisation.id)
    )
    if role:
        statement = statement.where(
            Person.id.in_(
                select(RoleHolding.person_id)
                .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
                .where(StaffRole.key == role, RoleHolding.ended_at.is_(None))
            )
        )
    return paged(session, statement, (Person.email, Person.id), wanted, lambda person: person_view(session, person))


def person_view(session: Session, person: Person) -> PersonView:
    employment = session.get_one(Employment, person.id)
    campus = session.get(Campus, employment.campus_id) if employment.campus_id else None
    earned = select(Award.micro_credential_id).where(
        Award.person_id == person.id, Award.submission_id.not_in(select(AwardRevocation.submission_id))
    )
    educator = Role.EDUCATOR in person.roles
    return PersonView(
        id=person.id, name=person.name, email=person.email, employee_id=employment.employee_id,
        campus=campus.name if campus is not None else "", left_at=employment.left_at,
        roles=_roles(session, person.id), programs=_programs(session, person.id),
        earned=tuple(sorted(session.scalars(earned))) if educator else (),
    )  # fmt: skip


def list_rosters(session: Session, organisation: Organisation, wanted: Wanted) -> Page[RosterView]:
    """Newest first."""
    return paged(
        session,
        select(Roster).where(Roster.organisation_id == organisation.id),
        (Roster.imported_at, Roster.id),
        wanted,
        lambda row: RosterView(
            id=row.id, school_year=row.school_year, lines=row.lines, sha256=row.sha256, imported_at=row.imported_at
        ),
        newest_first=True,
    )


def list_campuses(session: Session, organisation: Organisation, wanted: Wanted) -> Page[CampusView]:
    statement = select(Campus).where(Campus.organisation_id == organisation.id)
    return paged(session, statement, (Campus.folded,), wanted, lambda row: CampusView(id=row.id, name=row.name))


def _roles(session: Session, person_id: str) -> tuple[HeldRole, ...]:
    rows = session.execute(
        select(RoleHolding, StaffRole.title, Campus.name)
        .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
        .outerjoin(Campus, RoleHolding.campus_id == Campus.id)
        .where(RoleHolding.person_id == person_id)
        .order_by(RoleHolding.from_at, StaffRole.title)
    )
    return tuple(
        HeldRole(role=title, campus=campus or "", since=holding.from_at, until=holding.ended_at)
        for holding, title, campus in rows
    )


def _programs(session: Session, person_id: str) -> tuple[Participation, ...]:
    rows = session.execute(
        select(Enrolment, Program.title)
        .join(Program, Enrolment.program_id == Program.id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.since, Program.title)
    )
    return tuple(
        Participation(program=title, since=row.since, until=row.ended_at, reason=row.reason) for row, title in rows
    )
