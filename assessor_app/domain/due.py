"""Due times in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TURNAROUND = timedelta(days=7)
"""Calendar time from submission to result, unless the issuer sets another (FAQ 21)."""

SOON = timedelta(hours=24)


class Urgency(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Remaining:
    """Time left, or time gone by when overdue, in whole days and hours (under an hour: minutes)."""

    urgency: Urgency
    days: int
    hours: int
    minutes: int


def remaining(due_at: datetime, now: datetime) -> Remaining:
    """Both times need a time zone."""
    left = due_at - now
    urgency = Urgency.OVERDUE if left < timedelta(0) else Urgency.SOON if left <= SOON else Urgency.LATER
    seconds = int(abs(left).total_seconds())
    return Remaining(urgency, seconds // 86_400, seconds % 86_400 // 3_600, seconds % 3_600 // 60)
