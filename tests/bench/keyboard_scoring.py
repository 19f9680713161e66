"""A submission scored by keyboard alone, in the real window against a real server: keys, mouse events, and waiting.

Every key of a chord counts, so Ctrl+Enter is two. Letters of feedback are not counted; the keys that begin and end it
are. ``seconds`` is from the key that opens the submission to the queue after submitting, with every piece of evidence
waited for until it is sharp on screen; ``slowest_ms`` is the longest time from a key to its effect.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.queue.state import Part
from assessor_app.gui.review.hints_dialog import HintsDialog
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.views import Availability
from tests.serving import ASSESSOR, KEY, Desk, make_world, serving

LIMIT_SECONDS = 60.0
SETTLE_SECONDS = 2.0
"""Nobody opens a submission sooner after the window came; the renderers start in this time."""
FEEDBACK = "The need is asserted. Next step: count who speaks in one lesson, and attach the tally."
_MODIFIERS = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier)


class MouseCounter(QObject):
    """Counts whatever a mouse does in the application."""

    def __init__(self) -> None:
        super().__init__()
        self.events = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel)
        self.events += event.type() in kinds
        return False


class Typist:
    """Presses keys where the focus is, counts them, and waits for what each is meant to do."""

    def __init__(self) -> None:
        self.keys = 0
        self.slowest = 0.0

    def press(
        self,
        key: Qt.Key,
        effect: Callable[[], object],
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.keys += 1 + sum(bool(modifier & each) for each in _MODIFIERS)
        start = time.perf_counter()
        QTest.keyClick(_focused(), key, modifier)
        wait(effect)
        self.slowest = max(self.slowest, time.perf_counter() - start)


def _focused() -> QWidget:
    found = QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    assert found is not None, "nothing has the keyboard focus"
    return found


def wait(effect: Callable[[], object]) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while not effect():
        QApplication.processEvents()
        assert time.monotonic() < end, "a key had no effect"


def measure(runs: int) -> dict[str, object]:
    app = make_application()
    dress(app, "light")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        submission_id = make_world(home / "server")
        with serving(home / "server") as server:
            desk = Desk(home / "assessor", server.url, ASSESSOR)
            desk.sync()
            desk.download(submission_id)
            desk.close()
            store = Store(Profile(home / "assessor"), KEY)
            session = Session(store, Jobs(app), app, Preferences())
            window = MainWindow(session, server.url)
            window.show()
            window.activateWindow()
            session.start()
            try:
                return _score(window, submission_id)
            finally:
                window.close()
                session.close()


def _score(window: MainWindow, submission_id: str) -> dict[str, object]:
    queue = window.lists[Part.QUEUE]
    wait(lambda: queue.model.rowCount() == 1 and queue.current() is not None)
    wait(lambda: queue.model.row(0).availability is Availability.OFFLINE)
    settled = time.monotonic() + SETTLE_SECONDS
    wait(lambda: time.monotonic() > settled)
    queue.table.setFocus()
    mouse, typist = MouseCounter(), Typist()
    QApplication.instance().installEventFilter(mouse)
    start = time.perf_counter()
    typist.press(Qt.Key.Key_Return, lambda: isinstance(window.workspace, ReviewView) and _sharp(window.workspace))
    view = window.workspace
    assert isinstance(view, ReviewView)
    criteria = [criterion for _, criterion in view.work.micro_credential.criteria()]
    for number, criterion in enumerate(criteria):
        _rate(typist, view, number, criterion.id)
    _submit(typist, window, view)
    seconds = time.perf_counter() - start
    QApplication.instance().removeEventFilter(mouse)
    item = next(each for each in window.session.store.outbox() if each.event_id)
    assert item.submission_id == submission_id
    return {
        "criteria": len(criteria),
        "keys": typist.keys,
        "keys_per_criterion": round(typist.keys / len(criteria), 2),
        "mouse_events": mouse.events,
        "seconds": round(seconds, 2),
        "slowest_ms": round(typist.slowest * 1000, 1),
    }


def _sharp(view: ReviewView) -> bool:
    canvas = view.viewer.canvas
    return view.viewer.shown_evidence == view.work.evidence_id and canvas.page_count > 0 and canvas.is_sharp()


def _rate(typist: Typist, view: ReviewView, number: int, criterion_id: str) -> None:
    """The first criterion is not met and gets feedback; all evidence of every requirement is looked at."""
    work = view.work
    requirement = next(r for r, c in work.micro_credential.criteria() if c.id == criterion_id)
    if requirement.criteria[0].id == criterion_id:
        for item in work.evidence_of(requirement)[1:]:
            typist.press(Qt.Key.Key_BracketRight, lambda item=item: work.evidence_id == item.id and _sharp(view))
    level = 1 if number == 0 else 2
    typist.press(Qt.Key(Qt.Key.Key_0 + level), lambda: work.rating(criterion_id).level == level)
    last = number == len(work.criterion_ids) - 1
    if number == 0:
        typist.press(Qt.Key.Key_F, lambda: QApplication.focusWidget() is view.panel.feedback_field())
        QTest.keyClicks(_focused(), FEEDBACK)
        typist.press(
            Qt.Key.Key_Down, lambda: work.criterion_id != criterion_id and view.viewer.canvas.hasFocus(),
            Qt.KeyboardModifier.AltModifier,
        )  # fmt: skip
        assert work.rating(criterion_id).feedback == FEEDBACK
    elif not last:
        typist.press(Qt.Key.Key_J, lambda: work.criterion_id != criterion_id and _sharp(view))


def _submit(typist: Typist, window: MainWindow, view: ReviewView) -> None:
    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, HintsDialog) and dialog.isVisible():
            timer.stop()
            typist.keys += 1
            QTest.keyClick(dialog, Qt.Key.Key_Return)

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(5)
    wait(lambda: not view.work.unsaved)
    typist.press(Qt.Key.Key_Return, lambda: window.workspace is None, Qt.KeyboardModifier.ControlModifier)
    timer.stop()
