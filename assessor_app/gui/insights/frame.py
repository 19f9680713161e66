"""What every plot shares: its area, its type, its axis and its legend, on any QPainter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from assessor_app.gui.insights.figure import Figure, Scale
from assessor_app.gui.insights.words import n_words, number_words
from assessor_app.gui.theme import LABEL, Theme

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEAST_COEFFICIENT = 0.5
"""How far an axis around zero reaches at least: small differences should look small."""


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``share`` of the other colour in the one."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(fill: QColor, look: Theme) -> QColor:
    """Of the theme's two text colours, the one with more contrast."""

    def contrast(text: QColor) -> float:
        light, dark = sorted((_luminance(text), _luminance(fill)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    return max((look.colour("text"), look.colour("on_accent")), key=contrast)


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``, with a line at each tick."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where between the ends a value is; what lies outside is drawn at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def axis_of(figure: Figure) -> Axis:
    points = [point for _, _, point in figure.points()] + [each.point for each in figure.references]
    values = [v for point in points for v in (point.value, point.low, point.high) if v is not None]
    if figure.scale is Scale.SHARE:
        return Axis(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0))
    if figure.scale in (Scale.COEFFICIENT, Scale.DIFFERENCE):
        most = max([LEAST_COEFFICIENT, *map(abs, values)])
        reach = 0.5 if most <= 0.5 else 1.0 if most <= 1.0 else float(math.ceil(most))
        return Axis(-reach, reach, (-reach, -reach / 2, 0.0, reach / 2, reach))
    step = _round_step(max([1.0, *values]))
    top = step * math.ceil(max([1.0, *values]) / step)
    return Axis(0.0, top, tuple(step * n for n in range(round(top / step) + 1)))


def _round_step(most: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that gives about four lines."""
    rough = most / 4
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if rough <= factor * power)
    return max(1.0, step)


class Frame:
    """A figure in its area. Lengths are the theme's, so that a plot grows with its text."""

    def __init__(self, figure: Figure, area: QRectF, look: Theme) -> None:
        self.figure, self.area, self.look = figure, area, look
        self.font, self.strong = look.font(LABEL), look.font(LABEL, bold=True)
        self.metrics = QFontMetricsF(self.font)
        self.line = self.metrics.height()
        self._places = self._place_legend()
        head = (self._places[-1].bottom() - area.top() + self.px(8)) if self._places else 0.0
        self.inner = area.adjusted(0, head, 0, 0)

    def body_height(self) -> float:
        """How high everything below the legend wants to be."""
        raise NotImplementedError

    def wanted_height(self) -> float:
        return self.inner.top() - self.area.top() + self.body_height()

    def px(self, size: float) -> float:
        return size * self.look.scale

    def width_of(self, words: str) -> float:
        return self.metrics.horizontalAdvance(words)

    def widest(self, words: tuple[str, ...] | list[str], most: float) -> float:
        return min(most, max((self.width_of(each) for each in words), default=0.0) + 2)

    def colour(self, name: str) -> QColor:
        return self.look.colour(name)

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        words: str,
        where: Qt.AlignmentFlag = LEFT,
        colour: QColor | str = "secondary",
    ) -> None:
        """One line, shortened where its place is too narrow."""
        painter.setFont(self.font)
        painter.setPen(self.colour(colour) if isinstance(colour, str) else colour)
        shown = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width() + 1)
        painter.drawText(area, where | Qt.TextFlag.TextSingleLine, shown)

    def ticks(self, axis: Axis) -> tuple[str, ...]:
        return tuple(number_words(tick, self.figure.scale) for tick in axis.ticks)

    def hairline(self, painter: QPainter, begin: QPointF, end: QPointF, *, strong: bool = False) -> None:
        # Paler than the theme's lines in high contrast: numbers are written over them.
        painter.setPen(QPen(mixed(self.colour("panel"), self.colour("text"), 0.45 if strong else 0.13), 1))
        painter.drawLine(begin, end)

    def dashes(self, painter: QPainter, begin: QPointF, end: QPointF) -> None:
        pen = QPen(self.colour("secondary"), self.px(1))
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(begin, end)

    # The series' looks: a colour and a shape or pattern each, so that neither is needed.

    def series_colour(self, number: int) -> QColor:
        return self.colour(("accent", "secondary", "good", "attention")[number % 4])

    def series_brush(self, number: int) -> QBrush:
        patterns = (
            Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense5Pattern,
            Qt.BrushStyle.CrossPattern,
        )  # fmt: skip
        return QBrush(self.series_colour(number), patterns[number % 4])

    def level_colour(self, number: int) -> QColor:
        """From the lowest level's pale to the highest's full accent."""
        steps = max(1, len(self.figure.series) - 1)
        return mixed(self.colour("accent_wash"), self.colour("accent"), number / steps)

    def marker(self, painter: QPainter, centre: QPointF, number: int, *, hollow: bool = False) -> None:
        """A shape for each series; hollow where the number behind it is small."""
        size, colour = self.px(4.5), self.series_colour(number)
        painter.setPen(QPen(colour, self.px(1.6)))
        painter.setBrush(self.colour("panel") if hollow else colour)
        x, y = centre.x(), centre.y()
        shape = number % 4
        if shape == 0:
            painter.drawEllipse(centre, size, size)
        elif shape == 1:
            painter.drawRect(QRectF(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8))
        elif shape == 2:
            corners: tuple[tuple[float, float], ...] = ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + dx * size, y + dy * size) for dx, dy in corners]))
        else:
            corners = ((0, -1.2), (1.2, 1), (-1.2, 1), (0, -1.2))
            painter.drawPolygon(QPolygonF([QPointF(x + dx * size, y + dy * size) for dx, dy in corners]))

    # The legend.

    def legend_names(self) -> tuple[str, ...]:
        """What the legend explains: the series, where there are several, and what they are compared with."""
        series = self.figure.series
        return tuple(each.name for each in series if len(series) > 1) + self.reference_names()

    def reference_names(self) -> tuple[str, ...]:
        names = []
        for each in self.figure.references:
            value = number_words(each.point.value, each.point.scale) if each.point.value is not None else "–"
            names.append(f"{each.name}: {value}" + (f", {n_words(each.point.n)}" if each.point.n else ""))
        return tuple(names)

    def _place_legend(self) -> list[QRectF]:
        places: list[QRectF] = []
        x, y = self.area.left(), self.area.top()
        for name in self.legend_names():
            width = min(self.width_of(name) + self.px(36), self.area.width())
            if x > self.area.left() and x + width > self.area.right():
                x, y = self.area.left(), y + self.line + self.px(4)
            places.append(QRectF(x, y, width, self.line))
            x += width
        return places

    def paint_legend(self, painter: QPainter) -> None:
        for number, (name, place) in enumerate(zip(self.legend_names(), self._places, strict=True)):
            centre = QPointF(place.left() + self.px(7), place.center().y())
            if number < len(self._places) - len(self.figure.references):
                self.paint_key(painter, centre, number)
            else:
                reach = QPointF(self.px(7), 0)
                self.dashes(painter, centre - reach, centre + reach)
            self.write(painter, place.adjusted(self.px(18), 0, -self.px(12), 0), name)

    def paint_key(self, painter: QPainter, centre: QPointF, number: int) -> None:
        self.marker(painter, centre, number)

    def ring(self, painter: QPainter, spot: QRectF) -> None:
        """Around what the keyboard or the pointer is on."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.colour("text"), self.px(1.6)))
        painter.drawRoundedRect(spot.adjusted(-1, -1, 1, 1), 4, 4)


def thinned(widths: list[float], centres: list[float], gap: float) -> set[int]:
    """Which of the labels around these centres to write so that they don't touch; the last one always."""
    if not centres:
        return set()
    step = 1
    while step < len(centres):
        kept = list(range(len(centres) - 1, -1, -step))[::-1]
        if all(centres[b] - centres[a] >= (widths[a] + widths[b]) / 2 + gap for a, b in pairwise(kept)):
            return set(kept)
        step += 1
    return {len(centres) - 1}
