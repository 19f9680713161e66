"""The page of calibration against a real server: by keyboard from the first practice to being calibrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assessor_app.domain.assessment import rating_cell
from assessor_app.domain.calibration import AnchorKind, Standing, TrueScore
from assessor_app.domain.submission import Role
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.calibration.state import Action, Say
from assessor_app.gui.calibration.view import CalibrationPage
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.queue.state import Part, belongs
from assessor_app.gui.review.feedback_field import FeedbackField
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.sync import Purpose
from assessor_app.server.opening import open_server
from assessor_app.server.services import anchors
from assessor_app.server.services.people import add_person
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync.signin import sign_in_with_password
from tests.conftest import World
from tests.samples import discourse
from tests.serving import KEY, PASSWORD, SETTINGS, Desk

NEW = "new@tests.example"
CRITERIA = [criterion.id for _, criterion in discourse().criteria()]
FIRST = CRITERIA[0]
WHY = "The data are named, and the need follows from them."


@pytest.fixture
def anchored(world: World) -> World:
    """Two packets to practise on and two sets of two to qualify on; and somebody who is not calibrated."""
    with open_server(world.server.data, SETTINGS) as server:
        add_person(server, email=NEW, name="Nova", roles=[Role.ASSESSOR], organisation="Circle", password=PASSWORD)
        packet, credential = anchors.packet_of(server, world.submission_id)
        wanted = [
            _anchor(kind, set_name, number)
            for kind, set_name in (
                (AnchorKind.PRACTICE, "first"), (AnchorKind.QUALIFICATION, "a"), (AnchorKind.QUALIFICATION, "b")
            )
            for number in (1, 2)
        ]  # fmt: skip
        given = [anchors.Given(each, new, None) for each, new in zip(_differing(packet), wanted, strict=False)]
        assert len(given) == len(wanted)
        anchors.keep_all(server, credential, given)
    return world


def _differing(packet: anchors.AnchorPacket) -> Iterator[anchors.AnchorPacket]:
    """The same evidence would be the same anchor: from all pieces on, with some of them left out."""
    for kept in range(len(packet.evidence), 0, -1):
        for evidence in combinations(packet.evidence, kept):
            yield packet.model_copy(update={"evidence": evidence})


def _anchor(kind: AnchorKind, set_name: str, number: int) -> anchors.NewAnchor:
    """The issuer gave level 2 throughout, but for the first criterion of the first packet of practice."""
    low = kind is AnchorKind.PRACTICE and number == 1
    scores = {key: TrueScore(level=1 if low and key == FIRST else 2, rationale=WHY) for key in CRITERIA}
    return anchors.NewAnchor(kind=kind, set_name=set_name, title=f"{kind} {set_name} {number}", scores=scores)


@contextmanager
def window_for(world: World, qtbot: QtBot, *, online: bool = True) -> Iterator[MainWindow]:
    app = make_application()
    dress(app, "light")
    store = Store(Profile(world.home / "new"), KEY)
    if online:
        store.signed_in(world.url, sign_in_with_password(world.url, store.device(), NEW, PASSWORD))
    session = Session(store, Jobs(app), app, Preferences(undo_seconds=0, feedback_hints=False))
    if online:
        # The first sync brings the person's roles, and these the places.
        session.start()
        session.loop.sync_now()
        qtbot.waitUntil(lambda: store.person() is not None and bool(store.calibrations()), timeout=20_000)
        session.person = store.person()
    window = MainWindow(session, world.url)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    try:
        yield window
    finally:
        window.close()
        session.close()


def page_of(window: MainWindow) -> CalibrationPage:
    page = window.places["calibration"]
    assert isinstance(page, CalibrationPage)
    return page


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def press_primary(window: MainWindow, qtbot: QtBot, action: Action) -> None:
    """Press the one button when it is this one; the keyboard is there already, or gets there with the page."""
    page = page_of(window)
    qtbot.waitUntil(lambda: page.standing is not None and next(iter(page.standing.buttons), None) is action,
                    timeout=20_000)  # fmt: skip
    page.focus()
    assert page.standing is not None and page.standing.primary is QApplication.focusWidget()
    press(Qt.Key.Key_Space)


def score_by_keys(window: MainWindow, qtbot: QtBot) -> ReviewView:
    """Level 2 for every criterion, and hand it in."""
    qtbot.waitUntil(lambda: isinstance(window.workspace, ReviewView), timeout=20_000)
    view = window.workspace
    assert isinstance(view, ReviewView)
    view.focus_evidence()
    view.work.go_to_criterion(FIRST)
    for _ in CRITERIA:
        press(Qt.Key.Key_2)
        press(Qt.Key.Key_J)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
    return view


def said(widget: CalibrationPage) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_from_the_first_practice_to_being_calibrated_by_keyboard(anchored: World, qtbot: QtBot) -> None:
    with window_for(anchored, qtbot) as window:
        with_control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window, Qt.Key.Key_2, with_control)
        page = page_of(window)
        assert window.pages.currentWidget() is page
        told: list[str] = []
        page.told.connect(told.append)
        press_primary(window, qtbot, Action.PRACTISE)
        for number in (1, 2):
            press_primary(window, qtbot, Action.GO_ON)
            chips = {label.text() for label in _workspace(window, qtbot).findChildren(QLabel)}
            assert "Practice" in chips and "Qualification" not in chips
            assert {field.accessibleName() for field in _workspace(window, qtbot).findChildren(FeedbackField)} == {
                "Notes for yourself (nobody reads them)"
            }
            score_by_keys(window, qtbot)
            assert window.pages.currentWidget() is page
            qtbot.waitUntil(partial(_has_scored, page, number), timeout=20_000)
        assert len(told) == 2 and all("issuer's levels" in words for words in told)
        _look_at_practice(page, qtbot)
        press_primary(window, qtbot, Action.QUALIFY)
        for number in (1, 2):
            press_primary(window, qtbot, Action.GO_ON)
            assert "Qualification" in {label.text() for label in _workspace(window, qtbot).findChildren(QLabel)}
            score_by_keys(window, qtbot)
            if number == 1:
                qtbot.waitUntil(lambda: _open_done(page) == 1, timeout=20_000)
                assert _scored(page) == 2, "nothing of an attempt is shown before all of it is in"
        qtbot.waitUntil(lambda: page.cards[0].standing is Standing.CALIBRATED, timeout=20_000)
        assert page.cards[0].next.say is Say.NOTHING
        qtbot.waitUntil(lambda: told[-1].startswith("Passed: calibrated until"), timeout=20_000)
        qtbot.waitUntil(lambda: page._scroll.verticalScrollBar().value() == 0, timeout=20_000)
        assert "Passed" in said(page) and "Calibrated until" in said(page) and "The calibration lapses on" in said(page)
        rows = window.session.store.queue()
        assert len(rows) == 4 and not any(belongs(row, part) for row in rows for part in Part)


def _workspace(window: MainWindow, qtbot: QtBot) -> ReviewView:
    qtbot.waitUntil(lambda: isinstance(window.workspace, ReviewView), timeout=20_000)
    assert isinstance(window.workspace, ReviewView)
    assert not window.workspace.work.is_live
    return window.workspace


def _scored(page: CalibrationPage) -> int:
    return sum(len(round_.data.scored) for round_ in page.cards[0].rounds)


def _has_scored(page: CalibrationPage, number: int) -> bool:
    return _scored(page) == number


def _open_done(page: CalibrationPage) -> int:
    going_on = page.cards[0].open_round
    return going_on.done if going_on is not None else -1


def _look_at_practice(page: CalibrationPage, qtbot: QtBot) -> None:
    """The issuer's level is 1 in one place; arrow keys go through the rows, which say it."""
    qtbot.waitUntil(lambda: Action.LOOK in page.standing.buttons, timeout=20_000)  # type: ignore[union-attr]
    assert page.standing is not None
    page.standing.buttons[Action.LOOK].setFocus()
    press(Qt.Key.Key_Space)
    (result,) = (view.result for view in page.rounds if view.result is not None)
    first = QApplication.focusWidget()
    assert first is result.criteria.rows[0] and "1 of 2, needs 2 of 2" in first.accessibleName()
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is result.criteria.rows[1]
    press(Qt.Key.Key_Home)
    assert QApplication.focusWidget() is first
    apart = next(each for each in result.result.packets if each.exact == len(CRITERIA) - 1)
    result.buttons[apart.submission_id].setFocus()
    press(Qt.Key.Key_Space)
    row = result.side_by_side.rows[0]
    assert "You: 2 Demonstrated. Issuer: 1 Not yet. one apart." in row.accessibleName() and WHY in row.accessibleName()
    assert "Qualification would ask for more: 1.1 needs 2 of 2, you had 1." in said(page)


