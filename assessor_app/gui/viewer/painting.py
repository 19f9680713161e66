"""Drawing marks, in page coordinates: the painter's transform says where the page is. Widths are points."""

from __future__ import annotations

import itertools
import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from assessor_app.domain.geometry import Point, Rect
from assessor_app.domain.inking import line_width, smooth
from assessor_app.domain.marks import INK, TEXT_MARKUP, Mark, MarkKind
from assessor_app.gui import theme

HANDLE = 7.0
"""Side of a handle in logical pixels."""
TEXT_POINTS = 11.0
"""Type size of text marks, in points on the page."""
TEXT_INSET = 4.0
HIGHLIGHT_ALPHA, MARKER_ALPHA, REGION_ALPHA = 0.30, 0.40, 0.08
LINE_POINTS = 1.4
ARROW_POINTS, ARROW_DEGREES = 7.0, 150
WAVE_POINTS, WAVE_HEIGHT = 4.0, 1.2
STAMP_SHARE = 0.52
"""Height of a stamp's letters, as a share of its frame's."""


def qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x0, rect.y0, rect.width, rect.height)


def qpoint(point: Point) -> QPointF:
    return QPointF(point.x, point.y)


def paint_mark(painter: QPainter, mark: Mark, colour: QColor, *, number: int = 0, upright: float = 0.0) -> None:
    """Paint one mark. ``number`` is what a note's badge shows; ``upright`` degrees turn it against the view's turn."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.kind in TEXT_MARKUP:
        _text_markup(painter, mark, colour)
    elif mark.kind is MarkKind.NOTE:
        _note(painter, mark, colour, number, upright)
    elif mark.kind is MarkKind.TEXT:
        _text(painter, mark, colour)
    elif mark.kind is MarkKind.STAMP:
        _stamp(painter, mark, colour)
    elif mark.kind in INK:
        _ink(painter, mark, colour)
    elif mark.kind is not MarkKind.TIME:
        _shape(painter, mark, colour)
    painter.restore()


def _text_markup(painter: QPainter, mark: Mark, colour: QColor) -> None:
    if mark.kind is MarkKind.HIGHLIGHT:
        # Multiplying lets the text stay black under the colour, as ink under a marker does.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for rect in mark.lines():
            painter.fillRect(qrect(rect), _washed(colour, HIGHLIGHT_ALPHA))
        return
    painter.setPen(QPen(colour, LINE_POINTS))
    for rect in mark.lines():
        if mark.kind is MarkKind.SQUIGGLY:
            painter.drawPolyline(QPolygonF(_wave(rect)))
        else:
            y = rect.y1 if mark.kind is MarkKind.UNDERLINE else rect.y0 + rect.height * 0.55
            painter.drawLine(QPointF(rect.x0, y), QPointF(rect.x1, y))


def _wave(rect: Rect) -> list[QPointF]:
    count = max(2, round(rect.width / (WAVE_POINTS / 2)))
    return [
        QPointF(rect.x0 + rect.width * n / count, rect.y1 + (WAVE_HEIGHT if n % 2 else -WAVE_HEIGHT) / 2)
        for n in range(count + 1)
    ]


def _note(painter: QPainter, mark: Mark, colour: QColor, number: int, upright: float) -> None:
    box = qrect(mark.frame())
    path = QPainterPath()
    path.addRoundedRect(box, box.width() / 5, box.width() / 5)
    painter.fillPath(path, colour)
    painter.translate(box.center())
    painter.rotate(upright)
    painter.translate(-box.center())
    _write(painter, str(number), box, box.height() * 0.56, readable_on(colour), Qt.AlignmentFlag.AlignCenter)


def _write(painter: QPainter, text: str, box: QRectF, points: float, colour: QColor, align: Qt.AlignmentFlag) -> None:
    """Text at a size in page points. Fonts have whole pixels: it is set ten times as large and scaled down."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(0.1, 0.1)
    font = painter.font()
    font.setPixelSize(max(1, round(points * 10)))
    font.setBold(bool(align & Qt.AlignmentFlag.AlignHCenter))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(
        QRectF(0, 0, box.width() * 10, box.height() * 10), int(Qt.TextFlag.TextWordWrap) | int(align), text
    )
    painter.restore()


