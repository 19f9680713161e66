"""The phases' colours: Okabe and Ito's, told apart with any kind of colour vision."""

from __future__ import annotations

from assessor_app.domain.microcredential import Phase

PHASE_COLOURS: dict[Phase, str] = {
    Phase.ANALYZE: "#0072B2",
    Phase.DESIGN: "#E69F00",
    Phase.DEVELOP: "#009E73",
    Phase.IMPLEMENT: "#CC79A7",
    Phase.EVALUATE: "#D55E00",
}
NEUTRAL_MARK = "#5B6675"
"""Of what belongs to no criterion."""


def phase_colour(phase: Phase | None) -> str:
    return PHASE_COLOURS[phase] if phase is not None else NEUTRAL_MARK
