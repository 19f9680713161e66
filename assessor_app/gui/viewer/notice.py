"""The lines above the evidence: what can't be shown, where a link leads, and what can be done about either."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assessor_app.domain.addresses import Refusal, web_address
from assessor_app.gui.viewer.links import open_link, refusal_words
from assessor_app.gui.widgets import button, label, panel, tip

SHOWN_LETTERS = 240
"""Of an address; the dialog before it is opened shows all of it, and so does the tool tip."""
_BREAKS = re.compile(r"[/?&=._-]|[^/?&=._-]{24}")
"""After each of these an address may go on in the next line."""
_NO_WIDTH = "\u200b"


class Notice(QWidget):
    password_given = Signal(str)

    def __init__(self, save_copy: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = panel("bottom")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(16, 6, 12, 6)
        row, link_row = QHBoxLayout(), QHBoxLayout()
        rows.addLayout(row)
        rows.addLayout(link_row)
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
        self._link = label("", "secondary", wrap=True)
        self._browse = button(self.tr("Open in browser…"), self._follow)
        self._address = ""
        link_row.addWidget(self._link, 1)
        link_row.addWidget(self._browse)
        self.show_link("")
        self.say("")

    def say(self, words: str, *, password: bool = False, copy: bool = False) -> None:
        """Show a sentence with what can be done; an empty one puts the line away."""
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._password.setVisible(password)
        self._open.setVisible(password)
        self._save.setVisible(copy)
        self.setVisible(bool(words or self._address))
        if password:
            self._password.clear()
            self._password.setFocus()

    def show_link(self, address: str) -> None:
        """Show where a link of the evidence leads, whatever else is said; an empty one puts the line away."""
        self._address = address
        found = web_address(address)
        full = address if isinstance(found, Refusal) else found.full
        shown = full if len(full) <= SHOWN_LETTERS else full[: SHOWN_LETTERS - 1] + "…"
        words = self.tr("Link: {address}").format(address=_BREAKS.sub(lambda found: found[0] + _NO_WIDTH, shown))
        if isinstance(found, Refusal):
            words += "\n" + refusal_words(found)
        self._link.setText(words)
        self._link.setToolTip(tip(full))
        self._link.setVisible(bool(address))
        self._browse.setVisible(bool(address) and not isinstance(found, Refusal))
        self.setVisible(bool(self._words.text() or address))

    def _follow(self) -> None:
        found = web_address(self._address)
        if not isinstance(found, Refusal):
            open_link(found, self.window())

    def _give(self) -> None:
        if self._password.text():
            self.password_given.emit(self._password.text())
