"""What an applicant sees of their own submissions: never who reviewed them, nor what reviewers wrote to each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.status_words import status_words
from assessor_app.domain.submission import State
from assessor_app.domain.value import Value
from assessor_app.server.opening import Server
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.outcomes import failed_checks, final_ratings
from assessor_app.server.services.own import DocumentLink, document_links, own_row, own_rows
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem
from assessor_app.server.storage.models import Award, Lineage, Submission
from assessor_app.server.storage.program_models import Account


class CriterionResult(Value):
    criterion_id: str
    criterion: str
    level: str
    meets: bool
    feedback: str
    rationale: str


class FailedCheckResult(Value):
    """What keeps the submission from being rated, and what to do about it."""

    question: str
    note: str


class ReturnedEvidence(Value):
    """Evidence that nobody could open, why, and what to do about it."""

    requirement_id: str
    name: str
    message: str


class AwardResult(Value):
    cpe_hours: int
    decided_at: datetime
    awarded_at: datetime


class SubmissionResult(Value):
    """``criteria`` is empty until the decision; ``failed_checks`` or ``returned_evidence`` has something while it is
    incomplete. ``prepared`` says that its evidence was made ready for assessment.

    ``status`` says in a sentence, in the account's language, where it stands. ``documents`` are the feedback and the
    marked evidence, as soon as there are any.
    """

    submission_id: str
    micro_credential_id: str
    title: str
    attempt: int
    state: State
    submitted_at: datetime
    due_at: datetime
    outcome: Outcome | None = None
    decided_at: datetime | None = None
    criteria: tuple[CriterionResult, ...] = ()
    failed_checks: tuple[FailedCheckResult, ...] = ()
    returned_evidence: tuple[ReturnedEvidence, ...] = ()
    prepared: bool = True
    award: AwardResult | None = None
    documents: tuple[DocumentLink, ...] = ()
    status: str = ""


def own_submissions(server: Server, caller: Caller, wanted: Wanted) -> Page[SubmissionResult]:
    """The caller's, newest first. Raises ProblemError."""
    with server.database.reading() as session:
        return paged(
            session, own_rows(caller), (Submission.submitted_at, Submission.id), wanted,
            lambda submission: _result(server, session, submission), newest_first=True,
        )  # fmt: skip


def own_submission(server: Server, caller: Caller, submission_id: str) -> SubmissionResult:
    """Raises ProblemError; another person's looks like none."""
    with server.database.reading() as session:
        return _result(server, session, own_row(session, caller, submission_id))


def _result(server: Server, session: Session, submission: Submission) -> SubmissionResult:
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    award = session.get(Award, submission.id)
    criteria = []
    for rating in final_ratings(session, submission) if submission.outcome else ():
        criterion = credential.criterion(rating.criterion_id)
        level = criterion.levels[rating.level - 1]
        criteria.append(
            CriterionResult(
                criterion_id=criterion.id,
                criterion=criterion.title,
                level=level.label,
                meets=level.meets,
                feedback=rating.feedback,
                rationale=rating.rationale,
            )
        )
    return SubmissionResult(
        submission_id=submission.id,
        micro_credential_id=submission.micro_credential_id,
        title=credential.title,
        attempt=submission.attempt,
        state=State(submission.state),
        submitted_at=submission.submitted_at,
        due_at=submission.due_at,
        outcome=Outcome(submission.outcome) if submission.outcome else None,
        decided_at=submission.decided_at,
        criteria=tuple(criteria),
        failed_checks=tuple(
            FailedCheckResult(question=check.question, note=check.note) for check in failed_checks(session, submission)
        ),
        returned_evidence=_returned(session, submission) if submission.state == State.INCOMPLETE else (),
        prepared=bool(submission.manifest),
        award=AwardResult(cpe_hours=award.cpe_hours, decided_at=award.decided_at, awarded_at=award.awarded_at)
        if award
        else None,
        documents=document_links(server, submission),
        status=status_words(
            State(submission.state),
            submission.due_at.date(),
            _language(session, submission),
            prepared=bool(submission.manifest),
        ),
    )


def _language(session: Session, submission: Submission) -> str:
    account = session.get(Account, session.get_one(Lineage, submission.lineage_id).applicant_id)
    return account.language if account is not None else "en"


def _returned(session: Session, submission: Submission) -> tuple[ReturnedEvidence, ...]:
    rows = session.scalars(
        select(PortfolioItem)
        .join(Portfolio, PortfolioItem.portfolio_id == Portfolio.id)
        .where(Portfolio.submission_id == submission.id, PortfolioItem.refused.is_not(None))
        .order_by(PortfolioItem.position)
    )
    return tuple(
        ReturnedEvidence(requirement_id=row.requirement_id, name=row.name or row.link or "", message=row.refused or "")
        for row in rows
    )
