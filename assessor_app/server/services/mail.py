"""Messages to people, kept as rows until they are delivered."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.storage.models import Mail, MicroCredentialRow, Submission


def write(session: Session, person_id: str, submission: Submission, subject: str, body: str) -> None:
    session.add(
        Mail(person_id=person_id, submission_id=submission.id, subject=subject, body=body, created_at=utc_now())
    )


def title_of(session: Session, submission: Submission) -> str:
    row = session.get_one(MicroCredentialRow, (submission.micro_credential_id, submission.micro_credential_version))
    return str(row.data["title"])
