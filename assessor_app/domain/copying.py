"""Raters who err alike: the same wrong levels on work whose true levels are known.

Right levels prove nothing, since the truth is what everybody is after. To be wrong in exactly the same way, more often
than others are, is what copying leaves behind. A flag is a reason to look, and never a finding.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Ratings = Mapping[str, Mapping[str, int]]
"""Rater → item → level."""
HALF = 0.5
"""Added to counts, so that what nobody else did yet is unlikely and not impossible (Krichevsky & Trofimov 1981)."""


@dataclass(frozen=True, slots=True)
class SharedErrors:
    """A flagged pair, in the order of the raters' names.

    Of ``common_wrong`` items that both got wrong, ``identical`` have the same wrong level; ``expected`` is how many
    would have by chance. ``p_adjusted`` is ``p_value`` times the number of pairs looked at, at most 1.
    """

    first: str
    second: str
    common_wrong: int
    identical: int
    expected: float
    p_value: float
    p_adjusted: float


def shared_errors(
    ratings: Ratings, truth: Mapping[str, int], *, error_rate: float = 0.01, least_identical: int = 3
) -> list[SharedErrors]:
    """Pairs of raters with too many identical wrong levels, least likely first.

    For a source A and a possible copier B, every item that A got wrong and B rated is a trial that succeeds when B
    gives A's wrong level. As in the K-index, A's wrong levels are given and B's chance follows B's own number of errors
    (Holland 1996, ETS Program Statistics Research Technical Report 96-4; Sotaridona & Meijer 2002, Journal of
    Educational Measurement 39:115-132); as items differ, the number of successes is Poisson-binomial and not binomial
    (the generalized binomial test, van der Linden & Sotaridona 2006, Journal of Educational and Behavioral Statistics
    31:283-304). The chance at an item is

        min(1, share of others who erred to A's side × B's habit of erring to that side) × share of A's level therein

    where the others are everybody but A and B, and the habit is B's number of errors to that side over the number
    expected of others on B's items. The sides are apart because two severe raters err alike without copying.

    The p-value is P(successes ≥ identical), the larger of both directions. All pairs of raters count as looked at and
    the adjustment is Bonferroni's, because one wrong accusation is one too many: with ``error_rate`` 0.01, at most
    one of a hundred such analyses flags anybody without cause. The price is missed copiers: among 2,000 raters a pair
    needs some nine shared errors that are rare. Pairs with fewer than ``least_identical`` are passed over.

    Items without a true level are left out. ValueError for an ``error_rate`` outside (0, 1] or ``least_identical`` < 1.
    """
    if not 0 < error_rate <= 1 or least_identical < 1:
        raise ValueError("an error rate is above 0 and at most 1, and at least one error must be shared")
    errors = _Errors(ratings, truth)
    pairs = len(errors.names) * (len(errors.names) - 1) // 2
    flagged = []
    for first, second, identical in errors.alike(least_identical):
        found = errors.least_surprising(first, second, identical, error_rate / pairs)
        if found:
            p_value, expected = found
            common = len(errors.wrong[first].keys() & errors.wrong[second].keys())
            names = errors.names[first], errors.names[second]
            flagged.append(SharedErrors(*names, common, identical, expected, p_value, min(1.0, p_value * pairs)))
    return sorted(flagged, key=lambda each: (each.p_adjusted, each.p_value, each.first, each.second))


def poisson_binomial_tail(chances: Sequence[float], least: int) -> float:
    """P(X ≥ ``least``) for X successes in independent trials with these ``chances``.

    By the recursion over trials (Barlow & Heidtmann 1984, IEEE Transactions on Reliability 33:322-323), adding up what
    crosses ``least`` and not 1 − the rest, which would lose small tails to rounding.
    """
    if least <= 0:
        return 1.0
    below = [1.0] + [0.0] * (least - 1)
    reached = 0.0
    for chance in chances:
        reached += below[-1] * chance
        for count in range(least - 1, 0, -1):
            below[count] += (below[count - 1] - below[count]) * chance
        below[0] *= 1 - chance
    return min(1.0, reached)


class _Trial(NamedTuple):
    """One wrong level of a source, and how many others gave it (``alike``) or erred to its side (``erred``).

    The source is not counted, a possible copier still is. ``others`` counts everybody else who rated the item.
    """

    item: str
    level: int
    true: int
    above: bool
    alike: int
    erred: int
    others: float


class _Errors:
    """Wrong levels by rater and by item. Raters are numbers, in the order of their names."""

    def __init__(self, ratings: Ratings, truth: Mapping[str, int]) -> None:
        self.names = sorted(ratings)
        self._truth = truth
        self._rated = [{item for item in ratings[name] if item in truth} for name in self.names]
        self.wrong = [
            {item: level for item, level in ratings[name].items() if item in truth and level != truth[item]}
            for name in self.names
        ]
        self._raters = Counter(item for rated in self._rated for item in rated)
        self._who: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._erred: Counter[tuple[str, bool]] = Counter()
        for rater, wrong in enumerate(self.wrong):
            for item, level in wrong.items():
                self._who[item, level].append(rater)
                self._erred[item, level > truth[item]] += 1
        self._habits = [
            {above: self._habit(rater, above) for above in (False, True)} for rater in range(len(self.names))
        ]
        self._trials = [[self._trial(item, level) for item, level in wrong.items()] for wrong in self.wrong]

    def alike(self, least: int) -> Iterator[tuple[int, int, int]]:
        """Pairs with ``least`` or more identical wrong levels, found through these and not by trying all pairs."""
        for first, wrong in enumerate(self.wrong):
            if len(wrong) < least:
                continue
            met: Counter[int] = Counter()
            for item, level in wrong.items():
                met.update(self._who[item, level])
            for second, identical in met.items():
                if second > first and identical >= least:
                    yield first, second, identical

    def least_surprising(self, first: int, second: int, identical: int, limit: float) -> tuple[float, float] | None:
        """The larger p-value of both directions with its expectation; None when it is above ``limit``."""
        found = (0.0, 0.0)
        for source, copier in ((first, second), (second, first)):
            chances = self._chances(source, copier)
            # The likeliest of all ways to get there is a part of the p-value, and mostly above the limit by itself.
            if math.prod(sorted(chances)[-identical:]) > limit:
                return None
            p_value = poisson_binomial_tail(chances, identical)
            if p_value > limit:
                return None
            found = max(found, (p_value, sum(chances)))
        return found

    def _chances(self, source: int, copier: int) -> list[float]:
        rated, copied, habits = self._rated[copier], self.wrong[copier], self._habits[copier]
        chances = []
        for trial in self._trials[source]:
            if trial.item not in rated:
                continue
            theirs = copied.get(trial.item)
            erred = trial.erred - (theirs is not None and (theirs > trial.true) is trial.above) + HALF
            alike = trial.alike - (theirs == trial.level) + HALF
            chances.append(min(1.0, habits[trial.above] * erred / trial.others) * alike / erred)
        return chances

    def _trial(self, item: str, level: int) -> _Trial:
        true = self._truth[item]
        above = level > true
        alike, erred = len(self._who[item, level]) - 1, self._erred[item, above] - 1
        return _Trial(item, level, true, above, alike, erred, self._raters[item] - 2 + 2 * HALF)

    def _habit(self, rater: int, above: bool) -> float:
        own, expected = 0, 0.0
        for item in self._rated[rater]:
            level = self.wrong[rater].get(item)
            erred = level is not None and (level > self._truth[item]) is above
            own += erred
            if self._raters[item] > 1:
                expected += (self._erred[item, above] - erred) / (self._raters[item] - 1)
        return (own + HALF) / (expected + HALF)
