"""A process that is the application: it types feedback into the real window and says when each letter was typed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.faults.test_killed import KEY, SUBMISSION


def main() -> None:
    app = make_application()
    dress(app, "light")
    session = Session(Store(Profile(Path(sys.argv[1])), KEY), Jobs(app), app)
    window = MainWindow(session, "")
    window.show()
    window._open_workspace(session.store.workspace(SUBMISSION))
    view = window.workspace
    assert isinstance(view, ReviewView)
    view.panel.focus_feedback()
    field = view.focusWidget() or view
    timer = QTimer()
    typed = 0

    def type_one() -> None:
        nonlocal typed
        QTest.keyClick(field, "abcdefghij"[typed % 10])
        typed += 1
        sys.stdout.write(f"{typed} {time.time()}\n")
        sys.stdout.flush()

    timer.timeout.connect(type_one)
    timer.start(15)
    app.exec()


if __name__ == "__main__":
    main()
