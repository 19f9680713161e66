"""The phases' colours, where the windows look for them."""

from __future__ import annotations

from assessor_app.domain.phases import NEUTRAL_MARK, PHASE_COLOURS, phase_colour

__all__ = ["NEUTRAL_MARK", "PHASE_COLOURS", "phase_colour"]
