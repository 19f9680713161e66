"""A row that breaks into more rows where its place is too narrow, as words do: for large text and long languages."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items from left to right. Those after :meth:`add_stretch` are set to the right as long as all are in one row."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._stretch_after = -1
        self.setSpacing(spacing)

    def add_stretch(self) -> None:
        self._stretch_after = len(self._items)

    def add_gap(self, width: int) -> None:
        gap = QWidget()
        gap.setFixedSize(width, 1)
        self.addWidget(gap)

    # What QLayout asks of a layout.

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """As one row."""
        margins = self.contentsMargins()
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        height = max((item.minimumSize().height() for item in self._shown()), default=0)
        return QSize(widest + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            needed = min(item.sizeHint().width(), width)
            if rows[-1] and used + self.spacing() + needed > width:
                rows.append([])
                used = 0
            used += needed + (self.spacing() if rows[-1] else 0)
            rows[-1].append(item)
        return rows

    def _arrange(self, area: QRect, *, move: bool) -> int:
        """Place the items, or only tell the height that they need."""
        inner = area.marginsRemoved(self.contentsMargins())
        rows = self._rows(max(1, inner.width()))
        y = inner.y()
        for row in rows:
            widths = [min(item.sizeHint().width(), inner.width()) for item in row]
            heights = [self._height(item, width) for item, width in zip(row, widths, strict=True)]
            height = max(heights, default=0)
            if move:
                self._place(row, widths, heights, QRect(inner.x(), y, inner.width(), height), single=len(rows) == 1)
            y += height + self.spacing()
        margins = self.contentsMargins()
        return y - self.spacing() - area.y() + margins.bottom() if rows[0] else margins.top() + margins.bottom()

    @staticmethod
    def _height(item: QLayoutItem, width: int) -> int:
        return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()

    def _place(
        self, row: list[QLayoutItem], widths: list[int], heights: list[int], area: QRect, *, single: bool
    ) -> None:
        x = area.x()
        spare = area.width() - sum(widths) - self.spacing() * (len(row) - 1)
        stretched = self._stretch_after if single else -1
        for item, width, height in zip(row, widths, heights, strict=True):
            if 0 <= stretched <= self._items.index(item):
                x += max(0, spare)
                stretched = -1
            item.setGeometry(QRect(QPoint(x, area.y() + (area.height() - height) // 2), QSize(width, height)))
            x += width + self.spacing()