def test_who_does_not_pass_sees_why_and_when_again(anchored: World, qtbot: QtBot) -> None:
    desk = Desk(anchored.home / "new", anchored.url, NEW)
    desk.sync()
    desk.store.begin_calibration("academic-discourse", AnchorKind.QUALIFICATION)
    desk.sync()
    desk.sync()
    for row in desk.store.queue():
        assert row.purpose is Purpose.QUALIFICATION
        for key in CRITERIA:
            level = {"level": 1 if key == FIRST else 2, "feedback": "The need is asserted."}
            desk.store.save_cell(row.submission_id, rating_cell(key), level)
        desk.store.submit_assessment(row.submission_id)
    desk.sync()
    desk.sync()
    desk.close()
    with window_for(anchored, qtbot, online=False) as window:
        window.show_part("calibration")
        page = page_of(window)
        qtbot.waitUntil(lambda: bool(page.cards) and page.standing is not None, timeout=20_000)
        (card,) = page.cards
        assert (
            card.standing is Standing.WAITING and card.next.say is Say.WAIT and (card.attempt, card.attempts) == (2, 3)
        )
        words = said(page)
        assert "Not passed: 1.1 needs 2 of 2, you had 0." in words
        assert "You can try again from" in words and "attempt 2 of 3" in words
        assert "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}20" in words
        assert page.standing is not None and list(page.standing.buttons) == [Action.LOOK, Action.PRACTISE]


