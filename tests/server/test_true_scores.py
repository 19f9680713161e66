"""True scores reach no computer before its own scores were accepted: everything that a computer has is searched."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import text

from assessor_app.domain.calibration import AnchorKind, TrueScore
from assessor_app.domain.submission import Role
from assessor_app.protocol.sync import Purpose
from assessor_app.server.opening import open_server
from assessor_app.server.services import anchors
from assessor_app.server.services.people import add_person
from tests.conftest import World
from tests.samples import discourse
from tests.serving import PASSWORD, SETTINGS, Desk, access_token
from tests.work import rate_all

NEW = "new.rater@tests.example"
SECRET = {kind: f"quillwort {kind.value} rationale" for kind in AnchorKind}
TITLE = {kind: f"marshmallow {kind.value} title" for kind in AnchorKind}


@pytest.fixture
def calibrating_world(world: World) -> World:
    """Anchors of each kind, and somebody who is not calibrated yet. The server is stopped while they are made."""
    world.server.kill()
    with open_server(world.server.data, SETTINGS) as server:
        add_person(server, email=NEW, name="Noor", roles=[Role.ASSESSOR], organisation="Circle", password=PASSWORD)
        rubric = discourse()
        packet, _ = anchors.packet_of(server, world.submission_id)
        scores = {
            kind: {c.id: TrueScore(level=1, rationale=SECRET[kind]) for _, c in rubric.criteria()}
            for kind in AnchorKind
        }
        new = [
            anchors.NewAnchor(kind=kind, set_name="set A", title=TITLE[kind], scores=scores[kind])
            for kind in AnchorKind
        ]
        # The same evidence would be the same anchor: each has a piece less than the one before.
        packets = [
            packet.model_copy(update={"evidence": packet.evidence[: len(packet.evidence) - n]}) for n in range(3)
        ]
        given = [anchors.Given(own, each, None) for own, each in zip(packets, new, strict=True)]
        anchors.keep_all(server, rubric, given)
    world.server.start()
    return world


def everything(desk: Desk) -> str:
    """The whole database in clear, every blob of every packet, and every file of the profile."""
    found = []
    with desk.store._engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for table in tables:
            # Value by value: a row's own representation leaves out the middle of long ones.
            found += [_shown(value) for row in connection.execute(text(f"SELECT * FROM {table}")) for value in row]
    for row in desk.store.queue():
        for blob in desk.store.blob_files(row.submission_id):
            if blob.complete:
                found.append(desk.store.blob(row.submission_id, blob.sha256).decode("utf-8", "replace"))
    for file in desk.profile.folder.rglob("*"):
        if file.is_file():
            found.append(file.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


def _shown(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def replies(world: World) -> str:
    """All that the server would tell a fresh computer of the same person."""
    token, device = access_token(world.url, NEW)
    asked = {"device_id": device.id, "cursor": 0, "events": []}
    headers = {"Authorization": f"Bearer {token}"}
    reply = requests.post(world.url + "/api/v1/sync", json=asked, headers=headers, timeout=30)
    assert reply.status_code == 200, reply.text
    return reply.text


def known(words: dict[AnchorKind, str], held: str) -> set[AnchorKind]:
    return {kind for kind, secret in words.items() if secret in held}


def test_true_scores_come_after_ones_own_and_those_of_validity_packets_never(calibrating_world: World) -> None:
    world = calibrating_world
    desk = world.desk(NEW)
    desk.sync()
    desk.store.begin_calibration(discourse().id, AnchorKind.PRACTICE)
    desk.sync()
    (practice,) = [row for row in desk.store.queue() if row.purpose is Purpose.PRACTICE]
    desk.download(practice.submission_id)
    for held in (everything(desk), replies(world)):
        assert not known(SECRET, held) and not known(TITLE, held)
    rate_all(desk.store, practice.submission_id)
    desk.store.submit_assessment(practice.submission_id)
    assert not known(SECRET, everything(desk))
    desk.sync()
    assert known(SECRET, everything(desk)) == {AnchorKind.PRACTICE}
    (view,) = [view for view in desk.store.calibrations() if view.micro_credential.id == discourse().id]
    assert {score.level for score in view.data.rounds[-1].scored[0].true.values()} == {1}
    desk.store.begin_calibration(discourse().id, AnchorKind.QUALIFICATION)
    desk.sync()
    (attempt,) = [row for row in desk.store.queue() if row.purpose is Purpose.QUALIFICATION]
    desk.download(attempt.submission_id)
    for held in (everything(desk), replies(world)):
        assert known(SECRET, held) == {AnchorKind.PRACTICE}
    rate_all(desk.store, attempt.submission_id)
    desk.store.submit_assessment(attempt.submission_id)
    desk.sync()
    held = everything(desk)
    assert known(SECRET, held) == {AnchorKind.PRACTICE, AnchorKind.QUALIFICATION}
    assert not known(TITLE, held), "titles are the issuer's own words for an anchor"
    desk.close()
