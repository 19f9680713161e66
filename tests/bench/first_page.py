"""The first page of a 120-page PDF: from the request to painted, against PyMuPDF alone doing the same page.

Ours: a warm renderer process gets the document, opens it, draws the page into shared memory, and the window's canvas
paints it, all that a person waits for after the evidence was chosen and decrypted. The peer: PyMuPDF in this process
opens the same bytes, makes the display list and the pixmap, and paints the pixels into an image.
"""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPainter

from assessor_app.demo.robot import let_live
from assessor_app.documents.model import DocumentInfo, Failure
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.bench.spread import spread
from tests.samples import RESOURCES

SAMPLE = RESOURCES / "samples/evidence/p5-1/implement-record/portfolio_all_weeks.pdf"
LIMIT_SECONDS = 30
SETTLE_MS = 300


def measure(runs: int) -> dict[str, object]:
    app = make_application()
    dress(app, "light")
    data = SAMPLE.read_bytes()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        session = Session(Store(Profile(Path(folder)), bytes(32)), Jobs(app), app)
        canvas = Canvas(session)
        canvas.resize(900, 800)
        canvas.show()
        app.processEvents()
        _ours(session, canvas, data)
        scale = canvas.device_scale()
        ours, peer = [], []
        for _ in range(runs):
            ours.append(_ours(session, canvas, data))
            peer.append(_peer(data, scale))
        session.close()
    with pymupdf.open("pdf", data) as document:
        pages = len(document)
    return {"pages": pages, **spread(ours, peer)}


def _ours(session: Session, canvas: Canvas, data: bytes) -> float:
    name = uuid.uuid4().hex
    session.pool.register(name, lambda: data, "application/pdf")
    canvas.show_message("")
    let_live(SETTLE_MS)
    start = time.perf_counter()

    def arrived(info: DocumentInfo | Failure) -> None:
        assert isinstance(info, DocumentInfo)
        session.jobs.post(canvas, lambda: canvas.show_document(name, "e", info))

    painted: list[float] = []
    # As in the application: a loop that sleeps until there is something to do.
    loop = QEventLoop()

    def on_paint(page: int) -> None:
        if page == 0 and not painted and canvas.is_sharp():
            painted.append(time.perf_counter())
            loop.quit()

    canvas.painted.connect(on_paint)
    session.pool.info(name, arrived)
    QTimer.singleShot(LIMIT_SECONDS * 1000, loop, loop.quit)
    loop.exec()
    canvas.painted.disconnect(on_paint)
    return painted[0] - start


def _peer(data: bytes, scale: float) -> float:
    target = QImage(900, 800, QImage.Format.Format_RGB32)
    start = time.perf_counter()
    with pymupdf.open("pdf", data) as document:
        pixmap = document[0].get_displaylist().get_pixmap(matrix=pymupdf.Matrix(scale, scale))
        image = QImage(pixmap.samples_mv, pixmap.width, pixmap.height, pixmap.stride, QImage.Format.Format_RGB888)
        painter = QPainter(target)
        painter.drawImage(0, 0, image)
        painter.end()
    return time.perf_counter() - start
