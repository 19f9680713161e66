"""What the server makes of incomplete submissions, leak reports, reasons to return, and second attempts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.domain import authoring
from assessor_app.domain.assessment import Outcome, check_cell, done_cell, override_cell, reason_cell
from assessor_app.domain.library import OwnComment, comment_cell
from assessor_app.domain.microcredential import Policies
from assessor_app.domain.submission import State
from assessor_app.protocol.events import LeakReported
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.folders import release_redacted, submit_folder
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.store.store import NotEditable, WorkIncomplete
from assessor_app.store.views import Choice, RowStatus
from tests.conftest import World
from tests.samples import discourse, highlight
from tests.serving import APPLICANT, APPROVER, ASSESSOR, PORTFOLIO, SETTINGS, access_token, call, snapshot
from tests.work import agree_with_all, assess, award, rate_all


def result(world: World) -> dict[str, object]:
    token, _ = access_token(world.url, APPLICANT)
    found: dict[str, object] = call(world.url, f"/api/v1/my/submissions/{world.submission_id}", token).json()
    return found


def with_checks_first(world: World) -> str:
    """A submission of a version of the sample whose policy asks for completion checks first."""
    strict = discourse().model_copy(update={"version": 4, "policies": Policies(completion_checks_first=True)})
    with open_server(world.server.data, SETTINGS) as server:
        load_micro_credential(server, authoring.dump(strict))
        from assessor_app.server.services.submissions import withdraw

        withdraw(server, world.submission_id)
        submission_id = submit_folder(server, APPLICANT, strict.id, PORTFOLIO)
        calibrate(server, ASSESSOR, strict.id)
        assign(server, submission_id, ASSESSOR)
    return submission_id


def test_a_failed_check_sends_it_back_with_a_sentence_and_no_ratings(world: World) -> None:
    world.submission_id = with_checks_first(world)
    desk = world.desk()
    desk.sync()
    rate_all(desk.store, world.submission_id)
    with pytest.raises(WorkIncomplete):
        desk.store.submit_assessment(world.submission_id)
    checks = [check.id for _, check in discourse().checks()]
    for check in checks[1:]:
        desk.store.save_cell(world.submission_id, check_cell(check), {"ok": True})
    desk.store.save_cell(world.submission_id, check_cell(checks[0]), {"ok": False})
    with pytest.raises(WorkIncomplete):
        desk.store.mark_incomplete(world.submission_id)
    desk.store.save_cell(
        world.submission_id, check_cell(checks[0]), {"ok": False, "note": "Page 2 is too dark to read."}
    )
    desk.store.mark_incomplete(world.submission_id)
    with pytest.raises(NotEditable):
        desk.store.submit_assessment(world.submission_id)
    desk.sync()
    told = result(world)
    assert told["state"] == State.INCOMPLETE
    assert told["criteria"] == []
    assert told["failed_checks"] == [
        {"question": next(discourse().checks())[1].question, "note": "Page 2 is too dark to read."}
    ]
    mail = [row for row in snapshot(world.server.data)["mails"] if "something is missing" in repr(row)]
    assert len(mail) == 1 and "too dark to read" in repr(mail[0])
    assert desk.store.queue()[0].status is RowStatus.INCOMPLETE
    desk.close()


def test_a_reported_leak_hides_the_packet_from_everybody_and_keeps_the_work(world: World) -> None:
    desk, approver = world.desk(), world.desk(APPROVER)
    desk.sync()
    desk.download(world.submission_id)
    assess(desk.store, world.submission_id)
    desk.sync()
    approver.sync()
    approver.download(world.submission_id)
    assert any(approver.profile.blobs.iterdir())
    agree_with_all(approver.store, world.submission_id)
    approver.store.report_leak(world.submission_id, LeakReported(evidence_id="e1", page=0, what="email"))
    approver.sync()
    desk.sync()
    for someone in (desk, approver):
        assert someone.store.queue() == []
        assert not any(someone.profile.blobs.iterdir())
    state = snapshot(world.server.data)
    assert len(state["assessments"]) == 1 and len(state["leak_reports"]) == 1
    assert sum("override:" in repr(row) for row in state["draft_cells"]) == 10
    with open_server(world.server.data, SETTINGS) as server:
        release_redacted(server, world.submission_id, None)
    desk.sync()
    (row,) = desk.store.queue()
    assert row.state is State.WAITING_ON_ASSESSOR and row.rated == 10
    desk.close()
    approver.close()


def test_work_on_a_held_back_submission_comes_back_to_the_outbox(world: World) -> None:
    desk, other = world.desk(), world.desk(name="second-computer")
    desk.sync()
    other.sync()
    rate_all(other.store, world.submission_id)
    desk.store.report_leak(world.submission_id, LeakReported())
    desk.sync()
    other.store.submit_assessment(world.submission_id)
    other.sync()
    refused = [item for item in other.store.outbox() if item.problem is not None]
    assert any(Choice.SAVE_COPY in item.choices for item in refused)
    assert all(item.problem is not None and item.problem.type.endswith("quarantined") for item in refused)
    desk.close()
    other.close()


def test_reasons_to_return_reach_the_assessor_by_criterion(world: World) -> None:
    desk, approver = world.desk(), world.desk(APPROVER)
    desk.sync()
    assess(desk.store, world.submission_id)
    desk.sync()
    approver.sync()
    criterion = next(discourse().criteria())[1].id
    approver.store.save_cell(world.submission_id, reason_cell(criterion), "The survey counts as data; look again.")
    approver.store.decide(world.submission_id, Outcome.RETURN)
    approver.sync()
    desk.sync()
    (row,) = desk.store.queue()
    assert row.returned_reasons == {criterion: "The survey counts as data; look again."}
    desk.store.save_cell(world.submission_id, done_cell(criterion), row.returned_reasons[criterion])
    desk.sync()
    assert desk.store.workspace(world.submission_id).cells[done_cell(criterion)] == row.returned_reasons[criterion]
    desk.close()
    approver.close()


def test_a_second_attempt_brings_the_first_ones_evidence_and_marks_but_nothing_private(world: World) -> None:
    desk, approver = world.desk(), world.desk(APPROVER)
    desk.sync()
    desk.download(world.submission_id)
    manifest = desk.store.workspace(world.submission_id).manifest
    assert manifest is not None
    shown = highlight(manifest.evidence[0].id)
    private = highlight(manifest.evidence[0].id).model_copy(update={"private": True, "text": "only between us"})
    for mark in (shown, private):
        desk.store.save_cell(world.submission_id, f"mark:{mark.id}", mark.model_dump(mode="json"))
    assess(desk.store, world.submission_id)
    desk.sync()
    approver.sync()
    agree_with_all(approver.store, world.submission_id)
    criterion = next(discourse().criteria())[1].id
    approver.store.save_cell(
        world.submission_id, override_cell(criterion), {"level": 1, "rationale": "The need is asserted."}
    )
    approver.store.decide(world.submission_id, Outcome.NOT_YET)
    approver.sync()
    with open_server(world.server.data, SETTINGS) as server:
        second = submit_folder(server, APPLICANT, discourse().id, PORTFOLIO)
        assign(server, second, ASSESSOR)
    desk.sync()
    desk.download(second)
    again = desk.store.workspace(second).manifest
    assert again is not None
    (first,) = again.earlier
    assert [mark.id for mark in first.marks] == [shown.id]
    assert [item.blob.sha256 for item in first.evidence] == [item.blob.sha256 for item in manifest.evidence]
    assert "only between us" not in again.model_dump_json()
    assert desk.store.blob(second, first.evidence[0].blob.sha256)
    desk.close()
    approver.close()


def test_a_comment_library_follows_its_person_to_another_computer(world: World) -> None:
    desk, other = world.desk(), world.desk(name="second-computer")
    comment = OwnComment(text="Clear link from data to goal.").model_dump(mode="json")
    desk.store.save_own(comment_cell("c1"), comment)
    desk.sync()
    other.sync()
    assert other.store.own_cells() == {comment_cell("c1"): comment}
    other.store.save_own(comment_cell("c1"), {**comment, "text": "Clear and well argued."})
    desk.store.save_own(comment_cell("c1"), None)
    other.sync()
    desk.sync()
    (conflict,) = [item for item in desk.store.outbox() if item.problem is not None]
    assert Choice.KEEP_MINE in conflict.choices
    desk.store.choose(conflict.event_id, Choice.TAKE_THEIRS)
    assert desk.store.own_cells()[comment_cell("c1")]["text"] == "Clear and well argued."
    desk.close()
    other.close()


def test_the_three_clocks_of_an_award_reach_the_approver(world: World) -> None:
    desk, approver = world.desk(), world.desk(APPROVER)
    desk.sync()
    assess(desk.store, world.submission_id)
    desk.sync()
    approver.sync()
    award(approver.store, world.submission_id)
    approver.sync()
    data = approver.store.workspace(world.submission_id).assignment
    assert data.decided_at is not None and data.received_at is not None and data.awarded_at is not None
    assert data.decided_at < data.received_at <= data.awarded_at
    desk.close()
    approver.close()


def test_the_newest_schema_takes_over_what_an_older_one_held(tmp_path: Path) -> None:
    """Every table of the models is what the migrations made, column by column."""
    from sqlalchemy import inspect

    from assessor_app.server.storage.models import Base

    with open_server(tmp_path, SETTINGS) as server:
        inspector = inspect(server.database.engine)
        for table in Base.metadata.sorted_tables:
            columns = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
            assert columns == {column.name: column.nullable for column in table.columns}, table.name


def test_agreement_with_one_reading_is_none_with_the_next(world: World) -> None:
    desk, approver = world.desk(), world.desk(APPROVER)
    desk.sync()
    assess(desk.store, world.submission_id)
    desk.sync()
    approver.sync()
    reading = approver.store.workspace(world.submission_id).assignment.readings[0].assessment_id
    for _, criterion in discourse().criteria():
        approver.store.save_cell(world.submission_id, override_cell(criterion.id), {"agreed": True, "on": reading})
    assert approver.store.queue()[0].agreed is Outcome.AWARD
    approver.store.save_cell(world.submission_id, reason_cell(""), {"text": "Please look again.", "on": reading})
    assert approver.store.queue()[0].agreed is None
    approver.store.decide(world.submission_id, Outcome.RETURN)
    approver.sync()
    desk.sync()
    (row,) = desk.store.queue()
    assert row.status is RowStatus.RETURNED
    returned = desk.store.workspace(world.submission_id).assignment.returned_id
    desk.store.save_cell(world.submission_id, done_cell(""), returned)
    assert desk.store.queue()[0].status is RowStatus.READY
    desk.store.submit_assessment(world.submission_id)
    desk.sync()
    approver.sync()
    row = approver.store.queue()[0]
    assert (row.agreed, row.rated) == (None, 0)
    with pytest.raises(WorkIncomplete):
        approver.store.decide(world.submission_id, Outcome.AWARD)
    approver.store.save_cell(world.submission_id, reason_cell(""), "Please look again.")
    approver.store.decide(world.submission_id, Outcome.RETURN)
    approver.sync()
    desk.sync()
    assert desk.store.queue()[0].status is RowStatus.RETURNED
    desk.close()
    approver.close()


def test_redacted_evidence_takes_the_place_of_what_was_reported(world: World, tmp_path: Path) -> None:
    import shutil

    desk = world.desk()
    desk.sync()
    desk.download(world.submission_id)
    manifest = desk.store.workspace(world.submission_id).manifest
    assert manifest is not None
    before = manifest.evidence[0].blob.sha256
    rate_all(desk.store, world.submission_id)
    desk.sync()
    desk.store.report_leak(world.submission_id, LeakReported(evidence_id=manifest.evidence[0].id, page=0))
    late = desk.store
    desk.sync()
    redacted = tmp_path / "redacted"
    shutil.copytree(PORTFOLIO, redacted)
    (redacted / "analyze-need" / "IMG_2041.jpg").unlink()
    with open_server(world.server.data, SETTINGS) as server:
        release_redacted(server, world.submission_id, redacted)
    desk.sync()
    desk.download(world.submission_id)
    again = late.workspace(world.submission_id)
    assert again.manifest is not None and again.row.rated == 10
    assert before not in again.manifest.blobs()
    assert call(world.url, f"/api/v1/blobs/{before}", desk.token).status_code == 403
    desk.close()


def test_edits_refused_while_held_back_are_sent_once_it_is_open_again(world: World) -> None:
    desk, other = world.desk(), world.desk(name="second-computer")
    desk.sync()
    other.sync()
    desk.store.report_leak(world.submission_id, LeakReported())
    desk.sync()
    criterion = next(discourse().criteria())[1].id
    other.store.save_cell(world.submission_id, f"rating:{criterion}", {"level": 2, "feedback": "Written meanwhile."})
    other.sync()
    assert any(item.problem is not None for item in other.store.outbox())
    with open_server(world.server.data, SETTINGS) as server:
        release_redacted(server, world.submission_id, None)
    other.sync()
    other.sync()
    assert other.store.outbox() == []
    assert "Written meanwhile." in repr(snapshot(world.server.data)["draft_cells"])
    desk.close()
    other.close()
