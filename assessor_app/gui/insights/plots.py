"""The plots over days, months and things, each drawn from its figure and nothing else."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from assessor_app.gui.insights.figure import Figure, Point, Scale
from assessor_app.gui.insights.frame import CENTRE, LEFT, RIGHT, Frame, axis_of, thinned
from assessor_app.gui.insights.words import n_words, number_words, value_words
from assessor_app.gui.theme import Theme

PLOT_HEIGHT = 186


class Upright(Frame):
    """Values go up; rows go from left to right."""

    def __init__(self, figure: Figure, area: QRectF, look: Theme) -> None:
        super().__init__(figure, area, look)
        self.axis = axis_of(figure)
        left = self.widest(self.ticks(self.axis), area.width() / 3) + self.px(8)
        foot = self.line * (2 if self._has_n() else 1) + self.px(8)
        head = self.px(6) if figure.scale in (Scale.SHARE, Scale.COEFFICIENT) else self.line + self.px(4)
        self.plot = self.inner.adjusted(left, head, -self.px(6), -foot)
        self.step = self.plot.width() / max(1, len(figure.rows))

    def body_height(self) -> float:
        return self.px(PLOT_HEIGHT)

    def _has_n(self) -> bool:
        """Whether each row's n stands below it: where there is one series, and it counts something else."""
        return len(self.figure.series) == 1 and self.figure.scale is not Scale.COUNT

    def x(self, row: int) -> float:
        return self.plot.left() + self.step * (row + 0.5)

    def y(self, value: float) -> float:
        return self.plot.bottom() - self.axis.share(value) * self.plot.height()

    def paint_axis(self, painter: QPainter) -> None:
        for tick, words in zip(self.axis.ticks, self.ticks(self.axis), strict=True):
            y = self.y(tick)
            self.hairline(painter, QPointF(self.plot.left(), y), QPointF(self.plot.right(), y), strong=tick == 0)
            place = QRectF(self.inner.left(), y - self.line / 2, self.plot.left() - self.inner.left() - self.px(8),
                           self.line)  # fmt: skip
            self.write(painter, place, words, RIGHT, "faint")

    def paint_rows(self, painter: QPainter) -> None:
        rows = self.figure.rows
        below = [n_words(self.figure.point(n, 0).n) if self._has_n() else "" for n in range(len(rows))]
        widths = [max(self.width_of(a), self.width_of(b)) for a, b in zip(rows, below, strict=True)]
        for row in thinned(widths, [self.x(n) for n in range(len(rows))], self.px(10)):
            # The outermost labels may be wider than their step, but not than the figure.
            left = self.x(row) - widths[row] / 2 - 2
            left = max(self.area.left(), min(left, self.area.right() - widths[row] - 4))
            place = QRectF(left, self.plot.bottom() + self.px(6), widths[row] + 4, self.line)
            self.write(painter, place, rows[row], CENTRE)
            self.write(painter, place.translated(0, self.line), below[row], CENTRE, "faint")

    def paint_references(self, painter: QPainter) -> None:
        for each in self.figure.references:
            if each.point.value is not None:
                y = self.y(each.point.value)
                self.dashes(painter, QPointF(self.plot.left(), y), QPointF(self.plot.right(), y))


