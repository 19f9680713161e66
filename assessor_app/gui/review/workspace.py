"""The workspace around one submission: evidence, viewer and a panel for judging, kept in step with the store."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QSplitter, QWidget

from assessor_app.domain.assessment import Missing
from assessor_app.domain.due import Urgency
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.announce import announce
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.attempts import counterparts, latest
from assessor_app.gui.review.criteria_panel import CriteriaPanel
from assessor_app.gui.review.evidence_list import EvidenceList
from assessor_app.gui.review.leak_desk import LeakDesk
from assessor_app.gui.review.missing import MissingDialog
from assessor_app.gui.review.side_panel import SidePanel
from assessor_app.gui.review.state import Work
from assessor_app.gui.session import Session
from assessor_app.gui.troubles import reason_words
from assessor_app.gui.viewer.view import Viewer
from assessor_app.gui.widgets import button, chip, clock_time, column, due_words, exact_time, label, panel, set_look
from assessor_app.protocol.sync import Purpose
from assessor_app.store.store import WorkIncomplete
from assessor_app.store.views import Availability, RowStatus, Workspace

PLACE_AFTER_MS = 800


class WorkspaceView(QWidget):
    """What the review and approval workspaces share."""

    closed = Signal()
    finished = Signal(str)
    """The submission was handed in; the sentence says what happens now."""
    handed_in = Signal()
    """What was just handed in may be undone for a while."""
    move_asked = Signal(int)
    """To the next (1) or previous (-1) submission."""
    told = Signal(str)
    """A short word about what was just done or could not be."""

    def __init__(self, session: Session, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._under_way: dict[int, str] = {}
        """Edits that are not on disk yet: the keeper's number, and the cell."""
        self.work = self.make_work(workspace)
        self.panel = self.make_panel()
        self.viewer = Viewer(session, self.work)
        self.evidence = EvidenceList(self.work)
        self.side = SidePanel(self.work, self.viewer)
        self.leaks = LeakDesk(self)
        self._place = QTimer(self)
        self._place.setSingleShot(True)
        self._place.setInterval(PLACE_AFTER_MS)
        self._place.timeout.connect(self._keep_place)
        layout = column(self)
        layout.addWidget(self._build_top())
        layout.addWidget(self._build_columns(), 1)
        self._connect()
        self._build_actions()
        self.panel.refresh()
        self._show_top()

    # The subclass's part.

    @abstractmethod
    def make_work(self, workspace: Workspace) -> Work: ...

    @abstractmethod
    def make_panel(self) -> CriteriaPanel: ...

    @abstractmethod
    def choose_level(self, number: int) -> None: ...

    @abstractmethod
    def finish(self) -> None:
        """Hand the complete work in."""

    @abstractmethod
    def keep_fields(self) -> None:
        """Hand over what is still in text fields."""

    # The frame.

    def _build_top(self) -> QWidget:
        row = self.work.workspace.row
        top = panel("bottom")
        line = FlowLayout(top, 10)
        line.setContentsMargins(16, 8, 16, 8)
        self._back = button(self.tr("Back"), self.close_workspace, icon="back")
        self._back.setToolTip(self.tr("Save and close (Ctrl+W)"))
        title = label(row.title, "strong")
        title.setFont(theme.current().font(theme.BODY + 2, bold=True))
        self._due = chip()
        purpose = {
            Purpose.PRACTICE: self.tr("Practice"), Purpose.QUALIFICATION: self.tr("Qualification")
        }.get(row.purpose, "")  # fmt: skip
        self._readonly = chip(self.tr("Read only"), "neutral")
        self._saved = label("", "secondary")
        self._offline = chip()
        line.addWidget(self._back)
        line.addWidget(title)
        line.addWidget(label(f"{row.submission_id} · " + self.tr("attempt {n}").format(n=row.attempt), "secondary"))
        if purpose:
            line.addWidget(chip(purpose, "accent"))
        line.addWidget(self._due)
        line.addWidget(self._readonly)
        self._round = chip("", "accent")
        self._round.hide()
        line.addWidget(self._round)
        line.add_stretch()
        line.addWidget(self.leaks.chip)
        line.addWidget(self._saved)
        line.addWidget(self._offline)
        return top

    def _build_columns(self) -> QSplitter:
        look = theme.current()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        left = panel("right")
        stacked = QSplitter(Qt.Orientation.Vertical)
        stacked.addWidget(self.evidence)
        stacked.addWidget(self.side)
        stacked.setStretchFactor(0, 3)
        stacked.setStretchFactor(1, 2)
        stacked.setChildrenCollapsible(False)
        column(left).addWidget(stacked)
        right = panel("left")
        column(right).addWidget(self.panel)
        for widget in (left, self.viewer, right):
            splitter.addWidget(widget)
        left.setMinimumWidth(look.px(170))
        right.setMinimumWidth(look.px(300))
        splitter.setSizes([look.px(236), look.px(756), look.px(448)])
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setStretchFactor(2, 0)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _connect(self) -> None:
        self.work.listen(self._on_work)
        self.viewer.shown.connect(self.evidence.note_document)
        self.viewer.shown.connect(lambda evidence_id, _: self.leaks.look_at(evidence_id))
        self.leaks.watch.changed.connect(self._place.start)
        self.viewer.place_changed.connect(self._place.start)
        self.panel.mark_chosen.connect(self.viewer.fly_to)
        self.side.mark_chosen.connect(self.viewer.fly_to)
        self.session.changed.connect(self._on_changed)
        keeper = self.session.keeper
        keeper.saved.connect(self._on_saved)
        keeper.refused.connect(self._on_refused)
        keeper.unfit.connect(self._on_unfit)
        keeper.delayed.connect(self._on_delayed)

    def _build_actions(self) -> None:
        add_action(
            self, "review.save-and-close", self.tr("Save and close"), self.close_workspace, ("Ctrl+W", "Alt+Left")
        )
        add_action(
            self, "review.next-criterion", self.tr("Next criterion"), lambda: self._step_criterion(1), ("J", "Alt+Down")
        )
        add_action(
            self,
            "review.previous-criterion",
            self.tr("Previous criterion"),
            lambda: self._step_criterion(-1),
            ("K", "Alt+Up"),
        )
        add_action(
            self,
            "review.next-evidence",
            self.tr("Next evidence"),
            lambda: self.work.step_evidence(1),
            ("]", "Ctrl+Alt+Right"),
        )
        add_action(
            self,
            "review.previous-evidence",
            self.tr("Previous evidence"),
            lambda: self.work.step_evidence(-1),
            ("[", "Ctrl+Alt+Left"),
        )
        add_action(self, "review.submit", self.tr("Submit"), self.submit, ("Ctrl+Return", "Ctrl+Enter"))
        add_action(
            self,
            "review.back-to-the-evidence",
            self.tr("Back to the evidence"),
            self.viewer.canvas.setFocus,
            ("Ctrl+E",),
        )
        add_action(self, "review.next-submission", self.tr("Next submission"), lambda: self.move_asked.emit(1),
                   ("Shift+J", "Ctrl+Alt+Down"))  # fmt: skip
        add_action(self, "review.previous-submission", self.tr("Previous submission"),
                   lambda: self.move_asked.emit(-1), ("Shift+K", "Ctrl+Alt+Up"))  # fmt: skip
        add_action(self, "review.compare", self.tr("Compare with the earlier attempt"), self.compare, ("W", "Alt+W"))
        add_action(self, "review.suspicions", self.tr("Words that may show who somebody is"), self.leaks.show, ("I",))
        if self.work.workspace.row.active:
            add_action(
                self, "review.report", self.tr("Report that this shows who somebody is"), self.leaks.report, ("!",)
            )
        most = max(len(criterion.levels) for _, criterion in self.work.micro_credential.criteria())
        for number in range(1, most + 1):
            add_action(
                self,
                f"review.level-{number}",
                self.tr("Choose level {n}").format(n=number),
                partial(self.choose_level, number),
                (str(number), f"Alt+{number}"),
            )

    def focus_evidence(self) -> None:
        """Where single keys rate, mark and move."""
        self.viewer.canvas.setFocus()

    def _step_criterion(self, way: int) -> None:
        """To another criterion; whoever was writing is back at the evidence, where single keys rate."""
        focused = QApplication.focusWidget()
        in_panel = focused is not None and self.panel.isAncestorOf(focused)
        self.work.step_criterion(way)
        if in_panel:
            self.focus_evidence()
        numbers = self.work.micro_credential.numbering()
        criterion = self.work.criterion(self.work.criterion_id)
        announce(self, f"{numbers[criterion.id]} {criterion.title}")

    # Keeping.

    def save_cell(self, cell: str, value: Any) -> None:
        """Send an edit to the store; what can't be written yet is tried again, and the screen says so."""
        self._saved.setText(self.tr("Saving…"))
        self._under_way[self.session.keeper.keep(self.work.submission_id, cell, value)] = cell

    def _on_saved(self, number: int) -> None:
        if (cell := self._under_way.pop(number, None)) is None:
            return
        self.work.saved(cell)
        if not self.work.unsaved:
            set_look(self._saved, "tone", "secondary")
            self._saved.setText(self.tr("Saved {time}").format(time=clock_time(datetime.now().astimezone())))

    def _on_refused(self, number: int) -> None:
        if (cell := self._under_way.pop(number, None)) is not None:
            self.work.saved(cell)
            self._saved.setText(self.tr("Read only now; see the outbox"))
            self._reload()

    def _on_unfit(self, number: int, error: Exception) -> None:
        if (cell := self._under_way.pop(number, None)) is not None:
            self.work.saved(cell)
            set_look(self._saved, "tone", "bad")
            self._saved.setText(self.tr("Not saved: {reason}").format(reason=reason_words(error)))

    def _on_delayed(self, number: int, error: Exception) -> None:
        if number in self._under_way:
            set_look(self._saved, "tone", "bad")
            self._saved.setText(self.tr("Not saved yet: {reason}. Trying again.").format(reason=reason_words(error)))

    def keep_everything(self) -> None:
        """Hand over whatever is still in a field or a timer, and wait until it is on disk."""
        self.keep_fields()
        self.viewer.finish_edits()
        self._keep_place()
        self.session.jobs.wait_for_saves()

    def close_workspace(self) -> None:
        self.keep_everything()
        self.closed.emit()

    def _keep_place(self) -> None:
        self._place.stop()
        if self.session.closed:
            # Kept when the window closed; a timer that comes later has nothing newer.
            return
        place = {
            **self.viewer.place(),
            "criterion": self.work.criterion_id,
            "evidence": self.work.evidence_id,
            "cleared": sorted(self.leaks.watch.cleared),
        }
        submission_id, store = self.work.submission_id, self.session.store
        self.session.jobs.save(self, lambda: store.keep_place(submission_id, place))

    # News.

    def _on_work(self) -> None:
        self._place.start()
        self._show_top()

    def _on_changed(self, submissions: frozenset[str]) -> None:
        if self.work.submission_id in submissions and not self.work.unsaved:
            self._reload()

    def _reload(self) -> None:
        edits, submission_id = self.work.edits, self.work.submission_id

        def done(workspace: Workspace) -> None:
            if self.work.edits == edits:
                self.work.refresh(workspace)
                self.viewer.refresh()
                self.panel.refresh()

        def failed(error: Exception) -> None:
            if isinstance(error, KeyError):
                self.finished.emit(
                    self.tr("This submission was taken back: withdrawn, or held back for a privacy report. What you "
                            "wrote is kept; what was not sent yet is in the outbox.")
                )  # fmt: skip

        self.session.jobs.run(self, lambda: self.session.store.workspace(submission_id), done, failed)

    def _show_top(self) -> None:
        row = self.work.workspace.row
        words, urgency = due_words(row.due_at, self.session.now())
        self._due.setVisible(row.active)
        text = words if urgency is Urgency.OVERDUE else self.tr("Due in {span}").format(span=words)
        self._due.setText(text)
        self._due.setToolTip(exact_time(row.due_at))
        tones = {Urgency.OVERDUE: "bad", Urgency.SOON: "attention", Urgency.LATER: "neutral"}
        set_look(self._due, "chip", tones[urgency])
        self._readonly.setVisible(not self.work.editable)
        self._readonly.setText(self._why_read_only())
        offline, tone = {
            Availability.OFFLINE: (self.tr("✓ Offline ready"), "good"),
            Availability.DOWNLOADING: (self.tr("Downloading…"), "accent"),
            Availability.REFUSED: (self.tr("Packet refused"), "bad"),
            Availability.ONLINE_ONLY: (self.tr("Not downloaded"), "neutral"),
        }[row.availability]
        self._offline.setText(offline)
        set_look(self._offline, "chip", tone)

    def _why_read_only(self) -> str:
        return {
            RowStatus.ENDED: self.tr("Read only: somebody else has taken it over"),
            RowStatus.DECIDED: self.tr("Read only: decided"),
            RowStatus.WAITING_TO_SYNC: self.tr("Read only: handed in, waits in the outbox"),
            RowStatus.NEEDS_ATTENTION: self.tr("Read only: not taken, see the outbox"),
            RowStatus.SENT: self.tr("Read only: handed in"),
        }.get(self.work.workspace.row.status, self.tr("Read only"))

    def set_back_words(self, words: str) -> None:
        """Where closing leads to."""
        self._back.setText(words)

    def begin_at(self, criterion_id: str) -> None:
        """At this criterion, with evidence of its requirement."""
        self.work.go_to_criterion(criterion_id)

    def show_round(self, words: str) -> None:
        """Say where this submission stands among those that are gone through."""
        self._round.setText(words)
        self._round.setVisible(bool(words))

    # Earlier attempts.

    def compare(self) -> None:
        """The chosen evidence beside what it was in the attempt before."""
        # Loaded with the first comparison, not with the window.
        from assessor_app.gui.compare.view import CompareView

        manifest, item = self.work.workspace.manifest, self.work.evidence_item(self.work.evidence_id)
        attempt = latest(manifest) if self.work.earlier_may_be_seen else None
        if attempt is None or item is None:
            self.told.emit(self.tr("There is no earlier attempt to compare with."))
            return
        counterpart = counterparts(self.work.evidence, attempt)[item.id]
        earlier = counterpart.earlier
        if earlier is None:
            self.told.emit(self.tr("“{title}” is new in this attempt.").format(title=item.title))
            return
        then = [mark for mark in attempt.marks if mark.evidence_id == earlier.id]
        now = [mark for mark in (*self.work.fixed_marks(), *self.work.marks()) if mark.evidence_id == item.id]
        self._comparison = CompareView(
            self.session, self.work.submission_id, attempt.attempt, (earlier, then), (item, now),
            self.viewer.colour_of, self,
        )  # fmt: skip
        self._comparison.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._comparison.open()

    # Handing in.

    def submit(self) -> None:
        """Hand the work in, or list what it still needs."""
        if not self.work.editable:
            return
        self.keep_everything()
        if self.session.keeper.is_behind(self.work.submission_id):
            self.told.emit(self.tr("Not handed in: what you wrote last is not saved yet. It is being tried again."))
            return
        missing = self.work.missing()
        if missing:
            self.show_missing(missing)
        else:
            self.finish()

    def show_missing(self, missing: tuple[Missing, ...]) -> None:
        dialog = MissingDialog(self.work, missing, self)
        dialog.exec()
        if dialog.chosen is not None:
            self.go_to(dialog.chosen)

    @abstractmethod
    def go_to(self, lack: Missing) -> None: ...

    def hand_in(self, work: Any, told: str) -> None:
        """Run the store's final step after every save before it."""

        def failed(error: Exception) -> None:
            if isinstance(error, WorkIncomplete):
                self.show_missing(error.missing)
            else:
                QMessageBox.warning(
                    self,
                    self.tr("Not handed in"),
                    self.tr("It could not be handed in: {reason}\nYour draft is kept.").format(
                        reason=reason_words(error)
                    ),
                )

        def done(_: object) -> None:
            self.finished.emit(told)
            self.handed_in.emit()

        self.session.jobs.save(self, work, done, failed)