def test_offline_what_was_begun_waits_and_is_said_to(anchored: World, qtbot: QtBot) -> None:
    desk = Desk(anchored.home / "new", anchored.url, NEW)
    desk.sync()
    desk.close()
    with window_for(anchored, qtbot, online=False) as window:
        window.show_part("calibration")
        press_primary(window, qtbot, Action.PRACTISE)
        page = page_of(window)
        qtbot.waitUntil(lambda: page.cards[0].next.say is Say.ASKED, timeout=20_000)
        assert "The packets come with the next sync." in said(page)
        assert page.standing is not None and page.standing.primary is QApplication.focusWidget()
        assert window.session.store.calibrations()[0].asked is AnchorKind.PRACTICE
        window.show_outbox()
        qtbot.waitUntil(lambda: "Asking for calibration packets" in {
            label.text() for label in window.outbox.findChildren(QLabel)}, timeout=20_000)  # fmt: skip


def test_what_was_asked_for_can_not_be_asked_for_twice(anchored: World, qtbot: QtBot) -> None:
    desk = Desk(anchored.home / "new", anchored.url, NEW)
    desk.sync()
    desk.close()
    with window_for(anchored, qtbot, online=False) as window:
        window.show_part("calibration")
        page = page_of(window)
        qtbot.waitUntil(lambda: page.standing is not None, timeout=20_000)
        assert page.standing is not None
        buttons = page.standing.buttons
        page._do(Action.PRACTISE)
        assert not any(buttons[action].isEnabled() for action in (Action.PRACTISE, Action.QUALIFY))
        assert buttons[Action.PRACTISE].accessibleName() == "Asked for…"
        qtbot.waitUntil(lambda: page.cards[0].next.say is Say.ASKED, timeout=20_000)


def test_enter_opens_a_packet_and_all_of_a_round_is_fetched(anchored: World, qtbot: QtBot) -> None:
    desk = Desk(anchored.home / "new", anchored.url, NEW)
    desk.sync()
    desk.store.begin_calibration("academic-discourse", AnchorKind.PRACTICE)
    desk.sync()
    desk.sync()
    desk.close()
    with window_for(anchored, qtbot, online=False) as window:
        window.show_part("calibration")
        page = page_of(window)
        qtbot.waitUntil(lambda: bool(page.rounds), timeout=20_000)
        store = window.session.store
        page._fetch([packet.submission_id for packet in page.rounds[0].round.packets])
        qtbot.waitUntil(lambda: len(store.wanted_packets()) == 2, timeout=20_000)
        qtbot.waitUntil(lambda: "downloading" in page.rounds[0].packets.item(1).text(), timeout=20_000)
        page.rounds[0].packets.setFocus()
        press(Qt.Key.Key_Down)
        chosen = page.rounds[0].packets.current()
        press(Qt.Key.Key_Return)
        view = _workspace(window, qtbot)
        assert view.work.submission_id == chosen
        view.focus_evidence()
        press(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
        assert window.pages.currentWidget() is page


def test_without_anchors_the_page_says_so(world: World, qtbot: QtBot) -> None:
    desk = world.desk()
    desk.sync()
    desk.close()
    app = make_application()
    dress(app, "light")
    session = Session(Store(Profile(world.home / "assessor"), KEY), Jobs(app), app)
    window = MainWindow(session, world.url)
    window.show()
    window.show_part("calibration")
    qtbot.waitUntil(lambda: "No calibration is open to you yet." in said(page_of(window)), timeout=20_000)
    window.close()
    session.close()
