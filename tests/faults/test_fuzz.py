"""What arrives from outside is taken whole, or refused in the way that is documented, with nothing changed."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import text

from assessor_app.domain import authoring
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.canonical import NotCanonical, sha256
from assessor_app.protocol.packet import Manifest, PacketRefused, open_manifest, sign_manifest
from assessor_app.protocol.problems import ProblemType, problem
from assessor_app.protocol.signing import SigningKey
from assessor_app.protocol.sync import Change, ChangeKind, PersonData, Result, ResultStatus, SyncReply, SyncRequest
from assessor_app.store.profile import Profile
from assessor_app.store.store import ReplyRefused, Store
from tests.faults.mangling import as_json, bent, json_bytes
from tests.samples import RESOURCES, assignment, assignment_change, credential_change, highlight

KEY = SigningKey.generate()
TRUSTED = {KEY.id: KEY.public}
ID, NOW = "S-7K3Q-20F1", datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PATIENCE_SECONDS = 5.0
NUMBERS = itertools.count()
fuzzed = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


# Packets.


def _manifest() -> dict[str, Any]:
    blob = {"sha256": "a" * 64, "size": 3, "media_type": "application/pdf"}
    item = {"id": "e1", "requirement_id": "r", "title": "Document", "kind": "file", "blob": blob, "rendition": blob,
            "words": 3, "link": "https://www.example.org/", "seconds": 1.5,
            "remarks": [{"page": 0, "quote": "a", "text": "b", "by_applicant": True}]}  # fmt: skip
    attempt = {"attempt": 1, "outcome": "not_yet", "evidence": [item], "marks": [highlight().model_dump(mode="json")],
               "ratings": [{"criterion_id": "c", "level": 1, "label": "x", "meets": False}],
               "failed_checks": [{"check_id": "k", "question": "q", "note": "n"}]}  # fmt: skip
    similar = {"evidence_id": "e1", "kind": "same_text", "score": 0.5,
               "passages": [{"own": "a", "other": "b", "own_page": 0, "other_page": 1}]}  # fmt: skip
    return {
        "format": "assessor-app/packet/1", "submission_id": ID, "attempt": 2, "micro_credential_id": "x",
        "micro_credential_version": 1, "created_at": NOW.isoformat(), "evidence": [item], "earlier": [attempt],
        "similar": [similar],
    }  # fmt: skip


MANIFEST = Manifest.model_validate(_manifest())
SIGNED = {"manifest": MANIFEST.model_dump(mode="json"), "key_id": KEY.id, "signature": KEY.sign(_manifest())}


@fuzzed
@given(json_bytes((SIGNED,)))
def test_a_manifest_that_was_changed_is_refused(data: bytes) -> None:
    try:
        opened = open_manifest(data, sha256(data), TRUSTED)
    except PacketRefused:
        return
    assert opened == MANIFEST


@fuzzed
@given(bent((_manifest(),)))
def test_a_manifest_of_a_server_that_went_wrong_is_opened_or_refused(content: Any) -> None:
    """Signed by a key that is trusted: what the signature does not tell, the form has to."""
    try:
        signature = KEY.sign(content)
    except NotCanonical:
        signature = "none"
    data = as_json({"manifest": content, "key_id": KEY.id, "signature": signature})
    try:
        opened = open_manifest(data, sha256(data), TRUSTED)
    except PacketRefused:
        return
    again = sign_manifest(KEY, opened)
    assert open_manifest(again, sha256(again), TRUSTED) == opened
    assert opened.blobs()


# Replies.


def _changes() -> tuple[Change, ...]:
    person = PersonData(id="p1", name="Alma", email="a@tests.example", roles=())
    cell = {"submission_id": ID, "cell": "note", "value": "a note", "event_id": highlight().id}
    mark = {**cell, "cell": f"mark:{highlight().id}", "value": highlight().model_dump(mode="json")}
    comment = {**cell, "submission_id": None, "cell": "comment:c1", "value": {"text": "Clear."}}
    return (
        Change(sequence=1, kind=ChangeKind.PERSON, key="p1", data=person.model_dump(mode="json")),
        credential_change(2),
        assignment_change(3, assignment(ID)),
        assignment_change(4, assignment("S-AAAA-0002", status="done", decided_outcome="award", decided_at=NOW)),
        *(
            Change(
                sequence=n, kind=ChangeKind.DRAFT_CELL, key=f"{each['submission_id'] or ''}/{each['cell']}", data=each
            )
            for n, each in enumerate((cell, mark, comment), 5)
        ),
        Change(sequence=8, kind=ChangeKind.ASSIGNMENT, key="a-S-AAAA-0002", data=None),
        Change(sequence=9, kind=ChangeKind.DRAFT_CELL, key=f"{ID}/note", data=None),
    )


GOOD = SyncReply(cursor=9, results=(), changes=_changes()[:7], server_time=NOW)
REFUSED = Result(event_id=highlight().id, status=ResultStatus.REJECTED, problem=problem(ProblemType.WITHDRAWN, "Gone."))
SAMPLES = (
    SyncReply(cursor=9, results=(REFUSED,), changes=_changes(), server_time=NOW, more=True).model_dump(mode="json"),
    *(SyncReply(cursor=9, results=(), changes=(each,), server_time=NOW).model_dump(mode="json") for each in _changes()),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(Profile(tmp_path_factory.mktemp("fuzz") / "p"), bytes(32))
    yield made
    made.close()


def rows(store: Store) -> dict[str, list[Any]]:
    """All that the database holds."""
    with store._engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
            for name in names
            if not name.startswith("written")
        }


def is_usable(store: Store) -> None:
    """The screens' own questions are answered."""
    for row in store.queue():
        try:
            store.workspace(row.submission_id)
        except KeyError:
            assert row.submission_id not in (ID,), "what was there before can still be opened"
    store.outbox()
    store.counts()
    store.cursor()
    store.contact(NOW)


