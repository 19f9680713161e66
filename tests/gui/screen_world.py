"""A server and two people's profiles in which every screen has something to show: a second attempt, completion checks,
a returned submission, a second reading, a decided one, and an outbox that needs a person."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import shiboken6
from PySide6.QtTest import QTest

from assessor_app.domain import authoring
from assessor_app.domain.assessment import Outcome, Override, check_cell, mark_cell, override_cell, reason_cell
from assessor_app.domain.calibration import AnchorKind, TrueScore
from assessor_app.domain.library import OwnComment, SavedFilter, comment_cell, filter_cell
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import Policies, SharedComment
from assessor_app.domain.submission import Role
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.events import new_event_id
from assessor_app.protocol.sync import Purpose
from assessor_app.server.opening import Server, open_server
from assessor_app.server.preparing.folders import submit_folder
from assessor_app.server.services import anchors
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person
from assessor_app.server.services.refused import Refused
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.gui.insight_reports import own_insights, own_view, pool_insights
from tests.samples import RESOURCES, discourse
from tests.serving import APPROVER, ASSESSOR, KEY, OTHER, PASSWORD, SETTINGS, Desk, Serving, make_world, serving
from tests.work import agree_with_all, assess, rate_all

EVIDENCE = RESOURCES / "samples/evidence"
FIRST = next(discourse().criteria())[1].id


@dataclass
class ScreenWorld:
    """Submissions by what is special about them, and whose profile is where."""

    server: Serving
    home: Path
    ids: dict[str, str] = field(default_factory=dict)

    def desk(self, email: str) -> Desk:
        return Desk(self.home / email.split("@", maxsplit=1)[0], self.server.url, email)


@contextmanager
def screen_world(home: Path) -> Iterator[ScreenWorld]:
    data = home / "server"
    decided = make_world(data)
    with serving(data) as server:
        made = ScreenWorld(server, home, {"decided": decided})
        _fill(made)
        yield made


def copy_of(world: ScreenWorld, home: Path) -> ScreenWorld:
    """The same people's computers once more, so that a test may do with them what it likes; the server is the same."""
    shutil.copytree(world.home, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("server"))
    return ScreenWorld(world.server, home, dict(world.ids))


