"""The issuer's table of raters: who stands where, who drifts, and how sure that is. Made for thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from assessor_app.domain.calibration import Standing
from assessor_app.domain.submission import Role
from assessor_app.gui.insights.figure import FEW, Cell, Point, Scale, Sheet, Table
from assessor_app.gui.insights.measures import exact_point, mean_hours, severity_point, share_point
from assessor_app.gui.insights.words import (
    day_words,
    n_words,
    number_cell,
    number_words,
    point_cells,
    point_heads,
    point_words,
    text_cell,
)
from assessor_app.protocol.insights import RaterView

MOST_NAMED = 3
"""So many people are named above the table for each thing; more would be a second table."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def standing_words(standing: Standing) -> str:
    return {
        Standing.NOT_BEGUN: _tr("Not begun"),
        Standing.PRACTISING: _tr("Practising"),
        Standing.QUALIFYING: _tr("Qualifying"),
        Standing.CALIBRATED: _tr("Calibrated"),
        Standing.ADVISED: _tr("Advised to calibrate anew"),
        Standing.WAITING: _tr("Waiting for the next attempt"),
        Standing.NO_ATTEMPTS: _tr("No attempt left"),
        Standing.STOPPED: _tr("Stopped after drift"),
        Standing.LAPSED: _tr("Lapsed"),
    }[standing]


def drift_words(rater: RaterView) -> str:
    stopped = rater.standing is Standing.STOPPED
    if rater.drift == "steady":
        return _tr("stopped") if stopped else _tr("steady")
    kind = {
        "severe": _tr("more severe than the true scores"),
        "lenient": _tr("more lenient than the true scores"),
        "scattered": _tr("scattered around the true scores"),
        None: _tr("drifting"),
    }[rater.drift_kind]
    if stopped:
        return _tr("stopped: {kind}").format(kind=kind)
    return _tr("far off: {kind}").format(kind=kind) if rater.drift == "stop" else _tr("watch: {kind}").format(kind=kind)


_DRIFT = {"stop": 0, "advice": 1, "steady": 3}
_STOPPED = 2


def _drift_order(rater: RaterView) -> int:
    """Who drifts now needs somebody to act; who was stopped was acted on."""
    return _STOPPED if rater.standing is Standing.STOPPED else _DRIFT[rater.drift]


def raters_sheet(raters: Sequence[RaterView]) -> Sheet:
    """Those who drift come first, then who agrees least."""
    table = Table(
        (
            # What needs somebody to act stands first: it is in sight without scrolling.
            _tr("Rater"), _tr("Standing"), _tr("Drift"), _measure_heads()[0], _tr("Put right"),
            _tr("Shares wrong answers with"), _tr("Role"), _tr("Until"), *_measure_heads()[1:], _tr("Open"),
            _tr("Handed in"), _tr("Late"), _tr("Mean hours of work"),
        ),
        tuple(_row(rater) for rater in sorted(raters, key=_order)),
    )  # fmt: skip
    return Sheet(
        "pool-raters",
        _tr("Raters"),
        _sentence(raters),
        table,
        "" if raters else _tr("Nobody rates this yet."),
        partial(_file, tuple(raters)),
    )


def _sentence(raters: Sequence[RaterView]) -> str:
    """Who drifts, who was stopped, and by name who copies and who only stamps."""
    stopped = sum(rater.standing is Standing.STOPPED for rater in raters)
    drifting = sum(rater.drift != "steady" and rater.standing is not Standing.STOPPED for rater in raters)
    parts = [
        _tr("{drifting} of {n} raters drift now, {stopped} more are stopped.").format(
            drifting=number_words(drifting, Scale.COUNT), n=number_words(len(raters), Scale.COUNT),
            stopped=number_words(stopped, Scale.COUNT),
        )
    ]  # fmt: skip
    copying = [rater for rater in raters if rater.copies]
    for rater in copying[:MOST_NAMED]:
        words = _tr("{name} shares wrong answers with {others}.")
        parts.append(words.format(name=rater.name, others=", ".join(rater.copies)))
    stamps = stamping(raters)
    parts += [stamping_words(rater) for rater in stamps[:MOST_NAMED]]
    if len(copying) > MOST_NAMED or len(stamps) > MOST_NAMED:
        parts.append(_tr("The table has more of them."))
    parts.append(_tr("A share stands with its n and its interval."))
    return " ".join(parts)


def stamping(raters: Sequence[RaterView]) -> list[RaterView]:
    """Approvers who put nothing right of enough that was wrong: that others agree with them is no praise."""
    return [each for each in raters if Role.APPROVER in each.roles and each.wrong >= FEW and not each.corrected]


