"""What a figure says, as values: plot, table, file and spoken words are all made of these, so they can't disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

FEW = 10
"""Below so many, a share or a coefficient tells too little to act on, and says so."""


class Kind(StrEnum):
    MONTHS = "months"
    """A line over months, with its interval as a band."""
    INTERVALS = "intervals"
    """A row for each thing, with a dot and its interval."""
    STACKS = "stacks"
    """Bars of one length each, divided by the series' counts."""
    COLUMNS = "columns"
    """Columns over days or months, with a band where there is one."""
    MATRIX = "matrix"
    """Counts by row and column."""


class Scale(StrEnum):
    SHARE = "share"
    """From 0 to 1, written in per cent and never without its n."""
    COEFFICIENT = "coefficient"
    """A kappa or its like: from −1 to 1, and not a share."""
    DIFFERENCE = "difference"
    """Severity: below 0 rates lower than the others, above 0 higher."""
    COUNT = "count"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Point:
    """``value`` is None where it is undefined; then ``why`` says why, in words. ``alone`` is true of many ratings that
    are all of one portfolio: they tell as little as a few. ``few`` withheld the value because ``n`` is too small."""

    value: float | None
    scale: Scale
    n: int = 0
    low: float | None = None
    high: float | None = None
    why: str = ""
    alone: bool = False
    few: bool = False

    @property
    def is_small(self) -> bool:
        return self.scale not in (Scale.COUNT, Scale.HOURS) and (self.alone or self.n < FEW)

    @property
    def has_interval(self) -> bool:
        return self.value is not None and self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Series:
    """One point for each row of the figure."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A line to compare with, such as the agreement that is asked for. ``point`` has its n where it was counted.

    ``column`` is the one series that it is to be compared with, where that is not all of them.
    """

    name: str
    point: Point
    column: int | None = None

    def beside(self, column: int) -> Point:
        return self.point if self.column in (None, column) else Point(None, self.point.scale)


@dataclass(frozen=True, slots=True)
class Figure:
    """``interval`` is what the interval is, to stand before «from» and «to»: 95 %. As many rows as ``group`` belong
    together; ``marked`` ones are hatched, as overdue days are. ``empty`` stands in place of a plot that has nothing to
    show. ``plain_rows`` are the rows' names for other programs, where those are dates."""

    key: str
    kind: Kind
    title: str
    sentence: str
    row_head: str
    rows: tuple[str, ...]
    series: tuple[Series, ...]
    scale: Scale
    column_head: str = ""
    references: tuple[Reference, ...] = ()
    interval: str = ""
    group: int = 1
    marked: frozenset[int] = frozenset()
    empty: str = ""
    plain_rows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(each.points) != len(self.rows) for each in self.series):
            raise ValueError(f"{self.key}: a point for every row")

    def point(self, row: int, column: int) -> Point:
        return self.series[column].points[row]

    def points(self) -> Iterator[tuple[int, int, Point]]:
        """Row, column and point, row by row."""
        for row in range(len(self.rows)):
            for column in range(len(self.series)):
                yield row, column, self.point(row, column)

    @property
    def is_empty(self) -> bool:
        """Nothing was counted: there are no rows, or no row has anything."""
        return not any(point.n or point.value for _, _, point in self.points())

    @property
    def has_intervals(self) -> bool:
        return any(point.has_interval for _, _, point in self.points())


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as it is read; ``plain`` for other programs, with a decimal point. ``key`` is what it sorts by."""

    text: str
    plain: str
    key: float | str = ""


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is a table and nothing else: measures that must not share an axis, or people.

    ``file`` makes what other programs get instead, where a table for reading puts several numbers into a cell.
    """

    key: str
    title: str
    sentence: str
    table: Table
    empty: str = ""
    file: Callable[[], Table] | None = field(default=None, compare=False)


Shown = Figure | Sheet
