"""Every mark of the packet in a list: filtered, jumped to, edited, and read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListView, QWidget

from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.history import Edit
from assessor_app.gui.review.mark_words import full_words, kind_word, mark_words
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import column, label, phase_name, swatch

Index = QModelIndex | QPersistentModelIndex
MARK = Qt.ItemDataRole.UserRole
NO_CRITERION = ""


class MarksModel(QAbstractListModel):
    """Rows are marks. A mark more is one row more, however many there are."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._marks: list[Mark] = []
        self.lost: frozenset[str] = frozenset()

    def show(self, marks: list[Mark]) -> None:
        count = len(self._marks)
        if marks[:count] == self._marks and len(marks) > count:
            self.beginInsertRows(QModelIndex(), count, len(marks) - 1)
            self._marks = marks
            self.endInsertRows()
        elif marks != self._marks:
            self.beginResetModel()
            self._marks = marks
            self.endResetModel()

    def mark(self, row: int) -> Mark | None:
        return self._marks[row] if 0 <= row < len(self._marks) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._marks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        mark = self.mark(index.row())
        if mark is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Place not found: ") if mark.id in self.lost else "") + mark_words(mark)
        if role == Qt.ItemDataRole.DecorationRole:
            return swatch(QColor(self._work.colour_of(mark)))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._full(mark)
        return mark if role == MARK else None

    def _full(self, mark: Mark) -> str:
        item = self._work.evidence_item(mark.evidence_id)
        criterion = (
            self._work.criterion(mark.criterion_id).title if mark.criterion_id in self._work.criterion_ids else ""
        )
        return (f"{item.title}. " if item is not None else "") + full_words(mark, criterion)


class MarksPanel(QWidget):
    mark_chosen = Signal(object)
    count_changed = Signal(int)

    def __init__(self, work: Work, lost: Callable[[], frozenset[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._lost = work, lost
        self._model = MarksModel(work, self)
        self._text = QLineEdit()
        self._text.setPlaceholderText(self.tr("Filter marks"))
        self._text.setAccessibleName(self._text.placeholderText())
        self._text.setClearButtonEnabled(True)
        self._about = self._combo(self.tr("Criterion or phase"))
        self._kind = self._combo(self.tr("Kind of mark"))
        self._fill_filters()
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(self.tr("Marks"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.activated.connect(self._choose)
        self._list.clicked.connect(self._choose)
        self._none = label(self.tr("Marks that you make on the evidence are listed here."), "secondary", wrap=True)
        self._none.setContentsMargins(12, 12, 12, 12)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._comment = QLineEdit()
        self._comment.setPlaceholderText(self.tr("Comment on the chosen mark"))
        self._comment.setAccessibleName(self._comment.placeholderText())
        self._comment.editingFinished.connect(self._write)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._show_comment())
        self._build()
        self._text.textChanged.connect(lambda _: self.refresh())
        for combo in (self._about, self._kind):
            combo.currentIndexChanged.connect(lambda _: self.refresh())
        work.listen(self.refresh)
        self.refresh()

    def _build(self) -> None:
        layout = column(self)
        filters = FlowLayout(spacing=4)
        filters.setContentsMargins(8, 6, 8, 0)
        filters.addWidget(self._about)
        filters.addWidget(self._kind)
        text = QHBoxLayout()
        text.setContentsMargins(8, 4, 8, 4)
        text.addWidget(self._text)
        layout.addLayout(filters)
        layout.addLayout(text)
        layout.addWidget(self._none, 1)
        layout.addWidget(self._list, 1)
        below = QHBoxLayout()
        below.setContentsMargins(8, 4, 8, 6)
        below.addWidget(self._comment)
        layout.addLayout(below)

    @staticmethod
    def _combo(words: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(words)
        combo.setToolTip(words)
        combo.setMinimumContentsLength(9)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def _fill_filters(self) -> None:
        self._about.addItem(self.tr("All"), None)
        for phase in self._work.micro_credential.phases():
            self._about.addItem(phase_name(phase), phase)
        for _, criterion in self._work.micro_credential.criteria():
            self._about.addItem(criterion.title, criterion.id)
        self._about.addItem(self.tr("No criterion"), NO_CRITERION)
        self._kind.addItem(self.tr("All kinds"), None)
        for kind in MarkKind:
            self._kind.addItem(kind_word(kind), kind)

    def refresh(self) -> None:
        marks = [mark for mark in self._work.marks() if self._fits(mark)]
        self._model.lost = self._lost()
        self._model.show(marks)
        none = not self._work.marks()
        self._none.setVisible(none)
        for widget in (self._list, self._about, self._kind, self._text):
            widget.setVisible(not none)
        self._comment.setVisible(self._work.editable)
        self._show_comment()
        self.count_changed.emit(len(self._work.marks()))

    def _fits(self, mark: Mark) -> bool:
        about, kind = self._about.currentData(), self._kind.currentData()
        # Qt gives a plain string back.
        if kind is not None and mark.kind != kind:
            return False
        if about is not None:
            phase = self._work.phase_of_criterion(mark.criterion_id)
            if about not in (mark.criterion_id or NO_CRITERION, phase):
                return False
        typed = self._text.text().strip().casefold()
        return not typed or typed in f"{mark.quote} {mark.text}".casefold()

    def _chosen(self) -> Mark | None:
        return self._model.mark(self._list.currentIndex().row())

    def _choose(self, index: Index) -> None:
        mark = self._model.mark(index.row())
        if mark is not None:
            self.mark_chosen.emit(mark)

    def _show_comment(self) -> None:
        mark = self._chosen()
        self._comment.setEnabled(mark is not None)
        if not self._comment.hasFocus():
            self._comment.setText(mark.text if mark is not None else "")

    def _write(self) -> None:
        mark = self._chosen()
        if mark is not None and mark.text != self._comment.text():
            self._work.change_marks([mark.model_copy(update={"text": self._comment.text()})], Edit.WRITE)
