"""An organisation's people, rosters and roles as its administrator sees them: nothing of evidence or assessments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.personal_tables import not_erased
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
        select(Person.id)
        .join(Employment, Employment.person_id == Person.id)
        .where(Employment.organisation_id == organisation.id, not_erased())
    )
    if role:
        statement = statement.where(
            Person.id.in_(
                select(RoleHolding.person_id)
                .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
                .where(StaffRole.key == role, RoleHolding.ended_at.is_(None))
            )
        )
    found = paged(session, statement, (Person.email, Person.id), wanted, str)
    views = _views(session, found.items)
    return Page(items=tuple(views[person_id] for person_id in found.items), next=found.next)


def person_view(session: Session, person: Person) -> PersonView:
    return _views(session, (person.id,))[person.id]


def _views(session: Session, people: Collection[str]) -> dict[str, PersonView]:
    """Of all of them at once: a page takes as many questions to the database as one person does."""
    rows = session.execute(
        select(Person, Employment, Campus.name)
        .join(Employment, Employment.person_id == Person.id)
        .outerjoin(Campus, Employment.campus_id == Campus.id)
        .where(Person.id.in_(people))
    )
    roles, programs, earned = _roles(session, people), _programs(session, people), _earned(session, people)
    return {
        person.id: PersonView(
            id=person.id, name=person.name, email=person.email, employee_id=employment.employee_id,
            campus=campus or "", left_at=employment.left_at, roles=tuple(roles[person.id]),
            programs=tuple(programs[person.id]),
            earned=tuple(sorted(earned[person.id])) if Role.EDUCATOR in person.roles else (),
        )
        for person, employment, campus in rows
    }  # fmt: skip


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


def _roles(session: Session, people: Collection[str]) -> dict[str, list[HeldRole]]:
    rows = session.execute(
        select(RoleHolding, StaffRole.title, Campus.name)
        .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
        .outerjoin(Campus, RoleHolding.campus_id == Campus.id)
        .where(RoleHolding.person_id.in_(people))
        .order_by(RoleHolding.from_at, StaffRole.title)
    )
    found: dict[str, list[HeldRole]] = defaultdict(list)
    for row, title, campus in rows:
        found[row.person_id].append(
            HeldRole(role=title, campus=campus or "", since=row.from_at, until=row.ended_at)
        )  # fmt: skip
    return found


def _programs(session: Session, people: Collection[str]) -> dict[str, list[Participation]]:
    rows = session.execute(
        select(Enrolment, Program.title)
        .join(Program, Enrolment.program_id == Program.id)
        .where(Enrolment.person_id.in_(people))
        .order_by(Enrolment.since, Program.title)
    )
    found: dict[str, list[Participation]] = defaultdict(list)
    for row, title in rows:
        found[row.person_id].append(
            Participation(program=title, since=row.since, until=row.ended_at, reason=row.reason)
        )  # fmt: skip
    return found


def _earned(session: Session, people: Collection[str]) -> dict[str, list[str]]:
    rows = session.execute(
        select(Award.person_id, Award.micro_credential_id).where(
            Award.person_id.in_(people), Award.submission_id.not_in(select(AwardRevocation.submission_id))
        )
    )
    found: dict[str, list[str]] = defaultdict(list)
    for person_id, micro_credential_id in rows:
        found[person_id].append(micro_credential_id)
    return found
