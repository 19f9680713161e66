from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor_app.domain.assessment import rating_cell
from assessor_app.protocol.events import EventType
from assessor_app.protocol.problems import ProblemType, problem
from assessor_app.protocol.sync import Change, Result, ResultStatus, SyncReply
from assessor_app.store import keys
from assessor_app.store.blobs import BlobDamaged, BlobWriter, read_blob
from assessor_app.store.database import DatabaseUnreadable
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.profile import Profile
from assessor_app.store.store import NotEditable, Store, WorkIncomplete
from tests.samples import assignment, assignment_change, credential_change, discourse
from tests.work import rate_all

KEY = bytes(range(32))
ID = "S-7K3Q-20F1"
FIRST = next(discourse().criteria())[1].id


def reply(*changes: Change, results: tuple[Result, ...] = (), cursor: int = 9) -> SyncReply:
    return SyncReply(cursor=cursor, results=results, changes=changes, server_time=datetime.now(UTC))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store(Profile(tmp_path / "p"), KEY)
    opened.apply_reply(reply(credential_change(1), assignment_change(2, assignment(ID))), [], datetime.now(UTC))
    return opened


def test_edits_show_on_top_of_the_servers_rows_at_once(store: Store) -> None:
    store.save_cell(ID, rating_cell(FIRST), {"level": 2, "feedback": "a"})
    store.save_cell(ID, rating_cell(FIRST), {"level": 2, "feedback": "ab"})
    assert store.workspace(ID).cells[rating_cell(FIRST)]["feedback"] == "ab"
    assert store.queue()[0].rated == 1
    # An evening of typing is one event a cell, until it is sealed.
    assert len(store.events_to_send()) == 1


def test_a_sealed_event_never_changes_and_later_edits_come_after_it(store: Store) -> None:
    store.save_cell(ID, "note", "one")
    (first,) = store.events_to_send()
    store.save_cell(ID, "note", "two")
    again, second = store.events_to_send()
    assert again == first
    assert second.body["value"] == "two"
    assert second.previous == first.hash()
    assert second.sequence == 2
    assert second.body["base"] == first.id
    second.verify(store.device().key().public)


def test_what_was_accepted_leaves_the_outbox_only_by_the_servers_word(store: Store) -> None:
    store.save_cell(ID, "note", "one")
    sent = store.events_to_send()
    store.apply_reply(reply(), sent, datetime.now(UTC))
    assert len(store.outbox()) == 1
    accepted = Result(event_id=sent[0].id, status=ResultStatus.ACCEPTED)
    store.apply_reply(reply(results=(accepted,)), sent, datetime.now(UTC))
    assert store.outbox() == []


def test_submitting_needs_everything_and_then_closes_the_work(store: Store) -> None:
    with pytest.raises(WorkIncomplete) as caught:
        store.submit_assessment(ID)
    assert len(caught.value.missing) == 10
    rate_all(store, ID)
    store.submit_assessment(ID)
    assert not store.workspace(ID).editable
    with pytest.raises(NotEditable):
        store.save_cell(ID, "note", "too late")
    assert [e.type for e in store.events_to_send()][-1] is EventType.ASSESSMENT_SUBMITTED


def test_a_full_resync_keeps_the_outbox(store: Store) -> None:
    store.save_cell(ID, "note", "mine")
    store.start_over()
    assert store.cursor() == 0
    store.apply_reply(reply(credential_change(1), assignment_change(2, assignment(ID))), [], datetime.now(UTC))
    assert store.workspace(ID).cells["note"] == "mine"


