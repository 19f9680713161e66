"""Keeping Python's own work out of the window's way."""

from __future__ import annotations

import gc
import sys

SWITCH_SECONDS = 0.001
"""How long another thread may keep the interpreter from the window; Python's own default is five times that."""


def keep_calm() -> None:
    """Call once everything is loaded: what is there stays, and no collection has to look through it again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
