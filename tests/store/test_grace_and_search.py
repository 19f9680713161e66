from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assessor_app.domain.assessment import rating_cell
from assessor_app.protocol.sync import Change, ChangeKind, DraftCellData, Result, ResultStatus, SyncReply
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.views import Choice
from tests.samples import assignment, assignment_change, credential_change, discourse
from tests.work import assess

ID = "S-7K3Q-20F1"
FIRST = next(discourse().criteria())[1].id


def opened(folder: Path, *more: Change) -> Store:
    store = Store(Profile(folder), bytes(32))
    changes = (credential_change(1), assignment_change(2, assignment(ID)), *more)
    reply = SyncReply(cursor=9, results=(), changes=changes, server_time=datetime.now(UTC))
    store.apply_reply(reply, [], datetime.now(UTC))
    return store


def cell_change(sequence: int, cell: str, value: object) -> Change:
    data = DraftCellData(
        submission_id=ID, cell=cell, value=value, event_id="01890000-0000-7000-8000-000000000000"
    ).model_dump(mode="json")
    return Change(sequence=sequence, kind=ChangeKind.DRAFT_CELL, key=f"{ID}/{cell}", data=data)


def test_what_was_handed_in_waits_for_its_grace_and_can_be_undone(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.grace = timedelta(minutes=5)
    event_id = assess(store, ID)
    assert store.counts().undoable == event_id
    drafts = store.events_to_send()
    assert drafts and event_id not in {event.id for event in drafts}
    assert not store.anything_waits()
    store.choose(event_id, Choice.TAKE_BACK)
    assert store.workspace(ID).editable
    again = store.submit_assessment(ID)
    store.release()
    assert store.counts().undoable == ""
    assert again in {event.id for event in store.events_to_send()}
    store.close()


def test_own_words_are_found_by_beginnings_without_accents_sent_or_not(tmp_path: Path) -> None:
    sent = cell_change(3, rating_cell(FIRST), {"level": 1, "feedback": "La evaluación muestra fortaleza."})
    store = opened(tmp_path, sent)
    assert [found.submission_id for found in store.search_written("evaluacion fort")] == [ID]
    assert store.search_written("debilidad") == []
    second = [criterion.id for _, criterion in discourse().criteria()][1]
    store.save_cell(ID, rating_cell(second), {"level": 2, "feedback": "Quantifies who speaks, Über-clear."})
    (found,) = store.search_written("uber quanti")
    assert found.cell == rating_cell(second)
    assert "Quantifies" in found.excerpt
    store.close()


def test_changed_words_are_found_and_the_old_ones_are_not(tmp_path: Path) -> None:
    store = opened(tmp_path, cell_change(3, rating_cell(FIRST), {"level": 1, "feedback": "marigold"}))
    changed = cell_change(4, rating_cell(FIRST), {"level": 1, "feedback": 'tulip "quoted" and * odd'})
    reply = SyncReply(cursor=10, results=(), changes=(changed,), server_time=datetime.now(UTC))
    store.apply_reply(reply, [], datetime.now(UTC))
    assert store.search_written("marigold") == []
    assert len(store.search_written('"tulip" OR * odd')) == 0
    assert len(store.search_written("tulip odd")) == 1
    store.close()


def test_the_last_edit_is_known_before_and_after_it_was_sent(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.last_edit() is None
    store.save_cell(ID, "note", "first")
    made = store.last_edit()
    assert made is not None
    assert abs(datetime.now(UTC) - made) < timedelta(minutes=1)
    events = store.events_to_send()
    results = tuple(Result(event_id=event.id, status=ResultStatus.ACCEPTED) for event in events)
    reply = SyncReply(cursor=10, results=results, changes=(), server_time=datetime.now(UTC))
    store.apply_reply(reply, events, datetime.now(UTC))
    assert store.outbox() == []
    assert store.last_edit() == made
    store.save_cell(ID, "note", "second")
    later = store.last_edit()
    assert later is not None
    assert later >= made
    store.close()
