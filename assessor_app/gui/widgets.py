"""Small pieces that several screens share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QRectF, QSize, Qt, QTime
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from assessor_app.domain.due import Remaining, Urgency, remaining
from assessor_app.domain.microcredential import Phase
from assessor_app.gui import icons, phases


def label(text: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the theme's tones."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        result.setProperty("tone", tone)
    result.setWordWrap(wrap)
    return result


def tip(text: str) -> str:
    """A tool tip of words that come from elsewhere: they are shown as they are, and never read as a page."""
    return "<qt>" + escape(text).replace("\n", "<br>") + "</qt>" if text else ""


def fit_height(wrapped: QLabel, width: int) -> None:
    """Keep the height that a wrapped label's words need at ``width`` pixels: not every layout asks for it."""
    wrapped.ensurePolished()
    wrapped.setMinimumHeight(wrapped.heightForWidth(width))


def chip(text: str = "", tone: str = "neutral") -> QLabel:
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("chip", tone)
    result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
    return result


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(text: str, handler: Callable[[], object], kind: str = "", icon: str | None = None) -> QPushButton:
    result = QPushButton(text)
    if kind:
        result.setProperty("kind", kind)
    if icon:
        result.setIcon(icons.icon(icon, "on_accent" if kind == "primary" else "text"))
    result.clicked.connect(lambda _=False: handler())
    return result


class FlowingLabel(QLabel):
    """As wide as its words in one line, and in more lines where its place is narrower; labels that wrap prefer to be
    square. ``least`` is what it would like to have, so that words stand beneath each other as long as there is room.
    """

    def __init__(self, words: str, tone: str = "", least: int = 0) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        self._least = least

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = max(self._least, self.fontMetrics().horizontalAdvance(self.text()) + 4)
        return QSize(width, self.heightForWidth(width))


class ElidedButton(QPushButton):
    """A button as wide as its place: words that are too long end in an ellipsis, and the tool tip has all of them.

    ``wide`` is what it would like to have, where that is more than its words need.
    """

    def __init__(self, words: str, kind: str = "link", parent: QWidget | None = None, wide: int = 0) -> None:
        super().__init__(parent)
        self._words, self._wide = "", wide
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.say(words)

    def say(self, words: str) -> None:
        self._words = words
        self.setToolTip(tip(words))
        self.setAccessibleName(words)
        self.setText(words)

    def minimumSizeHint(self) -> QSize:
        # As narrow as its place asks for; the words give way.
        return QSize(48, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        room = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        wanted = self.fontMetrics().horizontalAdvance(self._words) + room + 2
        return QSize(max(self._wide, wanted), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        fitting = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width() - room)
        if fitting != self.text():
            self.setText(fitting)


def tool(name: str, words: str, handler: Callable[[], object]) -> QToolButton:
    """A button of one icon; its words are its tool tip and its accessible name."""
    result = QToolButton()
    result.setIcon(icons.icon(name))
    result.setToolTip(words)
    result.setAccessibleName(words)
    result.clicked.connect(lambda _=False: handler())
    return result


def panel(rule: str = "") -> QFrame:
    """A surface for controls, with a hairline on one side."""
    result = QFrame()
    result.setProperty("surface", "panel")
    if rule:
        result.setProperty("rule", rule)
    return result


def column(parent: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    result = QVBoxLayout(parent)
    result.setContentsMargins(*margins)
    result.setSpacing(spacing)
    return result


def clear(layout: QVBoxLayout) -> None:
    """Remove everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def swatch(colour: QColor, size: int = 10) -> QIcon:
    """A small square of a phase's colour."""
    # The room that a style gives an icon, so that it does not scale the square up to it.
    room = 16
    pixmap = QPixmap(room * 2, room * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    edge = (room - size) / 2
    painter.drawRoundedRect(QRectF(edge, edge, size, size), 2, 2)
    painter.end()
    return QIcon(pixmap)


def mark_colours() -> list[tuple[str, str]]:
    """Colours that a mark may have, with their names."""
    return [(value, phase_name(phase)) for phase, value in phases.PHASE_COLOURS.items()] + [
        (phases.NEUTRAL_MARK, _tr("Neutral"))
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def phase_name(phase: Phase) -> str:
    return {
        Phase.ANALYZE: _tr("Analyze"),
        Phase.DESIGN: _tr("Design"),
        Phase.DEVELOP: _tr("Develop"),
        Phase.IMPLEMENT: _tr("Implement"),
        Phase.EVALUATE: _tr("Evaluate"),
    }[phase]


def span_words(left: Remaining) -> str:
    """A span of time in at most two units."""
    if left.days >= 2 and not left.hours:
        return _tr("{days} d").format(days=left.days)
    if left.days:
        return _tr("{days} d {hours} h").format(days=left.days, hours=left.hours)
    if left.hours:
        return _tr("{hours} h").format(hours=left.hours)
    return _tr("{minutes} min").format(minutes=left.minutes)


def due_words(due_at: datetime, now: datetime) -> tuple[str, Urgency]:
    """«3 d 4 h», or «Overdue 1 d»."""
    left = remaining(due_at, now)
    if left.urgency is Urgency.OVERDUE:
        return _tr("Overdue {span}").format(span=span_words(left)), left.urgency
    return span_words(left), left.urgency


def ago_words(then: datetime, now: datetime) -> str:
    left = remaining(then, now)
    if not (left.days or left.hours or left.minutes):
        return _tr("just now")
    return _tr("{span} ago").format(span=span_words(left))


def exact_time(moment: datetime) -> str:
    """A moment in the person's own time zone and manner of writing."""
    when = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def clock_time(moment: datetime) -> str:
    """The time of day in the person's manner of writing."""
    return QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def size_words(size: int) -> str:
    return QLocale().formattedDataSize(size, 0 if size < 10**6 else 1, QLocale.DataSizeFormat.DataSizeSIFormat)
