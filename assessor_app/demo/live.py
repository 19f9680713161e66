"""The demo for a person: the server runs along, the window opens signed in, and one click changes the person."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication, QMessageBox

from assessor_app.demo import world
from assessor_app.demo.server_process import ServerDidNotStart, ServerProcess
from assessor_app.gui.app import dress, make_application, open_session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.server.opening import open_server
from assessor_app.server.storage.database import DataUnusable
from assessor_app.store.profile import APP_NAME, Profile
from assessor_app.sync.http import Unreachable
from assessor_app.sync.signin import SignInFailed, sign_in_with_password

BUILT = "complete"
"""A file that says that the demo's server data was built to its end."""


def default_folder() -> Path:
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False)) / "demo"


def build_world(folder: Path) -> None:
    """Fill the server's folder, unless that was done before. Raises DataUnusable, OSError."""
    if (folder / BUILT).exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    with open_server(folder) as server:
        world.build(server)
    (folder / BUILT).touch()


def run_live(folder: Path | None, *, reset: bool, look: str | None) -> int:
    """Stay until the window is closed; the process's exit code."""
    home = folder or default_folder()
    home.mkdir(parents=True, exist_ok=True)
    app = make_application()
    dress(app, look)
    lock = QLockFile(str(home / "demo.lock"))
    if not lock.tryLock(100):
        QMessageBox.information(None, "Assessor", "The demo is already open.")
        return 1
    try:
        if reset:
            for part in ("server", "assessor", "approver"):
                shutil.rmtree(home / part, ignore_errors=True)
        print("Building the demo's submissions; the window opens in a few seconds.")
        build_world(home / "server")
        with ServerProcess(home / "server") as server:
            return _persons_in_turn(app, home, server.url)
    except (DataUnusable, ServerDidNotStart, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        lock.unlock()


class _Switch:
    """Whether the person asked to continue as the other one."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self) -> None:
        self.asked = True


def _persons_in_turn(app: QApplication, home: Path, url: str) -> int:
    turn = [(world.ASSESSOR, "assessor", "Continue as the approver"),
            (world.APPROVER, "approver", "Continue as the assessor")]  # fmt: skip
    while True:
        email, name, words = turn[0]
        session = open_session(app, Profile(home / name))
        if session is None:
            return 1
        try:
            # Every time: the demo's server has another port than when the profile was last open.
            session.store.signed_in(url, sign_in_with_password(url, session.store.device(), email, world.PASSWORD))
            session.person = session.store.person()
            switch = _Switch()
            window = MainWindow(session, url, switch_words=words)
            window.person_switch_asked.connect(switch.ask)
            window.person_switch_asked.connect(window.close)
            window.show()
            session.start()
            app.exec()
        except (SignInFailed, Unreachable) as error:
            print(f"Signing in to the demo's server failed: {error}", file=sys.stderr)
            return 1
        finally:
            session.close()
        if not switch.asked:
            return 0
        turn.reverse()
