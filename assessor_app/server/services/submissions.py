"""A submission's way in and out: handed in, made into a packet, given back, withdrawn."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.domain.due import TURNAROUND
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import RESUBMITTABLE, Action, Role, State, new_submission_id, transition
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.packet import Evidence, Manifest, SimilarWork, sign_manifest
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.notify.messages import Receipt, ReturnedUnreadable
from assessor_app.server.opening import Server
from assessor_app.server.preparing import jobs
from assessor_app.server.services import enrolments, mail, similarity, tallying
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.outcomes import earlier_attempts, manifest_of
from assessor_app.server.services.presentations import second_parts
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.award_models import AwardRevocation
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.intake_models import Portfolio
from assessor_app.server.storage.models import AssessmentRow, Assignment, Lineage, PacketBlob, Person, Submission


def may_hand_in(session: Session, applicant: Person, micro_credential_id: str) -> int:
    """The number of the next attempt. Raises Refused while the one before is still open, or earned and not revoked."""
    if Role.EDUCATOR not in applicant.roles:
        raise Refused(f"{applicant.email} is no educator.")
    enrolments.may_work_on(session, applicant, micro_credential_id)
    last = session.scalars(
        select(Submission)
        .join(Lineage, Submission.lineage_id == Lineage.id)
        .where(Lineage.applicant_id == applicant.id, Lineage.micro_credential_id == micro_credential_id)
        .order_by(Submission.attempt.desc())
    ).first()
    if last is None:
        return 1
    lost_again = last.state == State.EARNED and session.get(AwardRevocation, last.id) is not None
    if last.state not in RESUBMITTABLE and not lost_again:
        raise Refused(
            f"Attempt {last.attempt} is {last.state.replace('_', ' ')}; "
            "the next attempt can be handed in once it came back."
        )
    return last.attempt + 1


def hand_in(session: Session, applicant: Person, micro_credential: MicroCredential, now: datetime) -> Submission:
    """A new attempt, whose packet is still to be built, with the receipt to its applicant (FAQ 21). Raises Refused.

    ``now`` may be earlier, for what reached the organisation before this server; the turnaround counts from it.
    """
    attempt = may_hand_in(session, applicant, micro_credential.id)
    note_act(session, "handed in")
    lineage = _lineage(session, applicant, micro_credential.id)
    submission_id = new_submission_id()
    while session.get(Submission, submission_id) is not None:
        submission_id = new_submission_id()
    submission = Submission(
        id=submission_id, lineage_id=lineage.id, attempt=attempt, micro_credential_id=micro_credential.id,
        micro_credential_version=micro_credential.version, state=State.SUBMITTED, version=1, manifest="",
        evidence_count=0, evidence_bytes=0, submitted_at=now,
        due_at=now + TURNAROUND, primary_assessment_id=None, outcome=None, decided_at=None,
    )  # fmt: skip
    session.add(submission)
    session.flush()
    receipt = Receipt(submission_id, micro_credential.title, submission.submitted_at, submission.due_at)
    mail.tell(session, applicant.id, receipt)
    return submission


def build_packet(
    server: Server,
    session: Session,
    submission: Submission,
    evidence: tuple[Evidence, ...],
    similar: tuple[SimilarWork, ...],
) -> None:
    """The submission can be assigned from now on."""
    note_act(session, "packet made")
    lineage = session.get_one(Lineage, submission.lineage_id)
    manifest = Manifest(
        submission_id=submission.id,
        attempt=submission.attempt,
        micro_credential_id=submission.micro_credential_id,
        micro_credential_version=submission.micro_credential_version,
        created_at=utc_now(),
        evidence=evidence,
        earlier=earlier_attempts(server, session, lineage),
        similar=similar,
    )
    session.execute(delete(PacketBlob).where(PacketBlob.submission_id == submission.id))
    name_packet(server, session, submission, manifest)
    tallying.arrived(session, submission)


def return_unreadable(session: Session, submission: Submission, applicant_id: str, sentences: list[str]) -> None:
    """Evidence that can't be taken goes back to its applicant before anybody assesses it."""
    row = transition(Action.RETURN_UNREADABLE, State(submission.state), Role.ISSUER)
    if row is None:
        return
    submission.state = row.target
    submission.version += 1
    title = mail.title_of(session, submission)
    mail.tell(session, applicant_id, ReturnedUnreadable(submission.id, title, tuple(sentences)))


def _lineage(session: Session, applicant: Person, micro_credential_id: str) -> Lineage:
    lineage = session.scalars(
        select(Lineage).where(Lineage.applicant_id == applicant.id, Lineage.micro_credential_id == micro_credential_id)
    ).first()
    if lineage is None:
        lineage = Lineage(id=uuid.uuid4().hex, applicant_id=applicant.id, micro_credential_id=micro_credential_id)
        session.add(lineage)
        session.flush()
    return lineage


def release(server: Server, submission_id: str, evidence: tuple[Evidence, ...] | None) -> None:
    """The issuer has dealt with a reported leak: whoever assessed it has it back, with their draft.

    ``evidence`` takes the place of what was handed in; None says that nothing had to be redacted. Raises Refused, with
    nothing changed.
    """
    with server.database.writing() as session:
        submission = found(session, submission_id)
        row = transition(Action.RELEASE_REDACTED, State(submission.state), Role.ISSUER)
        note_act(session, "released")
        if row is None:
            raise Refused(f"A submission that is {submission.state.replace('_', ' ')} is not held back.")
        if evidence is not None:
            _replace_evidence(server, session, submission, evidence)
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
        select(Assignment).where(
            Assignment.submission_id == submission.id,
            Assignment.role == Role.ASSESSOR,
            Assignment.id.not_in(second_parts()),
        )
    ).all()
    first = session.get(AssessmentRow, submission.primary_assessment_id) if submission.primary_assessment_id else None
    if first is not None:
        return next((part for part in parts if part.person_id == first.person_id), None)
    return next((part for part in parts if part.status == AssignmentStatus.ACTIVE), None)


def _replace_evidence(server: Server, session: Session, submission: Submission, evidence: tuple[Evidence, ...]) -> None:
    """A new packet with this evidence; nothing of the old one can be fetched any more."""
    manifest = manifest_of(server, submission).model_copy(
        update={"evidence": evidence, "similar": (), "created_at": utc_now()}
    )
    session.execute(delete(PacketBlob).where(PacketBlob.submission_id == submission.id))
    name_packet(server, session, submission, manifest)


def name_packet(server: Server, session: Session, submission: Submission, manifest: Manifest) -> None:
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


def found(session: Session, submission_id: str) -> Submission:
    submission = session.get(Submission, submission_id)
    if submission is None:
        raise Refused(f"There is no submission {submission_id}.")
    return submission


def withdraw(server: Server, submission_id: str) -> None:
    """Take a submission back on its applicant's wish. Raises Refused."""
    with server.database.writing() as session:
        submission = found(session, submission_id)
        row = transition(Action.WITHDRAW, State(submission.state), Role.EDUCATOR)
        note_act(session, "withdrawn")
        if row is None:
            raise Refused(f"A submission that is {submission.state.replace('_', ' ')} can't be withdrawn.")
        submission.state = row.target
        submission.version += 1
        similarity.forget(session, submission_id)
        for portfolio_id in session.scalars(select(Portfolio.id).where(Portfolio.submission_id == submission_id)):
            jobs.end(session, portfolio_id, "The submission was withdrawn.")
        touch_submission(session, submission)
