"""The page of insights in its window: by keyboard, offline, in files, and with thousands of raters."""

from __future__ import annotations

import csv
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.submission import Role
from assessor_app.gui import theme
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.insights import exporting, plot
from assessor_app.gui.insights.card import Card
from assessor_app.gui.insights.figure import Figure
from assessor_app.gui.insights.own_figures import own_figures
from assessor_app.gui.insights.painting import height_of, paint
from assessor_app.gui.insights.pool_figures import pool_figures
from assessor_app.gui.insights.state import Scope
from assessor_app.gui.insights.view import InsightsView
from assessor_app.gui.insights.words import NB, spoken, table_of
from assessor_app.gui.insights.writing import Heading, pdf_bytes, png_bytes
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.queue.state import Part
from assessor_app.gui.session import Session
from assessor_app.gui.shell.places import places_for
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.insights import Against
from assessor_app.protocol.sync import Change, ChangeKind, PersonData, SyncReply
from assessor_app.store.profile import Profile
from assessor_app.store.store import Notice, Store
from assessor_app.sync.loop import Connection, SyncStatus
from tests.gui.insight_reports import NAMES, criteria, own_insights, own_view, pool_insights
from tests.samples import assignment, assignment_change, credential_change

RATER, ISSUER = (Role.ASSESSOR,), (Role.ISSUER,)
EVERY_ROLE = (Role.ASSESSOR, Role.APPROVER, Role.ISSUER)
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Opened = Callable[..., MainWindow]


@contextmanager
def _window(folder: Path, roles: tuple[Role, ...], reports: dict[str, Any]) -> Iterator[MainWindow]:
    app = make_application()
    dress(app, "light")
    store = Store(Profile(folder), bytes(32))
    person = PersonData(id="p1", name="Alma", email="a@tests.example", roles=roles)
    now = datetime.now(UTC)
    changes = (
        Change(sequence=1, kind=ChangeKind.PERSON, key="p1", data=person.model_dump(mode="json")),
        credential_change(2),
        assignment_change(3, assignment("S-7K3Q-20F1")),
    )
    store.apply_reply(SyncReply(cursor=4, results=(), changes=changes, server_time=now), [], now)
    for key, report in reports.items():
        store.keep_report(key, report.model_dump(mode="json"))
    session = Session(store, Jobs(app), app)
    window = MainWindow(session, "")
    try:
        yield window
    finally:
        window.close()
        session.close()


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    """Opens the window of a person with these roles and reports, on the page of insights."""
    with ExitStack() as stack:

        def open_it(roles: tuple[Role, ...] = RATER, **reports: Any) -> MainWindow:
            window = stack.enter_context(_window(tmp_path / "p", roles, reports))
            qtbot.addWidget(window)
            window.show()
            qtbot.waitExposed(window)
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)
            window.show_part("insights")
            if reports:
                qtbot.waitUntil(lambda: bool(page_of(window).cards), timeout=20_000)
            return window

        yield open_it


def page_of(window: MainWindow) -> InsightsView:
    page = window.places["insights"]
    assert isinstance(page, InsightsView)
    return page


def card_of(window: MainWindow, key: str) -> Card:
    return next(card for card in page_of(window).cards.values() if card.shown.key == key)


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), code, modifier)


def test_a_rater_sees_own_figures_and_nobodys_name(opened: Opened) -> None:
    window = opened(RATER, own=own_insights(), pool=pool_insights())
    shown = [card.shown.key for card in page_of(window).cards.values()]
    assert shown == [
        "own-final", "own-validity", "own-measures", "own-severity", "own-levels", "own-matrix", "own-pace"
    ]  # fmt: skip
    said = words_of(page_of(window))
    assert "As of" in said
    cells = [cell.text for card in page_of(window).cards.values() for row in table_of(card.shown).rows for cell in row]
    assert not [name for name in NAMES if name in said or any(name in cell for cell in cells)]


