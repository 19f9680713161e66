"""Every screen of the application, one after another, as a person would get to it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from assessor_app.domain.addresses import WebAddress, web_address
from assessor_app.domain.geometry import Rect
from assessor_app.domain.submission import Role
from assessor_app.gui.account.locked import LockView
from assessor_app.gui.account.preferences_dialog import PreferencesDialog
from assessor_app.gui.account.sign_in import SignInView, into_store
from assessor_app.gui.account.signed_out import SignedOutDialog
from assessor_app.gui.account.unlock import PassphraseDialog
from assessor_app.gui.actions import actions_within
from assessor_app.gui.approval.batch import BatchDialog
from assessor_app.gui.approval.view import ApprovalView, ReturnDialog
from assessor_app.gui.calibration.view import CalibrationPage
from assessor_app.gui.compare.view import CompareView
from assessor_app.gui.insights.view import InsightsView
from assessor_app.gui.queue.state import Part
from assessor_app.gui.review.comments_dialog import CommentsDialog
from assessor_app.gui.review.hints_dialog import HintsDialog, hints_of
from assessor_app.gui.review.leak_watch import LeaksDialog, Suspicion
from assessor_app.gui.review.missing import MissingDialog
from assessor_app.gui.review.similar import SideBySideDialog
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.review.workspace import WorkspaceView
from assessor_app.gui.shell.keys import KeysDialog
from assessor_app.gui.shell.palette import CommandPalette
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.viewer.links import LinkDialog
from assessor_app.protocol.packet import SharedPassage, SimilarWork
from assessor_app.protocol.sync import DevicePolicy
from assessor_app.store.keeping import Contact
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.profile import Profile
from assessor_app.store.signed_out import SignedOut
from tests.gui.screen_world import ScreenWorld

LIMIT_SECONDS = 20.0
Screen = tuple[str, QWidget]


def until(seen: Callable[[], object]) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while not seen():
        assert time.monotonic() < end, "a screen did not come"
        settle(5)


def settle(milliseconds: int) -> None:
    """Let the window and the threads behind it live for a while; QTest.qWait would keep Python's lock meanwhile."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def opened(window: MainWindow, submission_id: str) -> WorkspaceView:
    """The workspace of a submission, with its first evidence sharp on the canvas."""
    window.open_submission(submission_id)
    until(lambda: window.workspace is not None and window.workspace.work.submission_id == submission_id)
    view = window.workspace
    assert view is not None
    canvas = view.viewer.canvas
    until(lambda: view.viewer.shown_evidence == view.work.evidence_id and canvas.is_sharp())
    return view


def shown(dialog: QDialog) -> QDialog:
    dialog.show()
    QApplication.processEvents()
    return dialog


def assessor_screens(window: MainWindow, world: ScreenWorld) -> Iterator[Screen]:
    queue = window.lists[Part.QUEUE]
    until(lambda: queue.model.rowCount() > 0 and queue.current() is not None)
    settle(100)
    yield "queue", window
    window.show_part(Part.HISTORY)
    until(lambda: window.lists[Part.HISTORY].model.rowCount() > 0)
    settle(200)
    yield "history", window
    yield from _calibration(window, world)
    yield from _insights(window)
    window.show_outbox()
    settle(200)
    yield "outbox", window
    for name in ("checks", "returned", "second"):
        view = opened(window, world.ids[name])
        assert isinstance(view, ReviewView)
        yield f"review-{name}", window
        yield from _review_dialogs(view, name)
    yield from _window_dialogs(window)


def _calibration(window: MainWindow, world: ScreenWorld) -> Iterator[Screen]:
    """A practice with one result, and a packet of it that is being scored."""
    window.show_part("calibration")
    page = window.places["calibration"]
    assert isinstance(page, CalibrationPage)
    until(lambda: page.rounds)
    settle(100)
    yield "calibration", window
    opened(window, world.ids["practice"])
    yield "review-practice", window


def _insights(window: MainWindow) -> Iterator[Screen]:
    """A rater's, each figure as a plot and then as its table."""
    window.show_part("insights")
    page = window.places["insights"]
    assert isinstance(page, InsightsView)
    until(lambda: page.cards)
    settle(100)
    yield "insights", window
    for card in page.cards.values():
        card.show_other()
    settle(100)
    yield "insights-tables", window


