"""A rater who slips is noticed in time, and one who does not is left in peace."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.drift import (
    DriftKind,
    DriftLevel,
    DriftPolicy,
    DriftState,
    ValidityPacket,
    rated_packet,
)

Shift = Callable[[random.Random, int, int], int]
"""The level that is wrongly given for a true one on a scale of K levels."""

pairs = st.integers(2, 9).flatmap(
    lambda levels: st.tuples(
        st.lists(st.tuples(st.integers(1, levels), st.integers(1, levels)), min_size=1, max_size=10), st.just(levels)
    )
)
packets = pairs.map(lambda drawn: rated_packet(*drawn))


def anywhere(chance: random.Random, true: int, levels: int) -> int:
    return chance.choice([level for level in (true - 1, true + 1) if 1 <= level <= levels])


def below(chance: random.Random, true: int, levels: int) -> int:
    return true - 1 if true > 1 else true


def rated(
    chance: random.Random, agreement: float, criteria: int, levels: int = 4, wrong: Shift = anywhere
) -> ValidityPacket:
    """A packet of a rater who is wrong on each criterion apart from the others."""
    truth = [chance.randint(2 if wrong is below else 1, levels) for _ in range(criteria)]
    own = [true if chance.random() < agreement else wrong(chance, true, levels) for true in truth]
    return rated_packet(list(zip(own, truth, strict=True)), levels)


def course(agreement: float, criteria: tuple[int, int], seed: int, alike: float) -> Iterator[DriftState]:
    """``alike`` is the correlation of agreeing on two criteria of one packet (beta-binomial)."""
    chance = random.Random(seed)
    state = DriftState()
    strength = (1 - alike) / alike if alike else 0
    while True:
        today = chance.betavariate(agreement * strength, (1 - agreement) * strength) if alike else agreement
        state = state.after(rated(chance, today, chance.randint(*criteria)))
        yield state


def reached(
    agreement: float, criteria: tuple[int, int], most: int, seed: int, alike: float = 0.0
) -> dict[DriftLevel, int]:
    """In which packet each level was first reached, if within ``most``."""
    first: dict[DriftLevel, int] = {}
    for number, state in zip(range(1, most + 1), course(agreement, criteria, seed, alike), strict=False):
        if state.level is not DriftLevel.STEADY:
            first.setdefault(DriftLevel.ADVICE, number)
        if state.level is DriftLevel.STOP:
            first[DriftLevel.STOP] = number
            break
    return first


@pytest.mark.parametrize("criteria", [(5, 5), (5, 10), (10, 10)])
def test_a_steady_rater_is_left_in_peace(criteria: tuple[int, int]) -> None:
    """In 50 packets at 0.90: advice without cause in less than 10 %, stop in less than 1 %, and both far from it."""
    courses = [reached(0.90, criteria, 50, seed) for seed in range(600)]
    assert sum(DriftLevel.ADVICE in first for first in courses) / len(courses) <= 0.01
    assert not any(DriftLevel.STOP in first for first in courses)


def test_a_steady_rater_whose_errors_come_together_is_left_in_peace() -> None:
    courses = [reached(0.90, (5, 5), 50, seed, alike=0.1) for seed in range(800)]
    assert sum(DriftLevel.ADVICE in first for first in courses) / len(courses) < 0.10
    assert sum(DriftLevel.STOP in first for first in courses) / len(courses) < 0.01


@pytest.mark.parametrize("criteria", [(5, 5), (5, 10), (10, 10)])
def test_a_rater_who_falls_is_noticed(criteria: tuple[int, int]) -> None:
    """At 0.60: advice within a median of 6 packets, and stop of 12."""
    courses = [reached(0.60, criteria, 100, seed) for seed in range(600)]
    assert median(first[DriftLevel.ADVICE] for first in courses) <= 6
    assert median(first[DriftLevel.STOP] for first in courses) <= 10


@pytest.mark.parametrize("levels", [2, 3, 4, 5])
def test_the_direction_of_a_drift_is_told(levels: int) -> None:
    told: dict[str, Counter[DriftKind | None]] = {"below": Counter(), "anywhere": Counter()}
    for name, wrong in (("below", below), ("anywhere", anywhere)):
        for seed in range(200):
            chance = random.Random(seed)
            state = DriftState()
            for _ in range(30):
                state = state.after(rated(chance, 0.90, chance.randint(5, 10), levels))
            while state.level is not DriftLevel.STOP:
                state = state.after(rated(chance, 0.60, chance.randint(5, 10), levels, wrong))
            told[name][state.kind] += 1
    assert told["below"][DriftKind.SEVERE] >= 198
    assert told["anywhere"][DriftKind.SCATTERED] >= 170


def test_levels_follow_pages_sum() -> None:
    """S ← max(0, S + 0.75 − x), by hand."""
    state = DriftState()
    seen = []
    for exact in (1.0, 0.55, 0.55, 0.55, 0.55, 0.15, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0):
        state = state.after(ValidityPacket(exact, 0, 1 - exact))
        seen.append((round(state.shortfall, 9), state.level.value))
    rising = [(0, "steady"), (0.2, "steady"), (0.4, "steady"), (0.6, "steady"), (0.8, "advice"), (1.4, "stop")]
    falling = [(1.15, "advice"), (0.9, "advice"), (0.65, "steady"), (0.4, "steady"), (0.15, "steady"), (0, "steady")]
    assert seen == rising + falling
    assert state.packets == 12


def test_rounding_does_not_put_off_a_threshold() -> None:
    state = DriftState()
    levels = []
    for _ in range(7):
        state = state.after(ValidityPacket(0.55, 0, 0.45))
        levels.append(state.level.value)
    assert levels == [*["steady"] * 3, *["advice"] * 3, "stop"]
    assert state.shortfall < 1.4


@given(st.lists(packets, max_size=20))
def test_a_mirrored_rater_drifts_to_the_other_side(some: list[ValidityPacket]) -> None:
    state = mirror = DriftState()
    for packet in some:
        state = state.after(packet)
        mirror = mirror.after(ValidityPacket(packet.exact, -packet.bias, packet.deviation))
    other = {DriftKind.SEVERE: DriftKind.LENIENT, DriftKind.LENIENT: DriftKind.SEVERE}
    assert mirror.level is state.level
    assert (mirror.lenient, mirror.severe) == (state.severe, state.lenient)
    assert mirror.kind is (other.get(state.kind, state.kind) if state.kind else None)


@given(st.lists(packets, max_size=20))
def test_sums_are_never_negative_and_kind_comes_with_a_level(some: list[ValidityPacket]) -> None:
    state = DriftState()
    for packet in some:
        state = state.after(packet)
        assert min(state.shortfall, state.lenient, state.severe, state.deviation) >= 0
        assert (state.kind is None) == (state.level is DriftLevel.STEADY)


@given(st.lists(packets, max_size=10), st.floats(0, 0.3))
def test_less_agreement_never_lowers_the_shortfall(some: list[ValidityPacket], less: float) -> None:
    better = worse = DriftState()
    for packet in some:
        better = better.after(packet)
        worse = worse.after(ValidityPacket(max(0.0, packet.exact - less), packet.bias, packet.deviation))
    assert worse.shortfall >= better.shortfall


def test_only_lenient_packets_are_lenient() -> None:
    state = DriftState()
    for _ in range(4):
        state = state.after(rated_packet([(3, 2), (4, 3), (2, 2)], 4))
    assert (state.level, state.kind) == (DriftLevel.STOP, DriftKind.LENIENT)
    assert DriftState(state.policy).level is DriftLevel.STEADY


@given(pairs)
def test_a_packet_is_what_its_pairs_say(drawn: tuple[list[tuple[int, int]], int]) -> None:
    rows, levels = drawn
    packet = rated_packet(rows, levels)
    assert packet.exact == sum(own == true for own, true in rows) / len(rows)
    assert packet.bias == pytest.approx(sum(own - true for own, true in rows) / len(rows) / (levels - 1))
    assert rated_packet(rows, [levels] * len(rows)) == packet


def test_criteria_may_have_scales_of_their_own() -> None:
    packet = rated_packet([(1, 2), (4, 2), (3, 3)], [2, 5, 3])
    assert (packet.exact, packet.bias, packet.deviation) == pytest.approx((1 / 3, -1 / 6, 1 / 2))


@pytest.mark.parametrize(
    ("rows", "levels", "problem"),
    [([], 3, "no packet"), ([(1, 1)], [3, 3], "no packet"), ([(0, 1)], 3, "scale"), ([(1, 4)], 3, "scale")],
)
def test_what_is_no_packet_is_refused(rows: list[tuple[int, int]], levels: int | list[int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        rated_packet(rows, levels)


def test_impossible_policies_and_results_are_refused() -> None:
    with pytest.raises(ValueError, match="advice comes before stop"):
        DriftPolicy(advice=1.0, stop=0.5)
    with pytest.raises(ValueError, match="shares"):
        DriftPolicy(reference=1.5)
    with pytest.raises(ValueError, match="shares"):
        ValidityPacket(0.9, 0.3, 0.1)
