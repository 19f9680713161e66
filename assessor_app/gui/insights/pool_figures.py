"""The issuer's figures of one micro-credential: which criterion splits raters, and how the queue is."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale

from assessor_app.gui.insights.figure import FEW, Figure, Kind, Point, Reference, Scale, Series, Sheet, Shown, Table
from assessor_app.gui.insights.levels import criterion_name, matrix_figure
from assessor_app.gui.insights.measures import (
    ac1_point,
    compared,
    count,
    kappa_point,
    matrix_exact,
    mean_hours,
    measure_table,
    part_words,
    pooled,
    share_point,
)
from assessor_app.gui.insights.own_figures import HOURS_A_DAY, pace_sentence
from assessor_app.gui.insights.raters import MOST_NAMED, put_right_words, stamping, stamping_words
from assessor_app.gui.insights.words import (
    day_words,
    month_words,
    ninety_five,
    number_cell,
    number_words,
    point_cells,
    point_heads,
    point_words,
    short_day_words,
    text_cell,
    without_empty_notes,
)
from assessor_app.protocol.insights import Against, CriterionAgreement, Matrix, PairView, PoolInsights, QueueHealth

OFFERED = (Against.TRUE, Against.FINAL, Against.SECOND)
"""What the issuer may compare with; the server has other sums, which it never sends."""
MOST_ASSESSORS, MOST_APPROVERS = 12, 8
"""Of more people than that, pairs are a list: nobody reads a larger matrix."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def pool_figures(report: PoolInsights, against: Against, criterion_id: str) -> tuple[Shown, ...]:
    """What stands below the raters, from top to bottom."""
    return (
        _agreement(report, against),
        _chance_corrected(report, against),
        _measures(report, against),
        _matrix(report, against, criterion_id),
        _pairs(report),
        _pace(report),
        _queue(report.queue),
        _forecast(report),
    )


def matrix_of(each: CriterionAgreement, against: Against) -> Matrix:
    return {Against.TRUE: each.true, Against.SECOND: each.second}.get(against, each.final)


def against_words(against: Against) -> str:
    return {
        Against.TRUE: _tr("True scores of validity packets"),
        Against.SECOND: _tr("Second readings"),
    }.get(against, _tr("Final levels"))


def lowest_first(report: PoolInsights, against: Against) -> list[CriterionAgreement]:
    """What nothing is known of comes last."""

    def key(each: CriterionAgreement) -> float:
        value = matrix_exact(matrix_of(each, against)).value
        return 2.0 if value is None else value

    return sorted(report.criteria, key=key)


def _agreement(report: PoolInsights, against: Against) -> Figure:
    ordered = lowest_first(report, against)
    points = tuple(matrix_exact(matrix_of(each, against)) for each in ordered)
    asked = Point(report.threshold, Scale.SHARE)
    return Figure(
        "pool-criteria", Kind.INTERVALS, _tr("Agreement by criterion"), _splitting(report, ordered, points),
        _tr("Criterion"), tuple(criterion_name(each.criterion) for each in ordered),
        (Series(_tr("Exact agreement"), points),), Scale.SHARE,
        references=(Reference(_tr("Asked for"), asked),), interval=ninety_five(), empty=_nothing(),
    )  # fmt: skip


def _nothing() -> str:
    return _tr("Nothing to compare yet.")


def _splitting(report: PoolInsights, ordered: list[CriterionAgreement], points: tuple[Point, ...]) -> str:
    """Which criterion splits raters, where enough is known to say so."""
    found = next(((e, p) for e, p in zip(ordered, points, strict=True) if p.value is not None and p.n >= FEW), None)
    if found is None:
        return _tr("Too few ratings to tell which criterion splits raters.")
    each, point = found
    words = {"criterion": criterion_name(each.criterion), "point": point_words(point)}
    if point.high is not None and point.high < report.threshold:
        return _tr("“{criterion}” splits raters most: {point}. Its descriptors need to be clearer.").format(**words)
    if point.value is not None and point.value < report.threshold:
        return _tr("“{criterion}” splits raters most: {point}. Its descriptors may need to be clearer.").format(**words)
    return _tr("No criterion is below the agreement that is asked for; the lowest is “{criterion}”: {point}.").format(
        **words
    )


