"""The page that covers everything: after a pause, or when the server was not heard of for too long."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assessor_app.gui import icons, theme
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.widgets import button, column, fit_height, label, set_look
from assessor_app.store.guard import Guard
from assessor_app.store.keeping import Contact
from assessor_app.store.keys import WrongPassphrase


def _day(moment: datetime) -> str:
    day = moment.astimezone().date()
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


class LockView(QWidget):
    """One card in the middle; nothing else of the profile is on the screen while it is there."""

    unlocked = Signal()
    sync_asked = Signal()
    save_asked = Signal()

    def __init__(self, jobs: Jobs, guard: Guard | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._guard = jobs, guard
        self._busy = False
        look = theme.current()
        card = QFrame()
        card.setProperty("card", True)
        card.setFixedWidth(look.px(460))
        self._line = look.px(460) - 2 * 28 - 2
        inner = column(card, (28, 26, 28, 26), 12)
        head = QHBoxLayout()
        sign = label()
        sign.setPixmap(icons.icon("lock").pixmap(look.px(22), look.px(22)))
        head.addWidget(sign)
        self._title = label("", "title", wrap=True)
        head.addWidget(self._title, 1)
        inner.addLayout(head)
        self._words = label("", "secondary", wrap=True)
        inner.addWidget(self._words)
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setPlaceholderText(self.tr("Passphrase"))
        self._passphrase.setAccessibleName(self.tr("Passphrase"))
        self._passphrase.returnPressed.connect(self._unlock)
        inner.addWidget(self._passphrase)
        self._trouble = label("", "bad", wrap=True)
        inner.addWidget(self._trouble)
        buttons = QWidget()
        row = FlowLayout(buttons, 8)
        row.add_stretch()
        self._save = button(self.tr("Save what waits to a file…"), self.save_asked.emit)
        self._sync = button(self.tr("Sync now"), self.sync_asked.emit, "primary")
        self._open = button(self.tr("Unlock"), self._unlock, "primary")
        for each in (self._save, self._sync, self._open):
            row.addWidget(each)
        inner.addWidget(buttons)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)

    def show_idle(self) -> None:
        """Locked after a pause, or by the person."""
        asks = self._guard is not None and self._guard.asks_passphrase
        self._title.setText(self.tr("Locked"))
        self._words.setText(
            self.tr("Everything you did is kept. Enter your passphrase to go on.")
            if asks
            else self.tr("Everything you did is kept. This computer's own sign-in protects it; if you set a passphrase "
                         "(search actions: “Protect with a passphrase”), the application asks for that.")
        )  # fmt: skip
        self._show(asks, idle=True)
        (self._passphrase if asks else self._open).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_overdue(self, contact: Contact, now: datetime, *, locked: bool = False) -> None:
        """Too long without contact; ``now`` is what this computer takes for the present.

        ``locked``: it is locked after a pause as well; who did not unlock it may neither sync nor save.
        """
        asks = locked and self._guard is not None and self._guard.asks_passphrase
        days = contact.policy.offline_days
        last = _day(contact.last) if contact.last else ""
        today = _day(now)
        self._title.setText(self.tr("Contact with the server is needed"))
        self._words.setText(
            self.tr("Evidence is shown for {days} days without contact. The last contact was on {last}; by this "
                    "computer's clock today is {today}. Everything you did is kept and will be sent. Connect and sync; "
                    "if the clock is wrong, set it right.").format(days=days, last=last, today=today)
        )  # fmt: skip
        self._show(asks, idle=locked)
        first = self._passphrase if asks else self._open if locked else self._sync
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, asks_passphrase: bool, *, idle: bool) -> None:
        fit_height(self._words, self._line)
        self._say("")
        self._passphrase.clear()
        self._passphrase.setVisible(asks_passphrase)
        self._open.setVisible(idle)
        self._sync.setVisible(not idle)
        self._save.setVisible(not idle)

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        fit_height(self._trouble, self._line)

    def _unlock(self) -> None:
        if self._busy:
            return
        guard, typed = self._guard, self._passphrase.text()
        if guard is None:
            self.unlocked.emit()
            return
        self._busy = True
        self._open.setEnabled(False)
        set_look(self._trouble, "tone", "secondary")
        self._say(self.tr("Checking…"))
        self._jobs.run(self, lambda: guard.check(typed), lambda _: self._checked(None), self._checked)

    def _checked(self, error: Exception | None) -> None:
        self._busy = False
        self._open.setEnabled(True)
        self._passphrase.clear()
        set_look(self._trouble, "tone", "bad")
        if error is None:
            self._say("")
            self.unlocked.emit()
        elif isinstance(error, WrongPassphrase):
            self._say(self.tr("That is not the passphrase of this profile. Please try again."))
        elif self._guard is not None and self._guard.asks_passphrase:
            self._say(
                self.tr("The file with this profile's key was damaged or exchanged: {reason}").format(reason=error)
            )
        else:
            self._say(
                self.tr("The key can't be had from the system's keychain: {reason}\nUnlock the keychain and try again; "
                        "nothing is lost.").format(reason=error)
            )  # fmt: skip