def _text(painter: QPainter, mark: Mark, colour: QColor) -> None:
    box = qrect(mark.frame())
    painter.fillRect(box, _washed(QColor(theme.PAPER), 0.9))
    painter.setPen(QPen(colour, 1.0))
    painter.drawRect(box)
    inner = box.adjusted(TEXT_INSET, TEXT_INSET, -TEXT_INSET, -TEXT_INSET)
    _write(painter, mark.text, inner, TEXT_POINTS, QColor(theme.LIGHT.text), Qt.AlignmentFlag.AlignTop)


def _stamp(painter: QPainter, mark: Mark, colour: QColor) -> None:
    box = qrect(mark.frame())
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(_washed(QColor(theme.PAPER), 0.85))
    painter.drawRoundedRect(box, 4, 4)
    points = min(box.height() * STAMP_SHARE, box.width() / max(1, len(mark.text)) * 1.5)
    _write(painter, mark.text, box, points, colour, Qt.AlignmentFlag.AlignCenter)


def _ink(painter: QPainter, mark: Mark, colour: QColor) -> None:
    if mark.kind is MarkKind.MARKER:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        colour = _washed(colour, MARKER_ALPHA)
    pen = QPen(colour, mark.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke, pressures in zip(mark.strokes(), mark.stroke_pressures(), strict=True):
        if len(stroke) == 1:
            painter.drawPoint(qpoint(stroke[0]))
        elif pressures and mark.kind is MarkKind.PEN:
            for a, b, pressure in zip(stroke, stroke[1:], pressures[1:], strict=False):
                pen.setWidthF(line_width(mark.width, pressure))
                painter.setPen(pen)
                painter.drawLine(QLineF(qpoint(a), qpoint(b)))
        else:
            painter.drawPolyline(QPolygonF([qpoint(point) for point in smooth(stroke)]))


def _shape(painter: QPainter, mark: Mark, colour: QColor) -> None:
    pen = QPen(colour, mark.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    points = [QPointF(x, y) for x, y in mark.points]
    if mark.kind is MarkKind.REGION:
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setBrush(_washed(colour, REGION_ALPHA))
    painter.setPen(pen)
    if mark.kind in (MarkKind.BOX, MarkKind.REGION):
        painter.drawRect(QRectF(points[0], points[1]).normalized())
    elif mark.kind is MarkKind.ELLIPSE:
        painter.drawEllipse(QRectF(points[0], points[1]).normalized())
    elif mark.kind is MarkKind.POLYGON:
        painter.drawPolygon(QPolygonF(points))
    else:
        painter.drawLine(points[0], points[1])
        if mark.kind is MarkKind.ARROW:
            painter.drawPolyline(QPolygonF(_arrow_head(points[0], points[1])))


def _arrow_head(tail: QPointF, head: QPointF) -> list[QPointF]:
    angle = math.atan2(head.y() - tail.y(), head.x() - tail.x())
    sides = (angle + math.radians(ARROW_DEGREES), angle - math.radians(ARROW_DEGREES))
    ends = [QPointF(head.x() + ARROW_POINTS * math.cos(a), head.y() + ARROW_POINTS * math.sin(a)) for a in sides]
    return [ends[0], head, ends[1]]


def handles_of(box: QRectF) -> list[QPointF]:
    """The eight handles of a frame: corners and middles of sides, from the top left clockwise."""
    x, y = (box.left(), box.center().x(), box.right()), (box.top(), box.center().y(), box.bottom())
    places = ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1))
    return [QPointF(x[a], y[b]) for a, b in places]


def paint_selection(painter: QPainter, box: QRectF, *, handles: bool) -> None:
    """The frame of a selected mark, in view coordinates."""
    colour = QColor(theme.LIGHT.accent)
    box = box.adjusted(-3, -3, 3, 3)
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    if handles:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QColor(theme.PAPER))
        for place in handles_of(box):
            painter.drawRect(QRectF(place.x() - HANDLE / 2, place.y() - HANDLE / 2, HANDLE, HANDLE))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_path(painter: QPainter, points: list[QPointF]) -> None:
    """A lasso while it is thrown."""
    painter.setPen(QPen(QColor(theme.LIGHT.accent), 1.2, Qt.PenStyle.DashLine))
    for a, b in itertools.pairwise(points):
        painter.drawLine(a, b)


def _washed(colour: QColor, alpha: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


def readable_on(colour: QColor) -> QColor:
    """Black or white, whichever has the higher contrast on ``colour`` (WCAG's relative luminance)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    luminance = 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
    return QColor("#000000") if luminance > 0.179 else QColor("#FFFFFF")
