"""What an educator's portal uses: one's own submissions and their results."""

from __future__ import annotations

from fastapi import APIRouter

from assessor_app.server.api.callers import TheCaller, TheServer
from assessor_app.server.services.results import SubmissionResult, own_submission, own_submissions

router = APIRouter(prefix="/api/v1/my")


@router.get("/submissions", summary="One's own submissions, newest first")
def submissions(server: TheServer, caller: TheCaller) -> list[SubmissionResult]:
    return own_submissions(server, caller)


@router.get("/submissions/{submission_id}", summary="One of one's own submissions")
def submission(server: TheServer, caller: TheCaller, submission_id: str) -> SubmissionResult:
    return own_submission(server, caller, submission_id)
