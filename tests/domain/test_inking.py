"""Strokes: smooth through every point, thinner where nothing is lost, and cut where an eraser passed."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.geometry import Point, distance_to_path
from assessor_app.domain.inking import KEPT_APART, erased, line_width, smooth, thinned
from assessor_app.domain.marks import Mark
from tests.domain.test_marks import ID

coordinates = st.integers(0, 400).map(float)
strokes = st.lists(st.builds(Point, coordinates, coordinates), min_size=1, max_size=25)


def pen(*points: tuple[float, float], **more: object) -> Mark:
    return Mark.model_validate(
        {"id": ID, "evidence_id": "e1", "page": 0, "kind": "pen", "points": points, "width": 2, **more}
    )


@given(strokes)
def test_a_smooth_stroke_goes_through_every_point_and_stays_near(stroke: list[Point]) -> None:
    curve = smooth(stroke)
    assert all(min(math.hypot(p.x - c.x, p.y - c.y) for c in curve) < 1e-6 for p in stroke)
    # Centripetal splines stay close to their chords; a loop or an overshoot would not.
    reach = max((math.hypot(a.x - b.x, a.y - b.y) for a, b in itertools.pairwise(stroke)), default=0.0)
    assert all(distance_to_path(c, stroke) <= reach / 2 + 1e-6 for c in curve)


@given(strokes)
def test_thinning_keeps_the_ends_and_the_shape(stroke: list[Point]) -> None:
    kept, pressures = thinned(stroke, [0.5] * len(stroke))
    assert (kept[0], kept[-1]) == (stroke[0], stroke[-1])
    assert len(kept) == len(pressures) <= len(stroke)
    assert all(distance_to_path(point, kept) <= KEPT_APART + 1e-6 for point in stroke)


def test_an_eraser_in_the_middle_leaves_two_strokes() -> None:
    left = erased(pen((0, 0), (100, 0), pressures=(0.2, 0.8)), Point(50, 0), 10)
    assert left is not None
    assert left.points == ((0, 0), (40, 0), (60, 0), (100, 0))
    assert left.breaks == (2,)
    assert len(left.pressures) == 4


def test_an_eraser_beside_a_stroke_changes_nothing_and_over_it_leaves_nothing() -> None:
    mark = pen((0, 0), (10, 0))
    assert erased(mark, Point(5, 40), 10) is mark
    assert erased(mark, Point(5, 0), 20) is None


@given(strokes.filter(lambda s: len(s) > 1), coordinates, coordinates, st.floats(2, 60))
def test_nothing_is_left_inside_the_eraser(stroke: list[Point], x: float, y: float, radius: float) -> None:
    left = erased(pen(*((p.x, p.y) for p in stroke)), Point(x, y), radius)
    for part in left.strokes() if left else ():
        for a, b in itertools.pairwise(part):
            middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
            assert math.hypot(middle.x - x, middle.y - y) >= radius * (1 - 1e-6)


def test_half_pressure_is_the_pens_own_width() -> None:
    assert line_width(2.0, 0.5) == pytest.approx(2.0)
    assert line_width(2.0, 0.0) < line_width(2.0, 1.0)
