"""Page coordinates stay the same whatever the view does."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.geometry import PageView, Point, Rect, bounds_of, distance_to_path, distance_to_segment

lengths = st.floats(1, 5000)
coordinates = st.floats(-500, 5000)
points = st.builds(Point, coordinates, coordinates)
rects = st.builds(Rect, coordinates, coordinates, coordinates, coordinates).map(Rect.normalised)
views = st.builds(PageView, lengths, lengths, st.floats(0.05, 20), st.sampled_from([0, 90, 180, 270]))


@given(views, points)
def test_a_point_comes_back_from_the_view(view: PageView, point: Point) -> None:
    back = view.to_page(view.to_view(point))
    assert math.isclose(back.x, point.x, abs_tol=1e-6)
    assert math.isclose(back.y, point.y, abs_tol=1e-6)


@given(views)
def test_the_page_fills_its_view_exactly(view: PageView) -> None:
    placed = view.rect_to_view(Rect(0, 0, view.width, view.height))
    width, height = view.view_size
    assert placed.x0 == pytest.approx(0, abs=1e-6)
    assert placed.y0 == pytest.approx(0, abs=1e-6)
    assert placed.x1 == pytest.approx(width)
    assert placed.y1 == pytest.approx(height)


@given(views, points, points)
def test_distances_scale_with_the_zoom(view: PageView, a: Point, b: Point) -> None:
    on_page = math.hypot(a.x - b.x, a.y - b.y)
    va, vb = view.to_view(a), view.to_view(b)
    assert math.hypot(va.x - vb.x, va.y - vb.y) == pytest.approx(on_page * view.scale, abs=1e-4)


def test_a_quarter_turn_is_clockwise() -> None:
    view = PageView(100, 200, 1, 90)
    assert view.to_view(Point(0, 0)) == Point(200, 0)
    assert view.to_view(Point(0, 200)) == Point(0, 0)


@given(st.lists(rects, min_size=1))
def test_bounds_hold_every_corner(some: list[Rect]) -> None:
    box = bounds_of(some)
    assert all(box.contains(Point(r.x0, r.y0)) and box.contains(Point(r.x1, r.y1)) for r in some)


def test_bounds_of_nothing_are_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        bounds_of([])


@given(points, points, points)
def test_a_segment_is_no_farther_than_its_ends(point: Point, start: Point, end: Point) -> None:
    ends = min(math.hypot(point.x - e.x, point.y - e.y) for e in (start, end))
    assert distance_to_segment(point, start, end) <= ends + 1e-6


def test_distance_to_a_path_of_one_point() -> None:
    assert distance_to_path(Point(3, 4), [Point(0, 0)]) == 5
