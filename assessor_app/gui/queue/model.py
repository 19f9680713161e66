"""The table behind the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.submission import Role, State
from assessor_app.gui.queue.state import Column, Part
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import due_words, exact_time, phase_name, size_words
from assessor_app.protocol.events import EventType
from assessor_app.store.views import Availability, QueueRow, RowStatus

ROW = Qt.ItemDataRole.UserRole
TONE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class QueueModel(QAbstractTableModel):
    """Cells as text for assistive technology, and the whole row for whoever paints."""

    def __init__(self, session: Session, part: Part) -> None:
        super().__init__()
        self._session, self._part = session, part
        self._rows: list[QueueRow] = []
        self._columns = tuple(Column)

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """Replace the rows; unchanged places keep their selection."""
        rows = list(rows)
        if [row.submission_id for row in rows] != [row.submission_id for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [n for n, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = rows
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self._columns) - 1))

    def row(self, number: int) -> QueueRow:
        return self._rows[number]

    def position(self, submission_id: str) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.submission_id == submission_id), None)

    def column(self, number: int) -> Column:
        return self._columns[number]

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._title(self._columns[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == TONE:
            return self._tone(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.DUE:
            return exact_time(row.due_at)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.AVAILABLE:
            return row.refusal or None
        if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.PROGRESS:
            parts = [f"{phase_name(p.phase)} {p.done}/{p.total}" for p in row.phases]
            return ", ".join(parts)
        return None

    def _title(self, column: Column) -> str:
        return {
            Column.TITLE: self.tr("Micro-credential"),
            Column.SUBMISSION: self.tr("Submission"),
            Column.ATTEMPT: self.tr("Attempt"),
            Column.PROGRESS: self.tr("Progress"),
            Column.DUE: self.tr("Finished") if self._part is Part.HISTORY else self.tr("Due"),
            Column.EVIDENCE: self.tr("Evidence"),
            Column.AVAILABLE: self.tr("Available"),
            Column.STATUS: self.tr("Status"),
        }[column]

    def _text(self, row: QueueRow, column: Column) -> str:
        if column is Column.TITLE:
            return row.title
        if column is Column.SUBMISSION:
            return row.submission_id
        if column is Column.ATTEMPT:
            return str(row.attempt)
        if column is Column.PROGRESS:
            return f"{row.rated}/{row.criteria}"
        if column is Column.DUE:
            if row.finished_at is not None:
                return exact_time(row.finished_at)
            if not row.active:
                # Handed in: what is due now is somebody else's.
                return self.tr("handed in")
            return due_words(row.due_at, self._session.now())[0]
        if column is Column.EVIDENCE:
            size = size_words(row.evidence_bytes)
            if row.evidence_count == 1:
                return self.tr("1 file · {size}").format(size=size)
            return self.tr("{n} files · {size}").format(n=row.evidence_count, size=size)
        if column is Column.AVAILABLE:
            return self._available(row)
        return self._status(row)

    def _available(self, row: QueueRow) -> str:
        if row.availability is Availability.DOWNLOADING:
            share = row.bytes_here / row.evidence_bytes if row.evidence_bytes else 0
            return f"{share:.0%}"
        return {
            Availability.OFFLINE: self.tr("✓ Offline"),
            Availability.ONLINE_ONLY: self.tr("Download") if row.active else "–",
            Availability.REFUSED: self.tr("Refused"),
        }[row.availability]

    def _status(self, row: QueueRow) -> str:
        if row.status is RowStatus.WAITING_TO_SYNC:
            return self._waiting(row)
        if row.status is RowStatus.DECIDED:
            return self.tr("Earned") if row.outcome is Outcome.AWARD else self.tr("Not yet earned")
        if row.status is RowStatus.ENDED:
            return self._ended(row)
        return {
            RowStatus.NOT_STARTED: self.tr("Not started"),
            RowStatus.IN_PROGRESS: self.tr("In progress"),
            RowStatus.READY: self.tr("Ready to submit") if row.role is Role.ASSESSOR else self.tr("Ready to finalise"),
            RowStatus.RETURNED: self.tr("Returned by approver"),
            RowStatus.NEEDS_ATTENTION: self.tr("Needs attention"),
            RowStatus.INCOMPLETE: self.tr("Sent back incomplete"),
            RowStatus.SENT: self.tr("With the approver") if row.role is Role.ASSESSOR else self.tr("Returned"),
        }[row.status]

    def _waiting(self, row: QueueRow) -> str:
        if row.waits_for is EventType.LEAK_REPORTED:
            return self.tr("Reported, waiting to sync")
        if row.waits_for is EventType.MARKED_INCOMPLETE:
            return self.tr("Incomplete, waiting to sync")
        if row.outcome is Outcome.AWARD:
            return self.tr("Award waiting to sync")
        if row.outcome is Outcome.NOT_YET:
            return self.tr("Not yet, waiting to sync")
        if row.outcome is Outcome.RETURN:
            return self.tr("Return waiting to sync")
        return self.tr("Submitted, waiting to sync")

    def _ended(self, row: QueueRow) -> str:
        if row.state is State.WITHDRAWN:
            return self.tr("Withdrawn")
        return self.tr("Held back") if row.state is State.QUARANTINED else self.tr("Taken over")

    def _tone(self, row: QueueRow, column: Column) -> str:
        if column is Column.STATUS:
            return {
                RowStatus.IN_PROGRESS: "accent",
                RowStatus.READY: "good",
                RowStatus.RETURNED: "attention",
                RowStatus.WAITING_TO_SYNC: "attention",
                RowStatus.NEEDS_ATTENTION: "bad",
                RowStatus.DECIDED: "good" if row.outcome is Outcome.AWARD else "neutral",
            }.get(row.status, "")
        if (
            column is Column.DUE
            and row.active
            and row.finished_at is None
            and row.status is not RowStatus.WAITING_TO_SYNC
        ):
            return {"overdue": "bad", "soon": "attention", "later": ""}[due_words(row.due_at, self._session.now())[1]]
        return ""
