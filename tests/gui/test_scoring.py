"""Judging by keyboard: comments, citations, checks, what was returned, rounds, undo, leaks, batches, own history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.library import OwnComment
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.approval.batch import BatchDialog, is_ready
from assessor_app.gui.approval.view import ApprovalView, ReturnDialog
from assessor_app.gui.compare.view import CompareView
from assessor_app.gui.preferences import Preferences, keep, load
from assessor_app.gui.queue.calendar import calendar_of
from assessor_app.gui.queue.state import Part
from assessor_app.gui.review.attempts import ItemChange, counterparts, latest
from assessor_app.gui.review.feedback_field import FeedbackField
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.shell.news import NewsKind, news
from assessor_app.gui.shell.rounds import Round
from assessor_app.gui.shell.window import MainWindow
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.views import Choice, RowStatus
from assessor_app.sync.loop import Connection
from tests.gui.screen_world import FIRST, ScreenWorld, copy_of, window_of
from tests.gui.screens import opened, settle, until
from tests.samples import discourse
from tests.serving import APPROVER, ASSESSOR, KEY

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def world(screens: ScreenWorld, tmp_path: Path) -> ScreenWorld:
    dress(make_application(), "light")
    return copy_of(screens, tmp_path / "computers")


@pytest.fixture
def window(world: ScreenWorld) -> Iterator[MainWindow]:
    with window_of(world, ASSESSOR, Preferences(undo_seconds=300, feedback_hints=False)) as made:
        yield made


def focused() -> QWidget:
    """Where keys go. Without a window manager nobody gives a window its focus back when another one goes."""
    if QApplication.focusWidget() is None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                window.activateWindow()
                assert QTest.qWaitForWindowActive(window)
    found = QApplication.focusWidget()
    assert found is not None
    return found


def key(code: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focused(), code, held)


def typed(words: str) -> None:
    QTest.keyClicks(focused(), words)


def review(window: MainWindow, submission_id: str) -> ReviewView:
    view = opened(window, submission_id)
    assert isinstance(view, ReviewView)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    view.viewer.canvas.setFocus()
    return view


def ticked_off(window: MainWindow, submission_id: str) -> ReviewView:
    """A returned submission that can go without a question."""
    view = review(window, submission_id)
    for item in view.work.returned_items():
        view.work.tick(item.criterion_id, True)
    return view


def writing(view: ReviewView) -> FeedbackField:
    view.work.select_criterion(FIRST)
    view.viewer.canvas.setFocus()
    key(Qt.Key.Key_F)
    field = view.panel.feedback_field()
    assert field is not None and field.hasFocus()
    return field


def test_a_slash_finds_a_comment_and_tab_fills_its_blanks(world: ScreenWorld, window: MainWindow) -> None:
    library = window.session.library
    library.keep_comment(OwnComment(text="You name {what} and {whom} it serves."))
    view = review(window, world.ids["second"])
    field = writing(view)
    typed("/nmae serv")
    assert field.offered()[0] == "You name {what} and {whom} it serves."
    key(Qt.Key.Key_Return)
    typed("the need")
    key(Qt.Key.Key_Tab)
    typed("everybody")
    key(Qt.Key.Key_Tab)
    typed(" Well done.")
    assert field.hasFocus()
    key(Qt.Key.Key_Escape)
    assert view.work.rating(FIRST).feedback == "You name the need and everybody it serves. Well done."
    assert view.viewer.canvas.hasFocus()
    assert sum(window.session.store.comment_uses().values()) <= 1


def test_a_slash_within_words_is_a_slash(world: ScreenWorld, window: MainWindow) -> None:
    field = writing(review(window, world.ids["second"]))
    typed("and/or 1/2")
    assert field.offered() == []
    assert field.toPlainText() == "and/or 1/2"


def test_a_comment_for_another_level_is_not_offered(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["checks"])
    assert view.work.micro_credential.comments
    field = writing(view)
    typed("/")
    assert "Name {who} you plan for." not in field.offered()


def test_an_at_cites_a_mark_and_the_words_lead_to_it(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["returned"])
    field = writing(view)
    field.selectAll()
    typed("See @groups")
    until(lambda: field.offered())
    assert "“groups of four”" in field.offered()[0]
    key(Qt.Key.Key_Return)
    typed(".")
    field.keep_now()
    rating = view.work.rating(FIRST)
    (citation,) = rating.citations
    assert rating.feedback == f"See {citation.text}."
    shown: list[str] = []
    field.citation_opened.connect(shown.append)
    cursor = field.textCursor()
    cursor.setPosition(len("See ") + 2)
    field.setTextCursor(cursor)
    field.open_citation()
    assert shown == [citation.mark_id]
    field.selectAll()
    typed("Nothing cited now.")
    field.keep_now()
    assert view.work.rating(FIRST).citations == ()


def test_private_marks_are_never_offered_for_citing(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["returned"])
    mark = view.work.marks()[0]
    view.work.change_marks([mark.model_copy(update={"private": True})], what=_privacy())
    assert view.work.citable_marks(FIRST) == ()


def _privacy() -> object:
    from assessor_app.gui.review.history import Edit

    return Edit.PRIVACY


def test_checks_come_first_and_a_failed_one_sends_it_back(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["checks"])
    checks = [check.id for check in view.work.checks]
    key(Qt.Key.Key_2)
    assert view.work.rating(view.work.criterion_id).level is None
    view.work.answer(checks[0], True)
    key(Qt.Key.Key_Y)
    assert view.work.may_rate
    key(Qt.Key.Key_2)
    assert view.work.rating(view.work.criterion_id).level == 2
    view.work.answer(checks[1], False)
    view.work.set_check_note(checks[1], "Please cover the faces on page 3.")
    until(lambda: not view.work.unsaved)
    window.session.store.mark_incomplete(world.ids["checks"])
    row = next(row for row in window.session.store.queue() if row.submission_id == world.ids["checks"])
    assert row.status is RowStatus.WAITING_TO_SYNC


def test_reasons_to_return_are_ticked_off_and_say_so_in_the_queue(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["returned"])
    assert [item.criterion_id for item in view.work.returned_items()] == ["", FIRST]
    store = window.session.store
    assert store.workspace(world.ids["returned"]).row.status is RowStatus.RETURNED
    for item in view.work.returned_items():
        view.work.tick(item.criterion_id, True)
    until(lambda: not view.work.unsaved)
    assert all(item.done for item in view.work.returned_items())
    assert store.workspace(world.ids["returned"]).row.status is RowStatus.READY


def test_handing_in_is_undone_with_one_key_chord(world: ScreenWorld, window: MainWindow) -> None:
    view = ticked_off(window, world.ids["returned"])
    key(Qt.Key.Key_Return, CONTROL)
    until(lambda: window.workspace is None)
    assert window.session.store.counts().undoable
    settle(50)
    window.activateWindow()
    key(Qt.Key.Key_U, CONTROL | SHIFT)
    until(lambda: window.workspace is not None and window.workspace.work.editable)
    assert window.session.store.counts().finals_waiting == 0
    assert view is not window.workspace


def test_one_criterion_is_scored_across_submissions(world: ScreenWorld, window: MainWindow) -> None:
    ids = [world.ids["second"], world.ids["returned"]]
    second = [criterion.id for _, criterion in discourse().criteria()][2]
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window._score_across(ids, second)
    until(lambda: window.workspace is not None and window.workspace.work.submission_id == ids[0])
    for submission_id in ids:
        view = window.workspace
        assert view is not None and view.work.submission_id == submission_id
        assert view.work.criterion_id == second
        view.viewer.canvas.setFocus()
        key(Qt.Key.Key_1)
        key(Qt.Key.Key_J, SHIFT)
        until(lambda view=view: window.workspace is not view)
    view = window.workspace
    assert view is not None
    assert (view.work.submission_id, view.work.criterion_id) == (
        ids[0], [criterion.id for _, criterion in discourse().criteria()][3],
    )  # fmt: skip


def test_a_round_ends_at_its_ends() -> None:
    whole = Round(("a", "b"))
    assert whole.step("a", "x", 1) == ("b", "")
    assert whole.step("b", "x", 1) is None and whole.step("a", "x", -1) is None
    across = Round(("a", "b"), ("1", "2"))
    assert across.step("b", "1", 1) == ("a", "2")
    assert across.step("b", "2", 1) is None
    assert across.step("a", "2", -1) == ("b", "1")


def test_one_key_reports_a_leak_and_it_can_be_undone(world: ScreenWorld, window: MainWindow) -> None:
    review(window, world.ids["second"])
    key(Qt.Key.Key_Exclam)
    until(lambda: window.workspace is None)
    store = window.session.store
    row = next(row for row in store.queue() if row.submission_id == world.ids["second"])
    assert row.status is RowStatus.WAITING_TO_SYNC
    window.undo_submit()
    until(lambda: window.workspace is not None)
    assert store.workspace(world.ids["second"]).editable


def test_evidence_says_at_a_glance_what_changed(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["second"])
    attempt = latest(view.work.workspace.manifest)
    assert attempt is not None
    found = counterparts(view.work.evidence, attempt)
    assert set(found) == {item.id for item in view.work.evidence}
    assert all(each.change is ItemChange.CHANGED and each.earlier is not None for each in found.values())
    same = counterparts(attempt.evidence, attempt)
    assert {each.change for each in same.values()} == {ItemChange.UNCHANGED}


def test_comparing_finds_the_new_paragraph_in_words_and_picture(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["second"])
    pdf = next(item for item in view.work.evidence if item.blob.media_type == "application/pdf")
    view.work.select_evidence(pdf.id)
    until(lambda: view.viewer.shown_evidence == pdf.id)
    key(Qt.Key.Key_W)
    until(lambda: isinstance(QApplication.activeModalWidget(), CompareView))
    comparison = QApplication.activeModalWidget()
    assert isinstance(comparison, CompareView)
    until(comparison.is_settled)
    until(lambda: comparison._now.pane._boxes)
    assert "A second look" in comparison._text.toPlainText()
    assert comparison._earlier.marks
    comparison.reject()


def test_an_independent_first_pass_hides_what_came_before(world: ScreenWorld, window: MainWindow) -> None:
    from assessor_app.domain.microcredential import EarlierAttempts, Policies
    from assessor_app.gui.review.assessing import AssessmentWork

    space = window.session.store.workspace(world.ids["second"])
    policies = Policies(earlier_attempts=EarlierAttempts.AFTER_FIRST_PASS)
    from dataclasses import replace

    credential = space.micro_credential.model_copy(update={"policies": policies})
    work = AssessmentWork(replace(space, micro_credential=credential), lambda *_: None)
    assert work.earlier_ratings(FIRST) == ()
    for _, criterion in credential.criteria():
        work.rate(criterion.id, 1)
    assert [attempt.attempt for attempt, _ in work.earlier_ratings(FIRST)] == [1]


def test_history_is_searched_by_ones_own_words(world: ScreenWorld, window: MainWindow) -> None:
    window.show_part(Part.HISTORY)
    view = window.lists[Part.HISTORY]
    until(lambda: view.model.rowCount() >= 3)
    every = view.model.rowCount()
    view._search.setText("own class plan")
    until(lambda: view.state.written)
    settle(50)
    found = {view.model.row(number).submission_id for number in range(view.model.rowCount())}
    assert world.ids["decided"] in found
    assert len(found) < every
    assert "plan" in view.state.written[world.ids["decided"]]


def test_saved_filters_come_back(world: ScreenWorld, window: MainWindow) -> None:
    queue = window.lists[Part.QUEUE]
    until(lambda: window.session.library.filters("queue"))
    (saved,) = window.session.library.filters("queue").values()
    queue._use_saved(saved)
    assert queue.state.filter == "due_soon"


def test_the_approver_finalises_in_a_batch_what_agrees_and_was_opened(world: ScreenWorld) -> None:
    with window_of(world, APPROVER) as window:
        store = window.session.store
        rows = {row.submission_id: row for row in store.queue()}
        assert is_ready(rows[world.ids["approval"]])
        assert not is_ready(rows[world.ids["readings"]])
        dialog = BatchDialog(list(rows.values()), window)
        chosen = dialog.chosen()
        assert [row.submission_id for row in chosen] == [world.ids["approval"]]
        assert chosen[0].agreed is Outcome.AWARD
        dialog.deleteLater()


def test_second_readings_stand_beside_the_first_and_disputes_are_found(world: ScreenWorld) -> None:
    with window_of(world, APPROVER) as window:
        view = opened(window, world.ids["readings"])
        assert isinstance(view, ApprovalView)
        assert view.work.disputed() == (FIRST,)
        view.viewer.canvas.setFocus()
        key(Qt.Key.Key_J)
        key(Qt.Key.Key_D, SHIFT)
        assert view.work.criterion_id == FIRST
        key(Qt.Key.Key_Y)
        assert view.work.override(FIRST).agreed
        key(Qt.Key.Key_F, SHIFT)
        typed("Please look at the survey.")
        key(Qt.Key.Key_Escape)
        assert view.work.reason(view.work.criterion_id) == "Please look at the survey."


def test_preferences_survive_and_a_damaged_file_is_no_trouble(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("p")
    wanted = Preferences(language="es", keys={"review.next-criterion": ["N"]}, undo_seconds=3)
    keep(folder, wanted)
    assert load(folder) == wanted
    (folder / "preferences.json").write_text("{broken", encoding="utf-8")
    assert load(folder) == Preferences()
    assert [file.name for file in folder.iterdir()] == ["preferences.json"]


def test_due_times_go_to_any_calendar(world: ScreenWorld, window: MainWindow) -> None:
    rows = [row for row in window.session.store.queue() if row.active]
    calendar = icalendar.Calendar.from_ical(calendar_of(rows))
    events = list(calendar.walk("VEVENT"))
    assert {str(event["uid"]) for event in events} == {f"{row.submission_id}@assessor-app" for row in rows}
    ends = {event["dtend"].dt for event in events}
    assert {row.due_at.replace(microsecond=0) for row in rows} == {end.replace(microsecond=0) for end in ends}
    assert all(event.walk("VALARM") for event in events)


def test_news_tells_of_assignments_returns_and_due_times_once(world: ScreenWorld, window: MainWindow) -> None:
    rows = window.session.store.queue()
    now = datetime.now(UTC)
    fresh = news([], rows, now, frozenset())
    assert {each.kind for each in fresh} == {NewsKind.ASSIGNED, NewsKind.RETURNED}
    assert news(rows, rows, now, frozenset()) == []
    late = news(rows, rows, now + timedelta(days=6, hours=12), frozenset())
    assert {each.kind for each in late} == {NewsKind.DUE_SOON}
    told = frozenset((each.submission_id, str(each.kind)) for each in late)
    assert news(rows, rows, now + timedelta(days=6, hours=13), told) == []


def test_undoing_a_rating_keeps_the_words_written_since(world: ScreenWorld, window: MainWindow) -> None:
    view = review(window, world.ids["second"])
    view.work.select_criterion(FIRST)
    key(Qt.Key.Key_1)
    writing(view)
    typed("My careful words.")
    key(Qt.Key.Key_Escape)
    key(Qt.Key.Key_Z, CONTROL)
    rating = view.work.rating(FIRST)
    assert (rating.level, rating.feedback) == (None, "My careful words.")
    key(Qt.Key.Key_Y, CONTROL)
    rating = view.work.rating(FIRST)
    assert (rating.level, rating.feedback) == (1, "My careful words.")


def test_a_chosen_key_wins_over_a_usual_one_on_every_screen(world: ScreenWorld, window: MainWindow) -> None:
    session = window.session
    session.prefer(session.preferences.model_copy(update={"keys": {"app.outbox": ["J"]}}))
    view = review(window, world.ids["second"])
    before = view.work.criterion_id
    key(Qt.Key.Key_J)
    until(lambda: window.workspace is None)
    assert window.pages.currentWidget() is window.outbox
    assert view.work.criterion_id == before
    session.prefer(session.preferences.model_copy(update={"keys": {}}))


def test_closing_sends_what_could_still_have_been_undone(world: ScreenWorld, window: MainWindow) -> None:
    window.session.start()
    until(lambda: window.session.status.connection is Connection.IDLE)
    ticked_off(window, world.ids["returned"])
    key(Qt.Key.Key_Return, CONTROL)
    until(lambda: window.workspace is None)
    settle(300)
    assert window.session.store.counts().finals_waiting == 1
    folder = window.session.store._profile.folder
    window.close()
    window.session.close()
    store = Store(Profile(folder), KEY)
    assert store.counts().finals_waiting == 0
    store.close()


def test_what_was_forgotten_is_named_before_it_goes(world: ScreenWorld, window: MainWindow) -> None:
    from assessor_app.gui.review.hints_dialog import hints_of

    view = review(window, world.ids["returned"])
    view.work.set_feedback(FIRST, "Clear link from {data} to the goal.")
    hints = dict(hints_of(view.work, advice=False))
    assert set(hints) == {"", FIRST}
    for item in view.work.returned_items():
        view.work.tick(item.criterion_id, True)
    view.work.set_feedback(FIRST, "Clear link from the tally to the goal.")
    assert list(hints_of(view.work, advice=False)) == []


def test_a_written_reason_to_return_is_not_awarded_over(world: ScreenWorld) -> None:
    with window_of(world, APPROVER) as window:
        store = window.session.store
        view = opened(window, world.ids["approval"])
        assert isinstance(view, ApprovalView)
        view.work.set_reason("Please look at the survey.", FIRST)
        until(lambda: not view.work.unsaved)
        row = next(row for row in store.queue() if row.submission_id == world.ids["approval"])
        assert row.agreed is None and not is_ready(row)
        asked: list[str] = []

        def answer() -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, QMessageBox):
                asked.append(box.text())
                box.reject()

        timer = QTimer()
        timer.timeout.connect(answer)
        timer.start(20)
        view.submit()
        timer.stop()
        assert len(asked) == 1
        assert store.counts().finals_waiting == 0


def test_escape_leaves_the_dialog_for_returning(world: ScreenWorld) -> None:
    with window_of(world, APPROVER) as window:
        view = opened(window, world.ids["readings"])
        assert isinstance(view, ApprovalView)
        dialog = ReturnDialog(view.work, view.session, view)
        dialog.show()
        dialog.activateWindow()
        QTest.qWaitForWindowActive(dialog)
        QTest.keyClick(dialog._field, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_undo_is_offered_no_longer_than_it_can_be_done(world: ScreenWorld, window: MainWindow) -> None:
    ticked_off(window, world.ids["returned"])
    key(Qt.Key.Key_Return, CONTROL)
    until(lambda: window._banner.isVisible() and window._banner._undo.isVisible())
    until(lambda: window._counts.undoable)
    before = window._banner._undo.text()
    settle(1_200)
    assert window._banner._undo.text() != before
    # As from the outbox; what is sent is gone from there in the same way.
    window.session.store.choose(window._counts.undoable, Choice.TAKE_BACK)
    until(lambda: not window._banner.isVisible())
