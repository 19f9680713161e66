"""How much work will be overdue on each of the next days, if the days to come are like those gone by."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessor_app.domain.intervals import percentile

DAY = timedelta(days=1)
FEW_DAYS = 7
"""Observed days below which not even each day of a week was seen once."""
TENTH = 0.1
"""Share of draws outside the interval on each side: 80 % are within."""


@dataclass(frozen=True, slots=True)
class OverdueDay:
    """Submissions overdue at ``ends_at``: the mean of the draws, and the 80 % of them between ``low`` and ``high``."""

    ends_at: datetime
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OverdueForecast:
    """``little_data``: fewer than 7 days of completions or of arrivals were observed, so the interval is too narrow."""

    days: tuple[OverdueDay, ...]
    little_data: bool


def forecast_overdue(
    due: Sequence[datetime],
    now: datetime,
    *,
    completions: Sequence[int],
    arrivals: Sequence[int],
    turnaround: int = 7,
    days: int = 14,
    draws: int = 400,
    seed: int,
) -> OverdueForecast:
    """Expected number overdue at the end of each of ``days`` days from ``now``, by simulation.

    ``due`` holds the due times of all open submissions; ``completions`` and ``arrivals`` are numbers of submissions,
    one for each day observed (some 28 of them); what arrives is due after ``turnaround`` days. Each draw takes every
    day to come a day's completions and, apart from it, a day's arrivals from those observed, with replacement (the
    bootstrap of Efron 1979, Annals of Statistics 7:1-26), and finishes what is due earliest first (Jackson 1955).
    Nothing observed counts as 0 a day. The percentiles are those of ``intervals.percentile``.

    A day is 24 hours from ``now``, and a submission is overdue from the moment after its due time. Completions observed
    while little was open understate what can be done, so the forecast errs on the side of too much overdue. Weekdays
    are not told apart. The same for the same ``seed``.

    ValueError for times without a zone, negative counts or turnaround, or fewer than one day or draw.
    """
    _check(due, now, completions, arrivals)
    if turnaround < 0 or days < 1 or draws < 1:
        raise ValueError("a forecast needs a day, a draw, and a turnaround that is not negative")
    open_by_day = [0] * (days + 2)
    for moment in due:
        open_by_day[min(max(0, (moment - now) // DAY + 1), days + 1)] += 1
    chance = random.Random(seed)  # noqa: S311 - the same forecast each time, no secret
    paths = [
        _overdue(
            open_by_day,
            chance.choices(completions or (0,), k=days),
            chance.choices(arrivals or (0,), k=days),
            turnaround,
        )
        for _ in range(draws)
    ]
    return OverdueForecast(
        days=tuple(
            _day(now + number * DAY, sorted(counts)) for number, counts in enumerate(zip(*paths, strict=True), start=1)
        ),
        little_data=min(len(completions), len(arrivals)) < FEW_DAYS,
    )


def _check(due: Sequence[datetime], now: datetime, completions: Sequence[int], arrivals: Sequence[int]) -> None:
    if any(moment.utcoffset() is None for moment in (now, *due)):
        raise ValueError("due times need a time zone")
    if min((*completions, *arrivals), default=0) < 0:
        raise ValueError("nobody finishes or hands in fewer than no submissions")


def _overdue(open_by_day: Sequence[int], finished: Sequence[int], arrived: Sequence[int], turnaround: int) -> list[int]:
    """Overdue at the end of each day. Place d of ``open_by_day`` is due on day d; 0 is overdue, the last is later.

    Within a day it does not matter which submission is finished, only how many are left.
    """
    waiting = list(open_by_day)
    latest = len(waiting) - 1
    overdue = []
    for day, (capacity, new) in enumerate(zip(finished, arrived, strict=True), start=1):
        waiting[min(day + turnaround, latest)] += new
        for place, count in enumerate(waiting):
            if not capacity:
                break
            served = min(capacity, count)
            waiting[place] -= served
            capacity -= served
        overdue.append(sum(waiting[: day + 1]))
    return overdue


def _day(ends_at: datetime, ordered: Sequence[int]) -> OverdueDay:
    return OverdueDay(ends_at, sum(ordered) / len(ordered), percentile(ordered, TENTH), percentile(ordered, 1 - TENTH))
