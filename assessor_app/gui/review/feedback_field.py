"""The field for feedback: comments after "/", citations of marks after "@", spelling, and blanks to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from assessor_app.domain.assessment import Citation, kept_citations
from assessor_app.domain.library import Entry, placeholders
from assessor_app.gui import theme
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.review.fields import ProseField
from assessor_app.gui.review.suggestions import Suggestion, Suggestions
from assessor_app.gui.spelling import Spelling, words_in

COMMENT, CITE = "/", "@"


class FeedbackField(ProseField):
    """``citations`` are those of the text as it stands."""

    comment_used = Signal(str)
    """key of the library's entry"""
    citation_opened = Signal(str)
    """mark id"""
    word_added = Signal(str)

    def __init__(
        self,
        hint: str,
        comments: Callable[[str], Sequence[Entry]],
        marks: Callable[[str], Sequence[Citation]],
        spelling: Spelling,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(hint, parent)
        self._comments, self._marks = comments, marks
        self._spelling, self._jobs = spelling, jobs
        self._citations: tuple[Citation, ...] = ()
        self._painter = _Underlines(self.document(), spelling, lambda: self._citations)
        self._list: Suggestions | None = None
        self._after: QTextCursor | None = None
        """Behind the comment whose blanks are being filled in."""
        spelling.ready.connect(self._painter.rehighlight)
        spelling.wake()

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
        self._painter.rehighlight()

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
            self._select(start + blanks[0][0], start + blanks[0][1])

    def cite(self, citation: Citation, at: int | None = None) -> None:
        """Put in how a mark is named; the words keep leading to it."""
        cursor = self.textCursor()
        if at is not None:
            cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        self._citations = (*self._citations, citation)
        cursor.insertText(citation.text)
        self.setTextCursor(cursor)
        self._painter.rehighlight()

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
            self._select(*following)
            return True
        behind, self._after = self._after, None
        if behind is None or self.textCursor().position() >= behind.position():
            return False
        # From the last blank to behind the comment, to go on writing.
        self.setTextCursor(behind)
        return True

    def _select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    # Citations and spelling under the cursor.

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        place = event.globalPos() if by_mouse else self.mapToGlobal(self.cursorRect().bottomLeft())
        wrong = self._wrong_word(cursor.position())
        if wrong is None or self.isReadOnly():
            self._menu(place, None, [])
            return
        word = wrong[1]
        self._jobs.run(self, lambda: self._spelling.suggestions(word), lambda found: self._menu(place, wrong, found))

    def _wrong_word(self, position: int) -> tuple[int, str] | None:
        for start, word in words_in(self.toPlainText()):
            if start <= position <= start + len(word) and self._spelling.is_wrong(word):
                return start, word
        return None

    def _menu(self, place: QPoint, wrong: tuple[int, str] | None, found: Sequence[str]) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0] if menu.actions() else None
        if wrong is not None:
            start, word = wrong
            for suggestion in found:
                entry = menu.addAction(suggestion)
                entry.triggered.connect(lambda _=False, s=suggestion: self._replace(start, word, s))
                menu.insertAction(first, entry) if first is not None else None
            add = menu.addAction(self.tr("Add “{word}” to the dictionary").format(word=word))
            add.triggered.connect(lambda _=False: self.word_added.emit(word))
            if first is not None:
                menu.insertAction(first, add)
                menu.insertSeparator(first)
        menu.popup(place)

    def _replace(self, start: int, word: str, better: str) -> None:
        if self.toPlainText()[start : start + len(word)] == word:
            self._select(start, start + len(word))
            self.textCursor().insertText(better)


class _Underlines(QSyntaxHighlighter):
    """Citations look like links, words that are not known get a wavy line."""

    def __init__(
        self, document: QTextDocument, spelling: Spelling, citations: Callable[[], Sequence[Citation]]
    ) -> None:
        super().__init__(document)
        self._spelling, self._citations = spelling, citations

    def highlightBlock(self, text: str) -> None:
        look = theme.current()
        cited: list[tuple[int, int]] = []
        link = QTextCharFormat()
        link.setForeground(look.colour("accent"))
        link.setFontUnderline(True)
        for citation in self._citations():
            start = text.find(citation.text)
            while start >= 0:
                cited.append((start, start + len(citation.text)))
                self.setFormat(start, len(citation.text), link)
                start = text.find(citation.text, start + 1)
        blank = QTextCharFormat()
        blank.setBackground(look.colour("attention_wash"))
        blank.setForeground(look.colour("attention"))
        for start, end in placeholders(text):
            self.setFormat(start, end - start, blank)
        wavy = QTextCharFormat()
        wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        wavy.setUnderlineColor(look.colour("bad"))
        for start, word in words_in(text):
            if not any(a <= start < b for a, b in cited) and self._spelling.is_wrong(word):
                self.setFormat(start, len(word), wavy)
