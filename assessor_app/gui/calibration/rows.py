"""Rows to be read one after another: each takes the keyboard, and says as one sentence what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from assessor_app.gui import icons, theme
from assessor_app.gui.calibration.results import Named
from assessor_app.gui.calibration.words import named_words
from assessor_app.gui.phases import phase_colour
from assessor_app.gui.widgets import FlowingLabel, column, label, phase_name, swatch

ICON = 16


def tone_colour(tone: str) -> str:
    """The theme's colour for an icon beside words of this tone."""
    return "secondary" if tone == "neutral" else tone


def picture(name: str, tone: str) -> QLabel:
    """An icon that stands beside its word, which says the same."""
    result = QLabel()
    side = theme.current().px(ICON)
    result.setPixmap(icons.icon(name, tone_colour(tone)).pixmap(QSize(side, side)))
    result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return result


def signed(words: str, icon: str, tone: str) -> QWidget:
    """A word with its icon."""
    result = QWidget()
    row = QHBoxLayout(result)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().px(6))
    row.addWidget(picture(icon, tone))
    row.addWidget(FlowingLabel(words, "secondary" if tone == "neutral" else tone), 1)
    return result


def heading_of(name: Named, *, wide: bool = False) -> QWidget:
    """A criterion's number and title, with its phase as a colour and a word; ``wide``: the word at the right end."""
    px = theme.current().px
    result = QWidget()
    line = QHBoxLayout(result)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(px(8))
    mark = QLabel()
    mark.setPixmap(swatch(QColor(phase_colour(name.phase))).pixmap(QSize(ICON, ICON)))
    mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    line.addWidget(mark)
    line.addWidget(FlowingLabel(named_words(name), "strong"), 1 if wide else 0)
    # The title gives way, and never the word.
    line.addWidget(label(phase_name(name.phase), "secondary"))
    return result


class ReadRow(QFrame):
    """``spoken`` is what it says when the keyboard comes to it."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        px = theme.current().px
        self.inner: QVBoxLayout = column(self, (px(10), px(10), px(10), px(10)), px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -1.5), theme.RADIUS, theme.RADIUS)
        else:
            painter.setPen(QPen(look.colour("hairline"), 1))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()


class Rows(QWidget):
    """Tab comes to one of them; the arrow keys, Home and End go on from there."""

    def __init__(self, rows: Sequence[ReadRow], name: str) -> None:
        super().__init__()
        self.rows = rows
        self.setAccessibleName(name)
        layout = column(self)
        for number, row in enumerate(rows):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == 0 else Qt.FocusPolicy.ClickFocus)
            layout.addWidget(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        target = {
            Qt.Key.Key_Down: (at or 0) + 1, Qt.Key.Key_Up: (at or 0) - 1, Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.rows) - 1,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if at is None or target is None:
            super().keyPressEvent(event)
            return
        self._go_to(self.rows[max(0, min(len(self.rows) - 1, target))])

    def _go_to(self, row: ReadRow) -> None:
        for each in self.rows:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is row else Qt.FocusPolicy.ClickFocus)
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(row)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll what surrounds it."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is not None:
        parent.ensureWidgetVisible(widget, 0, theme.current().px(24))
