"""Problem documents (RFC 9457) with a closed list of types: what happened, what was kept, what to do next."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"
_BASE = "urn:assessor-app:problem:"


class ProblemType(StrEnum):
    WITHDRAWN = _BASE + "withdrawn"
    QUARANTINED = _BASE + "quarantined"
    ALREADY_DECIDED = _BASE + "already-decided"
    NOT_CALIBRATED = _BASE + "not-calibrated"
    SAME_PERSON = _BASE + "same-person"
    CONFLICT_OF_INTEREST = _BASE + "conflict-of-interest"
    NOT_ASSIGNED = _BASE + "not-assigned"
    NOT_ALLOWED = _BASE + "not-allowed"
    STALE_BASE = _BASE + "stale-base"
    RUBRIC_CHANGED = _BASE + "rubric-changed"
    INCOMPLETE = _BASE + "incomplete"
    BAD_SIGNATURE = _BASE + "bad-signature"
    DEVICE_REVOKED = _BASE + "device-revoked"
    EVENT_CONFLICT = _BASE + "event-conflict"
    SEQUENCE_GAP = _BASE + "sequence-gap"
    CURSOR_GONE = _BASE + "cursor-gone"
    BAD_REQUEST = _BASE + "bad-request"
    TOO_LARGE = _BASE + "too-large"
    SIGN_IN_NEEDED = _BASE + "sign-in-needed"
    NOT_FOUND = _BASE + "not-found"
    REFUSED = _BASE + "refused"
    NO_PAGES = _BASE + "no-pages"
    LOCKED = _BASE + "locked"
    WRONG_CONTENT = _BASE + "wrong-content"
    WRONG_VERSION = _BASE + "wrong-version"
    RATE_LIMITED = _BASE + "rate-limited"
    UNAVAILABLE = _BASE + "unavailable"
    SERVER_FAULT = _BASE + "server-fault"


_STATUS_AND_TITLE: dict[ProblemType, tuple[int, str]] = {
    ProblemType.WITHDRAWN: (409, "The applicant withdrew this submission"),
    ProblemType.QUARANTINED: (409, "This submission is held back because of a privacy report"),
    ProblemType.ALREADY_DECIDED: (409, "This attempt was already decided"),
    ProblemType.NOT_CALIBRATED: (403, "A current calibration for this micro-credential is needed"),
    ProblemType.SAME_PERSON: (403, "Nobody may approve a submission that they assessed themselves"),
    ProblemType.CONFLICT_OF_INTEREST: (403, "Reviewers may not belong to the applicant's organisation"),
    ProblemType.NOT_ASSIGNED: (403, "This submission is not assigned to you"),
    ProblemType.NOT_ALLOWED: (403, "Your role does not allow this"),
    ProblemType.STALE_BASE: (409, "It was changed elsewhere in the meantime"),
    ProblemType.RUBRIC_CHANGED: (409, "The rubric has a newer version"),
    ProblemType.INCOMPLETE: (422, "Something is missing"),
    ProblemType.BAD_SIGNATURE: (422, "The signature does not fit"),
    ProblemType.DEVICE_REVOKED: (403, "This computer's access was revoked"),
    ProblemType.EVENT_CONFLICT: (422, "An event of this id was received with another content"),
    ProblemType.SEQUENCE_GAP: (409, "Events of this device are missing in between"),
    ProblemType.CURSOR_GONE: (410, "The server no longer holds this cursor; a full sync is needed"),
    ProblemType.BAD_REQUEST: (422, "The request is not of the expected form"),
    ProblemType.TOO_LARGE: (413, "The request is too large"),
    ProblemType.SIGN_IN_NEEDED: (401, "Please sign in"),
    ProblemType.NOT_FOUND: (404, "There is nothing here"),
    ProblemType.REFUSED: (409, "A rule does not allow this"),
    ProblemType.NO_PAGES: (404, "This evidence has no pages"),
    ProblemType.LOCKED: (423, "Somebody else is at work on it"),
    ProblemType.WRONG_CONTENT: (415, "The content is of another type"),
    ProblemType.WRONG_VERSION: (412, "The protocol’s version is another"),
    ProblemType.RATE_LIMITED: (429, "Too many requests"),
    ProblemType.UNAVAILABLE: (503, "Not just now"),
    ProblemType.SERVER_FAULT: (500, "The server failed"),
}


class Problem(BaseModel):
    """A problem document. Further members are extensions in the sense of RFC 9457, section 3.2."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: ProblemType
    title: str
    status: int
    detail: str = ""

    @property
    def extensions(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


def problem(kind: ProblemType, detail: str = "", **extensions: Any) -> Problem:
    """A problem of ``kind`` with the status and title that belong to it."""
    status, title = _STATUS_AND_TITLE[kind]
    return Problem.model_validate({**extensions, "type": kind, "title": title, "status": status, "detail": detail})


class ProblemError(Exception):
    """A problem on its way to whoever can tell the person."""

    def __init__(self, content: Problem) -> None:
        super().__init__(f"{content.title}. {content.detail}".strip())
        self.problem = content
