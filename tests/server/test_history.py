"""The history proves itself, and names what somebody edited by hand."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from assessor_app.domain.submission import Role
from assessor_app.server.opening import HISTORY_ANCHOR, open_server
from assessor_app.server.services import people
from assessor_app.server.services.audit import Verdict, verify_history
from assessor_app.server.services.people import revoke_device
from assessor_app.server.storage import history
from assessor_app.server.storage.history import Link
from tests.serving import APPROVER, ASSESSOR, SETTINGS, Desk, make_world, serving
from tests.work import assess, award


@dataclass
class Finished:
    """The data folder of a server with one submission, assessed and awarded."""

    data: Path


@pytest.fixture(scope="module")
def awarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a real server, an assessor and an approver at work."""
    home = tmp_path_factory.mktemp("awarded")
    submission_id = make_world(home / "server")
    with serving(home / "server") as server:
        desk, approver = Desk(home / "desk", server.url, ASSESSOR), Desk(home / "approver", server.url, APPROVER)
        desk.sync()
        assess(desk.store, submission_id)
        desk.sync()
        approver.sync()
        award(approver.store, submission_id)
        approver.sync()
        desk.close()
        approver.close()
    return home / "server"


@pytest.fixture
def finished(awarded: Path, tmp_path: Path) -> Finished:
    shutil.copytree(awarded, tmp_path / "server")
    return Finished(tmp_path / "server")


def _verdict(world: Finished, head: str = "") -> Verdict:
    with open_server(world.data, SETTINGS) as server:
        return verify_history(server, head)


def _by_hand(world: Finished, *statements: str) -> None:
    """What somebody does who has the database's file and knows SQL."""
    with sqlite3.connect(world.data / "server.sqlite") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount, f"nothing happened: {statement}"


def test_an_untouched_history_holds(finished: Finished) -> None:
    verdict = _verdict(finished)
    assert verdict.breaks == ()
    assert verdict.events == 22
    assert verdict.links > verdict.events


