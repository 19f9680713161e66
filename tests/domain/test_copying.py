"""Raters who err alike too often are flagged; those who err alike because everybody does are not."""

from __future__ import annotations

import math
import random
import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assessor_app.domain.copying import SharedErrors, poisson_binomial_tail, shared_errors

World = tuple[dict[str, dict[str, int]], dict[str, int]]

chances = st.lists(st.floats(0, 1), max_size=8)
answers = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), max_size=6)


def world(seed: int, raters: int, items: int, agreement: float, severity: float = 0.0, levels: int = 4) -> World:
    """Raters who err apart from each other, more on some items than on others, and mostly by one level.

    The larger ``severity``, the more do some raters err below and others above.
    """
    chance = random.Random(seed)
    truth = {f"item {number}": chance.randint(1, levels) for number in range(items)}
    harder = {item: chance.uniform(-0.08, 0.08) for item in truth}
    ratings = {}
    for number in range(raters):
        skill, lean = chance.gauss(agreement, 0.08), chance.gauss(0, severity)
        ratings[f"rater {number:04}"] = {
            item: true if chance.random() < skill + harder[item] else erring(chance, true, levels, lean)
            for item, true in truth.items()
        }
    return ratings, truth


def erring(chance: random.Random, true: int, levels: int, lean: float) -> int:
    wrong = [level for level in range(1, levels + 1) if level != true]
    return chance.choices(wrong, [2.0 ** -abs(x - true) * math.exp(lean if x > true else -lean) for x in wrong])[0]


def copied(ratings: dict[str, dict[str, int]], source: str, copier: str, seed: int, share: float = 0.95) -> None:
    chance = random.Random(seed)
    for item, level in ratings[source].items():
        if chance.random() < share:
            ratings[copier][item] = level


@given(chances, st.integers(0, 9))
def test_the_tail_is_the_sum_over_all_ways_to_get_there(some: list[float], least: int) -> None:
    total = 0.0
    for came in product((True, False), repeat=len(some)):
        if sum(came) >= least:
            total += math.prod(p if success else 1 - p for p, success in zip(some, came, strict=True))
    assert poisson_binomial_tail(some, least) == pytest.approx(total, abs=1e-12)


@given(st.integers(1, 40), st.floats(0.01, 0.99), st.integers(0, 41))
def test_equal_chances_are_binomial(n: int, chance: float, least: int) -> None:
    expected = stats.binom.sf(least - 1, n, chance)
    assert poisson_binomial_tail([chance] * n, least) == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_small_tails_are_not_lost() -> None:
    assert poisson_binomial_tail([1e-4] * 10, 10) == pytest.approx(1e-40)


def test_a_pair_is_judged_by_what_the_others_did() -> None:
    """By hand: of 100 others, one gave the same wrong level on each of four items; nobody erred otherwise."""
    truth = dict.fromkeys("abcd", 1)
    ratings = {str(number): dict(truth) for number in range(100)}
    for name, item in zip("0123", "abcd", strict=True):
        ratings[name][item] = 2
    ratings["X"] = ratings["Y"] = dict.fromkeys("abcd", 2)
    [flag] = shared_errors(ratings, truth, error_rate=1)
    habit = (4 + 0.5) / (4 * 2 / 101 + 0.5)
    expected = habit * 1.5 / 101 * 4
    assert (flag.first, flag.second, flag.common_wrong, flag.identical) == ("X", "Y", 4, 4)
    assert flag.expected == pytest.approx(expected)
    assert flag.p_value == pytest.approx((expected / 4) ** 4)
    assert flag.p_adjusted == pytest.approx(flag.p_value * 102 * 101 / 2)


def test_a_copier_is_found_and_nobody_else() -> None:
    ratings, truth = world(1, 40, 60, 0.75)
    assert shared_errors(ratings, truth) == []
    copied(ratings, "rater 0007", "rater 0003", 1)
    [flag] = shared_errors(ratings, truth)
    assert (flag.first, flag.second) == ("rater 0003", "rater 0007")
    assert flag.identical > 2 * flag.expected
    assert flag.identical <= flag.common_wrong
    assert flag.p_value < flag.p_adjusted < 0.01