def test_the_issuer_alone_has_no_queue_and_begins_with_insights(opened: Opened) -> None:
    window = opened(ISSUER, pool=pool_insights())
    assert list(window.places) == ["insights"]
    assert window.lists == {}
    assert window.pages.currentWidget() is page_of(window)
    assert next(iter(page_of(window).cards.values())).shown.key == "pool-raters"
    window.show_outbox()
    QTest.keyClick(window, Qt.Key.Key_1, CTRL_SHIFT)
    assert window.pages.currentWidget() is page_of(window)


def test_places_are_in_the_rails_order_with_their_keys(opened: Opened) -> None:
    window = opened(EVERY_ROLE, own=own_insights())
    assert list(window.places) == [Part.QUEUE, Part.APPROVALS, "calibration", Part.HISTORY, "insights"]
    going = {a.objectName(): a.shortcut().toString() for a in window.actions() if a.objectName().startswith("app.go")}
    assert going == {f"app.go-to-{name}": f"Ctrl+Shift+{n}" for n, name in enumerate(window.places, 1)}


def test_whoever_may_go_nowhere_has_the_history() -> None:
    assert [place.name for place in places_for((Role.ADMINISTRATOR,))] == [Part.HISTORY]
    assert [place.name for place in places_for((Role.ISSUER,))] == ["insights"]
    assert [place.name for place in places_for((Role.APPROVER,))] == [
        Part.APPROVALS, "calibration", Part.HISTORY, "insights"
    ]  # fmt: skip


def test_who_has_both_roles_goes_from_own_work_to_all_raters(opened: Opened, qtbot: QtBot) -> None:
    window = opened(EVERY_ROLE, own=own_insights(), pool=pool_insights())
    page = page_of(window)
    page._scope_buttons[Scope.POOL].click()
    qtbot.waitUntil(lambda: next(iter(page.cards.values())).shown.key == "pool-raters")
    assert page.against.isVisible()
    page._scope_buttons[Scope.OWN].click()
    qtbot.waitUntil(lambda: next(iter(page.cards.values())).shown.key == "own-final")
    assert not page.against.isVisible()


