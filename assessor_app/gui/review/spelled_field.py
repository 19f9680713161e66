"""Prose with its spelling: words that are not known get a wavy line, and the menu says what may have been meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from assessor_app.domain.assessment import Citation
from assessor_app.domain.library import placeholders
from assessor_app.gui import theme
from assessor_app.gui.review.fields import ProseField
from assessor_app.gui.session import Session
from assessor_app.gui.spelling import Spelling, words_in


class SpelledField(ProseField):
    def __init__(self, hint: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self._session = session
        self._underlines = Underlines(self.document(), session.spelling, self.cited)

    def cited(self) -> Sequence[Citation]:
        """What looks like a link in this text."""
        return ()

    def select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        place = event.globalPos() if by_mouse else self.mapToGlobal(self.cursorRect().bottomLeft())
        wrong = self._wrong_word(cursor.position())
        if wrong is None or self.isReadOnly():
            self._menu(place, None, [])
            return
        word = wrong[1]
        self._session.jobs.run(
            self, lambda: self._session.spelling.suggestions(word), lambda found: self._menu(place, wrong, found)
        )

    def _wrong_word(self, position: int) -> tuple[int, str] | None:
        for start, word in words_in(self.toPlainText()):
            if start <= position <= start + len(word) and self._session.spelling.is_wrong(word):
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
            add.triggered.connect(lambda _=False: self._session.add_word(word))
            if first is not None:
                menu.insertSeparator(first)
                menu.insertAction(first, add)
                menu.insertSeparator(first)
        menu.popup(place)

    def _replace(self, start: int, word: str, better: str) -> None:
        if self.toPlainText()[start : start + len(word)] == word:
            self.select(start, start + len(word))
            self.textCursor().insertText(better)


class Underlines(QSyntaxHighlighter):
    """Citations look like links, words that are not known get a wavy line."""

    def __init__(
        self, document: QTextDocument, spelling: Spelling, citations: Callable[[], Sequence[Citation]]
    ) -> None:
        super().__init__(document)
        self._spelling, self._citations = spelling, citations
        spelling.ready.connect(self.rehighlight)
        spelling.wake()

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
