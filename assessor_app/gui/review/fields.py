"""A field for prose that keeps what is typed: within half a second, and at once when it is left."""

from __future__ import annotations

from PySide6.QtCore import QMetaMethod, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from assessor_app.gui import theme
from assessor_app.gui.announce import announce

KEEP_AFTER_MS = 400
MIN_LINES, MAX_LINES = 3, 10
MOST_CHARACTERS = 45_000
"""A little less than what a text may have, so that typing on is still possible after the longest paste."""


ALL_CHARACTERS = 50_000
"""What a text may have (domain.value.Prose)."""


class ProseField(QPlainTextEdit):
    """Grows with its text up to ten lines. ``kept`` carries the text that should go to disk now."""

    kept = Signal(str)
    entered = Signal()
    left = Signal()
    escaped = Signal()
    """Esc: back to where the keys of the workspace work."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setTabChangesFocus(True)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._keep.timeout.connect(self._hand_over)
        self._known = ""
        """What was shown or handed over last; only what differs from it was typed."""
        self.textChanged.connect(self._on_text)
        self._grow()

    def show_text(self, text: str) -> None:
        """Show a text from elsewhere, unless it is what stands here or the person is typing."""
        if text != self.toPlainText() and not self._keep.isActive():
            self._known = text
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A paste that would be too long for the field is not taken, and says so; it stays on the clipboard."""
        selected = len(self.textCursor().selectedText())
        if len(self.toPlainText()) - selected + len(source.text()) > MOST_CHARACTERS:
            self._say_too_long(MOST_CHARACTERS)
            return
        super().insertFromMimeData(source)

    def _say_too_long(self, most: int) -> None:
        words = self.tr("Too long: a text may have {n} characters.").format(n=f"{most:,}")
        QToolTip.showText(self.mapToGlobal(self.cursorRect().bottomLeft()), words, self)
        announce(self, words)

    def _stop_at_the_end(self) -> None:
        """Typing on, and what a list puts in, ends at what can be kept; whatever came last stands before the cursor."""
        over = len(self.toPlainText()) - ALL_CHARACTERS
        if over > 0:
            cursor = self.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, over)
            cursor.removeSelectedText()
            self._say_too_long(ALL_CHARACTERS)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was typed here was handed over."""
        return not self._keep.isActive()

    def keep_now(self) -> None:
        if self._keep.isActive():
            self._keep.stop()
            self._hand_over()

    def _hand_over(self) -> None:
        self._known = self.toPlainText()
        self.kept.emit(self._known)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keep_now()
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isSignalConnected(QMetaMethod.fromSignal(self.escaped)):
            self.keep_now()
            self.escaped.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_text(self) -> None:
        self._stop_at_the_end()
        # Not restarted by further typing: what was typed is on its way after this time at the latest. Qt says that a
        # text changed when only its underlines did, too; that is nobody's typing, and is not handed over.
        if not self._keep.isActive() and self.toPlainText() != self._known:
            self._keep.start()
        self._grow()

    def _grow(self) -> None:
        lines = min(MAX_LINES, max(MIN_LINES, int(self.document().size().height())))
        metrics = QFontMetrics(theme.current().font())
        self.setFixedHeight(round(lines * metrics.lineSpacing() * 1.05 + theme.current().px(18)))
