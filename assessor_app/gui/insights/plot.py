"""A figure's plot on the screen: looked at, pointed at, or gone through with the arrow keys and heard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assessor_app.gui import theme
from assessor_app.gui.announce import announce
from assessor_app.gui.insights.figure import Figure, Kind
from assessor_app.gui.insights.painting import height_of, paint, point_at
from assessor_app.gui.insights.words import spoken, summary

EDGE = 6
_STEPS = {
    Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0),
}  # fmt: skip


class PlotView(QWidget):
    said = Signal(str)
    """The words of the point that is looked at; "" for none."""
    table_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self.current: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: Figure) -> None:
        if figure == self.figure:
            return
        self.figure = figure
        self._go(None)
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(summary(figure))
        self._fit()
        self.update()

    def _fit(self) -> None:
        if self.figure is not None:
            self.setFixedHeight(height_of(self.figure, self._area().width(), theme.current()) + 2 * EDGE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(480), self.height())

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.figure is None:
            return
        painter = QPainter(self)
        look = theme.current()
        paint(painter, self.figure, self._area(), look, self.current)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_T):
            self.table_asked.emit()
        elif self.figure is None or self.figure.is_empty or not self._move(self.figure, key):
            super().keyPressEvent(event)

    def _move(self, figure: Figure, key: Qt.Key) -> bool:
        """Along the rows in the direction in which they are drawn, across the series in the other."""
        rows, columns = len(figure.rows), len(figure.series)
        if key == Qt.Key.Key_Home:
            self._say((0, 0))
            return True
        if key == Qt.Key.Key_End:
            self._say((rows - 1, columns - 1))
            return True
        if key not in _STEPS:
            return False
        down, right = _STEPS[key]
        if figure.kind in (Kind.MONTHS, Kind.COLUMNS):
            down, right = right, down
        row, column = self.current if self.current is not None else (0, 0)
        if self.current is not None:
            row = min(rows - 1, max(0, row + down))
            column = min(columns - 1, max(0, column + right))
        self._say((row, column))
        return True

    def _say(self, point: tuple[int, int]) -> None:
        self._go(point)
        if self.figure is not None:
            announce(self, spoken(self.figure, *point))

    def _go(self, point: tuple[int, int] | None) -> None:
        self.current = point
        words = "" if point is None or self.figure is None else spoken(self.figure, *point)
        self.said.emit(words)
        if self.figure is not None:
            self.setAccessibleDescription(words or summary(self.figure))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.figure is not None:
            found = point_at(self.figure, self._area(), theme.current(), event.position())
            if found is not None and found != self.current:
                self._go(found)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._go(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._go(None)
