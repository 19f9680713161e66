"""From counts to points: every number that a figure shows, with its n, its interval, or why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from assessor_app.domain.agreement import (
    adjacent_agreement,
    cohen_kappa,
    exact_agreement,
    gwet_ac1,
    quadratic_kappa,
    severity,
)
from assessor_app.domain.clusters import ClusterSums, clustered_agreement
from assessor_app.domain.intervals import Estimate, proportion
from assessor_app.gui.insights.figure import FEW, Cell, Point, Scale, Table
from assessor_app.gui.insights.words import (
    point_cells,
    point_heads,
    point_words,
    text_cell,
    without_empty_notes,
)
from assessor_app.protocol.insights import Matrix, Tally

SAME = 0.15
"""Within so much of a standard deviation, severity counts as the same (Williamson, Xi & Breyer 2012)."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def summed(tallies: Iterable[Tally]) -> Tally:
    totals: Counter[str] = Counter()
    for tally in tallies:
        totals.update(tally.model_dump())
    return Tally.model_validate(dict(totals))


def exact_point(tally: Tally) -> Point:
    """Exact agreement, with an interval that knows that a portfolio's ratings belong together."""
    sums = ClusterSums(
        tally.portfolios, tally.ratings, tally.exact, tally.exact_squares, tally.exact_by_ratings,
        tally.ratings_squares,
    )  # fmt: skip
    return replace(_point(clustered_agreement(sums), Scale.SHARE), alone=tally.portfolios < 2)


def adjacent_point(tally: Tally) -> Point:
    return _point(proportion(tally.adjacent, tally.ratings), Scale.SHARE)


def share_point(part: int, whole: int) -> Point:
    return _point(proportion(part, whole), Scale.SHARE)


def kappa_point(matrix: Matrix) -> Point:
    return _of_matrix(cohen_kappa, matrix, Scale.COEFFICIENT, _one_level())


def weighted_point(matrix: Matrix) -> Point:
    return _of_matrix(quadratic_kappa, matrix, Scale.COEFFICIENT, _one_level())


def ac1_point(matrix: Matrix) -> Point:
    return _of_matrix(gwet_ac1, matrix, Scale.COEFFICIENT, "")


def severity_point(matrix: Matrix) -> Point:
    return _of_matrix(severity, matrix, Scale.DIFFERENCE, _tr("neither side's levels vary"))


def matrix_exact(matrix: Matrix) -> Point:
    return _of_matrix(exact_agreement, matrix, Scale.SHARE, "")


def matrix_adjacent(matrix: Matrix) -> Point:
    return _of_matrix(adjacent_agreement, matrix, Scale.SHARE, "")


def told(point: Point) -> Point:
    """A coefficient of a few ratings is withheld: it is read as if it told something, and flatters or condemns."""
    if point.scale is Scale.SHARE or not 0 < point.n < FEW:
        return point
    return Point(None, point.scale, point.n, why=_tr("too few to tell"), few=True)


def part_words(part: int, whole: int) -> str:
    """Of how many criteria a measure is, where that is not all of them: it says nothing about the others."""
    return _tr("of {part} of {whole} criteria").format(part=part, whole=whole) if part < whole else ""


def _one_level() -> str:
    return _tr("both only ever used one and the same level")


def _of_matrix(statistic: Callable[[Matrix], Estimate], matrix: Matrix, scale: Scale, undefined: str) -> Point:
    if len(matrix) < 2 or not any(map(any, matrix)):
        return Point(None, scale)
    return _point(statistic(matrix), scale, undefined)


def _point(found: Estimate, scale: Scale, undefined: str = "") -> Point:
    if found.value is None:
        return Point(None, scale, found.n, why=undefined if found.n else "")
    return Point(found.value, scale, found.n, found.low, found.high)


def count(value: float, low: float | None = None, high: float | None = None) -> Point:
    return Point(float(value), Scale.COUNT, 0, low, high)


def mean_hours(hours: float, submissions: int) -> Point:
    return Point(hours / submissions if submissions else None, Scale.HOURS, submissions)


def pooled(matrices: Iterable[Matrix]) -> tuple[Matrix, int]:
    """The sum of those with the commonest number of levels, and how many those were: others have another scale."""
    filled = [matrix for matrix in matrices if any(map(any, matrix))]
    if not filled:
        return (), 0
    weights: Counter[int] = Counter()
    for matrix in filled:
        weights[len(matrix)] += sum(map(sum, matrix))
    size = weights.most_common(1)[0][0]
    fitting = [matrix for matrix in filled if len(matrix) == size]
    cells = range(size)
    total = tuple(tuple(sum(matrix[row][column] for matrix in fitting) for column in cells) for row in cells)
    return total, len(fitting)


def compared(matrices: Iterable[Matrix]) -> int:
    """How many of them have anything in them."""
    return sum(any(map(any, matrix)) for matrix in matrices)


def severity_words(point: Point, others: Sequence[str]) -> str:
    """Severity as a sentence; ``others`` are the sentences for lower, the same, and higher, in the person's words.

    What the interval leaves open is not said.
    """
    lower, same, higher = others
    if point.value is None:
        return ""
    if point.n < FEW or (point.low is not None and point.high is not None and point.low <= 0 <= point.high):
        words = same if point.n >= FEW and abs(point.value) <= SAME else _tr("No difference can be told yet")
    elif abs(point.value) <= SAME:
        words = same
    else:
        words = lower if point.value < 0 else higher
    return f"{words} ({point_words(point)})."


def measure_table(tally: Tally | None, matrix: Matrix, part: str = "") -> Table:
    """Every measure of agreement under its own name, so that none is taken for another. ``part`` says of how many
    criteria those are that are reckoned from the matrix."""
    rows = (
        (_tr("Exact agreement"), exact_point(tally) if tally else matrix_exact(matrix)),
        (_tr("Adjacent agreement (±1 level)"),
         adjacent_point(tally) if tally else matrix_adjacent(matrix)),
        (_tr("Cohen's kappa"), told(kappa_point(matrix))),
        (_tr("Quadratic weighted kappa"), told(weighted_point(matrix))),
        (_tr("Gwet's AC1"), told(ac1_point(matrix))),
        (_tr("Standardized mean difference (severity)"), told(severity_point(matrix))),
    )  # fmt: skip
    head = (_tr("Measure"), *point_heads(_tr("Value"), "", intervals=True))
    of_all = 2 if tally else 0
    lines = tuple(
        (text_cell(name), *_noted(point_cells(point, intervals=True), part if number >= of_all else ""))
        for number, (name, point) in enumerate(rows)
    )
    return without_empty_notes(Table(head, lines))


def _noted(cells: tuple[Cell, ...], part: str) -> tuple[Cell, ...]:
    """With one more thing to be said in the last cell, which has the notes."""
    return (*cells[:-1], text_cell(" · ".join(filter(None, (part, cells[-1].text)))))
