"""A submission's way in and out: handed in as a folder of evidence, withdrawn by its applicant."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.due import TURNAROUND
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import RESUBMITTABLE, Action, Role, State, new_submission_id, transition
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.packet import Manifest, sign_manifest
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.intake.folder import Item, read_folder
from assessor_app.server.opening import Server
from assessor_app.server.services import mail
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.outcomes import earlier_attempts
from assessor_app.server.services.people import by_email
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.models import Assignment, Lineage, PacketBlob, Person, Submission


def submit_folder(
    server: Server, applicant_email: str, micro_credential_id: str, folder: Path, received_at: datetime | None = None
) -> str:
    """Hand in a folder of evidence, one folder a requirement, as an applicant's next attempt; the submission's id.

    ``received_at`` is for what reached the organisation earlier than this server; the turnaround counts from it.
    Raises Refused, with nothing of it kept that a packet would name.
    """
    with server.database.reading() as session:
        applicant = _applicant(session, applicant_email)
        micro_credential = newest(session, micro_credential_id)
        _next_attempt(session, applicant, micro_credential_id)
    items = read_folder(folder, micro_credential)
    for item in items:
        server.blobs.put(item.data)
    with server.database.writing() as session:
        return _hand_in(server, session, applicant, micro_credential, items, received_at or utc_now())


def _applicant(session: Session, email: str) -> Person:
    applicant = by_email(session, email)
    if Role.EDUCATOR not in applicant.roles:
        raise Refused(f"{applicant.email} is no educator.")
    return applicant


def _next_attempt(session: Session, applicant: Person, micro_credential_id: str) -> int:
    """The number of the next attempt. Raises Refused while the one before it is still open or earned."""
    last = session.scalars(
        select(Submission)
        .join(Lineage, Submission.lineage_id == Lineage.id)
        .where(Lineage.applicant_id == applicant.id, Lineage.micro_credential_id == micro_credential_id)
        .order_by(Submission.attempt.desc())
    ).first()
    if last is None:
        return 1
    if last.state not in RESUBMITTABLE:
        raise Refused(
            f"Attempt {last.attempt} is {last.state.replace('_', ' ')}; "
            "the next attempt can be handed in once it came back."
        )
    return last.attempt + 1


def _hand_in(
    server: Server,
    session: Session,
    applicant: Person,
    micro_credential: MicroCredential,
    items: list[Item],
    now: datetime,
) -> str:
    micro_credential_id, version = micro_credential.id, micro_credential.version
    attempt = _next_attempt(session, applicant, micro_credential_id)
    lineage = _lineage(session, applicant, micro_credential_id)
    submission_id = new_submission_id()
    while session.get(Submission, submission_id) is not None:
        submission_id = new_submission_id()
    manifest = Manifest(
        submission_id=submission_id,
        attempt=attempt,
        micro_credential_id=micro_credential_id,
        micro_credential_version=version,
        created_at=now,
        evidence=tuple(item.evidence for item in items),
        earlier=earlier_attempts(server, session, lineage),
    )
    manifest_bytes = sign_manifest(server.key, manifest)
    name = server.blobs.put(manifest_bytes)
    blobs = manifest.blobs()
    submission = Submission(
        id=submission_id, lineage_id=lineage.id, attempt=attempt, micro_credential_id=micro_credential_id,
        micro_credential_version=version, state=State.SUBMITTED, version=1, manifest=name,
        evidence_count=len(items), evidence_bytes=sum(blob.size for blob in blobs.values()), submitted_at=now,
        due_at=now + TURNAROUND, primary_assessment_id=None, outcome=None, decided_at=None,
    )  # fmt: skip
    session.add(submission)
    session.flush()
    session.add(PacketBlob(sha256=name, submission_id=submission_id, size=len(manifest_bytes)))
    session.add_all(
        PacketBlob(sha256=blob.sha256, submission_id=submission_id, size=blob.size) for blob in blobs.values()
    )
    title = mail.title_of(session, submission)
    mail.write(
        session,
        applicant.id,
        submission,
        f"We received your submission for “{title}”",
        f"Your submission has the ID {submission_id}. You will have a result by {submission.due_at:%d %B %Y}.",
    )
    return submission_id


def _lineage(session: Session, applicant: Person, micro_credential_id: str) -> Lineage:
    lineage = session.scalars(
        select(Lineage).where(Lineage.applicant_id == applicant.id, Lineage.micro_credential_id == micro_credential_id)
    ).first()
    if lineage is None:
        lineage = Lineage(id=uuid.uuid4().hex, applicant_id=applicant.id, micro_credential_id=micro_credential_id)
        session.add(lineage)
        session.flush()
    return lineage


def release_redacted(server: Server, submission_id: str) -> None:
    """The issuer has dealt with a reported leak: whoever assessed it has it back, with their draft. Raises Refused."""
    with server.database.writing() as session:
        submission = _found(session, submission_id)
        row = transition(Action.RELEASE_REDACTED, State(submission.state), Role.ISSUER)
        if row is None:
            raise Refused(f"A submission that is {submission.state.replace('_', ' ')} is not held back.")
        submission.state, submission.primary_assessment_id = row.target, None
        holder = session.scalars(
            select(Assignment)
            .where(Assignment.submission_id == submission_id, Assignment.role == Role.ASSESSOR)
            .where(Assignment.status != AssignmentStatus.TAKEN_OVER)
        ).first()
        again = transition(Action.ASSIGN, row.target, Role.ISSUER)
        if holder is not None and again is not None:
            holder.status, submission.state = AssignmentStatus.ACTIVE, again.target
        for other in session.scalars(
            select(Assignment).where(Assignment.submission_id == submission_id, Assignment.role == Role.APPROVER)
        ):
            other.status = AssignmentStatus.DONE
        submission.version += 1
        touch_submission(session, submission)


def _found(session: Session, submission_id: str) -> Submission:
    submission = session.get(Submission, submission_id)
    if submission is None:
        raise Refused(f"There is no submission {submission_id}.")
    return submission


def withdraw(server: Server, submission_id: str) -> None:
    """Take a submission back on its applicant's wish. Raises Refused."""
    with server.database.writing() as session:
        submission = _found(session, submission_id)
        row = transition(Action.WITHDRAW, State(submission.state), Role.EDUCATOR)
        if row is None:
            raise Refused(f"A submission that is {submission.state.replace('_', ' ')} can't be withdrawn.")
        submission.state = row.target
        submission.version += 1
        touch_submission(session, submission)
