from __future__ import annotations

import pytest

from assessor_app.store.views import Choice
from assessor_app.sync.http import Unreachable, UnsafeAddress, checked_server_url
from tests.conftest import World
from tests.serving import snapshot
from tests.work import assess


def test_what_reached_nobody_can_be_taken_back(world: World) -> None:
    desk = world.desk()
    desk.sync()
    assess(desk.store, world.submission_id)
    world.server.kill()
    for _ in range(2):
        with pytest.raises(Unreachable):
            desk.sync()
    final = next(item for item in desk.store.outbox() if Choice.TAKE_BACK in item.choices)
    desk.store.choose(final.event_id, Choice.TAKE_BACK)
    assert desk.store.workspace(world.submission_id).editable
    world.server.start()
    desk.sync()
    state = snapshot(world.server.data)
    assert state["assessments"] == []
    assert len(state["draft_cells"]) == 10
    desk.store.submit_assessment(world.submission_id)
    desk.sync()
    assert len(snapshot(world.server.data)["assessments"]) == 1
    desk.close()


def test_a_download_goes_on_after_the_line_broke(world: World) -> None:
    desk = world.desk()
    desk.sync()
    desk.store.want_packet(world.submission_id)
    world.server.kill()
    with pytest.raises(Unreachable):
        desk.download(world.submission_id)
    world.server.start()
    desk.download(world.submission_id)
    manifest = desk.store.workspace(world.submission_id).manifest
    assert manifest is not None
    for name, blob in manifest.blobs().items():
        assert len(desk.store.blob(world.submission_id, name)) == blob.size
    desk.close()


def test_a_tampered_blob_is_refused_and_nothing_of_it_stays(world: World) -> None:
    desk = world.desk()
    desk.sync()
    row = next(iter(snapshot(world.server.data)["submissions"]))
    blobs = world.server.data / "blobs"
    largest = max((file for file in blobs.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
    raw = bytearray(largest.read_bytes())
    raw[len(raw) // 2] ^= 1
    largest.write_bytes(raw)
    desk.download(world.submission_id)
    shown = desk.store.queue()[0]
    assert world.submission_id in row
    assert "hash" in shown.refusal
    with pytest.raises(KeyError):
        desk.store.blob(world.submission_id, largest.name)
    assert not [file for file in desk.profile.blobs.rglob("*") if file.is_file()]
    desk.close()


@pytest.mark.parametrize("address", ["http://assess.example.org", "http://10.0.0.4:8765", "ftp://x", "", "https://a?b"])
def test_unsafe_and_impossible_addresses_are_refused(address: str) -> None:
    with pytest.raises((UnsafeAddress, ValueError)):
        checked_server_url(address)


def test_loopback_may_speak_plain_http() -> None:
    assert checked_server_url("http://127.0.0.1:8765/") == "http://127.0.0.1:8765"
    assert checked_server_url("assess.example.org") == "https://assess.example.org"
