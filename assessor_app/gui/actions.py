"""Actions: everything a person can do, by name and key. The palette and the key list are made from them."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from assessor_app.gui import icons
from assessor_app.gui.keymap import KeyMap

NATIVE = QKeySequence.SequenceFormat.NativeText
PORTABLE = QKeySequence.SequenceFormat.PortableText
_USUAL = "usual_keys"
_map = KeyMap()
_live: weakref.WeakSet[QAction] = weakref.WeakSet()


def add_action(
    owner: QWidget,
    name: str,
    text: str,
    handler: Callable[[], object],
    keys: Sequence[str] = (),
    *,
    icon: str | None = None,
    checkable: bool = False,
) -> QAction:
    """An action that works while ``owner`` or a widget inside it has the focus.

    ``name`` is what the key map knows it by; ``keys`` are the usual ones. A single letter never fires while somebody
    types: text fields take printable keys before shortcuts see them.
    """
    action = QAction(text, owner)
    action.setObjectName(name)
    action.setProperty(_USUAL, list(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setCheckable(checkable)
    if icon is not None:
        action.setIcon(icons.icon(icon))
    action.triggered.connect(lambda _=False: handler())
    _give_keys(action)
    owner.addAction(action)
    _live.add(action)
    return action


def usual_keys(action: QAction) -> list[str]:
    return list(action.property(_USUAL) or [])


def keys_of(action: QAction) -> list[str]:
    """The keys it has now, in Qt's portable form."""
    return [key.toString(PORTABLE) for key in action.shortcuts()]


def key_map() -> KeyMap:
    return _map


def use_key_map(new: KeyMap) -> None:
    """Give every action its keys of this map, those that are there and those to come."""
    global _map
    _map = new
    for action in list(_live):
        if shiboken6.isValid(action):
            _give_keys(action)


def _give_keys(action: QAction) -> None:
    keys = _map.keys(action.objectName(), usual_keys(action))
    action.setShortcuts([QKeySequence(key) for key in keys])
    words = action.text()
    action.setToolTip(f"{words} ({action.shortcut().toString(NATIVE)})" if keys else words)


def actions_within(root: QWidget) -> list[QAction]:
    """Every action that can be carried out now, from ``root`` and what is visible inside it."""
    found: list[QAction] = []
    for widget in (root, *root.findChildren(QWidget)):
        if widget is root or widget.isVisible():
            found += [action for action in widget.actions() if action not in found]
    return [action for action in found if action.isEnabled() and action.text() and not action.isSeparator()]
