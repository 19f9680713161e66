"""Looks through the words of shown evidence for whoever they might name, and says so quietly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QScrollArea, QWidget

from assessor_app.documents.model import Word
from assessor_app.domain.geometry import Rect
from assessor_app.gui import theme
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.reading import PageRead, Reading, lines_text
from assessor_app.gui.viewer.sources import document_name
from assessor_app.gui.widgets import button, column, label
from assessor_app.protocol.packet import Evidence

PAGES_AT_ONCE = 12
"""Pages looked through in one go: enough to know a running header, few enough to hold nothing up."""
MOST_CHARACTERS = 40_000
"""Of a page: ten times a page full of small print. More is a table or mischief, and would take long."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Words of a page (from 0) that may say who somebody is; ``rect`` in points, where they stand."""

    evidence_id: str
    title: str
    page: int
    kind: str
    text: str
    rect: Rect

    @property
    def key(self) -> str:
        return f"{self.evidence_id}/{self.page}/{self.text}"


def kind_words(kind: str) -> str:
    def tr(text: str) -> str:
        return QCoreApplication.translate("leaks", text)

    return {
        "email": tr("e-mail address"),
        "phone": tr("phone number"),
        "id_number": tr("identity number"),
        "name": tr("name"),
        "signature": tr("signature"),
    }.get(kind, kind)


class LeakWatch(QObject):
    """``suspicions`` grow while evidence is looked at; those that the person cleared stay away."""

    changed = Signal()

    def __init__(self, session: Session, submission_id: str, cleared: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._submission_id = session, submission_id
        self._seen: set[str] = set()
        self._found: dict[str, Suspicion] = {}
        self.cleared = set(cleared)

    @property
    def suspicions(self) -> tuple[Suspicion, ...]:
        return tuple(each for key, each in self._found.items() if key not in self.cleared)

    def clear(self, suspicion: Suspicion) -> None:
        """It says nothing about anybody."""
        self.cleared.add(suspicion.key)
        self.changed.emit()

    def look_at(self, item: Evidence) -> None:
        """Look through a piece of evidence, once."""
        if item.blob.sha256 in self._seen:
            return
        self._seen.add(item.blob.sha256)
        name = document_name(self._submission_id, item)
        Reading(self._session, self, name, lambda pages: self._look(item, pages, 0), priority=8)

    def _look(self, item: Evidence, pages: list[PageRead], first: int) -> None:
        """A few pages at a time, off the GUI thread."""
        part = [page.words for page in pages[first : first + PAGES_AT_ONCE]]
        if not part:
            return

        def found(suspicions: list[Suspicion]) -> None:
            for suspicion in suspicions:
                self._found[suspicion.key] = suspicion
            if suspicions:
                self.changed.emit()
            self._look(item, pages, first + PAGES_AT_ONCE)

        self._session.jobs.run(self, lambda: _suspicions(item, part, first), found)


def _suspicions(item: Evidence, pages: Sequence[tuple[Word, ...]], first: int) -> list[Suspicion]:
    from assessor_app.domain.leaks import find_leaks

    texts = [lines_text(words) for words in pages]
    result = []
    for leak in find_leaks([text[:MOST_CHARACTERS] for text, _ in texts]):
        rects = [
            word.rect
            for word, (start, end) in zip(pages[leak.page], texts[leak.page][1], strict=True)
            if start < leak.end and end > leak.start
        ]
        if rects:
            around = Rect(
                min(r.x0 for r in rects), min(r.y0 for r in rects), max(r.x1 for r in rects), max(r.y1 for r in rects)
            )
            result.append(Suspicion(item.id, item.title, first + leak.page, leak.kind.value, leak.text, around))
    return result


class LeaksDialog(QDialog):
    """What was found, each with its place. ``shown`` and ``reported`` are what the person chose to do."""

    def __init__(self, watch: LeakWatch, parent: QWidget) -> None:
        super().__init__(parent)
        self._watch = watch
        self.shown: Suspicion | None = None
        self.reported: Suspicion | None = None
        self.setWindowTitle(self.tr("Might this show who somebody is?"))
        look = theme.current()
        self.setMinimumWidth(look.px(520))
        layout = column(self, (20, 18, 20, 16), 8)
        layout.addWidget(label(self.tr("Might this show who somebody is?"), "title", wrap=True))
        words = self.tr(
            "Reporting hides the submission from everybody but the issuer until it is redacted. Your work is kept."
        )
        layout.addWidget(label(words, "secondary", wrap=True))
        self._holder = QWidget()
        self._items = column(self._holder, spacing=6)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._holder)
        scroll.setMinimumHeight(look.px(220))
        layout.addWidget(scroll, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        for suspicion in watch.suspicions:
            self._items.addWidget(self._row(suspicion))
        self._items.addStretch(1)

    def _row(self, suspicion: Suspicion) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        place = self.tr("{title}, p. {n}").format(title=suspicion.title, n=suspicion.page + 1)
        said = label(f"“{suspicion.text}”\n{kind_words(suspicion.kind)} · {place}", wrap=True)
        line.addWidget(said, 1)
        for words, act in (
            (self.tr("Show"), lambda: self._show(suspicion)),
            (self.tr("Nobody"), lambda: self._clear(suspicion, row)),
            (self.tr("Report"), lambda: self._report(suspicion)),
        ):
            entry = button(words, act)
            entry.setAccessibleName(f"{words}: {suspicion.text}")
            line.addWidget(entry)
        return row

    def _show(self, suspicion: Suspicion) -> None:
        self.shown = suspicion
        self.accept()

    def _report(self, suspicion: Suspicion) -> None:
        self.reported = suspicion
        self.accept()

    def _clear(self, suspicion: Suspicion, row: QWidget) -> None:
        self._watch.clear(suspicion)
        row.hide()
        if not self._watch.suspicions:
            self.accept()
