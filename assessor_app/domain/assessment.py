"""Assessments and decisions, and the rules for when each is complete.

A person's work on one submission is a *draft*: a set of named cells, each the smallest thing that two computers may
change independently (one criterion's rating, one mark, one note). Completeness and outcome are computed from cells,
never stored beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import Criterion, MicroCredential
from assessor_app.domain.value import Key, Line, Prose, Value


class Recommendation(StrEnum):
    EARN = "earn"
    NOT_YET = "not_yet"


class Outcome(StrEnum):
    """An approver's decision."""

    AWARD = "award"
    NOT_YET = "not_yet"
    RETURN = "return"


class Citation(Value):
    """A place in feedback that points to a mark: wherever ``text`` stands in it, it leads to that mark."""

    mark_id: str = Field(min_length=1, max_length=64)
    text: Line


class Rating(Value):
    """One criterion rated: ``level`` counts from 1 in the rubric's order; None while not rated yet."""

    level: int | None = Field(default=None, ge=1, le=9)
    feedback: Prose = ""
    citations: tuple[Citation, ...] = Field(default=(), max_length=100)


class CheckAnswer(Value):
    """A completion check answered. ``note`` tells the applicant what to do where the answer is no."""

    ok: bool
    note: Prose = ""


class Override(Value):
    """The approver's word on one criterion: agreed, or changed to ``level`` for a ``rationale``.

    ``on`` is the assessment that it speaks of: agreement with one reading is none with the next.
    """

    agreed: bool = False
    level: int | None = Field(default=None, ge=1, le=9)
    rationale: Prose = ""
    on: str | None = Field(default=None, max_length=64)


class ReturnReason(Value):
    """Why a reading should go back, with the assessment that is meant: a new reading begins without reasons."""

    text: Prose
    on: str | None = Field(default=None, max_length=64)


class Assessment(Value):
    """One assessor's complete or incomplete work on a submission."""

    ratings: dict[str, Rating] = Field(default_factory=dict)
    marks: tuple[Mark, ...] = Field(default=(), max_length=20_000)
    private_note: Prose = ""
    checks: dict[Key, CheckAnswer] = Field(default_factory=dict)


class Decision(Value):
    """One approver's work on a submission; ``marks`` are the approver's own.

    To return, a ``reason`` for the whole is needed or one for a criterion: ``reasons`` is criterion id → text.
    """

    outcome: Outcome
    overrides: dict[str, Override] = Field(default_factory=dict)
    marks: tuple[Mark, ...] = Field(default=(), max_length=20_000)
    reason: Prose = ""
    reasons: dict[Key, Prose] = Field(default_factory=dict)

    def return_reasons(self) -> dict[str, str]:
        """What the assessor has to look at again: criterion id, or "" for the whole → text."""
        every = {"": self.reason, **self.reasons}
        return {key: text.strip() for key, text in every.items() if text.strip()}


class Lack(StrEnum):
    """What keeps work from being submitted."""

    NOT_RATED = "not_rated"
    NO_SUCH_LEVEL = "no_such_level"
    FEEDBACK_NEEDED = "feedback_needed"
    UNKNOWN_CRITERION = "unknown_criterion"
    NOT_DECIDED = "not_decided"
    RATIONALE_NEEDED = "rationale_needed"
    REASON_NEEDED = "reason_needed"
    OUTCOME_CONTRADICTS_RATINGS = "outcome_contradicts_ratings"
    CHECK_NEEDED = "check_needed"
    CHECK_FAILED = "check_failed"
    CHECK_NOTE_NEEDED = "check_note_needed"
    NO_CHECK_FAILED = "no_check_failed"


class Missing(Value):
    """One thing missing and its place; ``criterion_id`` is None when it concerns the whole."""

    lack: Lack
    criterion_id: str | None = None
    check_id: str | None = None


def word_count(text: str) -> int:
    """Words as people count them: runs of characters between white space."""
    return len(text.split())


def level_of(criterion: Criterion, level: int | None) -> bool | None:
    """Whether ``level`` of ``criterion`` meets; None when it is not rated or there is no such level."""
    if level is None or level > len(criterion.levels):
        return None
    return criterion.levels[level - 1].meets


