"""What stands on a page that is not drawn: why, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from assessor_app.documents.model import Failure
from assessor_app.gui import theme
from assessor_app.gui.viewer.layout import PageSlot
from assessor_app.gui.viewer.painting import qrect

if TYPE_CHECKING:
    from assessor_app.gui.viewer.canvas import Canvas

BUTTON_HEIGHT, BUTTON_WIDTH, GAP = 34, 170, 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("page", text)


class FailureCard:
    """Painted on the page itself, so that it scrolls and zooms with it; its two buttons are found by their places."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def paint(self, painter: QPainter, slot: PageSlot, failure: Failure) -> None:
        look, area = theme.current(), self._visible(slot)
        painter.setFont(look.font(theme.BODY))
        painter.setPen(QColor(theme.DARK.text if self._canvas.look.dark else theme.LIGHT.text))
        words = _tr("Page {page} can't be shown: {reason}").format(page=slot.index + 1, reason=failure.message)
        text = QRectF(area.left() + 24, area.center().y() - 90, area.width() - 48, 80)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)
        again, as_text = self._buttons(slot)
        for box, label in ((again, _tr("Try again")), (as_text, _tr("Show as text"))):
            painter.setPen(QPen(QColor(theme.LIGHT.accent), 1))
            painter.setBrush(QColor(theme.PAPER))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
            painter.setPen(QColor(theme.LIGHT.accent))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def paint_waiting(self, painter: QPainter, slot: PageSlot, *, slow: bool) -> None:
        """Nothing for a moment, then a word."""
        if slow:
            look = theme.current()
            painter.setFont(look.font(theme.SECONDARY))
            painter.setPen(QColor(theme.LIGHT.secondary))
            painter.drawText(self._visible(slot), Qt.AlignmentFlag.AlignCenter, _tr("Still drawing this page…"))

    def click(self, page: int, place: QPointF) -> None:
        """``place`` is in the viewport."""
        canvas, slot = self._canvas, self._canvas.layout_.slot(page)
        point = place + canvas.origin()
        again, as_text = self._buttons(slot)
        if again.contains(point):
            canvas.try_again(page)
        elif as_text.contains(point):
            canvas.show_as_text(page)

    def _visible(self, slot: PageSlot) -> QRectF:
        """The part of the page that is in the window, on the canvas."""
        window = QRectF(self._canvas.viewport().rect()).translated(self._canvas.origin())
        return qrect(slot.rect).intersected(window)

    def _buttons(self, slot: PageSlot) -> tuple[QRectF, QRectF]:
        middle = self._visible(slot).center()
        look = theme.current()
        wide, high = look.px(BUTTON_WIDTH), look.px(BUTTON_HEIGHT)
        top = middle.y() + GAP
        return (
            QRectF(middle.x() - wide - GAP / 2, top, wide, high),
            QRectF(middle.x() + GAP / 2, top, wide, high),
        )
