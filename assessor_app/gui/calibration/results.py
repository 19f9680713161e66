"""A round's own levels beside the true ones: by criterion, by packet, and as the measures need them. Plain Python."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.agreement import confusion
from assessor_app.domain.calibration import CriterionMatch, matches
from assessor_app.domain.microcredential import Criterion, MicroCredential, Phase
from assessor_app.protocol.calibration import RoundData, ScoredAnchor
from assessor_app.protocol.insights import Matrix, Tally


class Closeness(StrEnum):
    SAME = "same"
    ADJACENT = "adjacent"
    FAR = "far"
    NOT_RATED = "not_rated"


@dataclass(frozen=True, slots=True)
class Named:
    """A criterion as people call it."""

    number: str
    title: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion of one packet. Levels are counted from 1 and have a label; ``own`` is 0 where none was given."""

    name: Named
    own: int
    own_label: str
    true: int
    true_label: str
    rationale: str

    @property
    def closeness(self) -> Closeness:
        if not self.own:
            return Closeness.NOT_RATED
        apart = abs(self.own - self.true)
        return Closeness.SAME if apart == 0 else Closeness.ADJACENT if apart == 1 else Closeness.FAR


@dataclass(frozen=True, slots=True)
class PacketResult:
    submission_id: str
    compared: tuple[Compared, ...]

    @property
    def exact(self) -> int:
        return sum(each.closeness is Closeness.SAME for each in self.compared)


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """``needed`` of the packets are to be rated as the issuer did."""

    name: Named
    match: CriterionMatch
    needed: int

    @property
    def reached(self) -> bool:
        return self.match.exact >= self.needed


@dataclass(frozen=True, slots=True)
class RoundResult:
    """``matrix`` is of the ``pooled`` criteria with the commonest number of levels; ``left_out`` counts the others,
    whose scale is another."""

    criteria: tuple[CriterionResult, ...]
    packets: tuple[PacketResult, ...]
    tally: Tally
    matrix: Matrix
    pooled: int
    left_out: int

    @property
    def short(self) -> tuple[CriterionResult, ...]:
        return tuple(each for each in self.criteria if not each.reached)


def result_of(data: RoundData, credential: MicroCredential, agreement: float) -> RoundResult:
    """What the packets show whose true scores are here. Criteria that the rubric has no more are left aside."""
    packets = tuple(_packet(each, credential) for each in data.scored)
    matrix, pooled, left_out = _matrix(data.scored, credential)
    return RoundResult(_criteria(data, credential, agreement), packets, _tally(packets), matrix, pooled, left_out)


def needed(agreement: float, of: int) -> int:
    """So many whole packets of ``of`` reach the agreement: 0.8 of 5 are 4, whatever 0.8 * 5 is in binary."""
    return math.ceil(agreement * of - 1e-9)


def _criteria(data: RoundData, credential: MicroCredential, agreement: float) -> tuple[CriterionResult, ...]:
    names = _names(credential)
    pairs = [(each.own, {key: score.level for key, score in each.true.items()}) for each in data.scored]
    return tuple(
        CriterionResult(names[match.criterion_id], match, needed(agreement, match.of))
        for match in matches(pairs, names)
        if match.of
    )


def _names(credential: MicroCredential) -> dict[str, Named]:
    numbers = credential.numbering()
    return {
        criterion.id: Named(numbers[criterion.id], criterion.title, requirement.phase)
        for requirement, criterion in credential.criteria()
    }


def _packet(scored: ScoredAnchor, credential: MicroCredential) -> PacketResult:
    names = _names(credential)
    rows = []
    for _, criterion in credential.criteria():
        true = scored.true.get(criterion.id)
        if true is not None:
            own = scored.own.get(criterion.id, 0)
            name = names[criterion.id]
            rows.append(
                Compared(name, own, _label(criterion, own), true.level, _label(criterion, true.level), true.rationale)
            )
    return PacketResult(scored.submission_id, tuple(rows))


def _label(criterion: Criterion, level: int) -> str:
    """ "" for no level, and for one that this version of the rubric has no more."""
    return criterion.levels[level - 1].label if 1 <= level <= len(criterion.levels) else ""


def _tally(packets: Iterable[PacketResult]) -> Tally:
    rated = [[each for each in packet.compared if each.own] for packet in packets]
    counted = [(sum(each.own == each.true for each in rows), len(rows)) for rows in rated if rows]
    return Tally(
        portfolios=len(counted),
        ratings=sum(n for _, n in counted),
        exact=sum(k for k, _ in counted),
        adjacent=sum(abs(each.own - each.true) <= 1 for rows in rated for each in rows),
        exact_squares=sum(k * k for k, _ in counted),
        exact_by_ratings=sum(k * n for k, n in counted),
        ratings_squares=sum(n * n for _, n in counted),
    )


def _matrix(scored: Iterable[ScoredAnchor], credential: MicroCredential) -> tuple[Matrix, int, int]:
    by_levels: dict[int, list[tuple[int, int]]] = {}
    scales: dict[int, int] = {}
    every = list(scored)
    for _, criterion in credential.criteria():
        levels = len(criterion.levels)
        pairs = [
            (own, true.level)
            for each in every
            if (true := each.true.get(criterion.id)) is not None and (own := each.own.get(criterion.id)) is not None
        ]
        fitting = [pair for pair in pairs if max(pair) <= levels]
        if fitting:
            by_levels.setdefault(levels, []).extend(fitting)
            scales[levels] = scales.get(levels, 0) + 1
    if not by_levels:
        return (), 0, 0
    commonest = max(by_levels, key=lambda levels: len(by_levels[levels]))
    counts = confusion(by_levels[commonest], commonest)
    pooled = scales[commonest]
    return tuple(tuple(row) for row in counts), pooled, sum(scales.values()) - pooled
