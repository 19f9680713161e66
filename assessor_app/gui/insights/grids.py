"""The plots in which counts are written: bars divided by level, and matrices."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from assessor_app.gui.insights.figure import Figure, Scale
from assessor_app.gui.insights.frame import CENTRE, LEFT, RIGHT, Frame, mixed, readable_on
from assessor_app.gui.insights.words import n_words, number_words
from assessor_app.gui.theme import Theme

STRONGEST = 0.72
"""How much of the accent the highest count of a matrix has."""


class Stacks(Frame):
    """Each row is as long as the others, and divided by its counts, which are written in."""

    ROW, GAP = 24, 10

    def __init__(self, figure: Figure, area: QRectF, look: Theme) -> None:
        super().__init__(figure, area, look)
        self.totals = [int(sum(s.points[row].value or 0 for s in figure.series)) for row in range(len(figure.rows))]
        self.names = self.widest(list(figure.rows), area.width() * 0.36)
        self.said = self.widest([n_words(total) for total in self.totals], area.width() * 0.2)
        self.bars = self.inner.adjusted(self.names + self.px(14), 0, -self.said - self.px(14), 0)

    def body_height(self) -> float:
        groups = len(self.figure.rows) / self.figure.group
        return self.px(len(self.figure.rows) * self.ROW + groups * self.GAP)

    def _top(self, row: int) -> float:
        return self.inner.top() + self.px(self.ROW) * row + self.px(self.GAP) * (row // self.figure.group)

    def spot(self, row: int, column: int) -> QRectF:
        total = max(1, self.totals[row])
        before = sum(s.points[row].value or 0 for s in self.figure.series[:column])
        value = self.figure.point(row, column).value or 0
        left = self.bars.left() + self.bars.width() * before / total
        return QRectF(left, self._top(row) + 2, self.bars.width() * value / total, self.px(self.ROW) - 4)

    def paint(self, painter: QPainter) -> None:
        for row, name in enumerate(self.figure.rows):
            top, height = self._top(row), self.px(self.ROW)
            first = row % self.figure.group == 0
            self.write(painter, QRectF(self.inner.left(), top, self.names, height), name, LEFT,
                       "text" if first else "secondary")  # fmt: skip
            self.write(painter, QRectF(self.bars.right() + self.px(14), top, self.said, height),
                       n_words(self.totals[row]), LEFT)  # fmt: skip
            if not self.totals[row]:
                y = top + height / 2
                self.hairline(painter, QPointF(self.bars.left(), y), QPointF(self.bars.right(), y))
            for column in range(len(self.figure.series)):
                self._paint_part(painter, row, column)
        self.paint_legend(painter)

    def _paint_part(self, painter: QPainter, row: int, column: int) -> None:
        place, value = self.spot(row, column), self.figure.point(row, column).value
        if not value:
            return
        fill = self.level_colour(column)
        # A line around each part, so that neighbours are told apart without their colours.
        painter.setPen(QPen(self.colour("panel"), 1))
        painter.setBrush(fill)
        painter.drawRect(place)
        words = number_words(value, Scale.COUNT)
        if self.width_of(words) + 4 <= place.width():
            self.write(painter, place, words, CENTRE, readable_on(fill, self.look))

    def paint_key(self, painter: QPainter, centre: QPointF, number: int) -> None:
        size = self.px(5)
        painter.setPen(QPen(self.colour("secondary"), 1))
        painter.setBrush(self.level_colour(number))
        painter.drawRect(QRectF(centre.x() - size, centre.y() - size, 2 * size, 2 * size))


class Grid(Frame):
    """Rows against columns with the counts written in. Where both are levels, a frame marks what agrees."""

    def __init__(self, figure: Figure, area: QRectF, look: Theme) -> None:
        super().__init__(figure, area, look)
        self.names = self.widest([*figure.rows, figure.row_head], area.width() * 0.3)
        room = (self.inner.width() - self.names - self.px(12)) / max(1, len(figure.series))
        self.wide = min(self.px(150), room)
        self.high = self.line * (3.0 if figure.scale is Scale.SHARE else 2.2)
        self.left = self.inner.left() + self.names + self.px(12)
        self.top = self.inner.top() + 2 * self.line + self.px(10)
        self.most = max((abs(p.value or 0) for _, _, p in figure.points()), default=0) or 1

    def body_height(self) -> float:
        return self.top - self.inner.top() + len(self.figure.rows) * self.high + self.px(4)

    def legend_names(self) -> tuple[str, ...]:
        return ()

    def spot(self, row: int, column: int) -> QRectF:
        return QRectF(self.left + self.wide * column + 1, self.top + self.high * row + 1, self.wide - 2, self.high - 2)

    def paint(self, painter: QPainter) -> None:
        figure = self.figure
        across = QRectF(self.left, self.inner.top(), self.inner.right() - self.left, self.line)
        self.write(painter, across, figure.column_head)
        corner = QRectF(self.inner.left(), self.top - self.line - self.px(4), self.names, self.line)
        self.write(painter, corner, figure.row_head)
        for column, series in enumerate(figure.series):
            place = QRectF(self.left + self.wide * column + 3, corner.top(), self.wide - 6, self.line)
            self.write(painter, place, series.name, CENTRE, "text")
        for row, name in enumerate(figure.rows):
            place = QRectF(self.inner.left(), self.top + self.high * row, self.names, self.high)
            self.write(painter, place, name, RIGHT, "text")
            for column in range(len(figure.series)):
                self._paint_cell(painter, row, column)

    def _fill(self, value: float) -> QColor:
        return mixed(self.colour("panel"), self.colour("accent"), STRONGEST * abs(value) / self.most)

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        figure, place, point = self.figure, self.spot(row, column), self.figure.point(row, column)
        known = point.value is not None and (point.n or point.scale is Scale.COUNT)
        fill = self._fill(point.value or 0.0) if known else self.colour("panel")
        agrees = figure.scale is Scale.COUNT and row == column
        painter.setPen(QPen(self.colour("text" if agrees else "hairline"), self.px(1.4) if agrees else 1))
        painter.setBrush(fill)
        painter.drawRect(place)
        ink = readable_on(fill, self.look) if known else self.colour("faint")
        if not known or point.value is None:
            self.write(painter, place, "–", CENTRE, ink)
        elif point.scale is Scale.COUNT:
            self.write(painter, place, number_words(point.value, point.scale), CENTRE, ink)
        else:
            upper = QRectF(place.left(), place.center().y() - self.line, place.width(), self.line)
            self.write(painter, upper, number_words(point.value, point.scale), CENTRE, ink)
            self.write(painter, upper.translated(0, self.line), n_words(point.n), CENTRE, ink)
