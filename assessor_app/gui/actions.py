"""Actions: everything a person can do, by name and key. The palette and the key list are made from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from assessor_app.gui import icons


def add_action(
    owner: QWidget,
    text: str,
    handler: Callable[[], object],
    keys: Sequence[str] = (),
    *,
    icon: str | None = None,
    checkable: bool = False,
) -> QAction:
    """An action that works while ``owner`` or a widget inside it has the focus.

    A single letter never fires while somebody types: text fields take printable keys before shortcuts see them.
    """
    action = QAction(text, owner)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setCheckable(checkable)
    if icon is not None:
        action.setIcon(icons.icon(icon))
    action.setToolTip(f"{text} ({action.shortcut().toString(NATIVE)})" if keys else text)
    action.triggered.connect(lambda _=False: handler())
    owner.addAction(action)
    return action


NATIVE = QKeySequence.SequenceFormat.NativeText


def actions_within(root: QWidget) -> list[QAction]:
    """Every action that can be carried out now, from ``root`` and what is visible inside it."""
    found: list[QAction] = []
    for widget in (root, *root.findChildren(QWidget)):
        if widget is root or widget.isVisible():
            found += [action for action in widget.actions() if action not in found]
    return [action for action in found if action.isEnabled() and action.text() and not action.isSeparator()]
