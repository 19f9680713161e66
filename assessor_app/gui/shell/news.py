"""What a person may want to be told of while the window is not in front: pure comparison of two looks at the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessor_app.domain.due import Urgency, remaining
from assessor_app.store.views import QueueRow


class NewsKind(StrEnum):
    ASSIGNED = "assigned"
    RETURNED = "returned"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class News:
    kind: NewsKind
    submission_id: str
    title: str


def news(
    before: Iterable[QueueRow], after: Iterable[QueueRow], now: datetime, told: frozenset[tuple[str, str]]
) -> list[News]:
    """What is new between two looks. ``told`` are the (submission, kind) of reminders given already."""
    known = {row.submission_id: row for row in before}
    result = []
    for row in after:
        if not row.active or row.waits_for is not None:
            continue
        old = known.get(row.submission_id)
        if row.returned_reasons and (old is None or not old.active or old.returned_reasons != row.returned_reasons):
            result.append(News(NewsKind.RETURNED, row.submission_id, row.title))
        elif old is None or not old.active:
            result.append(News(NewsKind.ASSIGNED, row.submission_id, row.title))
        urgency = remaining(row.due_at, now).urgency
        kind = {Urgency.SOON: NewsKind.DUE_SOON, Urgency.OVERDUE: NewsKind.OVERDUE}.get(urgency)
        if kind is not None and (row.submission_id, str(kind)) not in told:
            result.append(News(kind, row.submission_id, row.title))
    return result
