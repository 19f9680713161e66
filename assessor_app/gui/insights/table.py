"""The table behind a figure, on the screen: cells to read, to sort, to search and to copy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.announce import announce
from assessor_app.gui.insights.figure import Table
from assessor_app.gui.widgets import tip

KEY = Qt.ItemDataRole.UserRole
MEASURED_ROWS = 40
"""So many rows are looked at to tell how wide a column is."""
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class TableModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._table = Table((), ())

    def show_table(self, table: Table) -> None:
        if table != self._table:
            self.beginResetModel()
            self._table = table
            self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._table.head)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._table.head[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(cell.text)
        return cell.key if role == KEY else None


class TableView(QTableView):
    """Ctrl+C copies what is selected, with tabs, as spreadsheets take it."""

    MOST_ROWS = 12

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = TableModel()
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self.source)
        self.proxy.setSortRole(KEY)
        self.proxy.setFilterKeyColumn(-1)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self.proxy)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.current().px(32))
        self.horizontalHeader().setHighlightSections(False)
        # Heads stand right above their cells.
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding-left: 3px; }")
        self.setCornerWidget(QWidget())
        self.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
        self.horizontalHeader().setMaximumSectionSize(theme.current().px(420))
        # −1: as the table comes, until a head is pressed.
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        add_action(
            self, "insights.sort", self.tr("Sort by this column, or the other way round"), self.sort_here, ("S",)
        )
        add_action(self, "insights.copy", self.tr("Copy the selected cells"), self.copy, ("Ctrl+C",))

    def show_table(self, table: Table) -> None:
        self.source.show_table(table)
        self.resizeColumnsToContents()
        for number in range(self.source.columnCount()):
            self.setColumnWidth(number, self.columnWidth(number) + theme.current().px(14))
        rows = min(len(table.rows), self.MOST_ROWS)
        high = self.verticalHeader().defaultSectionSize() * max(1, rows)
        self.setFixedHeight(high + self.horizontalHeader().sizeHint().height() + theme.current().px(16))

    def search(self, typed: str) -> None:
        self.proxy.setFilterFixedString(typed.strip())

    def sort_here(self) -> None:
        """By the column that the keyboard is in, as pressing its head does."""
        column = max(0, self.currentIndex().column())
        head, up, down = self.horizontalHeader(), Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        again = head.sortIndicatorSection() == column and head.sortIndicatorOrder() == up
        self.sortByColumn(column, down if again else up)
        self.setCurrentIndex(self.proxy.index(0, column))
        words = self.tr("Sorted by {column}, highest first") if again else self.tr("Sorted by {column}, lowest first")
        announce(self, words.format(column=self.source.headerData(column, Qt.Orientation.Horizontal)))

    def copy(self) -> None:
        cells = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        if not cells:
            return
        lines: dict[int, list[str]] = {}
        for row, column in cells:
            lines.setdefault(row, []).append(str(self.proxy.index(row, column).data()))
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))
