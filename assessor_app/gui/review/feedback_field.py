"""The field for feedback: comments after "/" with blanks to fill in, and citations of marks after "@"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from assessor_app.domain.assessment import Citation, kept_citations
from assessor_app.domain.library import Entry, placeholders
from assessor_app.gui.review.spelled_field import SpelledField
from assessor_app.gui.review.suggestions import Suggestion, Suggestions
from assessor_app.gui.session import Session

COMMENT, CITE = "/", "@"


class FeedbackField(SpelledField):
    """``citations`` are those of the text as it stands."""

    comment_used = Signal(str)
    """key of the library's entry"""
    citation_opened = Signal(str)
    """mark id"""

    def __init__(
        self,
        hint: str,
        comments: Callable[[str], Sequence[Entry]],
        marks: Callable[[str], Sequence[Citation]],
        session: Session,
        parent: QWidget | None = None,
    ) -> None:
        self._citations: tuple[Citation, ...] = ()
        super().__init__(hint, session, parent)
        self._comments, self._marks = comments, marks
        self._list: Suggestions | None = None
        self._after: QTextCursor | None = None
        """Behind the comment whose blanks are being filled in."""

    # Content.

    @property
    def citations(self) -> tuple[Citation, ...]:
        return kept_citations(self.toPlainText(), self._citations)

    def show_feedback(self, text: str, citations: Sequence[Citation]) -> None:
        """Show what is kept, unless the person is typing."""
        if self.is_settled:
            self._citations = tuple(citations)
        before = self.toPlainText()
        self.show_text(text)
        if text == before:
            return
        self._underlines.rehighlight()

    def insert_comment(self, text: str, at: int | None = None) -> None:
        """Put a comment in; its first blank is selected, the next ones follow with Tab."""
        cursor = self.textCursor()
        if at is not None:
            cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        start = min(cursor.position(), cursor.anchor())
        before = self.toPlainText()[:start]
        if before and not before[-1].isspace():
            text, start = " " + text, start
        cursor.insertText(text)
        self.setTextCursor(cursor)
        blanks = placeholders(text)
        self._after = QTextCursor(cursor) if blanks else None
        if blanks:
            self.select(start + blanks[0][0], start + blanks[0][1])

    def cite(self, citation: Citation, at: int | None = None) -> None:
        """Put in how a mark is named; the words keep leading to it."""
        cursor = self.textCursor()
        if at is not None:
            cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        self._citations = (*self._citations, citation)
        cursor.insertText(citation.text)
        self.setTextCursor(cursor)
        self._underlines.rehighlight()

    # Keys.

    def event(self, event: QEvent) -> bool:
        """Tab goes to the next blank where there is one; it would leave the field before any key handler sees it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            if self._list is not None and self._list.key(event):
                return True
            if not event.modifiers() and self._next_blank():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        suggestions = self._suggestions()
        if suggestions.key(event):
            return
        super().keyPressEvent(event)
        if event.text() in (COMMENT, CITE) and not self.isReadOnly():
            suggestions.begin(event.text())

    def offered(self) -> list[str]:
        """What the list under the cursor offers now."""
        return self._suggestions().words()

    def _suggestions(self) -> Suggestions:
        if self._list is None:
            self._list = Suggestions(self, {COMMENT: self._offer_comments, CITE: self._offer_marks})
            self._list.chosen.connect(self._insert)
            self.left.connect(self._list.end)
        return self._list

    def _offer_comments(self, typed: str) -> Sequence[Suggestion]:
        return [Suggestion(" ".join(entry.text.split()), entry) for entry in self._comments(typed)]

    def _offer_marks(self, typed: str) -> Sequence[Suggestion]:
        return [Suggestion(citation.text, citation) for citation in self._marks(typed)]

    def _insert(self, trigger: str, value: object, start: int) -> None:
        if isinstance(value, Entry):
            self.insert_comment(value.text, start)
            self.comment_used.emit(value.key)
        elif isinstance(value, Citation):
            self.cite(value, start)

    def _next_blank(self) -> bool:
        """To the next blank of a comment. False when there is none, and Tab leaves the field as usual."""
        text, at = self.toPlainText(), self.textCursor().selectionEnd()
        following = next((blank for blank in placeholders(text) if blank[0] >= at), None)
        if following is not None:
            self.select(*following)
            return True
        behind, self._after = self._after, None
        if behind is None or self.textCursor().position() >= behind.position():
            return False
        # From the last blank to behind the comment, to go on writing.
        self.setTextCursor(behind)
        return True

    # Citations under the cursor.

    def cited(self) -> Sequence[Citation]:
        return self._citations

    def citation_at(self, position: int) -> Citation | None:
        text = self.toPlainText()
        for citation in self.citations:
            start = text.find(citation.text)
            while start >= 0:
                if start <= position <= start + len(citation.text):
                    return citation
                start = text.find(citation.text, start + 1)
        return None

    def open_citation(self) -> None:
        """Show the mark that the words at the cursor lead to."""
        citation = self.citation_at(self.textCursor().position())
        if citation is not None:
            self.citation_opened.emit(citation.mark_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.button() is Qt.MouseButton.LeftButton and (held or self.isReadOnly()):
            self.open_citation()
