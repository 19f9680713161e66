"""The right column while approving: the assessor's word on each criterion, and one's own beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from assessor_app.domain.assessment import (
    Missing,
    Outcome,
    Rating,
    Recommendation,
    kept_citations,
    recommendation,
)
from assessor_app.domain.microcredential import Criterion
from assessor_app.gui import theme
from assessor_app.gui.approval.state import DecisionWork
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.criteria_panel import CriteriaPanel
from assessor_app.gui.review.criterion_card import CriterionCard, LevelButtons
from assessor_app.gui.review.missing import missing_words
from assessor_app.gui.review.similar import SimilarPart
from assessor_app.gui.review.spelled_field import SpelledField
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import ElidedButton, button, chip, column, exact_time, label, panel
from assessor_app.protocol.sync import AssignmentData


class DecisionCard(CriterionCard):
    """A criterion that the approver agrees with or changes."""

    work: DecisionWork
    left_field = Signal()
    citation_opened = Signal(str)
    _reason_wanted = False

    def __init__(self, work: DecisionWork, session: Session, criterion: Criterion, number: str) -> None:
        self._session = session
        super().__init__(work, criterion, number)

    def build_body(self, layout: QVBoxLayout) -> None:
        title = self.tr("Assessor")
        if self.work.second_readings:
            title = self.tr("Reading 1, the one to decide on")
        if self.work.readings_differ(self.criterion.id):
            layout.addWidget(chip(self.tr("The readings differ"), "attention"))
        layout.addWidget(self._reading_part(title, self.work.assessor_rating(self.criterion.id)))
        row = QHBoxLayout()
        self._agree = QPushButton(self.tr("Agree") + "  Y")
        self._agree.setProperty("kind", "level")
        self._agree.setCheckable(True)
        self._agree.setMinimumWidth(theme.current().px(96))
        self._agree.clicked.connect(lambda _=False: self.work.agree(self.criterion.id))
        row.addWidget(self._agree)
        row.addWidget(label(self.tr("or choose another level:"), "secondary", wrap=True), 1)
        layout.addLayout(row)
        self._levels = LevelButtons(self.criterion.levels)
        self._levels.chosen.connect(lambda level: self.work.change(self.criterion.id, level))
        layout.addWidget(self._levels)
        self._rationale = SpelledField(self.tr("Rationale for the change (the applicant reads it)"), self._session)
        self._rationale.kept.connect(lambda text: self.work.set_rationale(self.criterion.id, text))
        self._rationale.escaped.connect(self.left_field)
        layout.addWidget(self._rationale)
        self._marks = QVBoxLayout()
        self._marks.setSpacing(4)
        layout.addLayout(self._marks)
        for number, reading in enumerate(self.work.second_readings, start=2):
            rating = reading.assessment.ratings.get(self.criterion.id)
            if rating is not None and rating.level is not None:
                layout.addWidget(self._reading_part(self.tr("Reading {n}").format(n=number), rating))
        hint = self.tr("Reason to return this criterion (only the assessor reads it)")
        self._reason = SpelledField(hint, self._session)
        self._reason.kept.connect(lambda text: self.work.set_reason(text, self.criterion.id))
        self._reason.escaped.connect(self.left_field)
        layout.addWidget(self._reason)

    def _reading_part(self, title: str, rating: Rating) -> QFrame:
        part = QFrame()
        part.setProperty("card", True)
        inner = column(part, (12, 8, 12, 10), 4)
        level = self.criterion.levels[rating.level - 1] if rating.level else None
        head = QHBoxLayout()
        head.addWidget(label(title, "label", wrap=True), 1)
        if level is not None:
            head.addWidget(chip(level.label, "good" if level.meets else "attention"))
        inner.addLayout(head)
        if level is not None:
            inner.addWidget(label(level.descriptor, "secondary", wrap=True))
        inner.addWidget(label(rating.feedback or self.tr("No feedback written."), wrap=True))
        for citation in kept_citations(rating.feedback, rating.citations):
            go = ElidedButton(citation.text)
            go.clicked.connect(partial(self._open_citation, citation.mark_id))
            go.setAccessibleName(self.tr("Show {words}").format(words=citation.text))
            inner.addWidget(go)
        return part

    def _open_citation(self, mark_id: str, _: bool = False) -> None:
        self.citation_opened.emit(mark_id)

    def show_body(self) -> None:
        override = self.work.override(self.criterion.id)
        changed = not override.agreed and override.level is not None
        self._agree.setChecked(override.agreed)
        self._levels.show_level(override.level if changed else self.work.assessor_rating(self.criterion.id).level
                                if override.agreed else None)  # fmt: skip
        self._rationale.setVisible(changed)
        self._rationale.show_text(override.rationale)
        for widget in (self._agree, self._levels):
            widget.setEnabled(self.work.editable)
        self._rationale.setReadOnly(not self.work.editable)
        reason = self.work.reason(self.criterion.id)
        self._reason.show_text(reason)
        self._reason.setVisible(bool(reason) or self._reason_wanted)
        self._reason.setReadOnly(not self.work.editable)
        self.fill_marks(self._marks)

    def focus_rationale(self) -> None:
        if self.body is not None and self._rationale.isVisibleTo(self):
            self._rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_reason(self) -> None:
        """Open the field for a reason to return this criterion."""
        self._reason_wanted = True
        self.refresh()
        self._reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_now(self) -> None:
        if self.body is not None:
            self._rationale.keep_now()
            self._reason.keep_now()

    def result(self) -> tuple[str, str]:
        override = self.work.override(self.criterion.id)
        if self.work.reason(self.criterion.id):
            return self.tr("↩ To return"), "attention"
        if override.agreed:
            return self.tr("✓ Agreed"), "good"
        if override.level is not None:
            return self.tr("Changed to {level}").format(
                level=self.criterion.levels[override.level - 1].label
            ), "attention"
        return "", "strong"

    def summary(self) -> str:
        rating = self.work.assessor_rating(self.criterion.id)
        name = self.criterion.levels[rating.level - 1].label if rating.level else "–"
        words = self.tr("Assessor: {level} · {marks}").format(level=name, marks=self.marks_words())
        return words + " · " + self.tr("readings differ") if self.work.readings_differ(self.criterion.id) else words


def clock_words(assignment: AssignmentData) -> str:
    """The three clocks of a decision, as far as they are known here."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("clocks", text)

    known = (
        (tr("Decided {time} (the approver's computer)"), assignment.decided_at),
        (tr("Received {time} (server)"), assignment.received_at),
        (tr("Awarded {time} (server)"), assignment.awarded_at),
    )
    return "\n".join(words.format(time=exact_time(at)) for words, at in known if at is not None)


