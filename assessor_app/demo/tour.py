"""The tour: the main job from end to end, through the real window, the real server and real files.

An assessor signs in, reads, marks, rates and submits; an approver decides while the server is switched off, quits,
starts again, finds the decision waiting, and syncs it once the server is back. The server then says what became of it.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from assessor_app import __version__
from assessor_app.demo import world
from assessor_app.demo.live import build_world
from assessor_app.demo.robot import Browser, TourFailed, click, click_words, drag, in_dialog, picture, press, wait_for
from assessor_app.demo.server_process import ServerDidNotStart, ServerProcess
from assessor_app.documents.model import Word
from assessor_app.domain.geometry import Point
from assessor_app.domain.submission import State
from assessor_app.gui.app import dress, make_application, open_session
from assessor_app.gui.approval.view import ApprovalView
from assessor_app.gui.compare.view import CompareView
from assessor_app.gui.queue.state import Part
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.review.workspace import WorkspaceView
from assessor_app.gui.shell.window import MainWindow
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.store.keychain import KeychainUnavailable, SystemKeychain
from assessor_app.store.ledger import Device
from assessor_app.store.profile import Profile
from assessor_app.store.views import Availability, QueueRow
from assessor_app.sync.loop import Connection
from assessor_app.sync.signin import sign_in_with_password

PASSPHRASE = "a passphrase for the tour"  # noqa: S105 - protects a profile that is deleted at the end
SIZE = (1440, 900)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FEEDBACK = (
    "You name the language demand for each task, and the sample from the third group shows it at work. "
    "Next step: say what you will listen for while students talk."
)


def run_tour(out: Path) -> int:
    """Run it; pictures and ``report.json`` go to ``out``. Returns 0 when the submission ends as earned."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="assessor-tour-", ignore_cleanup_errors=True) as home:
        tour = Tour(out, Path(home))
        try:
            tour.run()
        except (TourFailed, ServerDidNotStart, OSError) as error:
            tour.failed(str(error))
        except Exception as error:  # noqa: BLE001 - the report has to tell of any fault
            traceback.print_exc()
            tour.failed(f"{type(error).__name__}: {error}")
        finally:
            tour.close()
    print(f"The submission is {tour.state or 'of unknown state'}; pictures and report.json are in {out.absolute()}")
    return 0 if tour.state == State.EARNED else 1


