"""pdfium as a provider, for what MuPDF can't open or draw."""

from __future__ import annotations

import pypdfium2
from PIL import Image

from assessor_app.documents.model import DocumentError, FailureKind, PageSize, SearchHit, Tile, Word
from assessor_app.documents.provider import Document, Surface


class PdfiumDocument(Document):
    engine = "pdfium"

    def __init__(self, data: bytes) -> None:
        """Raises DocumentError."""
        try:
            self._document = pypdfium2.PdfDocument(data)
            self._count = len(self._document)
        except Exception as error:
            raise DocumentError(FailureKind.BROKEN) from error
        if self._count < 1:
            raise DocumentError(FailureKind.BROKEN, "the file has no pages.")

    def page_sizes(self) -> tuple[PageSize, ...]:
        return tuple(PageSize(*self._document.get_page_size(page)) for page in range(self._count))

    def render(self, page: int, scale: float, tile: Tile | None, surface: Surface) -> None:
        bitmap = self._document[page].render(scale=scale, prefer_bgrx=True)
        if tile is None:
            surface(bitmap.width, bitmap.height)[:] = self._rows(bitmap)
            return
        whole = Image.frombuffer("RGBX", (bitmap.width, bitmap.height), bitmap.buffer, "raw", "RGBX", bitmap.stride, 1)
        part = whole.crop((tile.x, tile.y, tile.x + tile.width, tile.y + tile.height))
        surface(tile.width, tile.height)[:] = part.tobytes()

    @staticmethod
    def _rows(bitmap: pypdfium2.PdfBitmap) -> bytes:
        data = bytes(bitmap.buffer)
        row = bitmap.width * 4
        if bitmap.stride == row:
            return data
        return b"".join(data[y * bitmap.stride : y * bitmap.stride + row] for y in range(bitmap.height))

    def close(self) -> None:
        self._document.close()


class WithFallback(Document):
    """A PDF that MuPDF opened: a page that it fails to draw is drawn by pdfium instead."""

    def __init__(self, first: Document, data: bytes) -> None:
        self._first, self._data = first, data
        self._second: PdfiumDocument | None = None
        self.engine = first.engine

    def page_sizes(self) -> tuple[PageSize, ...]:
        return self._first.page_sizes()

    def render(self, page: int, scale: float, tile: Tile | None, surface: Surface) -> None:
        try:
            self._first.render(page, scale, tile, surface)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever MuPDF raises, the other engine may still draw it
            try:
                if self._second is None:
                    self._second = PdfiumDocument(self._data)
                self._second.render(page, scale, tile, surface)
            except Exception:  # noqa: BLE001 - both failed: the first one's reason counts
                raise DocumentError(FailureKind.BROKEN, "this page is damaged.") from error

    def prepare(self, page: int) -> None:
        self._first.prepare(page)

    def words(self, page: int) -> tuple[Word, ...]:
        return self._first.words(page)

    def search(self, page: int, query: str) -> tuple[SearchHit, ...]:
        return self._first.search(page, query)

    def close(self) -> None:
        self._first.close()
        if self._second is not None:
            self._second.close()
