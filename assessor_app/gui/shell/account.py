"""Signing in again, signing out, and what opens the profile: what the window offers of its person's account."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from assessor_app.gui.account.sign_in import into_store
from assessor_app.gui.account.signed_out import SignInDialog
from assessor_app.gui.account.unlock import PassphraseDialog
from assessor_app.gui.session import Session
from assessor_app.store.models import PendingStatus
from assessor_app.store.signed_out import SignedOut
from assessor_app.sync.http import CertificateRefused, Unreachable
from assessor_app.sync.signin import sign_out as end_sign_in

Left = tuple[bytes, SignedOut]
"""The secret that opens the profile again, and whose it is."""


class Unsettled(Exception):
    """Something is on this computer only: changes that wait for the server, and items that it refused."""

    def __init__(self, waiting: int, refused: int) -> None:
        super().__init__(f"{waiting} waiting, {refused} refused")
        self.waiting, self.refused = waiting, refused


class Account(QObject):
    left = Signal(object)
    """Left: the person signed out; the profile is to be closed and locked."""
    told = Signal(str)

    def __init__(self, session: Session, server_url: str, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._server_url, self._window = session, server_url, window

    def sign_in(self) -> None:
        """Sign in again, with everything that is here staying as it is."""
        store, session = self._session.store, self._session

        def ask(state: tuple[str | None, str | None]) -> None:
            words = self.tr("Sign in to sync again. Everything on this computer stays, and what waits is sent then.")
            address = state[0] or self._server_url
            if SignInDialog(words, address, into_store(store), session.jobs, self._window).exec():
                session.loop.sync_now()

        session.jobs.run(self, store.sign_in_state, ask)

    def sign_out(self) -> None:
        """Leave nothing that can be read. Only once all work is on the server, and with its help."""
        store = self._session.store

        def work() -> Left:
            self._check_settled()
            url, token = store.sign_in_state()
            if url is not None and token is not None:
                end_sign_in(url, token)
            who = SignedOut(store.device().id, url or "")
            return store.sign_out(), who

        def failed(error: Exception) -> None:
            if isinstance(error, Unsettled):
                self._refuse(self._unsettled_words(error))
                return
            words = self.tr(
                "Signing out needs the server, because only it can open this computer's data again. Nothing was "
                "changed: {reason}"
            )
            away = isinstance(error, Unreachable) and not isinstance(error, CertificateRefused)
            self._refuse(words.format(reason=self.tr("it can't be reached") if away else error))

        self._session.jobs.save(self, work, self.left.emit, failed)

    def _check_settled(self) -> None:
        """After every save before it. Raises Unsettled."""
        store = self._session.store
        counts = store.counts()
        waiting = counts.finals_waiting + counts.edits_waiting + int(self._session.keeper.is_behind())
        refused = sum(item.status == PendingStatus.REJECTED for item in store.outbox())
        if waiting or refused:
            raise Unsettled(waiting, refused)

    def _unsettled_words(self, error: Unsettled) -> str:
        if error.waiting:
            return self.tr("{n} changes are not synced yet. Sync first, then sign out.").format(n=error.waiting)
        return self.tr(
            "{n} items in the outbox were not taken by the server. They are on this computer only and would be locked "
            "away with it: decide there what becomes of them, then sign out."
        ).format(n=error.refused)

    def _refuse(self, words: str) -> None:
        QMessageBox.information(self._window, self.tr("Not signed out"), words)

    def protect(self) -> None:
        """From now on a passphrase opens the profile."""
        guard = self._session.guard
        if guard is None or guard.asks_passphrase:
            self.told.emit(self.tr("A passphrase protects this profile already."))
            return
        dialog = PassphraseDialog(new=True, own_wish=True)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        typed = dialog.typed()
        self._session.jobs.save(
            self,
            lambda: guard.protect(typed),
            lambda _: self.told.emit(self.tr("From now on your passphrase opens this profile.")),
            lambda error: self.told.emit(self.tr("Nothing was changed: {reason}").format(reason=error)),
        )
