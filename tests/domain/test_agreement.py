"""Agreement as it is published, as other libraries compute it, and as it must be for any ratings."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from assessor_app.domain.agreement import (
    adjacent_agreement,
    cohen_kappa,
    confusion,
    exact_agreement,
    gwet_ac1,
    quadratic_kappa,
    severity,
    weighted_kappa,
)
from assessor_app.domain.alpha import Metric, krippendorff_alpha
from assessor_app.domain.clusters import ClusterSums, clustered_agreement, clustered_bootstrap, design_effect
from assessor_app.domain.intervals import Estimate, percentile_interval, proportion, student_quantile, wilson

Table = list[list[int]]
Function = Callable[[Table], Estimate]

COHEN = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
"""The proportions of Cohen 1960 and 1968 as counts of the 200 patients."""
FLEISS = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
"""The example of Fleiss, Cohen & Everitt 1969 as counts of its 200 patients."""
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
"""SAS/STAT User's Guide, The FREQ Procedure, Agreement Study: two dermatologists."""
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
"""The data set cont3x3abstractors of Gwet's R package irrCAC."""
KRIPPENDORFF: list[tuple[int | None, ...]] = [
    *((1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4)),
    *((4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, 3, None, None)),
]
"""Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: twelve units of four observers."""
CONTROL = [*((13, 13), (12, 12), (9, 9), (9, 9), (8, 8), (8, 8), (12, 13), (11, 12), (9, 10), (9, 10), (8, 9))]
CONTROL += [(11, 13), (4, 5), (5, 7), (7, 10), (7, 10)]
"""Weil 1970, the data of Rao & Scott 1992: pups that lived, of each litter of the control group."""

CHANCE_CORRECTED: list[Function] = [cohen_kappa, quadratic_kappa, gwet_ac1]
SHARES: list[Function] = [exact_agreement, adjacent_agreement]


def tables(least: int = 2, most: int = 5, largest: int = 30) -> st.SearchStrategy[Table]:
    def of_size(size: int) -> st.SearchStrategy[Table]:
        row = st.lists(st.integers(0, largest), min_size=size, max_size=size)
        return st.lists(row, min_size=size, max_size=size)

    return st.integers(least, most).flatmap(of_size)


