"""Intervals where ratings come in portfolios: the criteria of one portfolio stand or fall together.

Ten criteria of one portfolio say less than ten portfolios with one criterion each, and an interval that takes all
ratings as independent is too narrow. Here the portfolio is what was sampled.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessor_app.domain.agreement import Counts, checked
from assessor_app.domain.intervals import Estimate, percentile_interval, student_quantile, wilson

Statistic = Callable[[Counts], Estimate]
"""Any of ``agreement``'s functions of a confusion matrix. Of what it returns, the value alone is used."""


def clustered_bootstrap(
    clusters: Sequence[Counts], statistic: Statistic, *, seed: int, draws: int = 1000, confidence: float = 0.95
) -> Estimate:
    """``statistic`` of the sum of all ``clusters`` with a percentile interval from resamples of whole clusters.

    Each cluster is one portfolio's confusion matrix (K × K). A resample draws as many portfolios as there are, with
    replacement, and adds their matrices: the one-stage cluster bootstrap of Davison & Hinkley 1997, section 3.8,
    strategy 1; Field & Welsh 2007, JRSS B 69:369-390. The interval is as in ``percentile_interval``; it is the same for
    the same ``seed``. There is none for fewer than two portfolios with ratings, whose variation nobody saw,
    and with fewer than some 30 it is too narrow, as percentile intervals are.

    ``n`` is the number of ratings. ValueError for no cluster, for fewer than one draw, and for matrices that are not
    square, not of one size, or negative.
    """
    if draws < 1:
        raise ValueError("a bootstrap needs at least one draw")
    if not clusters:
        raise ValueError("there are no portfolios")
    size = len(clusters[0])
    if any(len(checked(cluster)) != size for cluster in clusters):
        raise ValueError("the portfolios' matrices are not of one size")
    packing = _Packing(size, sum(sum(map(sum, cluster)) for cluster in clusters))
    packed = [portfolio for portfolio in map(packing.pack, clusters) if portfolio]
    whole = statistic(packing.unpack(sum(packed)))
    if len(packed) < 2:
        return Estimate(whole.value, whole.n)
    chance = random.Random(seed)  # noqa: S311 - the same interval each time, no secret
    resampled = [statistic(packing.unpack(sum(chance.choices(packed, k=len(packed))))).value for _ in range(draws)]
    return percentile_interval(whole.value, whole.n, resampled, confidence)


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """What ``clustered_agreement`` needs of any number of portfolios, so that one more costs nothing.

    Of ``portfolios`` with n_i ratings of which k_i agree exactly: the sums of n_i, k_i, k_i², k_i·n_i and n_i².
    """

    portfolios: int = 0
    ratings: int = 0
    exact: int = 0
    exact_squared: int = 0
    exact_ratings: int = 0
    ratings_squared: int = 0

    def add(self, k: int, n: int) -> ClusterSums:
        """With one more portfolio, of whose ``n`` ratings ``k`` agree. One without ratings changes nothing.

        ValueError unless 0 ≤ k ≤ n.
        """
        if not 0 <= k <= n:
            raise ValueError(f"of {n} ratings, {k} can't agree")
        return self + ClusterSums(1, n, k, k * k, k * n, n * n) if n else self

    def __add__(self, other: ClusterSums) -> ClusterSums:
        return ClusterSums(
            self.portfolios + other.portfolios,
            self.ratings + other.ratings,
            self.exact + other.exact,
            self.exact_squared + other.exact_squared,
            self.exact_ratings + other.exact_ratings,
            self.ratings_squared + other.ratings_squared,
        )


def design_effect(sums: ClusterSums) -> float | None:
    """How many times the variance of the exact share exceeds that of independent ratings.

    The variance of the ratio p = Σk_i/Σn_i is v = m/(m−1) · Σ(k_i − p n_i)² / (Σn_i)² for m portfolios (Cochran 1977,
    Sampling Techniques, sections 2.11 and 3.12); the design effect is v / (p(1−p)/Σn_i) (Kish 1965, section 8.2).

    None where it is undefined: fewer than two portfolios, or all or no ratings agree.
    """
    m, n, k = sums.portfolios, sums.ratings, sums.exact
    if m < 2 or k in (0, n):
        return None
    # n² Σ(k_i − p n_i)², whole: the difference of large floats would lose what is small.
    residual = n * n * sums.exact_squared - 2 * k * n * sums.exact_ratings + k * k * sums.ratings_squared
    return m * residual / ((m - 1) * n * k * (n - k))


def clustered_agreement(sums: ClusterSums, confidence: float = 0.95) -> Estimate:
    """Exact agreement of clustered ratings, p = Σk_i/Σn_i, with Wilson's interval at the effective sample size.

    The ratings are divided by their design effect (Kish 1965; Rao & Scott 1992, Biometrics 48:577-585) and by
    (t_{m−1}/t_{n−1})² for what is not known of that from m portfolios (Korn & Graubard 1998, Survey Methodology
    24:193-201), then put into Wilson 1927 (Dean & Pagano 2015, Journal of Survey Statistics and Methodology 3:484-503).

    ``n`` is the number of ratings. A design effect below 1 counts as 1: portfolios that vary less than chance are
    chance, and never make n ratings worth more than n. It also counts as 1 where all or no ratings agree, because then
    the sums show nothing of how alike a portfolio's ratings are; such an interval is a lower bound of the doubt. With
    fewer than two portfolios there is no interval; without ratings the value is undefined.
    """
    if sums.ratings == 0:
        return Estimate(None, 0)
    share = sums.exact / sums.ratings
    if sums.portfolios < 2:
        return Estimate(share, sums.ratings)
    known = student_quantile(confidence, sums.ratings - 1) / student_quantile(confidence, sums.portfolios - 1)
    effective = sums.ratings / max(1.0, design_effect(sums) or 1.0) * known**2
    return Estimate(share, sums.ratings, *wilson(share, min(effective, sums.ratings), confidence))


class _Packing:
    """A matrix of counts as one whole number, so that adding matrices is adding numbers."""

    def __init__(self, size: int, total: int) -> None:
        self._size = size
        # A resample may draw the largest cell as often as there are ratings, and must not run into the next cell.
        self._width = 8 * (((total + 1) ** 2).bit_length() // 8 + 1)

    def pack(self, counts: Counts) -> int:
        packed = 0
        for row in counts:
            for count in row:
                packed = packed << self._width | count
        return packed

    def unpack(self, packed: int) -> list[list[int]]:
        step = self._width // 8
        data = packed.to_bytes(step * self._size**2, "big")
        cells = [int.from_bytes(data[at : at + step], "big") for at in range(0, len(data), step)]
        return [cells[at : at + self._size] for at in range(0, len(cells), self._size)]
