"""Tokens: short access tokens, and refresh tokens that are traded once, with reuse detection."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import FIRST_PREVIOUS, utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import ServerKey, TokenReply
from assessor_app.server.opening import Server
from assessor_app.server.services.rows import person_data
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import (
    AccessToken,
    AuthorizationCode,
    Device,
    Person,
    RefreshToken,
    TokenFamily,
)

REFRESH_LIFE = timedelta(days=90)
LOST_REPLY = timedelta(seconds=60)
"""For so long the token before may be used once more by its device, whose answer may have been lost."""


class GrantRefused(Exception):
    """RFC 6749's ``invalid_grant``; the message says why, for the log of whoever writes a client."""


class AccessEnded(GrantRefused):
    """The device was revoked: it can't sign in again under this identity."""


@dataclass(frozen=True, slots=True)
class NewDevice:
    """What a device tells of itself at sign-in; ``parcel_key`` is b"" when it told none."""

    id: str
    name: str
    public_key: bytes
    parcel_key: bytes = b""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is. ``device_id`` is the one that the token was given to."""

    person_id: str
    device_id: str
    roles: frozenset[Role]


def redeem_code(server: Server, code: str, verifier: str, redirect_uri: str, device: NewDevice) -> TokenReply:
    """Trade an authorization code for tokens, registering the device. Raises GrantRefused."""
    with server.database.writing() as session:
        row = session.get(AuthorizationCode, sha256(code.encode()))
        if row is not None:
            # Used up in any case: who has a code without the verifier must not get a second try.
            session.delete(row)
            session.flush()
        known = session.get(Device, device.id)
        ended = known is not None and known.revoked_at is not None
        problem_found = _why_not(row, verifier, redirect_uri) or _register(session, row, device)
        if row is not None and problem_found is None:
            return _new_sign_in(server, session, row.person_id, device.id)
    raise (AccessEnded if ended else GrantRefused)(problem_found or "there is no such code")


def _why_not(row: AuthorizationCode | None, verifier: str, redirect_uri: str) -> str | None:
    if row is None or row.expires_at <= utc_now():
        return "the code is not known, was used before or has run out"
    if row.redirect_uri != redirect_uri:
        return "the redirect_uri is not the one that the code was given for"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if not hmac.compare_digest(challenge, row.challenge):
        return "the code_verifier does not fit the code_challenge"
    return None


def _register(session: Session, code: AuthorizationCode | None, device: NewDevice) -> str | None:
    """Make the device known as this person's, or say why it can't be."""
    if code is None:
        return "there is no such code"
    known = session.get(Device, device.id)
    if known is None:
        note_act(session, "device registered")
        session.add(
            Device(
                id=device.id, person_id=code.person_id, name=device.name[:100], public_key=device.public_key,
                last_sequence=0, last_hash=FIRST_PREVIOUS, created_at=utc_now(), revoked_at=None,
                parcel_key=device.parcel_key or None, unlock_secret=secrets.token_bytes(32),
            )
        )  # fmt: skip
        session.flush()
        return None
    if known.person_id != code.person_id:
        return "the device belongs to another person"
    if known.public_key != device.public_key:
        return "the device is known with another key"
    if known.revoked_at is not None:
        return "the device's access was revoked"
    if device.parcel_key and known.parcel_key is None:
        known.parcel_key = device.parcel_key
    return None


def _new_sign_in(server: Server, session: Session, person_id: str, device_id: str) -> TokenReply:
    _revoke_families(session, device_id)
    family = TokenFamily(id=uuid.uuid4().hex, device_id=device_id, created_at=utc_now(), revoked_at=None)
    session.add(family)
    session.flush()
    device = session.get_one(Device, device_id)
    if device.unlock_secret is None:
        note_act(session, "unlock secret made")
        device.unlock_secret = secrets.token_bytes(32)
    _, reply = _issue(server, session, family.id, person_id)
    return reply.model_copy(update={"unlock_secret": base64.b64encode(device.unlock_secret).decode("ascii")})


def refresh(server: Server, token: str, device_id: str) -> TokenReply:
    """Trade a refresh token. A token that was traded before ends the whole sign-in. Raises GrantRefused."""
    with server.database.writing() as session:
        row = session.get(RefreshToken, sha256(token.encode()))
        family = session.get(TokenFamily, row.family_id) if row else None
        device = session.get(Device, device_id) if family is not None and family.device_id == device_id else None
        if device is not None and device.revoked_at is not None:
            raise AccessEnded("the device's access was revoked")
        if row is None or family is None or family.device_id != device_id or family.revoked_at is not None:
            raise GrantRefused("the refresh token is not known, is another device's or was revoked")
        if row.expires_at <= utc_now():
            raise GrantRefused("the refresh token has run out")
        if row.replaced_at is None or _reply_was_lost(session, row):
            person_id = session.get_one(Device, device_id).person_id
            new_hash, reply = _issue(server, session, family.id, person_id)
            row.repeated = row.replaced_at is not None
            row.replaced_at, row.replaced_by = row.replaced_at or utc_now(), new_hash
            return reply
        family.revoked_at = utc_now()
    raise GrantRefused("the refresh token was used before; this sign-in has ended")


def _reply_was_lost(session: Session, row: RefreshToken) -> bool:
    """Whether a second use looks like the same device asking again: soon, once, and its successor never used."""
    if row.repeated or row.replaced_at is None or utc_now() > row.replaced_at + LOST_REPLY:
        return False
    successor = session.get(RefreshToken, row.replaced_by)
    if successor is None or successor.replaced_at is not None:
        return False
    # The successor reached nobody; whoever shows it later did not get it from us in good order.
    successor.replaced_at, successor.repeated = utc_now(), True
    return True


def _issue(server: Server, session: Session, family_id: str, person_id: str) -> tuple[str, TokenReply]:
    now = utc_now()
    access, refresh_token = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    refresh_hash = sha256(refresh_token.encode())
    session.execute(delete(AccessToken).where(AccessToken.family_id == family_id, AccessToken.expires_at <= now))
    session.add(
        AccessToken(
            token_hash=sha256(access.encode()),
            family_id=family_id,
            expires_at=now + timedelta(seconds=server.settings.access_seconds),
        )
    )
    session.add(
        RefreshToken(
            token_hash=refresh_hash, family_id=family_id, expires_at=now + REFRESH_LIFE, replaced_at=None,
            replaced_by=None, repeated=False,
        )
    )  # fmt: skip
    session.flush()
    return refresh_hash, TokenReply(
        access_token=access,
        token_type="Bearer",  # noqa: S106 - the scheme's name, not a secret
        expires_in=server.settings.access_seconds,
        refresh_token=refresh_token,
        person=person_data(session.get_one(Person, person_id)),
        server_keys=(ServerKey(key_id=server.key.id, public_key=base64.b64encode(server.key.public).decode("ascii")),),
    )


def sign_out(server: Server, token: str) -> None:
    """Forget the sign-in that this refresh or access token belongs to (RFC 7009: silent when there is none)."""
    with server.database.writing() as session:
        token_hash = sha256(token.encode())
        row = session.get(RefreshToken, token_hash) or session.get(AccessToken, token_hash)
        if row is not None:
            session.get_one(TokenFamily, row.family_id).revoked_at = utc_now()


def caller_of(server: Server, token: str) -> Caller:
    """Whose access token it is. Raises ProblemError."""
    with server.database.reading() as session:
        row = session.get(AccessToken, sha256(token.encode()))
        family = session.get_one(TokenFamily, row.family_id) if row else None
        if row is None or family is None or row.expires_at <= utc_now():
            raise ProblemError(problem(ProblemType.SIGN_IN_NEEDED, "The access token is not known or has run out."))
        device = session.get_one(Device, family.device_id)
        if device.revoked_at is not None:
            raise ProblemError(problem(ProblemType.DEVICE_REVOKED, "An administrator ended this computer's access."))
        if family.revoked_at is not None:
            raise ProblemError(problem(ProblemType.SIGN_IN_NEEDED, "This sign-in has ended."))
        person = session.get_one(Person, device.person_id)
        return Caller(person.id, device.id, frozenset(Role(role) for role in person.roles))


def _revoke_families(session: Session, device_id: str) -> None:
    session.execute(
        update(TokenFamily)
        .where(TokenFamily.device_id == device_id, TokenFamily.revoked_at.is_(None))
        .values(revoked_at=utc_now())
    )
