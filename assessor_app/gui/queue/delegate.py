"""How the queue's cells look: hairlines, chips, progress in the phases' colours."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assessor_app.gui import phases, theme
from assessor_app.gui.queue.model import ROW, TONE
from assessor_app.gui.queue.state import Column
from assessor_app.store.views import Availability, QueueRow

_COLUMNS = tuple(Column)
_Index = QModelIndex | QPersistentModelIndex


class QueueDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        look = theme.current()
        return QSize(look.px(90), look.px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look = theme.current()
        row: QueueRow = index.data(ROW)
        column = _COLUMNS[index.column()]
        area = QRectF(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(area, look.colour("accent_wash"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, look.colour("hover"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), look.colour("hairline"))
        inner = area.adjusted(look.px(10), 0, -look.px(8), -1)
        if column is Column.PROGRESS:
            self._progress(painter, inner, row, selected=selected)
        elif column is Column.AVAILABLE and row.availability is Availability.DOWNLOADING:
            self._download(painter, inner, row, str(index.data()))
        else:
            self._text(painter, inner, column, str(index.data()), str(index.data(TONE)), row, selected=selected)
        painter.restore()

    @staticmethod
    def _progress(painter: QPainter, area: QRectF, row: QueueRow, *, selected: bool) -> None:
        look = theme.current()
        width, height, gap = look.px(15), look.px(6), look.px(3)
        y = area.center().y() - height / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for number, phase in enumerate(row.phases):
            segment = QRectF(area.left() + number * (width + gap), y, width, height)
            painter.setBrush(look.colour("panel" if selected else "canvas"))
            painter.drawRoundedRect(segment, height / 2, height / 2)
            if phase.done:
                done = QRectF(segment)
                done.setWidth(max(height, width * phase.done / phase.total))
                painter.setBrush(QColor(phases.PHASE_COLOURS[phase.phase]))
                painter.drawRoundedRect(done, height / 2, height / 2)

    @staticmethod
    def _download(painter: QPainter, area: QRectF, row: QueueRow, text: str) -> None:
        look = theme.current()
        height = look.px(6)
        bar = QRectF(area.left(), area.center().y() - height / 2, look.px(60), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("canvas"))
        painter.drawRoundedRect(bar, height / 2, height / 2)
        share = row.bytes_here / row.evidence_bytes if row.evidence_bytes else 0.0
        painter.setBrush(look.colour("accent"))
        painter.drawRoundedRect(
            QRectF(bar.x(), bar.y(), max(height, bar.width() * share), height), height / 2, height / 2
        )
        painter.setPen(look.colour("text"))
        painter.drawText(area.adjusted(bar.width() + look.px(6), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _text(
        painter: QPainter, area: QRectF, column: Column, text: str, tone: str, row: QueueRow, *, selected: bool
    ) -> None:
        look = theme.current()
        colour = "text"
        if column is Column.AVAILABLE:
            colour = {Availability.OFFLINE: "good", Availability.REFUSED: "bad"}.get(row.availability, "accent")
        painter.setFont(look.font(theme.BODY, bold=column is Column.TITLE))
        if tone:
            painter.setFont(look.font(theme.SECONDARY))
            metrics = painter.fontMetrics()
            height = look.px(20)
            width = min(area.width(), metrics.horizontalAdvance(text) + look.px(18))
            pill = QRectF(area.left(), area.center().y() - height / 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            surface = "window" if tone == "neutral" else f"{tone}_wash"
            # On a chosen row, whose ground is the accent's wash, that wash would not show.
            painter.setBrush(look.colour("panel" if tone == "accent" and selected else surface))
            painter.drawRoundedRect(pill, height / 2, height / 2)
            painter.setPen(look.colour("secondary" if tone == "neutral" else tone))
            inner = pill.adjusted(look.px(9), 0, -look.px(9), 0)
            painter.drawText(
                inner,
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()) + 1),
            )
            return
        painter.setPen(look.colour(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
