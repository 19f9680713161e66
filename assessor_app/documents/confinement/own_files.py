"""Where the program itself is: modules that are imported late are read from there, and nothing there is anybody's."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path


def own_places() -> tuple[Path, ...]:
    """Python's library, the installed packages, this package; of a bundled program its folder, and the program itself,
    which holds the modules."""
    names = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found = [*(Path(name) for name in names if name), Path(__file__).parents[2]]
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        # In a bundle of macOS the program and what belongs to it lie side by side.
        found += [Path(getattr(sys, "_MEIPASS", program.parent)), program, program.parent / "_internal"]
        found += [program.parents[1]] if sys.platform == "darwin" else []
    return tuple(dict.fromkeys(place.resolve() for place in found if place.exists()))
