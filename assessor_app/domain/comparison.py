"""Two ratings of one portfolio side by side, and how long work on it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from assessor_app.domain.microcredential import MicroCredential

PAUSE = timedelta(minutes=10)
"""Between two edits, more than this is a pause and not work."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One criterion of ``levels`` levels rated twice; levels count from 1."""

    criterion_id: str
    levels: int
    own: int
    other: int


def pairs_of(credential: MicroCredential, own: Mapping[str, int], other: Mapping[str, int]) -> tuple[Pair, ...]:
    """The criteria that both rated, in the rubric's order."""
    return tuple(
        Pair(criterion.id, len(criterion.levels), own[criterion.id], other[criterion.id])
        for _, criterion in credential.criteria()
        if criterion.id in own and criterion.id in other
    )


def exact(pairs: Iterable[Pair]) -> int:
    return sum(pair.own == pair.other for pair in pairs)


def adjacent(pairs: Iterable[Pair]) -> int:
    """How many differ by one level at most."""
    return sum(abs(pair.own - pair.other) <= 1 for pair in pairs)


def difference(pairs: Iterable[Pair]) -> float:
    """Σ(own − other)/(levels − 1): above zero for somebody who rates higher."""
    return sum((pair.own - pair.other) / (pair.levels - 1) for pair in pairs)


def active_hours(moments: Iterable[datetime]) -> float:
    """Hours of work between the edits of a draft, without its pauses.

    From the last edit of each cell, so that it is a little less than the truth.
    """
    ordered = sorted(moments)
    gaps = (later - earlier for earlier, later in pairwise(ordered))
    return sum((min(gap, PAUSE) for gap in gaps), timedelta()).total_seconds() / 3_600
