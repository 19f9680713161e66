"""What an educator's portal uses: one's own submissions, their results, and the documents that come with them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, Response

from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import CONFLICT, NONE, PROBLEM
from assessor_app.server.services import viewings
from assessor_app.server.services.feedback import evidence_pdf, feedback_page, feedback_pdf
from assessor_app.server.services.own import PDF
from assessor_app.server.services.results import SubmissionResult, own_submission, own_submissions
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.services.viewings import ViewingView

router = APIRouter(prefix="/api/v1/my")
SubmissionId = Annotated[str, Path(max_length=64)]
EvidenceId = Annotated[str, Path(max_length=64)]
_HTML: dict[int | str, dict[str, Any]] = {
    404: {**PROBLEM, "description": "There is none, or not yet, or it is another person’s"}
}
_PAGES: dict[int | str, dict[str, Any]] = {
    **_HTML,
    200: {"description": "A PDF", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
}


class PdfResponse(Response):
    media_type = PDF


@router.get("/submissions", summary="One's own submissions, newest first")
def submissions(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[SubmissionResult]:
    return own_submissions(server, caller, piece)


@router.get("/access-log", summary="Who saw what of oneself and one's work, and when; newest first")
def access_log(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[ViewingView]:
    with server.database.reading() as session:
        return viewings.of_person(session, caller.person_id, piece)


@router.get("/submissions/{submission_id}", summary="One of one's own submissions", responses=NONE)
def submission(server: TheServer, caller: TheCaller, submission_id: str) -> SubmissionResult:
    return own_submission(server, caller, submission_id)


@router.post(
    "/submissions/{submission_id}/withdrawal",
    summary="Take a submission back that was not decided; another can be handed in at any time",
    responses={**NONE, **CONFLICT},
)
def withdrawn(server: TheServer, caller: TheCaller, submission_id: SubmissionId) -> SubmissionResult:
    own_submission(server, caller, submission_id)
    withdraw(server, submission_id)
    return own_submission(server, caller, submission_id)


@router.get(
    "/submissions/{submission_id}/feedback.html",
    summary="The feedback on a decided or incomplete submission",
    response_class=HTMLResponse,
    responses=_HTML,
)
def feedback_as_html(server: TheServer, caller: TheCaller, submission_id: SubmissionId) -> Response:
    page = feedback_page(server, caller, submission_id)
    viewings.note(server, caller.person_id, viewings.Kind.FEEDBACK, submission_id)
    headers = _headers(f"feedback-{submission_id}.html")
    return HTMLResponse(page.html, headers={**headers, "Content-Security-Policy": page.policy})


@router.get(
    "/submissions/{submission_id}/feedback.pdf",
    summary="The same feedback as a PDF",
    response_class=PdfResponse,
    responses=_PAGES,
)
def feedback_as_pdf(server: TheServer, caller: TheCaller, submission_id: SubmissionId) -> Response:
    content = feedback_pdf(server, caller, submission_id)
    viewings.note(server, caller.person_id, viewings.Kind.FEEDBACK, submission_id)
    return PdfResponse(content, headers=_headers(f"feedback-{submission_id}.pdf"))


@router.get(
    "/submissions/{submission_id}/evidence/{evidence_id}.pdf",
    summary="A piece of one's evidence with the reviewers' marks, once it was decided",
    response_class=PdfResponse,
    responses=_PAGES,
)
def marked_evidence(
    server: TheServer, caller: TheCaller, submission_id: SubmissionId, evidence_id: EvidenceId
) -> Response:
    content = evidence_pdf(server, caller, submission_id, evidence_id)
    viewings.note(server, caller.person_id, viewings.Kind.EVIDENCE, submission_id)
    return PdfResponse(content, headers=_headers(f"{submission_id}-{evidence_id}.pdf"))


def _headers(name: str) -> dict[str, str]:
    """``name`` is made of IDs that the server gave out, so it is safe to quote."""
    return {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'inline; filename="{name}"',
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
