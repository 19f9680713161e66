"""Draws a figure, the same way on the screen, in a picture and on paper."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from assessor_app.gui.insights.figure import Figure, Kind
from assessor_app.gui.insights.grids import Grid, Stacks
from assessor_app.gui.insights.plots import Columns, Intervals, Months
from assessor_app.gui.insights.words import summary
from assessor_app.gui.theme import SECONDARY, Theme

EMPTY_HEIGHT = 84
PLENTY = 10_000
Plot = Months | Columns | Intervals | Stacks | Grid
_PLOTS: dict[Kind, type[Plot]] = {
    Kind.MONTHS: Months, Kind.COLUMNS: Columns, Kind.INTERVALS: Intervals, Kind.STACKS: Stacks, Kind.MATRIX: Grid,
}  # fmt: skip


def height_of(figure: Figure, width: float, look: Theme) -> int:
    """How high a figure wants to be at a width, where its legend may need several lines."""
    if figure.is_empty:
        return look.px(EMPTY_HEIGHT)
    return math.ceil(_PLOTS[figure.kind](figure, QRectF(0, 0, width, PLENTY), look).wanted_height())


def paint(painter: QPainter, figure: Figure, area: QRectF, look: Theme, current: tuple[int, int] | None = None) -> None:
    """``current`` is the row and column of the point that is looked at."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if figure.is_empty:
        painter.setFont(look.font(SECONDARY))
        painter.setPen(look.colour("secondary"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, summary(figure))
        return
    plot = _PLOTS[figure.kind](figure, area, look)
    plot.paint(painter)
    if current is not None:
        plot.ring(painter, plot.spot(*current))


def point_at(figure: Figure, area: QRectF, look: Theme, where: QPointF) -> tuple[int, int] | None:
    """The row and column of the point under the pointer, or close to it."""
    if figure.is_empty:
        return None
    plot = _PLOTS[figure.kind](figure, area, look)
    near = look.px(12)
    best: tuple[float, tuple[int, int]] | None = None
    for row, column, _ in figure.points():
        spot = plot.spot(row, column)
        if not spot.adjusted(-near, -near, near, near).contains(where):
            continue
        apart = 0.0 if spot.contains(where) else (spot.center() - where).manhattanLength()
        if best is None or apart < best[0]:
            best = apart, (row, column)
    return best[1] if best is not None else None
