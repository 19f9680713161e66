"""What will be overdue follows from what is open, what comes in and what gets done."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.domain.forecast import OverdueForecast, forecast_overdue

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WEEK = [1] * 7

daily = st.lists(st.integers(0, 6), max_size=10)
hours = st.lists(st.integers(-100, 400), max_size=30)


def due_in(*some: float) -> list[datetime]:
    """Due times in so many hours from now."""
    return [NOW + timedelta(hours=each) for each in some]


def expected(forecast: OverdueForecast) -> list[float]:
    return [day.expected for day in forecast.days]


def one_by_one(due: Sequence[datetime], completions: int, arrivals: int, turnaround: int, days: int) -> list[int]:
    """The same number each day, with every submission served by itself: the plain way to say it."""
    waiting = sorted(due)
    overdue = []
    for day in range(1, days + 1):
        waiting = sorted([*waiting, *[NOW + timedelta(days=day - 0.5 + turnaround)] * arrivals])[completions:]
        overdue.append(sum(moment < NOW + timedelta(days=day) for moment in waiting))
    return overdue


@given(hours, st.integers(0, 5), st.integers(0, 5), st.integers(0, 9))
@settings(deadline=None)
def test_days_without_chance_are_reckoned_exactly(some: list[int], done: int, new: int, turnaround: int) -> None:
    forecast = forecast_overdue(
        due_in(*some), NOW, completions=[done] * 7, arrivals=[new] * 7, turnaround=turnaround, draws=2, seed=1
    )
    assert expected(forecast) == one_by_one(due_in(*some), done, new, turnaround, 14)
    assert all(day.low == day.expected == day.high for day in forecast.days)


def test_nobody_works_and_everything_falls_due() -> None:
    forecast = forecast_overdue(due_in(-1, 5, 30, 400), NOW, completions=[0] * 28, arrivals=[0] * 28, seed=1, days=3)
    assert expected(forecast) == [2, 3, 3]
    assert [day.ends_at for day in forecast.days] == [NOW + timedelta(days=number) for number in (1, 2, 3)]


def test_what_arrives_is_due_after_the_turnaround() -> None:
    forecast = forecast_overdue([], NOW, completions=[0] * 7, arrivals=[2] * 7, turnaround=3, days=6, seed=1)
    assert expected(forecast) == [0, 0, 0, 2, 4, 6]


def test_a_submission_is_overdue_after_its_due_time_and_not_at_it() -> None:
    at, before = (
        forecast_overdue(due_in(each), NOW, completions=[0], arrivals=[], seed=1, days=2) for each in (24, 23.9)
    )
    assert expected(at) == [0, 1]
    assert expected(before) == [1, 1]


def test_a_zone_does_not_matter() -> None:
    elsewhere = timezone(timedelta(hours=-7))
    here = forecast_overdue(due_in(-1, 20, 50), NOW, completions=[0, 1, 2], arrivals=[1, 0], seed=3)
    there = forecast_overdue(
        [moment.astimezone(elsewhere) for moment in due_in(-1, 20, 50)],
        NOW.astimezone(elsewhere),
        completions=[0, 1, 2],
        arrivals=[1, 0],
        seed=3,
    )
    assert there == here


@given(hours, daily, daily, st.integers(0, 9), st.randoms())
@settings(deadline=None)
def test_forecasts_are_the_same_each_time_and_in_order(
    some: list[int], completions: list[int], arrivals: list[int], seed: int, chance: random.Random
) -> None:
    due = due_in(*some)
    once = forecast_overdue(due, NOW, completions=completions, arrivals=arrivals, draws=15, seed=seed)
    mixed = chance.sample(due, len(due))
    assert forecast_overdue(mixed, NOW, completions=completions, arrivals=arrivals, draws=15, seed=seed) == once
    assert len(once.days) == 14
    assert once.little_data == (min(len(completions), len(arrivals)) < 7)
    assert all(0 <= day.low <= day.high for day in once.days)


@given(hours, daily, daily, st.integers(0, 9))
@settings(deadline=None)
def test_more_hands_never_mean_more_overdue(
    some: list[int], completions: list[int], arrivals: list[int], seed: int
) -> None:
    few = forecast_overdue(due_in(*some), NOW, completions=completions, arrivals=arrivals, draws=10, seed=seed)
    more = forecast_overdue(
        due_in(*some), NOW, completions=[n + 1 for n in completions], arrivals=arrivals, draws=10, seed=seed
    )
    assert all(better <= worse for better, worse in zip(expected(more), expected(few), strict=True))


def test_the_interval_holds_four_of_five_days_to_come() -> None:
    """New days are drawn from the same source as the forecast's, and 80 % of their ends are within."""
    chance = random.Random(5)
    due = due_in(*(chance.uniform(-24, 240) for _ in range(80)))
    completions, arrivals = [0, 2, 4, 6, 8, 10, 12], [0, 3, 6, 9, 5, 4, 2]
    day = forecast_overdue(due, NOW, completions=completions, arrivals=arrivals, seed=1, draws=2000).days[9]
    ends = [
        forecast_overdue(due, NOW, completions=completions, arrivals=arrivals, seed=seed, draws=1).days[9].expected
        for seed in range(2, 1002)
    ]
    for outside in (sum(end < day.low for end in ends), sum(end > day.high for end in ends)):
        assert 0.07 <= outside / len(ends) <= 0.13
    assert day.expected == pytest.approx(sum(ends) / len(ends), rel=0.05)


def test_nothing_observed_is_nothing_done_and_said_so() -> None:
    forecast = forecast_overdue(due_in(1, 2), NOW, completions=[], arrivals=[], seed=1, days=2)
    assert forecast.little_data
    assert expected(forecast) == [2, 2]
    assert not forecast_overdue([], NOW, completions=WEEK, arrivals=WEEK, seed=1).little_data
    assert forecast_overdue([], NOW, completions=WEEK, arrivals=WEEK[1:], seed=1).little_data


def test_five_hundred_open_submissions_are_quick() -> None:
    chance = random.Random(1)
    due = due_in(*(chance.uniform(-48, 170) for _ in range(500)))
    observed = [chance.randint(20, 80) for _ in range(28)]
    began = time.perf_counter()
    forecast_overdue(due, NOW, completions=observed, arrivals=observed, seed=1)
    assert time.perf_counter() - began < 1


def test_nonsense_is_refused() -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        forecast_overdue([naive], NOW, completions=WEEK, arrivals=WEEK, seed=1)
    with pytest.raises(ValueError, match="time zone"):
        forecast_overdue([], naive, completions=WEEK, arrivals=WEEK, seed=1)
    with pytest.raises(ValueError, match="fewer than no submissions"):
        forecast_overdue([], NOW, completions=[-1], arrivals=WEEK, seed=1)
    for wrong in ({"days": 0}, {"draws": 0}, {"turnaround": -1}):
        with pytest.raises(ValueError, match="a forecast needs"):
            forecast_overdue([], NOW, completions=WEEK, arrivals=WEEK, seed=1, **wrong)
