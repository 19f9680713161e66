"""Noting which rows a person's next sync brings: one change a row and audience, numbered in commit order."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessor_app.protocol.sync import ChangeKind
from assessor_app.server.storage.models import Assignment, ChangeRow, ServerState, Submission


def touch(session: Session, person_id: str, kind: ChangeKind, key: str) -> None:
    """Note that this row has to be sent to this person; its data is read when it is sent."""
    counted = update(ServerState).values(sequence=ServerState.sequence + 1).returning(ServerState.sequence)
    sequence = session.execute(counted).scalar_one()
    session.merge(ChangeRow(person_id=person_id, kind=kind, key=key, sequence=sequence))
    session.flush()


def touch_submission(session: Session, submission: Submission) -> None:
    """Everybody with a part in the submission gets their row of the queue again, with the rubric it needs."""
    session.flush()
    for assignment in session.scalars(select(Assignment).where(Assignment.submission_id == submission.id)):
        credential = f"{submission.micro_credential_id}@{submission.micro_credential_version}"
        if session.get(ChangeRow, (assignment.person_id, ChangeKind.MICRO_CREDENTIAL, credential)) is None:
            touch(session, assignment.person_id, ChangeKind.MICRO_CREDENTIAL, credential)
        touch(session, assignment.person_id, ChangeKind.ASSIGNMENT, assignment.id)