@fuzzed
@given(data=json_bytes(SAMPLES), answered=st.sampled_from(("", "accepted", "rejected", "second_reading")))
def test_a_reply_is_applied_whole_or_refused_with_nothing_changed(store: Store, data: bytes, answered: str) -> None:
    store.start_over()
    store.apply_reply(GOOD, [], NOW)
    store.save_cell(ID, "note", f"typed {next(NUMBERS)}")
    sent = store.events_to_send()
    before = rows(store)
    try:
        reply = SyncReply.model_validate_json(data)
    except ValidationError:
        return
    if answered:
        told = problem(ProblemType.STALE_BASE, "Elsewhere.") if answered == "rejected" else None
        result = Result(event_id=sent[0].id, status=ResultStatus(answered), problem=told)
        reply = reply.model_copy(update={"results": (*reply.results, result)})
    try:
        store.apply_reply(reply, sent, NOW)
    except ReplyRefused:
        assert rows(store) == before
    else:
        assert store.cursor() == reply.cursor
    is_usable(store)
    SyncRequest(device_id=store.device().id, cursor=store.cursor())


def test_a_disk_that_fails_in_the_middle_of_a_reply_leaves_what_was_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessor_app.store import replica

    store.apply_reply(GOOD, [], NOW)
    before, calls, apply = rows(store), [], replica._apply_change

    def failing(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) == len(_changes()):
            raise sqlite3.OperationalError("disk I/O error")
        return apply(*arguments)

    monkeypatch.setattr(replica, "_apply_change", failing)
    with pytest.raises(sqlite3.OperationalError):
        store.apply_reply(SyncReply(cursor=99, results=(), changes=_changes(), server_time=NOW), [], NOW)
    assert rows(store) == before


# Authoring.

