"""The right column while assessing: phases, criteria with levels and feedback, and what is left to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.assessment import Missing, Recommendation, word_count
from assessor_app.domain.microcredential import Criterion
from assessor_app.gui import theme
from assessor_app.gui.review.criterion_card import CriterionCard, LevelButtons, PhaseTab
from assessor_app.gui.review.fields import ProseField
from assessor_app.gui.review.missing import missing_words
from assessor_app.gui.review.state import AssessmentWork, Work
from assessor_app.gui.widgets import button, chip, column, label, panel, set_look


class RatingCard(CriterionCard):
    """A criterion that the assessor rates."""

    work: AssessmentWork

    def build_body(self, layout: QVBoxLayout) -> None:
        self._levels = LevelButtons(self.criterion.levels)
        self._levels.chosen.connect(lambda level: self.work.rate(self.criterion.id, level))
        self._descriptor = label("", "secondary", wrap=True)
        self._marks = QVBoxLayout()
        self._marks.setSpacing(4)
        self._feedback = ProseField(self.tr("Feedback to the applicant"))
        self._feedback.kept.connect(lambda text: self.work.set_feedback(self.criterion.id, text))
        self._feedback.textChanged.connect(self._count)
        self._hint = label("", "secondary", wrap=True)
        self._words = label("", "secondary")
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._words)
        layout.addWidget(self._levels)
        layout.addWidget(self._descriptor)
        layout.addLayout(self._marks)
        layout.addWidget(self._feedback)
        layout.addLayout(foot)
        self._earlier(layout)

    def _earlier(self, layout: QVBoxLayout) -> None:
        """What earlier attempts got here, from the packet's own history."""
        manifest = self.work.workspace.manifest
        for attempt in manifest.earlier if manifest is not None else ():
            for rating in attempt.ratings:
                if rating.criterion_id == self.criterion.id:
                    name = self.criterion.levels[rating.level - 1].label
                    said = f" – {rating.feedback}" if rating.feedback else ""
                    layout.addWidget(label(self.tr("Attempt {n}: ").format(n=attempt.attempt) + name + said,
                                           "secondary", wrap=True))  # fmt: skip

    def show_body(self) -> None:
        rating = self.work.rating(self.criterion.id)
        self._levels.show_level(rating.level)
        self._levels.setEnabled(self.work.editable)
        chosen = self.criterion.levels[rating.level - 1] if rating.level else None
        self._descriptor.setText(chosen.descriptor if chosen else self.tr("Choose a level with its number key."))
        self._feedback.show_text(rating.feedback)
        self._feedback.setReadOnly(not self.work.editable)
        needs = chosen is not None and not chosen.meets and not rating.feedback.strip()
        self._hint.setText(self.tr("A level that does not meet needs feedback.") if needs else "")
        set_look(self._hint, "tone", "attention" if needs else "secondary")
        self.fill_marks(self._marks)
        self._count()

    def _count(self) -> None:
        words = word_count(self._feedback.toPlainText())
        suggested = self.criterion.suggested_feedback_words
        text = self.tr("{n} words").format(n=words)
        if suggested:
            text = self.tr("{n} words · about {m} suggested").format(n=words, m=suggested)
        self._words.setText(text)

    def focus_feedback(self) -> None:
        self._feedback.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_now(self) -> None:
        if self.body is not None:
            self._feedback.keep_now()

    def result(self) -> tuple[str, str]:
        level = self.work.rating(self.criterion.id).level
        if level is None:
            return "", "strong"
        chosen = self.criterion.levels[level - 1]
        return chosen.label, "good" if chosen.meets else "attention"

    def summary(self) -> str:
        rating = self.work.rating(self.criterion.id)
        if rating.level is None and not rating.feedback:
            return self.tr("Not rated yet.")
        words = self.tr("{n} words of feedback").format(n=word_count(rating.feedback))
        return f"{self.marks_words()} · {words}"


