"""Covers the window's pages: after a pause, on wish, or when the server was not heard of for too long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QWidget

from assessor_app.gui.account.locked import LockView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.watchman import Watchman, Why

ALLOWED = frozenset({"app.sync-now", "app.work-offline", "app.sign-in", "app.quit"})
"""Actions that still work: none of them shows anything of the profile."""


class Covering(QObject):
    """``covered`` is told when the cover comes and goes; ``save_asked`` writes what waits to a file.

    There are two reasons for the cover, and each ends by itself: a pause when somebody unlocks, and too long a time
    without contact when there is one. It goes when neither is left.
    """

    def __init__(
        self,
        session: Session,
        window: QMainWindow,
        pages: QStackedWidget,
        covered: Callable[[bool], None],
        save_asked: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._session, self._window, self._pages = session, window, pages
        self._covered, self._save_asked = covered, save_asked
        self._view: LockView | None = None
        self._idle = self._overdue = False
        self._shown: tuple[bool, date | None] | None = None
        """What the view says: whether it is locked, and, when it is overdue, the day that it calls today."""
        self._disabled: list[QAction] = []
        self._below: QWidget | None = None
        self._watchman = Watchman(session, self)
        self._watchman.lock_asked.connect(self.cover)
        self._watchman.contact_made.connect(self._contact_made)

    @property
    def there(self) -> bool:
        return self._view is not None

    def go(self, page: QWidget) -> None:
        """Show a page, now or once the cover is gone."""
        if self._view is None:
            self._pages.setCurrentWidget(page)
        else:
            self._below = page

    def cover(self, why: Why = Why.IDLE) -> None:
        if self._session.person is None or self._session.closed:
            return
        if why is Why.OVERDUE:
            self._overdue = True
        else:
            self._idle = True
        self._settle()

    def _settle(self) -> None:
        """Cover or uncover, whichever the reasons ask for."""
        if not self._idle and not self._overdue:
            self._uncover()
        elif self._view is not None:
            self._say_why(self._view)
        else:
            self._put_up()

    def _put_up(self) -> None:
        self._below = self._pages.currentWidget()
        view = LockView(self._session.jobs, self._session.guard)
        view.unlocked.connect(self._unlocked)
        view.sync_asked.connect(self._session.loop.sync_now)
        view.save_asked.connect(self._save_asked)
        self._pages.addWidget(view)
        self._pages.setCurrentWidget(view)
        self._view = view
        self._disable_actions()
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                # A dialog keeps what was typed in it when it is done.
                dialog.reject()
        self._say_why(view)
        self._covered(True)

    def _say_why(self, view: LockView) -> None:
        contact, now = self._watchman.contact, self._session.now()
        overdue = contact if self._overdue else None
        says = (self._idle, now.date() if overdue is not None else None)
        if says == self._shown:
            # Told again with every look; somebody may be typing the passphrase.
            return
        self._shown = says
        if overdue is not None:
            view.show_overdue(overdue, now, locked=self._idle)
        else:
            view.show_idle()

    def _uncover(self) -> None:
        view, self._view, self._shown = self._view, None, None
        if view is None:
            return
        for action in self._disabled:
            if shiboken6.isValid(action):
                action.setEnabled(True)
        self._covered(False)
        if self._below is not None:
            self._pages.setCurrentWidget(self._below)
        self._pages.removeWidget(view)
        view.deleteLater()

    def _unlocked(self) -> None:
        self._idle = False
        self._watchman.alive()
        self._settle()

    def _contact_made(self) -> None:
        self._overdue = False
        if self._watchman.pause_is_over():
            self._idle = True
        self._settle()

    def _disable_actions(self) -> None:
        """Those that were not enabled stay so when the cover goes."""
        self._disabled = [
            action for action in self._window.actions() if action.isEnabled() and action.objectName() not in ALLOWED
        ]
        for action in self._disabled:
            action.setEnabled(False)
