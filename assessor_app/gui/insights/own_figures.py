"""A reviewer's own work beside the pool, which has no names: nothing here knows of any other person."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assessor_app.gui.insights.figure import Figure, Kind, Point, Reference, Scale, Series, Sheet, Shown
from assessor_app.gui.insights.levels import criterion_name, level_series, matrix_figure
from assessor_app.gui.insights.measures import (
    compared,
    exact_point,
    matrix_exact,
    mean_hours,
    measure_table,
    part_words,
    pooled,
    severity_point,
    severity_words,
    summed,
)
from assessor_app.gui.insights.words import month_words, ninety_five, number_words, point_words
from assessor_app.protocol.insights import MonthTally, OwnView, PaceMonth, Tally

HOURS_A_DAY = 24


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def own_figures(view: OwnView, criterion_id: str) -> tuple[Shown, ...]:
    """Everything on the page, from top to bottom."""
    return (
        _agreement(view),
        _validity(view),
        _measures(view),
        _severity(view),
        _level_use(view),
        _matrix(view, criterion_id),
        pace_figure(view.pace, view.pool_pace, view.turnaround_days),
    )


def _with_pool(sentence: str, *, shown: bool) -> str:
    """Where there is own work and no pool beside it, the server withheld the pool's."""
    if shown:
        return sentence
    return f"{sentence} " + _tr("The pool is too small to be shown (fewer than five people).")


def _agreement(view: OwnView) -> Figure:
    whole = exact_point(summed(month.tally for month in view.final))
    return _over_months(
        "own-final", _tr("Agreement with final decisions"),
        _tr("How often your level was the final one, after the approver's decision. In all: {all}.").format(
            all=point_words(whole)
        ),
        view.final, view.pool_final,
        _tr("Nothing of yours was decided on yet."),
    )  # fmt: skip


def _validity(view: OwnView) -> Figure:
    whole = exact_point(summed(month.tally for month in view.validity))
    said = _tr(
        "How often your level was the issuer's true score. Whole months with three or more packets are shown, so "
        "that none can be told from live work. In all: {all}."
    ).format(all=point_words(whole))
    return _over_months(
        "own-validity", _tr("Agreement on validity packets"),
        # What is withheld is not «nothing yet»: there may be packets, and whether there are must not be told.
        said if whole.n else _tr("How often your level was the issuer's true score."),
        view.validity, view.pool_validity,
        _tr("Shown once a month with at least three validity packets is over."),
    )  # fmt: skip


def _over_months(
    key: str, title: str, sentence: str, months: tuple[MonthTally, ...], pool: Tally, empty: str
) -> Figure:
    reference = Reference(_tr("All raters"), exact_point(pool))
    rated = any(month.tally.ratings for month in months)
    return Figure(
        key, Kind.MONTHS, title, _with_pool(sentence, shown=bool(pool.ratings) or not rated), _tr("Month"),
        tuple(month_words(month.month) for month in months),
        (Series(_tr("Exact agreement"), tuple(exact_point(month.tally) for month in months)),),
        Scale.SHARE, references=(reference,) if pool.ratings else (), interval=ninety_five(), empty=empty,
        plain_rows=tuple(month.month for month in months),
    )  # fmt: skip


def _measures(view: OwnView) -> Sheet:
    """Exact and adjacent agreement are of all criteria; the others need one scale, and say of how many criteria."""
    matrix, criteria = pooled(view.matrices.values())
    tally = summed(month.tally for month in view.final)
    sentence = _tr(
        "Against the final levels. Agreement is of all criteria; kappa, AC1 and severity are of the {n} criteria with "
        "{levels} levels. A share of agreement and a kappa are different things: compare each with its like only."
    ).format(n=criteria, levels=len(matrix))
    return Sheet(
        "own-measures", _tr("Measures of agreement"), sentence,
        measure_table(tally, matrix, part_words(criteria, compared(view.matrices.values()))),
        "" if tally.ratings else _tr("Nothing of yours was decided on yet."),
    )  # fmt: skip


