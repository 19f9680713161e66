"""The assessor's side of a submission: checks, levels, feedback with citations, and what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor_app.domain.assessment import (
    NOTE_CELL,
    CheckAnswer,
    Citation,
    Missing,
    Rating,
    Recommendation,
    assessment_from,
    check_cell,
    checks_from,
    done_cell,
    kept_citations,
    level_of,
    missing_in_assessment,
    rating_cell,
    recommendation,
)
from assessor_app.domain.feedback import FeedbackRule, unmet
from assessor_app.domain.library import placeholders
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import CompletionCheck, EarlierAttempts
from assessor_app.domain.submission import Role
from assessor_app.gui.review.history import Edit
from assessor_app.gui.review.mark_words import citation_words
from assessor_app.gui.review.state import Work
from assessor_app.protocol.packet import EarlierAttempt, EarlierRating
from assessor_app.protocol.sync import Purpose


@dataclass(frozen=True, slots=True)
class ReturnedItem:
    """Something that the approver asked to look at again; ``criterion_id`` is "" for the whole."""

    criterion_id: str
    reason: str
    done: bool


class AssessmentWork(Work):
    """A level and feedback for every criterion, after the checks where the policy asks for them first."""

    role = Role.ASSESSOR

    @property
    def is_live(self) -> bool:
        """Whether somebody decides on it. A validity packet is live to whoever scores it."""
        return self.workspace.row.purpose is Purpose.LIVE

    # Ratings.

    def rating(self, criterion_id: str) -> Rating:
        value = self._cells.get(rating_cell(criterion_id))
        return Rating.model_validate(value) if value is not None else Rating()

    def rate(self, criterion_id: str, level: int | None) -> None:
        """Choose a level, counted from 1; one that the criterion does not have is no choice."""
        if level is not None and not 1 <= level <= len(self.criterion(criterion_id).levels):
            return
        if not self.may_rate:
            return
        rating = self.rating(criterion_id).model_copy(update={"level": level})
        self._edit(rating_cell(criterion_id), rating.model_dump(mode="json"), Edit.RATE)

    def set_feedback(self, criterion_id: str, text: str, citations: Sequence[Citation] | None = None) -> None:
        """Keep feedback with the citations that still stand in it; None keeps those it had."""
        rating = self.rating(criterion_id)
        kept = kept_citations(text, rating.citations if citations is None else citations)
        rating = rating.model_copy(update={"feedback": text, "citations": kept})
        self._edit(rating_cell(criterion_id), rating.model_dump(mode="json"))

    def citable_marks(self, criterion_id: str) -> tuple[Mark, ...]:
        """Marks that feedback may point to, this criterion's first; private ones are never cited."""
        shown = [mark for mark in self.marks() if not mark.private]
        return tuple(sorted(shown, key=lambda mark: mark.criterion_id != criterion_id))

    def citation_of(self, mark: Mark) -> Citation:
        """How feedback names a mark, with its evidence where the requirement has several pieces."""
        item = self.evidence_item(mark.evidence_id)
        siblings = [other for other in self.evidence if item and other.requirement_id == item.requirement_id]
        title = item.title if item is not None and len(siblings) > 1 else ""
        return Citation(mark_id=mark.id, text=citation_words(mark, title))

    def feedback_hints(self, criterion_id: str) -> tuple[FeedbackRule, ...]:
        """What the issuer's rules would add to this criterion's feedback; advice, never a condition."""
        rating = self.rating(criterion_id)
        meets = level_of(self.criterion(criterion_id), rating.level)
        if meets is None:
            return ()
        cites = bool(kept_citations(rating.feedback, rating.citations))
        return unmet(self.micro_credential.rules(), rating.feedback, meets=meets, cites=cites)

    def has_blanks(self, criterion_id: str) -> bool:
        """Whether a comment's blank was left as it is in this feedback."""
        return bool(placeholders(self.rating(criterion_id).feedback))

    @property
    def note(self) -> str:
        """To the approver; the applicant never sees it."""
        return str(self._cells.get(NOTE_CELL) or "")

    def set_note(self, text: str) -> None:
        self._edit(NOTE_CELL, text or None)

    # Completion checks.

    @property
    def checks(self) -> tuple[CompletionCheck, ...]:
        """The checks to answer first; none where the policy does not make them a step."""
        if not self.micro_credential.policies.completion_checks_first:
            return ()
        return tuple(check for _, check in self.micro_credential.checks())

    def check(self, check_id: str) -> CheckAnswer | None:
        value = self._cells.get(check_cell(check_id))
        return CheckAnswer.model_validate(value) if value is not None else None

    def answer(self, check_id: str, ok: bool) -> None:
        before = self.check(check_id)
        answer = CheckAnswer(ok=ok, note=before.note if before is not None else "")
        self._edit(check_cell(check_id), answer.model_dump(mode="json"), Edit.RATE)

    def set_check_note(self, check_id: str, text: str) -> None:
        answer = CheckAnswer(ok=False, note=text)
        self._edit(check_cell(check_id), answer.model_dump(mode="json"))

    def next_check(self) -> CompletionCheck | None:
        """The first one that is not answered yet."""
        return next((check for check in self.checks if self.check(check.id) is None), None)

    @property
    def some_check_failed(self) -> bool:
        answers = checks_from(self._cells)
        return any(check.id in answers and not answers[check.id].ok for check in self.checks)

    @property
    def may_rate(self) -> bool:
        """Whether every check that comes first was answered with yes."""
        answers = checks_from(self._cells)
        return all(check.id in answers and answers[check.id].ok for check in self.checks)

    # What came back, and what was before.

    def returned_items(self) -> tuple[ReturnedItem, ...]:
        reasons, returned = self.workspace.row.returned_reasons, self.workspace.assignment.returned_id
        order = ["", *(criterion.id for _, criterion in self.micro_credential.criteria())]
        return tuple(
            ReturnedItem(key, reasons[key], self._cells.get(done_cell(key)) == returned)
            for key in sorted(reasons, key=lambda key: order.index(key) if key in order else len(order))
        )

    def tick(self, criterion_id: str, done: bool) -> None:
        if criterion_id in self.workspace.row.returned_reasons:
            self._edit(done_cell(criterion_id), self.workspace.assignment.returned_id if done else None)

    @property
    def earlier_may_be_seen(self) -> bool:
        """Earlier ratings stay hidden during an independent first pass, where the issuer asks for one."""
        if self.micro_credential.policies.earlier_attempts is EarlierAttempts.FROM_START or not self.editable:
            return True
        return all(self.rating(criterion.id).level is not None for _, criterion in self.micro_credential.criteria())

    @property
    def earlier(self) -> tuple[EarlierAttempt, ...]:
        """Earlier attempts that may be seen now, the latest first."""
        manifest = self.workspace.manifest
        if manifest is None or not self.earlier_may_be_seen:
            return ()
        return tuple(sorted(manifest.earlier, key=lambda attempt: -attempt.attempt))

    def earlier_ratings(self, criterion_id: str) -> tuple[tuple[EarlierAttempt, EarlierRating], ...]:
        """What earlier attempts got here, the latest first."""
        return tuple(
            (attempt, rating)
            for attempt in self.earlier
            for rating in attempt.ratings
            if rating.criterion_id == criterion_id
        )

    # Handing in.

    def missing_in(self, cells: Mapping[str, Any]) -> tuple[Missing, ...]:
        return missing_in_assessment(self.micro_credential, assessment_from(cells), has_reader=self.is_live)

    def recommendation(self) -> Recommendation:
        levels = {c.id: self.rating(c.id).level for _, c in self.micro_credential.criteria()}
        return recommendation(self.micro_credential, levels)
