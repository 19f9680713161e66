from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.domain.submission import Role
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.preferences import Preferences
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.protocol.sync import Change, ChangeKind, PersonData, SyncReply
from assessor_app.store.guard import Guard
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync.signin import sign_in_with_password
from tests.conftest import World
from tests.gui.screen_world import ScreenWorld, screen_world
from tests.samples import assignment, assignment_change, credential_change
from tests.serving import ASSESSOR, PASSWORD

ID = "S-7K3Q-20F1"


@pytest.fixture(scope="session")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenWorld]:
    """Made once; tests work on copies of its computers."""
    make_application()
    with screen_world(tmp_path_factory.mktemp("screens")) as made:
        yield made


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window on a profile with two submissions, without a server."""
    app = make_application()
    dress(app, "light")
    store = Store(Profile(tmp_path / "p"), bytes(32))
    person = PersonData(id="p1", name="Alma", email="a@tests.example", roles=(Role.ASSESSOR,))
    now = datetime.now(UTC)
    changes = (
        Change(sequence=1, kind=ChangeKind.PERSON, key="p1", data=person.model_dump(mode="json")),
        credential_change(2),
        assignment_change(3, assignment(ID)),
        assignment_change(4, assignment("S-AAAA-0002")),
    )
    store.apply_reply(SyncReply(cursor=4, results=(), changes=changes, server_time=now), [], now)
    session = Session(store, Jobs(app), app)
    made = MainWindow(session, "")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.close()
    session.close()


@pytest.fixture
def signed_in(world: World, qtbot: QtBot) -> Iterator[tuple[MainWindow, Guard]]:
    """A window on a profile of the keychain, signed in to a real server."""
    app = make_application()
    dress(app, "light")
    guard = Guard(Profile(world.home / "window"), MemoryKeychain())
    session = _opened(app, guard)
    session.store.signed_in(world.url, sign_in_with_password(world.url, session.store.device(), ASSESSOR, PASSWORD))
    session.person = session.store.person()
    made = MainWindow(session, world.url)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    session.start()
    qtbot.waitUntil(lambda: bool(session.store.queue()), timeout=20_000)
    yield made, guard
    made.close()
    if not session.closed:
        session.close()


def _opened(app: QApplication, guard: Guard) -> Session:
    assert guard.keychain is not None
    key = guard.profile.key(guard.keychain, lambda _: "a long passphrase")
    store = Store(guard.profile, key, guard.profile.device_secrets(guard.keychain))
    return Session(store, Jobs(app), app, Preferences(undo_seconds=0), guard.profile.folder, guard)
