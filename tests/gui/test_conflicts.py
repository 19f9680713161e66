"""What became of work that met something else on the server: its screen state, its words, and that it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from assessor_app.domain.assessment import rating_cell
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import State
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.shell.window import MainWindow
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.people import revoke_device
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.storage.models import MicroCredentialRow, Submission
from assessor_app.store.guard import Guard
from assessor_app.store.views import RowStatus
from tests.conftest import World
from tests.samples import discourse
from tests.serving import APPROVER, ASSESSOR, OTHER, SETTINGS, snapshot
from tests.work import assess, award, rate_all

FIRST, SECOND = (criterion for _, criterion in list(discourse().criteria())[:2])
Signed = tuple[MainWindow, Guard]


def _words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def _press(window: MainWindow, words: str) -> None:
    found = [b for b in window.findChildren(QPushButton) if b.text() == words and b.isVisibleTo(window)]
    assert found, f"no button {words}"
    found[0].click()


def _offline_work(window: MainWindow, world: World, qtbot: QtBot) -> None:
    """An evening on a train: all rated and handed in, while nothing is sent."""
    window.set_offline(True)
    assess(window.session.store, world.submission_id, "Written on the train.")


def _on_server(world: World, does: Callable[[Server], object]) -> None:
    with open_server(world.server.data, SETTINGS) as server:
        does(server)


def _back_online(window: MainWindow, qtbot: QtBot, words: str) -> None:
    window.set_offline(False)
    window.session.loop.sync_now()
    window.show_outbox()
    qtbot.waitUntil(lambda: words in _words(window), timeout=20_000)


def test_late_work_becomes_a_second_reading_and_says_so(signed_in: Signed, world: World, qtbot: QtBot) -> None:
    window, _ = signed_in
    _offline_work(window, world, qtbot)
    _on_server(world, lambda server: assign(server, world.submission_id, OTHER, take_over=True))
    _back_online(window, qtbot, "Kept as a second reading")
    assert "the approver sees both readings" in _words(window)
    assert [row[-2] for row in snapshot(world.server.data)["assessments"]], "it is on the server"
    _press(window, "I have seen it")
    qtbot.waitUntil(lambda: window.session.store.outbox() == [])


@pytest.mark.parametrize(("what", "words"), [
    ("withdrawn", "The applicant withdrew this submission"),
    ("held back", "held back for now"),
    ("decided", "was decided before your work arrived"),
    ("rubric", "The rubric has a newer version"),
])  # fmt: skip
def test_work_that_is_no_question_any_more_comes_back_with_its_reason(
    signed_in: Signed, world: World, qtbot: QtBot, what: str, words: str
) -> None:
    window, _ = signed_in
    _offline_work(window, world, qtbot)
    _on_server(
        world, {"withdrawn": _withdraw, "held back": _hold_back, "decided": _decide, "rubric": _new_rubric}[what](world)
    )
    _back_online(window, qtbot, words)
    assert "Needs attention" in _words(window)
    kept = next(item for item in window.session.store.outbox() if item.cell is None)
    copy = window.session.store.event_copy(kept.event_id)
    assert copy is not None
    assert copy["body"]["assessment"]["ratings"][FIRST.id]["feedback"] == "Written on the train."
    assert snapshot(world.server.data)["awards"] == ([] if what != "decided" else snapshot(world.server.data)["awards"])
    qtbot.wait(300)
    assert any(item.event_id == kept.event_id for item in window.session.store.outbox()), "only a click drops it"
    if what == "rubric":
        _press(window, "Look again")
        qtbot.waitUntil(lambda: window.workspace is not None, timeout=20_000)
        assert window.workspace is not None
        assert window.workspace.work.micro_credential.version == discourse().version + 1
        assert window.workspace.work.rating(FIRST.id).feedback == "Written on the train."


def test_a_discarded_item_needs_a_second_word(
    signed_in: Signed, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = signed_in
    _offline_work(window, world, qtbot)
    _on_server(world, _withdraw(world))
    _back_online(window, qtbot, "The applicant withdrew")
    asked: list[str] = []

    def answer(button: QMessageBox.StandardButton) -> Callable[..., QMessageBox.StandardButton]:
        def question(*arguments: object) -> QMessageBox.StandardButton:
            asked.append(str(arguments[2]))
            return button

        return question

    finals = [item for item in window.session.store.outbox() if item.cell is None]
    monkeypatch.setattr(QMessageBox, "question", answer(QMessageBox.StandardButton.Cancel))
    _press(window, "Discard…")
    qtbot.wait(200)
    before = len(window.session.store.outbox())
    assert "can't be brought back" in asked[0]
    monkeypatch.setattr(QMessageBox, "question", answer(QMessageBox.StandardButton.Discard))
    _press(window, "Discard…")
    qtbot.waitUntil(lambda: len(window.session.store.outbox()) == before - 1)
    assert finals


def test_a_submission_taken_back_while_it_is_open_closes_and_keeps_the_draft(
    signed_in: Signed, world: World, qtbot: QtBot
) -> None:
    window, _ = signed_in
    window.open_submission(world.submission_id)
    qtbot.waitUntil(lambda: isinstance(window.workspace, ReviewView), timeout=20_000)
    window.set_offline(True)
    window.session.store.save_cell(world.submission_id, rating_cell(FIRST.id), {"level": 2, "feedback": "half done"})
    _on_server(world, _withdraw(world))
    window.set_offline(False)
    window.session.loop.sync_now()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=20_000)
    assert "taken back" in _words(window)
    (left,) = window.session.store.outbox()
    assert left.mine["feedback"] == "half done"


def test_a_submission_taken_over_while_it_is_open_turns_read_only_and_says_why(
    signed_in: Signed, world: World, qtbot: QtBot
) -> None:
    window, _ = signed_in
    window.open_submission(world.submission_id)
    qtbot.waitUntil(lambda: isinstance(window.workspace, ReviewView), timeout=20_000)
    _on_server(world, lambda server: assign(server, world.submission_id, OTHER, take_over=True))
    window.session.loop.sync_now()
    qtbot.waitUntil(lambda: "somebody else has taken it over" in _words(window), timeout=20_000)
    assert window.session.store.queue()[0].status is RowStatus.ENDED


def test_two_computers_merge_by_criterion_and_ask_only_about_the_same_one(
    signed_in: Signed, world: World, qtbot: QtBot
) -> None:
    window, _ = signed_in
    store = window.session.store
    other = world.desk(ASSESSOR, "other-computer")
    other.sync()
    window.set_offline(True)
    store.save_cell(world.submission_id, rating_cell(FIRST.id), {"level": 1, "feedback": "from here"})
    other.store.save_cell(world.submission_id, rating_cell(FIRST.id), {"level": 2, "feedback": "from there"})
    other.store.save_cell(world.submission_id, rating_cell(SECOND.id), {"level": 2, "feedback": "only there"})
    other.sync()
    _back_online(window, qtbot, "Both versions are kept until you choose one")
    (asked,) = store.outbox()
    assert asked.cell == rating_cell(FIRST.id)
    assert "from here" in _words(window)
    assert "from there" in _words(window)
    assert store.workspace(world.submission_id).cells[rating_cell(SECOND.id)]["feedback"] == "only there"
    _press(window, "Keep the version from here")
    qtbot.waitUntil(lambda: store.outbox() == [], timeout=20_000)
    other.sync()
    cells = other.store.workspace(world.submission_id).cells
    assert cells[rating_cell(FIRST.id)]["feedback"] == "from here"
    other.close()


def test_a_revoked_computer_says_how_to_send_its_work_again(signed_in: Signed, world: World, qtbot: QtBot) -> None:
    window, _ = signed_in
    store = window.session.store
    window.set_offline(True)
    rate_all(store, world.submission_id, "Written on the train.")
    store.submit_assessment(world.submission_id)
    device = store.device().id
    store.events_to_send()
    _on_server(world, lambda server: revoke_device(server, device))
    _back_online(window, qtbot, "Sign in: this computer gets a new key")
    assert "Sign in to sync" in window.status.text() or "Needs attention" in window.status.text()
    assert len(store.outbox()) == 11
    assert store.device().id != device
    assert snapshot(world.server.data)["assessments"] == []


def _withdraw(world: World) -> Callable[[Server], object]:
    return lambda server: withdraw(server, world.submission_id)


def _hold_back(world: World) -> Callable[[Server], object]:
    def does(server: Server) -> None:
        with server.database.writing() as session:
            submission = session.get_one(Submission, world.submission_id)
            submission.state = State.QUARANTINED
            touch_submission(session, submission)

    return does


def _decide(world: World) -> Callable[[Server], object]:
    """Another assessor took over, and an approver has decided, all while this computer was away."""

    def does(server: Server) -> None:
        assign(server, world.submission_id, OTHER, take_over=True)
        other, approver = world.desk(OTHER), world.desk(APPROVER)
        other.sync()
        assess(other.store, world.submission_id)
        other.sync()
        approver.sync()
        award(approver.store, world.submission_id)
        approver.sync()
        other.close()
        approver.close()

    return does


def _new_rubric(world: World) -> Callable[[Server], object]:
    def does(server: Server) -> None:
        with server.database.writing() as session:
            submission = session.get_one(Submission, world.submission_id)
            before = submission.micro_credential_version
            old = session.get_one(MicroCredentialRow, (submission.micro_credential_id, before))
            newer = MicroCredential.model_validate({**old.data, "version": before + 1})
            session.add(
                MicroCredentialRow(
                    id=newer.id,
                    version=before + 1,
                    data=newer.model_dump(mode="json"),
                    loaded_at=submission.submitted_at,
                )
            )
            session.flush()
            submission.micro_credential_version = before + 1
            touch_submission(session, submission)

    return does