def missing_in_assessment(
    micro_credential: MicroCredential, assessment: Assessment, *, has_reader: bool = True
) -> tuple[Missing, ...]:
    """What is missing before the assessment may be submitted, in scoring order. Empty when complete.

    Every criterion needs a rating; a level that does not meet needs feedback, unless nobody is there to read it, as in
    practice and qualification. Word counts are never a reason (FAQ 17).
    """
    missing = _missing_checks(micro_credential, assessment.checks)
    known = set()
    for _, criterion in micro_credential.criteria():
        known.add(criterion.id)
        rating = assessment.ratings.get(criterion.id, Rating())
        meets = level_of(criterion, rating.level)
        if rating.level is None:
            missing.append(Missing(lack=Lack.NOT_RATED, criterion_id=criterion.id))
        elif meets is None:
            missing.append(Missing(lack=Lack.NO_SUCH_LEVEL, criterion_id=criterion.id))
        elif has_reader and not meets and not rating.feedback.strip():
            missing.append(Missing(lack=Lack.FEEDBACK_NEEDED, criterion_id=criterion.id))
    missing += [
        Missing(lack=Lack.UNKNOWN_CRITERION, criterion_id=key) for key in assessment.ratings if key not in known
    ]
    return tuple(missing)


def _missing_checks(micro_credential: MicroCredential, answers: Mapping[str, CheckAnswer]) -> list[Missing]:
    """Before ratings, where the policy makes the checks a step of their own, each has to be answered with yes."""
    if not micro_credential.policies.completion_checks_first:
        return []
    missing = []
    for _, check in micro_credential.checks():
        answer = answers.get(check.id)
        if answer is None:
            missing.append(Missing(lack=Lack.CHECK_NEEDED, check_id=check.id))
        elif not answer.ok:
            missing.append(Missing(lack=Lack.CHECK_FAILED, check_id=check.id))
    return missing


def missing_in_incomplete(micro_credential: MicroCredential, answers: Mapping[str, CheckAnswer]) -> tuple[Missing, ...]:
    """What is missing before a submission may go back as incomplete: a failed check, each with a helpful sentence."""
    if not micro_credential.policies.completion_checks_first:
        return (Missing(lack=Lack.NO_CHECK_FAILED),)
    missing, failed = [], False
    for _, check in micro_credential.checks():
        answer = answers.get(check.id)
        if answer is None:
            missing.append(Missing(lack=Lack.CHECK_NEEDED, check_id=check.id))
        elif not answer.ok:
            failed = True
            if not answer.note.strip():
                missing.append(Missing(lack=Lack.CHECK_NOTE_NEEDED, check_id=check.id))
    if not failed and not missing:
        missing.append(Missing(lack=Lack.NO_CHECK_FAILED))
    return tuple(missing)


