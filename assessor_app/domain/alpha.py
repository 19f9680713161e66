"""Krippendorff's alpha: agreement of any number of raters, where not everybody rated everything."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate

from assessor_app.domain.intervals import Estimate, percentile_interval

Unit = tuple[tuple[int, int], ...]
"""How often each level was given to one unit: (level, times) ascending."""


class Metric(StrEnum):
    """What two different levels are apart."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(
    units: Sequence[Sequence[int | None]],
    metric: Metric = Metric.ORDINAL,
    *,
    seed: int,
    draws: int = 1000,
    confidence: float = 0.95,
) -> Estimate:
    """α = 1 − D_o/D_e = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over the coincidences o of the levels c and k.

    ``units`` × raters, with None where a rater has not rated; levels are whole numbers. Krippendorff 2011, Computing
    Krippendorff's Alpha-Reliability; Krippendorff 2004, Content Analysis, chapter 11. The squared differences
    δ² are 1 (nominal), (c − k)² (interval), and (Σ_{g=c..k} n_g − (n_c + n_k)/2)² (ordinal).

    The interval is the percentile interval of ``draws`` bootstrap resamples of units (Zapf et al. 2016, BMC Medical
    Research Methodology 16:93), the same for the same ``seed``; with no draws, or fewer than two units, there is none.

    ``n`` is the number of units with at least two ratings; others say nothing about agreement and are left out.
    Undefined where there is no such unit or only one level was ever used. ValueError for a negative number of draws.
    """
    if draws < 0:
        raise ValueError("there are no fewer than no draws")
    pairable = [unit for unit in map(_tallied, units) if sum(times for _, times in unit) > 1]
    value = _alpha(Counter(pairable), metric)
    if len(pairable) < 2:
        return Estimate(value, len(pairable))
    chance = random.Random(seed)  # noqa: S311 - the same interval each time, no secret
    resampled = [_alpha(Counter(chance.choices(pairable, k=len(pairable))), metric) for _ in range(draws)]
    return percentile_interval(value, len(pairable), resampled, confidence)


def _tallied(ratings: Iterable[int | None]) -> Unit:
    return tuple(sorted(Counter(level for level in ratings if level is not None).items()))


def _alpha(units: Mapping[Unit, int], metric: Metric) -> float | None:
    """Units with the same ratings come once, with their number: a resample has few different ones."""
    used: Counter[int] = Counter()
    for unit, repeated in units.items():
        for level, times in unit:
            used[level] += times * repeated
    squared = _squared_differences(metric, used)
    levels = sorted(used)
    expected = sum(used[c] * used[k] * squared(c, k) for place, c in enumerate(levels) for k in levels[place + 1 :])
    if not expected:
        return None
    observed = sum(repeated * _disagreement(unit, squared) for unit, repeated in units.items())
    return 1 - (used.total() - 1) * observed / expected


def _disagreement(unit: Unit, squared: Callable[[int, int], float]) -> float:
    if len(unit) == 1:
        return 0.0
    ratings = sum(times for _, times in unit)
    pairs = ((c, k, a * b) for place, (c, a) in enumerate(unit) for k, b in unit[place + 1 :])
    return sum(number * squared(c, k) for c, k, number in pairs) / (ratings - 1)


def _squared_differences(metric: Metric, used: Mapping[int, int]) -> Callable[[int, int], float]:
    if metric is Metric.NOMINAL:
        return lambda c, k: float(c != k)
    if metric is Metric.INTERVAL:
        return lambda c, k: float((c - k) ** 2)
    levels = sorted(used)
    # Between the middles of two levels' ranks lie the levels in between and half of each of the two.
    middles = {
        level: upto - used[level] / 2
        for level, upto in zip(levels, accumulate(used[level] for level in levels), strict=True)
    }
    return lambda c, k: (middles[c] - middles[k]) ** 2