class Tour:
    def __init__(self, out: Path, home: Path) -> None:
        self._out, self._home = out, home
        self._server = ServerProcess(home / "server")
        self._steps: list[dict[str, Any]] = []
        self._pictures: list[str] = []
        self._window: MainWindow | None = None
        self._look = "light"
        self._error = ""
        self.state = ""
        self.submission_id = ""
        self._app = make_application()

    def run(self) -> None:
        dress(self._app, "light")
        with self._step("build the demo's world"):
            build_world(self._home / "server")
        with self._step("start the server"):
            self._server.start()
        self._assess()
        self._approve()
        with self._step("read the result back from the server"):
            self._read_back()
        self._dark()

    # Keeping a record.

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        took = time.perf_counter() - start
        self._steps.append({"step": name, "seconds": round(took, 3)})
        print(f"{took:7.2f} s  {name}", flush=True)

    def _picture(self, name: str, widget: QWidget | None = None) -> None:
        file = f"{len(self._pictures) + 1:02d}-{name}-{self._look}.png"
        picture(widget or self._shown(), self._out / file)
        self._pictures.append(file)

    def failed(self, words: str) -> None:
        self._error = words
        print(f"The tour stopped: {words}", file=sys.stderr)
        if self._window is not None:
            picture(self._window, self._out / "stopped.png")

    def close(self) -> None:
        self._quit()
        self._server.stop()
        self._forget_keys()
        report = {
            "version": __version__,
            "system": platform.platform(),
            "python": platform.python_version(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "steps": self._steps,
            "pictures": self._pictures,
            "error": self._error,
            "submission_id": self.submission_id,
            "state": self.state,
        }
        (self._out / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")

    def _forget_keys(self) -> None:
        try:
            keychain = SystemKeychain()
            for name in ("assessor", "approver"):
                profile = Profile(self._home / name)
                keychain.delete(profile.keychain_name)
                profile.device_secrets(keychain).delete()
        except KeychainUnavailable:
            return

    # The window.

    def _shown(self) -> MainWindow:
        if self._window is None:
            raise TourFailed("there is no window")
        return self._window

    def _open(self, name: str) -> MainWindow:
        """Start the application on a profile, typing the passphrase where there is no keychain."""
        profile = Profile(self._home / name)
        opened: list[Any] = []

        def start() -> None:
            opened.append(open_session(self._app, profile))

        if self._has_keychain():
            start()
        else:
            in_dialog(start, lambda dialog: self._type_passphrase(dialog, new=not profile.wrapped_key.exists()))
        wait_for("the profile to open", lambda: opened)
        if opened[0] is None:
            raise TourFailed("the profile did not open")
        window = MainWindow(opened[0], self._server.url)
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        opened[0].start()
        self._window = window
        return window

    @staticmethod
    def _has_keychain() -> bool:
        try:
            SystemKeychain()
        except KeychainUnavailable:
            return False
        return True

    def _type_passphrase(self, dialog: QWidget, *, new: bool) -> None:
        fields = [field for field in dialog.findChildren(QLineEdit) if field.isVisible()]
        if new:
            self._picture("passphrase", dialog)
        # Into the fields themselves: on a busy machine the dialog may be shown before it has the focus.
        for field in fields:
            QTest.keyClicks(field, PASSPHRASE)
        QTest.keyClick(fields[-1], Qt.Key.Key_Return)

    def _quit(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()
            window.session.close()
            window.deleteLater()
            QApplication.processEvents()

    def _sign_in(self, email: str) -> None:
        window = self._shown()
        self._picture("sign-in")
        with Browser(email, world.PASSWORD) as browser:
            click_words(window, "Sign in with your browser")
            wait_for("the sign-in", lambda: window.lists or browser.trouble)
        if browser.trouble:
            raise TourFailed(browser.trouble)

    def _rows(self) -> list[QueueRow]:
        return [row for row in self._shown().session.store.queue() if row.active]

    def _downloaded(self) -> bool:
        rows = self._rows()
        return bool(rows) and all(row.availability is Availability.OFFLINE for row in rows)

    def _download(self, part: Part) -> None:
        """Choose every row and make it available offline."""
        view = self._shown().lists[part]
        wait_for("the list", lambda: view.model.rowCount() > 0)
        view.table.setFocus()
        press(Qt.Key.Key_A, CONTROL)
        click_words(view, "Make available offline")
        wait_for("the packets", self._downloaded)
        press(Qt.Key.Key_Home, CONTROL)

    def _open_row(self, part: Part, submission_id: str) -> WorkspaceView:
        """Choose the row with the keyboard and open it."""
        window = self._shown()
        view = window.lists[part]
        wait_for("the row in the list", lambda: view.model.position(submission_id) is not None)
        view.table.setFocus()
        press(Qt.Key.Key_Home, CONTROL)
        for _ in range(view.model.position(submission_id) or 0):
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        wait_for("the workspace", lambda: window.workspace is not None)
        assert window.workspace is not None  # noqa: S101 - for the type checker
        return window.workspace

    @staticmethod
    def _page_is_painted(view: WorkspaceView) -> bool:
        canvas = view.viewer.canvas
        return view.viewer.shown_evidence == view.work.evidence_id and canvas.page_count > 0 and canvas.is_sharp()

    # The assessor.

    def _assess(self) -> None:
        with self._step("open the application"):
            window = self._open("assessor")
        with self._step("sign in through the browser"):
            self._sign_in(world.ASSESSOR)
        with self._step("sync the queue and download its packets"):
            self._download(Part.QUEUE)
            wait_for("the line", lambda: window.session.status.connection is Connection.IDLE)
        row = next(r for r in self._rows() if r.micro_credential_id == "academic-discourse" and r.attempt == 1)
        self.submission_id = row.submission_id
        self._picture("queue")
        with self._step("open a submission and see its first page"):
            view = self._open_row(Part.QUEUE, row.submission_id)
            wait_for("the first page", lambda: self._page_is_painted(view))
        self._picture("review-opened")
        if not isinstance(view, ReviewView):
            raise TourFailed("this is not the review workspace")
        with self._step("mark the evidence with every tool"):
            self._mark(view)
        self._picture("review-marked")
        with self._step("look through all evidence"):
            self._leaf_through(view)
        with self._step("rate every criterion by keyboard"):
            self._rate(view)
        self._picture("review-rated")
        in_dialog(lambda: press("K", CONTROL), self._see_palette)
        with self._step("submit the recommendation"):
            in_dialog(lambda: press(Qt.Key.Key_Return, CONTROL), self._see_hints)
            wait_for("the queue again", lambda: window.workspace is None)
        self._picture("undo-offered")
        with self._step("undo, and submit again"):
            press("U", CONTROL | SHIFT)
            wait_for("the workspace again", lambda: isinstance(window.workspace, ReviewView))
            in_dialog(lambda: press(Qt.Key.Key_Return, CONTROL), lambda d: QTest.keyClick(d, Qt.Key.Key_Return))
            wait_for("the queue again", lambda: window.workspace is None)
        with self._step("sync the recommendation"):
            press(Qt.Key.Key_F5)
            wait_for("the server's answer", lambda: window.session.store.counts().finals_waiting == 0)
        self._picture("queue-after-submitting")
        with self._step("compare a second attempt with the first"):
            self._compare(window)
        window.show_part(Part.HISTORY)
        wait_for("the history", lambda: window.lists[Part.HISTORY].model.rowCount() > 0)
        self._picture("history")
        self._quit()

    def _words(self, canvas: Canvas, page: int) -> tuple[Word, ...]:
        wait_for("the page's words", lambda: canvas.words_of(page))
        return canvas.words_of(page)

    def _mark(self, view: ReviewView) -> None:
        canvas, work = view.viewer.canvas, view.work
        canvas.setFocus()
        press("]")
        wait_for("the document", lambda: self._page_is_painted(view))
        words = self._words(canvas, 0)
        line = [word.rect for word in words if abs(word.rect.y0 - words[len(words) // 4].rect.y0) < 2]
        canvas.setFocus()
        self._draw(view, "H", line[0].x0 + 2, line[0].centre.y, line[-1].x1 - 2, line[-1].centre.y)
        below = next(word.rect for word in words if word.rect.y0 > line[0].y1 + 4)
        self._draw(view, "U", below.x0 + 1, below.centre.y, below.x0 + 150, below.centre.y)
        width, height = canvas.page_size(0)
        self._draw(view, "R", width * 0.1, height * 0.6, width * 0.45, height * 0.72)
        self._draw(view, "A", width * 0.85, height * 0.45, width * 0.5, height * 0.58)
        self._draw(view, "P", width * 0.6, height * 0.66, width * 0.9, height * 0.7)
        press("N")
        click(canvas.viewport(), canvas.page_point(0, Point(width * 0.93, height * 0.2)))
        wait_for("the note's field", lambda: view.viewer.is_editing())
        press("Strong link between the data and the goal.")
        press(Qt.Key.Key_Escape)
        canvas.setFocus()
        wait_for("six marks", lambda: len(work.marks()) == 6)
        press("Z", CONTROL)
        press("Z", CONTROL | SHIFT)
        wait_for("the marks on disk", lambda: not work.unsaved)

    def _draw(self, view: ReviewView, tool: str, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas, before = view.viewer.canvas, len(view.work.marks())
        press(tool)
        drag(canvas.viewport(), canvas.page_point(0, Point(x0, y0)), canvas.page_point(0, Point(x1, y1)))
        wait_for(f"the mark of tool {tool}", lambda: len(view.work.marks()) == before + 1, 5)
        press("V")

    def _leaf_through(self, view: ReviewView) -> None:
        first = view.work.evidence_id
        for item in view.work.evidence:
            view.work.select_evidence(item.id)
            wait_for("the next evidence", lambda: self._page_is_painted(view))
            if item.title in ("Scan", "Slides", "Text response"):
                self._picture(f"evidence-{item.title.split()[0].lower()}")
        view.work.select_evidence(first or "")
        wait_for("the first evidence", lambda: self._page_is_painted(view))

    def _rate(self, view: ReviewView) -> None:
        criteria = list(view.work.micro_credential.criteria())
        view.work.select_criterion(criteria[0][1].id)
        view.viewer.canvas.setFocus()
        in_dialog(lambda: press(Qt.Key.Key_Return, CONTROL), self._see_missing)
        for number, (_, criterion) in enumerate(criteria):
            best = next(n for n, level in enumerate(criterion.levels, start=1) if level.meets)
            press(str(best))
            if number < 2:
                press("F")
                press(FEEDBACK)
            if number == 0:
                press(" @")
                wait_for("the marks to cite", lambda: self._offered(view))
                self._picture("review-citing")
                press(Qt.Key.Key_Return)
            if number < 2:
                press(Qt.Key.Key_Escape)
            if number == 1:
                QApplication.processEvents()
                self._picture("review-feedback")
            view.viewer.canvas.setFocus()
            press("J")
        wait_for("every rating on disk", lambda: not view.work.missing() and not view.work.unsaved)

    @staticmethod
    def _offered(view: ReviewView) -> list[str]:
        field = view.panel.feedback_field()
        return field.offered() if field is not None else []

    def _see_hints(self, dialog: QWidget) -> None:
        self._picture("before-it-goes", dialog)
        press(Qt.Key.Key_Return)

    def _compare(self, window: MainWindow) -> None:
        """Open a second attempt and look at what changed in it."""
        row = next(r for r in self._rows() if r.attempt == 2)
        view = self._open_row(Part.QUEUE, row.submission_id)
        wait_for("the first page", lambda: self._page_is_painted(view))
        self._picture("second-attempt")
        press("W")
        wait_for("the comparison", lambda: isinstance(QApplication.activeModalWidget(), CompareView))
        shown = QApplication.activeModalWidget()
        if not isinstance(shown, CompareView):
            raise TourFailed("this is not the comparison")
        wait_for("its pages", shown.is_settled)
        self._picture("compare", shown)
        press(Qt.Key.Key_Escape)
        view.close_workspace()
        wait_for("the queue again", lambda: window.workspace is None)

    def _see_missing(self, dialog: QWidget) -> None:
        self._picture("not-complete-yet", dialog)
        press(Qt.Key.Key_Escape)

    def _see_palette(self, dialog: QWidget) -> None:
        press("zoom")
        self._picture("palette", dialog)
        press(Qt.Key.Key_Escape)

    # The approver.

    def _approve(self) -> None:
        with self._step("the approver signs in and downloads"):
            window = self._open("approver")
            self._sign_in(world.APPROVER)
            self._download(Part.APPROVALS)
            wait_for("the line", lambda: window.session.status.connection is Connection.IDLE)
        with self._step("switch the server off"):
            self._server.stop()
            window.session.loop.sync_now()
            wait_for("the window to notice", lambda: window.session.status.connection is Connection.OFFLINE)
        self._picture("approvals-offline")
        with self._step("decide offline"):
            self._decide(window)
        window.show_outbox()
        wait_for("the decision in the outbox", lambda: window.session.store.counts().finals_waiting == 1)
        self._picture("outbox-offline")
        with self._step("quit, and start again, still offline"):
            self._quit()
            window = self._open("approver")
            wait_for("the window to notice", lambda: window.session.status.connection is Connection.OFFLINE)
            press("O", CONTROL)
            wait_for("the outbox", lambda: window.pages.currentWidget() is window.outbox)
            wait_for("the waiting decision", lambda: window.session.store.counts().finals_waiting == 1)
        self._picture("outbox-after-restart")
        with self._step("switch the server on and sync"):
            self._server.start()
            press(Qt.Key.Key_F5)
            wait_for("the server's answer", lambda: window.session.store.counts().finals_waiting == 0)
            wait_for("the window to say so", lambda: window.status.text().startswith("Synced"))
        self._picture("outbox-synced")
        self._quit()

    def _decide(self, window: MainWindow) -> None:
        view = self._open_row(Part.APPROVALS, self.submission_id)
        if not isinstance(view, ApprovalView):
            raise TourFailed("this is not the approval workspace")
        wait_for("the first page", lambda: self._page_is_painted(view))
        self._picture("approval-opened")
        criteria = list(view.work.micro_credential.criteria())
        view.viewer.canvas.setFocus()
        first = criteria[0][1]
        view.work.select_criterion(first.id)
        press(str(len(first.levels)))
        press("F")
        press("The student samples go beyond what this level asks for.")
        press(Qt.Key.Key_Escape)
        QApplication.processEvents()
        self._picture("approval-changed")
        view.viewer.canvas.setFocus()
        press("J")
        for _ in criteria[1:]:
            press("Y")
        wait_for("every criterion decided", lambda: not view.work.missing() and not view.work.unsaved)
        self._picture("approval-decided")
        press(Qt.Key.Key_Return, CONTROL)
        wait_for("the list again", lambda: window.workspace is None)

    # The applicant's side.

    def _read_back(self) -> None:
        """Ask the server as the applicant would."""
        for applicant in world.applicants():
            token = self._applicant_token(applicant.email)
            answer = requests.get(
                f"{self._server.url}/api/v1/my/submissions/{self.submission_id}",
                headers={"Authorization": f"Bearer {token}"},
                timeout=30,
            )
            if answer.status_code == 200:
                result = answer.json()
                if not all(item["level"] for item in result["criteria"]) or FEEDBACK not in str(result["criteria"]):
                    raise TourFailed("the applicant's side has no feedback")
                self.state = result["state"]
                return
        raise TourFailed("no applicant has the submission")

    def _applicant_token(self, email: str) -> str:
        return sign_in_with_password(self._server.url, Device.new(), email, world.PASSWORD).access_token

    # The same screens in the dark.

    def _dark(self) -> None:
        self._look = "dark"
        dress(self._app, "dark")
        with self._step("see the screens in the dark"):
            window = self._open("assessor")
            wait_for("the line", lambda: window.session.status.connection is Connection.IDLE)
            wait_for("the list", lambda: window.lists[Part.QUEUE].model.rowCount() > 0)
            self._picture("queue")
            rows = self._rows()
            view = self._open_row(Part.QUEUE, next(r for r in rows if r.attempt == 2).submission_id)
            wait_for("the first page", lambda: self._page_is_painted(view))
            self._picture("review")
            in_dialog(window.show_keys, self._see_keys)
            view.close_workspace()
            window.show_outbox()
            self._picture("outbox")
            self._see_quality(window)
            self._open_history(window)
            self._quit()
            window = self._open("approver")
            wait_for("the line", lambda: window.session.status.connection is Connection.IDLE)
            self._open_history(window)
            self._quit()

    def _see_quality(self, window: MainWindow) -> None:
        """Where one stands, and how one's work compares."""
        for name in ("calibration", "insights"):
            window.show_part(name)
            if name == "insights":
                wait_for("insights", lambda: window.session.store.report("own") is not None)
            QTest.qWait(400)
            self._picture(name)

    def _open_history(self, window: MainWindow) -> None:
        window.show_part(Part.HISTORY)
        wait_for("the history", lambda: window.lists[Part.HISTORY].model.rowCount() > 0)
        view = self._open_row(Part.HISTORY, self.submission_id)
        wait_for("the workspace", lambda: self._settled(view))
        self._picture("decided")
        view.close_workspace()

    def _settled(self, view: WorkspaceView) -> bool:
        return view.work.evidence_item(view.work.evidence_id) is None or self._page_is_painted(view)

    def _see_keys(self, dialog: QWidget) -> None:
        self._picture("keys", dialog)
        press(Qt.Key.Key_Escape)
