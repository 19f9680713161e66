"""The approval workspace: the review workspace with the assessor's work beside the approver's."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QWidget

from assessor_app.domain.assessment import Missing, Outcome
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.announce import announce
from assessor_app.gui.approval.panel import DecisionPanel
from assessor_app.gui.approval.state import DecisionWork
from assessor_app.gui.review.criteria_panel import CriteriaPanel
from assessor_app.gui.review.spelled_field import SpelledField
from assessor_app.gui.review.state import Work
from assessor_app.gui.review.workspace import WorkspaceView
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import column, label
from assessor_app.store.views import Workspace


class ReturnDialog(QDialog):
    """Asks why a submission goes back to the assessor. What is typed is kept, whether or not it is sent."""

    def __init__(self, work: DecisionWork, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle(self.tr("Return to the assessor"))
        self.setMinimumWidth(theme.current().px(460))
        layout = column(self, (20, 18, 20, 16), 10)
        layout.addWidget(label(self.tr("Return to the assessor"), "title"))
        layout.addWidget(
            label(self.tr("The assessor reads the reason; the applicant does not."), "secondary", wrap=True)
        )
        self._field = SpelledField(self.tr("Reason"), session)
        self._field.show_text(work.reason())
        self._field.kept.connect(work.set_reason)
        layout.addWidget(self._field)
        of_criteria = [
            (f"{number} {work.criterion(key).title}", work.reason(key))
            for key, number in work.micro_credential.numbering().items()
            if work.reason(key)
        ]
        for title, reason in of_criteria:
            layout.addWidget(label(title, "strong", wrap=True))
            layout.addWidget(label(reason, "secondary", wrap=True))
        words = self.tr(
            "Reasons for single criteria are written there, with Shift+F; each becomes an item to tick off."
        )
        layout.addWidget(label(words, "secondary", wrap=True))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        send = self._buttons.addButton(self.tr("Return"), QDialogButtonBox.ButtonRole.AcceptRole)
        send.setProperty("kind", "primary")
        send.setEnabled(bool(work.reason().strip() or of_criteria))
        self._field.textChanged.connect(lambda: send.setEnabled(bool(self._field.toPlainText().strip() or of_criteria)))
        self._buttons.accepted.connect(self.accept)
        # As everywhere else: the chord that hands in.
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, send.click)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)
        self._field.setFocus()

    def done(self, result: int) -> None:
        self._field.keep_now()
        super().done(result)


class ApprovalView(WorkspaceView):
    """The approver's workspace."""

    work: DecisionWork
    panel: DecisionPanel

    def make_work(self, workspace: Workspace) -> Work:
        return DecisionWork(workspace, self.save_cell)

    def make_panel(self) -> CriteriaPanel:
        result = DecisionPanel(self.work, self.session)
        result.finalise_asked.connect(self.submit)
        result.return_asked.connect(self.return_to_assessor)
        result.field_left.connect(self.focus_evidence)
        result.citation_opened.connect(self._show_cited)
        return result

    def _show_cited(self, mark_id: str) -> None:
        mark = self.work.mark_anywhere(mark_id)
        if mark is not None:
            self.viewer.fly_to(mark)

    def _build_actions(self) -> None:
        super()._build_actions()
        add_action(self, "approval.next-disputed", self.tr("Next criterion where readings differ"),
                   self.next_disputed, ("Shift+D",))  # fmt: skip
        add_action(self, "approval.reason", self.tr("Reason to return this criterion"), self.panel.focus_reason,
                   ("Shift+F",))  # fmt: skip
        add_action(self, "approval.agree", self.tr("Agree"), self.agree, ("Y", "Alt+Y"))
        add_action(
            self,
            "approval.agree-with-everything-left",
            self.tr("Agree with everything left"),
            self.agree_with_rest,
            ("Ctrl+Shift+Y",),
        )
        add_action(
            self,
            "approval.write-a-rationale",
            self.tr("Write a rationale"),
            self.panel.focus_rationale,
            ("F", "Ctrl+J"),
        )
        add_action(
            self,
            "approval.return-to-the-assessor",
            self.tr("Return to the assessor"),
            self.return_to_assessor,
            ("Ctrl+Shift+Backspace",),
        )

    def agree(self) -> None:
        """Agree and go on to the next criterion."""
        if self.work.editable:
            title = self.work.criterion(self.work.criterion_id).title
            self.work.agree(self.work.criterion_id)
            announce(self, self.tr("Agreed: {criterion}").format(criterion=title))
            self.work.step_criterion(1)

    def next_disputed(self) -> None:
        """To the next criterion on which the readings differ, from the first again after the last."""
        disputed = self.work.disputed()
        order = [criterion.id for _, criterion in self.work.micro_credential.criteria()]
        here = order.index(self.work.criterion_id)
        if disputed:
            self.work.go_to_criterion(next((key for key in disputed if order.index(key) > here), disputed[0]))

    def agree_with_rest(self) -> None:
        for _, criterion in self.work.micro_credential.criteria():
            override = self.work.override(criterion.id)
            if not override.agreed and override.level is None:
                self.work.agree(criterion.id)

    def choose_level(self, number: int) -> None:
        self.work.change(self.work.criterion_id, number)

    def go_to(self, lack: Missing) -> None:
        self.panel.go_to(lack)

    def keep_fields(self) -> None:
        self.panel.keep_now()

    def finish(self) -> None:
        store, submission_id, outcome = self.session.store, self.work.submission_id, self.work.outcome()
        told = self.tr("{id}: your decision is in the outbox and becomes official when it is synced.")
        self.hand_in(lambda: store.decide(submission_id, outcome), told.format(id=submission_id))

    def submit(self) -> None:
        """Finalise; who wrote reasons to return is asked which of the two is meant."""
        if self.work.editable:
            self.keep_everything()
        if not self.work.editable or not self.work.reasons():
            super().submit()
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Return or finalise?"))
        box.setText(self.tr("You wrote reasons to return this submission to the assessor."))
        back = box.addButton(self.tr("Return"), QMessageBox.ButtonRole.AcceptRole)
        final = box.addButton(self.tr("Finalise all the same"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(back)
        box.exec()
        if box.clickedButton() is back:
            self.return_to_assessor()
        elif box.clickedButton() is final:
            super().submit()

    def return_to_assessor(self) -> None:
        if not self.work.editable or ReturnDialog(self.work, self.session, self).exec() != QDialog.DialogCode.Accepted:
            return
        self.keep_everything()
        store, submission_id = self.session.store, self.work.submission_id
        told = self.tr("{id} goes back to the assessor with the next sync.").format(id=submission_id)
        self.hand_in(lambda: store.decide(submission_id, Outcome.RETURN), told)
