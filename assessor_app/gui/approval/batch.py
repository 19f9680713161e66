"""Finalising in a batch: only where the approver opened it, agreed with everything, and nobody reads it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from assessor_app.domain.assessment import Outcome
from assessor_app.gui import theme
from assessor_app.gui.widgets import column, label
from assessor_app.store.views import QueueRow, RowStatus

_ROW = Qt.ItemDataRole.UserRole


def is_ready(row: QueueRow) -> bool:
    """Whether it may be finalised without opening it once more."""
    busy = row.status in (RowStatus.WAITING_TO_SYNC, RowStatus.NEEDS_ATTENTION, RowStatus.SENT)
    return row.active and row.opened and row.agreed is not None and not busy


class BatchDialog(QDialog):
    """Lists what is ready, all of it ticked, and says why the rest is not."""

    def __init__(self, rows: Sequence[QueueRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Finalise what I agreed with"))
        look = theme.current()
        self.resize(look.px(560), look.px(420))
        layout = column(self, (20, 18, 20, 16), 8)
        layout.addWidget(label(self.tr("Finalise what I agreed with"), "title"))
        words = self.tr("Works offline: each decision becomes official when it is synced.")
        layout.addWidget(label(words, "secondary", wrap=True))
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Decisions that are ready"))
        waiting = [row for row in rows if row.status is not RowStatus.WAITING_TO_SYNC]
        for row in waiting:
            self._add(row)
        layout.addWidget(self._list, 1)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._go = self._buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setProperty("kind", "primary")
        self._go.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)
        self._list.itemChanged.connect(lambda _: self._count())
        self._count()
        self._list.setFocus()

    def _add(self, row: QueueRow) -> None:
        outcome = {Outcome.AWARD: self.tr("award"), Outcome.NOT_YET: self.tr("not yet")}
        ready = is_ready(row)
        said = outcome[row.agreed] if ready and row.agreed in outcome else self._why_not(row)
        item = QListWidgetItem(f"{row.submission_id} · {row.title}: {said}")
        item.setData(_ROW, row)
        if ready:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        else:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addItem(item)

    def _why_not(self, row: QueueRow) -> str:
        if not row.opened:
            return self.tr("not opened yet")
        if row.rated < row.criteria:
            return self.tr("not everything agreed yet")
        return self.tr("changed, disputed by a second reading, or to be returned: finalise it on its own")

    def _count(self) -> None:
        number = len(self.chosen())
        one = self.tr("Finalise 1 decision")
        self._go.setText(one if number == 1 else self.tr("Finalise {n} decisions").format(n=number))
        self._go.setEnabled(number > 0)

    def chosen(self) -> list[QueueRow]:
        items = (self._list.item(number) for number in range(self._list.count()))
        return [item.data(_ROW) for item in items if item.checkState() is Qt.CheckState.Checked]
