"""Telling reviewers' computers where they stand with a calibration, with the rubric that it is of."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Role
from assessor_app.protocol.sync import ChangeKind
from assessor_app.server.services.changes import touch, touch_many
from assessor_app.server.services.credentials import newest
from assessor_app.server.storage.calibration_models import Anchor
from assessor_app.server.storage.models import ChangeRow, Person


def tell(session: Session, person_id: str, micro_credential_id: str) -> None:
    """This person's row of the micro-credential is sent again."""
    rubric = f"{micro_credential_id}@{newest(session, micro_credential_id).version}"
    if session.get(ChangeRow, (person_id, ChangeKind.MICRO_CREDENTIAL, rubric)) is None:
        touch(session, person_id, ChangeKind.MICRO_CREDENTIAL, rubric)
    touch(session, person_id, ChangeKind.CALIBRATION, micro_credential_id)


def announce(session: Session, micro_credential_id: str) -> None:
    """Anchors for practice or qualification changed: every reviewer's row is."""
    rubric = f"{micro_credential_id}@{newest(session, micro_credential_id).version}"
    people = [person.id for person in session.scalars(select(Person)) if _reviews(person)]
    known = set(
        session.scalars(
            select(ChangeRow.person_id).where(ChangeRow.kind == ChangeKind.MICRO_CREDENTIAL, ChangeRow.key == rubric)
        )
    )
    touch_many(session, [each for each in people if each not in known], ChangeKind.MICRO_CREDENTIAL, rubric)
    touch_many(session, people, ChangeKind.CALIBRATION, micro_credential_id)


def welcome(session: Session, person: Person) -> None:
    """A new reviewer is told of every micro-credential that has anchors."""
    if _reviews(person):
        for micro_credential_id in session.scalars(select(Anchor.micro_credential_id).distinct()).all():
            tell(session, person.id, micro_credential_id)


def _reviews(person: Person) -> bool:
    return bool({Role.ASSESSOR, Role.APPROVER} & set(person.roles))
