"""Whose data an administrator sees: their own organisation's, and nothing that another one has."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Employment, Organisation


def organisation_of(session: Session, caller: Caller) -> Organisation:
    """The organisation that the caller administers. Raises ProblemError for who administers none."""
    if Role.ADMINISTRATOR in caller.roles and Role.FACILITATOR not in caller.roles:
        employment = session.get(Employment, caller.person_id)
        if employment is not None and employment.left_at is None:
            return session.get_one(Organisation, employment.organisation_id)
    raise ProblemError(problem(ProblemType.NOT_ALLOWED, "This is open to the administrators of an organisation."))


def member(session: Session, organisation: Organisation, person_id: str) -> Person:
    """A person of this organisation. Raises ProblemError; one of another looks like none."""
    employment = session.get(Employment, person_id)
    if employment is None or employment.organisation_id != organisation.id:
        raise ProblemError(problem(ProblemType.NOT_FOUND, "Your organisation has nobody of this id."))
    return session.get_one(Person, person_id)