def stamping_words(rater: RaterView) -> str:
    return f"{rater.name}: {put_right_words(rater)}."


def put_right_words(rater: RaterView) -> str:
    return _tr("put right {corrected} of {wrong} wrong ratings").format(corrected=rater.corrected, wrong=rater.wrong)


def _file(raters: Sequence[RaterView]) -> Table:
    """For other programs, each number in a column of its own."""
    heads: tuple[str, ...] = (_tr("Rater"), _tr("Role"), _tr("Standing"), _tr("Until"), _tr("Drift"))
    for name in _measure_heads():
        heads += tuple(each if each == name else f"{name}: {each}" for each in point_heads(name, "", intervals=True))
    heads += (
        _tr("Open"), _tr("Handed in"), _tr("Late"), _tr("Hours"), _tr("Hours of work"), _tr("Wrong"), _tr("Corrected"),
        _tr("Shares wrong answers with"),
    )  # fmt: skip
    return Table(heads, tuple(_file_row(rater) for rater in raters))


def _measure_heads() -> tuple[str, str, str]:
    return (
        _tr("Exact agreement, validity packets"),
        _tr("Severity against true scores"),
        _tr("Exact agreement, final levels"),
    )


def _measures(rater: RaterView) -> tuple[Point, Point, Point]:
    return exact_point(rater.true), severity_point(rater.matrix_true), exact_point(rater.final)


def _file_row(rater: RaterView) -> tuple[Cell, ...]:
    numbers = (rater.open_packets, rater.submissions, rater.late)
    return (
        *_who(rater),
        *(cell for point in _measures(rater) for cell in point_cells(point, intervals=True)),
        *(number_cell(each, Scale.COUNT) for each in numbers),
        *(number_cell(each, Scale.HOURS) for each in (rater.hours, rater.active_hours)),
        *(number_cell(each, Scale.COUNT) for each in (rater.wrong, rater.corrected)),
        text_cell(", ".join(rater.copies)),
    )


def _order(rater: RaterView) -> tuple[int, float, str]:
    agreement = rater.true.exact / rater.true.ratings if rater.true.ratings else 2.0
    return _drift_order(rater), agreement, rater.name


def _who(rater: RaterView) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Name, role, standing, until and drift."""
    until = day_words(rater.until.date()) if rater.until is not None else "–"
    return (
        text_cell(rater.name),
        text_cell(", ".join(_roles(rater))),
        text_cell(standing_words(rater.standing)),
        text_cell(until, rater.until.date().isoformat() if rater.until is not None else "",
                  rater.until.timestamp() if rater.until is not None else 0.0),
        text_cell(drift_words(rater), key=float(_drift_order(rater))),
    )  # fmt: skip


def _row(rater: RaterView) -> tuple[Cell, ...]:
    name, role, standing, until, drift = _who(rater)
    true, severity, final = _measures(rater)
    active = mean_hours(rater.active_hours, rater.submissions)
    return (
        name, standing, drift,
        text_cell(point_words(true), key=_key(true.value)),
        _put_right(rater),
        text_cell(", ".join(rater.copies)),
        role, until,
        text_cell(point_words(severity), key=_key(severity.value)),
        text_cell(point_words(final), key=_key(final.value)),
        number_cell(rater.open_packets, Scale.COUNT),
        number_cell(rater.submissions, Scale.COUNT),
        number_cell(rater.late, Scale.COUNT),
        text_cell("–" if active.value is None
                  else f"{number_words(active.value, Scale.HOURS)}, {n_words(active.n)}", key=_key(active.value)),
    )  # fmt: skip


def _roles(rater: RaterView) -> list[str]:
    names = {Role.ASSESSOR: _tr("Assessor"), Role.APPROVER: _tr("Approver")}
    return [names[role] for role in rater.roles if role in names]


def _put_right(rater: RaterView) -> Cell:
    """For approvers: what assessors had wrong on validity packets, and how much of it was corrected."""
    if Role.APPROVER not in rater.roles or not rater.wrong:
        return text_cell("–", "", key=-2.0)
    point = share_point(rater.corrected, rater.wrong)
    words = _tr("{corrected} of {wrong} wrong ones: {point}")
    text = words.format(corrected=rater.corrected, wrong=rater.wrong, point=point_words(point))
    return text_cell(text, key=_key(point.value))


def _key(value: float | None) -> float:
    """What is undefined sorts below everything."""
    return -9.0 if value is None else value
