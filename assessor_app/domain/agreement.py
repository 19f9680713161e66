"""How far two ratings of the same work agree: one rater's levels against another's, or against the true ones.

All of it is computed from a confusion matrix: row i, column j holds how often own level i + 1 met the other's level
j + 1, for every level of the rubric, so that a level nobody used still counts for the scale. Ratings are taken as
independent; for the criteria of one portfolio, which are not, see ``clusters``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from assessor_app.domain.intervals import Estimate, large_sample, proportion

Counts = Sequence[Sequence[int]]
"""Confusion matrix, K × K with K ≥ 2: rows own level, columns the other's level."""
Matrix = Sequence[Sequence[float]]


def confusion(pairs: Iterable[tuple[int, int]], levels: int) -> list[list[int]]:
    """Counts (levels × levels) of (own, other) pairs; levels are counted from 1 as in a rubric.

    ValueError for fewer than two levels or a level outside 1…``levels``.
    """
    if levels < 2:
        raise ValueError(f"a scale has at least two levels, not {levels}")
    counts = [[0] * levels for _ in range(levels)]
    for own, other in pairs:
        if not (1 <= own <= levels and 1 <= other <= levels):
            raise ValueError(f"levels go from 1 to {levels}, but a pair is ({own}, {other})")
        counts[own - 1][other - 1] += 1
    return counts


def checked(counts: Counts) -> Counts:
    """The same counts. ValueError unless they are square, with at least two levels, and not negative."""
    if len(counts) < 2:
        raise ValueError(f"a confusion matrix has at least two levels, not {len(counts)}")
    if any(len(row) != len(counts) for row in counts):
        raise ValueError(f"a confusion matrix is square: {len(counts)} rows of {[len(row) for row in counts]}")
    if min(map(min, counts)) < 0:
        raise ValueError("a confusion matrix has no negative counts")
    return counts


