"""What the figures say, without a window: counts, words, tables and files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from assessor_app.domain.calibration import Standing
from assessor_app.domain.submission import Role
from assessor_app.gui.insights.figure import Cell, Figure, Kind, Point, Scale, Series, Sheet, Shown, Table
from assessor_app.gui.insights.measures import (
    exact_point,
    kappa_point,
    measure_table,
    pooled,
    severity_point,
    severity_words,
    summed,
)
from assessor_app.gui.insights.own_figures import own_figures
from assessor_app.gui.insights.pool_figures import pool_figures
from assessor_app.gui.insights.raters import raters_sheet
from assessor_app.gui.insights.state import Scope, Wish, content_of, is_stale, known_credentials, scopes_for
from assessor_app.gui.insights.words import NB, number_words, point_words, spoken, table_of
from assessor_app.gui.insights.writing import csv_bytes
from assessor_app.protocol.insights import Against, OwnView, PoolInsights, Tally
from assessor_app.store.reports import StoredReport
from tests.gui.insight_reports import NAMES, criteria, own_insights, own_view, pool_insights, tally

FIRST = criteria()[0].id
WITH_N = 3
"""A table with so many columns for a series has the n behind the value."""


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def every_figure() -> list[Shown]:
    full, tiny, none = own_view(), own_view(months=1, portfolios=1), own_view(months=0, portfolios=0)
    found: list[Shown] = [shown for view in (full, tiny, none) for shown in own_figures(view, FIRST)]
    for report in (pool_insights(), pool_insights(2, ratings=4), pool_insights(0, ratings=0)):
        for against in Against:
            found += [raters_sheet(report.raters), *pool_figures(report, against, FIRST)]
    return found


def texts(shown: Shown) -> Iterator[str]:
    yield from (shown.title, shown.sentence, shown.empty)
    table = table_of(shown)
    yield from table.head
    for row in table.rows:
        yield from (cell.text for cell in row)
        yield from (cell.plain for cell in row)
    if isinstance(shown, Figure):
        yield from (spoken(shown, row, column) for row, column, _ in shown.points())


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_point_is_its_counts() -> None:
    point = exact_point(tally([(8, 10), (9, 10), (10, 10)]))
    assert (point.value, point.n) == (0.9, 30)
    assert point.low is not None and point.high is not None
    assert point.low < 0.9 < point.high


def test_months_add_up_to_the_whole() -> None:
    view = own_view()
    whole = summed(month.tally for month in view.final)
    assert whole.ratings == sum(month.tally.ratings for month in view.final)
    assert whole.exact_squares == sum(month.tally.exact_squares for month in view.final)
    agreement = own_figures(view, FIRST)[0]
    assert isinstance(agreement, Figure)
    assert [point.n for point in agreement.series[0].points] == [month.tally.ratings for month in view.final]
    for point, month in zip(agreement.series[0].points, view.final, strict=True):
        assert point.value == month.tally.exact / month.tally.ratings
    assert point_words(exact_point(whole)) in agreement.sentence


def test_the_table_has_the_numbers_of_the_plot() -> None:
    for shown in every_figure():
        if isinstance(shown, Sheet):
            continue
        table = table_of(shown)
        assert len(table.rows) == len(shown.rows) + len(shown.references)
        width = (len(table.head) - 1) // len(shown.series) if shown.series else 0
        for row, column, point in shown.points():
            cell = table.rows[row][1 + column * width]
            assert (float(cell.plain) if cell.plain else None) == (
                None if point.value is None else pytest.approx(point.value, abs=1e-4)
            ), shown.key
            if width >= WITH_N and shown.scale is not Scale.COUNT:
                assert table.rows[row][2 + column * width].plain == str(point.n)


def test_every_row_of_every_table_has_a_cell_for_each_head() -> None:
    for shown in every_figure():
        table = table_of(shown)
        assert all(len(row) == len(table.head) for row in table.rows), shown.key
        if isinstance(shown, Sheet) and shown.file is not None:
            assert all(len(row) == len(shown.file().head) for row in shown.file().rows)


def test_no_percentage_is_said_without_its_n() -> None:
    """Tables have the n in the next column; the line of what is asked for was not counted."""
    measured = re.compile(rf"\d{NB}%(?! (between|from|to)\b)")
    for shown in every_figure():
        said = [shown.sentence]
        if isinstance(shown, Figure):
            said += [spoken(shown, row, column) for row, column, _ in shown.points()]
        else:
            said += [cell.text for row in shown.table.rows for cell in row if "," in cell.text]
        for words in said:
            inside = re.sub(rf"between \d+{NB}% and \d+{NB}%", "", words)
            if measured.search(inside):
                assert f"n{NB}={NB}" in inside, words


@pytest.mark.parametrize(("n", "small"), [(1, True), (9, True), (10, False), (14, False)])
def test_small_numbers_say_that_they_are_small(n: int, small: bool) -> None:
    words = point_words(exact_point(tally([(1, 1)] * n)))
    assert ("too few to tell" in words) is small
    assert f"n{NB}={NB}{n}" in words


def test_a_share_is_said_with_n_and_interval() -> None:
    point = Point(12 / 14, Scale.SHARE, 14, 0.6006, 0.9599)
    assert point_words(point).replace(NB, " ") == "86 %, n = 14, 95 % between 60 % and 96 %"


def test_many_ratings_of_one_portfolio_are_too_few_too() -> None:
    words = point_words(exact_point(tally([(18, 20)])))
    assert words.replace(NB, " ") == "90 %, n = 20, too few to tell"


def test_an_undefined_kappa_says_why() -> None:
    point = kappa_point(((12, 0), (0, 0)))
    assert point.value is None
    assert point_words(point).replace(NB, " ") == ("undefined: both only ever used one and the same level, n = 12")
    row = next(row for row in measure_table(None, ((12, 0), (0, 0))).rows if row[0].text == "Cohen's kappa")
    assert [cell.text for cell in row[1:3]] == ["undefined", "12"]
    assert "one and the same level" in row[-1].text
    assert [cell.plain for cell in row[1:3]] == ["", "12"]


def test_a_kappa_is_never_a_percentage() -> None:
    table = measure_table(None, ((40, 10), (10, 40)))
    by_name = {row[0].text: row for row in table.rows}
    assert by_name["Exact agreement"][1].text == f"80{NB}%"
    assert by_name["Cohen's kappa"][1].text == "0.60"
    assert by_name["Adjacent agreement (±1 level)"][1].text == f"100{NB}%"
    assert {row[2].text for row in table.rows} == {"100"}


@pytest.mark.parametrize(
    ("matrix", "begin"),
    [
        (((40, 20), (2, 38)), "lower"),
        (((40, 2), (20, 38)), "higher"),
        (((45, 5), (5, 45)), "same"),
        (((2, 1), (0, 2)), "No difference can be told yet"),
        (((12, 7), (4, 8)), "No difference can be told yet"),
    ],
)
def test_severity_is_said_in_words_only_where_it_can_be_told(matrix: tuple[tuple[int, ...], ...], begin: str) -> None:
    assert severity_words(severity_point(matrix), ("lower", "same", "higher")).startswith(begin)


def test_criteria_of_another_scale_are_not_added() -> None:
    two, three = ((5, 1), (1, 5)), ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    assert pooled([two, three, two]) == (((10, 2), (2, 10)), 2)
    assert pooled([]) == ((), 0)
    assert pooled([((0, 0), (0, 0))]) == ((), 0)


def test_nobody_else_is_named_among_a_raters_own_figures() -> None:
    for view in (own_view(), own_view(months=1, portfolios=1)):
        for shown in own_figures(view, FIRST):
            for text in texts(shown):
                assert not [name for name in NAMES if name in text]


def test_the_criterion_that_splits_raters_comes_first_and_is_named() -> None:
    report = pool_insights()
    shown = pool_figures(report, Against.TRUE, FIRST)[0]
    assert isinstance(shown, Figure)
    values = [point.value for point in shown.series[0].points if point.value is not None]
    assert values == sorted(values)
    assert shown.sentence.startswith(f"“{shown.rows[0]}” splits raters most: ")
    assert "descriptors" in shown.sentence
    few = pool_figures(pool_insights(2, ratings=4), Against.TRUE, FIRST)[0]
    assert few.sentence == "Too few ratings to tell which criterion splits raters."


def test_drifting_raters_come_first_and_their_numbers_sort() -> None:
    report = pool_insights(400)
    table = raters_sheet(report.raters).table
    kinds = [row[2].key for row in table.rows]
    assert kinds == sorted(kinds, key=str)
    assert len(set(kinds)) == 3
    agreement = [row[3].key for row in table.rows if row[2].text.startswith("stopped")]
    known = [key for key in agreement if key != -9.0]
    assert known == sorted(known, key=float)


def test_a_copier_is_told_of_with_the_names() -> None:
    table = raters_sheet(pool_insights().raters).table
    assert [row[5].text for row in table.rows if row[0].text == NAMES[4]] == ["Iris Novak"]


def test_who_copies_and_who_only_stamps_is_said_above_the_table_and_beside_the_pairs() -> None:
    report = pool_insights()
    stamping = [
        rater.model_copy(update={"wrong": 42, "corrected": 0, "standing": Standing.STOPPED, "drift": "steady"})
        if rater.name == "Henrik Dahl" else rater
        for rater in report.raters
    ]  # fmt: skip
    sheet = raters_sheet(stamping)
    assert f"{NAMES[4]} shares wrong answers with Iris Novak." in sheet.sentence
    assert "Henrik Dahl: put right 0 of 42 wrong ratings." in sheet.sentence
    assert "2 more are stopped" in sheet.sentence
    assert [row[2].text for row in sheet.table.rows if row[0].text == "Henrik Dahl"] == ["stopped"]
    few = report.model_copy(update={"raters": tuple(stamping)})
    assert "Henrik Dahl: put right 0 of 42 wrong ratings." in pool_figures(few, Against.TRUE, FIRST)[4].sentence
    wide = pool_insights(200)
    stamper = next(rater for rater in wide.raters if any(pair.approver_id == rater.person_id for pair in wide.pairs))
    stamper = stamper.model_copy(update={"roles": (Role.APPROVER,), "wrong": 42, "corrected": 0})
    many = wide.model_copy(
        update={"raters": tuple(stamper if r.person_id == stamper.person_id else r for r in wide.raters)}
    )
    notes = {row[1].text: row[-1].text for row in table_of(pool_figures(many, Against.TRUE, FIRST)[4]).rows}
    assert notes[stamper.name].startswith("put right 0 of 42 wrong ratings")


def test_approvers_put_right_what_was_wrong() -> None:
    table = raters_sheet(pool_insights().raters).table
    (cell,) = [row[4] for row in table.rows if row[0].text == "Henrik Dahl"]
    assert cell.text.replace(NB, " ").startswith("9 of 14 wrong ones: 64 %, n = 14, 95 % between")


def test_pairs_of_many_people_are_a_list_and_of_few_a_matrix() -> None:
    few, many = (pool_figures(pool_insights(n), Against.TRUE, FIRST)[4] for n in (6, 200))
    assert isinstance(few, Figure) and few.kind is Kind.MATRIX
    assert isinstance(many, Sheet)
    assert len(many.table.rows) == len(pool_insights(200).pairs)


def test_overdue_days_are_marked() -> None:
    queue = pool_figures(pool_insights(), Against.TRUE, FIRST)[6]
    assert isinstance(queue, Figure)
    assert [queue.rows[row] for row in sorted(queue.marked)] == ["3 d over", "1 d over"]
    assert "5 overdue" in queue.sentence and "The oldest waits" in queue.sentence
    assert "oldest" not in pool_figures(pool_insights(0, ratings=0), Against.TRUE, FIRST)[6].sentence


def test_a_forecast_of_few_days_says_so() -> None:
    shown = pool_figures(pool_insights(2, ratings=4), Against.TRUE, FIRST)[7]
    assert isinstance(shown, Figure) and shown.is_empty and shown.sentence == ""
    assert "Fewer than seven days" in shown.empty
    assert read(csv_bytes(shown))[1:] == [[shown.empty]], "no number, and why"


def test_a_forecast_is_of_whole_submissions_with_days_as_other_programs_take_them() -> None:
    report = pool_insights()
    shown = pool_figures(report, Against.TRUE, FIRST)[7]
    rows = read(csv_bytes(shown))[1:]
    assert [row[0] for row in rows] == [each.day.isoformat() for each in report.forecast]
    assert rows and all(cell.isdigit() for row in rows for cell in row[1:])


def test_a_pool_of_a_few_people_is_said_to_be_withheld_and_not_shown_as_nothing() -> None:
    view = own_view()
    use = tuple(each.model_copy(update={"pool": (0,) * len(each.own)}) for each in view.level_use)
    few = view.model_copy(
        update={"pool_final": Tally(), "pool_validity": Tally(), "pool_pace": (), "level_use": use}
    )  # fmt: skip
    shown = {each.key: each for each in own_figures(few, FIRST)}
    for key in ("own-final", "own-validity", "own-levels", "own-pace"):
        assert "fewer than five people" in shown[key].sentence
        assert not [text for text in texts(shown[key]) if "all raters" in text.lower()], key
        assert "fewer than five people" not in {each.key: each for each in own_figures(view, FIRST)}[key].sentence


def test_validity_that_is_withheld_is_not_nothing_yet() -> None:
    shown = own_figures(own_view().model_copy(update={"validity": ()}), FIRST)[1]
    assert "nothing yet" not in shown.sentence
    assert "once a month with at least three validity packets is over" in shown.empty


def test_a_coefficient_of_a_few_ratings_is_withheld() -> None:
    rows = {row[0].text: row for row in measure_table(tally([(5, 9)]), ((6, 0), (0, 3)), "of 6 of 10 criteria").rows}
    assert rows["Gwet's AC1"][1].text == "–" and rows["Gwet's AC1"][2].text == "9"
    assert rows["Gwet's AC1"][-1].text == "of 6 of 10 criteria · too few to tell"
    assert "of 6 of 10" not in rows["Exact agreement"][-1].text


def test_the_turnaround_is_not_beside_the_hours_of_work_and_little_work_is_in_minutes() -> None:
    table = table_of(pool_figures(pool_insights(), Against.TRUE, FIRST)[5])
    assert [cell.text for cell in table.rows[-1]] == ["Turnaround", "168 h", "–", "–", "–"]
    assert number_words(0.4, Scale.HOURS) == "24 min"
    assert read(csv_bytes(pool_figures(pool_insights(), Against.TRUE, FIRST)[5]))[1][0] == "2026-06"


def test_the_micro_credentials_to_choose_are_those_of_the_newest_report() -> None:
    newest = pool_insights()
    older = newest.model_copy(
        update={"as_of": newest.as_of - timedelta(days=1), "micro_credential_id": "another", "others": (("x", "X"),)}
    )
    kept = {"pool": _stored(newest), "pool:another": _stored(older)}
    assert known_credentials(kept.get, Wish(Scope.POOL).of("another")) == newest.others
    assert known_credentials(kept.get, Wish(Scope.POOL)) == newest.others
    assert known_credentials({}.get, Wish(Scope.POOL)) == ()


def test_a_figure_without_anything_says_what_is_missing() -> None:
    for shown in own_figures(own_view(months=0, portfolios=0).model_copy(update={"level_use": ()}), FIRST):
        assert shown.empty if isinstance(shown, Sheet) else shown.is_empty and shown.empty, shown.key


def test_points_and_rows_have_to_fit() -> None:
    with pytest.raises(ValueError, match="a point for every row"):
        Figure("k", Kind.MONTHS, "", "", "", ("a", "b"), (Series("s", ()),), Scale.SHARE)


def test_a_table_file_has_a_mark_heads_and_decimal_points() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        shown = own_figures(own_view(), FIRST)[0]
        data = csv_bytes(shown)
    finally:
        QLocale.setDefault(before)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = read(data)
    assert isinstance(shown, Figure)
    assert rows[0][:3] == ["Month", "Exact agreement", "n"]
    assert float(rows[1][1]) == pytest.approx(shown.point(0, 0).value or 0, abs=1e-4)
    assert "," not in rows[1][1]


def test_no_cell_of_a_table_file_is_a_formula() -> None:
    names = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\tx", "plain", "−0.5")
    rows = tuple((Cell(name, name), Cell("−0.25", "-0.2500", -0.25)) for name in names)
    written = read(csv_bytes(Sheet("s", "t", "", Table(("=Head", "n"), rows))))
    assert written[0] == ["'=Head", "n"]
    assert [row[0] for row in written[1:]] == [
        "'=HYPERLINK(1)", "'+1", "'-1+1", "'@SUM(1)", "'\tx", "plain", "−0.5"
    ]  # fmt: skip
    assert {row[1] for row in written[1:]} == {"-0.2500"}


def test_the_raters_file_has_a_number_in_each_column() -> None:
    report = pool_insights()
    rows = read(csv_bytes(raters_sheet(report.raters)))
    column = rows[0].index("Exact agreement, validity packets: n")
    assert [row[column] for row in rows[1:]] == [str(each.true.ratings) for each in report.raters]


def _stored(report: object) -> StoredReport:
    assert isinstance(report, PoolInsights) or hasattr(report, "views")
    return StoredReport("k", report.model_dump(mode="json"), datetime.now(UTC))  # type: ignore[union-attr]


def test_what_is_shown_follows_what_was_chosen() -> None:
    other = own_view(key="other")
    stored = _stored(own_insights(own_view(), other))
    first = content_of(stored, Wish(Scope.OWN))
    chosen = content_of(stored, Wish(Scope.OWN).of("other"))
    assert first is not None and chosen is not None
    assert (first.credential, chosen.credential) == ("academic-discourse", "other")
    assert first.raters is None
    last = criteria()[-1]
    matrix = content_of(stored, Wish(Scope.OWN, criterion=last.id))
    assert matrix is not None and matrix.criterion == last.id
    assert any(last.title in shown.sentence for shown in matrix.figures)


def test_a_report_that_can_not_be_read_is_none() -> None:
    assert content_of(None, Wish(Scope.OWN)) is None
    assert content_of(StoredReport("own", {"of": "another version"}, datetime.now(UTC)), Wish(Scope.OWN)) is None


def test_an_empty_report_is_a_report() -> None:
    found = content_of(StoredReport("own", {"as_of": "2026-11-25T12:04:00Z", "views": []}, datetime.now(UTC)),
                       Wish(Scope.OWN))  # fmt: skip
    assert found is not None and found.everything == ()


def test_reports_are_asked_for_by_key_and_grow_old() -> None:
    assert Wish(Scope.OWN).report == "own"
    assert Wish(Scope.POOL).report == "pool"
    assert Wish(Scope.POOL).of("a-b").report == "pool:a-b"
    stored = _stored(own_insights())
    assert not is_stale(stored, datetime.now(UTC))
    assert is_stale(replace(stored, fetched_at=datetime(2020, 1, 1, tzinfo=UTC)), datetime.now(UTC))
    assert is_stale(replace(stored, fetched_at=datetime(2199, 1, 1, tzinfo=UTC)), datetime.now(UTC))
    assert is_stale(None, datetime.now(UTC))
    own = replace(stored, key="own")
    as_of = own_insights().as_of
    assert is_stale(own, datetime.now(UTC), as_of + timedelta(seconds=1)), "something was synced since"
    assert not is_stale(own, datetime.now(UTC), as_of)


def test_who_may_look_at_what() -> None:
    assert scopes_for((Role.ASSESSOR,)) == (Scope.OWN,)
    assert scopes_for((Role.ISSUER,)) == (Scope.POOL,)
    assert scopes_for((Role.APPROVER, Role.ISSUER)) == (Scope.OWN, Scope.POOL)
    assert scopes_for((Role.EDUCATOR,)) == ()


def test_an_earlier_rubric_with_more_levels_is_shown_too() -> None:
    view = own_view()
    wider = {each.id: tuple(tuple(1 for _ in range(5)) for _ in range(5)) for each in view.criteria}
    changed = OwnView.model_validate({**view.model_dump(), "matrices": wider})
    matrix = own_figures(changed, FIRST)[5]
    assert isinstance(matrix, Figure)
    assert [row[:1] for row in matrix.rows] == ["1", "2", "3", "4", "5"]


def test_an_empty_tally_is_nothing_yet() -> None:
    assert point_words(exact_point(Tally())) == "nothing yet"
