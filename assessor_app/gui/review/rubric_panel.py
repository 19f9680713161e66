"""The right column while assessing: checks, criteria with levels and feedback, a note, and what is left to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from assessor_app.domain.assessment import Missing, Recommendation
from assessor_app.domain.microcredential import Criterion
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.assessing import AssessmentWork
from assessor_app.gui.review.criteria_panel import CriteriaPanel
from assessor_app.gui.review.criterion_card import CriterionCard
from assessor_app.gui.review.feedback_field import FeedbackField
from assessor_app.gui.review.intro import ChecksPart, ReturnedPart
from assessor_app.gui.review.missing import missing_words
from assessor_app.gui.review.rating_card import RatingCard
from assessor_app.gui.review.similar import SimilarPart
from assessor_app.gui.review.spelled_field import SpelledField
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import button, column, label, panel


class RubricPanel(CriteriaPanel):
    """The assessor's."""

    work: AssessmentWork
    submit_asked = Signal()
    incomplete_asked = Signal()
    field_left = Signal()
    citation_opened = Signal(str)

    def __init__(self, work: AssessmentWork, session: Session) -> None:
        self._session = session
        super().__init__(work)
        session.spelling.know(_rubric_words(work))

    def build_intro(self, layout: QVBoxLayout) -> None:
        self._returned = ReturnedPart(self.work)
        self._returned.criterion_chosen.connect(self.work.select_criterion)
        self._checks = ChecksPart(self.work, self._session)
        self._checks.escaped.connect(self.field_left)
        layout.addWidget(self._returned)
        layout.addWidget(SimilarPart(self.work))
        layout.addWidget(self._checks)

    def begins_above(self) -> bool:
        return not self.work.may_rate or any(not item.done for item in self.work.returned_items())

    def build_outro(self, layout: QVBoxLayout) -> None:
        outro = panel("bottom")
        inner = column(outro, (16, 12, 16, 14), 6)
        inner.addWidget(label(self.tr("Note to the approver"), "strong"))
        inner.addWidget(label(self.tr("The applicant never sees it."), "secondary"))
        self._note = SpelledField(self.tr("Note to the approver"), self._session)
        self._note.kept.connect(self.work.set_note)
        self._note.escaped.connect(self.field_left)
        inner.addWidget(self._note)
        # Nobody decides on a packet of one's own calibration.
        if not self.work.is_live:
            outro.hide()
        layout.addWidget(outro)

    def make_card(self, criterion: Criterion, number: str) -> CriterionCard:
        card = RatingCard(self.work, self._session, criterion, number)
        card.left_field.connect(self.field_left)
        card.citation_opened.connect(self.citation_opened)
        return card

    def build_bar(self, bar: QFrame) -> None:
        row = FlowLayout(bar)
        row.setContentsMargins(16, 10, 16, 10)
        self._left = button("", self._to_first_missing, "link")
        self._incomplete = button(self.tr("Send back"), self.incomplete_asked.emit, "primary")
        self._incomplete.setToolTip(self.tr("Send back to the applicant as incomplete"))
        self._submit = button(self.tr("Submit") + "  Ctrl ↵", self.submit_asked.emit, "primary")
        self._submit.setAccessibleName(self.tr("Submit recommendation") if self.work.is_live else self.tr("Submit"))
        row.addWidget(self._left)
        row.add_stretch()
        row.addWidget(self._incomplete)
        row.addWidget(self._submit)

    def refresh(self) -> None:
        super().refresh()
        self._returned.refresh()
        self._checks.refresh()
        self._note.show_text(self.work.note)
        self._note.setReadOnly(not self.work.editable)
        missing, failed = self.work.missing(), self.work.some_check_failed
        self._left.setVisible(self.work.editable and not failed)
        self._submit.setVisible(self.work.editable and not failed)
        self._incomplete.setVisible(self.work.editable and failed)
        if missing:
            self._left.setText(self.tr("{n} left").format(n=len(missing)))
            self._left.setToolTip("\n".join(missing_words(self.work, lack) for lack in missing[:12]))
        elif not self.work.is_live:
            self._left.setText(self.tr("Everything is rated"))
            self._left.setToolTip("")
        else:
            earn = self.work.recommendation() is Recommendation.EARN
            self._left.setText(self.tr("Recommends: earn") if earn else self.tr("Recommends: not yet"))
            self._left.setToolTip("")

    def _to_first_missing(self) -> None:
        missing = self.work.missing()
        if missing:
            self.go_to(missing[0])

    def go_to(self, lack: Missing) -> None:
        """Open the place where something is missing."""
        if lack.check_id is not None:
            self._scroll.verticalScrollBar().setValue(0)
            self._checks.focus_note(lack.check_id)
        if lack.criterion_id is None:
            return
        self.work.select_criterion(lack.criterion_id)
        card = self.card(lack.criterion_id)
        if isinstance(card, RatingCard) and self.work.rating(lack.criterion_id).level is not None:
            card.focus_feedback()

    def focus_feedback(self) -> None:
        card = self.card(self.work.criterion_id)
        if isinstance(card, RatingCard):
            card.focus_feedback()

    def focus_check_note(self, check_id: str) -> None:
        self._checks.focus_note(check_id)

    def feedback_field(self) -> FeedbackField | None:
        """The open criterion's."""
        card = self.card(self.work.criterion_id)
        return card.feedback_field() if isinstance(card, RatingCard) else None

    def keep_now(self) -> None:
        self._checks.keep_now()
        self._note.keep_now()
        for card in self.cards:
            if isinstance(card, RatingCard):
                card.keep_now()


def _rubric_words(work: AssessmentWork) -> list[str]:
    """Whatever the rubric says is no misspelling."""
    texts = [work.micro_credential.title, work.micro_credential.summary]
    for requirement, criterion in work.micro_credential.criteria():
        texts += [requirement.title, requirement.instructions, criterion.title]
        texts += [f"{level.label} {level.descriptor}" for level in criterion.levels]
    return texts
