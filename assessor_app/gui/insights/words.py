"""A figure in words and as a table. No percentage stands without its n, and small numbers say that they are small."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from assessor_app.gui.insights.figure import Cell, Figure, Point, Scale, Sheet, Shown, Table

T = TypeVar("T")
NB = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def number_words(value: float, scale: Scale) -> str:
    """A number as its scale is written, in the person's manner."""
    locale = QLocale()
    if scale is Scale.SHARE:
        return f"{locale.toString(round(value * 100))}{NB}%"
    if scale is Scale.COUNT:
        return locale.toString(float(value), "f", 0 if float(value).is_integer() else 1)
    if scale is Scale.HOURS:
        if 0 < value < 1:
            return _tr("{minutes} min").format(minutes=locale.toString(max(1, round(value * 60))))
        # Of many hours, their tenths tell nothing.
        return _tr("{hours} h").format(hours=locale.toString(float(value), "f", 0 if value >= 10 or not value else 1))
    signed = locale.toString(float(value), "f", 2).replace("-", MINUS)
    return f"+{signed}" if scale is Scale.DIFFERENCE and value > 0 else signed


def value_words(point: Point) -> str:
    """The value alone; whoever shows it has the n beside it."""
    if point.value is not None:
        return number_words(point.value, point.scale)
    return _tr("undefined") if point.why and not point.few else "–"


def n_words(n: int) -> str:
    return f"n{NB}={NB}{QLocale().toString(n)}"


def interval_words(point: Point, interval: str) -> str:
    """«95 % between 60 % and 96 %»; "" where there is none."""
    if point.low is None or point.high is None or point.value is None:
        return ""
    return _tr("{interval} between {low} and {high}").format(
        interval=interval, low=number_words(point.low, point.scale), high=number_words(point.high, point.scale)
    )


def ninety_five() -> str:
    return f"95{NB}%"


def point_words(point: Point, interval: str = "") -> str:
    """«86 %, n = 14, 95 % between 60 % and 96 %», with what there is."""
    counted = point.scale not in (Scale.COUNT, Scale.HOURS) or point.n
    if point.few:
        return f"{point.why}, {n_words(point.n)}"
    if point.value is None:
        parts = [_tr("undefined: {why}").format(why=point.why) if point.why else _tr("nothing yet")]
        if point.why and counted:
            parts.append(n_words(point.n))
        return ", ".join(parts)
    parts = [number_words(point.value, point.scale)]
    if counted:
        parts.append(n_words(point.n))
    if between := interval_words(point, interval or ninety_five()):
        parts.append(between)
    if point.is_small:
        parts.append(_tr("too few to tell"))
    return ", ".join(parts)


def spoken(figure: Figure, row: int, column: int) -> str:
    """A point with its row and its series, as it is said aloud."""
    point, series = figure.point(row, column), figure.series[column]
    place = figure.rows[row] if len(figure.series) == 1 else f"{figure.rows[row]}, {series.name}"
    return f"{place}: {point_words(point, figure.interval)}"


def summary(figure: Figure) -> str:
    """What stands for the whole plot where it can't be seen."""
    if figure.is_empty:
        return figure.empty or _tr("Nothing yet.")
    points = _tr("{n} points; the arrow keys go through them, T shows them as a table.").format(
        n=len(figure.rows) * len(figure.series)
    )
    return f"{figure.sentence} {points}"


def day_words(day: date) -> str:
    """«25/11/2026», as the person writes days."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def short_day_words(day: date) -> str:
    """«25 Nov»."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")


def month_words(month: str) -> str:
    """«2026-11» → «Nov 2026»."""
    year, number = int(month[:4]), int(month[5:7])
    first = QDate(year, number, 1)
    return QLocale().toString(first, "MMM yyyy")


def text_cell(text: str, plain: str | None = None, key: float | str | None = None) -> Cell:
    return Cell(text, text if plain is None else plain, text.casefold() if key is None else key)


def number_cell(value: float | None, scale: Scale, missing: str = "–") -> Cell:
    if value is None:
        return Cell(missing, "", -2.0)
    plain = str(int(value)) if float(value).is_integer() and scale is Scale.COUNT else f"{value:.4f}"
    return Cell(number_words(value, scale), plain, float(value))


def point_cells(point: Point, *, intervals: bool, counted: bool = True) -> tuple[Cell, ...]:
    """Value, n, and, where the table has them, the interval's ends and what is to be said of it.

    What was not ``counted`` has no n: an agreement that is asked for.
    """
    value = number_cell(point.value, point.scale, value_words(point))
    n = number_cell(point.n if counted else None, Scale.COUNT)
    if not intervals:
        return value, n
    note = point.why or (_tr("too few to tell") if point.is_small and point.n and counted else "")
    low, high = number_cell(point.low, point.scale), number_cell(point.high, point.scale)
    return value, n, low, high, text_cell(note)


def point_heads(name: str, interval: str, *, intervals: bool) -> tuple[str, ...]:
    """Heads over :func:`point_cells`; ``name`` is the value's."""
    if not intervals:
        return name, "n"
    before = interval or ninety_five()
    return (
        name, "n", _tr("{interval} from").format(interval=before), _tr("{interval} to").format(interval=before),
        _tr("Note"),
    )  # fmt: skip


def first_of_words(shown: int, rows: int) -> str:
    locale = QLocale()
    return _tr("The first {n} of {total} rows.").format(n=locale.toString(shown), total=locale.toString(rows))


def table_of(shown: Shown) -> Table:
    """The table behind a figure: its numbers, one row for each of its rows, and below them what it compares with."""
    if isinstance(shown, Sheet):
        return shown.table
    intervals = shown.scale not in (Scale.COUNT, Scale.HOURS) or shown.has_intervals
    head: tuple[str, ...] = (shown.row_head,)
    for series in shown.series:
        name, *others = _kept(shown.scale, point_heads(series.name, shown.interval, intervals=intervals))
        head += (name, *(f"{name}: {each}" if len(shown.series) > 1 else each for each in others))
    plain = shown.plain_rows or shown.rows
    lines = [(name, [each.points[n] for each in shown.series], True) for n, name in enumerate(shown.rows)]
    lines += [
        (each.name, [each.beside(column) for column in range(len(shown.series))], each.point.n > 0)
        for each in shown.references
    ]
    rows = []
    for number, (name, points, counted) in enumerate(lines):
        cells: tuple[Cell, ...] = (text_cell(name, plain[number] if number < len(plain) else None, key=float(number)),)
        for point in points:
            cells += _kept(shown.scale, point_cells(point, intervals=intervals, counted=counted))
        rows.append(cells)
    return without_empty_notes(Table(head, tuple(rows)))


def without_empty_notes(table: Table) -> Table:
    """A column of notes that says nothing of any row only takes room."""
    note = _tr("Note")
    columns = [n for n, head in enumerate(table.head) if head == note or head.endswith(f": {note}")]
    if any(row[n].text for row in table.rows for n in columns):
        return table
    kept = [n for n in range(len(table.head)) if n not in columns]
    return Table(tuple(table.head[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in table.rows))


def _kept(scale: Scale, parts: tuple[T, ...]) -> tuple[T, ...]:
    """Of value, n, low, high and note, counts have neither n, because they are one, nor anything to be said of it."""
    return (parts[0], *parts[2:4]) if scale is Scale.COUNT else parts