ratings = st.lists(st.lists(st.none() | st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=12)


def exchanged(table: Table) -> Table:
    return [list(column) for column in zip(*table, strict=True)]


def reordered(table: Table, order: Sequence[int]) -> Table:
    return [[table[i][j] for j in order] for i in order]


def pairs_of(table: Table) -> list[tuple[int, int]]:
    return [(i + 1, j + 1) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


def error_of(estimate: Estimate) -> float:
    """The standard error that a symmetric 95 % interval was made of."""
    assert estimate.low is not None
    assert estimate.high is not None
    return (estimate.high - estimate.low) / 2 / 1.959964


def same(one: Estimate, other: Estimate) -> bool:
    """Equal but for rounding."""
    couples = [(one.value, other.value), (one.low, other.low), (one.high, other.high)]
    return one.n == other.n and all(
        left is right is None
        or (left is not None and right is not None and math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9))
        for left, right in couples
    )


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_as_newcombe_printed_it(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3."""
    assert wilson(successes / n, n) == pytest.approx((low, high), abs=5e-5)


def test_kappa_is_as_cohen_printed_it() -> None:
    """Cohen 1960, Educational and Psychological Measurement 20:37-46: .492."""
    kappa = cohen_kappa(COHEN)
    assert kappa.n == 200
    assert kappa.value == pytest.approx(0.492, abs=5e-4)


def test_weighted_kappa_is_as_cohen_printed_it() -> None:
    """Cohen 1968, Psychological Bulletin 70:213-220: .348 for disagreements of 1, 3 and 6."""
    assert weighted_kappa(COHEN, [[0, 1, 3], [1, 0, 6], [3, 6, 0]]).value == pytest.approx(0.348, abs=5e-4)


def test_kappa_is_as_fleiss_cohen_and_everitt_printed_it() -> None:
    """Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323-327: .429."""
    assert cohen_kappa(FLEISS).value == pytest.approx(0.429, abs=5e-4)


def test_kappa_and_its_interval_are_as_sas_prints_them() -> None:
    """SAS/STAT User's Guide, FREQ, Agreement Study: kappa 0.3449, ASE 0.0724, 95 % limits 0.2030 and 0.4868."""
    kappa = cohen_kappa(SKIN)
    assert (kappa.value, kappa.low, kappa.high) == pytest.approx((0.3449, 0.2030, 0.4868), abs=5e-5)
    assert error_of(kappa) == pytest.approx(0.0724, abs=5e-5)


def test_ac1_is_as_gwet_printed_it() -> None:
    """irrCAC (Gwet), CRAN vignette "overview": AC1 0.8493305, SE 0.04321747; kappa 0.7964094; agreement 0.89."""
    ac1 = gwet_ac1(ABSTRACTORS)
    assert ac1.value == pytest.approx(0.8493305, abs=5e-8)
    assert error_of(ac1) == pytest.approx(0.04321747, abs=5e-8)
    assert cohen_kappa(ABSTRACTORS).value == pytest.approx(0.7964094, abs=5e-8)
    assert exact_agreement(ABSTRACTORS).value == 0.89


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_as_krippendorff_printed_it(metric: str, alpha: float) -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania."""
    estimate = krippendorff_alpha(KRIPPENDORFF, Metric(metric), seed=1)
    assert estimate.value == pytest.approx(alpha, abs=6e-4)
    assert estimate.n == 11
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < alpha < estimate.high


@given(tables())
def test_kappa_and_its_variance_agree_with_statsmodels(table: Table) -> None:
    for ours, weights in ((cohen_kappa(table), None), (quadratic_kappa(table), "fc")):
        assume(ours.low is not None and ours.high is not None and ours.low > -1 and ours.high < 1)
        theirs = cohens_kappa(np.array(table), wt=weights)
        assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
        assert error_of(ours) == pytest.approx(math.sqrt(theirs.var_kappa), rel=1e-5, abs=1e-9)


def test_weighted_kappa_agrees_with_statsmodels_for_published_weights() -> None:
    disagreement = [[0, 1, 0.5556], [1, 0, 0.3333], [0.5556, 0.3333, 0]]
    ours, theirs = weighted_kappa(FLEISS, disagreement), cohens_kappa(np.array(FLEISS), weights=np.array(disagreement))
    assert ours.value == pytest.approx(theirs.kappa)
    assert error_of(ours) == pytest.approx(math.sqrt(theirs.var_kappa), rel=1e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_agrees_with_statsmodels(seen: tuple[int, int], confidence: float) -> None:
    successes, n = seen
    estimate = proportion(successes, n, confidence)
    theirs = proportion_confint(successes, n, 1 - confidence, "wilson")
    assert (estimate.low, estimate.high) == pytest.approx(theirs, abs=1e-9)


@given(ratings, st.sampled_from(Metric))
@settings(deadline=None)
def test_alpha_agrees_with_the_krippendorff_library(units: list[list[int | None]], metric: Metric) -> None:
    paired = [unit for unit in units if sum(level is not None for level in unit) > 1]
    assume(len({level for unit in paired for level in unit if level is not None}) > 1)
    theirs = krippendorff.alpha(np.array(paired, dtype=float).T, level_of_measurement=metric.value)
    assert krippendorff_alpha(units, metric, seed=1, draws=0).value == pytest.approx(theirs, abs=1e-9)


def test_students_quantile_agrees_with_scipy() -> None:
    for freedom in range(1, 200):
        for confidence in (0.8, 0.9, 0.95):
            theirs = stats.t.ppf((1 + confidence) / 2, freedom)
            assert student_quantile(confidence, freedom) == pytest.approx(theirs, rel=2e-3)


@given(tables())
@example([[0, 5], [5, 0]])
@example([[3, 0], [0, 0]])
def test_every_estimate_is_within_its_bounds_and_its_interval(table: Table) -> None:
    for functions, least in ((SHARES, 0), (CHANCE_CORRECTED, -1), ([severity], -math.inf)):
        for function in functions:
            estimate = function(table)
            assert estimate.n == sum(map(sum, table))
            assert (estimate.low is None) == (estimate.high is None)
            if estimate.value is None:
                assert estimate.low is None
                continue
            assert least <= estimate.value <= -least or least == 0 <= estimate.value <= 1
            if estimate.low is not None and estimate.high is not None:
                assert least <= estimate.low <= estimate.value <= estimate.high


@given(tables())
def test_exchanging_the_raters_changes_severitys_sign_and_nothing_else(table: Table) -> None:
    for function in (*SHARES, *CHANCE_CORRECTED):
        assert same(function(table), function(exchanged(table)))
    own, other = severity(table), severity(exchanged(table))
    if own.value is None:
        assert other.value is None
    else:
        assert other.value == pytest.approx(-own.value, abs=1e-9)


@given(tables(), st.randoms())
def test_nominal_statistics_do_not_know_the_order_of_levels(table: Table, chance: random.Random) -> None:
    order = chance.sample(range(len(table)), len(table))
    for function in (exact_agreement, cohen_kappa, gwet_ac1):
        assert same(function(table), function(reordered(table, order)))


@given(tables())
def test_ordinal_statistics_do_not_know_which_end_is_up(table: Table) -> None:
    backwards = reordered(table, range(len(table))[::-1])
    for function in (adjacent_agreement, quadratic_kappa):
        assert same(function(table), function(backwards))


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4))), st.randoms())
def test_the_order_of_items_does_not_matter(pairs: list[tuple[int, int]], chance: random.Random) -> None:
    assert confusion(pairs, 4) == confusion(chance.sample(pairs, len(pairs)), 4)


@given(tables())
def test_pairs_make_the_table_they_came_from(table: Table) -> None:
    assert confusion(pairs_of(table), len(table)) == table


@given(tables(largest=8))
def test_quadratic_kappa_is_twice_the_covariance_over_what_it_could_be(table: Table) -> None:
    kappa = quadratic_kappa(table)
    assume(kappa.value is not None)
    own, other = np.array(pairs_of(table), dtype=float).T
    covariance = np.cov(own, other, bias=True)[0, 1]
    identity = 2 * covariance / (own.var() + other.var() + (own.mean() - other.mean()) ** 2)
    assert kappa.value == pytest.approx(identity, abs=1e-9)


@given(tables(2, 2))
def test_two_levels_make_quadratic_kappa_cohens_kappa(table: Table) -> None:
    assert same(quadratic_kappa(table), cohen_kappa(table))
    assert adjacent_agreement(table).value in (None, 1)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=5))
def test_perfect_agreement_is_one(used: list[int]) -> None:
    table = [[count if i == j else 0 for j in range(len(used))] for i, count in enumerate(used)]
    for function in (*SHARES, *CHANCE_CORRECTED):
        assert function(table).value == pytest.approx(1)
    assert severity(table).value == 0
    units = [list(pair) for pair in pairs_of(table)]
    for metric in Metric:
        assert krippendorff_alpha(units, metric, seed=1, draws=0).value == 1


def test_perfect_agreement_of_few_is_no_certainty() -> None:
    """The large-sample variance is 0 there, and so is any resample's; Wilson's interval knows better."""
    table = [[2, 0], [0, 3]]
    for function in CHANCE_CORRECTED:
        assert (function(table).low, function(table).high) == (None, None)
    exact = exact_agreement(table)
    assert exact.low is not None
    assert exact.low < 0.6
    assert clustered_bootstrap([table] * 5, exact_agreement, seed=1).low is None


@pytest.mark.parametrize("size", [2, 3, 5])
def test_nothing_rated_is_undefined(size: int) -> None:
    nothing = [[0] * size for _ in range(size)]
    for function in (*SHARES, *CHANCE_CORRECTED, severity):
        assert function(nothing) == Estimate(None, 0)
    assert krippendorff_alpha([], seed=1) == Estimate(None, 0)
    assert krippendorff_alpha([[1, None], [None, 2]], seed=1) == Estimate(None, 0)
    assert clustered_agreement(ClusterSums()) == Estimate(None, 0)


def test_one_level_used_leaves_chance_nothing_to_explain() -> None:
    table = [[9, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert cohen_kappa(table) == quadratic_kappa(table) == severity(table) == Estimate(None, 9)
    assert gwet_ac1(table).value == 1
    assert krippendorff_alpha([[2, 2], [2, 2]], seed=1) == Estimate(None, 2)


def test_one_level_each_is_no_agreement_and_no_spread() -> None:
    apart = [[0, 0, 7], [0, 0, 0], [0, 0, 0]]
    assert cohen_kappa(apart).value == quadratic_kappa(apart).value == 0
    assert severity(apart) == Estimate(None, 7)


def test_the_same_agreement_is_less_kappa_where_most_work_meets() -> None:
    """80 % of two levels' ratings agree: kappa is 0.60 when half the work meets, and 0.22 when 85 % does."""
    half, most = [[40, 10], [10, 40]], [[5, 10], [10, 75]]
    assert exact_agreement(half).value == exact_agreement(most).value == 0.8
    assert cohen_kappa(half).value == pytest.approx(0.60)
    assert cohen_kappa(most).value == pytest.approx(0.2157, abs=5e-5)


def test_severity_is_the_mean_difference_in_pooled_deviations() -> None:
    own, other = np.array([1, 2, 2, 3, 1, 2]), np.array([2, 3, 2, 4, 2, 2])
    expected = (own.mean() - other.mean()) / math.sqrt((own.var() + other.var()) / 2)
    estimate = severity(confusion(zip(own.tolist(), other.tolist(), strict=True), 4))
    assert estimate.value == pytest.approx(expected)
    assert expected < 0


def test_severitys_error_is_that_of_a_jackknife() -> None:
    chance = random.Random(3)
    levels = [chance.randint(1, 4) for _ in range(300)]
    pairs = [(max(1, level - (chance.random() < 0.3)), level) for level in levels]
    left_out = [severity(confusion(pairs[:at] + pairs[at + 1 :], 4)).value for at in range(len(pairs))]
    jackknife = math.sqrt(np.var(np.array(left_out, dtype=float)) * (len(pairs) - 1))
    assert error_of(severity(confusion(pairs, 4))) == pytest.approx(jackknife, rel=0.02)


@pytest.mark.parametrize(
    ("table", "problem"),
    [([], "two levels"), ([[1]], "two levels"), ([[1, 2], [3]], "square"), ([[1, -2], [0, 1]], "negative")],
)
def test_what_is_no_confusion_matrix_is_refused(table: Table, problem: str) -> None:
    for function in (*SHARES, *CHANCE_CORRECTED, severity):
        with pytest.raises(ValueError, match=problem):
            function(table)


@pytest.mark.parametrize("pair", [(0, 1), (1, 4), (-1, 2)])
def test_a_level_out_of_range_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="levels go from 1 to 3"):
        confusion([pair], 3)
    with pytest.raises(ValueError, match="at least two levels"):
        confusion([], 1)


def test_weights_of_another_shape_or_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        weighted_kappa(COHEN, [[0, 1], [1, 0]])
    with pytest.raises(ValueError, match="never negative"):
        weighted_kappa([[1, 0], [0, 1]], [[0, -1], [1, 0]])
    with pytest.raises(ValueError, match="between 0 and 1"):
        exact_agreement(COHEN, confidence=95)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=30))