class CriteriaPanel(QWidget):
    """Phases on top, cards in a scroll, a bar at the bottom. What the cards are is the subclass's matter."""

    mark_chosen = Signal(object)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self._tabs: list[PhaseTab] = []
        self.cards: list[CriterionCard] = []
        layout = column(self)
        layout.addWidget(self._build_tabs())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = panel()
        self._column = column(holder)
        self.build_intro(self._column)
        numbers = work.micro_credential.numbering()
        for requirement in work.micro_credential.requirements:
            for criterion in requirement.criteria:
                card = self.make_card(criterion, numbers[criterion.id])
                card.selected.connect(work.select_criterion)
                card.mark_chosen.connect(self.mark_chosen)
                self.cards.append(card)
                self._column.addWidget(card)
        self._column.addStretch(1)
        self._scroll.setWidget(holder)
        layout.addWidget(self._scroll, 1)
        bar = panel("top")
        self.build_bar(bar)
        layout.addWidget(bar)
        self._shown_criterion = ""
        work.listen(self.refresh)

    def build_intro(self, layout: QVBoxLayout) -> None:
        """What stands above the criteria, if anything."""

    def make_card(self, criterion: Criterion, number: str) -> CriterionCard:
        raise NotImplementedError

    def build_bar(self, bar: QFrame) -> None:
        raise NotImplementedError

    def _build_tabs(self) -> QFrame:
        result = panel("bottom")
        row = QHBoxLayout(result)
        row.setContentsMargins(14, 4, 14, 6)
        row.setSpacing(6)
        for phase in self.work.micro_credential.phases():
            tab = PhaseTab(phase)
            tab.clicked.connect(lambda _=False, p=phase: self._to_phase(p))
            self._tabs.append(tab)
            row.addWidget(tab)
        return result

    def _to_phase(self, phase: object) -> None:
        """To the first criterion of a phase that still lacks something, else to its first."""
        own = [c.id for r, c in self.work.micro_credential.criteria() if r.phase is phase]
        self.work.select_criterion(next((key for key in own if not self.work.is_done(key)), own[0]))

    def card(self, criterion_id: str) -> CriterionCard:
        return next(card for card in self.cards if card.criterion.id == criterion_id)

    def refresh(self) -> None:
        for tab, state in zip(self._tabs, self.work.phases(), strict=True):
            tab.show_state(state)
        for card in self.cards:
            card.refresh()
        if self.work.criterion_id != self._shown_criterion:
            self._shown_criterion = self.work.criterion_id
            QTimer.singleShot(0, self, self._bring_into_view)

    def _bring_into_view(self) -> None:
        card = self.card(self.work.criterion_id)
        self._scroll.ensureWidgetVisible(card, 0, theme.current().px(24))
        # A card taller than the view shows its head rather than its foot.
        if card.height() > self._scroll.viewport().height() - theme.current().px(24):
            self._scroll.verticalScrollBar().setValue(card.y())


class RubricPanel(CriteriaPanel):
    """The assessor's."""

    work: AssessmentWork
    submit_asked = Signal()

    def build_intro(self, layout: QVBoxLayout) -> None:
        reason = self.work.workspace.row.returned_reasons.get("", "")
        if reason:
            intro = panel("bottom")
            inner = column(intro, (16, 12, 16, 12), 4)
            inner.addWidget(chip(self.tr("Returned by the approver"), "attention"))
            inner.addWidget(label(reason, wrap=True))
            layout.addWidget(intro)

    def make_card(self, criterion: Criterion, number: str) -> CriterionCard:
        return RatingCard(self.work, criterion, number)

    def build_bar(self, bar: QFrame) -> None:
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 10, 16, 10)
        self._left = button("", self._to_first_missing, "link")
        self._submit = button(self.tr("Submit") + "  Ctrl ↵", self.submit_asked.emit, "primary")
        self._submit.setAccessibleName(self.tr("Submit recommendation"))
        row.addWidget(self._left)
        row.addStretch(1)
        row.addWidget(self._submit)

    def refresh(self) -> None:
        super().refresh()
        missing = self.work.missing()
        self._left.setVisible(self.work.editable)
        self._submit.setVisible(self.work.editable)
        if missing:
            self._left.setText(self.tr("{n} left").format(n=len(missing)))
            self._left.setToolTip("\n".join(missing_words(self.work, lack) for lack in missing[:12]))
        else:
            earn = self.work.recommendation() is Recommendation.EARN
            self._left.setText(self.tr("Complete: earn") if earn else self.tr("Complete: not yet"))
            self._left.setToolTip("")

    def _to_first_missing(self) -> None:
        missing = self.work.missing()
        if missing:
            self.go_to(missing[0])

    def go_to(self, lack: Missing) -> None:
        """Open the place where something is missing."""
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

    def keep_now(self) -> None:
        for card in self.cards:
            if isinstance(card, RatingCard):
                card.keep_now()
