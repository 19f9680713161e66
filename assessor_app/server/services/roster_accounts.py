"""The accounts that a roster is compared with: of the organisation's people, and those that a line's address names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.rosters import Known, Place
from assessor_app.domain.submission import Role
from assessor_app.server.services import enrolments
from assessor_app.server.services.addresses import was_used
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Campus, Employment, Organisation, RoleHolding, StaffRole

_AT_ONCE = 500
"""A statement takes only so many values."""


def known_accounts(
    session: Session, organisation: Organisation, addresses: Collection[str], school_year: int
) -> tuple[Known, ...]:
    """Who works at the organisation and who did; and whoever else has one of the addresses."""
    here = _here(session, organisation, school_year)
    own = {each.email for each in here}
    return (*here, *_others(session, sorted(set(addresses) - own)))


def open_holdings(session: Session, organisation: Organisation) -> dict[str, dict[str, RoleHolding]]:
    """Person → role's key → holding."""
    rows = session.execute(
        select(RoleHolding, StaffRole.key)
        .join(StaffRole, RoleHolding.staff_role_id == StaffRole.id)
        .where(StaffRole.organisation_id == organisation.id, RoleHolding.ended_at.is_(None))
    )
    found: dict[str, dict[str, RoleHolding]] = {}
    for holding, key in rows:
        found.setdefault(holding.person_id, {})[key] = holding
    return found


def _here(session: Session, organisation: Organisation, school_year: int) -> tuple[Known, ...]:
    names = {
        row.id: row.name for row in session.scalars(select(Campus).where(Campus.organisation_id == organisation.id))
    }
    roles = {
        person_id: {key: names.get(holding.campus_id or "", "") for key, holding in holdings.items()}
        for person_id, holdings in open_holdings(session, organisation).items()
    }
    given = enrolments.years_of(session, organisation)
    rows = session.execute(
        select(Person, Employment, was_used())
        .join(Employment, Employment.person_id == Person.id)
        .where(Employment.organisation_id == organisation.id)
    )
    return tuple(
        Known(
            person.id, person.email, person.name, employment.employee_id, roles.get(person.id, {}),
            educator=_is_educator(person), used=used, left=employment.left_at is not None,
            outstayed=_outstayed(employment, roles, given.get(person.id, set()), school_year),
        )
        for person, employment, used in rows
    )  # fmt: skip


def _outstayed(employment: Employment, roles: Mapping[str, object], given: set[int], school_year: int) -> bool:
    if employment.left_at is not None or employment.person_id in roles or not given:
        return False
    return max(given) < school_year


def _others(session: Session, addresses: list[str]) -> list[Known]:
    """A person has one employment: who left another organisation may begin here."""
    found = []
    for start in range(0, len(addresses), _AT_ONCE):
        rows = session.execute(
            select(Person, Employment, was_used())
            .outerjoin(Employment, Employment.person_id == Person.id)
            .where(Person.email.in_(addresses[start : start + _AT_ONCE]))
        )
        found += [
            Known(
                person.id, person.email, person.name, "", {}, educator=_is_educator(person), used=used,
                place=Place.NOWHERE if employment is None or employment.left_at is not None else Place.ELSEWHERE,
            )
            for person, employment, used in rows
        ]  # fmt: skip
    return found


def _is_educator(person: Person) -> bool:
    return person.roles == [Role.EDUCATOR.value]
