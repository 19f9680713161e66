"""One page of the comparison: its picture, frames around what differs, and the marks that were made on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assessor_app.documents.model import PageSize
from assessor_app.domain.geometry import Rect
from assessor_app.domain.marks import Mark
from assessor_app.gui import theme
from assessor_app.gui.viewer.painting import paint_mark


class PagePane(QWidget):
    """Fits the page into its room. ``message`` stands where there is no page."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._keep: object = None
        self._size: PageSize | None = None
        self._boxes: Sequence[Rect] = ()
        self._marks: Sequence[Mark] = ()
        self._colour: Callable[[Mark], QColor] = lambda _: QColor("#5B6675")
        self._message = ""
        self.setMinimumSize(180, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(words)

    def say(self, message: str) -> None:
        self._image, self._keep, self._size, self._boxes, self._marks = None, None, None, (), ()
        self._message = message
        self.setAccessibleDescription(message)
        self.update()

    def show_page(self, size: PageSize, marks: Sequence[Mark], colour: Callable[[Mark], QColor]) -> None:
        self.say("")
        self._size, self._marks, self._colour = size, marks, colour

    def show_image(self, image: QImage, keep: object) -> None:
        """``keep`` is what the image's memory belongs to."""
        self._image, self._keep = image, keep
        self.update()

    def show_boxes(self, boxes: Sequence[Rect]) -> None:
        """Frames in shares of the page."""
        self._boxes = boxes
        self.update()

    def room(self) -> QSizeF:
        return QSizeF(max(1, self.width() - 16), max(1, self.height() - 16))

    def scale_for(self, size: PageSize) -> float:
        """Logical pixels a point."""
        room = self.room()
        return min(room.width() / size.width, room.height() / size.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), look.colour("canvas"))
        if self._size is None:
            painter.setPen(look.colour("secondary"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), flags, self._message)
            return
        scale = self.scale_for(self._size)
        area = QRectF(0, 0, self._size.width * scale, self._size.height * scale)
        area.moveCenter(QRectF(self.rect()).center())
        painter.fillRect(area, QColor(theme.PAPER))
        if self._image is not None:
            painter.drawImage(area, self._image)
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(scale, scale)
        for number, mark in enumerate(self._marks, start=1):
            paint_mark(painter, mark, self._colour(mark), number=number)
        painter.restore()
        pen = QPen(look.colour("bad"), look.px(2), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._boxes:
            frame = QRectF(
                area.x() + box.x0 * area.width(), area.y() + box.y0 * area.height(),
                box.width * area.width(), box.height * area.height(),
            )  # fmt: skip
            painter.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), 3, 3)
