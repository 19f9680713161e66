"""The main window: the rail, the pages, and the status chip."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from assessor_app.domain.submission import Role
from assessor_app.gui import theme
from assessor_app.gui.account.preferences_dialog import PreferencesDialog
from assessor_app.gui.account.sign_in import SignInView, into_store
from assessor_app.gui.actions import actions_within, add_action
from assessor_app.gui.approval.view import ApprovalView
from assessor_app.gui.calibration.view import CalibrationPage
from assessor_app.gui.outbox.view import OutboxView
from assessor_app.gui.queue.state import Part
from assessor_app.gui.queue.view import QueueView
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.review.workspace import WorkspaceView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.account import Account, Left
from assessor_app.gui.shell.banner import Banner
from assessor_app.gui.shell.covering import Covering
from assessor_app.gui.shell.keys import KeysDialog
from assessor_app.gui.shell.palette import CommandPalette
from assessor_app.gui.shell.places import Page, Rail, places_for
from assessor_app.gui.shell.rounds import Round, of_queue
from assessor_app.gui.shell.status import status_words
from assessor_app.gui.shell.tray import Tray
from assessor_app.gui.widgets import ElidedButton, button, column, exact_time, label, panel, set_look
from assessor_app.store.views import Availability, Choice, Counts, Workspace
from assessor_app.sync.loop import Connection


class MainWindow(QMainWindow):
    person_switch_asked = Signal()
    """The demo offers to continue as another person."""

    def __init__(self, session: Session, server_url: str, *, switch_words: str = "") -> None:
        super().__init__()
        self.session, self._server_url = session, server_url
        self._counts = Counts(0, 0, 0, None)
        self.places: dict[str, Page] = {}
        self.lists: dict[Part, QueueView] = {}
        """Those of the places that list submissions."""
        self._words: dict[str, str] = {}
        self.workspace: WorkspaceView | None = None
        self._round = Round(())
        self._place = ""
        self._account = Account(session, server_url, self)
        self._account.left.connect(self._left)
        self._account.told.connect(self.tell)
        self.signed_out: Left | None = None
        """Set when the window closed because its person signed out."""
        self.setWindowTitle(self.tr("Assessor"))
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)
        root = QWidget()
        layout = column(root)
        self._banner = Banner()
        self._banner.undo_asked.connect(self.undo_submit)
        layout.addWidget(self._build_top(switch_words))
        layout.addWidget(self._banner)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._rail = Rail()
        self.pages = QStackedWidget()
        middle.addWidget(self._rail)
        middle.addWidget(self.pages, 1)
        layout.addLayout(middle, 1)
        self.setCentralWidget(root)
        self._build_actions()
        session.changed.connect(lambda _: self._recount())
        session.status_changed.connect(lambda _: self._show_status())
        session.jobs.failed.connect(self.tell)
        self._covering = Covering(session, self, self.pages, self._cover, lambda: self.outbox.save_to_file())
        clock = QTimer(self)
        clock.timeout.connect(self._show_status)
        clock.start(20_000)
        self._recount()
        if session.person is None:
            self._show_sign_in()
        else:
            self._build_pages()
            if session.ended_badly:
                session.jobs.run(self, session.store.last_edit, self._tell_of_bad_end)

    def _tell_of_bad_end(self, last_edit: datetime | None) -> None:
        words = self.tr("The application ended unexpectedly the last time. Everything that was saved is here.")
        if last_edit is not None:
            words += " " + self.tr("Your last change is from {time}.").format(time=exact_time(last_edit))
        self._banner.tell(words, stays=True)

    # The frame.

    def _build_top(self, switch_words: str) -> QWidget:
        top = panel("bottom")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(label(self.tr("Assessor"), "strong"))
        row.addStretch(1)
        # The one part that may be narrower: the chip's words have to be read.
        self._search = ElidedButton(self.tr("Search actions") + "   Ctrl K", "", wide=theme.current().px(280))
        self._search.clicked.connect(lambda _=False: self.open_palette())
        row.addWidget(self._search)
        row.addStretch(1)
        if switch_words:
            row.addWidget(button(switch_words, self.person_switch_asked.emit, "link"))
        self.status = QToolButton()
        self.status.setProperty("chip", "accent")
        self.status.setToolTip(self.tr("Open the outbox"))
        self.status.clicked.connect(lambda _=False: self._status_clicked())
        row.addWidget(self.status)
        self._who = label("", "secondary")
        row.addWidget(self._who)
        return top

    def _build_actions(self) -> None:
        add_action(self, "app.search-actions", self.tr("Search actions"), self.open_palette, ("Ctrl+K",))
        add_action(self, "app.show-all-keys", self.tr("Show all keys"), self.show_keys, ("?", "F1"))
        add_action(self, "app.outbox", self.tr("Outbox"), self.show_outbox, ("Ctrl+O",))
        add_action(self, "app.sync-now", self.tr("Sync now"), self.session.loop.sync_now, ("F5",))
        self._work_offline = add_action(
            self,
            "app.work-offline",
            self.tr("Work offline"),
            lambda: self.session.loop.set_paused(self._work_offline.isChecked()),
            checkable=True,
        )
        add_action(self, "app.sign-in", self.tr("Sign in again"), self._account.sign_in)
        add_action(self, "app.lock", self.tr("Lock"), self.lock, ("Ctrl+L",))
        add_action(self, "app.protect", self.tr("Protect with a passphrase…"), self._account.protect)
        add_action(self, "app.sign-out", self.tr("Sign out"), self.sign_out)
        add_action(self, "app.undo-submit", self.tr("Undo what was just handed in"), self.undo_submit,
                   ("Ctrl+Shift+U",))  # fmt: skip
        add_action(self, "app.preferences", self.tr("Preferences…"), self.show_preferences, ("Ctrl+,",))
        add_action(self, "app.quit", self.tr("Quit"), self.close, ("Ctrl+Q",))

    def _build_pages(self) -> None:
        person = self.session.person
        roles = person.roles if person else ()
        names = {
            Role.ASSESSOR: self.tr("Assessor"), Role.APPROVER: self.tr("Approver"), Role.ISSUER: self.tr("Issuer"),
        }  # fmt: skip
        self._who.setText(", ".join(names[role] for role in roles if role in names))
        places = places_for(roles)
        for place in places:
            page = place.make(self.session)
            self.places[place.name], self._words[place.name] = page, place.words()
            if isinstance(page, QueueView):
                self._join(page)
            elif isinstance(page, CalibrationPage):
                page.told.connect(self.tell)
                page.opened.connect(partial(self._open_anchor, page))
            self.pages.addWidget(cast(QWidget, page))
        self._rail.fill(self, places, self.show_part, self.show_preferences)
        self.outbox = OutboxView(self.session)
        self.outbox.opened.connect(self.open_submission)
        self.outbox.sign_in_asked.connect(self._account.sign_in)
        self.pages.addWidget(self.outbox)
        self._tray = Tray(self.session, lambda: self._covering.there, self)
        self._tray.opened.connect(self.come_forward)
        self._rail.show()
        self.show_part(places[0].name)

    def _join(self, view: QueueView) -> None:
        part = view.state.part
        view.opened.connect(lambda opened: self._open_from(view, opened))
        if part is not Part.HISTORY:
            view.counted.connect(lambda number: self._rail.show_count(part, number))
        view.told.connect(self.tell)
        view.across_asked.connect(self._score_across)
        self.lists[part] = view

    def _show_sign_in(self) -> None:
        self._rail.hide()
        jobs, store = self.session.jobs, self.session.store
        view = SignInView(jobs, self._server_url, into_store(store))
        view.signed_in.connect(lambda: jobs.run(self, store.person, lambda person: self._enter(view, person)))
        self.pages.addWidget(view)
        self.pages.setCurrentWidget(view)

    def _status_clicked(self) -> None:
        if self.session.status.connection is Connection.SIGN_IN_NEEDED:
            self._account.sign_in()
        else:
            self.show_outbox()

    def _enter(self, view: SignInView, person: object) -> None:
        self.session.person = person  # type: ignore[assignment]
        self.pages.removeWidget(view)
        view.deleteLater()
        if not self.places:
            self._build_pages()
        else:
            self._rail.show()
            self.show_part(next(iter(self.places)))
        self.session.loop.sync_now()

    # Going places.

    def show_part(self, name: str) -> None:
        """Go to a place of the rail, by its name there."""
        self._leave_workspace()
        self._place = name
        self._rail.mark(name)
        page = self.places[name]
        self._covering.go(cast(QWidget, page))
        if not self._covering.there:
            page.focus()

    def show_outbox(self) -> None:
        if self.places:
            self._leave_workspace()
            self._rail.mark("")
            self.outbox.reload()
            self._covering.go(self.outbox)

    def _open_from(self, view: QueueView, submission_id: str) -> None:
        """Open it as one of those that the list shows, to go on to the next from there."""
        shown = [row.submission_id for row in view.state.shown(self.session.now())]
        self._round = of_queue(shown, submission_id)
        self.open_submission(submission_id)

    def _open_anchor(self, page: CalibrationPage, submission_id: str) -> None:
        """Open a packet of a practice or qualification, to go on to its round's next from there."""
        self._round = of_queue(page.packets_beside(submission_id), submission_id)
        self.open_submission(submission_id)

    def _score_across(self, submissions: list[str], criterion_id: str) -> None:
        """One criterion across several submissions of a micro-credential."""
        store = self.session.store

        def opened(space: Workspace) -> None:
            criteria = tuple(criterion.id for _, criterion in space.micro_credential.criteria())
            self._round = Round(tuple(submissions), criteria)
            self._open_workspace(space, criterion_id)

        self.session.jobs.run(self, lambda: store.workspace(submissions[0]), opened)

    def _move(self, way: int) -> None:
        """To the next or previous submission of the round."""
        view = self.workspace
        if view is None:
            return
        following = self._round.step(view.work.submission_id, view.work.criterion_id, way)
        if following is None:
            self.tell(self.tr("This is the last one.") if way > 0 else self.tr("This is the first one."))
        else:
            self.open_submission(*following)

    def open_submission(self, submission_id: str, criterion_id: str = "") -> None:
        store = self.session.store

        def failed(error: Exception) -> None:
            self.tell(self.tr("{id} is not assigned to you any more.").format(id=submission_id))

        self.session.jobs.run(
            self,
            lambda: store.workspace(submission_id),
            lambda space: self._open_workspace(space, criterion_id),
            failed,
        )

    def _open_workspace(self, space: Workspace, criterion_id: str = "") -> None:
        if self._covering.there:
            return
        self._leave_workspace()
        if space.row.active and space.row.availability is Availability.ONLINE_ONLY:
            store, submission_id = self.session.store, space.row.submission_id
            self.session.jobs.save(self, lambda: store.want_packet(submission_id))
        make = ApprovalView if space.row.role is Role.APPROVER else ReviewView
        view = make(self.session, space)
        if criterion_id:
            view.begin_at(criterion_id)
        view.show_round(self._round_words(space, criterion_id))
        view.set_back_words(self._words[self._list_of(space.row.role)])
        view.move_asked.connect(self._move)
        view.handed_in.connect(self._offer_undo)
        view.closed.connect(lambda: self._back_to_list(space.row.role))
        view.finished.connect(lambda told: self._finished(space.row.role, told))
        view.told.connect(self.tell)
        self.workspace = view
        self.pages.addWidget(view)
        self.pages.setCurrentWidget(view)
        self._rail.hide()
        view.viewer.canvas.setFocus()

    def _back_to_list(self, role: Role) -> None:
        self.show_part(self._list_of(role))

    def _list_of(self, role: Role) -> str:
        """Where a submission was opened from, or else would be found."""
        name = self._place or (Part.APPROVALS if role is Role.APPROVER else Part.QUEUE)
        return name if name in self.places else next(iter(self.places))

    def _round_words(self, space: Workspace, criterion_id: str) -> str:
        place = self._round.place(space.row.submission_id)
        if place is None:
            return ""
        words = self.tr("{n} of {total}").format(n=place[0], total=place[1])
        if not self._round.criteria or not criterion_id:
            return words
        number = space.micro_credential.numbering()[criterion_id]
        return self.tr("criterion {number}: {place}").format(number=number, place=words)

    def _finished(self, role: Role, told: str) -> None:
        self.tell(told)
        self._back_to_list(role)

    def _leave_workspace(self) -> None:
        view, self.workspace = self.workspace, None
        if view is not None:
            view.keep_everything()
            self.pages.removeWidget(view)
            view.deleteLater()
        self._rail.setVisible(not self._covering.there)

    def tell(self, words: str) -> None:
        """Say something above the page for a few seconds."""
        self._banner.tell(words)

    def _offer_undo(self) -> None:
        """While what was handed in is still here, one key takes it back."""
        seconds = self.session.preferences.undo_seconds
        if seconds > 0:
            self._banner.offer_undo(seconds)
            QTimer.singleShot(seconds * 1000 + 200, self, self._recount)

    def undo_submit(self) -> None:
        """Take back what was handed in last, as long as it was not sent, and open it again."""
        store = self.session.store

        def work() -> str:
            event_id = store.counts().undoable
            item = next((each for each in store.outbox() if each.event_id == event_id), None)
            if item is None:
                return ""
            store.choose(event_id, Choice.TAKE_BACK)
            return item.submission_id

        def done(submission_id: str) -> None:
            if submission_id:
                self._banner.end_undo()
                self.open_submission(submission_id)
            else:
                self.tell(self.tr("Nothing that was handed in can be undone now."))

        self.session.jobs.save(self, work, done)

    def show_preferences(self) -> None:
        dialog = PreferencesDialog(self.session.preferences, self)
        if dialog.exec():
            self.session.prefer(dialog.preferences())

    def come_forward(self) -> None:
        """In front of everything else, as if it had just been opened; not when its person signed out meanwhile."""
        if self.session.closed:
            return
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def open_palette(self) -> None:
        CommandPalette(actions_within(self), self.tr("Search actions"), self).exec()

    def show_keys(self) -> None:
        KeysDialog(actions_within(self), self.session, self).exec()

    # Status.

    def _recount(self) -> None:
        self.session.jobs.run(self, self.session.store.counts, self._take_counts)

    def _take_counts(self, counts: Counts) -> None:
        if self._counts.undoable and not counts.undoable:
            self._banner.end_undo()
        self._counts = counts
        self._show_status()

    def _show_status(self) -> None:
        words = status_words(
            self.session.status, self._counts, self.session.now(), self.session.store.server_clock.ahead()
        )
        self.status.setText(words.text)
        self.status.setAccessibleName(words.text)
        away = self.session.status.connection is Connection.SIGN_IN_NEEDED
        self.status.setToolTip(words.detail or (self.tr("Sign in again") if away else self.tr("Open the outbox")))
        set_look(self.status, "chip", words.tone)
        self.status.setVisible(self.session.person is not None)
        if self.places:
            self.outbox.set_state_words(words.detail or words.text, sign_in_needed=away)

    def set_offline(self, offline: bool) -> None:
        """Work offline on purpose, or stop doing so."""
        self._work_offline.setChecked(offline)
        self.session.loop.set_paused(offline)

    # Leaving.

    def sign_out(self) -> None:
        """Leave nothing that can be read before the next sign-in. Only when all work is on the server."""
        self._leave_workspace()
        self._account.sign_out()

    def _left(self, left: Left) -> None:
        self.signed_out = left
        self.close()

    def lock(self) -> None:
        """Cover everything, and let go of the evidence that is open."""
        self._covering.cover()

    def _cover(self, covered: bool) -> None:
        self._banner.hold(covered)
        self._rail.setVisible(not covered)
        self._search.setVisible(not covered)
        self.status.setEnabled(not covered)
        if covered and self.workspace is not None:
            # Painted before the disk is waited for: what is left is on the screen until then.
            self.repaint()
            self.show_part(self._place or next(iter(self.places)))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.workspace is not None:
            self.workspace.keep_everything()
        if self.session.keeper.is_behind() and not self._may_lose_the_last_edit():
            event.ignore()
            return
        super().closeEvent(event)

    def _may_lose_the_last_edit(self) -> bool:
        """Only the person may give up what could not be written."""
        words = self.tr(
            "What you wrote last could not be saved yet; it is tried again as long as the application is open. "
            "If the disk is full, make room. Close all the same, and lose it?"
        )
        choices = QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel
        asked = QMessageBox.warning(self, self.tr("Not saved"), words, choices, QMessageBox.StandardButton.Cancel)
        return asked == QMessageBox.StandardButton.Close
