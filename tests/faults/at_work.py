"""A process that is the application at work: it signs in, downloads, looks at every page, searches, marks and writes.

``python -m tests.faults.at_work PROFILE SERVER SUBMISSION``; it says “done” and quits at the next line, unless it is
killed before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assessor_app.domain.assessment import rating_cell
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.views import Availability
from assessor_app.sync.signin import sign_in_with_password

TYPED = "Zweckverbandsmarkierung"
"""A word that stands nowhere else: what is typed as feedback, note and comment."""
SEARCHED = "Suchwortmarkierung"
LIMIT_SECONDS = 60.0


def until(seen: Callable[[], object]) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while not seen():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.005)


def main() -> None:
    # Not above: whatever a renderer finds imported there may have started threads, and then it is not confined in full.
    from tests.serving import ASSESSOR, KEY, PASSWORD

    profile, url, submission_id = Profile(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
    app = make_application()
    dress(app, "light")
    session = Session(Store(profile, KEY), Jobs(app), app, Preferences(undo_seconds=0), profile.folder)
    session.store.signed_in(url, sign_in_with_password(url, session.store.device(), ASSESSOR, PASSWORD))
    session.person = session.store.person()
    window = MainWindow(session, url)
    window.show()
    session.start()
    until(lambda: session.store.queue())
    session.store.want_packet(submission_id)
    until(lambda: session.store.queue()[0].availability is Availability.OFFLINE)
    window.open_submission(submission_id)
    until(lambda: window.workspace is not None)
    view = window.workspace
    assert isinstance(view, ReviewView)
    _look_at_everything(view)
    _write(window, view, submission_id)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    QTimer.singleShot(0, lambda: _wait_for_a_line(window, session))
    app.exec()


def _look_at_everything(view: ReviewView) -> None:
    for item in view.work.evidence:
        view.work.select_evidence(item.id)
        until(lambda: view.viewer.shown_evidence == view.work.evidence_id)
        QTest.qWait(300)
        session, answered = view.session, []
        session.pool.search(item.id, SEARCHED, answered.append)
        until(lambda answered=answered: answered)


def _write(window: MainWindow, view: ReviewView, submission_id: str) -> None:
    from tests.samples import discourse, highlight

    view.panel.focus_feedback()
    QTest.keyClicks(view.focusWidget() or view, TYPED)
    store = window.session.store
    store.save_cell(submission_id, "note", f"{TYPED} for the approver")
    store.save_own("comment:c1", {"text": f"{TYPED} of my own"})
    mark = highlight().model_copy(update={"evidence_id": view.work.evidence[0].id})
    store.save_cell(submission_id, f"mark:{mark.id}", mark.model_dump(mode="json"))
    first = next(discourse().criteria())[1].id
    view.keep_everything()
    until(lambda: TYPED in str(store.workspace(submission_id).cells.get(rating_cell(first), "")))
    window.session.loop.sync_now()
    until(lambda: not store.outbox())


def _wait_for_a_line(window: MainWindow, session: Session) -> None:
    sys.stdin.readline()
    window.close()
    session.close()
    QApplication.quit()


if __name__ == "__main__":
    main()
