"""How slanted the lines of a photographed page are."""

from __future__ import annotations

import itertools

from PIL import Image, ImageOps

MOST_DEGREES = 12.0
COARSE, FINE = 1.0, 0.1


def slant_of(image: Image.Image) -> float:
    """Degrees clockwise by which to turn the page for its lines to lie level, from -12 to 12.

    Level lines make rows of the page differ most from each other (projection profiles: Postl, 1986): ink is summed
    along rows at every angle, and the angle of the sharpest profile wins.
    """
    ink = ImageOps.autocontrast(ImageOps.invert(image.convert("L")), cutoff=2)
    best = _best(ink, 0.0, MOST_DEGREES, COARSE)
    best = _best(ink, best, COARSE, FINE)
    return round(best, 1)


def _best(ink: Image.Image, middle: float, reach: float, step: float) -> float:
    count = round(reach / step)
    angles = [middle + n * step for n in range(-count, count + 1)]
    # Of equal angles the one nearest to none: an empty page stays as it is.
    return max(angles, key=lambda angle: (round(_sharpness(ink, angle), 3), -abs(angle)))


def _sharpness(ink: Image.Image, degrees: float) -> float:
    # Pillow turns anticlockwise for positive angles.
    turned = ink.rotate(-degrees, Image.Resampling.BILINEAR, fillcolor=0)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in itertools.pairwise(rows)) / max(1, len(rows))
