"""Messages to people: written in the transaction that they tell of, delivered later, each once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.storage.models import Mail, MicroCredentialRow, Person, Submission


def write(session: Session, person_id: str, submission: Submission, subject: str, body: str) -> None:
    """To a person's address; the author of anchors has none."""
    if "@" not in session.get_one(Person, person_id).email:
        return
    now = utc_now()
    session.add(
        Mail(
            person_id=person_id, submission_id=submission.id, subject=subject, body=body, created_at=now,
            next_try_at=now,
        )
    )  # fmt: skip


def title_of(session: Session, submission: Submission) -> str:
    row = session.get_one(MicroCredentialRow, (submission.micro_credential_id, submission.micro_credential_version))
    return str(row.data["title"])
