"""Who must not be recognised in a submission: its applicant, whom the applicant lists, and where they work."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.identity.known import Identity
from assessor_app.server.storage.intake_models import ApplicantIdentity, Portfolio, Redaction
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Campus, Employment

MOST_REMEMBERED = 450
"""Of each kind: an :class:`Identity` takes a few more, which are the current ones."""


def identity_of(session: Session, applicant_id: str, people: list[str]) -> Identity:
    """Everything known. ``people`` are the colleagues and students that the applicant lists."""
    person = session.get_one(Person, applicant_id)
    work, more = workplace(session, applicant_id), _kept(session, applicant_id)
    return Identity(
        names=_once(person.name, *more.names, *people),
        emails=_once(person.email, *more.emails),
        phones=more.phones,
        employee_ids=_once(*work.employee_ids, *more.employee_ids),
        organizations=_once(*work.organizations, *more.organizations),
    )


def workplace(session: Session, person_id: str) -> Identity:
    """What their employment says now: number, organisation and campus."""
    person, employment = session.get_one(Person, person_id), session.get(Employment, person_id)
    campus = session.get(Campus, employment.campus_id) if employment is not None and employment.campus_id else None
    return Identity(
        employee_ids=_once(employment.employee_id if employment is not None else ""),
        organizations=_once(person.organisation, campus.name if campus is not None else ""),
    )


def _kept(session: Session, person_id: str) -> Identity:
    row = session.get(ApplicantIdentity, person_id)
    return Identity.model_validate(row.data) if row is not None else Identity()


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


def remember(session: Session, person_id: str, before: Identity) -> None:
    """Add what somebody was called, or where they worked: evidence from then still shows it."""
    kept = _kept(session, person_id)
    both = Identity(
        names=_joined(kept.names, before.names),
        emails=_joined(kept.emails, before.emails),
        phones=_joined(kept.phones, before.phones),
        employee_ids=_joined(kept.employee_ids, before.employee_ids),
        organizations=_joined(kept.organizations, before.organizations),
    )
    if both != kept:
        learn(session, person_id, both)


def _joined(kept: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """What is full stays as it is: a roster that goes back and forth every day must not fail by it."""
    both = _once(*kept, *more)
    return both if len(both) <= MOST_REMEMBERED else kept
