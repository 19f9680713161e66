"""Marks that were made on other bytes of the same evidence: found again by what they quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from assessor_app.documents.model import Word
from assessor_app.domain.anchoring import find_quote
from assessor_app.domain.marks import TEXT_MARKUP, Mark
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.gestures import lines_of
from assessor_app.gui.viewer.reading import PageRead, Reading
from assessor_app.gui.viewer.sources import document_name
from assessor_app.protocol.packet import Evidence


@dataclass(slots=True)
class _Text:
    """The words of a document's pages, once they were ``read``."""

    pages: list[tuple[Word, ...]] = field(default_factory=list)
    read: bool = False


class Anchors(QObject):
    """``lost`` marks are those whose place could not be found: they are listed, and never dropped."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._texts: dict[str, _Text] = {}
        self._placed: dict[tuple[str, str], Mark | None] = {}
        self._evidence: Evidence | None = None
        self.lost: frozenset[str] = frozenset()

    def follow(self, submission_id: str, evidence: Evidence, marks: Sequence[Mark]) -> None:
        """Find the places of marks that were made on other bytes than these."""
        self._evidence = evidence
        sha256 = evidence.blob.sha256
        strangers = [mark for mark in marks if self._is_stranger(mark)]
        if not strangers:
            return
        text = self._texts.get(sha256)
        if text is None:
            self._ask(document_name(submission_id, evidence), sha256)
        elif text.read:
            self._find([mark for mark in strangers if (mark.id, sha256) not in self._placed], sha256, text)

    def placed(self, mark: Mark) -> Mark | None:
        """The mark as it lies on what is shown; None while or when its place is not known."""
        if not self._is_stranger(mark):
            return mark
        assert self._evidence is not None  # noqa: S101 - a stranger is one to some evidence
        return self._placed.get((mark.id, self._evidence.blob.sha256))

    def place_all(self, marks: Sequence[Mark]) -> list[Mark]:
        return [placed for placed in map(self.placed, marks) if placed is not None]

    def _is_stranger(self, mark: Mark) -> bool:
        here = self._evidence
        return (
            here is not None
            and mark.evidence_id == here.id
            and mark.evidence_sha256 is not None
            and mark.evidence_sha256 != here.blob.sha256
        )

    def _ask(self, document: str, sha256: str) -> None:
        text = self._texts[sha256] = _Text()

        def read(pages: list[PageRead]) -> None:
            text.pages, text.read = [page.words for page in pages], True
            self.changed.emit()

        Reading(self._session, self, document, read, priority=5)

    def _find(self, marks: Sequence[Mark], sha256: str, text: _Text) -> None:
        texts = [" ".join(word.text for word in page) for page in text.pages]
        for mark in marks:
            self._placed[mark.id, sha256] = _found(mark, sha256, text.pages, texts)
        lost = {mark_id for (mark_id, where), mark in self._placed.items() if where == sha256 and mark is None}
        self.lost = frozenset(lost)


def _found(mark: Mark, sha256: str, pages: Sequence[tuple[Word, ...]], texts: Sequence[str]) -> Mark | None:
    if not mark.quote:
        # Nothing but its place says what it is about; where that page is gone, so is the place.
        return mark.model_copy(update={"evidence_sha256": sha256}) if mark.page < len(pages) else None
    found = find_quote(mark.quote, mark.prefix, mark.suffix, texts, mark.page)
    if found is None:
        return None
    chosen, at = [], 0
    for word in pages[found.page]:
        if at < found.end and at + len(word.text) > found.start:
            chosen.append(word)
        at += len(word.text) + 1
    lines = lines_of(chosen)
    if not lines:
        return None
    update: dict[str, object] = {"page": found.page, "evidence_sha256": sha256}
    if mark.kind in TEXT_MARKUP:
        update["rects"] = tuple((r.x0, r.y0, r.x1, r.y1) for r in lines)
        return mark.model_copy(update=update)
    frame = mark.frame()
    return mark.model_copy(update=update).moved(lines[0].x0 - frame.x0, lines[0].y0 - frame.y0)
