"""Rows as they are sent to a person's computer. Nothing here names the applicant or a reviewer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Assessment, Outcome
from assessor_app.domain.submission import DECIDED, RECALLED, Role, State
from assessor_app.protocol.sync import (
    AssignmentData,
    AssignmentStatus,
    ChangeKind,
    DraftCellData,
    PersonData,
    Purpose,
    Reading,
)
from assessor_app.server.services.presentations import for_calibration, presentation_of, second_reading_of
from assessor_app.server.services.standing import calibration_data
from assessor_app.server.storage.calibration_models import Presentation
from assessor_app.server.storage.models import (
    AssessmentRow,
    Assignment,
    Award,
    ChangeRow,
    DecisionRow,
    DraftCell,
    MicroCredentialRow,
    OwnCell,
    Person,
    Submission,
)


def data_of(session: Session, row: ChangeRow) -> dict[str, Any] | None:
    """The row's data as it stands now; None when it is gone for this person."""
    match ChangeKind(row.kind):
        case ChangeKind.PERSON:
            return person_data(session.get_one(Person, row.key)).model_dump(mode="json")
        case ChangeKind.MICRO_CREDENTIAL:
            identity, _, version = row.key.rpartition("@")
            return session.get_one(MicroCredentialRow, (identity, int(version))).data
        case ChangeKind.ASSIGNMENT:
            return _assignment_data(session, row.key)
        case ChangeKind.CALIBRATION:
            return calibration_data(session, row.person_id, row.key).model_dump(mode="json")
        case ChangeKind.DRAFT_CELL:
            submission_id, _, cell = row.key.partition("/")
            draft: DraftCell | OwnCell
            if submission_id:
                draft = session.get_one(DraftCell, (row.person_id, submission_id, cell))
            else:
                draft = session.get_one(OwnCell, (row.person_id, cell))
            data = DraftCellData(
                submission_id=submission_id or None, cell=cell, value=draft.value, event_id=draft.event_id
            )
            return data.model_dump(mode="json")


def person_data(person: Person) -> PersonData:
    return PersonData(
        id=person.id, name=person.name, email=person.email, roles=tuple(Role(role) for role in person.roles)
    )


def _assignment_data(session: Session, assignment_id: str) -> dict[str, Any] | None:
    assignment = session.get_one(Assignment, assignment_id)
    submission = session.get_one(Submission, assignment.submission_id)
    if submission.state in RECALLED:
        return None
    role, status = Role(assignment.role), AssignmentStatus(assignment.status)
    finished = submission.outcome is not None and status is AssignmentStatus.DONE
    presentation = presentation_of(session, submission.id)
    state, version = _as_seen(session, assignment, submission)
    received_at, awarded_at = _clocks(session, submission, presentation) if finished else (None, None)
    return AssignmentData(
        id=assignment.id,
        submission_id=submission.id,
        role=role,
        purpose=Purpose(presentation.kind) if for_calibration(presentation) and presentation else Purpose.LIVE,
        status=status,
        state=state,
        version=version,
        attempt=submission.attempt,
        micro_credential_id=submission.micro_credential_id,
        micro_credential_version=submission.micro_credential_version,
        due_at=assignment.due_at,
        lease_until=assignment.lease_until,
        manifest=submission.manifest,
        evidence_count=submission.evidence_count,
        evidence_bytes=submission.evidence_bytes,
        readings=_readings(session, submission) if role is Role.APPROVER else (),
        returned_id=_last_return(session, submission) if assignment.returned_reasons else "",
        returned_reasons={key: str(text) for key, text in assignment.returned_reasons.items()},
        decided_outcome=Outcome(submission.outcome) if finished and submission.outcome else None,
        decided_at=submission.decided_at if finished else None,
        received_at=received_at,
        awarded_at=awarded_at,
    ).model_dump(mode="json")


def _as_seen(session: Session, assignment: Assignment, submission: Submission) -> tuple[State, int]:
    """State and version as the person's own part tells them: an independent reader learns nothing of the first."""
    if second_reading_of(session, assignment) is None:
        return State(submission.state), submission.version
    if assignment.status == AssignmentStatus.ACTIVE:
        return State.WAITING_ON_ASSESSOR, 2
    state = State(submission.state)
    return (state, 4) if state in DECIDED else (State.WAITING_ON_APPROVER, 3)


def _clocks(
    session: Session, submission: Submission, presentation: Presentation | None
) -> tuple[datetime | None, datetime | None]:
    """When the server heard of the decision, and when it made an award of it; a validity packet looks as if it had."""
    decision = final_decision(session, submission)
    received_at = decision.received_at if decision is not None else presentation.closed_at if presentation else None
    if submission.outcome != Outcome.AWARD:
        return received_at, None
    award = session.get(Award, submission.id)
    return received_at, award.awarded_at if award is not None else received_at


def _last_return(session: Session, submission: Submission) -> str:
    found = session.scalars(
        select(DecisionRow.id)
        .where(DecisionRow.submission_id == submission.id, DecisionRow.outcome == Outcome.RETURN)
        .order_by(DecisionRow.received_at.desc())
    ).first()
    return found or ""


def final_decision(session: Session, submission: Submission) -> DecisionRow | None:
    """The decision that ended the attempt; returns before it are on record only."""
    return session.scalars(
        select(DecisionRow)
        .where(DecisionRow.submission_id == submission.id, DecisionRow.outcome == submission.outcome)
        .order_by(DecisionRow.decided_at.desc())
    ).first()


def _readings(session: Session, submission: Submission) -> tuple[Reading, ...]:
    """The reading to decide on, then the second readings. One that its own assessor replaced is on record only."""
    found = session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.submission_id == submission.id)
        .where((AssessmentRow.id == submission.primary_assessment_id) | AssessmentRow.second)
        .order_by(AssessmentRow.second, AssessmentRow.received_at, AssessmentRow.id)
    )
    return tuple(
        Reading(
            assessment_id=row.id,
            submitted_at=row.submitted_at,
            second=row.second,
            assessment=Assessment.model_validate(row.data),
        )
        for row in found
    )
