"""A new process until its window is visible: the application with a filled profile, against a bare PySide6 window
that imports the same libraries."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from assessor_app.domain.submission import Role
from assessor_app.protocol.sync import Change, ChangeKind, PersonData, SyncReply
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.bench.spread import spread
from tests.samples import assignment, assignment_change, credential_change

_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.session import Session
from assessor_app.gui.shell.window import MainWindow
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
app = make_application()
dress(app, "light")
session = Session(Store(Profile(Path(sys.argv[1])), bytes(32)), Jobs(app), app)
window = MainWindow(session, "")
window.show()
session.start()
while not window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
print("visible", flush=True)
session.close()
"""

_PEER = """
import sys
IMPORTED = sys.argv[1].split(",")
import importlib
for name in IMPORTED:
    importlib.import_module(name)
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.show()
while not window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
print("visible", flush=True)
"""

_LIBRARIES = """
import sys
{ours}
own = set(sys.stdlib_module_names)
print(",".join(sorted(
    name for name in sys.modules
    if name.split(".")[0] not in own and not name.startswith(("assessor_app", "_", "__mp")) and "cython" not in name
)), file=sys.stderr)
"""


def measure(runs: int) -> dict[str, object]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        fill(Path(folder))
        libraries = _imported(folder)
        ours, peer = [], []
        for _ in range(runs):
            ours.append(_timed(_OURS, folder))
            peer.append(_timed(_PEER, libraries))
    return {"libraries": len(libraries.split(",")), **spread(ours, peer)}


def fill(folder: Path) -> None:
    """A profile as it is after an evening: signed in, forty submissions in the queue."""
    store = Store(Profile(folder), bytes(32))
    now = datetime.now(UTC)
    person = PersonData(id="p1", name="Alma", email="a@tests.example", roles=(Role.ASSESSOR,))
    changes = [Change(sequence=1, kind=ChangeKind.PERSON, key="p1", data=person.model_dump(mode="json"))]
    changes.append(credential_change(2))
    changes += [
        assignment_change(n, assignment(f"S-0000-{n:04d}", due_at=now + timedelta(hours=n))) for n in range(3, 43)
    ]
    store.apply_reply(SyncReply(cursor=42, results=(), changes=tuple(changes), server_time=now), [], now)
    store.close()


def _imported(folder: str) -> str:
    """The libraries that ours has imported by the time its window is visible."""
    script = _LIBRARIES.format(ours=_OURS)
    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
    names = done.stderr.strip().splitlines()[-1].split(",")
    check = (
        "import importlib,sys\nfor n in sys.argv[1].split(','):\n"
        " try: importlib.import_module(n); print(n)\n except Exception: pass"
    )
    kept = subprocess.run([sys.executable, "-c", check, ",".join(names)], capture_output=True, text=True, check=True)
    return ",".join(kept.stdout.split())


def _timed(script: str, argument: str) -> float:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script, argument], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    took = time.perf_counter() - start
    process.wait()
    return took
