"""A computer whose access was ended: nothing of it counts any more, and nothing on it is lost."""

from __future__ import annotations

import pytest

from assessor_app.domain.assessment import rating_cell
from assessor_app.protocol.problems import ProblemType
from assessor_app.server.opening import open_server
from assessor_app.server.services.audit import verify_history
from assessor_app.server.services.carrying import import_outbox
from assessor_app.server.services.people import revoke_device
from assessor_app.server.services.refused import Refused
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.keys import DeviceSecrets
from assessor_app.store.store import Store
from assessor_app.store.views import Choice
from assessor_app.sync import signin
from assessor_app.sync.carrying import save_outbox
from assessor_app.sync.http import AccessEnded, SignInNeeded
from tests.conftest import World
from tests.samples import discourse
from tests.serving import ASSESSOR, KEY, PASSWORD, SETTINGS, Desk, snapshot
from tests.work import assess, rate_all

FIRST = next(discourse().criteria())[1].id


def _revoke(world: World, desk: Desk) -> None:
    with open_server(world.server.data, SETTINGS) as server:
        revoke_device(server, desk.store.device().id)


def _sign_in_again(world: World, desk: Desk) -> None:
    reply = signin.sign_in_with_password(world.url, desk.store.device(), ASSESSOR, PASSWORD)
    desk.store.signed_in(world.url, reply)
    desk.client._token = reply.access_token


def test_work_of_a_revoked_computer_is_refused_kept_and_sent_again_by_hand(world: World) -> None:
    desk = world.desk()
    desk.sync()
    old = desk.store.device().id
    assess(desk.store, world.submission_id)
    _revoke(world, desk)
    with pytest.raises(AccessEnded):
        desk.sync()
    assert snapshot(world.server.data)["event_results"] == []
    desk.store.set_device_aside("An administrator ended this computer's access.")
    kept = desk.store.outbox()
    assert len(kept) == 11
    assert {item.problem.type for item in kept if item.problem} == {ProblemType.DEVICE_REVOKED}
    assert all("Sign in" in item.problem.detail for item in kept if item.problem)
    with pytest.raises(SignInNeeded):
        signin.refresh(world.url, desk.store.device(), "anything")
    _sign_in_again(world, desk)
    assert desk.store.device().id != old
    desk.sync()
    assert snapshot(world.server.data)["event_results"] == []
    for item in desk.store.outbox():
        assert Choice.SEND_AGAIN in item.choices
        desk.store.choose(item.event_id, Choice.SEND_AGAIN)
    desk.sync()
    assert desk.store.outbox() == []
    state = snapshot(world.server.data)
    assert (len(state["assessments"]), len(state["event_results"])) == (1, 11)
    desk.close()
    with open_server(world.server.data, SETTINGS) as server:
        assert verify_history(server).breaks == ()


def test_what_had_arrived_before_the_access_ended_is_not_sent_twice(world: World) -> None:
    desk = world.desk()
    desk.sync()
    rate_all(desk.store, world.submission_id, "arrived")
    assert desk.store.anything_waits()
    desk.store.events_to_send()
    # The reply is lost: the server has them, this computer does not know.
    sent = [event.model_dump_json() for event in desk.store.events_to_send()]
    body = f'{{"device_id":"{desk.store.device().id}","cursor":0,"events":[{",".join(sent)}]}}'
    desk.client.request("POST", "/api/v1/sync", data=body.encode(), headers={"Content-Type": "application/json"})
    desk.store.save_cell(world.submission_id, rating_cell(FIRST), {"level": 1, "feedback": "typed afterwards"})
    _revoke(world, desk)
    with pytest.raises(AccessEnded):
        desk.sync()
    desk.store.set_device_aside("An administrator ended this computer's access.")
    _sign_in_again(world, desk)
    desk.store.save_own("comment:c", {"text": "Well done."})
    desk.sync()
    (left,) = desk.store.outbox()
    assert left.mine["feedback"] == "typed afterwards"
    desk.store.choose(left.event_id, Choice.SEND_AGAIN)
    desk.sync()
    assert desk.store.outbox() == []
    assert desk.store.workspace(world.submission_id).cells[rating_cell(FIRST)]["feedback"] == "typed afterwards"
    state = snapshot(world.server.data)
    assert len(state["draft_cells"]) == 10
    assert any("typed afterwards" in repr(row) for row in state["draft_cells"])
    desk.close()


