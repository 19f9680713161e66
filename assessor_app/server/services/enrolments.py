"""Who takes part in which program: by role, by a granted request, until the role ends or July 1 passes (FAQ 19).

Whom no roster has takes part by request for the school year in which that was granted: it ends with the first roster of
a later one.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.programs import ProgramContent
from assessor_app.domain.school_year import Calendar
from assessor_app.domain.submission import Role
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import (
    Account,
    Employment,
    Enrolment,
    Organisation,
    Program,
    RoleHolding,
    StaffRole,
)


class Source(StrEnum):
    ROLE = "role"
    REQUEST = "request"


class Ended(StrEnum):
    """Why somebody is in a program no more."""

    ROLE = "the role ended"
    LEFT = "left the organisation"
    NOTHING_EARNED = "nothing earned in time"
    YEAR_OVER = "access was for a school year"


def content_of(program: Program) -> ProgramContent:
    return ProgramContent.model_validate(program.content)


def programs_of(session: Session, organisation_id: str) -> list[Program]:
    return list(
        session.scalars(select(Program).where(Program.organisation_id == organisation_id).order_by(Program.title))
    )


def follow_roles(session: Session, organisation: Organisation, school_year: int, now: datetime) -> tuple[int, int]:
    """Open programs to whoever holds a role of theirs, and end what roles no longer give; how many of each.

    Who was removed from a program because of a school year comes back with a later year's roster only.
    """
    session.flush()
    calendar = _calendar(organisation)
    wanted, left = given_by_roles(session, organisation), who_left(session, organisation)
    current, removed = set(), set()
    ended = 0
    for row in _enrolments(session, organisation):
        place = (row.person_id, row.program_id)
        if row.ended_at is not None:
            # It ended with its day's last moment, which may be the last one of the school year.
            last = row.ended_at - timedelta(microseconds=1)
            if row.reason == Ended.NOTHING_EARNED and calendar.school_year(last) >= school_year:
                removed.add(place)
        elif row.person_id in left or (row.source == Source.ROLE and place not in wanted):
            row.ended_at, row.reason = now, Ended.LEFT if row.person_id in left else Ended.ROLE
            ended += 1
        else:
            current.add(place)
    opened = sorted(wanted - current - removed)
    session.add_all(enrolment(person, program, Source.ROLE, now) for person, program in opened)
    session.flush()
    return len(opened), ended


def end_past_requests(
    session: Session, organisation: Organisation, listed: Collection[str], school_year: int, now: datetime
) -> int:
    """End what was given in earlier school years to people whom the roster has not, and who stay for what was given in
    this one; how many."""
    calendar, keep = _calendar(organisation), set(listed) | who_left(session, organisation)
    ended = 0
    for row in _current_of_educators(session, organisation):
        if row.person_id not in keep and calendar.school_year(row.since) < school_year:
            row.ended_at, row.reason = now, Ended.YEAR_OVER
            ended += 1
    session.flush()
    return ended


def years_of(session: Session, organisation: Organisation) -> dict[str, set[int]]:
    """Person → the school years in which their current enrolments began."""
    calendar = _calendar(organisation)
    found: dict[str, set[int]] = defaultdict(set)
    for row in _current_of_educators(session, organisation):
        found[row.person_id].add(calendar.school_year(row.since))
    return found


def _calendar(organisation: Organisation) -> Calendar:
    return OrganisationPolicy.model_validate(organisation.policy).calendar


def _current_of_educators(session: Session, organisation: Organisation) -> list[Enrolment]:
    """No roster touches the accounts of others."""
    rows = session.execute(
        select(Enrolment, Person.roles)
        .join(Program, Enrolment.program_id == Program.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Program.organisation_id == organisation.id, Enrolment.ended_at.is_(None))
    )
    return [row for row, roles in rows if roles == [Role.EDUCATOR.value]]


def enrolment(person_id: str, program_id: str, source: Source, now: datetime) -> Enrolment:
    return Enrolment(
        id=uuid.uuid4().hex, person_id=person_id, program_id=program_id, source=source, since=now, ended_at=None,
        reason="",
    )  # fmt: skip


def who_left(session: Session, organisation: Organisation) -> set[str]:
    """Whom no roster has any more."""
    return set(
        session.scalars(
            select(Employment.person_id).where(
                Employment.organisation_id == organisation.id, Employment.left_at.is_not(None)
            )
        )
    )


def given_by_roles(session: Session, organisation: Organisation) -> set[tuple[str, str]]:
    """Person and program, as the roles that are held and open give them."""
    holders: dict[str, set[str]] = defaultdict(set)
    rows = session.execute(
        select(RoleHolding.person_id, StaffRole.key)
        .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
        .where(StaffRole.organisation_id == organisation.id, StaffRole.open, RoleHolding.ended_at.is_(None))
    )
    for person_id, key in rows:
        holders[key].add(person_id)
    return {
        (person_id, program.id)
        for program in programs_of(session, organisation.id)
        for key in content_of(program).roles
        for person_id in holders[key]
    }


def _enrolments(session: Session, organisation: Organisation) -> list[Enrolment]:
    return list(
        session.scalars(
            select(Enrolment)
            .join(Program, Enrolment.program_id == Program.id)
            .where(Program.organisation_id == organisation.id)
        )
    )


def current(session: Session, person_id: str) -> dict[str, Enrolment]:
    """Program's id → enrolment, of the programs that a person takes part in now."""
    rows = session.scalars(select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.ended_at.is_(None)))
    return {row.program_id: row for row in rows}


def may_work_on(session: Session, person: Person, micro_credential_id: str) -> None:
    """Whether they may begin and hand in work on it. Raises Refused with what to do.

    An organisation without programs opens every micro-credential to its educators.
    """
    account = session.get(Account, person.id)
    if account is not None and account.closed_at is not None:
        raise Refused("This account was closed.")
    if account is not None and account.browsing_only:
        raise Refused(
            "This account can look at micro-credentials, and not hand in: no roster has it. Your organisation’s "
            "administrator can add you to one."
        )
    employment = session.get(Employment, person.id)
    if employment is None:
        return
    if employment.left_at is not None:
        raise Refused("Your organisation’s roster does not have you any more. Your work and awards stay yours.")
    programs = programs_of(session, employment.organisation_id)
    if not programs:
        return
    mine = current(session, person.id)
    if not any(
        program.id in mine and micro_credential_id in content_of(program).micro_credentials for program in programs
    ):
        raise Refused(
            "You take part in no program with this micro-credential. What you made is kept; you can ask for access "
            "to a program."
        )
