"""Watches for pauses and for the time since the last contact, and says when the window has to be covered."""

from __future__ import annotations

import time
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from assessor_app.gui.session import Session
from assessor_app.protocol.sync import DevicePolicy
from assessor_app.store.keeping import Contact

LOOK_SECONDS = 15
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TabletPress, QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
    }
)  # fmt: skip


class Why(StrEnum):
    IDLE = "idle"
    OVERDUE = "overdue"


class Watchman(QObject):
    lock_asked = Signal(object)
    """Why"""
    contact_made = Signal()
    """There is contact again, after it was overdue."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._last = time.monotonic()
        self._last_wall = time.time()
        self.contact: Contact | None = None
        self._overdue = False
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        session.changed.connect(lambda _: self._ask() if self._overdue else None)
        session.status_changed.connect(lambda _: self._ask() if self._overdue else None)
        self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self.alive()
        return False

    def alive(self) -> None:
        """Somebody is there."""
        self._last, self._last_wall = time.monotonic(), time.time()

    def idle_seconds(self) -> float:
        """The longer of two clocks: one of them stands still while a laptop sleeps, the other may be set."""
        return max(time.monotonic() - self._last, min(time.time() - self._last_wall, 7 * 86_400))

    def look(self) -> None:
        """Is it time to cover the window?"""
        if self.pause_is_over():
            self.lock_asked.emit(Why.IDLE)
        self._ask()

    def pause_is_over(self) -> bool:
        """Whether nobody was there for so long that the window has to be locked."""
        minutes = self._minutes()
        return bool(minutes) and self.idle_seconds() >= minutes * 60

    def _minutes(self) -> int:
        own = self._session.preferences.lock_minutes
        # What the server asks for may not be read yet, or not at all; that is no reason never to lock.
        asked = (self.contact.policy if self.contact is not None else DevicePolicy()).idle_minutes
        return min(filter(None, (own, asked)), default=0)

    def _ask(self) -> None:
        session = self._session
        if session.person is None or session.closed:
            return
        now, store = session.now(), session.store
        session.jobs.run(self, lambda: store.contact(now), self._told)
        # Apart from the answer, which a full disk must not hold up; whoever works is told of the disk elsewhere.
        session.jobs.save(self, lambda: store.saw(now), None, lambda _: None)

    def _told(self, contact: Contact) -> None:
        self.contact = contact
        overdue = contact.left.total_seconds() < 0
        if overdue:
            self._overdue = True
            self.lock_asked.emit(Why.OVERDUE)
        elif self._overdue:
            self._overdue = False
            self.contact_made.emit()
