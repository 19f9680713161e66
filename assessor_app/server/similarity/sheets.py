"""A picture of paper as the sheet itself: flattened, lit evenly, straightened, and cut to what is written on it."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

SHEET = 256
"""Pixels of either side of a flattened sheet, whatever the paper's own proportions."""
LEAST_CONTRAST = 40
"""Grey levels, of 255, by which paper is brighter than the desk beneath it."""
LEAST_PAPER = 0.25
"""Share of the picture that a sheet fills at least."""
UNEVEN = 0.1
"""Deviation of a sheet's brightness from an even fall of light, in parts of its mean; scenes have 0.15 and more."""
DARKEST_PAPER = 60
"""Mean grey level, of 255, of a sheet in poor light."""
FAINT = 24
"""Darkness, of 255, that is the paper's own grain."""
EDGE = 5
"""Pixels at the border of a sheet that may be its edge or the desk."""
STRAY = 0.005
"""Share of all ink, on each side, that may be specks outside of what is written."""
TURNS = tuple(range(-4, 5))
"""Degrees by which a sheet may lie askew."""
FINER = (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75)
TURNED = Image.Resampling.BILINEAR

Grid: TypeAlias = NDArray[Any]
"""Grey levels, rows by columns."""
Corner: TypeAlias = tuple[float, float]
"""Pixels from the left and from the top."""


def flattened(grey: Image.Image) -> Image.Image | None:
    """The sheet that lies in the picture on something darker, ``SHEET`` pixels square; None where none is seen.

    ``grey`` is of mode ``L``.
    """
    corners = _corners(grey)
    if corners is None:
        return None
    to_square = _perspective(corners)
    return grey.transform((SHEET, SHEET), Image.Transform.PERSPECTIVE, to_square, Image.Resampling.BILINEAR)


def written(flat: Image.Image) -> Image.Image | None:
    """What is written on a sheet of paper, white on black; None where the picture is no paper, or is empty.

    ``flat`` is ``SHEET`` pixels square, of mode ``L``.
    """
    paper = _paper(flat)
    if not _evenly_lit(paper):
        return None
    ink = np.clip(255 - 255 * np.asarray(flat, np.float64) / np.maximum(paper, 1), 0, 255)
    ink[ink < FAINT] = 0
    ink[:EDGE] = ink[-EDGE:] = ink[:, :EDGE] = ink[:, -EDGE:] = 0
    straight = _straightened(Image.fromarray(ink.astype(np.uint8)))
    grid = np.asarray(straight, np.float64)
    if grid.sum() == 0:
        return None
    left, right = _extent(grid.sum(0))
    top, bottom = _extent(grid.sum(1))
    return straight.crop((left, top, right, bottom))


def _corners(grey: Image.Image) -> list[Corner] | None:
    """Of what is bright: the points nearest to the corners, from the top left against the clock."""
    # Writing is closed before brightness is judged, so that a sheet full of it is still one bright area.
    closed = grey.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MinFilter(7))
    levels = np.asarray(closed)
    bright = levels > _threshold(levels)
    if bright.all() or not LEAST_PAPER <= bright.mean() <= 0.93:
        return None
    if levels[bright].mean() - levels[~bright].mean() < LEAST_CONTRAST:
        return None
    down, across = np.nonzero(bright)
    places = ((across + down).argmin(), (across - down).argmin(), (across + down).argmax(), (across - down).argmax())
    corners = [(float(across[at]), float(down[at])) for at in places]
    area = _area(corners)
    # A sheet fills its own outline; a bright sky or wall does not.
    filled = area >= LEAST_PAPER * levels.size and bright.sum() >= 0.85 * area
    return corners if filled else None


def _threshold(levels: Grid) -> int:
    """The level that parts dark from bright with the greatest variance between them (Otsu 1979)."""
    counts = np.bincount(levels.ravel(), minlength=256).astype(np.float64)
    below, moment = counts.cumsum(), (counts * np.arange(256)).cumsum()
    inside = below * (below[-1] - below)
    between = (moment[-1] * below / below[-1] - moment) ** 2
    return int(np.argmax(np.divide(between, inside, out=np.zeros(256), where=inside > 0)))


def _area(corners: list[Corner]) -> float:
    x, y = np.array(corners).T
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


def _perspective(corners: list[Corner]) -> tuple[float, ...]:
    """The eight numbers by which Pillow finds, for each pixel of the square, its place between the corners."""
    rows: list[list[float]] = []
    square = ((0, 0), (0, SHEET), (SHEET, SHEET), (SHEET, 0))
    for (u, v), (x, y) in zip(square, corners, strict=True):
        rows.append([u, v, 1, 0, 0, 0, -x * u, -x * v])
        rows.append([0, 0, 0, u, v, 1, -y * u, -y * v])
    return tuple(np.linalg.solve(np.array(rows), np.array(corners).ravel()).tolist())


def _paper(flat: Image.Image) -> Grid:
    """How bright the paper is at each pixel, writing left out."""
    return np.asarray(flat.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.BoxBlur(12)), np.float64)


def unevenness(levels: Grid) -> float:
    """Standard deviation of greys from an even fall of light: their best fit by 1, x, y and xy."""
    x, y = (grid.ravel() for grid in np.meshgrid(np.linspace(-1, 1, levels.shape[1]), np.linspace(-1, 1, len(levels))))
    terms = np.stack([np.ones_like(x), x, y, x * y], axis=1)
    fit = terms @ np.linalg.lstsq(terms, levels.ravel(), rcond=None)[0]
    return float(np.std(levels.ravel() - fit))


def _evenly_lit(paper: Grid) -> bool:
    return unevenness(paper[::8, ::8]) < UNEVEN * float(paper.mean()) and float(paper.mean()) > DARKEST_PAPER


def _straightened(ink: Image.Image) -> Image.Image:
    """Turned so that its lines are level: where rows differ most in ink (Postl 1986)."""
    small = ink.resize((SHEET // 2, SHEET // 2), Image.Resampling.BOX)
    roughly = max(TURNS, key=lambda turn: _levelness(small, turn))
    return ink.rotate(max((roughly + off for off in FINER), key=lambda turn: _levelness(ink, turn)), TURNED)


def _levelness(ink: Image.Image, turn: float) -> float:
    return float(np.asarray(ink.rotate(turn, TURNED), np.float64).sum(1).var())


def _extent(ink: Grid) -> tuple[int, int]:
    """First row or column of what is written, and the one after its last."""
    share = ink.cumsum() / ink.sum()
    return int(np.searchsorted(share, STRAY)), int(np.searchsorted(share, 1 - STRAY)) + 1