@contextmanager
def window_of(world: ScreenWorld, email: str, preferences: Preferences | None = None) -> Iterator[MainWindow]:
    """The window on a person's profile. It syncs with nobody unless its loop is started."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    store = Store(Profile(world.home / email.split("@", maxsplit=1)[0]), KEY)
    session = Session(store, Jobs(app), app, preferences)
    window = MainWindow(session, world.server.url)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    try:
        yield window
    finally:
        window.close()
        session.close()
        # Gone at once: a window that goes later takes the focus of the next one with it.
        shiboken6.delete(window)


def _hand_in(server: Server, name: str, folder: str, credential: str = "academic-discourse") -> str:
    email = f"{name}@elsewhere.example"
    # The second attempt's applicant is known already.
    with contextlib.suppress(Refused):
        add_person(server, email=email, name=name.title(), roles=[Role.EDUCATOR], organisation="", password=PASSWORD)
    submission_id = submit_folder(server, email, credential, EVIDENCE / folder)
    assign(server, submission_id, ASSESSOR)
    return submission_id


def _fill(world: ScreenWorld) -> None:
    data = world.server.data
    with open_server(data, SETTINGS) as server:
        for name in ("returned", "approval", "second", "readings"):
            world.ids[name] = _hand_in(server, name, "p2-1" if name == "second" else "p1-1")
    assessor, other, approver = world.desk(ASSESSOR), world.desk(OTHER), world.desk(APPROVER)
    assessor.sync()
    with open_server(data, SETTINGS) as server:
        assign(server, world.ids["readings"], OTHER, take_over=True)
    other.sync()
    for name in ("decided", "returned", "approval", "second"):
        assessor.download(world.ids[name])
        _mark(assessor, world.ids[name])
        assess(
            assessor.store, world.ids[name], "Clear data from your own class, p. 1. Next step: say who you plan for."
        )
    assess(other.store, world.ids["readings"])
    other.sync()
    rate_all(assessor.store, world.ids["readings"], "Clear and specific.")
    assessor.store.save_cell(world.ids["readings"], f"rating:{FIRST}", {"level": 1, "feedback": "It is asserted."})
    assessor.store.submit_assessment(world.ids["readings"])
    assessor.sync()
    approver.sync()
    _approve(world, approver)
    with open_server(data, SETTINGS) as server:
        world.ids["second"] = _hand_in(server, "second", "p2-2")
        strict = discourse().model_copy(
            update={
                "version": 4,
                "policies": Policies(completion_checks_first=True),
                "comments": (SharedComment(text="Name {who} you plan for.", criterion=FIRST, level=1),),
            }
        )
        load_micro_credential(server, authoring.dump(strict))
        for email in (ASSESSOR, APPROVER):
            calibrate(server, email, strict.id)
        world.ids["checks"] = _hand_in(server, "checks", "p1-1")
    _practise(world, assessor)
    _at_the_end(world, assessor, approver)
    for desk in (assessor, other, approver):
        desk.close()


def _practise(world: ScreenWorld, assessor: Desk) -> None:
    """Two packets to practise on, of which one has its result."""
    scores = {
        criterion.id: TrueScore(level=1 if criterion.id == FIRST else 2, rationale="Clear and specific.")
        for _, criterion in discourse().criteria()
    }
    with open_server(world.server.data, SETTINGS) as server:
        packet, credential = anchors.packet_of(server, world.ids["checks"])
        # The same evidence would be the same anchor: the second has a piece less.
        less = packet.model_copy(update={"evidence": packet.evidence[:-1]})
        for number, each in ((1, packet), (2, less)):
            new = anchors.NewAnchor(kind=AnchorKind.PRACTICE, set_name="1", title=f"Practice {number}", scores=scores)
            anchors.keep_all(server, credential, [anchors.Given(each, new, None)])
    assessor.sync()
    assessor.store.begin_calibration("academic-discourse", AnchorKind.PRACTICE)
    assessor.sync()
    given = [row.submission_id for row in assessor.store.queue() if row.purpose is Purpose.PRACTICE]
    world.ids["practice"], world.ids["practised"] = given
    for _, check in discourse().checks():
        assessor.store.save_cell(world.ids["practised"], check_cell(check.id), {"ok": True})
    assess(assessor.store, world.ids["practised"])


def _mark(desk: Desk, submission_id: str) -> None:
    manifest = desk.store.workspace(submission_id).manifest
    assert manifest is not None
    item = next(item for item in manifest.evidence if item.blob.media_type == "application/pdf")
    mark = Mark.model_validate(
        {"id": new_event_id(), "evidence_id": item.id, "page": 0, "kind": "highlight", "criterion_id": FIRST,
         "rects": [(72, 150, 300, 164)], "quote": "groups of four", "evidence_sha256": item.blob.sha256}
    )  # fmt: skip
    desk.store.save_cell(submission_id, mark_cell(mark.id), mark.model_dump(mode="json"))


def _approve(world: ScreenWorld, approver: Desk) -> None:
    store = approver.store
    agree_with_all(store, world.ids["decided"])
    store.decide(world.ids["decided"], Outcome.AWARD)
    agree_with_all(store, world.ids["second"])
    override = Override(level=1, rationale="The goal does not follow from the data.").model_dump(mode="json")
    store.save_cell(world.ids["second"], override_cell(FIRST), override)
    store.decide(world.ids["second"], Outcome.NOT_YET)
    store.save_cell(world.ids["returned"], reason_cell(FIRST), "The survey counts as data; please look again.")
    store.save_cell(world.ids["returned"], "reason", "Please cite the evidence.")
    store.decide(world.ids["returned"], Outcome.RETURN)
    approver.sync()


def _at_the_end(world: ScreenWorld, assessor: Desk, approver: Desk) -> None:
    assessor.sync()
    approver.sync()
    for name in ("returned", "second", "checks", "practice"):
        assessor.download(world.ids[name])
    for name in ("approval", "readings"):
        approver.download(world.ids[name])
    checks = [check.id for _, check in discourse().checks()]
    assessor.store.save_cell(world.ids["checks"], check_cell(checks[0]), {"ok": False, "note": "Page 2 is too dark."})
    comment = OwnComment(text="Clear link from {data} to the goal.").model_dump(mode="json")
    assessor.store.save_own(comment_cell("c1"), comment)
    mine = SavedFilter(name="Tonight", part="queue", filter="due_soon").model_dump(mode="json")
    assessor.store.save_own(filter_cell("f1"), mine)
    assessor.store.keep_report("own", own_insights(own_view(), own_view(key="second")).model_dump(mode="json"))
    approver.store.keep_report("pool", pool_insights(60).model_dump(mode="json"))
    agree_with_all(approver.store, world.ids["approval"])
    approver.store.keep_place(world.ids["approval"], {"criterion": FIRST})
    assessor.store.keep_place(world.ids["returned"], {"criterion": FIRST})
