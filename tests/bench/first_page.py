"""The first page of a document: from the request to painted, against engines alone doing the same page.

Ours: a warm renderer process gets the bytes, opens them and draws the page into shared memory, and the window's canvas
paints it: all that a person waits for after the evidence was chosen and decrypted. The limit is PyMuPDF in this
process: open, display list, pixmap, paint. Peers are pypdfium2 and poppler's pdftoppm (a process of its own).
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf
import pypdfium2
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPainter

from assessor_app.demo.robot import let_live
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.canvas import Canvas
from tests.bench.corpus import mixed, portfolio
from tests.bench.stage import HEIGHT, LIMIT_MS, WIDTH, show, stage

SETTLE_MS = 200


def measure(runs: int) -> dict[str, object]:
    corpus = {"portfolio, 120 pages": portfolio(), **mixed()}
    rows: dict[str, dict[str, float]] = {}
    ratios: list[float] = []
    with stage() as (session, canvas):
        _ours(session, canvas, corpus["portfolio, 120 pages"])
        for name, data in corpus.items():
            ours, limit, pdfium = [], [], []
            for _ in range(runs):
                ours.append(_ours(session, canvas, data))
                scale = canvas.device_scale()
                limit.append(_mupdf(data, scale))
                pdfium.append(_pdfium(data, scale))
            ratios += [a / b for a, b in zip(ours, limit, strict=True)]
            rows[name] = {
                "ours_ms": _ms(ours), "pymupdf_ms": _ms(limit), "pypdfium2_ms": _ms(pdfium),
                "poppler_ms": round(_poppler(data, scale) * 1000, 1),
                "ratio": round(statistics.median(ours) / statistics.median(limit), 3),
            }  # fmt: skip
    ratios.sort()
    return {
        "ratio_median": round(statistics.median(ratios), 3),
        "ratio_p99": round(ratios[min(len(ratios) - 1, int(len(ratios) * 0.99))], 3),
        "documents": rows,
    }


def _ms(times: list[float]) -> float:
    return round(statistics.median(times) * 1000, 2)


def _ours(session: Session, canvas: Canvas, data: bytes) -> float:
    canvas.show_message("")
    let_live(SETTLE_MS)
    painted: list[float] = []
    # As in the application: a loop that sleeps until there is something to do.
    loop = QEventLoop()

    def on_paint(page: int) -> None:
        if page == 0 and not painted:
            painted.append(time.perf_counter())
            loop.quit()

    canvas.painted.connect(on_paint)
    start = time.perf_counter()
    show(session, canvas, data)
    QTimer.singleShot(LIMIT_MS, loop, loop.quit)
    loop.exec()
    canvas.painted.disconnect(on_paint)
    return painted[0] - start


def _paint(image: QImage) -> None:
    target = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(target)
    painter.drawImage(0, 0, image)
    painter.end()


def _mupdf(data: bytes, scale: float) -> float:
    start = time.perf_counter()
    with pymupdf.open("pdf", data) as document:
        pixmap = document[0].get_displaylist().get_pixmap(matrix=pymupdf.Matrix(scale, scale))
        _paint(QImage(pixmap.samples_mv, pixmap.width, pixmap.height, pixmap.stride, QImage.Format.Format_RGB888))
    return time.perf_counter() - start


def _pdfium(data: bytes, scale: float) -> float:
    start = time.perf_counter()
    document = pypdfium2.PdfDocument(data)
    bitmap = document[0].render(scale=scale, prefer_bgrx=True)
    _paint(QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32))
    took = time.perf_counter() - start
    document.close()
    return took


def _poppler(data: bytes, scale: float) -> float:
    """Its command, start of the process included; 0 where there is none."""
    if not shutil.which("pdftoppm"):
        return 0.0
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in.pdf"
        source.write_bytes(data)
        start = time.perf_counter()
        subprocess.run(
            ["pdftoppm", "-r", str(72 * scale), "-l", "1", source, Path(folder) / "out"], check=True,
            capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - start
