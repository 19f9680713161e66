"""Accounts that people see to themselves: signing up to browse, and setting a password by mail (FAQ 4, 6)."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.server.notify.messages import PasswordLink
from assessor_app.server.opening import Server
from assessor_app.server.services import mail
from assessor_app.server.services.people import SHORTEST_PASSWORD, normal_email
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Device, Person, TokenFamily
from assessor_app.server.storage.program_models import Account, AccountLink, Employment, Organisation

LINK_HOURS, MOST_LINKS = 2, 5
LONGEST_PASSWORD = 1_000


class LinkGone(Refused):
    """A mailed link that works no more."""


class UnfitPassword(Refused):
    """Too short or too long."""


class NoSignUp(Refused):
    """Accounts are made by rosters alone."""


class NoAddress(Refused):
    """What was given as an e-mail address is none."""


class Language(StrEnum):
    ENGLISH = "en"
    SPANISH = "es"


class Me(Value):
    """One's own account. ``browsing_only``: no roster has it, so that it can look and not hand in."""

    person_id: str
    email: str
    name: str
    roles: tuple[Role, ...]
    organisation: str
    browsing_only: bool
    language: Language
    digest: bool


def sign_up(server: Server, *, email: str, name: str, language: Language, page: str) -> None:
    """An account that can browse, opened by the link that is mailed. ``page`` is where passwords are set.

    Who has an account already is mailed the same link, so that nobody learns which addresses have one. Raises Refused.
    """
    if not server.settings.sign_up:
        raise NoSignUp("Nobody signs up here by themselves. Please ask your organisation’s administrator.")
    _takes_passwords(server)
    address = _checked(email)
    if not name.strip() or len(name) > 200:
        raise Refused("Please give your name, in at most 200 characters.")
    with server.database.writing() as session:
        person = _person(session, address)
        if person is None:
            note_act(session, "signed up")
            person = Person(
                id=uuid.uuid4().hex, email=address, name=" ".join(name.split()), organisation="",
                roles=[Role.EDUCATOR.value], password_hash="", created_at=utc_now(),
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(
                Account(
                    person_id=person.id, browsing_only=True, verified_at=None, language=language, digest=False,
                    closed_at=None,
                )
            )  # fmt: skip
        _mail_link(session, person, page)


def forgotten(server: Server, *, email: str, page: str) -> None:
    """Mail a link to set a password, where there is such an account; never said whether there is. Raises Refused."""
    _takes_passwords(server)
    if "@" not in email:
        raise NoAddress(f"“{email}” is no e-mail address.")
    with server.database.writing() as session:
        person = _person(session, normal_email(email))
        if person is not None:
            _mail_link(session, person, page)


def set_password(server: Server, token: str, password: str) -> None:
    """By a mailed link, which works once; every sign-in that there was ends. Raises Refused."""
    check_password(password)
    hashed = server.passwords.hash(password)
    now = utc_now()
    with server.database.writing() as session:
        link = session.get(AccountLink, sha256(token.encode()))
        if link is None or link.used_at is not None or link.expires_at <= now:
            raise LinkGone("This link was used already or is too old. Ask for a new one.")
        note_act(session, "password set")
        session.execute(delete(AccountLink).where(AccountLink.person_id == link.person_id))
        person = session.get_one(Person, link.person_id)
        person.password_hash = hashed
        _account(session, person.id).verified_at = now
        end_sign_ins(session, person.id)


def check_password(password: str) -> None:
    """Raises Refused."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UnfitPassword(f"The password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")


def end_sign_ins(session: Session, person_id: str) -> None:
    """Every computer of theirs has to sign in anew; what it keeps stays on it."""
    devices = select(Device.id).where(Device.person_id == person_id)
    session.execute(
        update(TokenFamily)
        .where(TokenFamily.device_id.in_(devices), TokenFamily.revoked_at.is_(None))
        .values(revoked_at=utc_now())
    )


def me(session: Session, person_id: str) -> Me:
    person, account = session.get_one(Person, person_id), session.get(Account, person_id)
    employment = session.get(Employment, person_id)
    current = employment is not None and employment.left_at is None
    return Me(
        person_id=person.id,
        email=person.email,
        name=person.name,
        roles=tuple(Role(role) for role in person.roles),
        organisation=session.get_one(Organisation, employment.organisation_id).name if employment and current else "",
        browsing_only=account is not None and account.browsing_only,
        language=Language(account.language) if account is not None else Language.ENGLISH,
        digest=account is not None and account.digest,
    )


def prefer(session: Session, person_id: str, *, language: Language | None, digest: bool | None) -> None:
    """Which language mail is in, and whether it comes once a day; None leaves it."""
    account = _account(session, person_id)
    if language is not None:
        account.language = language
    if digest is not None:
        account.digest = digest
        if not digest:
            mail.let_go(session, person_id)


def is_closed(session: Session, person_id: str) -> bool:
    account = session.get(Account, person_id)
    return account is not None and account.closed_at is not None


def _takes_passwords(server: Server) -> None:
    if not server.settings.passwords:
        raise Refused("This server takes no passwords. Please sign in with your organisation’s account.")


def _account(session: Session, person_id: str) -> Account:
    found = session.get(Account, person_id)
    if found is None:
        found = Account(
            person_id=person_id, browsing_only=False, verified_at=None, language=Language.ENGLISH, digest=False,
            closed_at=None,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def _checked(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized.casefold()
    except EmailNotValidError as error:
        raise NoAddress(f"“{email}” is no e-mail address: {error}") from error


def _person(session: Session, address: str) -> Person | None:
    person = session.scalars(select(Person).where(Person.email == address)).first()
    return None if person is None or is_closed(session, person.id) else person


def _mail_link(session: Session, person: Person, page: str) -> None:
    """No more than a few at a time, so that nobody's letter box is flooded."""
    now = utc_now()
    session.execute(delete(AccountLink).where(AccountLink.expires_at <= now))
    count = session.scalar(select(func.count()).where(AccountLink.person_id == person.id)) or 0
    if count >= MOST_LINKS:
        return
    token = secrets.token_urlsafe(32)
    session.add(
        AccountLink(
            token_hash=sha256(token.encode()), person_id=person.id, purpose="password",
            expires_at=now + timedelta(hours=LINK_HOURS), used_at=None,
        )
    )  # fmt: skip
    mail.tell(session, person.id, PasswordLink(f"{page}?token={token}", LINK_HOURS))
