"""Whether a rater still rates as agreed, by packets whose true levels are known (validity packets).

Cumulative sums, because a rater who slips says little in any one packet and much in a few: Page 1954, Continuous
Inspection Schemes, Biometrika 41:100-115, section 2; Montgomery 2013, Introduction to Statistical Quality Control,
chapter 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

ROUNDING = 1e-9
"""Shares are not whole in binary: 0.75 − 0.55 seven times must reach 1.4."""


class DriftLevel(StrEnum):
    STEADY = "steady"
    ADVICE = "advice"
    STOP = "stop"


class DriftKind(StrEnum):
    """SEVERE is below the true levels, LENIENT above; SCATTERED is both, or to no side in particular."""

    SEVERE = "severe"
    LENIENT = "lenient"
    SCATTERED = "scattered"


@dataclass(frozen=True, slots=True)
class DriftPolicy:
    """When a slip is one. All are shares of criteria, or of the scale's length for ``allowance``.

    ``reference`` is half way between good agreement (0.90) and bad (0.60), which Page's scheme tells apart quickest.
    With 5 to 10 criteria a packet, a rater at 0.90 reaches ``advice`` in less than 1 % and ``stop`` in less than 0.1 %
    of spans of 50 packets, and in less than 10 % and 1 % even if a packet's criteria are correlated by 0.1; one who
    falls to 0.60 is at ``advice`` after 5 or 6 packets and at ``stop`` after 9 or 10 (medians), as the tests simulate.
    ``allowance`` is the mean deviation a packet that is forgiven in either direction, and ``one_sided`` the part of all
    deviation that must be to one side for the drift to have a direction.
    """

    reference: float = 0.75
    advice: float = 0.8
    stop: float = 1.4
    allowance: float = 0.02
    one_sided: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.advice <= self.stop:
            raise ValueError("advice comes before stop, and both after 0")
        if not (0 < self.reference <= 1 and self.allowance >= 0 and 0 <= self.one_sided <= 1):
            raise ValueError("reference and one_sided are shares, and an allowance is not negative")


@dataclass(frozen=True, slots=True)
class ValidityPacket:
    """One packet's result. ``exact``: share of criteria at their true level.

    ``bias`` is the mean of (own − true)/(K − 1), within [−1, 1], and ``deviation`` the mean of |own − true|/(K − 1).
    """

    exact: float
    bias: float
    deviation: float

    def __post_init__(self) -> None:
        if not (0 <= self.exact <= 1 and abs(self.bias) <= self.deviation + ROUNDING and self.deviation <= 1):
            raise ValueError("a packet's result is made of shares, and no bias is larger than the deviation")


def rated_packet(pairs: Sequence[tuple[int, int]], levels: int | Sequence[int]) -> ValidityPacket:
    """The result of (own, true) levels, one pair a criterion; ``levels`` is K for all criteria, or one K for each.

    Levels are counted from 1. ValueError for no pair, a K below 2, a level outside 1…K or a K too many or too few.
    """
    scales = [levels] * len(pairs) if isinstance(levels, int) else list(levels)
    if not pairs or len(scales) != len(pairs):
        raise ValueError(f"{len(pairs)} criteria with {len(scales)} scales make no packet")
    for (own, true), scale in zip(pairs, scales, strict=True):
        if scale < 2 or not (1 <= own <= scale and 1 <= true <= scale):
            raise ValueError(f"levels ({own}, {true}) are not both of a scale from 1 to {scale}")
    shifts = [(own - true) / (scale - 1) for (own, true), scale in zip(pairs, scales, strict=True)]
    return ValidityPacket(
        exact=sum(not shift for shift in shifts) / len(shifts),
        bias=sum(shifts) / len(shifts),
        deviation=sum(map(abs, shifts)) / len(shifts),
    )


@dataclass(frozen=True, slots=True)
class DriftState:
    """What all packets so far amount to; begin with ``DriftState()``, and again after a recalibration.

    ``shortfall`` is Page's one-sided sum S ← max(0, S + reference − exact). ``lenient`` and ``severe`` are the pair of
    sums max(0, C ± bias − allowance). ``deviation`` adds up since the shortfall last left 0, where the change is most
    likely to have begun. The level follows the sum: enough good packets bring it down again.
    """

    policy: DriftPolicy = field(default_factory=DriftPolicy)
    packets: int = 0
    shortfall: float = 0.0
    lenient: float = 0.0
    severe: float = 0.0
    deviation: float = 0.0

    def after(self, packet: ValidityPacket) -> DriftState:
        """The state with one more packet."""
        shortfall = max(0.0, self.shortfall + self.policy.reference - packet.exact)
        return DriftState(
            policy=self.policy,
            packets=self.packets + 1,
            shortfall=shortfall,
            lenient=max(0.0, self.lenient + packet.bias - self.policy.allowance),
            severe=max(0.0, self.severe - packet.bias - self.policy.allowance),
            deviation=self.deviation + packet.deviation if shortfall > ROUNDING else 0.0,
        )

    @property
    def level(self) -> DriftLevel:
        if self.shortfall >= self.policy.stop - ROUNDING:
            return DriftLevel.STOP
        return DriftLevel.ADVICE if self.shortfall >= self.policy.advice - ROUNDING else DriftLevel.STEADY

    @property
    def kind(self) -> DriftKind | None:
        """To which side; None while steady."""
        if self.level is DriftLevel.STEADY:
            return None
        needed = self.policy.one_sided * self.deviation
        if self.lenient == self.severe or max(self.lenient, self.severe) < needed:
            return DriftKind.SCATTERED
        return DriftKind.LENIENT if self.lenient > self.severe else DriftKind.SEVERE
