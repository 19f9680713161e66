"""One interface over every engine, and the choice between them. Runs inside a renderer process only."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from assessor_app.documents.kinds import Kind, sniff
from assessor_app.documents.model import DocumentError, FailureKind, PageSize, SearchHit, Tile, Word

Surface = Callable[[int, int], memoryview]
"""Given width and height in pixels, the memory to draw into: rows of 4-byte pixels, blue first, as screens have them.

Raises DocumentError for more pixels than are allowed.
"""


class Document(ABC):
    """An open document. Pages count from 0; lengths are points, upright; scale is pixels a point."""

    engine: str
    text_only = False

    @abstractmethod
    def page_sizes(self) -> tuple[PageSize, ...]: ...

    @abstractmethod
    def render(self, page: int, scale: float, tile: Tile | None, surface: Surface) -> None:
        """Draw the page, or a tile of it, into one surface."""

    def prepare(self, page: int) -> None:  # noqa: B027 - most engines have nothing to prepare
        """Do what can be done before a page's scale is known."""

    def words(self, page: int) -> tuple[Word, ...]:
        return ()

    def search(self, page: int, query: str) -> tuple[SearchHit, ...]:
        return ()

    @abstractmethod
    def close(self) -> None:
        """Give back what the engine holds."""


def open_document(data: bytes, media_type: str) -> Document:
    """Raises DocumentError."""
    if not data:
        raise DocumentError(FailureKind.BROKEN, "the file is empty.")
    kind, extension = sniff(data, media_type)
    if kind is Kind.PDF:
        return _open_pdf(data)
    if kind is Kind.IMAGE:
        from assessor_app.documents.images import ImageDocument

        return ImageDocument(data)
    from assessor_app.documents.mupdf import MuPdfDocument
    from assessor_app.documents.typeset import paragraphs, typeset

    if kind is Kind.TEXT:
        return MuPdfDocument(typeset(paragraphs(data.decode("utf-8", errors="replace"))), "pdf")
    if kind is Kind.OFFICE and extension == "xlsx":
        from assessor_app.documents.spreadsheet import tables

        return MuPdfDocument(typeset(tables(data)), "pdf", text_only=True)
    if kind is Kind.OFFICE:
        return MuPdfDocument(data, extension, text_only=True)
    if kind is Kind.SVG:
        return MuPdfDocument(data, "svg")
    raise DocumentError(FailureKind.UNSUPPORTED)


def _open_pdf(data: bytes) -> Document:
    """MuPDF first; what it can't open or draw goes to pdfium."""
    from assessor_app.documents.mupdf import MuPdfDocument
    from assessor_app.documents.pdfium import PdfiumDocument, WithFallback

    try:
        first = MuPdfDocument(data, "pdf")
    except DocumentError as error:
        if error.failure.kind is FailureKind.PASSWORD:
            raise
        try:
            return PdfiumDocument(data)
        except DocumentError:
            raise error from None
    return WithFallback(first, data)