def test_two_raters_make_nominal_alpha_scotts_pi_for_small_samples(pairs: list[tuple[int, int]]) -> None:
    """α = π + (1 − π) / 2N (Krippendorff 2004, Human Communication Research 30:411-433)."""
    both = [level for pair in pairs for level in pair]
    by_chance = sum((both.count(level) / len(both)) ** 2 for level in set(both))
    assume(by_chance < 1)
    pi = (sum(own == other for own, other in pairs) / len(pairs) - by_chance) / (1 - by_chance)
    alpha = krippendorff_alpha(pairs, Metric.NOMINAL, seed=1, draws=0).value
    assert alpha == pytest.approx(pi + (1 - pi) / (2 * len(pairs)), abs=1e-9)


@given(ratings, st.sampled_from(Metric), st.randoms())
def test_alpha_does_not_know_raters_nor_units_with_one_rating(
    units: list[list[int | None]], metric: Metric, chance: random.Random
) -> None:
    alpha = krippendorff_alpha(units, metric, seed=1, draws=0)
    mixed = [chance.sample(unit, len(unit)) for unit in chance.sample(units, len(units))]
    assert same(krippendorff_alpha([*mixed, [None, 4, None]], metric, seed=1, draws=0), alpha)


@given(ratings)
def test_ordinal_alpha_knows_ranks_only(units: list[list[int | None]]) -> None:
    stretched = [[None if level is None else level**3 for level in unit] for unit in units]
    ordinal = krippendorff_alpha(units, seed=1, draws=0)
    assert same(krippendorff_alpha(stretched, seed=1, draws=0), ordinal)


