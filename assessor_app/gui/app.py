"""Putting the application together: Qt, the profile, the session, the window."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from PySide6.QtCore import QLocale, QLockFile
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from assessor_app.gui import theme
from assessor_app.gui.account.unlock import open_store
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.theme import Theme
from assessor_app.store.keychain import Keychain
from assessor_app.store.profile import Profile, default_folder
from assessor_app.sync.http import Unreachable
from assessor_app.sync.signin import SignInFailed, sign_in_with_password


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
    if QLocale().language() is QLocale.Language.C:
        # Without a locale Qt writes dates in numbers only.
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app.setApplicationName("Assessor")
    app.setApplicationDisplayName("Assessor")
    QGuiApplication.setDesktopFileName("assessor-app")
    return app


def dress(app: QApplication, look: str | None, scale: float = 1.0) -> None:
    """Apply the theme, and follow the system where nothing else was asked for."""
    Theme(dark=look == "dark" if look else theme.system_is_dark(app), scale=scale).apply(app)


def open_session(app: QApplication, profile: Profile, keychain: Keychain | None = None) -> Session | None:
    """None when the person gave up, or another window has this profile; both were told."""
    store = open_store(profile, keychain)
    return Session(store, Jobs(app), app) if store is not None else None


def run(options: Options) -> int:
    """Open the window and stay until it is closed. Returns the process's exit code."""
    app = make_application()
    dress(app, options.look, options.text_scale)
    profile = Profile(options.profile or default_folder())
    profile.folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(profile.lock))
    if not lock.tryLock(100):
        QMessageBox.information(None, "Assessor", "The application is already open with this profile.")
        return 1
    session = open_session(app, profile)
    if session is None:
        return 1
    if options.password is not None:
        trouble = _sign_in_without_browser(session, options)
        if trouble:
            sys.stderr.write(trouble + "\n")
            session.close()
            return 1
    window = MainWindow(session, options.server)
    window.set_offline(options.offline)
    window.show()
    session.start()
    try:
        return app.exec()
    finally:
        session.close()
        lock.unlock()


def _sign_in_without_browser(session: Session, options: Options) -> str:
    """For scripts. Returns what went wrong, empty when nothing did."""
    try:
        reply = sign_in_with_password(options.server, session.store.device(), options.email, options.password or "")
        session.store.signed_in(options.server.rstrip("/"), reply)
    except (SignInFailed, Unreachable, ValueError) as error:
        return f"Signing in failed: {error}"
    session.person = session.store.person()
    return ""
