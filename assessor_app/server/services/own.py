"""An applicant's own submissions, and which documents there are of them."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import DECIDED, Role, State
from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.feedback.document import has_pages, marked_evidence
from assessor_app.server.opening import Server
from assessor_app.server.services.outcomes import manifest_of
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import Lineage, Submission

PDF = "application/pdf"
_FOLDER = "/api/v1/my/submissions"


class DocumentLink(Value):
    """``href`` is relative to the server's address."""

    title: str
    href: str
    media_type: str


def must_be_educator(caller: Caller) -> None:
    """Raises ProblemError."""
    if Role.FACILITATOR in caller.roles or Role.EDUCATOR not in caller.roles:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "Results are open to the educator who handed in."))


def own_rows(caller: Caller) -> Select[Submission]:
    """All of the caller's. Raises ProblemError."""
    must_be_educator(caller)
    return (
        select(Submission)
        .join(Lineage, Submission.lineage_id == Lineage.id)
        .where(Lineage.applicant_id == caller.person_id)
    )


def own_row(session: Session, caller: Caller, submission_id: str) -> Submission:
    """Raises ProblemError; another person's looks like none."""
    found = session.scalars(own_rows(caller).where(Submission.id == submission_id)).first()
    if found is not None:
        return found
    raise ProblemError(problem(ProblemType.NOT_FOUND, "You have no submission of this ID."))


def document_links(server: Server, submission: Submission) -> tuple[DocumentLink, ...]:
    """The feedback once there is some, then each piece of evidence with its marks once it was decided."""
    if submission.state not in (*DECIDED, State.INCOMPLETE) or not submission.manifest:
        return ()
    folder = f"{_FOLDER}/{submission.id}"
    feedback = (
        DocumentLink(title="Feedback", href=f"{folder}/feedback.html", media_type="text/html"),
        DocumentLink(title="Feedback, as PDF", href=f"{folder}/feedback.pdf", media_type=PDF),
    )
    if submission.state == State.INCOMPLETE:
        return feedback
    evidence = (item for item in manifest_of(server, submission).evidence if has_pages(item))
    return (
        *feedback,
        *(
            DocumentLink(title=f"{item.title} with marks", href=f"{folder}/{marked_evidence(item)}", media_type=PDF)
            for item in evidence
        ),
    )
