"""Signing in again: to sync once more, or to open a profile that was signed out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from assessor_app.gui import theme
from assessor_app.gui.account.sign_in import SignIn, SignInView
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.widgets import button, column, label
from assessor_app.protocol.sync import TokenReply
from assessor_app.store import signed_out
from assessor_app.store.keychain import Keychain
from assessor_app.store.keys import KeyLost
from assessor_app.store.ledger import Device
from assessor_app.store.profile import Profile
from assessor_app.store.signed_out import SignedOut
from assessor_app.sync.http import AccessEnded
from assessor_app.sync.signin import sign_in_with_browser, unlock_secret_of


class SignInDialog(QDialog):
    """The sign-in page with a sentence that says why; accepted once the person has signed in."""

    def __init__(
        self, words: str, server_url: str, sign_in: SignIn, jobs: Jobs | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._own_jobs = jobs is None
        self._jobs = Jobs(self) if jobs is None else jobs
        self.setWindowTitle(self.tr("Sign in"))
        self.setMinimumSize(theme.current().px(520), theme.current().px(400))
        layout = column(self, (20, 18, 20, 16), 10)
        layout.addWidget(label(words, "secondary", wrap=True))
        self.view = SignInView(self._jobs, server_url, sign_in)
        self.view.signed_in.connect(self.accept)
        layout.addWidget(self.view, 1)
        layout.addWidget(button(self.tr("Close"), self.reject, "link"))

    def done(self, result: int) -> None:
        self.view.give_up()
        if self._own_jobs:
            self._jobs.finish()
        super().done(result)


class SignedOutDialog(SignInDialog):
    """``reply`` is what the sign-in brought; the profile's key is in the keychain again then."""

    def __init__(self, profile: Profile, keychain: Keychain, who: SignedOut) -> None:
        self.reply: TokenReply | None = None
        self.lost = ""
        """Why nothing can open the profile any more."""

        def sign_in(address: str, open_browser: Callable[[str], object], cancelled: threading.Event) -> None:
            secret = profile.device_secrets(keychain).get()
            if secret is None:
                self._give_up(self.tr("The keychain has lost this computer's key, so this profile can't be opened."))
            else:
                try:
                    reply = sign_in_with_browser(address, Device(who.device_id, secret), open_browser, cancelled)
                except AccessEnded:
                    self._give_up(
                        self.tr("This computer's access was ended, so this profile can't be opened any more.")
                    )
                signed_out.unlock(profile, keychain, unlock_secret_of(reply))
                self.reply = reply

        words = QCoreApplication.translate(
            "SignedOutDialog",
            "This profile was signed out: its data is encrypted, and only your sign-in opens it again.",
        )
        super().__init__(words, who.server_url, sign_in)

    def _give_up(self, why: str) -> NoReturn:
        """Raises KeyLost."""
        self.lost = why
        raise KeyLost(why + " " + self.tr("Everything in it had been synced; close this to start afresh."))


def sign_in_again(profile: Profile, keychain: Keychain, who: SignedOut) -> TokenReply | None:
    """None when the person closed the dialog. Raises KeyLost when no sign-in can open the profile any more."""
    dialog = SignedOutDialog(profile, keychain, who)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        return dialog.reply
    if dialog.lost:
        raise KeyLost(dialog.lost)
    return None
