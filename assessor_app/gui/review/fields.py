"""A field for prose that keeps what is typed: within half a second, and at once when it is left."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from assessor_app.gui import theme

KEEP_AFTER_MS = 400
MIN_LINES, MAX_LINES = 3, 10


class ProseField(QPlainTextEdit):
    """Grows with its text up to ten lines. ``kept`` carries the text that should go to disk now."""

    kept = Signal(str)
    entered = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setTabChangesFocus(True)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._keep.timeout.connect(lambda: self.kept.emit(self.toPlainText()))
        self.textChanged.connect(self._on_text)
        self._grow()

    def show_text(self, text: str) -> None:
        """Show a text from elsewhere, unless it is what stands here or the person is typing."""
        if text != self.toPlainText() and not self._keep.isActive():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._grow()

    def keep_now(self) -> None:
        if self._keep.isActive():
            self._keep.stop()
            self.kept.emit(self.toPlainText())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keep_now()
        super().focusOutEvent(event)

    def _on_text(self) -> None:
        # Not restarted by further typing: what was typed is on its way after this time at the latest.
        if not self._keep.isActive():
            self._keep.start()
        self._grow()

    def _grow(self) -> None:
        lines = min(MAX_LINES, max(MIN_LINES, int(self.document().size().height())))
        metrics = QFontMetrics(theme.current().font())
        self.setFixedHeight(round(lines * metrics.lineSpacing() * 1.05 + theme.current().px(18)))
