"""Words for those who hear the screen: what has just happened, without moving the focus."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(place: QObject, words: str) -> None:
    """Have a screen reader say it, politely: after what it is saying now."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(place, words))
