"""Calibration: anchors with the issuer's true scores, who counts as calibrated, and whose work is looked at again.

An assessor is calibrated for a micro-credential at 80 % exact agreement per criterion over the qualification sets (the
platform's rule; the issuer may set another). FAQ 20: assessors and approvers are calibrated by the issuer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from assessor_app.domain.value import Key, Prose, Value


class DriftConsequence(StrEnum):
    """What the server does when a reviewer drifts away from the true scores."""

    ADVICE = "advice"
    """Recalibration is advised and opened, and live work goes on."""
    ADVICE_THEN_STOP = "advice_then_stop"
    """First that; when it goes on, no live packets until calibrated anew."""


class CalibrationPolicy(Value):
    """What the issuer asks of raters.

    ``agreement``: the share of exact agreement that each criterion needs over an attempt's qualification sets.
    ``attempts`` within a calibration, ``days_between_attempts`` apart; one takes ``sets_per_attempt`` sets that the
    person has not seen. ``valid_days``: how long a calibration holds. ``validity_one_in``: of so many packets, one is a
    validity packet, 0 for none; and the first after ``idle_days`` without work. ``back_reading_percent`` of an
    assessor's work, all of the first ``back_reading_first``, and with ``back_reading_near_miss`` every case one
    criterion short of earned get a second, independent reading; so do the first ``double_scored_first`` submissions of
    a new micro-credential.
    """

    agreement: float = Field(default=0.8, gt=0, le=1)
    attempts: int = Field(default=3, ge=1, le=20)
    days_between_attempts: int = Field(default=7, ge=0, le=366)
    sets_per_attempt: int = Field(default=1, ge=1, le=10)
    valid_days: int = Field(default=365, ge=1, le=3_660)
    validity_one_in: int = Field(default=10, ge=0, le=1_000)
    idle_days: int = Field(default=14, ge=1, le=366)
    back_reading_percent: int = Field(default=10, ge=0, le=100)
    back_reading_first: int = Field(default=10, ge=0, le=1_000)
    back_reading_near_miss: bool = True
    double_scored_first: int = Field(default=10, ge=0, le=1_000)
    drift: DriftConsequence = DriftConsequence.ADVICE_THEN_STOP


class Standing(StrEnum):
    """Where a reviewer stands with a micro-credential."""

    NOT_BEGUN = "not_begun"
    PRACTISING = "practising"
    QUALIFYING = "qualifying"
    CALIBRATED = "calibrated"
    ADVISED = "advised"
    """Calibrated, and advised to calibrate anew."""
    WAITING = "waiting"
    """Not passed; the next attempt is possible later."""
    NO_ATTEMPTS = "no_attempts"
    """Not passed, and no attempt or no unseen set is left: the issuer's turn."""
    STOPPED = "stopped"
    """Drifted: no live packets until calibrated anew."""
    LAPSED = "lapsed"


RENEWABLE = timedelta(days=30)
"""How long before it lapses a calibration may be renewed."""


class AnchorKind(StrEnum):
    PRACTICE = "practice"
    QUALIFICATION = "qualification"
    VALIDITY = "validity"


class TrueScore(Value):
    """The level that the issuer set, counted from 1, and why."""

    level: int = Field(ge=1, le=9)
    rationale: Prose = ""


Levels = Mapping[str, int]
"""Criterion id → level."""


@dataclass(frozen=True, slots=True)
class CriterionMatch:
    """``exact`` of ``of`` anchors were rated as the issuer did."""

    criterion_id: str
    exact: int
    of: int

    def reaches(self, agreement: float) -> bool:
        # In whole anchors: 0.8 of 5 are 4, whatever 0.8 * 5 is in binary.
        return self.of > 0 and self.exact + 1e-9 >= agreement * self.of


def matches(scored: Iterable[tuple[Levels, Levels]], criteria: Iterable[str]) -> tuple[CriterionMatch, ...]:
    """Own and true levels of several anchors → exact agreement by criterion, in the order of ``criteria``."""
    pairs = list(scored)
    return tuple(
        CriterionMatch(
            criterion_id=key,
            exact=sum(own.get(key) == true[key] for own, true in pairs if key in true),
            of=sum(key in true for _, true in pairs),
        )
        for key in criteria
    )


def passes(found: Iterable[CriterionMatch], agreement: float) -> bool:
    """Whether every criterion reaches the agreement that the issuer asks for; a criterion without anchors does not."""
    every = tuple(found)
    return bool(every) and all(match.reaches(agreement) for match in every)


def next_attempt_at(last_finished: datetime | None, policy: CalibrationPolicy) -> datetime | None:
    """When the next attempt may begin; None for at once."""
    return last_finished + timedelta(days=policy.days_between_attempts) if last_finished is not None else None


def validity_is_due(policy: CalibrationPolicy, last_work: datetime | None, now: datetime, chance: float) -> bool:
    """Whether the next packet is a validity packet. ``chance`` is uniform in [0, 1): counting would be noticed.

    Somebody who has not worked yet was calibrated a moment ago.
    """
    if policy.validity_one_in == 0:
        return False
    idle = last_work is not None and now - last_work >= timedelta(days=policy.idle_days)
    return idle or chance < 1 / policy.validity_one_in


class ReadAgain(StrEnum):
    """Why a submission gets a second, independent reading."""

    NEW_MICRO_CREDENTIAL = "new_micro_credential"
    FIRST_WORK = "first_work"
    NEAR_MISS = "near_miss"
    SAMPLE = "sample"


def back_reading(policy: CalibrationPolicy, assessed: int, short: int, chance: float) -> ReadAgain | None:
    """Whether an assessment is read again. ``assessed`` counts the assessor's work on the micro-credential, this one
    included; ``short`` is how many criteria do not meet."""
    if assessed <= policy.back_reading_first:
        return ReadAgain.FIRST_WORK
    if policy.back_reading_near_miss and short == 1:
        return ReadAgain.NEAR_MISS
    return ReadAgain.SAMPLE if chance < policy.back_reading_percent / 100 else None


class AnchorScores(Value):
    """True scores by criterion: all of a rubric version's."""

    scores: dict[Key, TrueScore]

    def levels(self) -> dict[str, int]:
        return {key: score.level for key, score in self.scores.items()}
