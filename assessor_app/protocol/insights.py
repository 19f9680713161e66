"""What insights are made of: counts, never percentages. Whoever shows them computes by ``domain/agreement.py``.

``GET /api/v1/insights/own`` is a reviewer's: their own work beside the pool, which has no names.
``GET /api/v1/insights/pool`` is the issuer's, for one micro-credential.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assessor_app.domain.calibration import Standing
from assessor_app.domain.submission import Role
from assessor_app.domain.value import Count, Moment, Value

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]
Matrix = tuple[tuple[Count, ...], ...]
"""Counts, rows by own level, columns by the other's, levels from lowest to highest as the rubric has them."""


class Against(StrEnum):
    """Whose levels a rating is compared with."""

    TRUE = "true"
    """The issuer's true scores, on validity packets."""
    FINAL = "final"
    """The levels after the approver's decision."""
    SHOWN = "shown"
    """The final levels again, with validity packets among them: what a rater sees of their own work, and of the pool,
    must not tell one from the other."""
    SECOND = "second"
    """Another assessor's, who read the same submission without knowing of the first."""


class Tally(Value):
    """Agreement summed over portfolios, with what an interval needs that knows of clusters.

    ``ratings`` is Σn, ``exact`` Σk, the others Σk², Σk·n and Σn² over the portfolios' ratings n and exact ones k.
    ``adjacent`` counts differences of at most one level. ``difference`` is Σ(own − other)/(levels − 1).
    """

    portfolios: Count = 0
    ratings: Count = 0
    exact: Count = 0
    adjacent: Count = 0
    exact_squares: Count = 0
    exact_by_ratings: Count = 0
    ratings_squares: Count = 0
    difference: float = 0.0


class MonthTally(Value):
    month: Month
    tally: Tally


class PaceMonth(Value):
    """``hours`` is the sum from being given a submission to handing it in, ``active_hours`` the part of it with work
    going on; ``late`` were handed in after they were due."""

    month: Month
    submissions: Count
    late: Count
    hours: float
    active_hours: float


class CriterionView(Value):
    """``number`` is what people call it by (``2.1``); ``levels`` are labels from lowest to highest."""

    id: str
    number: str
    title: str
    phase: str
    levels: tuple[str, ...]
    meets: tuple[bool, ...]


class LevelUse(Value):
    """How often each level was given on live work, by this person and by everybody (this person included)."""

    criterion_id: str
    own: tuple[Count, ...]
    pool: tuple[Count, ...]


class OwnView(Value):
    """A reviewer's own work on one micro-credential, in both roles.

    ``validity`` has whole months only, and none with fewer than three validity packets, so that it can't tell which
    packet was one. ``matrices`` is criterion → own levels against the final ones. The pool's figures are empty where
    fewer than five people are in it: they would be somebody's own.
    """

    micro_credential_id: str
    micro_credential_version: Count
    title: str
    criteria: tuple[CriterionView, ...]
    final: tuple[MonthTally, ...]
    validity: tuple[MonthTally, ...]
    pool_final: Tally
    pool_validity: Tally
    matrices: dict[str, Matrix]
    level_use: tuple[LevelUse, ...]
    pace: tuple[PaceMonth, ...]
    pool_pace: tuple[PaceMonth, ...]
    turnaround_days: int


class OwnInsights(Value):
    as_of: Moment
    views: tuple[OwnView, ...]


class RaterView(Value):
    """One reviewer in the issuer's table. ``matrix`` sums criteria with the commonest number of levels, own against
    true where there is enough of it. ``corrected`` of ``wrong``: ratings of validity packets that an assessor had wrong
    and this approver put right. ``copies`` are names of people with whom wrong answers are shared far beyond chance."""

    person_id: str
    name: str
    roles: tuple[Role, ...]
    standing: Standing
    until: Moment | None
    open_packets: Count
    final: Tally
    true: Tally
    true_recent: tuple[MonthTally, ...]
    matrix_final: Matrix
    matrix_true: Matrix
    drift: Literal["steady", "advice", "stop"]
    drift_kind: Literal["severe", "lenient", "scattered"] | None
    submissions: Count
    late: Count
    hours: float
    active_hours: float
    wrong: Count = 0
    corrected: Count = 0
    copies: tuple[str, ...] = ()


class CriterionAgreement(Value):
    criterion: CriterionView
    final: Matrix
    true: Matrix
    second: Matrix


class PairView(Value):
    """An assessor and an approver who decided on the same submissions."""

    assessor_id: str
    approver_id: str
    portfolios: Count
    ratings: Count
    exact: Count


class QueueHealth(Value):
    """Open live submissions now. ``by_days_left`` counts them by whole days left until due, below zero when overdue."""

    unassigned: Count
    with_assessors: Count
    with_approvers: Count
    held_back: Count
    overdue: Count
    due_in_two_days: Count
    oldest_days: float
    by_days_left: dict[int, Count] = Field(default_factory=dict)
    turnaround_days: int = 7


class ForecastView(Value):
    """``day`` ends with ``expected`` submissions overdue; in eight of ten simulated futures between low and high."""

    day: date
    expected: float
    low: float
    high: float


class PoolInsights(Value):
    """The issuer's view. ``few_days`` says that the forecast rests on fewer than seven observed days."""

    as_of: Moment
    micro_credential_id: str
    micro_credential_version: Count
    title: str
    others: tuple[tuple[str, str], ...]
    """Micro-credentials that there are insights for: id and title, this one included."""
    threshold: float
    raters: tuple[RaterView, ...]
    criteria: tuple[CriterionAgreement, ...]
    pairs: tuple[PairView, ...]
    pace: tuple[PaceMonth, ...]
    queue: QueueHealth
    forecast: tuple[ForecastView, ...]
    few_days: bool = False