def portfolios(chance: random.Random, number: int, criteria: int, share: float, alike: float) -> list[Table]:
    """Two levels; ``alike`` is the correlation of agreeing on two criteria of one portfolio (beta-binomial)."""
    strength = (1 - alike) / alike
    chances = [chance.betavariate(share * strength, (1 - share) * strength) for _ in range(number)]
    return [
        confusion([(1, 1 if chance.random() < agreeing else 2) for _ in range(criteria)], 2) for agreeing in chances
    ]


def summed(clusters: Sequence[Table]) -> ClusterSums:
    sums = ClusterSums()
    for table in clusters:
        sums = sums.add(table[0][0], sum(map(sum, table)))
    return sums


def test_the_design_effect_is_cochrans_ratio_variance_over_the_binomial_one() -> None:
    """Cochran 1977, section 3.12, by its own formula, on the data of Rao & Scott 1992 (142 of 158 pups)."""
    sums = ClusterSums()
    for survived, born in CONTROL:
        sums = sums.add(survived, born)
    share, m = 142 / 158, len(CONTROL)
    variance = sum((k - share * n) ** 2 for k, n in CONTROL) / (m * (m - 1) * (158 / m) ** 2)
    assert (sums.exact, sums.ratings, sums.portfolios) == (142, 158, 16)
    assert design_effect(sums) == pytest.approx(variance / (share * (1 - share) / 158))