def _severity(view: OwnView) -> Figure:
    whole = severity_point(pooled(view.matrices.values())[0])
    said = severity_words(
        whole,
        (
            _tr("You rate lower than the approvers' final levels"),
            _tr("You rate about as the approvers' final levels"),
            _tr("You rate higher than the approvers' final levels"),
        ),
    )
    sentence = _tr("The mean difference in standard deviations; left of zero you are the more severe.")
    points = tuple(severity_point(view.matrices.get(each.id, ())) for each in view.criteria)
    return Figure(
        "own-severity", Kind.INTERVALS, _tr("Severity by criterion"), f"{said} {sentence}".strip(), _tr("Criterion"),
        tuple(criterion_name(each) for each in view.criteria),
        (Series(_tr("Standardized mean difference"), points),), Scale.DIFFERENCE, interval=ninety_five(),
        empty=_tr("Nothing of yours was decided on yet."),
    )  # fmt: skip


def _level_use(view: OwnView) -> Figure:
    """Two rows for each criterion, one's own and everybody's, which is withheld of a few people."""
    known = {each.id: each for each in view.criteria}
    used = [use for use in view.level_use if use.criterion_id in known]
    pool = any(any(use.pool) for use in used)
    rows: list[str] = []
    counts: list[tuple[int, ...]] = []
    for use in used:
        criterion = known[use.criterion_id]
        rows.append(_tr("{criterion}: you").format(criterion=criterion_name(criterion)))
        counts.append(use.own)
        if pool:
            rows.append(_tr("{number}: all raters").format(number=criterion.number))
            counts.append(use.pool)
    sentence = _tr("How often each level was given on live work, by you and by all raters. The numbers are counts.")
    alone = _tr("How often you gave each level on live work. The numbers are counts.")
    rated = any(any(use.own) for use in used)
    return Figure(
        "own-levels", Kind.STACKS, _tr("Use of levels"),
        _with_pool(sentence if pool else alone, shown=pool or not rated),
        _tr("Criterion"), tuple(rows), level_series([known[use.criterion_id] for use in used], counts), Scale.COUNT,
        group=2 if pool else 1, empty=_tr("You have rated no live work yet."),
    )  # fmt: skip


def _matrix(view: OwnView, criterion_id: str) -> Figure:
    criterion = next((each for each in view.criteria if each.id == criterion_id), view.criteria[0])
    matrix = view.matrices.get(criterion.id, ())
    sentence = _tr("{criterion}: your level against the final one. Framed counts agree: {exact}.").format(
        criterion=criterion_name(criterion), exact=point_words(matrix_exact(matrix))
    )
    return matrix_figure(
        "own-matrix", _tr("Your levels and the final ones"), sentence, criterion, matrix,
        (_tr("Your level"), _tr("Final level")),
    )  # fmt: skip


def pace_figure(own: tuple[PaceMonth, ...], pool: tuple[PaceMonth, ...], turnaround_days: int) -> Figure:
    months = sorted({each.month for each in own})
    mine, everybody = ({each.month: each for each in these} for these in (own, pool))
    allowed = turnaround_days * HOURS_A_DAY
    series: tuple[Series, ...] = (Series(_tr("You, mean hours"), tuple(_mean(mine.get(month)) for month in months)),)
    if pool:
        series += (Series(_tr("All raters, mean hours"), tuple(_mean(everybody.get(month)) for month in months)),)
    return Figure(
        "own-pace", Kind.COLUMNS, _tr("Your pace"),
        _with_pool(pace_sentence(own, turnaround_days), shown=bool(pool) or not own), _tr("Month"),
        tuple(month_words(month) for month in months), series,
        Scale.HOURS, references=(Reference(_tr("Turnaround"), Point(float(allowed), Scale.HOURS)),),
        empty=_tr("You have handed nothing in yet."), plain_rows=tuple(months),
    )  # fmt: skip


def _mean(month: PaceMonth | None) -> Point:
    return mean_hours(month.hours, month.submissions) if month is not None else Point(None, Scale.HOURS)


def pace_sentence(months: tuple[PaceMonth, ...], turnaround_days: int) -> str:
    submissions = sum(each.submissions for each in months)
    mean = mean_hours(sum(each.hours for each in months), submissions)
    active = mean_hours(sum(each.active_hours for each in months), submissions)
    if mean.value is None or active.value is None:
        return ""
    return _tr(
        "{late} of {n} submissions were handed in late. From being given one to handing it in took {hours} in the "
        "mean, with work going on for {active} of it; {days} days are allowed."
    ).format(
        late=sum(each.late for each in months), n=submissions, hours=number_words(mean.value, Scale.HOURS),
        active=number_words(active.value, Scale.HOURS), days=turnaround_days,
    )  # fmt: skip