class DecisionPanel(CriteriaPanel):
    """The approver's."""

    work: DecisionWork
    finalise_asked = Signal()
    return_asked = Signal()
    field_left = Signal()
    citation_opened = Signal(str)

    def __init__(self, work: DecisionWork, session: Session) -> None:
        self._session = session
        super().__init__(work)

    def build_intro(self, layout: QVBoxLayout) -> None:
        layout.addWidget(SimilarPart(self.work))
        assessment = self.work.assessment
        levels = {key: rating.level for key, rating in assessment.ratings.items()}
        earn = recommendation(self.work.micro_credential, levels) is Recommendation.EARN
        intro = panel("bottom")
        inner = column(intro, (16, 12, 16, 12), 6)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("The assessor recommends"), "secondary", wrap=True), 1)
        head.addWidget(chip(self.tr("Earn") if earn else self.tr("Not yet"), "good" if earn else "attention"))
        inner.addLayout(head)
        if assessment.private_note:
            inner.addWidget(label(self.tr("Note to you: {note}").format(note=assessment.private_note), wrap=True))
        if self.work.second_readings:
            disputed = len(self.work.disputed())
            words = self.tr("A second reading agrees on every level.")
            if disputed:
                words = self.tr("A second reading differs on {n} of {total}; Shift+D goes to the next.").format(
                    n=disputed, total=len(self.work.criterion_ids)
                )
            inner.addWidget(label(words, "secondary", wrap=True))
        self._clocks = label("", "secondary", wrap=True)
        inner.addWidget(self._clocks)
        layout.addWidget(intro)

    def make_card(self, criterion: Criterion, number: str) -> CriterionCard:
        card = DecisionCard(self.work, self._session, criterion, number)
        card.left_field.connect(self.field_left)
        card.citation_opened.connect(self.citation_opened)
        return card

    def build_bar(self, bar: QFrame) -> None:
        layout = column(bar, (16, 10, 16, 10), 6)
        self._official = label("", "secondary", wrap=True)
        layout.addWidget(self._official)
        row = FlowLayout()
        self._left = button("", self._to_first_missing, "link")
        self._return = button(self.tr("Return…"), self.return_asked.emit)
        self._return.setToolTip(self.tr("Return to the assessor with a reason"))
        self._finalise = button("", self.finalise_asked.emit, "primary")
        row.addWidget(self._left)
        row.add_stretch()
        row.addWidget(self._return)
        row.addWidget(self._finalise)
        layout.addLayout(row)

    def refresh(self) -> None:
        super().refresh()
        missing = self.work.missing()
        award = self.work.outcome() is Outcome.AWARD
        self._left.setText(self.tr("{n} left").format(n=len(missing)) if missing else self.tr("Complete"))
        self._left.setToolTip("\n".join(missing_words(self.work, lack) for lack in missing[:12]))
        self._finalise.setText((self.tr("Award") if award else self.tr("Not yet")) + "  Ctrl ↵")
        self._official.setText(self.tr("It becomes official when it is synced. You can finalise offline."))
        self._clocks.setText(clock_words(self.work.workspace.assignment))
        self._clocks.setVisible(bool(self._clocks.text()))
        for widget in (self._left, self._return, self._finalise, self._official):
            widget.setVisible(self.work.editable)

    def _to_first_missing(self) -> None:
        missing = self.work.missing()
        if missing:
            self.go_to(missing[0])

    def go_to(self, lack: Missing) -> None:
        if lack.criterion_id is not None:
            self.work.select_criterion(lack.criterion_id)
            self.focus_rationale()

    def focus_rationale(self) -> None:
        card = self.card(self.work.criterion_id)
        if isinstance(card, DecisionCard):
            card.focus_rationale()

    def focus_reason(self) -> None:
        card = self.card(self.work.criterion_id)
        if isinstance(card, DecisionCard):
            card.focus_reason()

    def keep_now(self) -> None:
        for card in self.cards:
            if isinstance(card, DecisionCard):
                card.keep_now()