def test_the_clustered_interval_covers_and_the_naive_one_does_not() -> None:
    chance = random.Random(20)
    clustered = naive = 0
    trials = 1500
    for _ in range(trials):
        sums = summed(portfolios(chance, 30, 8, 0.8, 0.3))
        estimate = clustered_agreement(sums)
        assert estimate.low is not None
        assert estimate.high is not None
        clustered += estimate.low <= 0.8 <= estimate.high
        low, high = wilson(sums.exact / sums.ratings, sums.ratings)
        naive += low <= 0.8 <= high
    assert 0.93 <= clustered / trials <= 0.97
    assert naive / trials < 0.85


def test_the_bootstrap_of_portfolios_is_as_wide_as_the_closed_form() -> None:
    clusters = portfolios(random.Random(4), 100, 8, 0.8, 0.3)
    closed = clustered_agreement(summed(clusters))
    drawn = clustered_bootstrap(clusters, exact_agreement, seed=1)
    naive = exact_agreement([[sum(table[i][j] for table in clusters) for j in range(2)] for i in range(2)])
    assert drawn.value == closed.value == naive.value
    assert drawn.n == closed.n == naive.n == 800
    assert error_of(drawn) == pytest.approx(error_of(closed), rel=0.1)
    assert error_of(drawn) > 1.3 * error_of(naive)


def test_the_bootstrap_of_portfolios_is_quick_and_the_same_each_time() -> None:
    chance = random.Random(6)
    clusters = [confusion([(chance.randint(1, 4), chance.randint(1, 4)) for _ in range(8)], 4) for _ in range(100)]
    began = time.perf_counter()
    once = clustered_bootstrap(clusters, cohen_kappa, seed=7)
    assert time.perf_counter() - began < 0.5
    assert clustered_bootstrap(clusters, cohen_kappa, seed=7) == once
    assert clustered_bootstrap(clusters, cohen_kappa, seed=8) != once
    assert once.value == cohen_kappa([[sum(c[i][j] for c in clusters) for j in range(4)] for i in range(4)]).value


@given(st.lists(tables(3, 3), min_size=1, max_size=5))
@settings(deadline=None)
def test_the_bootstrap_adds_the_portfolios(clusters: list[Table]) -> None:
    total = [[sum(table[i][j] for table in clusters) for j in range(3)] for i in range(3)]
    for function in (exact_agreement, quadratic_kappa):
        drawn = clustered_bootstrap(clusters, function, seed=1, draws=20)
        assert (drawn.value, drawn.n) == (function(total).value, function(total).n)


