"""Checking passwords and giving out authorization codes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select

from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.people import normal_email
from assessor_app.server.storage.models import AuthorizationCode, Person, SignInFailure

CODE_LIFE = timedelta(seconds=60)
MOST_FAILURES = 10
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
    subject = sha256(f"{normal_email(email)}\n{address}".encode())
    _check_rate(server, subject)
    with server.database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == normal_email(email))).first()
    if person is None:
        # The same work as for a known person, so that the time taken tells nothing.
        server.passwords.hash(password)
    if person is None or not _fits(server, person.password_hash, password):
        with server.database.writing() as session:
            session.execute(delete(SignInFailure).where(SignInFailure.at <= utc_now() - FAILURE_WINDOW))
            session.add(SignInFailure(subject=subject, at=utc_now()))
        raise WrongPassword
    code = secrets.token_urlsafe(32)
    with server.database.writing() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.subject == subject))
        session.execute(delete(AuthorizationCode).where(AuthorizationCode.expires_at <= utc_now()))
        session.add(
            AuthorizationCode(
                code_hash=sha256(code.encode()),
                person_id=person.id,
                challenge=challenge,
                redirect_uri=redirect_uri,
                expires_at=utc_now() + CODE_LIFE,
            )
        )
    return code


def _check_rate(server: Server, subject: str) -> None:
    since = utc_now() - FAILURE_WINDOW
    recent = select(func.count(), func.min(SignInFailure.at)).where(
        SignInFailure.subject == subject, SignInFailure.at > since
    )
    with server.database.reading() as session:
        count, first = session.execute(recent).one()
    if count >= MOST_FAILURES:
        raise TooManyFailures(max(1, int((first - since).total_seconds()) + 1))


def _fits(server: Server, password_hash: str, password: str) -> bool:
    try:
        return server.passwords.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
