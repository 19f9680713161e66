"""The line above the evidence: what can't be shown, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from assessor_app.gui.widgets import button, label, panel


class Notice(QWidget):
    password_given = Signal(str)

    def __init__(self, save_copy: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = panel("bottom")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 6, 12, 6)
        self._words = label("", "secondary", wrap=True)
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setPlaceholderText(self.tr("Password of this file"))
        self._password.setAccessibleName(self._password.placeholderText())
        self._password.returnPressed.connect(self._give)
        self._open = button(self.tr("Open"), self._give)
        self._save = button(self.tr("Save a copy…"), save_copy)
        row.addWidget(self._words, 1)
        for widget in (self._password, self._open, self._save):
            row.addWidget(widget)
        self.hide()

    def say(self, words: str, *, password: bool = False, copy: bool = False) -> None:
        """Show a sentence with what can be done; an empty one puts the line away."""
        self._words.setText(words)
        self._password.setVisible(password)
        self._open.setVisible(password)
        self._save.setVisible(copy)
        self.setVisible(bool(words))
        if password:
            self._password.clear()
            self._password.setFocus()

    def _give(self) -> None:
        if self._password.text():
            self.password_given.emit(self._password.text())
