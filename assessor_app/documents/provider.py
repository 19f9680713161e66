"""One interface over every engine, and the choice between them. Runs inside a renderer process only."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from PIL import Image

from assessor_app.documents.kinds import Kind, is_locked, sniff
from assessor_app.documents.look import has_changes, looked_at
from assessor_app.documents.model import (
    PLAIN,
    DocumentError,
    FailureKind,
    Heading,
    Look,
    PageSize,
    Remark,
    Tile,
    Word,
)
from assessor_app.documents.text import RawWord
from assessor_app.domain.geometry import Rect

Surface = Callable[[int, int], memoryview]
"""Given width and height in pixels, the memory to draw into: rows of 4-byte pixels, blue first, as screens have them.

Raises DocumentError for more pixels than are allowed.
"""
ALL_PAGES = 1_000_000
PICTURE_SCALE_PIXELS = 4_000_000


class Document(ABC):
    """An open document. Pages count from 0; lengths are points, upright; scale is pixels a point."""

    engine: str
    text_only = False
    picture = False

    @abstractmethod
    def page_sizes(self, measured: int) -> tuple[tuple[PageSize, ...], bool]:
        """Sizes of all pages, and whether all were looked up: beyond the first ``measured`` they may be guesses."""

    @abstractmethod
    def render(self, page: int, scale: float, tile: Tile | None, look: Look, surface: Surface) -> None:
        """Draw the page, or a tile of it, into one surface; of ``look``, annotations and straightening count here."""

    def draw(self, page: int, scale: float, tile: Tile | None, look: Look, surface: Surface) -> None:
        """Draw as ``look`` says in full."""
        if look.as_text:
            self._draw_text(page, scale, tile, surface)
            return
        if not has_changes(look):
            self.render(page, scale, tile, look, surface)
            return
        drawn: list[tuple[memoryview, int, int]] = []

        def remembered(width: int, height: int) -> memoryview:
            drawn[:] = [(surface(width, height), width, height)]
            return drawn[0][0][:]

        self.render(page, scale, tile, look, remembered)
        target, width, height = drawn[0]
        origin = (tile.x, tile.y) if tile is not None else (0, 0)
        whole = self.picture or look.straighten != 0
        keep = () if not look.dark or whole else self.pictures(page)
        looked_at(target, width, height, look, [_pixels(rect, scale, origin) for rect in keep], picture=self.picture)
        target.release()

    def words(self, page: int) -> tuple[Word, ...]:
        return ()

    def raw_words(self, page: int) -> Sequence[RawWord]:
        """As :meth:`words`, for whoever reads hundreds of pages."""
        return [(*w.rect.corners, w.text, w.block, w.line) for w in self.words(page)]

    def pictures(self, page: int) -> tuple[Rect, ...]:
        """Where pictures are on a page."""
        return ()

    def labels(self) -> tuple[str, ...]:
        return ()

    def outline(self) -> tuple[Heading, ...]:
        return ()

    def remarks(self) -> tuple[Remark, ...]:
        return ()

    def attachments(self) -> tuple[str, ...]:
        return ()

    @abstractmethod
    def close(self) -> None:
        """Give back what the engine holds."""

    def picture_of(self, page: int, scale: float) -> Image.Image:
        """The page as a picture of its own."""
        kept: list[tuple[bytearray, int, int]] = []

        def surface(width: int, height: int) -> memoryview:
            if width * height > PICTURE_SCALE_PIXELS:
                raise DocumentError(FailureKind.TOO_LARGE)
            kept[:] = [(bytearray(width * height * 4), width, height)]
            return memoryview(kept[0][0])

        self.render(page, scale, None, PLAIN, surface)
        data, width, height = kept[0]
        return Image.frombytes("RGB", (width, height), bytes(data), "raw", "BGRX")

    def _draw_text(self, page: int, scale: float, tile: Tile | None, surface: Surface) -> None:
        from assessor_app.documents.mupdf import MuPdfDocument
        from assessor_app.documents.typeset import text_page

        sizes, _ = self.page_sizes(ALL_PAGES)
        text = " ".join(word.text for word in self.words(page))
        if not text.strip():
            raise DocumentError(FailureKind.BROKEN, "this page has no text to show instead.")
        shown = MuPdfDocument(text_page(text, sizes[page]), "pdf")
        try:
            shown.render(0, scale, tile, PLAIN, surface)
        finally:
            shown.close()


def _pixels(rect: Rect, scale: float, origin: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y = origin
    return (
        round(rect.x0 * scale) - x,
        round(rect.y0 * scale) - y,
        round(rect.x1 * scale) - x,
        round(rect.y1 * scale) - y,
    )


def open_document(data: bytes, media_type: str, password: str = "", engine: str = "") -> Document:
    """``engine`` asks for the second one where there are two. Raises DocumentError."""
    if not data:
        raise DocumentError(FailureKind.BROKEN, "the file is empty.")
    kind, extension = sniff(data, media_type)
    if kind is Kind.PDF:
        return _open_pdf(data, password, engine)
    if kind is Kind.IMAGE:
        from assessor_app.documents.images import ImageDocument

        return ImageDocument(data)
    if kind is Kind.OFFICE and is_locked(data):
        raise DocumentError(
            FailureKind.UNSUPPORTED, "the Office file is protected with a password; it has to be handed in without one."
        )
    if kind is Kind.RECORDING:
        raise DocumentError(FailureKind.UNSUPPORTED, "a recording is played, not drawn.")
    from assessor_app.documents.mupdf import MuPdfDocument
    from assessor_app.documents.typeset import html_of_text, typeset

    if kind is Kind.TEXT:
        return MuPdfDocument(typeset(html_of_text(data, extension)), "pdf")
    if kind is Kind.OFFICE and extension == "xlsx":
        from assessor_app.documents.spreadsheet import tables

        return MuPdfDocument(typeset(tables(data)), "pdf", text_only=True)
    if kind is Kind.OFFICE and extension in ("odt", "ods", "odp"):
        from assessor_app.documents.open_document import text_of_open_document

        return MuPdfDocument(typeset(text_of_open_document(data)), "pdf", text_only=True)
    if kind is Kind.OFFICE and extension in ("doc", "ppt", "xls"):
        raise DocumentError(
            FailureKind.UNSUPPORTED, "an Office file of before 2007 is shown only where LibreOffice is installed."
        )
    if kind is Kind.OFFICE:
        return MuPdfDocument(data, extension, text_only=True)
    if kind is Kind.SVG:
        return MuPdfDocument(data, "svg")
    raise DocumentError(FailureKind.UNSUPPORTED)


def _open_pdf(data: bytes, password: str, engine: str) -> Document:
    """MuPDF first; what it can't open or draw goes to pdfium."""
    from assessor_app.documents.mupdf import MuPdfDocument
    from assessor_app.documents.pdfium import PdfiumDocument, WithFallback

    if engine == "pdfium":
        return PdfiumDocument(data, password)
    try:
        first = MuPdfDocument(data, "pdf", password=password)
    except DocumentError as error:
        if error.failure.kind is FailureKind.PASSWORD:
            raise
        try:
            return PdfiumDocument(data, password)
        except DocumentError:
            raise error from None
    return WithFallback(first, data, password)