def kept_citations(text: str, citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations whose words still stand in the text, each once."""
    kept = {(citation.mark_id, citation.text): citation for citation in citations if citation.text in text}
    return tuple(kept.values())


def recommendation(micro_credential: MicroCredential, levels: Mapping[str, int | None]) -> Recommendation:
    """*Earn* when every criterion of every requirement is at a level that meets, else *not yet*."""
    every = all(level_of(c, levels.get(c.id)) is True for _, c in micro_credential.criteria())
    return Recommendation.EARN if every else Recommendation.NOT_YET


def final_levels(assessment: Assessment, overrides: Mapping[str, Override]) -> dict[str, int | None]:
    """Criterion id → level after the approver's changes; both readings stay on record elsewhere."""
    levels = {key: rating.level for key, rating in assessment.ratings.items()}
    for key, override in overrides.items():
        if not override.agreed and override.level is not None:
            levels[key] = override.level
    return levels


def missing_in_decision(
    micro_credential: MicroCredential, assessment: Assessment, decision: Decision
) -> tuple[Missing, ...]:
    """What is missing before the decision may be made, in scoring order. Empty when complete.

    To award or say *not yet*, the approver has agreed to or changed every criterion, each change with a rationale,
    and the outcome follows from the final levels. To return, a reason is enough.
    """
    if decision.outcome is Outcome.RETURN:
        return () if decision.return_reasons() else (Missing(lack=Lack.REASON_NEEDED),)
    missing: list[Missing] = []
    known = set()
    for _, criterion in micro_credential.criteria():
        known.add(criterion.id)
        override = decision.overrides.get(criterion.id, Override())
        if override.agreed:
            continue
        if override.level is None:
            missing.append(Missing(lack=Lack.NOT_DECIDED, criterion_id=criterion.id))
        elif level_of(criterion, override.level) is None:
            missing.append(Missing(lack=Lack.NO_SUCH_LEVEL, criterion_id=criterion.id))
        elif not override.rationale.strip():
            missing.append(Missing(lack=Lack.RATIONALE_NEEDED, criterion_id=criterion.id))
    missing += [
        Missing(lack=Lack.UNKNOWN_CRITERION, criterion_id=key) for key in decision.overrides if key not in known
    ]
    earned = recommendation(micro_credential, final_levels(assessment, decision.overrides)) is Recommendation.EARN
    if not missing and earned is not (decision.outcome is Outcome.AWARD):
        missing.append(Missing(lack=Lack.OUTCOME_CONTRADICTS_RATINGS))
    return tuple(missing)


Cells = Mapping[str, Any]
"""Cell name → JSON value. Names are made by the functions below; a value of None means the cell was cleared."""


def rating_cell(criterion_id: str) -> str:
    return f"rating:{criterion_id}"


def override_cell(criterion_id: str) -> str:
    return f"override:{criterion_id}"


def mark_cell(mark_id: str) -> str:
    return f"mark:{mark_id}"


def check_cell(check_id: str) -> str:
    return f"check:{check_id}"


def reason_cell(criterion_id: str) -> str:
    """The approver's reason to return, for one criterion or, with "", for the whole."""
    return f"reason:{criterion_id}" if criterion_id else REASON_CELL


def done_cell(criterion_id: str) -> str:
    """The assessor's tick on a reason to return; its value names the return, so that the next one is open again."""
    return f"done:{criterion_id or 'whole'}"


NOTE_CELL = "note"
REASON_CELL = "reason"


def ratings_from(cells: Cells) -> dict[str, Rating]:
    return {key: Rating.model_validate(value) for key, value in _named(cells, "rating:").items()}


def overrides_from(cells: Cells, assessment_id: str | None) -> dict[str, Override]:
    """The approver's words on this assessment; those on an earlier reading don't count."""
    every = {key: Override.model_validate(value) for key, value in _named(cells, "override:").items()}
    return {key: override for key, override in every.items() if override.on in (None, assessment_id)}


def reason_from(cells: Cells, criterion_id: str, assessment_id: str | None) -> str:
    """Why this assessment should go back, for a criterion or, with "", for the whole; "" where nothing was said."""
    value = cells.get(reason_cell(criterion_id))
    if not isinstance(value, dict):
        return str(value or "")
    reason = ReturnReason.model_validate(value)
    return reason.text if reason.on in (None, assessment_id) else ""


def marks_from(cells: Cells) -> tuple[Mark, ...]:
    """The marks in the order of their ids, which is the order in which they were made."""
    named = _named(cells, "mark:")
    return tuple(Mark.model_validate(named[key]) for key in sorted(named))


def checks_from(cells: Cells) -> dict[str, CheckAnswer]:
    return {key: CheckAnswer.model_validate(value) for key, value in _named(cells, "check:").items()}


def assessment_from(cells: Cells) -> Assessment:
    return Assessment(
        ratings=ratings_from(cells),
        marks=marks_from(cells),
        private_note=str(cells.get(NOTE_CELL) or ""),
        checks=checks_from(cells),
    )


def decision_from(cells: Cells, outcome: Outcome, assessment_id: str | None) -> Decision:
    """The decision on this assessment that a draft holds."""
    reasons = {key: reason_from(cells, key, assessment_id) for key in _named(cells, "reason:")}
    return Decision(
        outcome=outcome,
        overrides=overrides_from(cells, assessment_id),
        marks=marks_from(cells),
        reason=reason_from(cells, "", assessment_id),
        reasons={key: text for key, text in reasons.items() if text},
    )


def _named(cells: Cells, prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in cells.items()
        if name.startswith(prefix) and value is not None
    }
