"""Micro-credentials: requirements by ADDIE phase, completion checks, criteria and levels (FAQ 1, 15, 17, 18)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field, model_validator

from assessor_app.domain.calibration import CalibrationPolicy
from assessor_app.domain.feedback import DEFAULT_RULES, FeedbackRule
from assessor_app.domain.value import Key, Line, Text, Value


class Phase(StrEnum):
    """The phases of ADDIE, in their order."""

    ANALYZE = "analyze"
    DESIGN = "design"
    DEVELOP = "develop"
    IMPLEMENT = "implement"
    EVALUATE = "evaluate"


class EvidenceKind(StrEnum):
    FILE = "file"
    TEXT = "text"
    LINK = "link"


class Level(Value):
    """One step of a criterion's scale. A criterion's levels are ordered from lowest to highest."""

    label: Line
    descriptor: Text
    meets: bool


class Criterion(Value):
    id: Key
    title: Line
    levels: tuple[Level, ...] = Field(min_length=2, max_length=9)
    suggested_feedback_words: int | None = Field(default=None, ge=1, le=5_000)

    @model_validator(mode="after")
    def _levels_tell_meeting_from_not(self) -> Criterion:
        meets = [level.meets for level in self.levels]
        if not any(meets) or all(meets):
            raise ValueError("a criterion needs at least one level that meets and one that does not")
        if meets != sorted(meets):
            raise ValueError("levels go from lowest to highest: none that does not meet may follow one that does")
        if len({level.label for level in self.levels}) != len(self.levels):
            raise ValueError("two levels of this criterion have the same label")
        return self


class CompletionCheck(Value):
    """A yes/no question about form, not quality: is it there, legible, the right template?"""

    id: Key
    question: Line


class EvidenceSpecification(Value):
    """What a requirement asks for. ``suggested_words`` is guidance: shown, never enforced (FAQ 17). With
    ``team_artifacts`` its evidence may be the same in several people's submissions."""

    kinds: tuple[EvidenceKind, ...] = Field(min_length=1)
    annotated: bool = False
    suggested_words: int | None = Field(default=None, ge=1, le=100_000)
    team_artifacts: bool = False


class Requirement(Value):
    id: Key
    phase: Phase
    title: Line
    instructions: Text
    evidence: EvidenceSpecification
    completion_checks: tuple[CompletionCheck, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class SharedComment(Value):
    """A comment that the issuer offers to every assessor, for a criterion (at a level, counted from 1) or for all."""

    text: Text
    criterion: Key | None = None
    level: int | None = Field(default=None, ge=1, le=9)


class EarlierAttempts(StrEnum):
    """When an assessor sees what became of earlier attempts."""

    FROM_START = "from_start"
    AFTER_FIRST_PASS = "after_first_pass"  # noqa: S105 - a way of working, not a secret


class Policies(Value):
    """What the issuer decides about the way of working. ``completion_checks_first`` makes them a step of their own."""

    completion_checks_first: bool = False
    earlier_attempts: EarlierAttempts = EarlierAttempts.FROM_START
    calibration: CalibrationPolicy = CalibrationPolicy()


class MicroCredential(Value):
    """One competency, in one version. Earned when every criterion of every requirement is at a level that meets."""

    id: Key
    version: int = Field(ge=1)
    title: Line
    issuer: Line
    summary: Text
    stamps: tuple[Line, ...] = Field(
        default=(), max_length=12, description="Words that assessors may stamp on evidence."
    )
    policies: Policies = Policies()
    comments: tuple[SharedComment, ...] = Field(default=(), max_length=500)
    feedback_rules: tuple[FeedbackRule, ...] | None = Field(
        default=None, max_length=40, description="Gentle checks of feedback; without it the usual ones, [] for none."
    )
    requirements: tuple[Requirement, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _comments_belong_to_criteria(self) -> MicroCredential:
        levels = {criterion.id: len(criterion.levels) for _, criterion in self.criteria()}
        for comment in self.comments:
            if comment.criterion is not None and comment.criterion not in levels:
                raise ValueError(f"a comment is for the criterion '{comment.criterion}', which there is not")
            if comment.level is not None and (comment.criterion is None or comment.level > levels[comment.criterion]):
                raise ValueError("a comment for a level needs a criterion that has this level")
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> MicroCredential:
        seen: set[str] = set()
        for requirement in self.requirements:
            own = [
                requirement.id,
                *(c.id for c in requirement.criteria),
                *(c.id for c in requirement.completion_checks),
            ]
            for key in own:
                if key in seen:
                    raise ValueError(f"the id '{key}' is used twice; ids are unique within a micro-credential")
                seen.add(key)
        return self

    def for_calibration(self) -> MicroCredential:
        """The same without completion checks as a step of their own: an anchor has nobody to go back to."""
        policies = self.policies.model_copy(update={"completion_checks_first": False})
        return self.model_copy(update={"policies": policies})

    def criteria(self) -> Iterator[tuple[Requirement, Criterion]]:
        """Every criterion with its requirement, in the order in which they are scored."""
        for requirement in self.requirements:
            for criterion in requirement.criteria:
                yield requirement, criterion

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id. Raises KeyError."""
        for _, criterion in self.criteria():
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement of that id. Raises KeyError."""
        for requirement in self.requirements:
            if requirement.id == requirement_id:
                return requirement
        raise KeyError(requirement_id)

    def checks(self) -> Iterator[tuple[Requirement, CompletionCheck]]:
        """Every completion check with its requirement."""
        for requirement in self.requirements:
            for check in requirement.completion_checks:
                yield requirement, check

    def rules(self) -> tuple[FeedbackRule, ...]:
        """The gentle checks of feedback that the issuer wrote, or the usual ones."""
        return DEFAULT_RULES if self.feedback_rules is None else self.feedback_rules

    def phases(self) -> tuple[Phase, ...]:
        """The phases that have a requirement, in ADDIE's order."""
        present = {requirement.phase for requirement in self.requirements}
        return tuple(phase for phase in Phase if phase in present)

    def numbering(self) -> dict[str, str]:
        """Criterion id → the number people call it by, ``2.1`` being the second requirement's first criterion."""
        return {
            criterion.id: f"{r}.{c}"
            for r, requirement in enumerate(self.requirements, start=1)
            for c, criterion in enumerate(requirement.criteria, start=1)
        }