def _pool_insights(window: MainWindow) -> Iterator[Screen]:
    """The issuer's, who has no other page."""
    session, person = window.session, window.session.person
    assert person is not None
    session.person = person.model_copy(update={"roles": (Role.ISSUER,)})
    page = InsightsView(session)
    page.resize(1256, 850)
    page.show()
    until(lambda: page.cards)
    settle(100)
    yield "insights-pool", page
    page.close()
    session.person = person


def _review_dialogs(view: ReviewView, name: str) -> Iterator[Screen]:
    if name == "returned":
        view._write_feedback()
        yield "review-writing", view.window()
        yield "hints", shown(HintsDialog(view.work, hints_of(view.work, advice=True), view))
        yield "comments", shown(CommentsDialog(view.session.library, view.work.micro_credential, view))
    if name == "second":
        yield "missing", shown(MissingDialog(view.work, view.work.missing(), view))
        item = view.work.evidence[0]
        found = Suspicion(item.id, item.title, 0, "email", "maria@elsewhere.example", Rect(10, 10, 90, 24))
        view.leaks.watch._found[found.key] = found
        yield "leaks", shown(LeaksDialog(view.leaks.watch, view))
        passage = SharedPassage(own="groups of four", other="groups of four", own_page=0, other_page=2)
        alike = SimilarWork(evidence_id=item.id, kind="same_text", score=0.62, passages=(passage,))
        yield "side-by-side", shown(SideBySideDialog(alike, item.title, view))
        address = web_address("http://www.аррӏе.com/portfolio/spring/lesson-two?view=1")
        assert isinstance(address, WebAddress)
        view.viewer._notice.show_link(address.full)
        yield "link", shown(LinkDialog(address, view))
        view.viewer._notice.show_link("")
        view.work.select_evidence(view.work.evidence[1].id)
        until(lambda: view.viewer.shown_evidence == view.work.evidence_id)
        view.compare()
        until(lambda: isinstance(QApplication.activeModalWidget(), CompareView))
        comparison = QApplication.activeModalWidget()
        assert isinstance(comparison, CompareView)
        until(comparison.is_settled)
        settle(200)
        yield "compare", comparison
        comparison.close()


def _window_dialogs(window: MainWindow) -> Iterator[Screen]:
    yield "preferences", shown(PreferencesDialog(window.session.preferences, window))
    yield "keys", shown(KeysDialog(actions_within(window), window.session, window))
    yield "palette", shown(CommandPalette(actions_within(window), "", window))
    window.lock()
    settle(50)
    yield "locked", window
    window._covering._uncover()
    sign_in = SignInView(window.session.jobs, "", into_store(window.session.store))
    overdue = LockView(window.session.jobs, None)
    now = window.session.now()
    overdue.show_overdue(Contact(now - timedelta(days=20), timedelta(days=-6), DevicePolicy()), now)
    for name, page in (("sign-in", sign_in), ("overdue", overdue)):
        page.resize(900, 600)
        page.show()
        settle(20)
        yield name, page
        page.close()
    yield "passphrase", shown(PassphraseDialog(new=True, own_wish=True))
    with tempfile.TemporaryDirectory() as folder:
        who = SignedOut("0" * 32, "https://assess.example.org")
        yield "signed-out", shown(SignedOutDialog(Profile(Path(folder)), MemoryKeychain(), who))


def approver_screens(window: MainWindow, world: ScreenWorld) -> Iterator[Screen]:
    approvals = window.lists[Part.APPROVALS]
    until(lambda: approvals.model.rowCount() > 1)
    settle(100)
    yield "approvals", window
    yield from _pool_insights(window)
    rows = approvals.state.shown(window.session.now())
    yield "batch", shown(BatchDialog(rows, window))
    for name in ("approval", "readings"):
        view = opened(window, world.ids[name])
        assert isinstance(view, ApprovalView)
        yield f"approve-{name}", window
        if name == "readings":
            view.panel.focus_reason()
            settle(200)
            yield "approve-reason", window
            yield "return", shown(ReturnDialog(view.work, view.session, view))
    window.open_submission(world.ids["decided"])
    until(lambda: window.workspace is not None and window.workspace.work.submission_id == world.ids["decided"])
    settle(200)
    yield "decided", window
