"""The caret: selecting text with the keyboard, word by word and line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from assessor_app.documents.model import Word
from assessor_app.domain.geometry import Point, Rect
from assessor_app.gui import theme

if TYPE_CHECKING:
    from assessor_app.gui.viewer.canvas import Canvas


class Caret:
    """Stands before a word of a page. ``anchor`` is where a selection began."""

    def __init__(self) -> None:
        self.page, self.word = 0, 0
        self.visible = False
        self._anchor: int | None = None

    def toggle(self, canvas: Canvas) -> None:
        """Show the caret at the first word in view, or put it away."""
        self.visible = not self.visible and canvas.page_count > 0
        self._anchor = None
        if self.visible:
            self.page = canvas.current_page
            top = canvas.origin().y()
            words = canvas.words_of(self.page)
            slot = canvas.layout_.slot(self.page)
            seen = (n for n, word in enumerate(words) if slot.rect_to_canvas(word.rect).y0 >= top)
            self.word = next(seen, 0)
        canvas.repaint_soon()

    def hide(self) -> None:
        self.visible, self._anchor = False, None

    def end_selection(self) -> None:
        self._anchor = None

    def move(self, canvas: Canvas, dx: int, dy: int, *, select: bool) -> None:
        """One word to the side, or one line up or down; from a page's last word on to the next page's first."""
        words = canvas.words_of(self.page)
        if select and self._anchor is None:
            self._anchor = self.word
        elif not select:
            self._anchor = None
            canvas.set_selection(None)
        target = self.word + dx if dx else _line_step(words, self.word, dy)
        if 0 <= target < len(words):
            self.word = target
        elif not select and (following := canvas.words_of(self.page + (1 if target > 0 else -1))):
            self.page += 1 if target > 0 else -1
            self.word = 0 if target > 0 else len(following) - 1
        self._show(canvas)

    def _show(self, canvas: Canvas) -> None:
        words = canvas.words_of(self.page)
        if not words:
            return
        if self._anchor is not None:
            first, last = sorted((self._anchor, self.word))
            canvas.set_selection((self.page, words[first : last + 1]))
        rect = words[min(self.word, len(words) - 1)].rect
        canvas.reveal(self.page, rect)
        canvas.repaint_soon()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        words = canvas.words_of(self.page) if self.visible else ()
        if not words or self.page >= canvas.page_count:
            return
        rect = words[min(self.word, len(words) - 1)].rect
        at_end = self._anchor is not None and self.word > self._anchor
        x = rect.x1 + 1 if at_end else rect.x0 - 1
        place = canvas.layout_.slot(self.page).rect_to_canvas(Rect(x, rect.y0, x, rect.y1))
        painter.setPen(QPen(QColor(theme.LIGHT.accent), 2))
        painter.drawLine(QLineF(place.x0, place.y0, place.x1, place.y1))


def _line_step(words: tuple[Word, ...], word: int, way: int) -> int:
    """The word above or below, nearest to the same column; the same word at the page's edge."""
    if not words:
        return word
    here = words[min(word, len(words) - 1)].rect
    rows = [n for n, each in enumerate(words) if (each.rect.centre.y - here.centre.y) * way > here.height * 0.6]
    if not rows:
        return word + way * len(words)

    def distance(n: int) -> float:
        centre = words[n].rect.centre
        return abs(centre.y - here.centre.y) * 8 + abs(Point(centre.x, 0).x - here.centre.x)

    return min(rows, key=distance)
