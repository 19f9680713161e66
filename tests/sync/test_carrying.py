"""Work and packets that travel by file, where there is no line at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assessor_app.protocol.files import FileRefused
from assessor_app.server.opening import open_server
from assessor_app.server.services.audit import verify_history
from assessor_app.server.services.carrying import export_parcel, import_outbox
from assessor_app.server.services.people import revoke_device
from assessor_app.server.services.refused import Refused
from assessor_app.store import keys
from assessor_app.store.lock import ProfileLock
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.store.views import Availability
from assessor_app.sync.carrying import save_outbox, take_parcel
from assessor_app.sync.signin import sign_in_with_password
from tests.conftest import World
from tests.serving import APPROVER, ASSESSOR, PASSWORD, SETTINGS, Desk, snapshot
from tests.work import assess


def _admin(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assessor_app", "admin", "--data", str(world.server.data), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def _parcel(world: World, desk: Desk) -> Path:
    file = world.home / "parcel.bin"
    with open_server(world.server.data, SETTINGS) as server:
        export_parcel(server, desk.store.device().id, file)
    return file


def test_an_evening_without_any_line_travels_both_ways_as_files(world: World) -> None:
    desk = world.desk()
    device = desk.store.device().id
    world.server.kill()
    outbox, parcel = world.home / "outbox.json", world.home / "parcel.bin"
    given = _admin(world, "export", "--device", device, str(parcel))
    assert given.returncode == 0, given.stderr
    brought = take_parcel(desk.store, parcel)
    assert (brought.answers, brought.packets) == (0, 1)
    manifest = desk.store.workspace(world.submission_id).manifest
    assert manifest is not None
    for name, blob in manifest.blobs().items():
        assert len(desk.store.blob(world.submission_id, name)) == blob.size
    assess(desk.store, world.submission_id, "Written on the train.")
    assert save_outbox(desk.store, outbox) == 11
    assert desk.store.counts().finals_waiting == 1, "nobody has answered yet"
    first = _admin(world, "import", str(outbox))
    assert "11 events of assessor@tests.example: 11 accepted, 0 kept" in first.stdout, first
    once = snapshot(world.server.data)
    again = _admin(world, "import", str(outbox))
    assert "11 of them had come before" in again.stdout
    assert snapshot(world.server.data) == once
    assert _admin(world, "export", "--device", device, str(parcel)).returncode == 0
    assert take_parcel(desk.store, parcel).answers == 11
    assert desk.store.outbox() == []
    assert take_parcel(desk.store, parcel).answers == 0
    world.server.start()
    desk.sync()
    assert {k: v for k, v in snapshot(world.server.data).items() if k != "changes"} == {
        k: v for k, v in once.items() if k != "changes"
    }
    desk.close()
    with open_server(world.server.data, SETTINGS) as server:
        assert verify_history(server).breaks == ()


def test_what_went_by_file_and_by_wire_counts_once(world: World) -> None:
    desk = world.desk()
    desk.sync()
    assess(desk.store, world.submission_id)
    file = world.home / "outbox.json"
    save_outbox(desk.store, file)
    desk.sync()
    with open_server(world.server.data, SETTINGS) as server:
        taken = import_outbox(server, file.read_bytes())
    assert (taken.known, taken.accepted) == (11, 11)
    assert len(snapshot(world.server.data)["assessments"]) == 1
    desk.close()


def test_a_parcel_is_for_one_computer_and_says_nothing_to_others(world: World) -> None:
    desk, other = world.desk(), world.desk(APPROVER)
    parcel = _parcel(world, desk)
    raw = parcel.read_bytes()
    assert world.submission_id.encode() not in raw
    assert b"%PDF" not in raw
    assert b"Discourse" not in raw
    with pytest.raises(FileRefused, match="another computer"):
        take_parcel(other.store, parcel)
    assert other.store.queue() == []
    desk.close()
    other.close()


@pytest.mark.parametrize("place", [3, 40, 400, 0.5, 0.9])
def test_a_changed_parcel_is_refused_and_does_no_harm(world: World, place: float) -> None:
    desk = world.desk()
    parcel = _parcel(world, desk)
    raw = bytearray(parcel.read_bytes())
    raw[place if isinstance(place, int) else int(len(raw) * place)] ^= 1
    parcel.write_bytes(raw)
    with pytest.raises(FileRefused):
        take_parcel(desk.store, parcel)
    assert all(row.availability is not Availability.OFFLINE for row in desk.store.queue())
    desk.sync()
    desk.download(world.submission_id)
    assert desk.store.queue()[0].availability is Availability.OFFLINE
    desk.close()


def test_a_parcel_that_was_cut_off_keeps_what_came_and_the_next_one_completes_it(world: World) -> None:
    desk = world.desk()
    parcel = _parcel(world, desk)
    raw = parcel.read_bytes()
    parcel.write_bytes(raw[: len(raw) * 2 // 3])
    with pytest.raises(FileRefused, match="cut off"):
        take_parcel(desk.store, parcel)
    parcel.write_bytes(raw)
    assert take_parcel(desk.store, parcel).packets == 1
    desk.close()


def test_a_changed_outbox_file_and_one_of_a_revoked_computer_are_refused_whole(world: World) -> None:
    desk = world.desk()
    desk.sync()
    assess(desk.store, world.submission_id)
    file = world.home / "outbox.json"
    save_outbox(desk.store, file)
    before = snapshot(world.server.data)
    content = json.loads(file.read_text("utf-8"))
    content["outbox"]["events"].pop()
    with open_server(world.server.data, SETTINGS) as server:
        for data in (json.dumps(content).encode(), b"{}", b"", b"[" * 100_000, file.read_bytes()[:-40]):
            with pytest.raises(Refused, match="Nothing was taken"):
                import_outbox(server, data)
        assert snapshot(world.server.data) == before
        revoke_device(server, desk.store.device().id)
        with pytest.raises(Refused, match="was ended"):
            import_outbox(server, file.read_bytes())
    assert snapshot(world.server.data)["assessments"] == []
    desk.close()


def test_an_older_parcel_brings_answers_but_no_older_rows(world: World) -> None:
    desk = world.desk()
    parcel = _parcel(world, desk)
    desk.sync()
    assess(desk.store, world.submission_id)
    desk.sync()
    status = desk.store.queue()[0].status
    take_parcel(desk.store, parcel)
    assert desk.store.queue()[0].status is status
    desk.close()


def test_the_commands_carry_a_profile_that_a_passphrase_protects(world: World) -> None:
    profile = Profile(world.home / "wrapped")
    profile.prepare()
    key = keys.create_wrapped(profile.wrapped_key, "a long passphrase")
    store = Store(profile, key)
    reply = sign_in_with_password(world.url, store.device(), ASSESSOR, PASSWORD)
    store.signed_in(world.url, reply)
    device = store.device().id
    store.close()
    parcel, outbox = world.home / "parcel.bin", world.home / "outbox.json"
    assert _admin(world, "export", "--device", device, str(parcel)).returncode == 0

    def run(command: str, file: Path, passphrase: str) -> subprocess.CompletedProcess[str]:
        arguments = [command, str(file), "--profile", str(profile.folder), "--passphrase-stdin"]
        return subprocess.run(
            [sys.executable, "-m", "assessor_app", *arguments], input=passphrase + "\n", capture_output=True,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    wrong = run("import", parcel, "another one")
    assert wrong.returncode == 1
    assert "not the passphrase" in wrong.stderr
    taken = run("import", parcel, "a long passphrase")
    assert "1 packets" in taken.stdout, taken
    store = Store(profile, key)
    assess(store, world.submission_id)
    store.close()
    saved = run("export", outbox, "a long passphrase")
    assert "Wrote 11 events" in saved.stdout, saved
    assert "11 accepted" in _admin(world, "import", str(outbox)).stdout
    lock = ProfileLock(profile)
    lock.take()
    occupied = run("export", outbox, "a long passphrase")
    lock.release()
    assert occupied.returncode == 1
    assert "is open with this profile" in occupied.stderr
