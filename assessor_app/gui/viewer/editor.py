"""The small editor for what a note or a text mark says. Opens at the mark; what is typed is kept as it is typed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui import theme

KEEP_AFTER_MS = 400


class MarkEditor(QFrame):
    text_changed = Signal(str, str)
    """mark id, text"""
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over, self._mark_id = parent, ""
        self.setProperty("card", True)
        look = theme.current()
        self.setFixedSize(look.px(280), look.px(150))
        self._title = QLabel()
        self._title.setProperty("tone", "label")
        self._field = QPlainTextEdit()
        self._field.setTabChangesFocus(True)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._keep.timeout.connect(self._tell)
        # Not restarted by further typing: what was typed is on its way after this time at the latest.
        self._field.textChanged.connect(lambda: None if self._keep.isActive() else self._keep.start())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._field)
        self.hide()

    def open(self, mark: Mark, at: QPoint) -> None:
        self.finish()
        self._mark_id = mark.id
        title = self.tr("Note") if mark.kind is MarkKind.NOTE else self.tr("Text on the page")
        if mark.kind not in (MarkKind.NOTE, MarkKind.TEXT):
            title = self.tr("Comment on this mark")
        self._title.setText(title)
        self._field.setAccessibleName(title)
        self._field.blockSignals(True)
        self._field.setPlainText(mark.text)
        self._field.blockSignals(False)
        self._field.moveCursor(self._field.textCursor().MoveOperation.End)
        area = self._over.rect()
        self.move(
            max(8, min(at.x(), area.width() - self.width() - 8)), max(8, min(at.y(), area.height() - self.height() - 8))
        )
        self.show()
        self.raise_()
        self._field.setFocus()

    def finish(self) -> None:
        """Keep what was typed last and close."""
        if self._keep.isActive():
            self._keep.stop()
            self._tell()
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        self.text_changed.emit(self._mark_id, self._field.toPlainText())