def _chance_corrected(report: PoolInsights, against: Against) -> Figure:
    ordered = lowest_first(report, against)
    matrices = [matrix_of(each, against) for each in ordered]
    return Figure(
        "pool-kappa", Kind.INTERVALS, _tr("Agreement beyond chance by criterion"),
        _tr(
            "Where nearly all work is at one level, kappa is low although raters agree; AC1 is not. Neither is a share."
        ),
        _tr("Criterion"), tuple(criterion_name(each.criterion) for each in ordered),
        (Series(_tr("Cohen's kappa"), tuple(map(kappa_point, matrices))),
         Series(_tr("Gwet's AC1"), tuple(map(ac1_point, matrices)))),
        Scale.COEFFICIENT, interval=ninety_five(), empty=_nothing(),
    )  # fmt: skip


def _measures(report: PoolInsights, against: Against) -> Sheet:
    matrices = [matrix_of(each, against) for each in report.criteria]
    matrix, criteria = pooled(matrices)
    sentence = _tr("Compared with: {against}. Of the {n} criteria with {levels} levels.").format(
        against=against_words(against), n=criteria, levels=len(matrix)
    )
    return Sheet(
        "pool-measures", _tr("Measures of agreement"), sentence,
        measure_table(None, matrix, part_words(criteria, compared(matrices))),
        "" if matrix else _nothing(),
    )  # fmt: skip


def _matrix(report: PoolInsights, against: Against, criterion_id: str) -> Figure:
    each = next((e for e in report.criteria if e.criterion.id == criterion_id), report.criteria[0])
    matrix = matrix_of(each, against)
    sentence = _tr("{criterion}: levels given against {against}. Framed counts agree: {exact}.").format(
        criterion=criterion_name(each.criterion), against=against_words(against).lower(),
        exact=point_words(matrix_exact(matrix)),
    )  # fmt: skip
    return matrix_figure(
        "pool-matrix", _tr("Agreement matrix"), sentence, each.criterion, matrix,
        (_tr("Level given"), against_words(against)),
    )  # fmt: skip


def _pairs(report: PoolInsights) -> Shown:
    title = _tr("Assessors and approvers")
    sentence = _tr("Ratings of an assessor that the approver left as they were, of all that both had to do with.")
    # Who only stamps agrees with everybody, which is no praise for anybody.
    sentence = " ".join((sentence, *map(stamping_words, stamping(report.raters)[:MOST_NAMED])))
    names = {each.person_id: each.name for each in report.raters}
    assessors = sorted({pair.assessor_id for pair in report.pairs}, key=lambda each: names.get(each, each))
    approvers = sorted({pair.approver_id for pair in report.pairs}, key=lambda each: names.get(each, each))
    if len(assessors) > MOST_ASSESSORS or len(approvers) > MOST_APPROVERS:
        return _pair_list(report, names, title, sentence)
    found = {(pair.assessor_id, pair.approver_id): pair for pair in report.pairs}
    series = tuple(
        Series(names.get(approver, approver), tuple(_pair_point(found.get((each, approver))) for each in assessors))
        for approver in approvers
    )
    return Figure(
        "pool-pairs", Kind.MATRIX, title, sentence, _tr("Assessor"),
        tuple(names.get(each, each) for each in assessors), series, Scale.SHARE, column_head=_tr("Approver"),
        interval=ninety_five(), empty=_tr("Nobody's assessments were decided on yet."),
    )  # fmt: skip


def _pair_point(pair: PairView | None) -> Point:
    return share_point(pair.exact, pair.ratings) if pair is not None else Point(None, Scale.SHARE)


def _pair_list(report: PoolInsights, names: dict[str, str], title: str, sentence: str) -> Sheet:
    ordered = sorted(report.pairs, key=lambda pair: pair.exact / pair.ratings if pair.ratings else 2.0)
    stamped = {each.person_id: put_right_words(each) for each in stamping(report.raters)}
    head = (
        _tr("Assessor"), _tr("Approver"), _tr("Portfolios"),
        *point_heads(_tr("Exact agreement"), "", intervals=True),
    )  # fmt: skip
    rows = tuple(
        (
            text_cell(names.get(pair.assessor_id, pair.assessor_id)),
            text_cell(names.get(pair.approver_id, pair.approver_id)),
            number_cell(pair.portfolios, Scale.COUNT),
            *point_cells(_pair_point(pair), intervals=True)[:-1],
            text_cell(_pair_note(pair, stamped)),
        )
        for pair in ordered
    )
    return Sheet("pool-pairs", title, sentence, without_empty_notes(Table(head, rows)))


