"""The sign-in page: which server, then the system browser."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assessor_app.gui import theme
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.widgets import button, column, label, set_look
from assessor_app.store.keys import KeyLost
from assessor_app.store.store import Store
from assessor_app.sync.http import AccessEnded, CertificateRefused, NotTrusted, Unreachable, checked_server_url
from assessor_app.sync.loop import ACCESS_ENDED
from assessor_app.sync.signin import SignInFailed, sign_in_with_browser

SignIn = Callable[[str, Callable[[str], object], threading.Event], object]
"""Signs in at an address; gets how to open a browser, and when to give up. Runs off the window's thread."""


def into_store(store: Store) -> SignIn:
    """The usual sign-in: what it brings is kept in the store."""

    def sign_in(address: str, open_browser: Callable[[str], object], cancelled: threading.Event) -> None:
        try:
            reply = sign_in_with_browser(address, store.device(), open_browser, cancelled)
        except AccessEnded:
            store.set_device_aside(ACCESS_ENDED)
            raise
        store.signed_in(checked_server_url(address), reply)

    return sign_in


class SignInView(QWidget):
    signed_in = Signal()

    def __init__(self, jobs: Jobs, server_url: str, sign_in: SignIn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._sign_in = jobs, sign_in
        self._cancelled = threading.Event()
        self._busy = False
        look = theme.current()
        card = QFrame()
        card.setProperty("card", True)
        card.setFixedWidth(look.px(420))
        inner = column(card, (28, 26, 28, 26), 12)
        inner.addWidget(label(self.tr("Sign in"), "title"))
        inner.addWidget(
            label(
                self.tr("Your browser opens the page of your assessment server. Your password never passes through "
                        "this application."),
                "secondary",
                wrap=True,
            )
        )  # fmt: skip
        inner.addWidget(label(self.tr("Server"), "label"))
        self._server = QLineEdit(server_url)
        self._server.setPlaceholderText("https://assess.example.org")
        self._server.setAccessibleName(self.tr("Server address"))
        self._server.returnPressed.connect(self.start)
        inner.addWidget(self._server)
        self._words = label("", "secondary", wrap=True)
        inner.addWidget(self._words)
        row = QHBoxLayout()
        self._cancel = button(self.tr("Cancel"), self._cancelled.set)
        self._cancel.hide()
        self._start = button(self.tr("Sign in with your browser"), self.start, "primary")
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._start)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        # Set by stretches: an alignment would keep the card's lines from getting the height that they need.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)

    def start(self) -> None:
        """Send the person to the browser and wait for the answer, without blocking the window."""
        if self._busy:
            return
        address = self._server.text()
        self._cancelled.clear()
        self._show_busy(True, self.tr("Waiting for you to sign in in the browser…"))
        cancelled, jobs, sign_in = self._cancelled, self._jobs, self._sign_in

        def open_browser(url: str) -> None:
            jobs.post(self, lambda: self._open_browser(url))

        jobs.run(self, lambda: sign_in(address, open_browser, cancelled), lambda _: self._done(), self._failed)

    def give_up(self) -> None:
        """Whoever waits for the browser stops waiting."""
        self._cancelled.set()

    def _open_browser(self, url: str) -> None:
        if not QDesktopServices.openUrl(QUrl(url)):
            self._words.setText(
                self.tr("No browser could be opened. Please open this address yourself:\n{url}").format(url=url)
            )
            self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _done(self) -> None:
        self._show_busy(False, "")
        self.signed_in.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CertificateRefused):
            words = self._of_certificate(error.why)
        elif isinstance(error, Unreachable):
            words = self.tr("The server can't be reached. Check the address and your connection, then try again.")
        elif isinstance(error, AccessEnded):
            words = self.tr("This computer's access had been ended. It has a new key now: please sign in once more. "
                            "What was not sent is kept in the outbox.")  # fmt: skip
        elif isinstance(error, (SignInFailed, KeyLost, ValueError)):
            words = str(error)
        else:
            words = self.tr("Signing in failed: {reason}").format(reason=error)
        self._show_busy(False, words)
        set_look(self._words, "tone", "bad")

    def _of_certificate(self, why: NotTrusted) -> str:
        if why is NotTrusted.EXPIRED:
            return self.tr("The server's certificate has run out or is not valid yet. Check this computer's clock, and "
                           "tell your administrator if it is right.")  # fmt: skip
        if why is NotTrusted.OTHER_NAME:
            return self.tr("The certificate that answered belongs to another server. Check the address; if it is "
                           "right, somebody may be on the line.")  # fmt: skip
        return self.tr("The server's certificate is not trusted by this computer. Nothing was sent. Please ask your "
                       "administrator.")  # fmt: skip

    def _show_busy(self, busy: bool, words: str) -> None:
        self._busy = busy
        self._start.setEnabled(not busy)
        self._server.setEnabled(not busy)
        self._cancel.setVisible(busy)
        set_look(self._words, "tone", "secondary")
        self._words.setText(words)
