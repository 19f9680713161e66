"""Who gets the next submission: whoever will have it done first, among those who may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

USUAL_HOURS = 24.0
"""From being given a submission to handing it in, for somebody of whom nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is fit for a submission. ``load`` counts what they hold, ``hours`` is what one took lately.

    ``tie`` decides between equals; drawn at random, so that nobody is always first.
    """

    person_id: str
    load: int
    hours: float | None
    tie: float


def finished_by(candidate: Candidate, now: datetime) -> datetime:
    """When one more would be done: after what is held already, at the person's own pace, some of it side by side."""
    hours = USUAL_HOURS if candidate.hours is None else max(1.0, candidate.hours)
    return now + timedelta(hours=hours * (1 + candidate.load / 2))


def choose(candidates: Iterable[Candidate], due_at: datetime, now: datetime, most: int) -> Candidate | None:
    """The candidate for a submission due at ``due_at``; None when everybody holds ``most`` already.

    Whoever can keep the due time goes before whoever can't; of those, the one with the least to do, so that the work is
    shared; then whoever would be done first.
    """
    free = [candidate for candidate in candidates if candidate.load < most]
    return min(
        free,
        key=lambda each: (finished_by(each, now) > due_at, each.load, finished_by(each, now), each.tie),
        default=None,
    )