def test_one_portfolio_says_nothing_of_how_portfolios_differ() -> None:
    table = [[4, 1], [1, 4]]
    assert clustered_bootstrap([table, [[0, 0], [0, 0]]], exact_agreement, seed=1) == Estimate(0.8, 10)
    assert clustered_agreement(ClusterSums().add(8, 10)) == Estimate(0.8, 10)
    assert design_effect(ClusterSums().add(8, 10)) is None


def test_bad_clusters_are_refused() -> None:
    with pytest.raises(ValueError, match="no portfolios"):
        clustered_bootstrap([], exact_agreement, seed=1)
    with pytest.raises(ValueError, match="one size"):
        clustered_bootstrap([[[1, 0], [0, 1]], COHEN], exact_agreement, seed=1)
    with pytest.raises(ValueError, match="at least one draw"):
        clustered_bootstrap([COHEN], exact_agreement, seed=1, draws=0)
    with pytest.raises(ValueError, match="can't agree"):
        ClusterSums().add(3, 2)


counted = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(counted, min_size=1, max_size=20))
def test_clustered_ratings_are_never_worth_more_than_independent_ones(portfolio: list[tuple[int, int]]) -> None:
    sums = ClusterSums()
    for k, n in portfolio:
        sums = sums.add(k, n)
    estimate, naive = clustered_agreement(sums), proportion(sums.exact, sums.ratings)
    assert (estimate.value, estimate.n) == (naive.value, naive.n)
    if estimate.low is not None and estimate.high is not None and naive.low is not None and naive.high is not None:
        assert 0 <= estimate.low <= naive.low + 1e-12
        assert naive.high - 1e-12 <= estimate.high <= 1


@given(st.lists(counted, max_size=10), st.lists(counted, max_size=10))
def test_sums_add_up_in_any_order(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def of(portfolio: list[tuple[int, int]]) -> ClusterSums:
        sums = ClusterSums()
        for k, n in portfolio:
            sums = sums.add(k, n)
        return sums

    assert of(one) + of(other) == of(other + one) == of(other) + of(one)


def test_the_effective_sample_size_is_korn_and_graubards() -> None:
    """Korn & Graubard 1998: n / deff · (t_{n−1}/t_{m−1})², here of 16 litters with 158 pups."""
    sums = ClusterSums()
    for survived, born in CONTROL:
        sums = sums.add(survived, born)
    effect = design_effect(sums)
    assert effect is not None
    effective = 158 / effect * (stats.t.ppf(0.975, 157) / stats.t.ppf(0.975, 15)) ** 2
    estimate = clustered_agreement(sums)
    assert (estimate.low, estimate.high) == pytest.approx(wilson(142 / 158, effective), abs=1e-5)


@pytest.mark.parametrize("agreeing", [[4, 4, 4, 4, 4, 4], [4, 4, 3, 5, 4, 4], [5, 5, 5, 5, 5, 5], [0, 0, 0, 0, 0, 0]])
def test_portfolios_that_vary_less_than_chance_count_as_chance(agreeing: list[int]) -> None:
    sums = ClusterSums()
    for k in agreeing:
        sums = sums.add(k, 5)
    assert (design_effect(sums) or 0) < 1
    independent = 30 * (stats.t.ppf(0.975, 29) / stats.t.ppf(0.975, 5)) ** 2
    estimate = clustered_agreement(sums)
    assert (estimate.low, estimate.high) == pytest.approx(wilson(sum(agreeing) / 30, independent), abs=1e-3)


def test_more_portfolios_narrow_the_interval() -> None:
    clusters = portfolios(random.Random(8), 400, 8, 0.8, 0.3)
    errors = [error_of(clustered_agreement(summed(clusters[:number]))) for number in (25, 100, 400)]
    assert all(later < 0.6 * earlier for earlier, later in pairwise(errors))


def test_an_interval_needs_a_statistic_that_is_mostly_defined() -> None:
    values = [n / 100 for n in range(100)]
    assert percentile_interval(0.5, 10, [*values, None]).low == pytest.approx(0.02475)
    assert percentile_interval(0.5, 10, [*values, *[None] * 6]) == Estimate(0.5, 10)
    assert percentile_interval(None, 10, values) == Estimate(None, 10)
