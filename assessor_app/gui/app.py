"""Putting the application together: Qt, the profile, the session, the window."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from PySide6.QtCore import QCoreApplication, QLockFile
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from assessor_app.gui import preferences, theme
from assessor_app.gui.account.unlock import open_store
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.language import use_language
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.theme import Theme
from assessor_app.store.keychain import Keychain
from assessor_app.store.profile import Profile, default_folder
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
    """None when the person gave up, or another window has this profile; both were told."""
    store = open_store(profile, keychain)
    if store is None:
        return None
    return Session(store, Jobs(app), app, preferences.load(profile.folder), profile.folder)


def run(options: Options) -> int:
    """Open the window and stay until it is closed. Returns the process's exit code."""
    app = make_application()
    profile = Profile(options.profile or default_folder())
    profile.folder.mkdir(parents=True, exist_ok=True)
    wanted = preferences.load(profile.folder)
    use_language(app, wanted.language)
    look = None if wanted.look is preferences.Look.SYSTEM else str(wanted.look)
    dress(app, options.look or look, max(options.text_scale, wanted.text_scale), still=wanted.reduced_motion)
    lock = QLockFile(str(profile.lock))
    if not lock.tryLock(100):
        QMessageBox.information(None, "Assessor", _tr("The application is already open with this profile."))
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
        return _tr("Signing in failed: {reason}").format(reason=error)
    session.person = session.store.person()
    return ""
