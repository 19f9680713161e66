"""Can a window be opened here? Answered in a sentence before Qt would end the process with a message of its own."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass

OFFSCREEN_PACKAGES = "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 fonts-dejavu-core"
SCREEN_PACKAGES = (
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0 "
    "libxcb-xkb1"
)


@dataclass(frozen=True, slots=True)
class DisplayProblem:
    """``only_display`` is True when Qt itself works and merely no screen is there."""

    sentence: str
    only_display: bool


def display_problem() -> DisplayProblem | None:
    """None when a window can be opened."""
    library = library_problem()
    if library is not None:
        return library
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    return DisplayProblem("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).", only_display=True)


def library_problem() -> DisplayProblem | None:
    """None when Qt can be loaded."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        sentence = f"The window system can't be loaded: {error}."
        if sys.platform == "linux":
            sentence += (
                f"\nOn Debian and Ubuntu these packages bring what is needed:\n"
                f"  apt-get install {OFFSCREEN_PACKAGES}\nand with a screen also:\n  apt-get install {SCREEN_PACKAGES}"
            )
        return DisplayProblem(sentence, only_display=False)
    return None
