"""Opening the profile: its key from the keychain, or a passphrase where there is none. Words for what can go wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QMessageBox

from assessor_app.gui import theme
from assessor_app.gui.account.signed_out import sign_in_again
from assessor_app.gui.troubles import reason_words
from assessor_app.gui.widgets import column, fit_height, label
from assessor_app.protocol.sync import TokenReply
from assessor_app.store import signed_out
from assessor_app.store.database import DatabaseTooNew, DatabaseUnreadable
from assessor_app.store.keychain import Keychain, KeychainUnavailable
from assessor_app.store.keys import MIN_PASSPHRASE, KeyLost, WrongPassphrase
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.troubles import disk_trouble


class Cancelled(Exception):
    """The person closed the dialog."""


class PassphraseDialog(QDialog):
    """Asks for a passphrase; ``new`` asks for it twice and says what it is for, ``own_wish`` why it may be wanted."""

    def __init__(self, *, new: bool, trouble: str = "", own_wish: bool = False) -> None:
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
        if own_wish:
            why = self.tr(
                "The application will ask for it when it opens and after every pause, instead of leaving that to this "
                "computer's own sign-in. It can't be recovered: without it, what was not synced is lost."
            )
        words = label(
            why if new else self.tr("It opens the encrypted profile on this computer."), "secondary", wrap=True
        )
        fit_height(words, theme.current().px(420) - 2 * 24)
        layout.addWidget(words)
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

    def typed(self) -> str:
        return self._first.text()

    def passphrase(self) -> str:
        """Raises Cancelled."""
        if self.exec() != QDialog.DialogCode.Accepted:
            raise Cancelled
        return self._first.text()


def open_store(profile: Profile, keychain: Keychain | None) -> Store | None:
    """Open the profile, asking where it must. None when the person gave up; what is wrong was told."""
    trouble = ""
    while True:
        try:
            profile.prepare()
            reply = _sign_in_if_signed_out(profile, keychain)
            key = profile.key(keychain, partial(_ask_passphrase, trouble))
            store = Store(profile, key, profile.device_secrets(keychain) if keychain is not None else None)
            if reply is not None:
                store.signed_in(*reply)
            return store
        except WrongPassphrase:
            trouble = _tr("That is not the passphrase of this profile. Please try again.")
        except Cancelled:
            return None
        except (KeyLost, DatabaseUnreadable) as error:
            if not _start_afresh(profile, error):
                return None
        except (KeychainUnavailable, DatabaseTooNew, OSError) as error:
            _tell(profile, error)
            return None


def _sign_in_if_signed_out(profile: Profile, keychain: Keychain | None) -> tuple[str, TokenReply] | None:
    """Raises Cancelled, KeyLost, KeychainUnavailable, OSError."""
    who = signed_out.read(profile)
    if who is None:
        return None
    if keychain is None:
        raise KeychainUnavailable("this profile was signed out while there was a keychain, and needs it")
    signed_out.finish(profile, keychain)
    reply = sign_in_again(profile, keychain, who)
    if reply is None:
        raise Cancelled
    return who.server_url, reply


def _ask_passphrase(trouble: str, new: bool) -> str:
    return PassphraseDialog(new=new, trouble=trouble).passphrase()


def _tr(text: str) -> str:
    return QCoreApplication.translate("unlock", text)


def _start_afresh(profile: Profile, error: Exception) -> bool:
    """What is here can't be opened: leave it for another try, or put it aside and begin anew. False: leave it."""
    if isinstance(error, KeyLost):
        words = _tr(
            "The key of this profile is not in the keychain any more, so what is stored here can't be read. If you "
            "have a backup of the keychain, restore it and open the application again. Or start afresh: everything "
            "that was synced comes back when you sign in; what was not synced stays unreadable, in a folder of its own."
        )
    else:
        words = _tr(
            "The profile's database can't be opened with its key; it may be damaged. Nothing was deleted. If you have "
            "a backup of the folder, restore it and open the application again. Or start afresh: everything that was "
            "synced comes back when you sign in; what is here is put aside into a folder of its own."
        )
    box = QMessageBox(QMessageBox.Icon.Critical, _tr("The profile can't be opened"), words)
    box.setInformativeText(f"{profile.folder}\n{error}")
    fresh = box.addButton(_tr("Start afresh"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    box.exec()
    if box.clickedButton() is not fresh:
        return False
    try:
        profile.put_aside()
    except OSError as trouble:
        _tell(profile, trouble)
        return False
    return True


def _tell(profile: Profile, error: Exception) -> None:
    if isinstance(error, DatabaseTooNew):
        words = _tr("A newer version of the application was used with this profile. Please install that version.")
    elif isinstance(error, KeychainUnavailable):
        words = _tr("The system's keychain is locked or can't be reached. Nothing was deleted. Unlock it and open the "
                    "application again; “assessor-app doctor” tells more.")  # fmt: skip
    elif trouble := disk_trouble(error, profile.folder):
        words = _tr(
            "The profile can't be opened now: {reason}. Nothing was deleted. Once that is mended, open the application "
            "again: everything that was saved is there."
        ).format(reason=reason_words(trouble))
    else:
        words = _tr(
            "The profile's folder can't be used. Nothing was deleted. Is the disk full, or may it only be read?"
        )
    QMessageBox.critical(None, _tr("The profile can't be opened"), f"{words}\n\n{profile.folder}\n{error}")
