"""When a reviewer's next packet is to be a validity packet.

Whatever an assessor's computer sees of one has to be like any other packet, the moment of its coming too. Where the
server assigns by itself, a validity packet takes the place of the packet that would have come (``distribution.py``).
Where an administrator names the submission, it comes later, at a time of its own.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import CalibrationPolicy, validity_is_due
from assessor_app.protocol.events import utc_now
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.storage.calibration_models import Presentation, Rater
from assessor_app.server.storage.models import Assignment, Person, Submission

RECENT = 50

chance = random.SystemRandom()
"""What nobody can predict from what came before."""


def known_rater(session: Session, person_id: str, micro_credential_id: str) -> Rater:
    """How the person does with the micro-credential; a blank sheet, which is not kept, where nothing is known."""
    return session.get(Rater, (person_id, micro_credential_id)) or Rater(
        person_id=person_id, micro_credential_id=micro_credential_id, drift={}, assessed=0, last_work=None,
        calibrated_at=None, advised_at=None, stopped_at=None, validity_at=None,
    )  # fmt: skip


def rater_of(session: Session, person_id: str, micro_credential_id: str) -> Rater:
    """The same, to be written on; begun when first asked for."""
    rater = known_rater(session, person_id, micro_credential_id)
    if rater not in session:
        session.add(rater)
        session.flush()
    return rater


def policy_of(session: Session, micro_credential_id: str, version: int) -> CalibrationPolicy:
    return credential_at(session, micro_credential_id, version).policies.calibration


def is_due(session: Session, person: Person, submission: Submission) -> bool:
    """Whether this person's next packet is to be a validity packet instead of this submission."""
    policy = policy_of(session, submission.micro_credential_id, submission.micro_credential_version)
    rater = rater_of(session, person.id, submission.micro_credential_id)
    last = [moment for moment in (rater.last_work or rater.calibrated_at, _last_given(session, person)) if moment]
    return validity_is_due(policy, max(last, default=None), utc_now(), chance.random())


def _last_given(session: Session, person: Person) -> datetime | None:
    """When the person got a presentation last: after a pause, one is enough."""
    return session.scalar(select(func.max(Presentation.created_at)).where(Presentation.person_id == person.id))


def expect(session: Session, person: Person, submission: Submission) -> None:
    """An administrator has given this person a submission: perhaps a validity packet follows."""
    if is_due(session, person, submission):
        expect_later(session, person, submission.micro_credential_id)


def expect_later(session: Session, person: Person, micro_credential_id: str) -> None:
    """A validity packet comes within two days, at an hour at which packets came lately."""
    rater = rater_of(session, person.id, micro_credential_id)
    if rater.validity_at is not None:
        return
    earliest = utc_now() + timedelta(hours=chance.uniform(0, 24))
    recent = session.scalars(
        select(Assignment.created_at)
        .join(Submission, Submission.id == Assignment.submission_id)
        .where(Submission.micro_credential_id == micro_credential_id)
        .order_by(Assignment.created_at.desc())
        .limit(RECENT)
    ).all()
    at = chance.choice(recent) if recent else earliest
    rater.validity_at = earliest + (at - earliest) % timedelta(days=1)
