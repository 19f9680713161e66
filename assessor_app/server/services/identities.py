"""Who must not be recognised in a submission: its applicant, whom the applicant lists, and where they work."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.identity.known import Identity
from assessor_app.server.storage.intake_models import ApplicantIdentity, Portfolio, Redaction
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Campus, Employment


def identity_of(session: Session, applicant_id: str, people: list[str]) -> Identity:
    """Everything known. ``people`` are the colleagues and students that the applicant lists."""
    person = session.get_one(Person, applicant_id)
    row = session.get(ApplicantIdentity, applicant_id)
    more = Identity.model_validate(row.data) if row is not None else Identity()
    employment = session.get(Employment, applicant_id)
    campus = session.get(Campus, employment.campus_id) if employment is not None and employment.campus_id else None
    return Identity(
        names=_once(person.name, *more.names, *people),
        emails=_once(person.email, *more.emails),
        phones=more.phones,
        employee_ids=_once(employment.employee_id if employment is not None else "", *more.employee_ids),
        organizations=_once(person.organisation, campus.name if campus is not None else "", *more.organizations),
    )


def _once(*entries: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.strip()[:200] for entry in entries if entry.strip()))


def choices_of(session: Session, item_id: str) -> dict[str, str]:
    """What the issuer said of an item's unsure places, by place."""
    rows = session.scalars(select(Redaction).where(Redaction.item_id == item_id, Redaction.choice.is_not(None)))
    return {row.place: row.choice for row in rows if row.choice is not None}


def of_portfolio(session: Session, portfolio: Portfolio) -> Identity:
    return identity_of(session, portfolio.applicant_id, portfolio.people)


def learn(session: Session, person_id: str, identity: Identity) -> None:
    """Keep what else is known of a person, in place of what was known before."""
    session.merge(ApplicantIdentity(person_id=person_id, data=identity.model_dump(mode="json")))
