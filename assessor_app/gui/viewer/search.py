"""Finding text in all evidence of a packet at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from assessor_app.documents.model import Failure, SearchHit
from assessor_app.documents.pool import Ticket
from assessor_app.gui.review.state import Work
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.sources import is_recording, register
from assessor_app.gui.widgets import tool

TYPING_PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class Found:
    evidence_id: str
    hit: SearchHit


class SearchBar(QFrame):
    """Hits are in the order of the evidence, then of the pages; they come in as they are found."""

    hits_changed = Signal()
    chosen = Signal(object)
    """Found, in whatever evidence it is"""
    closed = Signal()

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._work = session, work
        self._by_evidence: dict[str, tuple[SearchHit, ...]] = {}
        self._all: list[Found] = []
        self._current, self._asked, self._left = -1, 0, 0
        self._tickets: list[Ticket] = []
        self.setProperty("surface", "panel")
        self.setProperty("rule", "bottom")
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Find in all evidence"))
        self._field.setAccessibleName(self._field.placeholderText())
        self._field.setClearButtonEnabled(True)
        self._count = QLabel()
        self._count.setProperty("tone", "secondary")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._field.textChanged.connect(lambda _: self._pause.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        row.addWidget(tool("back", self.tr("Previous hit"), lambda: self.step(-1)))
        row.addWidget(tool("next", self.tr("Next hit"), lambda: self.step(1)))
        self.hide()

    @property
    def found(self) -> list[Found]:
        return self._all

    @property
    def current(self) -> int:
        return self._current

    @property
    def running(self) -> bool:
        return self._left > 0

    def hits_of(self, evidence_id: str) -> tuple[tuple[SearchHit, ...], int]:
        """The hits in one piece of evidence, and which of them is the current one; -1 for none."""
        hits = self._by_evidence.get(evidence_id, ())
        if not 0 <= self._current < len(self._all) or self._all[self._current].evidence_id != evidence_id:
            return hits, -1
        return hits, hits.index(self._all[self._current].hit)

    def open(self) -> None:
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def step(self, way: int) -> None:
        """To the next hit or the one before, on into the next piece of evidence."""
        if self._all:
            self.choose((self._current + way) % len(self._all))

    def choose(self, number: int) -> None:
        self._current = number
        self._show()
        self.chosen.emit(self._all[number])
        self.hits_changed.emit()

    def show_document(self, evidence_id: str) -> None:
        """This evidence is on the canvas now: its hits can be shown."""
        if evidence_id in self._by_evidence:
            self.hits_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._forget()
            self._show()
            self.hits_changed.emit()
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _forget(self) -> None:
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets, self._by_evidence, self._all = [], {}, []
        self._current, self._left = -1, 0
        self._asked += 1

    def _search(self) -> None:
        self._forget()
        query, number = self._field.text().strip(), self._asked
        if query:
            items = [item for item in self._work.evidence if not is_recording(item)]
            # What is on the screen is searched first.
            items.sort(key=lambda item: item.id != self._work.evidence_id)
            self._left = len(items)
            for item in items:
                document = register(self._session, self._work.submission_id, item)
                self._tickets.append(self._ask(document, query, item.id, number))
        self._show()
        self.hits_changed.emit()

    def _ask(self, document: str, query: str, evidence_id: str, number: int) -> Ticket:
        def done(result: tuple[SearchHit, ...] | Failure) -> None:
            hits = () if isinstance(result, Failure) else result
            self._session.jobs.post(self, lambda: self._arrived(number, evidence_id, hits))

        return self._session.pool.search(document, query, done)

    def _arrived(self, number: int, evidence_id: str, hits: tuple[SearchHit, ...]) -> None:
        if number != self._asked:
            return
        self._left -= 1
        self._by_evidence[evidence_id] = hits
        current = self._all[self._current] if 0 <= self._current < len(self._all) else None
        self._all = [Found(item.id, hit) for item in self._work.evidence for hit in self._by_evidence.get(item.id, ())]
        if current is not None:
            self._current = self._all.index(current)
        elif hits and evidence_id == self._work.evidence_id:
            self._current = next(n for n, found in enumerate(self._all) if found.evidence_id == evidence_id)
        self._show()
        self.hits_changed.emit()

    def _show(self) -> None:
        total = len(self._all)
        if self._current >= 0:
            words = self.tr("{n} of {total}").format(n=self._current + 1, total=total)
        elif total:
            words = self.tr("{total} found").format(total=total)
        else:
            words = self.tr("Nothing found") if self._field.text().strip() and not self.running else ""
        self._count.setText(words + ("…" if self.running else ""))
