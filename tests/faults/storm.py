"""A storm: people, an administrator and a line that breaks; then calm, and the model looks at it all."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from tests.faults import administration, people
from tests.faults.scene import Figures, Scene

EVERY = 60
"""Operations between two calms."""
RATE = 0.5
OPERATIONS = {**people.OPERATIONS, **administration.OPERATIONS}


def run(folder: Path, operations: int, seed: int) -> Figures:
    """Storms of EVERY operations with calms between them. Stops at the first calm that finds something."""
    began = time.monotonic()
    scene = Scene(folder, seed)
    try:
        names, weights = [list(part) for part in zip(*((o, w) for o, w in OPERATIONS.items()), strict=True)]
        chance, figures = Random(seed), scene.figures
        while figures.operations < operations and not figures.wrong:
            scene.proxy.rate = RATE
            for _ in range(min(EVERY, operations - figures.operations)):
                (operation,) = chance.choices(names, weights)
                scene.do(operation, chance)
            scene.calm()
    finally:
        scene.close()
    scene.figures.seconds = round(time.monotonic() - began, 1)
    return scene.figures
