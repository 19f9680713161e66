"""Opening the profile: its key from the keychain, or a passphrase where there is none. Words for what can go wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QMessageBox

from assessor_app.gui import theme
from assessor_app.gui.widgets import column, label
from assessor_app.store.database import DatabaseTooNew, DatabaseUnreadable
from assessor_app.store.keychain import Keychain, KeychainUnavailable, SystemKeychain
from assessor_app.store.keys import MIN_PASSPHRASE, KeyLost, WrongPassphrase
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store


class Cancelled(Exception):
    """The person closed the dialog."""


class PassphraseDialog(QDialog):
    """Asks for a passphrase; ``new`` asks for it twice and says what it is for."""

    def __init__(self, *, new: bool, trouble: str = "") -> None:
        super().__init__()
        self._new = new
        self.setWindowTitle(self.tr("Passphrase"))
        self.setMinimumWidth(theme.current().px(420))
        layout = column(self, (24, 20, 24, 18), 10)
        layout.addWidget(label(self.tr("Choose a passphrase") if new else self.tr("Enter your passphrase"), "title"))
        why = self.tr(
            "This computer has no keychain that the application can use. A passphrase protects the evidence and your "
            "work on this disk. It can't be recovered: without it, what was not synced is lost."
        )
        layout.addWidget(
            label(why if new else self.tr("It opens the encrypted profile on this computer."), "secondary", wrap=True)
        )
        self._first = self._field(self.tr("Passphrase"))
        layout.addWidget(self._first)
        self._second = self._field(self.tr("The same again"))
        self._second.setVisible(new)
        layout.addWidget(self._second)
        self._trouble = label(trouble, "bad", wrap=True)
        layout.addWidget(self._trouble)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self._check)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)

    @staticmethod
    def _field(hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setPlaceholderText(hint)
        field.setAccessibleName(hint)
        return field

    def _check(self) -> None:
        if self._new and len(self._first.text()) < MIN_PASSPHRASE:
            self._trouble.setText(self.tr("At least {n} characters, please.").format(n=MIN_PASSPHRASE))
        elif self._new and self._first.text() != self._second.text():
            self._trouble.setText(self.tr("The two are not the same."))
        else:
            self.accept()

    def passphrase(self) -> str:
        """Raises Cancelled."""
        if self.exec() != QDialog.DialogCode.Accepted:
            raise Cancelled
        return self._first.text()


def open_store(profile: Profile, keychain: Keychain | None = None) -> Store | None:
    """Open the profile, asking where it must. None when the person gave up; what is wrong was told."""
    trouble = ""
    while True:
        try:
            profile.prepare()
            chain = keychain or _system_keychain()
            key = profile.key(chain, partial(_ask_passphrase, trouble))
            return Store(profile, key, profile.device_secrets(chain) if chain is not None else None)
        except WrongPassphrase:
            trouble = _tr("That is not the passphrase of this profile. Please try again.")
        except Cancelled:
            return None
        except (KeyLost, KeychainUnavailable, DatabaseUnreadable, DatabaseTooNew, OSError) as error:
            _tell(profile, error)
            return None


def _ask_passphrase(trouble: str, new: bool) -> str:
    return PassphraseDialog(new=new, trouble=trouble).passphrase()


def _system_keychain() -> Keychain | None:
    try:
        return SystemKeychain()
    except KeychainUnavailable:
        return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("unlock", text)


def _tell(profile: Profile, error: Exception) -> None:
    if isinstance(error, KeyLost):
        words = _tr(
            "The key of this profile is not in the keychain any more, so what is stored here can't be read. Nothing "
            "was deleted. If you have a backup of the keychain, restore it; else move the folder below away and sign "
            "in again: everything that was synced comes back."
        )
    elif isinstance(error, DatabaseTooNew):
        words = _tr("A newer version of the application was used with this profile. Please install that version.")
    elif isinstance(error, DatabaseUnreadable):
        words = _tr("The profile's database can't be opened with its key; it may be damaged. Nothing was deleted.")
    elif isinstance(error, KeychainUnavailable):
        words = _tr("The system's keychain is locked or can't be reached. Unlock it and start again.")
    else:
        words = _tr("The profile's folder can't be used.")
    QMessageBox.critical(None, _tr("The profile can't be opened"), f"{words}\n\n{profile.folder}\n{error}")
