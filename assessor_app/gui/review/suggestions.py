"""A list under the text cursor: comments after "/", marks after "@". The text field keeps the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPlainTextEdit

from assessor_app.gui import theme
from assessor_app.gui.announce import announce
from assessor_app.gui.widgets import column, label

MOST_TYPED = 60
"""Characters after which what follows a trigger is text and no search."""
_DATA = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is offered: its words in the list, and whatever its source wants back."""

    words: str
    value: object


Source = Callable[[str], Sequence[Suggestion]]


class Suggestions(QFrame):
    """Opens on a trigger at the beginning of a word, narrows while one types, closes when nothing fits."""

    chosen = Signal(str, object, int)
    """trigger, value, position of the trigger in the text"""

    def __init__(self, field: QPlainTextEdit, sources: dict[str, Source]) -> None:
        super().__init__(field.window())
        self._field, self._sources = field, sources
        self._trigger, self._start = "", -1
        self.setProperty("card", True)
        layout = column(self, (4, 4, 4, 4), 2)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Suggestions"))
        self._list.itemClicked.connect(lambda _: self._choose())
        self._list.currentItemChanged.connect(lambda item, _: announce(field, item.text() if item else ""))
        self._hint = label(self.tr("Enter inserts, Esc closes"), "secondary")
        layout.addWidget(self._list)
        layout.addWidget(self._hint)
        field.textChanged.connect(self._follow)
        field.cursorPositionChanged.connect(self._follow)
        self.hide()

    def words(self) -> list[str]:
        """What is offered now."""
        return [self._list.item(row).text() for row in range(self._list.count())] if self.isVisible() else []

    def begin(self, trigger: str) -> None:
        """A trigger was just typed; it counts where a word may begin."""
        text, at = self._field.toPlainText(), self._field.textCursor().position() - 1
        if trigger in self._sources and (at == 0 or text[at - 1 : at].isspace() or text[at - 1 : at] in "(["):
            self._trigger, self._start = trigger, at
            self._follow()

    def end(self) -> None:
        self._trigger, self._start = "", -1
        self.hide()

    def key(self, event: QKeyEvent) -> bool:
        """Whether the list took the key."""
        if not self.isVisible():
            return False
        row, count = self._list.currentRow(), self._list.count()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
        code = Qt.Key(event.key())
        if code in steps:
            self._list.setCurrentRow(max(0, min(count - 1, row + steps[code])))
        elif code in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._choose()
        elif code is Qt.Key.Key_Escape:
            self.end()
        else:
            return False
        return True

    def _choose(self) -> None:
        item = self._list.currentItem()
        trigger, start = self._trigger, self._start
        self.end()
        if item is not None:
            self.chosen.emit(trigger, item.data(_DATA), start)

    def _follow(self) -> None:
        if not self._trigger:
            return
        text, at = self._field.toPlainText(), self._field.textCursor().position()
        typed = text[self._start + 1 : at]
        if not self._start < at <= len(text) or text[self._start] != self._trigger or "\n" in typed:
            self.end()
            return
        found = self._sources[self._trigger](typed) if len(typed) <= MOST_TYPED else []
        if not found:
            self.hide()
            return
        self._list.clear()
        for suggestion in found:
            item = QListWidgetItem(suggestion.words)
            item.setData(_DATA, suggestion.value)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        look = theme.current()
        width = max(look.px(320), self._field.width())
        self._list.setFixedWidth(width - 10)
        rows = sum(self._list.sizeHintForRow(row) for row in range(min(self._list.count(), 7)))
        self._list.setFixedHeight(min(look.px(260), rows + 8))
        self.adjustSize()
        window = self._field.window()
        below = self._field.mapTo(window, self._field.cursorRect().bottomLeft() + QPoint(0, 6))
        over = below.y() + self.height() > window.height()
        y = below.y() - self.height() - self._field.cursorRect().height() - 12 if over else below.y()
        self.move(max(0, min(below.x(), window.width() - self.width() - 8)), max(0, y))
        self.show()
        self.raise_()
