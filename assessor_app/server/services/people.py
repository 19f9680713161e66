"""People, their roles, and their computers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session, object_session

from assessor_app.domain.rosters import folded
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import ChangeKind
from assessor_app.server.opening import Server
from assessor_app.server.services import announcing, organisations
from assessor_app.server.services.changes import touch
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Device, Person, TokenFamily
from assessor_app.server.storage.program_models import Employment

SHORTEST_PASSWORD = 8
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_SEES_EVIDENCE = {Role.ASSESSOR, Role.APPROVER, Role.ISSUER}


def add_person(
    server: Server, *, email: str, name: str, roles: Collection[Role], organisation: str, password: str
) -> str:
    """Add a person; their id. Raises Refused."""
    address = normal_email(email)
    if not _EMAIL.fullmatch(address):
        raise Refused(f"“{email}” is not an e-mail address.")
    if not name.strip():
        raise Refused("A person needs a name.")
    if not roles:
        raise Refused("A person needs at least one role.")
    if Role.FACILITATOR in roles and _SEES_EVIDENCE & set(roles):
        raise Refused("A facilitator may not also be an assessor, an approver or an issuer: they never see evidence.")
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    person = Person(
        id=uuid.uuid4().hex,
        email=address,
        name=name.strip(),
        organisation=organisation.strip(),
        roles=[role.value for role in Role if role in roles],
        password_hash=server.passwords.hash(password),
        created_at=utc_now(),
    )
    with server.database.writing() as session:
        if session.scalars(select(Person).where(Person.email == address)).first() is not None:
            raise Refused(f"There is already a person with the e-mail address {address}.")
        session.add(person)
        note_act(session, "person added")
        session.flush()
        organisations.employ(session, person)
        touch(session, person.id, ChangeKind.PERSON, person.id)
        announcing.welcome(session, person)
    return person.id


def revoke_device(server: Server, device_id: str) -> str:
    """End a computer's access for good; the name it goes by. Raises Refused."""
    with server.database.writing() as session:
        device = session.get(Device, device_id)
        note_act(session, "device revoked")
        if device is None:
            raise Refused(f"There is no device {device_id}.")
        if device.revoked_at is None:
            device.revoked_at = utc_now()
        session.execute(
            update(TokenFamily)
            .where(TokenFamily.device_id == device_id, TokenFamily.revoked_at.is_(None))
            .values(revoked_at=utc_now())
        )
        return device.name


def normal_email(email: str) -> str:
    return email.strip().casefold()


def by_email(session: Session, email: str) -> Person:
    """Raises Refused."""
    person = session.scalars(select(Person).where(Person.email == normal_email(email))).first()
    if person is None:
        raise Refused(f"There is nobody with the e-mail address {normal_email(email)}.")
    return person


def same_organisation(one: Person, other: Person) -> bool:
    """Whether both belong to one organisation; people without one conflict with nobody.

    By what their accounts say; where one of them says nothing any more, by their employments, which outlast an
    account's erasure.
    """
    mine, theirs = folded(one.organisation), folded(other.organisation)
    if mine and theirs:
        return mine == theirs
    workplace = _workplace(other)
    return workplace is not None and workplace == _workplace(one)


def _workplace(person: Person) -> str | None:
    """The organisation's id, looked up once a transaction: work is given out by asking this of everybody."""
    session = object_session(person)
    if session is None:
        return None
    known: dict[str, str | None] = session.info.setdefault("workplaces", {})
    if person.id not in known:
        employment = session.get(Employment, person.id)
        known[person.id] = employment.organisation_id if employment is not None else None
    return known[person.id]