@pytest.mark.parametrize("severity", [0.0, 1.5])
def test_raters_apart_are_seldom_flagged_even_if_severe_alike(severity: float) -> None:
    flagged = sum(bool(shared_errors(*world(seed, 25, 40, 0.7, severity), error_rate=0.05)) for seed in range(100))
    assert flagged <= 5


@pytest.mark.parametrize("severity", [0.0, 1.5])
def test_most_copiers_are_found(severity: float) -> None:
    found = 0
    for seed in range(50):
        ratings, truth = world(seed, 25, 60, 0.7, severity)
        copied(ratings, "rater 0000", "rater 0001", seed)
        found += any(
            (flag.first, flag.second) == ("rater 0000", "rater 0001") for flag in shared_errors(ratings, truth)
        )
    assert found >= 40


def test_the_error_that_everybody_makes_proves_nothing() -> None:
    truth = {f"item {number}": 2 for number in range(12)}
    ratings = {f"rater {number}": dict.fromkeys(truth, 1) for number in range(20)}
    assert shared_errors(ratings, truth) == []


def test_two_levels_leave_one_way_to_be_wrong_and_still_tell_rare_errors() -> None:
    ratings, truth = world(2, 60, 80, 0.85, levels=2)
    assert shared_errors(ratings, truth) == []
    copied(ratings, "rater 0010", "rater 0011", 1, share=1)
    assert [(flag.first, flag.second) for flag in shared_errors(ratings, truth)] == [("rater 0010", "rater 0011")]


def test_two_thousand_raters_take_no_time_for_coffee() -> None:
    ratings, truth = world(3, 2000, 30, 0.85)
    ratings["rater 0002"] = dict(ratings["rater 0001"]) | {f"item {n}": 5 - truth[f"item {n}"] for n in range(12)}
    ratings["rater 0001"] = dict(ratings["rater 0002"])
    began = time.perf_counter()
    flags = shared_errors(ratings, truth)
    assert time.perf_counter() - began < 3
    assert [(flag.first, flag.second) for flag in flags] == [("rater 0001", "rater 0002")]


@given(st.dictionaries(st.sampled_from("ABCDEFG"), answers), answers, st.randoms())
@settings(deadline=None)
def test_order_does_not_matter_and_numbers_fit(
    ratings: dict[str, dict[str, int]], truth: dict[str, int], chance: random.Random
) -> None:
    flags = shared_errors(ratings, truth, error_rate=1, least_identical=1)
    mixed = {name: dict(chance.sample(list(rated.items()), len(rated))) for name, rated in ratings.items()}
    again = shared_errors(dict(chance.sample(list(mixed.items()), len(mixed))), truth, error_rate=1, least_identical=1)
    assert [(flag.first, flag.second, flag.identical) for flag in flags] == [
        (flag.first, flag.second, flag.identical) for flag in again
    ]
    for flag, twin in zip(flags, again, strict=True):
        assert twin.p_value == pytest.approx(flag.p_value)
        fits(flag, ratings, truth)


def fits(flag: SharedErrors, ratings: dict[str, dict[str, int]], truth: dict[str, int]) -> None:
    one, other = ratings[flag.first], ratings[flag.second]
    wrong = [
        item for item, true in truth.items() if item in one and item in other and true not in (one[item], other[item])
    ]
    assert flag.first < flag.second
    assert flag.common_wrong == len(wrong)
    assert flag.identical == sum(one[item] == other[item] for item in wrong)
    assert 0 < flag.p_value <= flag.p_adjusted <= 1
    assert flag.expected > 0


def test_too_few_raters_or_errors_flag_nobody() -> None:
    assert shared_errors({}, {"a": 1}) == []
    assert shared_errors({"A": {"a": 2}}, {"a": 1}, least_identical=1) == []
    assert shared_errors({"A": {"a": 2}, "B": {"a": 2}}, {"a": 1}, error_rate=1) == []
    assert shared_errors({"A": {"a": 2}, "B": {"a": 2}}, {}, error_rate=1, least_identical=1) == []


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="error rate"):
        shared_errors({}, {}, error_rate=0)
    with pytest.raises(ValueError, match="at least one"):
        shared_errors({}, {}, least_identical=0)
