"""Drawings: smoothing what a hand drew, and taking away what an eraser touched. Lengths are points on the page."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from assessor_app.domain.geometry import Point, distance_to_segment
from assessor_app.domain.marks import INK, Mark

STEP = 3.0
"""Longest piece of a smoothed stroke."""
KEPT_APART = 0.35
"""Points of a stroke closer than this to the line through their neighbours say nothing about its shape."""
LEAST_PRESSURE = 0.25


def smooth(stroke: Sequence[Point], step: float = STEP) -> list[Point]:
    """A curve through every point: a centripetal Catmull-Rom spline (Catmull and Rom, 1974; Yuksel et al., 2011),
    which has neither cusps nor loops between points. One or two points stay as they are."""
    points = [point for point, before in zip(stroke, (None, *stroke), strict=False) if point != before]
    if len(points) < 3:
        return points
    ends = (_mirrored(points[1], points[0]), *points, _mirrored(points[-2], points[-1]))
    curve = [points[0]]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        count = max(1, math.ceil(_distance(b, c) / step))
        curve += [_on_curve(a, b, c, d, n / count) for n in range(1, count)] + [c]
    return curve


def thinned(stroke: Sequence[Point], pressures: Sequence[float] = ()) -> tuple[list[Point], list[float]]:
    """The stroke without points that its shape does not need (Douglas and Peucker, 1973), and their pressures."""
    if len(stroke) < 3:
        return list(stroke), list(pressures)
    kept = {0, len(stroke) - 1}
    ranges = [(0, len(stroke) - 1)]
    while ranges:
        first, last = ranges.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda n: distance_to_segment(stroke[n], stroke[first], stroke[last]), default=None)
        if far is not None and distance_to_segment(stroke[far], stroke[first], stroke[last]) > KEPT_APART:
            kept.add(far)
            ranges += [(first, far), (far, last)]
    order = sorted(kept)
    return [stroke[n] for n in order], [pressures[n] for n in order] if pressures else []


def line_width(width: float, pressure: float) -> float:
    """How wide a pen of ``width`` draws at a pressure from 0 to 1; half pressure is its own width."""
    return width * (LEAST_PRESSURE + (2 - 2 * LEAST_PRESSURE) * pressure)


def erased(mark: Mark, centre: Point, radius: float) -> Mark | None:
    """The drawing without what lies within ``radius`` of ``centre``; None when nothing is left.

    A stroke is cut where the eraser's rim crosses it. Returns the same object when nothing was touched.
    """
    if mark.kind not in INK:
        raise ValueError("only drawings are erased in part")
    if not mark.bounds().grown(radius).contains(centre):
        return mark
    pieces: list[list[tuple[Point, float]]] = []
    touched = False
    for stroke, pressures in zip(mark.strokes(), mark.stroke_pressures(), strict=True):
        left = _cut(list(zip(stroke, pressures or (0.5,) * len(stroke), strict=True)), centre, radius)
        touched = touched or left != [list(zip(stroke, pressures or (0.5,) * len(stroke), strict=True))]
        pieces += left
    if not touched:
        return mark
    if not pieces:
        return None
    lengths = list(itertools.accumulate(len(piece) for piece in pieces))
    joined = [entry for piece in pieces for entry in piece]
    return mark.model_copy(
        update={
            "points": tuple((point.x, point.y) for point, _ in joined),
            "breaks": tuple(lengths[:-1]),
            "pressures": tuple(pressure for _, pressure in joined) if mark.pressures else (),
        }
    )


def _cut(stroke: list[tuple[Point, float]], centre: Point, radius: float) -> list[list[tuple[Point, float]]]:
    """The parts of a stroke outside a circle."""
    if len(stroke) == 1:
        return [] if _distance(stroke[0][0], centre) < radius else [stroke]
    parts: list[list[tuple[Point, float]]] = []
    current: list[tuple[Point, float]] = [stroke[0]] if _distance(stroke[0][0], centre) >= radius else []
    for (start, _), (end, pressure) in itertools.pairwise(stroke):
        crossings = _crossings(start, end, centre, radius)
        for share in crossings:
            rim = (Point(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)), pressure)
            if current:
                parts.append([*current, rim])
                current = []
            else:
                current = [rim]
        if _distance(end, centre) >= radius:
            current.append((end, pressure))
    if current:
        parts.append(current)
    return [part for part in parts if len(part) > 1]


def _crossings(start: Point, end: Point, centre: Point, radius: float) -> list[float]:
    """Where a segment crosses a circle, as shares of its length in increasing order."""
    dx, dy = end.x - start.x, end.y - start.y
    fx, fy = start.x - centre.x, start.y - centre.y
    a, b, c = dx * dx + dy * dy, 2 * (fx * dx + fy * dy), fx * fx + fy * fy - radius * radius
    root = b * b - 4 * a * c
    if a == 0 or root <= 0:
        return []
    found = ((-b - math.sqrt(root)) / (2 * a), (-b + math.sqrt(root)) / (2 * a))
    inside = [share for share in found if 0 < share <= 1]
    # A segment that begins on the rim has crossed it already.
    return [share for share in inside if share > 1e-9]


def _distance(a: Point, b: Point) -> float:
    return math.hypot(a.x - b.x, a.y - b.y)


def _mirrored(point: Point, about: Point) -> Point:
    return Point(2 * about.x - point.x, 2 * about.y - point.y)


def _on_curve(a: Point, b: Point, c: Point, d: Point, share: float) -> Point:
    """A point between ``b`` and ``c``, by Barry and Goldman's pyramid with knots at the square root of the chord."""
    t0 = 0.0
    t1 = t0 + math.sqrt(_distance(a, b))
    t2 = t1 + math.sqrt(_distance(b, c))
    t3 = t2 + math.sqrt(_distance(c, d))
    t = t1 + share * (t2 - t1)

    def between(p: Point, q: Point, from_t: float, to_t: float) -> Point:
        if to_t == from_t:
            return p
        weight = (t - from_t) / (to_t - from_t)
        return Point(p.x + weight * (q.x - p.x), p.y + weight * (q.y - p.y))

    a1, a2, a3 = between(a, b, t0, t1), between(b, c, t1, t2), between(c, d, t2, t3)
    return between(between(a1, a2, t0, t2), between(a2, a3, t1, t3), t1, t2)
