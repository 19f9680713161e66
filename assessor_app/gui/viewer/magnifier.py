"""A round glass under the pointer that shows the page larger, drawn anew and not blown up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from assessor_app.documents.model import Failure, Pixels, Tile
from assessor_app.documents.pool import Ticket
from assessor_app.gui import theme
from assessor_app.gui.viewer.layout import PageSlot

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from assessor_app.gui.viewer.canvas import Canvas

RADIUS = 130
TIMES = 2.5


class Magnifier:
    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._on = False
        self._at = QPointF()
        self._ticket: Ticket | None = None
        self._image: QImage | None = None
        self._centre = QPointF()
        self._asked_page = -1

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        self._on, self._image = on, None
        self._canvas.viewport().update()

    def move(self, place: QPointF) -> None:
        """The pointer is at ``place`` in the viewport."""
        if not self._on:
            return
        self._at = place
        slot = self._canvas.slot_at(place)
        if slot is not None:
            self._ask(slot, place)
        self._canvas.viewport().update()

    def _ask(self, slot: PageSlot, place: QPointF) -> None:
        canvas = self._canvas
        point = slot.view.to_paper(canvas.canvas_point(place).moved(-slot.rect.x0, -slot.rect.y0))
        scale = round(canvas.device_scale() * TIMES, 4)
        side = round(2 * RADIUS * canvas.viewport().devicePixelRatioF())
        tile = Tile(max(0, round(point.x * scale) - side // 2), max(0, round(point.y * scale) - side // 2), side, side)
        if self._ticket is not None:
            self._ticket.cancel()

        def done(result: Pixels | Failure) -> None:
            if isinstance(result, Pixels):
                canvas.session.jobs.post(canvas, lambda: self._arrived(result))

        self._ticket = canvas.session.pool.render(
            canvas.document, slot.index, scale, done, tile=tile, look=canvas.look, priority=-1
        )

    def _arrived(self, pixels: Pixels) -> None:
        from PySide6.QtGui import QImage

        image = QImage(pixels.buffer, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32).copy()
        pixels.release()
        image.setDevicePixelRatio(self._canvas.viewport().devicePixelRatioF())
        self._image = image
        self._canvas.viewport().update()

    def paint(self, painter: QPainter) -> None:
        if not self._on or self._image is None:
            return
        glass = QRectF(self._at.x() - RADIUS, self._at.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        path = QPainterPath()
        path.addEllipse(glass)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(glass, QColor(theme.PAPER))
        painter.translate(self._at)
        painter.rotate(self._canvas.rotation)
        painter.drawImage(QPointF(-RADIUS, -RADIUS), self._image)
        painter.restore()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(glass)
        painter.restore()
