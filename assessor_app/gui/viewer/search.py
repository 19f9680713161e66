"""The search bar over the evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from assessor_app.documents.model import Failure, SearchHit
from assessor_app.gui import icons
from assessor_app.gui.session import Session

TYPING_PAUSE_MS = 150


class SearchBar(QFrame):
    """Finds text in one document. ``hits_changed`` carries the hits and the number of the current one."""

    hits_changed = Signal(object, int)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._document = session, ""
        self._hits: tuple[SearchHit, ...] = ()
        self._current, self._asked = -1, 0
        self.setProperty("surface", "panel")
        self.setProperty("rule", "bottom")
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Find in this evidence"))
        self._field.setAccessibleName(self.tr("Find in this evidence"))
        self._field.setClearButtonEnabled(True)
        self._count = QLabel()
        self._count.setProperty("tone", "secondary")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._field.textChanged.connect(lambda _: self._pause.start())
        self._field.returnPressed.connect(lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for name, words, direction in (
            ("back", self.tr("Previous hit"), -1),
            ("next", self.tr("Next hit"), 1),
        ):
            button = QToolButton()
            button.setIcon(icons.icon(name))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _=False, way=direction: self.step(way))
            row.addWidget(button)
        self.hide()

    def set_document(self, document: str) -> None:
        self._document = document
        self._show_hits((), -1)
        if self.isVisible():
            self._search()

    def open(self) -> None:
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def step(self, way: int) -> None:
        if self._hits:
            self._show_hits(self._hits, (self._current + way) % len(self._hits))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._show_hits((), -1)
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _search(self) -> None:
        query = self._field.text().strip()
        self._asked += 1
        number = self._asked
        if not query or not self._document:
            self._show_hits((), -1)
            return
        self._count.setText(self.tr("Searching…"))

        def done(result: tuple[SearchHit, ...] | Failure) -> None:
            hits = () if isinstance(result, Failure) else result
            self._session.jobs.post(self, lambda: self._arrived(number, hits))

        self._session.pool.search(self._document, query, done)

    def _arrived(self, number: int, hits: tuple[SearchHit, ...]) -> None:
        if number == self._asked:
            self._show_hits(hits, 0 if hits else -1)

    def _show_hits(self, hits: tuple[SearchHit, ...], current: int) -> None:
        self._hits, self._current = hits, current
        if hits:
            self._count.setText(self.tr("{n} of {total}").format(n=current + 1, total=len(hits)))
        else:
            self._count.setText(self.tr("Nothing found") if self._field.text().strip() else "")
        self.hits_changed.emit(hits, current)
