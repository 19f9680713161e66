"""Covers the window's pages: after a pause, on wish, or when the server was not heard of for too long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QWidget

from assessor_app.gui.account.locked import LockView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.watchman import Watchman, Why

ALLOWED = frozenset({"app.sync-now", "app.work-offline", "app.quit"})
"""Actions that still work: none of them shows anything of the profile."""


class Covering(QObject):
    """``covered`` is told when the cover comes and goes; ``save_asked`` writes what waits to a file."""

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
        self._why = Why.IDLE
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
        if self._session.person is None:
            return
        came = self._view is None
        if self._view is None:
            self._put_up()
        if why is Why.OVERDUE and self._watchman.contact is not None and self._view is not None:
            self._why = why
            self._view.show_overdue(self._watchman.contact, self._session.now())
        elif came and self._view is not None:
            self._why = why
            self._view.show_idle()

    def _put_up(self) -> None:
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()
        self._covered(True)
        self._below = self._pages.currentWidget()
        view = LockView(self._session.jobs, self._session.guard)
        view.unlocked.connect(self._uncover)
        view.sync_asked.connect(self._session.loop.sync_now)
        view.save_asked.connect(self._save_asked)
        self._pages.addWidget(view)
        self._pages.setCurrentWidget(view)
        self._view = view
        self._allow_actions(False)

    def _uncover(self) -> None:
        view, self._view = self._view, None
        if view is None:
            return
        self._watchman.alive()
        self._allow_actions(True)
        self._covered(False)
        if self._below is not None:
            self._pages.setCurrentWidget(self._below)
        self._pages.removeWidget(view)
        view.deleteLater()

    def _contact_made(self) -> None:
        if self._why is Why.OVERDUE:
            self._uncover()

    def _allow_actions(self, allowed: bool) -> None:
        for action in self._window.actions():
            if action.objectName() not in ALLOWED:
                action.setEnabled(allowed)