def _pair_note(pair: PairView, stamped: dict[str, str]) -> str:
    few = _tr("too few to tell") if _pair_point(pair).is_small else ""
    return " · ".join(filter(None, (stamped.get(pair.approver_id, ""), few)))


def _pace(report: PoolInsights) -> Figure:
    allowed = Point(float(report.queue.turnaround_days * HOURS_A_DAY), Scale.HOURS)
    return Figure(
        "pool-pace", Kind.COLUMNS, _tr("Time per submission"),
        pace_sentence(report.pace, report.queue.turnaround_days), _tr("Month"),
        tuple(month_words(each.month) for each in report.pace),
        (Series(_tr("Mean hours to handing in"), tuple(mean_hours(e.hours, e.submissions) for e in report.pace)),
         Series(_tr("Mean hours of work"), tuple(mean_hours(e.active_hours, e.submissions) for e in report.pace))),
        # The time allowed is for handing in; beside the time at work it would look like plenty.
        Scale.HOURS, references=(Reference(_tr("Turnaround"), allowed, column=0),),
        empty=_tr("Nothing was handed in yet."), plain_rows=tuple(each.month for each in report.pace),
    )  # fmt: skip


def _queue(queue: QueueHealth) -> Figure:
    days = sorted(queue.by_days_left)
    total = queue.unassigned + queue.with_assessors + queue.with_approvers + queue.held_back
    sentence = _tr(
        "{n} open submissions: {unassigned} with nobody yet, {assessors} with assessors, {approvers} with approvers, "
        "{held} held back. {overdue} overdue, {soon} due within two days."
    ).format(
        n=total, unassigned=queue.unassigned, assessors=queue.with_assessors,
        approvers=queue.with_approvers, held=queue.held_back, overdue=queue.overdue, soon=queue.due_in_two_days,
    )  # fmt: skip
    if total:
        sentence += " " + _tr("The oldest waits {oldest} days of {allowed}.").format(
            oldest=QLocale().toString(queue.oldest_days, "f", 1), allowed=queue.turnaround_days
        )
    return Figure(
        "pool-queue", Kind.COLUMNS, _tr("Queue"), sentence, _tr("Days left"), tuple(map(_day_words, days)),
        (Series(_tr("Submissions"), tuple(count(queue.by_days_left[day]) for day in days)),), Scale.COUNT,
        marked=frozenset(row for row, day in enumerate(days) if day < 0), empty=_tr("No submission is open."),
    )  # fmt: skip


def _day_words(day: int) -> str:
    if day < 0:
        return _tr("{n} d over").format(n=-day)
    return _tr("today") if day == 0 else _tr("{n} d").format(n=day)


def _forecast(report: PoolInsights) -> Figure:
    # Of a few days' pace any number would be a guess, and a number is believed.
    days = () if report.few_days else report.forecast
    last = days[-1] if days else None
    sentence = _tr("Submissions that will be overdue at the end of each day. In 8 of 10 simulated futures it is within "
                   "the band.")  # fmt: skip
    if last is not None:
        sentence += " " + _tr("By {day}: {expected}, between {low} and {high}.").format(
            day=day_words(last.day),
            expected=number_words(_whole(last.expected), Scale.COUNT), low=number_words(_whole(last.low), Scale.COUNT),
            high=number_words(_whole(last.high), Scale.COUNT),
        )  # fmt: skip
    few = _tr("Fewer than seven days were observed, which does not allow a forecast.")
    return Figure(
        "pool-forecast", Kind.COLUMNS, _tr("Forecast of overdue work"), "" if report.few_days else sentence, _tr("Day"),
        tuple(short_day_words(each.day) for each in days),
        (Series(_tr("Overdue"), tuple(count(_whole(e.expected), _whole(e.low), _whole(e.high)) for e in days)),),
        Scale.COUNT, interval=_tr("8 of 10"),
        empty=few if report.few_days else _tr("Nothing to foretell: nothing is open."),
        plain_rows=tuple(each.day.isoformat() for each in days),
    )  # fmt: skip


def _whole(submissions: float) -> int:
    """There is no half a submission; a half is rounded up."""
    return math.floor(submissions + 0.5)