def test_nothing_readable_is_on_disk(store: Store, tmp_path: Path) -> None:
    marker = "zanzibar-marker-7731"
    store.save_cell(ID, "note", marker)
    files = [file for file in (tmp_path / "p").rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert marker.encode() not in content
        assert ID.encode() not in content
    store.close()
    for file in (tmp_path / "p").rglob("*"):
        assert not file.is_file() or marker.encode() not in file.read_bytes()


def test_another_key_opens_nothing_and_destroys_nothing(store: Store, tmp_path: Path) -> None:
    store.save_cell(ID, "note", "kept")
    store.close()
    with pytest.raises(DatabaseUnreadable):
        Store(Profile(tmp_path / "p"), os.urandom(32))
    assert Store(Profile(tmp_path / "p"), KEY).workspace(ID).cells["note"] == "kept"


def test_keys_come_from_the_keychain_or_a_passphrase_and_are_never_made_anew_over_data(tmp_path: Path) -> None:
    chain, profile = MemoryKeychain(), Profile(tmp_path / "a")
    profile.prepare()
    first = profile.key(chain, lambda new: "unused")
    assert profile.key(chain, lambda new: "unused") == first
    Store(profile, first).close()
    with pytest.raises(keys.KeyLost):
        profile.key(MemoryKeychain(), lambda new: "unused")
    plain = Profile(tmp_path / "b")
    plain.prepare()
    second = plain.key(None, lambda new: "correct horse battery")
    assert plain.key(None, lambda new: "correct horse battery") == second
    with pytest.raises(keys.WrongPassphrase):
        plain.key(None, lambda new: "another long passphrase")
    assert second not in plain.wrapped_key.read_bytes()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_blobs_come_back_and_any_change_is_noticed(tmp_path: Path, size: int) -> None:
    file, key, data = tmp_path / "b", os.urandom(32), os.urandom(size)
    with BlobWriter(file, key) as writer:
        for start in range(0, size, 10_000):
            writer.write(data[start : start + 10_000])
        writer.finish()
    assert read_blob(file, key) == data
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / "c").write_bytes(raw)
    with pytest.raises(BlobDamaged):
        read_blob(tmp_path / "c", key)
    (tmp_path / "d").write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BlobDamaged):
        read_blob(tmp_path / "d", key)


def test_an_interrupted_blob_goes_on_where_whole_chunks_ended(tmp_path: Path) -> None:
    file, key, data = tmp_path / "b", os.urandom(32), os.urandom(200_000)
    with BlobWriter(file, key) as writer:
        writer.write(data[:150_000])
    with BlobWriter(file, key) as writer:
        here = b"".join(writer.existing())
        assert data.startswith(here)
        assert len(here) >= 65_536
        writer.write(data[len(here) :])
        writer.finish()
    assert read_blob(file, key) == data


def test_two_refused_edits_of_one_cell_are_one_choice_and_what_is_typed_then_is_shown(store: Store) -> None:
    store.save_cell(ID, "note", "one")
    store.events_to_send()
    store.save_cell(ID, "note", "two")
    sent = store.events_to_send()
    stale = problem(ProblemType.STALE_BASE)
    refused = tuple(Result(event_id=event.id, status=ResultStatus.REJECTED, problem=stale) for event in sent)
    store.apply_reply(reply(results=refused), sent, datetime.now(UTC))
    assert [item.mine for item in store.outbox()] == ["two"]
    store.save_cell(ID, "note", "three")
    assert store.workspace(ID).cells["note"] == "three"
    assert [item.mine for item in store.outbox()] == ["three"]


@pytest.mark.parametrize("ended", [False, True])
def test_what_was_typed_while_two_refused_edits_were_under_way_is_the_one_that_stays(store: Store, ended: bool) -> None:
    for words in ("one", "two"):
        store.save_cell(ID, "note", words)
        sent = store.events_to_send()
    store.save_cell(ID, "note", "three")
    if ended:
        store.set_device_aside("An administrator ended this computer's access.")
        store.apply_fates([event.id for event in sent], [])
    else:
        stale = problem(ProblemType.STALE_BASE)
        refused = tuple(Result(event_id=event.id, status=ResultStatus.REJECTED, problem=stale) for event in sent)
        store.apply_reply(reply(results=refused), sent, datetime.now(UTC))
    assert store.workspace(ID).cells["note"] == "three"
    assert [item.mine for item in store.outbox()] == ["three"]