YAML = [path.read_text(encoding="utf-8") for path in sorted((RESOURCES / "samples/micro-credentials").glob("*.yaml"))]
CONTENT = tuple(yaml.safe_load(each) for each in YAML)
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
EDGES = (
    LAUGHS, "a: &a [*a]", "&a {a: *a}", "? *a\n: b", "id: *nobody", "!!python/object/apply:os.system ['touch planted']",
    "id: !!python/name:os.system", "!!python/object/new:os.system [x]", "id: !unknown x", "<<: {id: a}\nid: b",
    "base: &b {id: x}\n<<: *b", "<<: [1]", "<<: 5", "id: a\nid: b", "{id: a, id: b}", "? [1, 2]\n: x", "? {a: b}\n: x",
    "1: x", "null: x", "~: ~", "true: 1", "[" * 20_000, "{a: " * 20_000, "- " * 20_000, "a:\n" + " " * 50_000 + "- x",
    "? " * 5_000, "'" * 50_001, "&a " * 3_000, "!!binary x", "!!set {a, b}", "!!omap [a: 1]", "!!pairs [a: 1]",
    "!!timestamp 2026-99-99", "id: 2026-02-30", "id: 2026-11-20", "id: 9999999999999999999999999999", "version: 1e400",
    "version: .nan", "version: .inf", "version: 0b2", "version: 190:20:30", "version: " + "9" * 5_000,
    "version: 0x" + "f" * 5_000, "version: " + "1:" * 3_000 + "1", "\ud800", "id: \ud800", "\0", "\ufeff", "\ufffe",
    "%YAML 9.9\n--- a", "%TAG ! !python/\n--- !object x", "--- a\n--- b", "...", "---", "", "#", "@", "`",
    "%", "\t", "- \t-", "a: b: c", "|\n x" * 1_000, ">" + "9" * 500,
    "\x85", "\u2028", "id: \"\\ud800\"", "id: \"\\UFFFFFFFF\"", "id: '\udcff'",
    "id: !!float x", "id: !!int x", "id: !!bool x", "id: !!null x", "id: !!str {a: b}", "!!map [a]", "!!seq {a: b}",
    "x" * 2_000_001,
)  # fmt: skip


def _loads_or_is_refused(text: str) -> None:
    start = time.monotonic()
    try:
        loaded = authoring.load(text)
    except authoring.AuthoringError as error:
        assert error.problems
        assert all(each.line >= 1 and each.column >= 1 and each.message for each in error.problems)
        str(error)
    else:
        assert isinstance(loaded, MicroCredential)
        assert authoring.load(authoring.dump(loaded)) == loaded
    assert time.monotonic() - start < PATIENCE_SECONDS


@pytest.mark.parametrize("text", EDGES, ids=range(len(EDGES)))
def test_odd_yaml_is_refused_with_its_place(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _loads_or_is_refused(text)
    for key in ("title", "summary"):
        _loads_or_is_refused(f"{YAML[0]}\n{key}: {text}")
    assert list(tmp_path.iterdir()) == []


@fuzzed
@given(bent(CONTENT))
def test_bent_authoring_as_json_is_loaded_or_refused(content: Any) -> None:
    _loads_or_is_refused(as_json(content).decode("ascii"))


@fuzzed
@given(bent(CONTENT))
def test_bent_authoring_as_yaml_is_loaded_or_refused(content: Any) -> None:
    _loads_or_is_refused(yaml.dump(content, allow_unicode=True, sort_keys=False))


@fuzzed
@given(st.data())
def test_authoring_with_changed_text_is_loaded_or_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(YAML))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 40))
        piece = data.draw(
            st.sampled_from(("&a ", "*a", "!!python/object:x ", "<<: ", ": ", "- ", "\n", "\t", "|", ">", "'", '"', "{",
                             "[", "}", "]", "#", "?", "%", "\0", "\ud800", "\u2028", "---\n", "!", "@"))
            | st.text(max_size=8)
        )  # fmt: skip
        text = text[:at] + piece + text[at + cut :]
    _loads_or_is_refused(text)


@fuzzed
@given(st.text())
@example("\ud800")
def test_any_text_is_loaded_or_refused(text: str) -> None:
    _loads_or_is_refused(text)
