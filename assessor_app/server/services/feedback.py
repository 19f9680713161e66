"""What an applicant receives: the feedback document, and the evidence with the marks that are theirs to see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assessor_app.documents.export.model import Exported
from assessor_app.documents.export.task import ExportTask
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import DECIDED, Role, State
from assessor_app.protocol.packet import Evidence
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.feedback.document import (
    Facts,
    FeedbackDocument,
    Result,
    decided_document,
    has_pages,
    incomplete_document,
    mark_colour,
)
from assessor_app.server.feedback.html import LANGUAGE, Page, paper_html, screen_page
from assessor_app.server.opening import Server
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.documents import made
from assessor_app.server.services.outcomes import (
    failed_checks,
    final_ratings,
    incomplete_row,
    manifest_of,
    shown_marks,
)
from assessor_app.server.services.own import own_row
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import Award, Submission

_RESULTS = {State.EARNED: Result.EARNED, State.NOT_YET_EARNED: Result.NOT_YET, State.INCOMPLETE: Result.INCOMPLETE}


def feedback_page(server: Server, caller: Caller, submission_id: str) -> Page:
    """Raises ProblemError; another person's looks like none."""
    return screen_page(_document(server, caller, submission_id))


def feedback_pdf(server: Server, caller: Caller, submission_id: str) -> bytes:
    """Raises ProblemError; another person's looks like none."""
    document = _document(server, caller, submission_id)
    return made(ExportTask("document", paper_html(document).encode(), title=document.name, language=LANGUAGE))


def evidence_pdf(server: Server, caller: Caller, submission_id: str, evidence_id: str) -> bytes:
    """One piece of evidence with its marks. Raises ProblemError; another person's looks like none."""
    with server.database.reading() as session:
        submission = own_row(session, caller, submission_id)
        if submission.state not in DECIDED:
            raise ProblemError(problem(ProblemType.NOT_FOUND, "The marks can be seen once this attempt was decided."))
        credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
        item = _item(server, submission, evidence_id)
        marks = tuple(
            _exported(credential, mark) for mark in shown_marks(session, submission) if mark.evidence_id == item.id
        )
    rendition = server.blobs.path(item.rendition.sha256).read_bytes() if item.rendition is not None else b""
    data = server.blobs.path(item.blob.sha256).read_bytes()
    return made(ExportTask("pdf", data, item.blob.media_type, rendition, item.blob.sha256, marks))


def _document(server: Server, caller: Caller, submission_id: str) -> FeedbackDocument:
    with server.database.reading() as session:
        submission = own_row(session, caller, submission_id)
        credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
        result = _RESULTS.get(State(submission.state))
        if result is None:
            detail = "There is no feedback on this submission yet; it will be here once it was decided."
            raise ProblemError(problem(ProblemType.NOT_FOUND, detail))
        if result is Result.INCOMPLETE:
            notes = [(check.check_id, check.note) for check in failed_checks(session, submission)]
            return incomplete_document(credential, _facts(session, submission, result), notes)
        return decided_document(
            credential,
            _facts(session, submission, result),
            final_ratings(session, submission),
            shown_marks(session, submission),
            manifest_of(server, submission).evidence,
        )


def _facts(session: Session, submission: Submission, result: Result) -> Facts:
    award, back = session.get(Award, submission.id), incomplete_row(session, submission)
    return Facts(
        submission_id=submission.id,
        attempt=submission.attempt,
        result=result,
        submitted_at=submission.submitted_at,
        ended_at=back.marked_at if back is not None else submission.decided_at,
        cpe_hours=award.cpe_hours if award is not None else None,
    )


def _item(server: Server, submission: Submission, evidence_id: str) -> Evidence:
    for item in manifest_of(server, submission).evidence:
        if item.id == evidence_id:
            if has_pages(item):
                return item
            detail = "A recording is played, not paged. The feedback names the moments that were marked in it."
            raise ProblemError(problem(ProblemType.NO_PAGES, detail))
    raise ProblemError(problem(ProblemType.NOT_FOUND, "This submission has no evidence of this ID."))


def _exported(credential: MicroCredential, mark: Mark) -> Exported:
    titles = {criterion.id: criterion.title for _, criterion in credential.criteria()}
    author = "Approver" if mark.author is Role.APPROVER else "Assessor"
    return Exported(mark, mark_colour(credential, mark), author, titles.get(mark.criterion_id or "", ""))