class Months(Upright):
    def paint(self, painter: QPainter) -> None:
        self.paint_axis(painter)
        self.paint_references(painter)
        self.paint_rows(painter)
        for number in range(len(self.figure.series)):
            self._paint_band(painter, number)
        for number in range(len(self.figure.series)):
            self._paint_line(painter, number)
        self.paint_legend(painter)

    def _centre(self, row: int, point: Point) -> QPointF:
        return QPointF(self.x(row), self.y(point.value or 0.0))

    def _paint_band(self, painter: QPainter, number: int) -> None:
        """Where months follow each other, a band; and at every month, the interval's ends."""
        points = self.figure.series[number].points
        fill = self.series_colour(number)
        fill.setAlphaF(0.14)
        for (row, one), (_, other) in pairwise(enumerate(points)):
            if one.low is None or one.high is None or other.low is None or other.high is None:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            left, right = self.x(row), self.x(row + 1)
            painter.drawPolygon(QPolygonF([
                QPointF(left, self.y(one.high)), QPointF(right, self.y(other.high)),
                QPointF(right, self.y(other.low)), QPointF(left, self.y(one.low)),
            ]))  # fmt: skip
        painter.setPen(QPen(self.series_colour(number), self.px(1)))
        for row, point in enumerate(points):
            if point.low is not None and point.high is not None:
                x = self.x(row)
                painter.drawLine(QPointF(x, self.y(point.low)), QPointF(x, self.y(point.high)))

    def _paint_line(self, painter: QPainter, number: int) -> None:
        points = self.figure.series[number].points
        style = Qt.PenStyle.SolidLine if number == 0 else Qt.PenStyle.DashLine
        for (row, one), (_, other) in pairwise(enumerate(points)):
            if one.value is not None and other.value is not None:
                painter.setPen(QPen(self.series_colour(number), self.px(1.8), style))
                painter.drawLine(self._centre(row, one), self._centre(row + 1, other))
        for row, point in enumerate(points):
            if point.value is not None:
                self.marker(painter, self._centre(row, point), number, hollow=point.is_small)

    def spot(self, row: int, column: int) -> QRectF:
        point = self.figure.point(row, column)
        size = self.px(9)
        y = self.y(point.value) if point.value is not None else self.plot.bottom() - size
        return QRectF(self.x(row) - size, y - size, 2 * size, 2 * size)


class Columns(Upright):
    def _bar(self, row: int, column: int) -> QRectF:
        each = min(self.px(44), self.step * 0.76 / len(self.figure.series))
        left = self.x(row) + each * (column - len(self.figure.series) / 2)
        value = self.figure.point(row, column).value or 0.0
        return QRectF(left + 1, self.y(value), each - 2, self.plot.bottom() - self.y(value))

    def paint(self, painter: QPainter) -> None:
        self.paint_axis(painter)
        for row, column, point in self.figure.points():
            if point.value is not None:
                self._paint_bar(painter, row, column, point)
        self.paint_references(painter)
        self.paint_rows(painter)
        self.paint_legend(painter)

    def _paint_bar(self, painter: QPainter, row: int, column: int, point: Point) -> None:
        bar = self._bar(row, column)
        colour = self.colour("bad") if row in self.figure.marked else self.series_colour(column)
        brush = self.series_brush(1 if row in self.figure.marked else column)
        brush.setColor(colour)
        painter.setPen(QPen(colour, self.px(1)))
        # A pale column lets the ends of its band be seen.
        painter.setBrush(self.colour("accent_wash") if point.has_interval else brush)
        painter.drawRect(bar)
        top = bar.top()
        if point.low is not None and point.high is not None:
            top = self._paint_whisker(painter, bar.center().x(), bar.width(), point.low, point.high)
        words = number_words(point.value or 0.0, point.scale)
        room = self.step if len(self.figure.series) == 1 else bar.width() + 2
        if self.width_of(words) <= room:
            width = self.width_of(words) + 2
            place = QRectF(bar.center().x() - width / 2, top - self.line - 1, width, self.line)
            painter.fillRect(place, self.colour("panel"))
            self.write(painter, place, words, CENTRE, "text")

    def _paint_whisker(self, painter: QPainter, x: float, width: float, low: float, high: float) -> float:
        painter.setPen(QPen(self.colour("text"), self.px(1)))
        reach = min(self.px(5), width / 3)
        painter.drawLine(QPointF(x, self.y(low)), QPointF(x, self.y(high)))
        for end in (low, high):
            painter.drawLine(QPointF(x - reach, self.y(end)), QPointF(x + reach, self.y(end)))
        return self.y(high)

    def paint_key(self, painter: QPainter, centre: QPointF, number: int) -> None:
        painter.setPen(QPen(self.series_colour(number), self.px(1)))
        painter.setBrush(self.series_brush(number))
        size = self.px(5)
        painter.drawRect(QRectF(centre.x() - size, centre.y() - size, 2 * size, 2 * size))

    def spot(self, row: int, column: int) -> QRectF:
        bar = self._bar(row, column)
        bar.setTop(min(bar.top(), bar.bottom() - self.px(6)))
        return bar


