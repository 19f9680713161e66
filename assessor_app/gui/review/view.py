"""The assessor's workspace: what is special about it beside the frame that it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QMessageBox

from assessor_app.domain.assessment import Missing, missing_in_incomplete
from assessor_app.domain.library import OwnComment
from assessor_app.gui.actions import add_action
from assessor_app.gui.announce import announce
from assessor_app.gui.library import Unfinished
from assessor_app.gui.review.assessing import AssessmentWork
from assessor_app.gui.review.comments_dialog import CommentsDialog
from assessor_app.gui.review.criteria_panel import CriteriaPanel
from assessor_app.gui.review.hints_dialog import HintsDialog, hints_of
from assessor_app.gui.review.rubric_panel import RubricPanel
from assessor_app.gui.review.state import Work
from assessor_app.gui.review.workspace import WorkspaceView
from assessor_app.store.views import Workspace

if TYPE_CHECKING:
    from assessor_app.gui.review.feedback_field import FeedbackField


class ReviewView(WorkspaceView):
    work: AssessmentWork
    panel: RubricPanel

    def make_work(self, workspace: Workspace) -> Work:
        return AssessmentWork(workspace, self.save_cell)

    def make_panel(self) -> CriteriaPanel:
        result = RubricPanel(self.work, self.session)
        result.submit_asked.connect(self.submit)
        result.incomplete_asked.connect(self.send_back)
        result.field_left.connect(self.focus_evidence)
        result.citation_opened.connect(self.show_cited)
        return result

    def _build_actions(self) -> None:
        super()._build_actions()
        add_action(self, "review.write-feedback", self.tr("Write feedback"), self._write_feedback, ("F", "Ctrl+J"))
        add_action(self, "review.cite", self.tr("Cite the selected mark in the feedback"), self.cite, ("Q", "Alt+Q"))
        add_action(
            self, "review.open-citation", self.tr("Show the cited mark"), self._open_citation, ("Ctrl+Shift+Space",)
        )
        add_action(
            self, "review.keep-comment", self.tr("Keep this feedback as a comment"), self.keep_comment, ("Ctrl++",)
        )
        add_action(self, "review.comments", self.tr("Comment library…"), self.show_comments, ("Ctrl+Shift+L",))
        if self.work.checks:
            add_action(self, "review.check-yes", self.tr("Completion check: yes"), lambda: self._answer(True), ("Y",))
            add_action(self, "review.check-no", self.tr("Completion check: no"), lambda: self._answer(False), ("X",))
            add_action(self, "review.send-back", self.tr("Send back as incomplete"), self.send_back)

    # Rating.

    def choose_level(self, number: int) -> None:
        criterion = self.work.criterion(self.work.criterion_id)
        before = self.work.rating(criterion.id).level
        self.work.rate(criterion.id, number)
        if self.work.rating(criterion.id).level == number != before:
            announce(self, f"{criterion.title}: {criterion.levels[number - 1].label}")

    def _answer(self, ok: bool) -> None:
        check = self.work.next_check()
        if check is None:
            self.told.emit(self.tr("Every check is answered. Choose another answer in the list at the right."))
            return
        self.work.answer(check.id, ok)
        announce(self, f"{check.question} {self.tr('Yes') if ok else self.tr('No')}")
        if not ok:
            self.panel.focus_check_note(check.id)

    # Feedback.

    def _write_feedback(self) -> None:
        self.panel.focus_feedback()

    def _field(self) -> FeedbackField | None:
        return self.panel.feedback_field() if self.work.editable else None

    def cite(self) -> None:
        """Name the selected mark in the open criterion's feedback, and go on writing there."""
        field, marks = self._field(), self.viewer.canvas.selected_marks()
        mark = next((self.work.mark(each.id) for each in marks if self.work.mark(each.id) is not None), None)
        if field is None:
            return
        if mark is None:
            self.told.emit(self.tr("Select a mark on the page first; then this key cites it."))
            return
        if mark.private:
            self.told.emit(self.tr("This mark is only for assessor and approver; feedback can't cite it."))
            return
        field.setFocus()
        before = field.toPlainText()[: field.textCursor().position()]
        if before and not before[-1].isspace() and before[-1] not in "([":
            field.insertPlainText(" ")
        field.cite(self.work.citation_of(mark))

    def _open_citation(self) -> None:
        field = self.panel.feedback_field()
        if field is not None:
            field.open_citation()

    def show_cited(self, mark_id: str) -> None:
        mark = self.work.mark_anywhere(mark_id)
        if mark is not None:
            self.viewer.fly_to(mark)

    def keep_comment(self) -> None:
        """Put what is selected, or all of this feedback, into the library; it can be changed before it is kept."""
        field = self._field()
        if field is None:
            return
        text = field.textCursor().selectedText().replace("\u2029", "\n").strip() or field.toPlainText().strip()
        if not text:
            self.told.emit(self.tr("There is no feedback yet to keep as a comment."))
            return
        library, criterion_id = self.session.library, self.work.criterion_id
        dialog = QInputDialog(self)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setWindowTitle(self.tr("Keep as a comment"))
        dialog.setLabelText(self.tr("For this criterion, at any level. {…} leaves a blank to fill in."))
        dialog.setTextValue(text)
        accepted, chosen = dialog.exec() == QInputDialog.DialogCode.Accepted, dialog.textValue().strip()
        if accepted and chosen:
            library.keep_comment(
                OwnComment(text=chosen, micro_credential=self.work.micro_credential.id, criterion=criterion_id)
            )
            self.told.emit(self.tr("Kept in your comment library."))
        elif chosen not in ("", text):
            library.unfinished = Unfinished("", chosen, criterion_id)
            self.told.emit(self.tr("Not kept as a comment yet; what you changed is in the comment library's field."))

    def show_comments(self) -> None:
        CommentsDialog(self.session.library, self.work.micro_credential, self).exec()

    # Handing in.

    def go_to(self, lack: Missing) -> None:
        self.panel.go_to(lack)

    def keep_fields(self) -> None:
        self.panel.keep_now()

    def finish(self) -> None:
        # Nobody reads the notes on a packet of one's own calibration.
        hints = hints_of(self.work, advice=self.session.preferences.feedback_hints) if self.work.is_live else ()
        if hints:
            dialog = HintsDialog(self.work, hints, self)
            if dialog.exec() != HintsDialog.DialogCode.Accepted:
                if dialog.chosen:
                    self.work.select_criterion(dialog.chosen)
                    self.panel.focus_feedback()
                return
        store, submission_id = self.session.store, self.work.submission_id
        if self.work.is_live:
            told = self.tr("{id}: your recommendation is in the outbox and goes to the approver with the next sync.")
        else:
            told = self.tr("{id}: your scores are in the outbox. They count for your calibration with the next sync.")
        self.hand_in(lambda: store.submit_assessment(submission_id), told.format(id=submission_id))

    def submit(self) -> None:
        if self.work.editable and self.work.some_check_failed:
            self.send_back()
        else:
            super().submit()

    def send_back(self) -> None:
        """Back to the applicant without ratings, with the sentence of every failed check."""
        if not self.work.editable:
            return
        self.keep_everything()
        answers = {check.id: answer for check in self.work.checks if (answer := self.work.check(check.id)) is not None}
        missing = missing_in_incomplete(self.work.micro_credential, answers)
        if missing:
            self.show_missing(missing)
            return
        yes = QMessageBox.StandardButton.Yes
        words = self.tr("Send it back to the applicant as incomplete? Your draft ratings are kept, but not sent.")
        if (
            QMessageBox.question(self, self.tr("Send back as incomplete"), words, yes | QMessageBox.StandardButton.No)
            != yes
        ):
            return
        store, submission_id = self.session.store, self.work.submission_id
        told = self.tr("{id} goes back to the applicant as incomplete with the next sync.").format(id=submission_id)
        self.hand_in(lambda: store.mark_incomplete(submission_id), told)
