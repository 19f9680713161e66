"""The command palette: every action by name, and the list of keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from assessor_app.gui import theme
from assessor_app.gui.actions import NATIVE
from assessor_app.gui.widgets import column, label

_ACTION = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """Type a few letters, press Enter. With nothing typed it lists every action with its key."""

    def __init__(self, actions: Sequence[QAction], title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = sorted(actions, key=lambda action: action.text().casefold())
        self.setWindowTitle(title)
        look = theme.current()
        self.resize(look.px(520), look.px(460))
        layout = column(self, (14, 14, 14, 14), 10)
        layout.addWidget(label(title, "strong"))
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Type to find an action"))
        self._field.setAccessibleName(self.tr("Find an action"))
        self._field.textChanged.connect(self._fill)
        self._field.returnPressed.connect(self._run)
        self._field.installEventFilter(self)
        layout.addWidget(self._field)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.itemActivated.connect(lambda _: self._run())
        layout.addWidget(self._list, 1)
        self._fill("")

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        self._list.clear()
        for action in self._actions:
            if all(word in action.text().casefold() for word in words):
                keys = ", ".join(key.toString(NATIVE) for key in action.shortcuts())
                entry = QListWidgetItem(f"{action.text()}    {keys}" if keys else action.text())
                entry.setData(_ACTION, action)
                self._list.addItem(entry)
        self._list.setCurrentRow(0)

    def _run(self) -> None:
        entry = self._list.currentItem()
        if entry is None:
            return
        action: QAction = entry.data(_ACTION)
        self.accept()
        QTimer.singleShot(0, action.trigger)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self._list.currentRow() + step
                self._list.setCurrentRow(min(self._list.count() - 1, max(0, row)))
                return True
        return super().eventFilter(watched, event)
