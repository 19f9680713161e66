"""A submission's way in and out: handed in as a folder of evidence, withdrawn by its applicant."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
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
from assessor_app.server.services.credentials import credential_at, newest
from assessor_app.server.services.outcomes import earlier_attempts, manifest_of
from assessor_app.server.services.people import by_email
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.models import AssessmentRow, Assignment, Lineage, PacketBlob, Person, Submission


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
    submission = Submission(
        id=submission_id, lineage_id=lineage.id, attempt=attempt, micro_credential_id=micro_credential_id,
        micro_credential_version=version, state=State.SUBMITTED, version=1, manifest="",
        evidence_count=0, evidence_bytes=0, submitted_at=now,
        due_at=now + TURNAROUND, primary_assessment_id=None, outcome=None, decided_at=None,
    )  # fmt: skip
    session.add(submission)
    _name_packet(server, session, submission, manifest)
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


def release_redacted(server: Server, submission_id: str, folder: Path | None) -> None:
    """The issuer has dealt with a reported leak: whoever assessed it has it back, with their draft.

    ``folder`` is the redacted evidence, which takes the place of what was handed in; None says that nothing had to be
    redacted. Raises Refused, with nothing changed.
    """
    items: list[Item] = []
    if folder is not None:
        with server.database.reading() as session:
            found = _found(session, submission_id)
            credential = credential_at(session, found.micro_credential_id, found.micro_credential_version)
        items = read_folder(folder, credential)
        for item in items:
            server.blobs.put(item.data)
    with server.database.writing() as session:
        submission = _found(session, submission_id)
        row = transition(Action.RELEASE_REDACTED, State(submission.state), Role.ISSUER)
        if row is None:
            raise Refused(f"A submission that is {submission.state.replace('_', ' ')} is not held back.")
        if items:
            _replace_evidence(server, session, submission, items)
        holder = _assessor_of(session, submission)
        submission.state, submission.primary_assessment_id = row.target, None
        again = transition(Action.ASSIGN, row.target, Role.ISSUER)
        if holder is not None and again is not None:
            holder.status, submission.state = AssignmentStatus.ACTIVE, again.target
        for other in session.scalars(
            select(Assignment).where(Assignment.submission_id == submission_id, Assignment.role == Role.APPROVER)
        ):
            other.status = AssignmentStatus.DONE
        submission.version += 1
        touch_submission(session, submission)


def _assessor_of(session: Session, submission: Submission) -> Assignment | None:
    """Whose reading it was, else whoever has it now."""
    parts = session.scalars(
        select(Assignment).where(Assignment.submission_id == submission.id, Assignment.role == Role.ASSESSOR)
    ).all()
    first = session.get(AssessmentRow, submission.primary_assessment_id) if submission.primary_assessment_id else None
    if first is not None:
        return next((part for part in parts if part.person_id == first.person_id), None)
    return next((part for part in parts if part.status == AssignmentStatus.ACTIVE), None)


def _replace_evidence(server: Server, session: Session, submission: Submission, items: list[Item]) -> None:
    """A new packet with this evidence; nothing of the old one can be fetched any more."""
    manifest = manifest_of(server, submission).model_copy(
        update={"evidence": tuple(item.evidence for item in items), "created_at": utc_now()}
    )
    session.execute(delete(PacketBlob).where(PacketBlob.submission_id == submission.id))
    _name_packet(server, session, submission, manifest)


def _name_packet(server: Server, session: Session, submission: Submission, manifest: Manifest) -> None:
    """Sign a manifest and say which blobs belong to the submission."""
    data = sign_manifest(server.key, manifest)
    blobs = manifest.blobs()
    submission.manifest = server.blobs.put(data)
    submission.evidence_count = len(manifest.evidence)
    submission.evidence_bytes = sum(blob.size for blob in blobs.values())
    session.flush()
    session.add(PacketBlob(sha256=submission.manifest, submission_id=submission.id, size=len(data)))
    session.add_all(
        PacketBlob(sha256=blob.sha256, submission_id=submission.id, size=blob.size) for blob in blobs.values()
    )


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
