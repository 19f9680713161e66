"""What a list of submissions shows: which rows, in which order. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assessor_app.domain.due import Urgency, remaining
from assessor_app.domain.submission import Role
from assessor_app.protocol.sync import Purpose
from assessor_app.store.views import Availability, QueueRow, RowStatus


class Part(StrEnum):
    """The lists that the rail leads to."""

    QUEUE = "queue"
    APPROVALS = "approvals"
    HISTORY = "history"


class Filter(StrEnum):
    ALL = "all"
    DUE_SOON = "due_soon"
    OFFLINE = "offline"
    RETURNED = "returned"
    WAITING = "waiting"
    ATTENTION = "attention"


_OPEN = frozenset(
    {RowStatus.NOT_STARTED, RowStatus.IN_PROGRESS, RowStatus.READY, RowStatus.RETURNED, RowStatus.NEEDS_ATTENTION,
     RowStatus.WAITING_TO_SYNC}
)  # fmt: skip


def belongs(row: QueueRow, part: Part) -> bool:
    is_open = row.status in _OPEN
    if row.purpose is not Purpose.LIVE:
        # Practice and qualification have a page of their own.
        return False
    if part is Part.HISTORY:
        return not is_open
    return is_open and row.role is (Role.ASSESSOR if part is Part.QUEUE else Role.APPROVER)


def passes(row: QueueRow, chosen: Filter, now: datetime) -> bool:
    if chosen is Filter.DUE_SOON:
        return row.active and remaining(row.due_at, now).urgency is not Urgency.LATER
    if chosen is Filter.OFFLINE:
        return row.availability is Availability.OFFLINE
    if chosen is Filter.RETURNED:
        return bool(row.returned_reasons)
    if chosen is Filter.WAITING:
        return row.status is RowStatus.WAITING_TO_SYNC
    if chosen is Filter.ATTENTION:
        return row.status is RowStatus.NEEDS_ATTENTION or row.availability is Availability.REFUSED
    return True


class Column(StrEnum):
    TITLE = "title"
    SUBMISSION = "submission"
    ATTEMPT = "attempt"
    PROGRESS = "progress"
    DUE = "due"
    EVIDENCE = "evidence"
    AVAILABLE = "available"
    STATUS = "status"


_ORDER: dict[Column, Callable[[QueueRow], object]] = {
    Column.TITLE: lambda row: (row.title.casefold(), row.due_at),
    Column.SUBMISSION: lambda row: row.submission_id,
    Column.ATTEMPT: lambda row: (row.attempt, row.due_at),
    Column.PROGRESS: lambda row: (row.rated / max(1, row.criteria), row.due_at),
    Column.DUE: lambda row: (row.due_at, row.submission_id),
    Column.EVIDENCE: lambda row: (row.evidence_bytes, row.submission_id),
    Column.AVAILABLE: lambda row: (row.availability, row.due_at),
    Column.STATUS: lambda row: (list(RowStatus).index(row.status), row.due_at),
}


@dataclass(slots=True)
class QueueState:
    """One list: its rows, and the search, filter and order that the person chose."""

    part: Part
    rows: list[QueueRow] = field(default_factory=list)
    filter: Filter = Filter.ALL
    search: str = ""
    column: Column = Column.DUE
    descending: bool = False
    written: dict[str, str] = field(default_factory=dict)
    """Submission → where the person's own words have what is searched for."""

    def take(self, rows: Sequence[QueueRow]) -> None:
        self.rows = [row for row in rows if belongs(row, self.part)]
        if self.part is Part.HISTORY and self.column is Column.DUE:
            self.descending = True

    def shown(self, now: datetime) -> list[QueueRow]:
        words = self.search.casefold().split()
        found = [
            row
            for row in self.rows
            if passes(row, self.filter, now)
            and (
                row.submission_id in self.written
                or all(word in f"{row.title} {row.submission_id}".casefold() for word in words)
            )
        ]
        found.sort(key=_ORDER[self.column], reverse=self.descending)  # type: ignore[arg-type]
        return found

    def count(self, chosen: Filter, now: datetime) -> int:
        return sum(passes(row, chosen, now) for row in self.rows)
