"""Notices of assignments, returns and due times through the system's tray; off unless the person wants them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from assessor_app.gui import icons
from assessor_app.gui.session import Session
from assessor_app.gui.shell.news import News, NewsKind, news
from assessor_app.store.views import QueueRow

LOOK_EVERY_MS = 15 * 60_000
"""Due times come near without anything changing here."""


class Tray(QObject):
    opened = Signal()
    """The person clicked the notice or the icon."""

    def __init__(self, session: Session, covered: Callable[[], bool], parent: QObject | None = None) -> None:
        """``covered``: whether the window is, so that nothing of what it covers may be said here."""
        super().__init__(parent)
        self._session, self._covered = session, covered
        self._icon: QSystemTrayIcon | None = None
        self._rows: list[QueueRow] | None = None
        self._told: frozenset[tuple[str, str]] = frozenset()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self._clock.start(LOOK_EVERY_MS)
        session.changed.connect(lambda _: self._look())
        session.preferences_changed.connect(self._take_up)
        self._take_up()

    def _take_up(self) -> None:
        wanted = self._session.preferences.notify and QSystemTrayIcon.isSystemTrayAvailable()
        if wanted and self._icon is None:
            self._icon = QSystemTrayIcon(icons.icon("queue"), self)
            self._icon.setToolTip(self.tr("Assessor"))
            self._icon.messageClicked.connect(self.opened)
            self._icon.activated.connect(lambda _: self.opened.emit())
            self._icon.show()
        elif not wanted and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        self._look()

    def _look(self) -> None:
        self._session.jobs.run(self, self._session.store.queue, self._take)

    def _take(self, rows: list[QueueRow]) -> None:
        before, self._rows = self._rows, rows
        # What was there when the application started is no news; what is due soon is.
        found = news(rows if before is None else before, rows, self._session.now(), self._told)
        reminders = {(each.submission_id, str(each.kind)) for each in found}
        self._told = self._told | frozenset(reminders)
        if self._icon is not None and found:
            title, words = self._words(found)
            self._icon.showMessage(title, words)

    def _words(self, found: Sequence[News]) -> tuple[str, str]:
        if self._covered():
            return self.tr("News"), self.tr("Unlock the application to see it.")
        titles = {
            NewsKind.ASSIGNED: self.tr("New in your queue"),
            NewsKind.RETURNED: self.tr("Returned by the approver"),
            NewsKind.DUE_SOON: self.tr("Due within a day"),
            NewsKind.OVERDUE: self.tr("Overdue"),
        }
        kinds = dict.fromkeys(each.kind for each in found)
        lines = [f"{titles[each.kind]}: {each.submission_id}, {each.title}" for each in found[:5]]
        if len(found) > 5:
            lines.append(self.tr("and {n} more").format(n=len(found) - 5))
        return (titles[next(iter(kinds))] if len(kinds) == 1 else self.tr("News")), "\n".join(lines)
