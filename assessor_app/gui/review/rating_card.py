"""A criterion that the assessor rates: level, marks, feedback with aids, and what earlier attempts got."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from assessor_app.domain.assessment import Citation, word_count
from assessor_app.domain.feedback import DEFAULT_RULES, FeedbackRule
from assessor_app.domain.library import Entry
from assessor_app.domain.microcredential import Criterion
from assessor_app.gui.review.assessing import AssessmentWork
from assessor_app.gui.review.criterion_card import CriterionCard, LevelButtons
from assessor_app.gui.review.feedback_field import FeedbackField
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import chip, clear, column, label, set_look
from assessor_app.protocol.packet import EarlierAttempt, EarlierRating


def rule_words(rule: FeedbackRule) -> str:
    """What a rule advises: the issuer's own words, or the usual rules' in the person's language."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("feedback-rules", text)

    usual = {
        "names-strength": tr("Name a strength: what works, and where."),
        "names-next-step": tr("Name a next step that the educator can take."),
        "cites-evidence": tr("Point to the evidence: cite a mark with @."),
        "speaks-of-the-work": tr("Speak of the work, not of the person."),
    }
    return usual.get(rule.id, rule.says) if rule in DEFAULT_RULES else rule.says


class RatingCard(CriterionCard):
    work: AssessmentWork
    left_field = Signal()
    citation_opened = Signal(str)

    def __init__(self, work: AssessmentWork, session: Session, criterion: Criterion, number: str) -> None:
        self._session = session
        self._shown_earlier: object = None
        super().__init__(work, criterion, number)

    def build_body(self, layout: QVBoxLayout) -> None:
        self._levels = LevelButtons(self.criterion.levels)
        self._levels.chosen.connect(lambda level: self.work.rate(self.criterion.id, level))
        self._descriptor = label("", "secondary", wrap=True)
        self._marks = QVBoxLayout()
        self._marks.setSpacing(4)
        self._feedback = self._build_field()
        self._hint = label("", "secondary", wrap=True)
        self._words = label("", "secondary", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._earlier = QVBoxLayout()
        self._earlier.setSpacing(6)
        layout.addWidget(self._levels)
        layout.addWidget(self._descriptor)
        layout.addLayout(self._marks)
        layout.addWidget(self._feedback)
        layout.addWidget(self._words)
        layout.addWidget(self._hint)
        layout.addLayout(self._earlier)

    def _build_field(self) -> FeedbackField:
        session = self._session
        live = self.tr("Feedback to the applicant: / inserts a comment, @ cites a mark")
        field = FeedbackField(
            # A packet of one's own calibration has no applicant.
            live if self.work.is_live else self.tr("Notes for yourself (nobody reads them)"),
            self._offer_comments,
            self._offer_citations,
            session,
        )
        field.kept.connect(lambda text: self.work.set_feedback(self.criterion.id, text, field.citations))
        field.textChanged.connect(self._count)
        field.comment_used.connect(session.library.count_use)
        field.citation_opened.connect(self.citation_opened)
        field.escaped.connect(self.left_field)
        return field

    def _offer_comments(self, typed: str) -> Sequence[Entry]:
        level = self.work.rating(self.criterion.id).level
        return self._session.library.offer(self.work.micro_credential, typed, self.criterion.id, level)

    def _offer_citations(self, typed: str) -> Sequence[Citation]:
        wanted = typed.casefold().split()
        every = [self.work.citation_of(mark) for mark in self.work.citable_marks(self.criterion.id)]
        return [citation for citation in every if all(word in citation.text.casefold() for word in wanted)][:20]

    # What is shown.

    def show_body(self) -> None:
        rating = self.work.rating(self.criterion.id)
        may = self.work.editable and self.work.may_rate
        self._levels.show_level(rating.level)
        self._levels.setEnabled(may)
        chosen = self.criterion.levels[rating.level - 1] if rating.level else None
        self._descriptor.setText(chosen.descriptor if chosen else self._nothing_chosen(may))
        self._feedback.show_feedback(rating.feedback, rating.citations)
        self._feedback.setReadOnly(not self.work.editable)
        self._feedback.setVisible(self.work.editable or bool(rating.feedback))
        self._show_hint()
        self.fill_marks(self._marks)
        self._fill_earlier()
        self._count()

    def _nothing_chosen(self, may: bool) -> str:
        if not self.work.editable:
            return self.tr("Not rated.")
        if may:
            return self.tr("Choose a level with its number key.")
        if self.work.some_check_failed:
            return self.tr("It goes back as incomplete, so nothing is rated.")
        return self.tr("Answer the completion checks first.")

    def _show_hint(self) -> None:
        rating = self.work.rating(self.criterion.id)
        chosen = self.criterion.levels[rating.level - 1] if rating.level else None
        live = self.work.is_live
        needs = live and chosen is not None and not chosen.meets and not rating.feedback.strip()
        wanted = live and self._session.preferences.feedback_hints
        hints = self.work.feedback_hints(self.criterion.id) if wanted else ()
        words = rule_words(hints[0]) if hints and self.work.editable else ""
        self._hint.setVisible(needs or bool(words))
        self._hint.setText(self.tr("A level that does not meet needs feedback.") if needs else words)
        set_look(self._hint, "tone", "attention" if needs else "secondary")

    def _fill_earlier(self) -> None:
        ratings = self.work.earlier_ratings(self.criterion.id)
        if ratings == self._shown_earlier:
            return
        self._shown_earlier = ratings
        clear(self._earlier)
        for attempt, rating in ratings:
            self._earlier.addWidget(self._earlier_part(attempt, rating))

    def _earlier_part(self, attempt: EarlierAttempt, rating: EarlierRating) -> QFrame:
        """What an attempt before this one got here, in the same words that the applicant read."""
        part = QFrame()
        part.setProperty("card", True)
        inner = column(part, (12, 8, 12, 10), 4)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Attempt {n}").format(n=attempt.attempt), "label"), 1)
        if rating.label:
            head.addWidget(chip(rating.label, "good" if rating.meets else "attention"))
        inner.addLayout(head)
        inner.addWidget(label(rating.feedback or self.tr("No feedback written."), wrap=True))
        if rating.rationale:
            said = self.tr("Approver: {words}").format(words=rating.rationale)
            inner.addWidget(label(said, "secondary", wrap=True))
        number = sum(mark.criterion_id == self.criterion.id for mark in attempt.marks)
        if number:
            words = self.tr("1 mark then") if number == 1 else self.tr("{n} marks then").format(n=number)
            inner.addWidget(label(words, "secondary"))
        return part

    def _count(self) -> None:
        words = word_count(self._feedback.toPlainText())
        suggested = self.criterion.suggested_feedback_words
        text = self.tr("1 word") if words == 1 else self.tr("{n} words").format(n=words)
        if suggested:
            text = self.tr("{n} words · about {m} suggested").format(n=words, m=suggested)
        self._words.setText(text if self.work.editable else "")

    # The field.

    def focus_feedback(self) -> None:
        if not self._feedback.textCursor().position():
            self._feedback.moveCursor(QTextCursor.MoveOperation.End)
        self._feedback.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def feedback_field(self) -> FeedbackField | None:
        return self._feedback if self.body is not None else None

    def keep_now(self) -> None:
        if self.body is not None:
            self._feedback.keep_now()

    # The head.

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
