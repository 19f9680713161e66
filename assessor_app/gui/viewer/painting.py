"""Drawing marks. A mark is in page coordinates; the slot says where its page is."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from assessor_app.domain.geometry import Point, Rect
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui import theme
from assessor_app.gui.viewer.layout import PageSlot

HANDLE = 7.0
TEXT_POINTS = 11.0
"""Type size of text marks, in points on the page."""


def qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x0, rect.y0, rect.width, rect.height)


def qpoint(point: Point) -> QPointF:
    return QPointF(point.x, point.y)


def paint_mark(painter: QPainter, mark: Mark, slot: PageSlot, colour: QColor, *, selected: bool, number: int) -> None:
    """Paint one mark; ``number`` is what a note's badge shows."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.kind is MarkKind.HIGHLIGHT:
        _highlight(painter, mark, slot, colour)
    elif mark.kind is MarkKind.UNDERLINE:
        _underline(painter, mark, slot, colour)
    elif mark.kind is MarkKind.NOTE:
        _note(painter, mark, slot, colour, number)
    elif mark.kind is MarkKind.TEXT:
        _text(painter, mark, slot, colour)
    else:
        _outline(painter, mark, slot, colour)
    painter.restore()
    if selected:
        _selection(painter, mark, slot)


def _highlight(painter: QPainter, mark: Mark, slot: PageSlot, colour: QColor) -> None:
    # Multiplying lets the text stay black under the colour, as ink under a marker does.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    wash = QColor(colour)
    wash.setAlphaF(0.30)
    for rect in mark.lines():
        painter.fillRect(qrect(slot.rect_to_canvas(rect)), wash)


def _underline(painter: QPainter, mark: Mark, slot: PageSlot, colour: QColor) -> None:
    painter.setPen(QPen(colour, max(1.0, 1.4 * slot.view.scale)))
    for rect in mark.lines():
        start = slot.to_canvas(Point(rect.x0, rect.y1))
        end = slot.to_canvas(Point(rect.x1, rect.y1))
        painter.drawLine(qpoint(start), qpoint(end))


def _note(painter: QPainter, mark: Mark, slot: PageSlot, colour: QColor, number: int) -> None:
    box = qrect(slot.rect_to_canvas(mark.bounds()))
    path = QPainterPath()
    path.addRoundedRect(box, box.width() / 5, box.width() / 5)
    painter.fillPath(path, colour)
    font = painter.font()
    font.setPixelSize(max(6, round(box.height() * 0.56)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(readable_on(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def _text(painter: QPainter, mark: Mark, slot: PageSlot, colour: QColor) -> None:
    box = qrect(slot.rect_to_canvas(mark.bounds()))
    paper = QColor(theme.PAPER)
    paper.setAlphaF(0.9)
    painter.fillRect(box, paper)
    painter.setPen(QPen(colour, max(1.0, slot.view.scale)))
    painter.drawRect(box)
    font = painter.font()
    font.setPixelSize(max(4, round(TEXT_POINTS * slot.view.scale)))
    painter.setFont(font)
    painter.setPen(QColor(theme.LIGHT.text))
    inset = 4 * slot.view.scale
    flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(box.adjusted(inset, inset, -inset, -inset), flags, mark.text)


def _outline(painter: QPainter, mark: Mark, slot: PageSlot, colour: QColor) -> None:
    pen = QPen(colour, max(1.0, mark.width * slot.view.scale))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [[qpoint(slot.to_canvas(point)) for point in stroke] for stroke in mark.strokes()]
    if mark.kind is MarkKind.BOX:
        painter.drawRoundedRect(QRectF(points[0][0], points[0][1]).normalized(), 2, 2)
    elif mark.kind is MarkKind.ARROW:
        painter.drawLine(points[0][0], points[0][1])
        painter.drawPolyline(QPolygonF(_arrow_head(points[0][0], points[0][1], 7 * slot.view.scale)))
    else:
        for stroke in points:
            if len(stroke) == 1:
                painter.drawPoint(stroke[0])
            else:
                painter.drawPolyline(QPolygonF(stroke))


def _arrow_head(tail: QPointF, head: QPointF, length: float) -> list[QPointF]:
    angle = math.atan2(head.y() - tail.y(), head.x() - tail.x())
    sides = (angle + math.radians(150), angle - math.radians(150))
    ends = [QPointF(head.x() + length * math.cos(a), head.y() + length * math.sin(a)) for a in sides]
    return [ends[0], head, ends[1]]


def _selection(painter: QPainter, mark: Mark, slot: PageSlot) -> None:
    colour = QColor(theme.LIGHT.accent)
    box = qrect(slot.rect_to_canvas(mark.bounds())).adjusted(-3, -3, 3, 3)
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(QColor(theme.PAPER))
    for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
        painter.drawRect(QRectF(corner.x() - HANDLE / 2, corner.y() - HANDLE / 2, HANDLE, HANDLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def readable_on(colour: QColor) -> QColor:
    """Black or white, whichever has the higher contrast on ``colour`` (WCAG's relative luminance)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    luminance = 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
    return QColor("#000000") if luminance > 0.179 else QColor("#FFFFFF")
