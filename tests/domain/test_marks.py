"""Marks: shapes that fit their kind, moving, hitting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessor_app.domain.geometry import Point, Rect
from assessor_app.domain.marks import INK, TEXT_MARKUP, Mark, MarkKind

ID = "01900000-0000-7000-8000-000000000001"
numbers = st.floats(-1000, 10_000).map(lambda x: round(x, 3))
pairs = st.tuples(numbers, numbers)


def make(kind: MarkKind, **shape: object) -> Mark:
    return Mark.model_validate({"id": ID, "evidence_id": "e1", "page": 0, "kind": kind, **shape})


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    kind = draw(st.sampled_from(list(MarkKind)))
    if kind is MarkKind.TIME:
        start, length = draw(st.floats(0, 1000)), draw(st.floats(0, 1000))
        return make(kind, seconds=(start, start + length))
    if kind in TEXT_MARKUP:
        quads = draw(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=1, max_size=5))
        return make(kind, rects=quads)
    if kind in INK:
        stroke = draw(st.lists(pairs, min_size=2, max_size=20))
        breaks = draw(st.lists(st.integers(1, len(stroke) - 1), unique=True, max_size=3).map(sorted))
        pressures = draw(st.sampled_from([[], [0.5] * len(stroke)]))
        return make(kind, points=stroke, breaks=breaks, pressures=pressures)
    if kind is MarkKind.POLYGON:
        return make(kind, points=draw(st.lists(pairs, min_size=3, max_size=9)))
    count = 1 if kind is MarkKind.NOTE else 2
    return make(kind, points=draw(st.lists(pairs, min_size=count, max_size=count)))


@given(marks())
def test_a_mark_survives_its_json(mark: Mark) -> None:
    assert Mark.model_validate_json(mark.model_dump_json()) == mark


on_pages = marks().filter(lambda mark: mark.kind is not MarkKind.TIME)


@given(on_pages, st.floats(-300, 300), st.floats(-300, 300))
def test_moving_moves_the_bounds_and_nothing_else(mark: Mark, dx: float, dy: float) -> None:
    before, after = mark.bounds(), mark.moved(dx, dy).bounds()
    assert after.width == pytest.approx(before.width, abs=1e-6)
    assert after.height == pytest.approx(before.height, abs=1e-6)
    assert after.x0 - before.x0 == pytest.approx(dx, abs=1e-6)
    assert mark.moved(dx, dy).model_copy(update={"points": mark.points, "rects": mark.rects}) == mark


@given(marks())
def test_strokes_hold_every_point_once(mark: Mark) -> None:
    joined = [(p.x, p.y) for stroke in mark.strokes() for p in stroke]
    assert joined == list(mark.points)
    assert all(mark.strokes()) or not mark.points


@given(marks(), st.floats(-1000, 10_000), st.floats(-1000, 10_000))
def test_a_hit_is_inside_the_bounds(mark: Mark, x: float, y: float) -> None:
    if mark.hit(Point(x, y), 3):
        assert mark.bounds().grown(3 + 1e-6).contains(Point(x, y))


def test_a_box_is_hit_on_its_line_and_not_in_its_middle() -> None:
    box = make(MarkKind.BOX, points=[(10, 10), (110, 110)])
    assert box.hit(Point(60, 11), 2)
    assert not box.hit(Point(60, 60), 2)


def test_a_highlight_is_hit_in_its_lines_only() -> None:
    mark = make(MarkKind.HIGHLIGHT, rects=[(10, 10, 100, 20), (10, 24, 50, 34)])
    assert mark.hit(Point(40, 30), 0)
    assert not mark.hit(Point(80, 30), 0)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (MarkKind.HIGHLIGHT, {"points": [(1, 1)]}),
        (MarkKind.HIGHLIGHT, {}),
        (MarkKind.NOTE, {"points": [(1, 1), (2, 2)]}),
        (MarkKind.BOX, {"points": [(1, 1)]}),
        (MarkKind.PEN, {"points": []}),
        (MarkKind.PEN, {"points": [(1, 1), (2, 2)], "breaks": [2]}),
        (MarkKind.ARROW, {"points": [(1, 1), (float("nan"), 2)]}),
        (MarkKind.NOTE, {"points": [(1, 1)], "colour": "red"}),
        (MarkKind.POLYGON, {"points": [(1, 1), (2, 2)]}),
        (MarkKind.PEN, {"points": [(1, 1), (2, 2)], "pressures": [0.5]}),
        (MarkKind.BOX, {"points": [(1, 1), (2, 2)], "pressures": [0.5, 0.5]}),
        (MarkKind.TIME, {}),
        (MarkKind.TIME, {"seconds": (9.0, 3.0)}),
        (MarkKind.BOX, {"points": [(1, 1), (2, 2)], "seconds": (1.0, 2.0)}),
    ],
)
def test_a_shape_that_does_not_fit_is_refused(kind: MarkKind, shape: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make(kind, **shape)


def test_resizing_fills_the_new_frame() -> None:
    pen = make(MarkKind.PEN, points=[(10, 10), (30, 50), (20, 20)]).resized(Rect(100, 100, 140, 180))
    assert pen.points == ((100, 100), (140, 180), (120, 120))
    line = make(MarkKind.LINE, points=[(10, 10), (110, 10)]).resized(Rect(10, 10, 60, 10))
    assert line.points == ((10, 10), (60, 10))


def test_an_ellipse_is_hit_on_its_rim_and_a_region_anywhere() -> None:
    ellipse = make(MarkKind.ELLIPSE, points=[(0, 0), (100, 50)])
    assert ellipse.hit(Point(50, 0), 1)
    assert not ellipse.hit(Point(2, 2), 1)
    assert make(MarkKind.REGION, points=[(0, 0), (100, 50)]).hit(Point(50, 25), 0)
