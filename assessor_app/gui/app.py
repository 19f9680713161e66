"""Putting the application together: Qt, the profile, the session, the window."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import structlog
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from assessor_app.gui import preferences, theme
from assessor_app.gui.account.unlock import open_store
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.language import use_language
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.theme import Theme
from assessor_app.gui.troubles import reason_words
from assessor_app.store.guard import Guard
from assessor_app.store.keychain import Keychain, KeychainUnavailable, system_keychain
from assessor_app.store.keys import KeyLost
from assessor_app.store.lock import Occupied, ProfileLock
from assessor_app.store.profile import Profile, default_folder
from assessor_app.store.running import RunningMark
from assessor_app.store.troubles import disk_trouble
from assessor_app.sync.http import Unreachable
from assessor_app.sync.signin import SignInFailed, sign_in_with_password


def _tr(text: str) -> str:
    return QCoreApplication.translate("app", text)


@dataclass(frozen=True, slots=True)
class Options:
    """How to open the application. ``look`` is ``light``, ``dark`` or None for the system's."""

    profile: Path | None = None
    server: str = ""
    email: str = ""
    password: str | None = None
    offline: bool = False
    look: str | None = None
    text_scale: float = 1.0


def make_application() -> QApplication:
    """The one QApplication of this process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        use_language(app, "en")
    app.setApplicationName("Assessor")
    app.setApplicationDisplayName("Assessor")
    QGuiApplication.setDesktopFileName("assessor-app")
    return app


def dress(app: QApplication, look: str | None, scale: float = 1.0, *, still: bool = False) -> None:
    """Apply the theme, and follow the system where nothing else was asked for."""
    contrast = look == preferences.Look.CONTRAST
    dark = look == "dark" if look and not contrast else theme.system_is_dark(app)
    Theme(dark=dark, scale=scale, contrast=contrast, still=still).apply(app)


def open_session(app: QApplication, profile: Profile, keychain: Keychain | None = None) -> Session | None:
    """None when the person gave up or the profile can't be opened; they were told. No keychain: the system's."""
    chain = keychain if keychain is not None else system_keychain()
    store = open_store(profile, chain)
    if store is None:
        return None
    wanted = preferences.load(profile.folder)
    return Session(store, Jobs(app), app, wanted, profile.folder, Guard(profile, chain), RunningMark(profile))


def run(options: Options) -> int:
    """Open the window and stay until it is closed. Returns the process's exit code."""
    app = make_application()
    profile = Profile(options.profile or default_folder())
    lock = ProfileLock(profile)
    try:
        lock.take()
    except Occupied:
        _say_occupied(lock)
        return 1
    except OSError as error:
        reason = reason_words(disk_trouble(error, profile.folder) or error)
        words = _tr("The profile's folder can't be used: {reason}").format(reason=reason)
        QMessageBox.critical(None, "Assessor", f"{words}\n\n{profile.folder}")
        return 1
    try:
        wanted = preferences.load(profile.folder)
        use_language(app, wanted.language)
        look = None if wanted.look is preferences.Look.SYSTEM else str(wanted.look)
        dress(app, options.look or look, max(options.text_scale, wanted.text_scale), still=wanted.reduced_motion)
        code: int | None = None
        while code is None:
            code = _run_once(app, options, profile, lock)
            # A password is for the first sign-in: who signed out is asked again.
            options = replace(options, password=None)
        return code
    finally:
        lock.release()


def _run_once(app: QApplication, options: Options, profile: Profile, lock: ProfileLock) -> int | None:
    """One session; None when it ended by signing out, and the next sign-in is to be asked for."""
    session = open_session(app, profile)
    if session is None:
        return 1
    if options.password is not None:
        trouble = _sign_in_without_browser(session, options)
        if trouble:
            sys.stderr.write(trouble + "\n")
            session.close()
            return 1
    window = MainWindow(session, options.server or session.store.sign_in_state()[0] or "")
    lock.answer(lambda: session.jobs.post(window, window.come_forward))
    window.set_offline(options.offline)
    window.show()
    session.start()
    try:
        code = app.exec()
    finally:
        # Whoever rings while the next sign-in is asked for must not get the window that was closed.
        lock.answer(lambda: None)
        session.close()
    if window.signed_out is None:
        return code
    secret, who = window.signed_out
    window.deleteLater()
    try:
        Guard(profile, system_keychain()).sign_out(secret, who)
    except (KeyLost, KeychainUnavailable, OSError) as error:
        QMessageBox.warning(None, "Assessor", _tr("The profile could not be locked: {reason}").format(reason=error))
    return None


def _say_occupied(lock: ProfileLock) -> None:
    if lock.ring():
        words = _tr("The application is already open with this profile. Its window is in front now.")
    else:
        words = _tr("The application is already open with this profile, but it does not answer. Close it first; if no "
                    "window is to be seen, end it in the system's list of programs.")  # fmt: skip
    QMessageBox.information(None, "Assessor", words)


def _sign_in_without_browser(session: Session, options: Options) -> str:
    """For scripts. Returns what went wrong, empty when nothing did."""
    try:
        reply = sign_in_with_password(options.server, session.store.device(), options.email, options.password or "")
        session.store.signed_in(options.server.rstrip("/"), reply)
    except (SignInFailed, Unreachable, ValueError) as error:
        return _tr("Signing in failed: {reason}").format(reason=error)
    session.person = session.store.person()
    return ""
