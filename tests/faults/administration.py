"""What an administrator does in a storm, and what is carried by hand as files. As people.py has it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from random import Random

from sqlalchemy import select

from assessor_app.domain.submission import State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.files import FileRefused, read_outbox
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.carrying import export_parcel, import_outbox
from assessor_app.server.services.people import revoke_device
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import release, withdraw
from assessor_app.server.storage.models import Assignment, Device, Submission
from assessor_app.sync.carrying import save_outbox, take_parcel
from tests.faults.model import Kind, Wrong
from tests.faults.people import somebody
from tests.faults.rules import Act
from tests.faults.scene import Scene
from tests.serving import ASSESSOR, OTHER

ENOUGH_OPEN = 6
"""While fewer submissions are still undecided, more are handed in."""


def revoke_computer(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance)
    scene.answers()
    try:
        revoke_device(scene.server, computer.store.device().id)
    except Refused:
        # It was set aside, and did not sign in as what it is now.
        return


def kill_the_server(scene: Scene, chance: Random) -> None:
    """As a power cut does, while everybody syncs."""
    syncing = scene.sync_all()
    time.sleep(chance.uniform(0, 0.1))
    scene.serving.kill()
    for thread in syncing:
        thread.join()
    scene.serving.start()


def carry_outbox(scene: Scene, chance: Random) -> None:
    """Write what waits to a file; whether and when it reaches the server is another matter."""
    computer = somebody(scene, chance)
    file = scene.post / f"outbox {scene.new_words('of')}"
    save_outbox(computer.store, file)
    for event in read_outbox(file.read_bytes())[0].events:
        scene.model.sent(event)
    scene.outboxes.append(file)


def import_carried(scene: Scene, chance: Random) -> None:
    """Any file, also one that was imported before, or whose events came over the wire meanwhile."""
    if not scene.outboxes:
        return
    data = chance.choice(scene.outboxes).read_bytes()
    scene.answers()
    for _ in range(chance.choice([1, 1, 2])):
        try:
            import_outbox(scene.server, data)
        except Refused as error:
            with scene.server.database.reading() as session:
                device = session.get(Device, read_outbox(data)[0].device_id)
            if device is not None and device.revoked_at is None:
                scene.found(Wrong(Kind.WRONG, f"an outbox file was refused: {error}"))


def send_parcel(scene: Scene, chance: Random) -> None:
    """The server's answers and packets as a file for one computer."""
    computer = somebody(scene, chance)
    file = scene.post / f"parcel {scene.new_words('of')}"
    scene.answers()
    try:
        export_parcel(scene.server, computer.store.device().id, file)
    except Refused:
        # Its access has ended, or it has not signed in as what it is now.
        return
    scene.parcels.append((computer, computer.store.device().id, file))


def take_carried(scene: Scene, chance: Random) -> None:
    """A parcel, perhaps an old one, perhaps once more."""
    if not scene.parcels:
        return
    computer, device_id, file = chance.choice(scene.parcels)
    try:
        take_parcel(computer.store, file)
    except FileRefused as error:
        if computer.store.device().id == device_id:
            scene.found(Wrong(Kind.WRONG, f"a parcel was refused: {error}"))


def _state(scene: Scene, *states: State) -> list[str]:
    with scene.server.database.reading() as session:
        found = set(session.scalars(select(Submission.id).where(Submission.state.in_(states))))
    return [one for one in scene.submissions if one in found]


def _act(scene: Scene, act: Act, submission_id: str, email: str = "") -> None:
    after = scene.answers()
    try:
        if act is Act.WITHDRAW:
            withdraw(scene.server, submission_id)
        elif act is Act.RELEASE:
            release(scene.server, submission_id, None)
        else:
            assign(scene.server, submission_id, email, take_over=act is Act.TAKE_OVER)
    except Refused:
        return
    scene.model.acted(act, submission_id, scene.people.get(email, ""), after)


def assign_one(scene: Scene, chance: Random) -> None:
    waiting = _state(scene, State.SUBMITTED)
    still = _state(scene, State.WAITING_ON_ASSESSOR, State.WAITING_ON_APPROVER, State.RETURNED_TO_ASSESSOR)
    if not waiting and len(still) < ENOUGH_OPEN:
        scene.answers()
        waiting = [scene.hand_in()]
    if waiting:
        _act(scene, Act.ASSIGN, chance.choice(waiting), chance.choice([ASSESSOR, ASSESSOR, OTHER]))


def take_over(scene: Scene, chance: Random) -> None:
    """Also once a lease ran out, which changes nothing but what the administrator does."""
    held = _state(scene, State.WAITING_ON_ASSESSOR, State.RETURNED_TO_ASSESSOR)
    if not held:
        return
    one = chance.choice(held)
    if chance.random() < 0.5:
        scene.answers()
        with scene.server.database.writing() as session:
            active = Assignment.status == AssignmentStatus.ACTIVE
            for part in session.scalars(select(Assignment).where(Assignment.submission_id == one, active)):
                part.lease_until = utc_now() - timedelta(days=1)
    _act(scene, Act.TAKE_OVER, one, chance.choice([ASSESSOR, OTHER]))


def withdraw_one(scene: Scene, chance: Random) -> None:
    if every := _state(scene, State.WAITING_ON_ASSESSOR, State.WAITING_ON_APPROVER, State.RETURNED_TO_ASSESSOR):
        _act(scene, Act.WITHDRAW, chance.choice(every))


def release_one(scene: Scene, chance: Random) -> None:
    if held := _state(scene, State.QUARANTINED):
        _act(scene, Act.RELEASE, chance.choice(held))


OPERATIONS: dict[Callable[[Scene, Random], None], int] = {
    assign_one: 9, take_over: 4, withdraw_one: 1, release_one: 4, revoke_computer: 1, kill_the_server: 1,
    carry_outbox: 4, import_carried: 4, send_parcel: 2, take_carried: 3,
}  # fmt: skip
"""Operation → how often it comes, relative to the others."""
