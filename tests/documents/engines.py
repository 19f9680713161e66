"""Four engines that draw a PDF, each as somebody else's program would: MuPDF, pdfium, poppler, Qt."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf
import pypdfium2
from PIL import Image

SCALE = 2.0


def with_mupdf(data: bytes, page: int = 0) -> Image.Image:
    with pymupdf.open("pdf", data) as document:
        pixmap = document[page].get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE))
        return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def with_pdfium(data: bytes, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")
    finally:
        document.close()


def with_poppler(data: bytes, page: int = 0) -> Image.Image:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in.pdf"
        source.write_bytes(data)
        number = str(page + 1)
        subprocess.run(
            ["pdftoppm", "-r", str(72 * SCALE), "-f", number, "-l", number, "-cropbox", "-png", source, source.stem],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        (made,) = Path(folder).glob("*.png")
        return Image.open(io.BytesIO(made.read_bytes())).convert("RGB")


def with_qt(data: bytes, page: int = 0) -> Image.Image:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    size = (document.pagePointSize(page) * SCALE).toSize()
    options = QPdfDocumentRenderOptions()
    options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
    drawn = document.render(page, size, options)
    paper = QImage(size, QImage.Format.Format_RGB888)
    paper.fill(0xFFFFFFFF)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    rows = bytes(paper.constBits())
    return Image.frombuffer("RGB", (paper.width(), paper.height()), rows, "raw", "RGB", paper.bytesPerLine(), 1).copy()


def engines() -> dict[str, object]:
    """Those that this machine has; MuPDF and pdfium always."""
    found: dict[str, object] = {"mupdf": with_mupdf, "pdfium": with_pdfium}
    if shutil.which("pdftoppm"):
        found["poppler"] = with_poppler
    try:
        import PySide6.QtPdf  # noqa: F401
    except ImportError:
        return found
    return {**found, "qt": with_qt}
