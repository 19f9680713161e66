"""Noting which rows a person's next sync brings: one change a row and audience, numbered in commit order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessor_app.protocol.sync import AssignmentStatus, ChangeKind
from assessor_app.server.services.presentations import second_parts
from assessor_app.server.storage import sums
from assessor_app.server.storage.calibration_models import SecondReading
from assessor_app.server.storage.models import Assignment, ChangeRow, ServerState, Submission


def touch(session: Session, person_id: str, kind: ChangeKind, key: str) -> None:
    """Note that this row has to be sent to this person; its data is read when it is sent."""
    counted = update(ServerState).values(sequence=ServerState.sequence + 1).returning(ServerState.sequence)
    sequence = session.execute(counted).scalar_one()
    session.merge(ChangeRow(person_id=person_id, kind=kind, key=key, sequence=sequence))
    session.flush()


def touch_submission(session: Session, submission: Submission) -> None:
    """Everybody with a part in the submission gets their row of the queue again, with the rubric it needs.

    But whoever reads it a second time, as long as they do: what others did does not change their row, and its coming
    again would tell that there are others.
    """
    session.flush()
    second = set(session.scalars(second_parts().where(SecondReading.submission_id == submission.id)))
    for assignment in session.scalars(select(Assignment).where(Assignment.submission_id == submission.id)).all():
        if assignment.id not in second or assignment.status != AssignmentStatus.ACTIVE:
            touch_part(session, submission, assignment)


def touch_part(session: Session, submission: Submission, assignment: Assignment) -> None:
    """One person's row of the queue is sent again."""
    session.flush()
    credential = f"{submission.micro_credential_id}@{submission.micro_credential_version}"
    if session.get(ChangeRow, (assignment.person_id, ChangeKind.MICRO_CREDENTIAL, credential)) is None:
        touch(session, assignment.person_id, ChangeKind.MICRO_CREDENTIAL, credential)
    touch(session, assignment.person_id, ChangeKind.ASSIGNMENT, assignment.id)


def touch_many(session: Session, people: Sequence[str], kind: ChangeKind, key: str) -> None:
    """The same row of a kind for many people at once."""
    counted = update(ServerState).values(sequence=ServerState.sequence + len(people)).returning(ServerState.sequence)
    last = session.execute(counted).scalar_one()
    session.flush()
    sums.put(
        session,
        ChangeRow,
        [
            {"person_id": person_id, "kind": kind.value, "key": key, "sequence": last - len(people) + n}
            for n, person_id in enumerate(people, start=1)
        ],
    )
    for row in [each for each in session if isinstance(each, ChangeRow)]:
        session.expire(row)
