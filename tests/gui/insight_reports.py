"""Reports as a server would give them: made of ratings that are drawn anew each time from the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from assessor_app.domain.calibration import Standing
from assessor_app.domain.submission import Role
from assessor_app.protocol.insights import (
    CriterionAgreement,
    CriterionView,
    ForecastView,
    LevelUse,
    Matrix,
    MonthTally,
    OwnInsights,
    OwnView,
    PaceMonth,
    PairView,
    PoolInsights,
    QueueHealth,
    RaterView,
    Tally,
)
from tests.samples import discourse

AS_OF = datetime(2026, 11, 25, 12, 4, tzinfo=UTC)
MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")
NAMES = ("Alma Reyes", "Iris Novak", "Henrik Dahl", "Bo Lindqvist", "Chidi Okafor", "Mei-Ling Zhao")


def criteria() -> tuple[CriterionView, ...]:
    sample = discourse()
    numbers = sample.numbering()
    return tuple(
        CriterionView(
            id=criterion.id, number=numbers[criterion.id], title=criterion.title, phase=requirement.phase.value,
            levels=tuple(level.label for level in criterion.levels),
            meets=tuple(level.meets for level in criterion.levels),
        )
        for requirement, criterion in sample.criteria()
    )  # fmt: skip


def tally(portfolios: Iterable[tuple[int, int]], adjacent: int = 0) -> Tally:
    """Of portfolios with k exact ones of n ratings."""
    pairs = list(portfolios)
    exact, ratings = sum(k for k, _ in pairs), sum(n for _, n in pairs)
    return Tally(
        portfolios=len(pairs), ratings=ratings, exact=exact, adjacent=max(exact, adjacent or ratings - 1),
        exact_squares=sum(k * k for k, _ in pairs), exact_by_ratings=sum(k * n for k, n in pairs),
        ratings_squares=sum(n * n for _, n in pairs),
    )  # fmt: skip


def drawn_tally(chance: random.Random, portfolios: int, share: float, ratings: int = 10) -> Tally:
    return tally([(sum(chance.random() < share for _ in range(ratings)), ratings) for _ in range(portfolios)])


def matrix(chance: random.Random, levels: int, ratings: int, share: float) -> Matrix:
    """Most of the ratings agree; of the others, more are one level lower than higher."""
    counts = [[0] * levels for _ in range(levels)]
    for _ in range(ratings):
        other = min(levels - 1, int(chance.random() ** 0.6 * levels))
        own = other if chance.random() < share else max(0, min(levels - 1, other + chance.choice((-1, -1, 1))))
        counts[own][other] += 1
    return tuple(map(tuple, counts))


def own_view(*, months: int = 6, portfolios: int = 9, seed: int = 7, key: str = "academic-discourse") -> OwnView:
    chance, known = random.Random(seed), criteria()
    return OwnView(
        micro_credential_id=key, micro_credential_version=3, title=discourse().title, criteria=known,
        final=tuple(
            MonthTally(month=month, tally=drawn_tally(chance, portfolios, 0.86)) for month in MONTHS[:months]
        ),
        validity=tuple(
            MonthTally(month=month, tally=drawn_tally(chance, min(3, portfolios), 0.8))
            for month in MONTHS[:months][:-1]
        ),
        pool_final=drawn_tally(chance, 400, 0.88), pool_validity=drawn_tally(chance, 120, 0.83),
        matrices={each.id: matrix(chance, len(each.levels), portfolios * months, 0.86) for each in known},
        level_use=tuple(
            LevelUse(
                criterion_id=each.id,
                own=tuple(chance.randint(min(1, portfolios), 2 * portfolios) for _ in each.levels),
                pool=tuple(chance.randint(100, 400) for _ in each.levels),
            )
            for each in known
        ),
        pace=tuple(_pace(chance, month, portfolios) for month in MONTHS[:months]),
        pool_pace=tuple(_pace(chance, month, 70) for month in MONTHS),
        turnaround_days=7,
    )  # fmt: skip


def _pace(chance: random.Random, month: str, submissions: int) -> PaceMonth:
    return PaceMonth(
        month=month, submissions=submissions, late=submissions // 8, hours=submissions * chance.uniform(48, 130),
        active_hours=submissions * chance.uniform(1.5, 4),
    )  # fmt: skip


def own_insights(*views: OwnView) -> OwnInsights:
    return OwnInsights(as_of=AS_OF, views=views or (own_view(),))


def rater(number: int, chance: random.Random, name: str = "") -> RaterView:
    drift = chance.choices(("steady", "advice", "stop"), (8, 2, 1))[0]
    approver = number % 5 == 2
    return RaterView.model_validate(
        {
            "person_id": f"p{number}", "name": name or f"Rater {number:04}",
            "roles": [Role.APPROVER if approver else Role.ASSESSOR],
            "standing": {"steady": Standing.CALIBRATED, "advice": Standing.ADVISED, "stop": Standing.STOPPED}[drift],
            "until": AS_OF + timedelta(days=chance.randint(20, 360)), "open_packets": chance.randint(0, 9),
            "final": drawn_tally(chance, 12, 0.86), "true": drawn_tally(chance, chance.randint(0, 6), 0.8, 3),
            "true_recent": (), "matrix_final": matrix(chance, 2, 120, 0.86),
            "matrix_true": matrix(chance, 2, chance.randint(0, 40), 0.8), "drift": drift,
            "drift_kind": None if drift == "steady" else chance.choice(("severe", "lenient", "scattered")),
            "submissions": 40, "late": chance.randint(0, 6), "hours": 2600.0, "active_hours": 96.0,
            "wrong": 14 if approver else 0, "corrected": 9 if approver else 0,
            "copies": ("Iris Novak",) if number == 4 else (),
        }
    )  # fmt: skip


def pool_insights(
    raters: int = len(NAMES), *, ratings: int = 160, seed: int = 11, key: str = "academic-discourse"
) -> PoolInsights:
    chance, known = random.Random(seed), criteria()
    people = tuple(rater(n, chance, NAMES[n] if n < len(NAMES) else "") for n in range(raters))
    return PoolInsights(
        as_of=AS_OF, micro_credential_id=key, micro_credential_version=3, title=discourse().title,
        others=((key, discourse().title), ("another", discourse().title)), threshold=0.8,
        raters=people, criteria=tuple(_criterion(chance, each, n, ratings) for n, each in enumerate(known)),
        pairs=_pairs(chance, people), pace=tuple(_pace(chance, month, 70) for month in MONTHS) if ratings else (),
        queue=_queue(ratings), forecast=_forecast(ratings), few_days=0 < ratings < 20,
    )  # fmt: skip


def _criterion(chance: random.Random, each: CriterionView, number: int, ratings: int) -> CriterionAgreement:
    share = 0.66 if number == 3 else 0.84 + 0.012 * number
    levels = len(each.levels)
    return CriterionAgreement(
        criterion=each, final=matrix(chance, levels, 3 * ratings, share), true=matrix(chance, levels, ratings, share),
        second=matrix(chance, levels, ratings // 4, share - 0.05),
    )  # fmt: skip


def _pairs(chance: random.Random, people: tuple[RaterView, ...]) -> tuple[PairView, ...]:
    approvers = [each for each in people if Role.APPROVER in each.roles][:40]
    found = []
    for each in people:
        for approver in approvers:
            if each.person_id != approver.person_id and chance.random() < 0.8 and len(found) < 4000:
                n = chance.randint(4, 120)
                found.append(PairView(assessor_id=each.person_id, approver_id=approver.person_id, portfolios=n // 4 + 1,
                                      ratings=n, exact=round(n * chance.uniform(0.6, 1))))  # fmt: skip
    return tuple(found)


def _queue(ratings: int) -> QueueHealth:
    if not ratings:
        return QueueHealth(
            unassigned=0, with_assessors=0, with_approvers=0, held_back=0, overdue=0, due_in_two_days=0, oldest_days=0.0
        )
    return QueueHealth(
        unassigned=4, with_assessors=31, with_approvers=12, held_back=1, overdue=5, due_in_two_days=11,
        oldest_days=9.3, by_days_left={-3: 1, -1: 4, 0: 5, 1: 6, 2: 9, 3: 7, 4: 6, 5: 5, 6: 3, 7: 1},
    )  # fmt: skip


def _forecast(ratings: int) -> tuple[ForecastView, ...]:
    if not ratings:
        return ()
    begin = date(2026, 11, 26)
    return tuple(
        ForecastView(day=begin + timedelta(days=n), expected=5 + 0.6 * n, low=max(0.0, 4 - 0.2 * n), high=6 + 1.5 * n)
        for n in range(14)
    )
