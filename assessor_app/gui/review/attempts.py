"""Which piece of evidence of an earlier attempt a piece of this one stands for, and whether it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.protocol.packet import EarlierAttempt, Evidence, Manifest


class ItemChange(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What a piece of evidence was before; ``earlier`` is None for a new one."""

    change: ItemChange
    attempt: int
    earlier: Evidence | None


def latest(manifest: Manifest | None) -> EarlierAttempt | None:
    """The attempt before this one that has evidence to compare with."""
    attempts = [attempt for attempt in manifest.earlier if attempt.evidence] if manifest is not None else []
    return max(attempts, key=lambda attempt: attempt.attempt, default=None)


def counterparts(now: Sequence[Evidence], attempt: EarlierAttempt) -> dict[str, Counterpart]:
    """Evidence id → what it was: the same bytes first, then the same title, then the same place in its requirement."""
    result: dict[str, Counterpart] = {}
    free = list(attempt.evidence)
    for item in now:
        same = next((other for other in free if other.blob.sha256 == item.blob.sha256), None)
        if same is not None:
            free.remove(same)
            result[item.id] = Counterpart(ItemChange.UNCHANGED, attempt.attempt, same)
    for alike in (_same_title, _same_requirement):
        for item in now:
            if item.id not in result:
                found = next((other for other in free if alike(item, other)), None)
                if found is not None:
                    free.remove(found)
                    result[item.id] = Counterpart(ItemChange.CHANGED, attempt.attempt, found)
    for item in now:
        result.setdefault(item.id, Counterpart(ItemChange.NEW, attempt.attempt, None))
    return result


def _same_title(item: Evidence, other: Evidence) -> bool:
    return item.requirement_id == other.requirement_id and item.title == other.title and item.kind is other.kind


def _same_requirement(item: Evidence, other: Evidence) -> bool:
    return item.requirement_id == other.requirement_id and item.kind is other.kind