def exact_agreement(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Share of pairs with the same level, p = Σ x_ii / n, with the score interval of Wilson 1927.

    Undefined for n = 0.
    """
    return _within(counts, 0, confidence)


def adjacent_agreement(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Share of pairs at most one level apart, with the score interval of Wilson 1927. Undefined for n = 0.

    With two levels this is 1 by necessity.
    """
    return _within(counts, 1, confidence)


def cohen_kappa(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Cohen's kappa, (p_o − p_e) / (1 − p_e) with p_e from the product of both margins.

    Cohen 1960, Educational and Psychological Measurement 20:37-46, formula 1. The interval is value ± z·SE by the
    large-sample variance of Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323-327, within [−1, 1]. Undefined
    for n = 0 and where both only ever used one and the same level.
    """
    levels = range(len(counts))
    return weighted_kappa(counts, [[int(i != j) for j in levels] for i in levels], confidence)


def quadratic_kappa(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Weighted kappa with disagreement (i − j)² over the rubric's level numbers (QWK).

    Cohen 1968, Psychological Bulletin 70:213-220; equal to 2·cov / (var_own + var_other + (mean_own − mean_other)²)
    with moments of the n pairs as a population (divisor n): Fleiss & Cohen 1973, Educational and Psychological
    Measurement 33:613-619. Interval and undefined cases as for ``weighted_kappa``.
    """
    levels = range(len(counts))
    return weighted_kappa(counts, [[(i - j) ** 2 for j in levels] for i in levels], confidence)


def weighted_kappa(counts: Counts, disagreement: Matrix, confidence: float = 0.95) -> Estimate:
    """Weighted kappa κ_w = 1 − q_o/q_e, with q = Σ v_ij p_ij observed and Σ v_ij p_i. p_.j by chance.

    ``disagreement`` v is K × K, not negative, 0 for agreement; its unit does not matter. Cohen 1968, Psychological
    Bulletin 70:213-220. The variance is that of Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323-327, for
    the weights w = 1 − v and a kappa other than 0: Var over p_ij of [v_ij q_e − (v̄_i. + v̄_.j) q_o] / (n q_e⁴), where
    v̄_i. = Σ_j v_ij p_.j and v̄_.j = Σ_i v_ij p_i.

    Undefined for n = 0 and for q_e = 0. ValueError for matrices of other shapes or with negative entries.
    """
    n, rows, columns = _margins(checked(counts))
    levels = range(len(counts))
    if len(disagreement) != len(counts) or any(len(row) != len(counts) for row in disagreement):
        raise ValueError("the weights need the shape of the counts")
    if min(map(min, disagreement)) < 0:
        raise ValueError("a disagreement is never negative")
    row_means = [_dot(disagreement[i], columns) for i in levels]
    column_means = [sum(disagreement[i][j] * rows[i] for i in levels) for j in levels]
    by_chance = _dot(row_means, rows)
    if by_chance == 0:
        return Estimate(None, n)
    observed = sum(_dot(v, x) for v, x in zip(disagreement, counts, strict=True))
    q_o, q_e = observed / n, by_chance / n**2

    def influence(i: int, j: int) -> float:
        return (disagreement[i][j] * q_e - (row_means[i] + column_means[j]) / n * q_o) / q_e**2

    return large_sample(1 - observed * n / by_chance, n, _spread(counts, n, influence), (-1, 1), confidence)


def gwet_ac1(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Gwet's AC1, (p_a − p_e) / (1 − p_e) with p_e = Σ π_k (1 − π_k) / (K − 1) and π_k = (p_k. + p_.k) / 2.

    Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48, with the variance for two
    raters given there (no finite population correction): Var over p_kl of
    [1(k=l) + (1 − AC1)(π_k + π_l) / (K − 1)] / (n (1 − p_e)²). The interval uses the normal quantile, within [−1, 1].
    K is the rubric's number of levels. Undefined for n = 0 only, since p_e ≤ 1/K.
    """
    n, rows, columns = _margins(checked(counts))
    if n == 0:
        return Estimate(None, 0)
    others = len(counts) - 1
    used = [(row + column) / (2 * n) for row, column in zip(rows, columns, strict=True)]
    by_chance = sum(share * (1 - share) for share in used) / others
    agreed = sum(counts[i][i] for i in range(len(counts))) / n
    value = (agreed - by_chance) / (1 - by_chance)

    def influence(i: int, j: int) -> float:
        return ((i == j) + (1 - value) * (used[i] + used[j]) / others) / (1 - by_chance)

    return large_sample(value, n, _spread(counts, n, influence), (-1, 1), confidence)


def severity(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Standardized mean difference, (mean_own − mean_other) / s with s = √((var_own + var_other) / 2).

    Variances have the divisor n. In units of a standard deviation; below 0 the own ratings are the more severe, above 0
    the more lenient. This is the SMD of Williamson, Xi & Breyer 2012, Educational Measurement: Issues and Practice
    31:2-13 (who want it within ±0.15). Both ratings are of the same work, so the variance is by the delta method over
    the pairs, which keeps their correlation: Var of d_i/s − D(a_i² + b_i²)/(4 s³), over n, where d_i is a pair's
    difference, D the mean difference and a_i, b_i are deviations from the means (Serfling 1980, section 3.3).

    Undefined for n = 0 and where neither rating varies.
    """
    n, rows, columns = _margins(checked(counts))
    levels = range(len(counts))
    if n == 0 or (max(rows) == n and max(columns) == n):
        return Estimate(None, n)
    own, other = _dot(levels, rows) / n, _dot(levels, columns) / n
    spread = math.sqrt(sum((i - own) ** 2 * rows[i] + (i - other) ** 2 * columns[i] for i in levels) / (2 * n))
    # Whole numbers, because a difference of means would leave rounding where both are the same.
    difference = sum(i * (rows[i] - columns[i]) for i in levels) / n

    def influence(i: int, j: int) -> float:
        return (i - j) / spread - difference * ((i - own) ** 2 + (j - other) ** 2) / (4 * spread**3)

    value = difference / spread
    return large_sample(value, n, _spread(counts, n, influence), (-math.inf, math.inf), confidence)


def _within(counts: Counts, apart: int, confidence: float) -> Estimate:
    cells = [(abs(i - j) <= apart, count) for i, row in enumerate(checked(counts)) for j, count in enumerate(row)]
    return proportion(sum(count for near, count in cells if near), sum(count for _, count in cells), confidence)


def _margins(counts: Counts) -> tuple[int, list[int], list[int]]:
    rows = [sum(row) for row in counts]
    return sum(rows), rows, [sum(column) for column in zip(*counts, strict=True)]


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def _spread(counts: Counts, n: int, influence: Callable[[int, int], float]) -> float:
    """Variance of a smooth statistic whose derivative by a pair (i, j) is ``influence``, up to a constant."""
    cells = [(influence(i, j), count) for i, row in enumerate(counts) for j, count in enumerate(row) if count]
    mean = sum(value * count for value, count in cells) / n
    return sum((value - mean) ** 2 * count for value, count in cells) / n**2