class Intervals(Frame):
    """A row for each thing: its name, its dots with their intervals, and the first series' numbers in words."""

    ROW = 30

    def __init__(self, figure: Figure, area: QRectF, look: Theme) -> None:
        super().__init__(figure, area, look)
        self.axis = axis_of(figure)
        self.names = self.widest(list(figure.rows), area.width() * 0.34)
        self.words = [self._words(figure.point(row, 0)) for row in range(len(figure.rows))]
        self.said = self.widest(self.words, area.width() * 0.24)
        self.plot = self.inner.adjusted(
            self.names + self.px(18), self.px(4), -self.said - self.px(18), -self.line - self.px(8)
        )
        self.step = self.plot.height() / max(1, len(figure.rows))

    @staticmethod
    def _words(point: Point) -> str:
        return f"{value_words(point)}, {n_words(point.n)}"

    def body_height(self) -> float:
        return self.px(len(self.figure.rows) * self.ROW + 4) + self.line + self.px(8)

    def x(self, value: float) -> float:
        return self.plot.left() + self.axis.share(value) * self.plot.width()

    def y(self, row: int, column: int) -> float:
        middle = self.plot.top() + self.step * (row + 0.5)
        return middle + self.px(9) * (column - (len(self.figure.series) - 1) / 2)

    def paint(self, painter: QPainter) -> None:
        self._paint_axis(painter)
        for row, name in enumerate(self.figure.rows):
            place = QRectF(self.inner.left(), self.plot.top() + self.step * row, self.names, self.step)
            self.write(painter, place, name, LEFT, "text")
            place.setLeft(self.plot.right() + self.px(18))
            place.setRight(self.inner.right())
            self.write(painter, place, self.words[row], LEFT)
            for column in range(len(self.figure.series)):
                self._paint_point(painter, row, column)
        self.paint_legend(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        words = self.ticks(self.axis)
        centres = [self.x(tick) for tick in self.axis.ticks]
        written = thinned([self.width_of(each) for each in words], centres, self.px(8))
        for number, tick in enumerate(self.axis.ticks):
            x = centres[number]
            self.hairline(painter, QPointF(x, self.plot.top()), QPointF(x, self.plot.bottom()), strong=tick == 0)
            if number in written:
                width = self.width_of(words[number]) + 4
                place = QRectF(x - width / 2, self.plot.bottom() + self.px(4), width, self.line)
                self.write(painter, place, words[number], CENTRE, "faint")
        for each in self.figure.references:
            if each.point.value is not None:
                x = self.x(each.point.value)
                self.dashes(painter, QPointF(x, self.plot.top()), QPointF(x, self.plot.bottom()))

    def _paint_point(self, painter: QPainter, row: int, column: int) -> None:
        point, y = self.figure.point(row, column), self.y(row, column)
        if point.value is None:
            return
        if point.low is not None and point.high is not None:
            painter.setPen(QPen(self.series_colour(column), self.px(1.4)))
            painter.drawLine(QPointF(self.x(point.low), y), QPointF(self.x(point.high), y))
        self.marker(painter, QPointF(self.x(point.value), y), column, hollow=point.is_small)

    def spot(self, row: int, column: int) -> QRectF:
        point, size = self.figure.point(row, column), self.px(8)
        x = self.plot.left() if point.value is None else self.x(point.value)
        return QRectF(x - size, self.y(row, column) - size, 2 * size, 2 * size)