def test_without_a_report_the_page_says_when_it_comes_and_asks(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = page_of(window)
    qtbot.waitUntil(lambda: "own" in window.session.loop._reports)
    assert "Insights come with the next sync." in words_of(page)
    window.session._on_status(SyncStatus(Connection.OFFLINE))
    assert "You are offline." in words_of(page)
    window.session._on_status(SyncStatus(Connection.SIGN_IN_NEEDED))
    assert "Sign in to get insights." in words_of(page)
    window.session.loop._refused["own"] = "Only for reviewers."
    window.session._on_status(SyncStatus(Connection.IDLE))
    assert "The server gave no insights: Only for reviewers." in words_of(page)


def test_a_new_report_is_shown_when_it_comes(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    told: list[Notice] = []
    stop = window.session.store.listen(told.append)
    window.session.store.keep_report("own", own_insights().model_dump(mode="json"))
    stop()
    assert [notice.submissions for notice in told] == [frozenset()]
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(page.cards))
    before = list(page.cards.values())
    window.session.store.keep_report("own", own_insights(own_view(seed=8)).model_dump(mode="json"))
    sentence = before[0].shown.sentence
    qtbot.waitUntil(lambda: before[0].shown.sentence != sentence)
    assert list(page.cards.values()) == before, "the same cards, so that nothing jumps"


def test_an_empty_report_says_that_there_is_nothing_yet(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.session.store.keep_report("own", {"as_of": "2026-11-25T12:04:00Z", "views": []})
    qtbot.waitUntil(lambda: "There is nothing to look at yet." in words_of(page_of(window)))


def test_a_micro_credential_is_chosen_where_there_are_several(opened: Opened, qtbot: QtBot) -> None:
    other = own_view(key="leading", seed=3).model_copy(update={"title": "Leading a discussion"})
    window = opened(RATER, own=own_insights(own_view(), other))
    page = page_of(window)
    assert page.credential.isVisible()
    sentence = card_of(window, "own-final").shown.sentence
    page.credential.setCurrentIndex(1)
    page.credential.activated.emit(1)
    qtbot.waitUntil(lambda: card_of(window, "own-final").shown.sentence != sentence)
    assert page._heading().title == "Insights: Leading a discussion"


def test_an_older_report_of_another_micro_credential_leaves_the_choice(opened: Opened, qtbot: QtBot) -> None:
    newest = pool_insights()
    window = opened(ISSUER, pool=newest)
    page = page_of(window)
    older = newest.model_copy(
        update={
            "as_of": newest.as_of - timedelta(days=2), "micro_credential_id": "another",
            "others": (("another", "Another"),), "title": "Another",
        }
    )  # fmt: skip
    window.session.store.keep_report("pool:another", older.model_dump(mode="json"))
    page.credential.setCurrentIndex(1)
    page.credential.activated.emit(1)
    qtbot.waitUntil(lambda: page.content is not None and page.content.credential == "another")
    assert page.credential.isVisible() and page.credential.count() == 2
    assert page.credential.currentData() == "another"


def test_a_table_is_sorted_by_the_column_that_the_keyboard_is_in(opened: Opened, qtbot: QtBot) -> None:
    window = opened(ISSUER, pool=pool_insights())
    table = card_of(window, "pool-raters").table
    table.setFocus()
    table.setCurrentIndex(table.proxy.index(0, 0))
    for order in (sorted(NAMES, key=str.casefold), sorted(NAMES, key=str.casefold, reverse=True)):
        key(Qt.Key.Key_S)
        assert [table.proxy.index(row, 0).data() for row in range(table.proxy.rowCount())] == order


def test_at_twice_the_size_in_the_smallest_window_nothing_runs_off_its_edge(opened: Opened, qtbot: QtBot) -> None:
    app = make_application()
    window = opened(EVERY_ROLE, own=own_insights(), pool=pool_insights())
    session = window.session
    dress(app, "light", 2.0)
    large = MainWindow(session, "")
    qtbot.addWidget(large)
    try:
        large.resize(900, 600)
        large.show()
        large.show_part("insights")
        qtbot.waitUntil(lambda: bool(page_of(large).cards), timeout=20_000)
        for scope in (Scope.OWN, Scope.POOL):
            page = page_of(large)
            page._scope_buttons[scope].click()
            qtbot.waitUntil(lambda page=page, scope=scope: f"{scope}-" in str(list(page.cards)), timeout=20_000)  # type: ignore[misc]
            QApplication.processEvents()
            inner = page._scroll.widget()
            assert inner is not None and inner.minimumSizeHint().width() <= page._scroll.viewport().width()
        assert not large._search.geometry().intersects(large.status.geometry())
        assert large.status.width() >= large.status.sizeHint().width()
    finally:
        large.close()
        dress(app, "light")


def test_the_matrix_is_of_the_criterion_that_was_chosen(opened: Opened, qtbot: QtBot) -> None:
    window = opened(RATER, own=own_insights())
    choice = page_of(window).criterion
    assert choice is not None
    choice.setCurrentIndex(3)
    choice.activated.emit(3)
    qtbot.waitUntil(lambda: card_of(window, "own-matrix").shown.sentence.startswith(choice.itemText(3)))


def test_the_cover_hides_the_insights(opened: Opened, qtbot: QtBot) -> None:
    window = opened(ISSUER, pool=pool_insights())
    window.lock()
    assert not page_of(window).isVisible()
    assert not [name for name in NAMES if name in words_of(window)]
    QTest.keyClick(window, Qt.Key.Key_1, CTRL_SHIFT)
    assert not page_of(window).isVisible()
    window._covering._uncover()
    assert page_of(window).isVisible()


def test_the_arrow_keys_go_through_a_plot_and_each_value_is_said(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(plot, "announce", lambda _, words: heard.append(words))
    window = opened(RATER, own=own_insights())
    view = card_of(window, "own-final").plot
    qtbot.waitUntil(view.hasFocus)
    figure = view.figure
    assert figure is not None
    for _ in range(3):
        key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Left)
    assert heard == [spoken(figure, row, 0) for row in (0, 1, 2, 1)]
    assert f"n{NB}=" in heard[0]
    assert view.accessibleName() == figure.title
    assert view.accessibleDescription() == heard[-1]
    assert heard[-1] in words_of(window)
    key(Qt.Key.Key_End)
    assert view.current == (5, 0)
    key(Qt.Key.Key_Right)
    assert view.current == (5, 0)


@pytest.mark.parametrize("code", [Qt.Key.Key_T, Qt.Key.Key_Return])
def test_a_key_shows_the_table_in_the_plots_place(opened: Opened, qtbot: QtBot, code: Qt.Key) -> None:
    window = opened(RATER, own=own_insights())
    card = card_of(window, "own-final")
    qtbot.waitUntil(card.plot.hasFocus)
    key(code)
    assert card.table.isVisible() and not card.plot.isVisible()
    assert card.table.hasFocus()
    key(Qt.Key.Key_T)
    assert card.plot.isVisible() and card.plot.hasFocus()


def test_cells_are_copied_as_spreadsheets_take_them(opened: Opened, qtbot: QtBot) -> None:
    window = opened(RATER, own=own_insights())
    card = card_of(window, "own-final")
    card.show_other()
    card.table.setFocus()
    key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines == [[cell.text for cell in row] for row in table_of(card.shown).rows]


def test_tab_leaves_a_plot(opened: Opened, qtbot: QtBot) -> None:
    window = opened(RATER, own=own_insights())
    card = card_of(window, "own-final")
    qtbot.waitUntil(card.plot.hasFocus)
    key(Qt.Key.Key_Tab)
    assert not card.plot.hasFocus()


def drawn(figure: Figure, *, dark: bool = False, scale: float = 1.0, contrast: bool = False) -> QImage:
    look = theme.Theme(dark=dark, scale=scale, contrast=contrast)
    image = QImage(700, height_of(figure, 700, look), QImage.Format.Format_RGB32)
    image.fill(look.colour("panel"))
    painter = QPainter(image)
    paint(painter, figure, QRectF(image.rect()), look, None if figure.is_empty else (0, 0))
    painter.end()
    return image


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(("dark", "contrast"), [(False, False), (True, False), (True, True)])
def test_every_figure_can_be_drawn_full_tiny_and_empty(dark: bool, contrast: bool, scale: float) -> None:
    make_application()
    first = criteria()[0].id
    views = (own_view(), own_view(months=1, portfolios=1), own_view(months=0, portfolios=0))
    reports = (pool_insights(), pool_insights(2, ratings=4), pool_insights(0, ratings=0))
    shown = [each for view in views for each in own_figures(view, first)]
    shown += [each for report in reports for each in pool_figures(report, Against.SECOND, first)]
    for figure in shown:
        if isinstance(figure, Figure):
            image = drawn(figure, dark=dark, scale=scale, contrast=contrast)
            colours = {image.pixel(x, y) for x in range(0, 700, 3) for y in range(0, image.height(), 3)}
            assert len(colours) > 2, f"{figure.key} is empty"


@pytest.fixture
def asked_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The dialog answers with this folder and the name that it was given."""

    def chosen(*arguments: Any) -> tuple[str, str]:
        return str(tmp_path / arguments[2]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return tmp_path


def test_a_legend_of_several_lines_cuts_nothing_off() -> None:
    figure = own_figures(own_view(), criteria()[0].id)[4]
    assert isinstance(figure, Figure)
    look = theme.Theme(dark=False, scale=2.0)
    assert height_of(figure, 360, look) > height_of(figure, 1200, look)


def menu_of(card: Card) -> list[QAction]:
    tool = next(each for each in card.findChildren(QToolButton) if each.menu() is not None)
    return tool.menu().actions()


def text_of(document: Any) -> str:
    """Without line ends, and with letters that the font had drawn as one taken apart."""
    return unicodedata.normalize("NFKC", " ".join(page.get_text() for page in document)).replace("\n", " ")


def test_a_figure_is_exported_as_picture_table_and_page(opened: Opened, qtbot: QtBot, asked_where: Path) -> None:
    window = opened(RATER, own=own_insights())
    card = card_of(window, "own-final")
    for action in menu_of(card):
        action.trigger()
    stem = "Insights - Academic Discourse - Agreement with final decisions"
    files = [asked_where / f"{stem}.{ending}" for ending in ("png", "csv", "pdf")]
    qtbot.waitUntil(lambda: all(file.exists() and file.stat().st_size > 0 for file in files))
    image = QImage(str(files[0]))
    assert image.width() == 1920 and image.height() > 400
    with files[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Month"
    assert [row[0] for row in rows[1:]] == [row[0].plain for row in table_of(card.shown).rows]
    assert rows[1][0] == "2026-06"
    qtbot.waitUntil(lambda: files[2].read_bytes().rstrip().endswith(b"%%EOF"))
    text = text_of(pymupdf.open(files[2]))
    assert "Agreement with final decisions" in text
    for cell in table_of(card.shown).rows[0]:
        assert cell.text.replace(NB, " ") in text


def test_everything_is_one_file_and_names_nobody_else(opened: Opened, qtbot: QtBot, asked_where: Path) -> None:
    window = opened(RATER, own=own_insights(), pool=pool_insights())
    page_of(window).export_all()
    file = asked_where / "Insights - Academic Discourse.pdf"
    qtbot.waitUntil(lambda: file.exists() and file.read_bytes().rstrip().endswith(b"%%EOF"), timeout=20_000)
    document = pymupdf.open(file)
    text = text_of(document)
    for card in page_of(window).cards.values():
        assert card.shown.title in text
    assert "Gwet's AC1" in text
    assert not [name for name in NAMES if name in text]
    assert document.metadata["title"] == "Insights: Academic Discourse"


def test_what_could_not_be_written_is_said(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.extend(words[1:3]))
    window = opened(RATER, own=own_insights())
    page = page_of(window)
    shown = card_of(window, "own-final").shown
    exporting.export(page, window.session, "csv", Heading("t", ""), [shown], tmp_path / "no" / "such" / "folder.csv")
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[0] == "Not exported"
    assert "Nothing was changed." in said[1]


def test_a_long_table_is_carried_over_with_its_heads(opened: Opened) -> None:
    window = opened(ISSUER, pool=pool_insights(120))
    raters = card_of(window, "pool-raters").shown
    document = pymupdf.open("pdf", pdf_bytes(Heading("All", "now"), [raters]))
    assert len(document) > 3
    assert all("Standing" in page.get_text() for page in document)
    text = text_of(document)
    assert all(f"{n:04}" in text for n in range(6, 120))


def test_a_picture_of_a_long_table_says_how_much_it_leaves_out(opened: Opened) -> None:
    window = opened(ISSUER, pool=pool_insights(120))
    image = QImage.fromData(png_bytes(card_of(window, "pool-raters").shown))
    assert 400 < image.height() < 20_000


def test_two_thousand_raters_are_searched_sorted_and_scrolled_without_a_widget_each(
    opened: Opened, qtbot: QtBot
) -> None:
    window = opened(ISSUER, pool=pool_insights(2000))
    card = card_of(window, "pool-raters")
    table = card.table
    assert table.proxy.rowCount() == 2000
    assert len(page_of(window).findChildren(QWidget)) < 500
    assert card._search.isVisible()
    begin = time.perf_counter()
    card._search.setText("Rater 01")
    QApplication.processEvents()
    assert table.proxy.rowCount() == 100
    card._search.setText("")
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    QApplication.processEvents()
    assert table.proxy.index(0, 0).data() == "Rater 1999"
    for row in range(0, 2000, 100):
        table.scrollTo(table.proxy.index(row, 0))
        QApplication.processEvents()
    assert time.perf_counter() - begin < 5