def test_two_edits_of_a_cell_that_never_arrived_are_sent_again_as_the_last_one(world: World) -> None:
    desk = world.desk()
    desk.sync()
    for words in ("first", "second"):
        desk.store.save_cell(world.submission_id, rating_cell(FIRST), {"level": 1, "feedback": words})
        desk.store.events_to_send()
    _revoke(world, desk)
    desk.store.set_device_aside("An administrator ended this computer's access.")
    _sign_in_again(world, desk)
    desk.sync()
    (left,) = desk.store.outbox()
    desk.store.choose(left.event_id, Choice.SEND_AGAIN)
    desk.sync()
    assert desk.store.outbox() == []
    assert desk.store.workspace(world.submission_id).cells[rating_cell(FIRST)]["feedback"] == "second"
    desk.close()


def test_a_signing_key_that_the_keychain_lost_makes_a_new_computer_and_loses_nothing(world: World) -> None:
    keychain = MemoryKeychain()
    desk = world.desk()
    desk.sync()
    desk.store.close()
    secrets = DeviceSecrets(keychain, "device")
    store = Store(desk.profile, KEY, secrets)
    device = store.device()
    assert secrets.get() == device.secret, "the key moved into the keychain"
    store.close()
    store = Store(desk.profile, KEY)
    assert store.device().secret != device.secret, "the database does not have it any more"
    store.close()
    desk.client.close()


def test_events_signed_by_a_lost_key_wait_for_the_person(world: World) -> None:
    keychain = MemoryKeychain()
    desk = world.desk()
    desk.sync()
    rate_all(desk.store, world.submission_id)
    desk.store.events_to_send()
    desk.store.close()
    secrets = DeviceSecrets(keychain, "device")
    store = Store(desk.profile, KEY, secrets)
    before = store.device()
    store.close()
    keychain.delete("device")
    desk.store = Store(desk.profile, KEY, secrets)
    assert desk.store.device().id != before.id
    assert all("keychain" in item.problem.detail for item in desk.store.outbox() if item.problem)
    assert desk.store.sign_in_state()[1] is None
    _sign_in_again(world, desk)
    desk.sync()
    for item in desk.store.outbox():
        desk.store.choose(item.event_id, Choice.SEND_AGAIN)
    desk.sync()
    assert len(snapshot(world.server.data)["draft_cells"]) == 10
    desk.close()


def test_an_outbox_file_of_a_lost_key_does_not_count_beside_what_was_sent_again(world: World) -> None:
    keychain = MemoryKeychain()
    desk = world.desk()
    desk.sync()
    desk.store.close()
    secrets = DeviceSecrets(keychain, "device")
    desk.store = Store(desk.profile, KEY, secrets)
    assess(desk.store, world.submission_id)
    file = world.home / "outbox.json"
    save_outbox(desk.store, file)
    desk.store.close()
    keychain.delete("device")
    desk.store = Store(desk.profile, KEY, secrets)
    _sign_in_again(world, desk)
    desk.sync()
    for item in desk.store.outbox():
        desk.store.choose(item.event_id, Choice.SEND_AGAIN)
    desk.sync()
    with open_server(world.server.data, SETTINGS) as server, pytest.raises(Refused, match="was ended"):
        import_outbox(server, file.read_bytes())
    assert len(snapshot(world.server.data)["assessments"]) == 1
    desk.close()


def test_what_is_typed_before_the_fates_are_known_is_no_conflict_with_oneself(world: World) -> None:
    desk = world.desk()
    desk.sync()
    desk.store.save_cell(world.submission_id, rating_cell(FIRST), {"level": 1, "feedback": "arrived"})
    (event,) = desk.store.events_to_send()
    body = f'{{"device_id":"{event.device_id}","cursor":0,"events":[{event.model_dump_json()}]}}'
    desk.client.request("POST", "/api/v1/sync", data=body.encode(), headers={"Content-Type": "application/json"})
    _revoke(world, desk)
    desk.store.set_device_aside("An administrator ended this computer's access.")
    assert all(Choice.DISCARD not in item.choices for item in desk.store.outbox())
    desk.store.save_cell(world.submission_id, rating_cell(FIRST), {"level": 2, "feedback": "typed meanwhile"})
    _sign_in_again(world, desk)
    desk.sync()
    assert desk.store.outbox() == []
    assert any("typed meanwhile" in repr(row) for row in snapshot(world.server.data)["draft_cells"])
    desk.close()
