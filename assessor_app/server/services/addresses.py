"""The address that somebody signs in with: who may change it, and what ends when it changes.

Whoever chooses the address of an account can have a link to a new password sent there. So a roster sets it only while
the account is nobody's yet; afterwards it is for whoever runs the server.
"""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from assessor_app.domain.identity.known import Identity
from assessor_app.protocol.sync import ChangeKind
from assessor_app.server.opening import Server
from assessor_app.server.services import accounts, identities
from assessor_app.server.services.changes import touch
from assessor_app.server.services.people import by_email
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.intake_models import Portfolio
from assessor_app.server.storage.models import Award, Lineage, Person, ProviderAccount
from assessor_app.server.storage.program_models import Account, AccountLink


def was_used() -> ColumnElement[bool]:
    """Of people: that somebody can sign in with the account, or that it has work of theirs."""
    return or_(
        Person.password_hash != "",
        Person.id.in_(select(Account.person_id).where(Account.verified_at.is_not(None))),
        Person.id.in_(select(ProviderAccount.person_id)),
        Person.id.in_(select(Portfolio.applicant_id)),
        Person.id.in_(select(Lineage.applicant_id)),
        Person.id.in_(select(Award.person_id)),
    )


def change(session: Session, person: Person, address: str) -> None:
    """``address`` is nobody's. Sign-ins end and mailed links work no more; evidence with the old address is still
    theirs."""
    identities.remember(session, person.id, Identity(emails=(person.email,)))
    session.execute(delete(AccountLink).where(AccountLink.person_id == person.id))
    accounts.end_sign_ins(session, person.id)
    person.email = address


def change_address(server: Server, email: str, new: str) -> str:
    """On their wish, by whoever runs the server; the new address as it is kept. Raises Refused."""
    try:
        address = validate_email(new, check_deliverability=False).normalized.casefold()
    except EmailNotValidError as error:
        raise Refused(f"“{new}” is no e-mail address: {error}") from error
    with server.database.writing() as session:
        person = by_email(session, email)
        if "@" not in person.email:
            raise Refused("This account was erased.")
        if session.scalars(select(Person.id).where(Person.email == address)).first() is not None:
            raise Refused(f"There is already a person with the e-mail address {address}.")
        note_act(session, "address changed")
        change(session, person, address)
        touch(session, person.id, ChangeKind.PERSON, person.id)
    return address
