"""A process that is the application as it is started by a person; what its window and its boxes say goes to standard
output, and a line on standard input closes it as a person would: ``python -m tests.faults.one_copy PROFILE``."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox

from assessor_app.gui import app
from assessor_app.gui.account.unlock import PassphraseDialog
from assessor_app.gui.shell.window import MainWindow

PASSPHRASE = "a long passphrase"
LOOK_MS = 50


def say(*words: str) -> None:
    os.write(1, (" ".join(words).replace("\n", " ") + "\n").encode())


class Told(MainWindow):
    """The real window; what it does is also told."""

    def show(self) -> None:
        super().show()
        say("shown")
        QTimer.singleShot(1_000, self, lambda: say("banner:", *self._visible_banner()))
        threading.Thread(target=self._wait_for_a_line, daemon=True).start()

    def come_forward(self) -> None:
        super().come_forward()
        say("came forward")

    def _visible_banner(self) -> list[str]:
        return [label.text() for label in self._banner.findChildren(QLabel)] if self._banner.isVisible() else []

    def _wait_for_a_line(self) -> None:
        sys.stdin.readline()
        self.session.jobs.post(self, self.close)


def main() -> int:
    # Boxes wait for a person, who is not here; nothing else of the application is changed.
    for kind in ("information", "critical", "warning"):
        setattr(QMessageBox, kind, lambda *arguments, kind=kind: say(f"{kind}:", str(arguments[-1])))
    PassphraseDialog.exec = lambda _: QDialog.DialogCode.Accepted  # type: ignore[method-assign, assignment, return-value]
    PassphraseDialog.typed = lambda _: PASSPHRASE  # type: ignore[method-assign]
    PassphraseDialog.passphrase = lambda _: PASSPHRASE  # type: ignore[method-assign]
    app.MainWindow = Told  # type: ignore[misc]
    return app.run(app.Options(profile=Path(sys.argv[1])))


if __name__ == "__main__":
    sys.exit(main())
