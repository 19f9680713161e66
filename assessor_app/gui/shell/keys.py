"""All keys, to look up and to change: every action with its keys, and a field that takes the next keys pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from assessor_app.gui import theme
from assessor_app.gui.actions import NATIVE, PORTABLE, key_map, keys_of, usual_keys
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import button, column, label

_ACTION = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Changes hold at once and are kept on this computer."""

    def __init__(self, actions: Sequence[QAction], session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = sorted(
            {action.objectName(): action for action in actions if action.objectName()}.values(),
            key=lambda action: action.text().casefold(),
        )
        self.setWindowTitle(self.tr("All keys"))
        look = theme.current()
        self.resize(look.px(660), look.px(560))
        layout = column(self, (16, 14, 16, 14), 8)
        layout.addWidget(label(self.tr("All keys"), "title"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Type an action or a key"))
        self._search.setAccessibleName(self.tr("Find an action or a key"))
        self._search.textChanged.connect(lambda _: self._fill())
        layout.addWidget(self._search)
        layout.addWidget(self._build_list(), 1)
        layout.addLayout(self._build_editor())
        self._words = label("", "secondary", wrap=True)
        layout.addWidget(self._words)
        self._single = QCheckBox(self.tr("Keys of a single character, such as J or H"))
        self._single.setChecked(key_map().single_characters)
        self._single.toggled.connect(self._set_single)
        layout.addWidget(self._single)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.tr("All as usual"), QDialogButtonBox.ButtonRole.ResetRole).clicked.connect(self._reset)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._fill()
        self._search.setFocus()

    def _build_list(self) -> QTreeWidget:
        self._list = QTreeWidget()
        self._list.setColumnCount(2)
        self._list.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setAccessibleName(self.tr("Actions and their keys"))
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.header().setStretchLastSection(False)
        self._list.currentItemChanged.connect(lambda *_: self._show_current())
        return self._list

    def _build_editor(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        # These leave the field as they leave any other; none of them alone can be chosen.
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab)
        self._edit.setFinishingKeyCombinations([QKeyCombination(key) for key in leaving])
        self._edit.setAccessibleName(self.tr("Press the new keys"))
        self._set = button(self.tr("Use these keys"), self._use, "primary")
        self._add = button(self.tr("Add"), lambda: self._use(add=True))
        self._none = button(self.tr("No keys"), lambda: self._change(()))
        self._usual = button(self.tr("As usual"), lambda: self._change(None))
        row.addWidget(self._edit, 1)
        for widget in (self._set, self._add, self._none, self._usual):
            row.addWidget(widget)
        self._edit.keySequenceChanged.connect(lambda _: self._show_current())
        return row

    def _fill(self) -> None:
        words = self._search.text().casefold().split()
        current = self._current()
        self._list.clear()
        for action in self._actions:
            keys = ", ".join(QKeySequence(key).toString(NATIVE) for key in keys_of(action))
            if all(word in f"{action.text()} {keys}".casefold() for word in words):
                item = QTreeWidgetItem([action.text(), keys])
                item.setData(0, _ACTION, action)
                changed = key_map().is_changed(action.objectName())
                item.setFont(1, theme.current().font(theme.BODY, bold=changed))
                self._list.addTopLevelItem(item)
                if action is current:
                    self._list.setCurrentItem(item)
        first = self._list.topLevelItem(0)
        if first is None:
            self._words.setText(self.tr("Nothing here has this name. Keys of a screen are listed while it is open."))
        if self._list.currentItem() is None and first is not None:
            self._list.setCurrentItem(first)

    def _current(self) -> QAction | None:
        item = self._list.currentItem()
        return item.data(0, _ACTION) if item is not None else None

    def _pressed(self) -> str:
        return self._edit.keySequence().toString(PORTABLE)

    def _show_current(self) -> None:
        action, pressed = self._current(), self._pressed()
        for widget in (self._set, self._add):
            widget.setEnabled(action is not None and bool(pressed))
        self._none.setEnabled(action is not None and bool(keys_of(action)))
        self._usual.setEnabled(action is not None and key_map().is_changed(action.objectName()))
        others = [other.text() for other in self._using(pressed, action)]
        taken = self.tr("These keys are used by: {list}. They would no longer be.").format(list=", ".join(others))
        self._words.setText(taken if others else self.tr("Choose an action, press its new keys in the field."))

    def _using(self, key: str, but: QAction | None) -> list[QAction]:
        return [action for action in self._actions if key and action is not but and key in keys_of(action)]

    def _use(self, *, add: bool = False) -> None:
        action, pressed = self._current(), self._pressed()
        if action is None or not pressed:
            return
        changed = key_map()
        for other in self._using(pressed, action):
            changed = changed.with_keys(other.objectName(), [key for key in keys_of(other) if key != pressed])
        keys = [*keys_of(action), pressed] if add else [pressed]
        self._take(changed.with_keys(action.objectName(), keys).chosen)
        self._edit.clear()

    def _change(self, keys: Sequence[str] | None) -> None:
        action = self._current()
        if action is not None:
            same = keys is None or list(keys) == usual_keys(action)
            self._take(key_map().with_keys(action.objectName(), None if same else keys).chosen)

    def _reset(self) -> None:
        self._take({})

    def _take(self, chosen: dict[str, list[str]]) -> None:
        self._session.prefer(self._session.preferences.model_copy(update={"keys": chosen}))
        self._fill()
        self._show_current()

    def _set_single(self, on: bool) -> None:
        self._session.prefer(self._session.preferences.model_copy(update={"single_character_keys": on}))
        self._fill()
