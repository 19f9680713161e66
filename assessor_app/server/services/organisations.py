"""Organisations: made when somebody first belongs to one, with the roles and programs that their file describes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import yaml
from pydantic import ValidationError
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.programs import OrganisationFile
from assessor_app.domain.rosters import folded
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import enrolments
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.ledger_models import LedgerTransaction
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Campus, Employment, Organisation, Program, StaffRole


def organisation_called(session: Session, name: str) -> Organisation:
    """Raises Refused when there is none of this name."""
    found = _find(session, name)
    if found is None:
        raise Refused(f"There is no organisation “{name}”.")
    return found


def ensure(session: Session, name: str) -> Organisation:
    """The organisation of this name, made with the usual policy when there is none."""
    found = _find(session, name)
    if found is None:
        found = Organisation(
            id=uuid.uuid4().hex, name=" ".join(name.split()), folded=folded(name),
            policy=OrganisationPolicy().model_dump(mode="json"), created_at=utc_now(),
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def is_known(session: Session, name: str) -> bool:
    return _find(session, name) is not None


def _find(session: Session, name: str) -> Organisation | None:
    return session.scalars(select(Organisation).where(Organisation.folded == folded(name))).first()


def employ(session: Session, person: Person) -> None:
    """What a person's account says of their organisation, as the tenant that they belong to."""
    if folded(person.organisation):
        organisation = ensure(session, person.organisation)
        session.add(
            Employment(
                person_id=person.id, organisation_id=organisation.id, campus_id=None, employee_id="", left_at=None
            )
        )
        session.flush()


def has_homeless(session: Session) -> bool:
    """Whether the database has people from before there were organisations."""
    return session.scalars(_homeless().limit(1)).first() is not None


def adopt(server: Server) -> None:
    """People of a database from before there were organisations get theirs."""
    with server.database.writing() as session:
        note_act(session, "organisations adopted")
        for person in session.scalars(_homeless()).all():
            employ(session, person)


def _homeless() -> Select[Person]:
    has_one = select(Employment).where(Employment.person_id == Person.id).exists()
    return select(Person).where(Person.organisation != "", ~has_one)


def campus(session: Session, organisation: Organisation, name: str) -> Campus | None:
    """The campus of this name, made when there is none; None for no name."""
    key = folded(name)
    if not key:
        return None
    found = session.scalars(
        select(Campus).where(Campus.organisation_id == organisation.id, Campus.folded == key)
    ).first()
    if found is None:
        found = Campus(id=uuid.uuid4().hex, organisation_id=organisation.id, name=" ".join(name.split()), folded=key)
        session.add(found)
        session.flush()
    return found


def policy_of(organisation: Organisation) -> OrganisationPolicy:
    return OrganisationPolicy.model_validate(organisation.policy)


def cpe_hours(session: Session, person_id: str) -> int:
    """Continuing professional education hours that a person gets for one micro-credential (FAQ 12)."""
    employment = session.get(Employment, person_id)
    if employment is None:
        return OrganisationPolicy().cpe_hours
    return policy_of(session.get_one(Organisation, employment.organisation_id)).cpe_hours


def set_policy(session: Session, organisation: Organisation, policy: OrganisationPolicy) -> None:
    """Raises Refused."""
    booked = select(LedgerTransaction.id).where(LedgerTransaction.organisation_id == organisation.id).limit(1)
    before = policy_of(organisation).stipends.currency
    if policy.stipends.currency != before and session.scalars(booked).first() is not None:
        raise Refused(f"Stipends were booked in {before} already, so their currency can’t be changed any more.")
    note_act(session, "policy set")
    organisation.policy = policy.model_dump(mode="json")


def read_organisation_file(text: str) -> OrganisationFile:
    """YAML or JSON. Raises Refused, naming every fault."""
    try:
        return OrganisationFile.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        faults = "\n".join(f"  {'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors())
        raise Refused(f"This is not an organisation’s file; nothing was changed:\n{faults}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refused(f"This is no YAML: {error}") from error


@dataclass(frozen=True, slots=True)
class Loaded:
    """``opened`` and ``ended`` count enrolments."""

    file: OrganisationFile
    opened: int
    ended: int


def load(server: Server, text: str, *, only: str | None = None) -> Loaded:
    """Take in roles and programs, all or none; who holds a role has what it gives now, and no more.

    ``only``: the id of the organisation it must be of. Raises Refused.
    """
    file = read_organisation_file(text)
    with server.database.writing() as session:
        note_act(session, "roles and programs loaded")
        organisation = ensure(session, file.organisation)
        if only is not None and organisation.id != only:
            raise Refused("This file is of another organisation. Nothing was changed.")
        roles = _take_roles(session, organisation, file)
        for entry in file.programs:
            _check(session, entry.key, entry.content.micro_credentials, entry.content.roles, roles)
            row = session.scalars(
                select(Program).where(Program.organisation_id == organisation.id, Program.key == entry.key)
            ).first()
            content = entry.content.model_dump(mode="json")
            if row is None:
                session.add(
                    Program(
                        id=uuid.uuid4().hex, organisation_id=organisation.id, key=entry.key, title=entry.title,
                        content=content, published_at=utc_now(),
                    )
                )  # fmt: skip
            else:
                row.title, row.content = entry.title, content
        now = utc_now()
        year = policy_of(organisation).calendar.school_year(now)
        opened, ended = enrolments.follow_roles(session, organisation, year, now)
    return Loaded(file, opened, ended)


def _take_roles(session: Session, organisation: Organisation, file: OrganisationFile) -> set[str]:
    """The keys of all roles there are afterwards."""
    rows = {
        row.key: row for row in session.scalars(select(StaffRole).where(StaffRole.organisation_id == organisation.id))
    }
    for role in file.roles:
        card = role.card.model_dump(mode="json")
        for key in role.card.micro_credentials:
            newest(session, key)
        if role.key in rows:
            row = rows[role.key]
            row.title, row.stipend, row.open, row.card = role.title, role.stipend, role.open, card
        else:
            rows[role.key] = StaffRole(
                id=uuid.uuid4().hex, organisation_id=organisation.id, key=role.key, title=role.title,
                stipend=role.stipend, open=role.open, card=card,
            )  # fmt: skip
            session.add(rows[role.key])
    titles = [folded(row.title) for row in rows.values()]
    if len(set(titles)) != len(titles):
        raise Refused("Two roles have the same title; a roster could not tell them apart. Nothing was changed.")
    session.flush()
    return set(rows)


def _check(
    session: Session, key: str, micro_credentials: tuple[str, ...], wanted: tuple[str, ...], roles: set[str]
) -> None:
    for micro_credential in micro_credentials:
        newest(session, micro_credential)
    unknown = [role for role in wanted if role not in roles]
    if unknown:
        raise Refused(f"Program “{key}” names roles that there are not: {', '.join(unknown)}. Nothing was changed.")
