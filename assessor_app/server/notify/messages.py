"""What people are told by mail: for each occasion the facts that may be said, and nothing beside them.

No message has a field for what its recipient must not learn. Those to reviewers know a submission by its ID alone;
those to applicants have no reviewer in them, and no private note (FAQ 20, 21). The only name in any of them is a
holder's in :class:`Overdue`, which goes to those who answer for reviewers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from assessor_app.domain.submission import Role
from assessor_app.server.notify.letters import Letter


class Kind(StrEnum):
    RECEIPT = "receipt"
    RESULT_EARNED = "result_earned"
    RESULT_NOT_YET = "result_not_yet"
    INCOMPLETE = "incomplete"
    RETURNED_UNREADABLE = "returned_unreadable"
    AWARD_REVOKED = "award_revoked"
    ASSIGNED = "assigned"
    READY_TO_APPROVE = "ready_to_approve"
    RETURNED_TO_ASSESSOR = "returned_to_assessor"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    CALIBRATION_LAPSES = "calibration_lapses"
    CALIBRATION_LAPSED = "calibration_lapsed"
    CALIBRATION_STOPPED = "calibration_stopped"
    ACCESS_GRANTED = "access_granted"
    ACCESS_REFUSED = "access_refused"
    PASSWORD_LINK = "password_link"  # noqa: S105 - a kind of mail
    DIGEST = "digest"


AT_ONCE = frozenset({
    Kind.AWARD_REVOKED, Kind.CALIBRATION_LAPSED, Kind.CALIBRATION_STOPPED, Kind.ACCESS_GRANTED, Kind.ACCESS_REFUSED,
    Kind.PASSWORD_LINK, Kind.DIGEST,
})  # fmt: skip
"""What never waits for the day's mail: links that run out, answers that somebody waits for, and what ends something."""


@dataclass(frozen=True, slots=True)
class Message:
    """One occasion; ``kind`` is its template."""

    kind: ClassVar[Kind]


@dataclass(frozen=True, slots=True)
class About(Message):
    """Something about one submission; ``title`` is its micro-credential's."""

    submission_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Receipt(About):
    kind = Kind.RECEIPT
    submitted_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ResultEarned(About):
    kind = Kind.RESULT_EARNED
    cpe_hours: int


@dataclass(frozen=True, slots=True)
class ResultNotYet(About):
    kind = Kind.RESULT_NOT_YET


@dataclass(frozen=True, slots=True)
class Incomplete(About):
    """``missing``: each completion check's question, and what the assessor wrote for the applicant."""

    kind = Kind.INCOMPLETE
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReturnedUnreadable(About):
    """``sentences`` say which evidence can't be taken and why."""

    kind = Kind.RETURNED_UNREADABLE
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwardRevoked(About):
    kind = Kind.AWARD_REVOKED
    reason: str


@dataclass(frozen=True, slots=True)
class Assigned(About):
    kind = Kind.ASSIGNED
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReadyToApprove(About):
    kind = Kind.READY_TO_APPROVE
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedToAssessor(About):
    """``reasons``: a criterion's title ("" for the whole) and the approver's reason."""

    kind = Kind.RETURNED_TO_ASSESSOR
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reminder(About):
    kind = Kind.REMINDER
    due_at: datetime
    role: Role


@dataclass(frozen=True, slots=True)
class Overdue(About):
    """``holder`` is a reviewer's name, for those who answer for reviewers and for nobody else."""

    kind = Kind.OVERDUE
    due_at: datetime
    role: Role
    holder: str


@dataclass(frozen=True, slots=True)
class OfCalibration(Message):
    title: str


@dataclass(frozen=True, slots=True)
class CalibrationLapses(OfCalibration):
    kind = Kind.CALIBRATION_LAPSES
    until: datetime


@dataclass(frozen=True, slots=True)
class CalibrationLapsed(OfCalibration):
    kind = Kind.CALIBRATION_LAPSED
    until: datetime


@dataclass(frozen=True, slots=True)
class CalibrationStopped(OfCalibration):
    kind = Kind.CALIBRATION_STOPPED


@dataclass(frozen=True, slots=True)
class AccessDecided(Message):
    """``answer`` is what the administrator wrote, "" for nothing."""

    program: str
    answer: str


@dataclass(frozen=True, slots=True)
class AccessGranted(AccessDecided):
    kind = Kind.ACCESS_GRANTED


@dataclass(frozen=True, slots=True)
class AccessRefused(AccessDecided):
    kind = Kind.ACCESS_REFUSED


@dataclass(frozen=True, slots=True)
class PasswordLink(Message):
    kind = Kind.PASSWORD_LINK
    address: str
    hours: int


@dataclass(frozen=True, slots=True)
class Digest(Message):
    """What was held since yesterday: when each was written, and the letter that it would have been."""

    kind = Kind.DIGEST
    day: datetime
    letters: tuple[tuple[datetime, Letter], ...]
