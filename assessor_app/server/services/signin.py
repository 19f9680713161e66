"""Checking passwords and giving out authorization codes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.accounts import is_closed
from assessor_app.server.services.people import normal_email
from assessor_app.server.storage.models import AuthorizationCode, Person, SignInFailure

CODE_LIFE = timedelta(seconds=60)
MOST_FAILURES = 10
"""For one account from one network address."""
MOST_OF_ACCOUNT, MOST_OF_ADDRESS = 50, 100
FAILURE_WINDOW = timedelta(minutes=15)


class WrongPassword(Exception):
    """E-mail and password don't belong together. It is never said which of the two is wrong."""


class TooManyFailures(Exception):
    """Come back in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts; try again in {seconds} seconds")
        self.seconds = seconds


def grant_code(server: Server, *, email: str, password: str, address: str, challenge: str, redirect_uri: str) -> str:
    """A new code for the person. ``address`` is the network address of the attempt.

    Raises WrongPassword, TooManyFailures.
    """
    attempt = _begin_attempt(server, normal_email(email), address)
    with server.database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == normal_email(email))).first()
        if person is not None and is_closed(session, person.id):
            person = None
    if person is None:
        # The same work as for a known person, so that the time taken tells nothing.
        server.passwords.hash(password)
    if person is None or not _fits(server, person.password_hash, password):
        raise WrongPassword
    with server.database.writing() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.id.in_(attempt.rows)))
        session.execute(delete(SignInFailure).where(SignInFailure.subject == attempt.subject))
        return new_code(session, person.id, challenge, redirect_uri)


def new_code(session: Session, person_id: str, challenge: str, redirect_uri: str) -> str:
    """A code for somebody who has shown who they are; only its hash is kept."""
    code = secrets.token_urlsafe(32)
    session.execute(delete(AuthorizationCode).where(AuthorizationCode.expires_at <= utc_now()))
    session.add(
        AuthorizationCode(
            code_hash=sha256(code.encode()),
            person_id=person_id,
            challenge=challenge,
            redirect_uri=redirect_uri,
            expires_at=utc_now() + CODE_LIFE,
        )
    )
    return code


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Rows that count it as failed, and what one address tried with one account before: a success forgives both."""

    rows: tuple[int, ...]
    subject: str


def _begin_attempt(server: Server, email: str, address: str) -> _Attempt:
    """Count an attempt as failed until it succeeds, so that many at once gain nothing. Raises TooManyFailures."""
    limits = {
        f"{email}\n{address}": MOST_FAILURES,
        f"account {email}": MOST_OF_ACCOUNT,
        f"address {address}": MOST_OF_ADDRESS,
    }
    with server.database.writing() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.at <= utc_now() - FAILURE_WINDOW))
        for name, most in limits.items():
            _check_rate(session, sha256(name.encode()), most)
        rows = [SignInFailure(subject=sha256(name.encode()), at=utc_now()) for name in limits]
        session.add_all(rows)
        session.flush()
        return _Attempt(tuple(row.id for row in rows), rows[0].subject)


def _check_rate(session: Session, subject: str, most: int) -> None:
    since = utc_now() - FAILURE_WINDOW
    recent = select(func.count(), func.min(SignInFailure.at)).where(
        SignInFailure.subject == subject, SignInFailure.at > since
    )
    count, first = session.execute(recent).one()
    if count >= most:
        raise TooManyFailures(max(1, int((first - since).total_seconds()) + 1))


def _fits(server: Server, password_hash: str, password: str) -> bool:
    try:
        return server.passwords.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
