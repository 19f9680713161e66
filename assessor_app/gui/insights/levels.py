"""Criteria and their levels in figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from assessor_app.gui.insights.figure import Figure, Kind, Scale, Series
from assessor_app.gui.insights.measures import count
from assessor_app.protocol.insights import CriterionView, Matrix


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def criterion_name(criterion: CriterionView) -> str:
    return f"{criterion.number} {criterion.title}"


def level_name(criterion: CriterionView, number: int) -> str:
    """«2 Demonstrated ✓»: the sign says that it meets."""
    if number >= len(criterion.levels):
        # An earlier version of the rubric had more levels.
        return str(number + 1)
    sign = " ✓" if criterion.meets[number : number + 1] == (True,) else ""
    return f"{number + 1} {criterion.levels[number]}{sign}"


def level_series(criteria: Sequence[CriterionView], counts: Sequence[Sequence[int]]) -> tuple[Series, ...]:
    """One series a level. It has the level's name where that is the same for all criteria, else its number."""
    most = max((len(each) for each in counts), default=0)
    names = []
    for level in range(most):
        said = {level_name(each, level) for each in criteria if level < len(each.levels)}
        names.append(said.pop() if len(said) == 1 else _tr("Level {n}").format(n=level + 1))
    return tuple(
        Series(name, tuple(count(each[level] if level < len(each) else 0) for each in counts))
        for level, name in enumerate(names)
    )


def matrix_figure(
    key: str, title: str, sentence: str, criterion: CriterionView, matrix: Matrix, heads: tuple[str, str]
) -> Figure:
    """Levels against levels; ``heads`` say whose the rows are and whose the columns."""
    names = tuple(level_name(criterion, number) for number in range(len(matrix)))
    series = tuple(Series(name, tuple(count(row[column]) for row in matrix)) for column, name in enumerate(names))
    return Figure(
        key, Kind.MATRIX, title, sentence, heads[0], names, series, Scale.COUNT, column_head=heads[1],
        empty=_tr("Nothing to compare for this criterion yet."),
    )  # fmt: skip
