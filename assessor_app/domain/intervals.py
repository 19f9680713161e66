"""Estimates with the interval that belongs to them, and the few distributions that intervals need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

DEFINED_SHARE = 0.95
"""Least share of resamples in which a statistic must be defined: percentiles of fewer are of the lucky ones."""
NO_WIDTH = 1e-10
"""Standard error that is rounding and nothing else."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic of ``n`` observations; ``value`` is None where it is undefined.

    ``low`` and ``high`` are None where the data cannot bear an interval. That includes a large-sample or resampled
    interval without any width, which would claim certainty (of perfect agreement, say) whatever the ``n``.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


def normal_quantile(confidence: float) -> float:
    """z with P(|Z| ≤ z) = ``confidence`` of a standard normal Z. ValueError unless ``confidence`` is within (0, 1)."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def student_quantile(confidence: float, freedom: int) -> float:
    """t with P(|T| ≤ t) = ``confidence``, for T of Student's distribution with ``freedom`` ≥ 1 degrees of freedom.

    Exact for 1 and 2; else the expansion of Cornish and Fisher in 1/freedom (Abramowitz & Stegun 1964, 26.7.5), which
    is within 0.2 % for confidences up to 0.95. ValueError for no degree of freedom.
    """
    if freedom < 1:
        raise ValueError("Student's distribution needs a degree of freedom")
    z = normal_quantile(confidence)
    if freedom == 1:
        return math.tan(math.pi * confidence / 2)
    if freedom == 2:
        return confidence * math.sqrt(2 / (1 - confidence**2))
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + sum(term / math.pow(freedom, power) for power, term in enumerate(terms, start=1))


def wilson(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a proportion ``share`` that was seen in ``n`` > 0 trials (a fraction when effective).

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n): Wilson 1927, JASA 22:209-212; Newcombe 1998, Statistics in
    Medicine 17:857-872, method 3. ValueError for ``n`` ≤ 0 or a share outside [0, 1].
    """
    if n <= 0 or not 0 <= share <= 1:
        raise ValueError(f"no proportion: {share} of {n}")
    z = normal_quantile(confidence)
    centre = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The bounds hold the share by algebra; rounding must not put 0 of n above 0.
    return max(0.0, min(share, (centre - half) / scale)), min(1.0, max(share, (centre + half) / scale))


def proportion(successes: int, n: int, confidence: float = 0.95) -> Estimate:
    """``successes`` / ``n`` with Wilson's interval; undefined for n = 0."""
    if n == 0:
        return Estimate(None, 0)
    share = successes / n
    return Estimate(share, n, *wilson(share, n, confidence))


def large_sample(
    value: float, n: int, variance: float, within: tuple[float, float], confidence: float = 0.95
) -> Estimate:
    """``value`` ± z·√``variance``, cut at the bounds ``within`` which the statistic can't leave."""
    error = math.sqrt(max(0.0, variance))
    if error < NO_WIDTH:
        return Estimate(value, n)
    half = normal_quantile(confidence) * error
    return Estimate(value, n, max(within[0], value - half), min(within[1], value + half))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The quantile of ascending values by linear interpolation (Hyndman & Fan 1996, type 7)."""
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def percentile_interval(
    value: float | None, n: int, resampled: Sequence[float | None], confidence: float = 0.95
) -> Estimate:
    """``value`` with the percentile interval of its bootstrap replications (Efron & Tibshirani 1993, section 13.3).

    Replications in which the statistic is undefined (None) are left out; where they are more than 5 %, there is no
    interval, and none where all replications are the same.
    """
    normal_quantile(confidence)
    defined = sorted(each for each in resampled if each is not None)
    if value is None or not defined or len(defined) < DEFINED_SHARE * len(resampled):
        return Estimate(value, n)
    low, high = percentile(defined, (1 - confidence) / 2), percentile(defined, (1 + confidence) / 2)
    return Estimate(value, n, low, high) if high - low > NO_WIDTH else Estimate(value, n)
