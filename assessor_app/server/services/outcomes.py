"""What became of an attempt: final ratings, failed checks, and the marks that the applicant gets."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Assessment, Citation, Decision, Outcome, final_levels
from assessor_app.domain.marks import Mark
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import MarkedIncomplete
from assessor_app.protocol.packet import EarlierAttempt, EarlierRating, FailedCheck, Manifest, SignedManifest
from assessor_app.server.opening import Server
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.rows import final_decision
from assessor_app.server.storage.models import AssessmentRow, IncompleteRow, Lineage, Submission


@dataclass(frozen=True, slots=True)
class FinalRating:
    """One criterion after the decision. ``citations`` are the feedback's, none of them of a private mark."""

    criterion_id: str
    level: int
    feedback: str
    rationale: str
    citations: tuple[Citation, ...]


def manifest_of(server: Server, submission: Submission) -> Manifest:
    """The manifest that this server signed for the submission."""
    signed = SignedManifest.model_validate_json(server.blobs.path(submission.manifest).read_bytes())
    return Manifest.model_validate(signed.manifest)


def final_ratings(session: Session, submission: Submission) -> tuple[FinalRating, ...]:
    """Each criterion's level after the decision, with the assessor's feedback and the approver's rationale."""
    found = _final(session, submission)
    if found is None:
        return ()
    assessment, decision = found
    public = {mark.id for mark in _shown(assessment, decision)}
    levels = final_levels(assessment, decision.overrides)
    result = []
    for key, level in levels.items():
        if level is None:
            continue
        rating, override = assessment.ratings.get(key), decision.overrides.get(key)
        own = rating.level if rating is not None else None
        result.append(
            FinalRating(
                criterion_id=key,
                level=level,
                feedback=rating.feedback if rating is not None else "",
                rationale=override.rationale if override is not None and level != own else "",
                citations=tuple(c for c in rating.citations if c.mark_id in public) if rating is not None else (),
            )
        )
    return tuple(result)


def shown_marks(session: Session, submission: Submission) -> tuple[Mark, ...]:
    """The assessor's and the approver's marks that the applicant gets; private ones never leave."""
    found = _final(session, submission)
    return _shown(*found) if found is not None else ()


def _shown(assessment: Assessment, decision: Decision) -> tuple[Mark, ...]:
    """Each says by its author which of the two it is from, whatever it said of itself."""
    both = ((Role.ASSESSOR, assessment.marks), (Role.APPROVER, decision.marks))
    return tuple(mark.model_copy(update={"author": role}) for role, marks in both for mark in marks if not mark.private)


def _final(session: Session, submission: Submission) -> tuple[Assessment, Decision] | None:
    row = final_decision(session, submission)
    if row is None:
        return None
    assessment = session.get_one(AssessmentRow, row.assessment_id)
    return Assessment.model_validate(assessment.data), Decision.model_validate(row.data)


def failed_checks(session: Session, submission: Submission) -> tuple[FailedCheck, ...]:
    """Which completion checks an incomplete submission failed, and what the applicant was told to do."""
    row = incomplete_row(session, submission)
    if row is None:
        return ()
    answers = MarkedIncomplete.model_validate(row.data).checks
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    return tuple(
        FailedCheck(check_id=check.id, question=check.question, note=answers[check.id].note.strip())
        for _, check in credential.checks()
        if check.id in answers and not answers[check.id].ok
    )


def incomplete_row(session: Session, submission: Submission) -> IncompleteRow | None:
    """How the submission came back; None when it is in any other state."""
    if submission.state != State.INCOMPLETE:
        return None
    return session.scalars(
        select(IncompleteRow).where(IncompleteRow.submission_id == submission.id).order_by(IncompleteRow.received_at)
    ).first()


def _earlier_ratings(session: Session, submission: Submission) -> tuple[EarlierRating, ...]:
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    result = []
    for rating in final_ratings(session, submission):
        level = credential.criterion(rating.criterion_id).levels[rating.level - 1]
        result.append(
            EarlierRating(
                criterion_id=rating.criterion_id,
                level=rating.level,
                label=level.label,
                meets=level.meets,
                feedback=rating.feedback,
                rationale=rating.rationale,
            )
        )
    return tuple(result)


def earlier_attempts(server: Server, session: Session, lineage: Lineage) -> tuple[EarlierAttempt, ...]:
    """What the applicant handed in and was told before, attempt by attempt."""
    rows = session.scalars(
        select(Submission).where(Submission.lineage_id == lineage.id).order_by(Submission.attempt)
    ).all()
    return tuple(
        EarlierAttempt(
            attempt=row.attempt,
            outcome=Outcome(row.outcome) if row.outcome else None,
            ratings=_earlier_ratings(session, row),
            failed_checks=failed_checks(session, row),
            evidence=manifest_of(server, row).evidence,
            marks=shown_marks(session, row),
        )
        for row in rows
        if row.manifest and (row.outcome or row.state == State.INCOMPLETE)
    )