def test_the_history_and_the_results_refuse_changes(finished: Finished) -> None:
    with sqlite3.connect(finished.data / "server.sqlite") as connection:
        for statement in (
            "UPDATE history SET content = '{}' WHERE number = 3",
            "DELETE FROM history WHERE number = 3",
            "UPDATE event_results SET status = 'rejected'",
            "DELETE FROM event_results",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


EDITS = {
    "a decision turned round": ("decisions/", "UPDATE decisions SET outcome = 'not_yet'"),
    "a decision's words": ("decisions/", "UPDATE decisions SET data = replace(data, 'award', 'not_yet')"),
    "an award made": ("awards/", "UPDATE awards SET cpe_hours = 30"),
    "an award removed": ("awards/", "DELETE FROM awards"),
    "feedback": ("assessments/", "UPDATE assessments SET data = replace(data, 'Clear', 'Vague')"),
    "a state": ("submissions/", "UPDATE submissions SET state = 'withdrawn'"),
    "an applicant": (
        "lineages/",
        "UPDATE lineages SET applicant_id = (SELECT id FROM people WHERE email LIKE 'other%')",
    ),
    "a role": ("people/", "UPDATE people SET roles = '[\"approver\"]' WHERE email LIKE 'other%'"),
    "a password": ("people/", "UPDATE people SET password_hash = 'x' WHERE email LIKE 'approver%'"),
    "a calibration": ("calibrations/", "INSERT INTO calibrations SELECT id, 'x', NULL FROM people LIMIT 1"),
    "a calibration removed": ("calibrations/", "DELETE FROM calibrations"),
    "a rubric": ("micro_credentials/", "UPDATE micro_credentials SET data = replace(data, 'analyze', 'design')"),
    "a key": ("devices/", "UPDATE devices SET name = 'mine'"),
    "a draft": ("draft_cells/", "UPDATE draft_cells SET value = 'null'"),
    "a result": ("event_results/", "UPDATE event_results SET status = 'rejected'"),
    "who assessed": ("assignments/", "UPDATE assignments SET role = 'approver'"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_row_edited_by_hand_is_named(finished: Finished, name: str) -> None:
    place, statement = EDITS[name]
    _by_hand(finished, statement)
    found = _verdict(finished).breaks
    assert found
    assert found[0].what.startswith(place), found[0]


def test_an_edited_link_a_missing_link_and_a_cut_off_end_are_named(finished: Finished) -> None:
    before = _verdict(finished)
    _by_hand(finished, "UPDATE history SET content = replace(content, 'Clear', 'Vague') WHERE content LIKE '%Clear%'")
    (broken, *_) = _verdict(finished).breaks
    assert broken.what == "its content was changed"
    _by_hand(finished, "DELETE FROM history WHERE number = 2")
    (broken, *_) = _verdict(finished).breaks
    assert (broken.link, broken.what) == (3, "link 2 is missing")
    _by_hand(finished, "DELETE FROM history WHERE number > 1")
    assert any("head" in found.what for found in _verdict(finished, before.head).breaks)


def _rebuild(world: Finished, change: Callable[[dict[str, object]], None]) -> None:
    """What somebody does who has the server's key as well: every link anew, chained and signed."""
    with open_server(world.data, SETTINGS) as server:
        with server.database.reading() as session:
            contents = [json.loads(link.content) for link in session.scalars(select(Link).order_by(Link.number))]
        _by_hand(world, "DELETE FROM history")
        (world.data / HISTORY_ANCHOR).unlink()
        with server.database._writer() as session, session.begin():
            for content in contents:
                change(content)
                history.add_link(session, server.key, content["act"], content["event"], content["rows"])
    with open_server(world.data, SETTINGS):
        """Who has the key notes the new beginning as well."""


def test_who_has_the_servers_key_still_can_not_sign_for_a_reviewer(finished: Finished) -> None:
    def forge(content: dict[str, object]) -> None:
        if content["event"]:
            content["event"] = str(content["event"]).replace("Clear and specific", "Vague and general")

    _rebuild(finished, forge)
    (broken, *_) = _verdict(finished).breaks
    assert "was not signed by it" in broken.what


def test_an_award_without_a_signed_decision_is_named(finished: Finished) -> None:
    def unsigned(content: dict[str, object]) -> None:
        if '"decision_made"' in str(content["event"]):
            content["event"] = None

    _rebuild(finished, unsigned)
    assert any("awards/" in found.what for found in _verdict(finished).breaks)


def test_the_command_says_it_and_fails(finished: Finished) -> None:
    command = [sys.executable, "-m", "assessor_app", "admin", "--data", str(finished.data), "audit", "verify"]
    good = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (good.returncode, "Everything holds" in good.stdout) == (0, True), good
    _by_hand(finished, "UPDATE awards SET cpe_hours = 100")
    bad = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert bad.returncode == 1
    assert "awards/" in bad.stderr
    told = subprocess.run([*command, "--json"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert json.loads(told.stdout)["breaks"][0]["what"].startswith("awards/")


def test_an_older_database_is_adopted_as_it_stands(finished: Finished, tmp_path: Path) -> None:
    _by_hand(finished, "DELETE FROM history", "UPDATE awards SET cpe_hours = 15")
    (finished.data / HISTORY_ANCHOR).unlink()
    adopted = _verdict(finished)
    assert (adopted.breaks, adopted.links) == ((), 1)
    assert adopted.adopted == adopted.rows
    with serving(finished.data) as server:
        desk = Desk(tmp_path / "again", server.url, APPROVER)
        desk.store.save_own("comment:x", {"text": "Well done."})
        desk.sync()
        desk.close()
    assert _verdict(finished).breaks == ()
    _by_hand(finished, "UPDATE own_cells SET value = 'null'")
    assert _verdict(finished).breaks[0].what.startswith("own_cells/")


def test_administrators_acts_are_links_of_their_own(finished: Finished) -> None:
    with open_server(finished.data, SETTINGS) as server:
        with server.database.reading() as session:
            device = session.scalars(select(history.models.Device)).first()
        assert device is not None
        revoke_device(server, device.id)
        with server.database.reading() as session:
            acts = [json.loads(link.content)["act"] for link in session.scalars(select(Link).order_by(Link.number))]
    assert acts[-1] == "device revoked"
    assert {"person added", "micro-credential published", "calibrated", "handed in", "packet made", "assigned",
            "device registered", "event"} <= set(acts)  # fmt: skip
    assert "changed" not in acts
    assert _verdict(finished).breaks == ()


def test_a_history_that_was_deleted_is_not_begun_anew(finished: Finished) -> None:
    _by_hand(finished, "DELETE FROM history", "UPDATE awards SET cpe_hours = 30")
    for _ in range(2):
        assert any("begun anew" in found.what for found in _verdict(finished).breaks)
    with open_server(finished.data, SETTINGS) as server:
        people.add_person(
            server, email="x@tests.example", name="X", roles=[Role.ASSESSOR], organisation="", password="long enough"
        )
    assert any("begun anew" in found.what for found in _verdict(finished).breaks)


FORGERIES = {
    "somebody else's decision": "UPDATE decisions SET person_id = (SELECT id FROM people WHERE email LIKE 'other%')",
    "an outcome turned round": "UPDATE decisions SET outcome = 'not_yet'",
    "another time": "UPDATE assessments SET submitted_at = '2020-01-01 00:00:00'",
    "a second reading made the first": "UPDATE assessments SET second = 1",
    "hours": "UPDATE awards SET cpe_hours = 40",
    "somebody else's award": "UPDATE awards SET person_id = (SELECT id FROM people WHERE email LIKE 'other%')",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_rows_forged_with_the_servers_key_do_not_fit_what_was_signed(finished: Finished, name: str) -> None:
    _by_hand(finished, FORGERIES[name])
    with open_server(finished.data, SETTINGS) as server, server.database._writer() as session, session.begin():
        history.add_link(session, server.key, "changed", None, dict(history.current_rows(session)))
    assert _verdict(finished).breaks


def test_a_later_link_can_not_adopt_what_it_likes(finished: Finished) -> None:
    _by_hand(finished, "UPDATE awards SET cpe_hours = 40")
    with open_server(finished.data, SETTINGS) as server, server.database._writer() as session, session.begin():
        history.add_link(session, server.key, history.ADOPTED, None, dict(history.current_rows(session)))
    (broken, *_) = _verdict(finished).breaks
    assert "only the first link" in broken.what


@pytest.mark.parametrize("action", [["audit", "verify"], ["list", "people"], ["export", "--device", "0" * 32, "file"]])
def test_a_mistyped_folder_is_no_new_server_in_which_everything_holds(tmp_path: Path, action: list[str]) -> None:
    place = tmp_path / "typing-error"
    command = [sys.executable, "-m", "assessor_app", "admin", "--data", str(place), *action]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "There is no server in" in done.stderr
    assert not place.exists()


def test_a_head_that_is_none_is_not_compared(finished: Finished) -> None:
    command = [sys.executable, "-m", "assessor_app", "admin", "--data", str(finished.data), "audit", "verify"]
    done = subprocess.run([*command, "--head", "12"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, "as an earlier run printed it" in done.stderr) == (1, True)
