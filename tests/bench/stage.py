"""A canvas on a session, as the window has one, for measuring what a person sees."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QTimer

from assessor_app.documents.model import Failure, Opened
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.calm import keep_calm
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.pages import Place
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store

LIMIT_MS = 60_000
WIDTH, HEIGHT = 900, 800


@contextmanager
def stage() -> Iterator[tuple[Session, Canvas]]:
    app = make_application()
    dress(app, "light")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        session = Session(Store(Profile(Path(folder)), bytes(32)), Jobs(app), app)
        canvas = Canvas(session)
        canvas.resize(WIDTH, HEIGHT)
        canvas.show()
        app.processEvents()
        session.pool.warm_up()
        # As the window does when it has opened.
        keep_calm()
        yield session, canvas
        session.close()


def until(canvas: Canvas, seen: Callable[[], bool]) -> None:
    """Let the loop run, as in the application, until something was painted that fulfils ``seen``."""
    loop = QEventLoop()

    def look(_: object = None) -> None:
        if seen():
            loop.quit()

    poll = QTimer()
    poll.timeout.connect(look)
    poll.start(5)
    canvas.painted.connect(look)
    QTimer.singleShot(LIMIT_MS, loop, loop.quit)
    if not seen():
        loop.exec()
    poll.stop()
    canvas.painted.disconnect(look)


def show(session: Session, canvas: Canvas, data: bytes, media_type: str = "application/pdf") -> str:
    """Open under a new name, as evidence that was never seen before. Returns the name; what is drawn comes later."""
    name = uuid.uuid4().hex
    session.pool.register(name, lambda: data, media_type)

    def arrived(result: Opened | Failure) -> None:
        assert isinstance(result, Opened), result
        session.jobs.post(canvas, lambda: canvas.show_opened(name, "e", result, Place()))

    session.pool.open(name, canvas.first_view(Place()), arrived)
    return name
