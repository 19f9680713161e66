"""Sign-ins through the district's provider: what waits while a browser is there, and whose account comes back."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.server.openid import Account, Errand
from assessor_app.server.opening import Server
from assessor_app.server.services.accounts import is_closed
from assessor_app.server.services.people import by_email, normal_email
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.signin import TooManyFailures, new_code
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import PendingSignIn, Person, ProviderAccount

PENDING_LIFE = timedelta(minutes=10)
MOST_PENDING = 100
"""For one network address."""


class NotPending(Exception):
    """No such sign-in waits, or not in this browser."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in of the application that waits for the provider: what its code will be bound to, and the errand."""

    redirect_uri: str
    challenge: str
    state: str
    errand: Errand


def keep_pending(server: Server, pending: Pending, address: str) -> bytes:
    """Keep it for a few minutes; the key that opens it, which only the browser gets. Raises TooManyFailures."""
    key, state_hash = secrets.token_bytes(32), sha256(pending.errand.state.encode())
    address_hash, now = sha256(f"address {address}".encode()), utc_now()
    # Every key seals once, so that its nonce may be a constant.
    sealed = AESGCM(key).encrypt(bytes(12), json.dumps(asdict(pending)).encode(), state_hash.encode())
    with server.database.writing() as session:
        session.execute(delete(PendingSignIn).where(PendingSignIn.expires_at <= now))
        theirs = select(func.count(), func.min(PendingSignIn.expires_at))
        count, first = session.execute(theirs.where(PendingSignIn.address_hash == address_hash)).one()
        if count >= MOST_PENDING:
            raise TooManyFailures(int((first - now).total_seconds()) + 1)
        session.add(
            PendingSignIn(
                state_hash=state_hash, sealed=sealed, address_hash=address_hash, expires_at=now + PENDING_LIFE
            )
        )
    return key


def take_pending(server: Server, state: str, key: bytes) -> Pending:
    """What waited under this state in the browser that has this key; it waits no longer. Raises NotPending."""
    state_hash = sha256(state.encode())
    with server.database.writing() as session:
        row = session.get(PendingSignIn, state_hash)
        if row is None or row.expires_at <= utc_now():
            raise NotPending
        try:
            values = json.loads(AESGCM(key).decrypt(bytes(12), row.sealed, state_hash.encode()))
        except (InvalidTag, ValueError):
            raise NotPending from None
        session.delete(row)
    return Pending(**{**values, "errand": Errand(**values["errand"])})


def grant_code_to(server: Server, account: Account, pending: Pending) -> str:
    """A new code for the person whose account it is. Raises Refused, in a sentence, when it is nobody's."""
    with server.database.writing() as session:
        person_id = _person_of(session, account)
        if is_closed(session, person_id):
            raise Refused("This account was closed.")
        return new_code(session, person_id, pending.challenge, pending.redirect_uri)


def _person_of(session: Session, account: Account) -> str:
    known = session.scalars(_of_account(account.issuer, account.subject)).first()
    if known is not None:
        return known.person_id
    if not account.email:
        raise Refused("The provider does not vouch for your e-mail address. Please ask your administrator to link you.")
    person = session.scalars(select(Person).where(Person.email == normal_email(account.email))).first()
    if person is None:
        raise Refused(f"Nobody here has the e-mail address {account.email}. Please ask your administrator.")
    _link(session, person, account.issuer, account.subject)
    return person.id


def _link(session: Session, person: Person, issuer: str, subject: str) -> None:
    """Raises Refused: an address that was given to somebody else at the provider must not bring their work along."""
    theirs = select(ProviderAccount).where(ProviderAccount.issuer == issuer, ProviderAccount.person_id == person.id)
    if session.scalars(theirs).first() is not None:
        raise Refused(f"{person.email} is linked to another account of the provider. Please ask your administrator.")
    note_act(session, "account linked")
    session.add(
        ProviderAccount(
            id=uuid.uuid4().hex, issuer=issuer, subject=subject, person_id=person.id, linked_at=utc_now()
        )
    )  # fmt: skip
    session.flush()


def _of_account(issuer: str, subject: str) -> Select[ProviderAccount]:
    return select(ProviderAccount).where(ProviderAccount.issuer == issuer, ProviderAccount.subject == subject)


def link(server: Server, email: str, subject: str) -> None:
    """Say whose account it is at the provider, where that vouches for no e-mail addresses. Raises Refused."""
    provider = server.settings.provider
    if provider is None:
        raise Refused("There is no provider: ASSESSOR_OIDC_ISSUER is not set.")
    with server.database.writing() as session:
        if session.scalars(_of_account(provider.issuer, subject)).first() is not None:
            raise Refused("That account is linked to somebody already.")
        _link(session, by_email(session, email), provider.issuer, subject)


def unlink(server: Server, email: str) -> int:
    """Forget which accounts a person has at providers; how many there were. Raises Refused."""
    with server.database.writing() as session:
        person = by_email(session, email)
        rows = session.scalars(select(ProviderAccount).where(ProviderAccount.person_id == person.id)).all()
        note_act(session, "account unlinked")
        for row in rows:
            session.delete(row)
        return len(rows)
