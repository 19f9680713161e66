"""pdfium as a provider, for what MuPDF can't open or draw."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

import pypdfium2
from PIL import Image

from assessor_app.documents.model import (
    DocumentError,
    FailureKind,
    Heading,
    Look,
    PageSize,
    Remark,
    Tile,
    Word,
)
from assessor_app.documents.provider import Document, Surface
from assessor_app.documents.text import RawWord
from assessor_app.domain.geometry import Rect

BLANK_CHUNK = 128 * 1024


class PdfiumDocument(Document):
    engine = "pdfium"

    def __init__(self, data: bytes, password: str = "") -> None:
        """Raises DocumentError."""
        try:
            self._document = pypdfium2.PdfDocument(data, password=password or None)
            self._count = len(self._document)
            if self._document.get_formtype():
                self._document.init_forms()
        except Exception as error:
            raise DocumentError(FailureKind.BROKEN) from error
        if self._count < 1:
            raise DocumentError(FailureKind.BROKEN, "the file has no pages.")

    def page_sizes(self, measured: int) -> tuple[tuple[PageSize, ...], bool]:
        return tuple(PageSize(*self._document.get_page_size(page)) for page in range(self._count)), True

    def render(self, page: int, scale: float, tile: Tile | None, look: Look, surface: Surface) -> None:
        size = self._document.get_page_size(page)
        width, height = (max(1, round(side * scale)) for side in size)
        area = tile or Tile(0, 0, width, height)
        target = surface(area.width, area.height)
        crop = tuple(
            max(0.0, cut / scale)
            for cut in (area.x, height - area.y - area.height, width - area.x - area.width, area.y)
        )
        bitmap = self._document[page].render(
            scale=scale, prefer_bgrx=True, crop=crop, may_draw_forms=True, draw_annots=look.annotations
        )
        self._put(bitmap, area, look, target)

    def _put(self, bitmap: pypdfium2.PdfBitmap, area: Tile, look: Look, target: memoryview) -> None:
        """The engine rounds sizes in its own way: what it drew is fitted to the surface."""
        if (bitmap.width, bitmap.height) == (area.width, area.height) and not look.straighten:
            target[:] = self._rows(bitmap)
            return
        drawn = Image.frombuffer("RGBX", (bitmap.width, bitmap.height), bitmap.buffer, "raw", "RGBX", bitmap.stride, 1)
        if look.straighten:
            drawn = drawn.rotate(-look.straighten, Image.Resampling.BICUBIC, fillcolor="white")
        target[:] = drawn.resize((area.width, area.height)).tobytes()

    @staticmethod
    def _rows(bitmap: pypdfium2.PdfBitmap) -> bytes:
        data = bytes(bitmap.buffer)
        row = bitmap.width * 4
        if bitmap.stride == row:
            return data
        return b"".join(data[y * bitmap.stride : y * bitmap.stride + row] for y in range(bitmap.height))

    def words(self, page: int) -> tuple[Word, ...]:
        loaded = self._document[page]
        text = loaded.get_textpage()
        height = loaded.get_height()
        words: list[Word] = []
        for found in re.finditer(r"\S+", text.get_text_range()):
            boxes = [text.get_charbox(n) for n in range(found.start(), min(found.end(), text.count_chars()))]
            if boxes:
                left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
                right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
                line = round(height - bottom)
                words.append(Word(Rect(left, height - top, right, height - bottom), found.group(), 0, line, len(words)))
        return tuple(words)

    def close(self) -> None:
        self._document.close()


class WithFallback(Document):
    """A PDF that MuPDF opened: a page that it fails to draw, or leaves empty, is drawn by pdfium instead."""

    def __init__(self, first: Document, data: bytes, password: str) -> None:
        self._first, self._data, self._password = first, data, password
        self._second: PdfiumDocument | None = None
        self.engine = first.engine

    def page_sizes(self, measured: int) -> tuple[tuple[PageSize, ...], bool]:
        return self._first.page_sizes(measured)

    def render(self, page: int, scale: float, tile: Tile | None, look: Look, surface: Surface) -> None:
        drawn: list[memoryview] = []

        def watched(width: int, height: int) -> memoryview:
            drawn[:] = [surface(width, height)]
            return drawn[0][:]

        try:
            self._first.render(page, scale, tile, look, watched)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever MuPDF raises, the other engine may still draw it
            try:
                self._other().render(page, scale, tile, look, surface)
            except Exception:  # noqa: BLE001 - both failed: the first one's reason counts
                raise DocumentError(FailureKind.BROKEN, "this page is damaged.") from error
            return
        if _is_blank(drawn[0]):
            self._try_other(page, scale, tile, look, drawn[0])
        drawn[0].release()

    def _try_other(self, page: int, scale: float, tile: Tile | None, look: Look, target: memoryview) -> None:
        """An empty page may be meant, or be more than MuPDF could read: the other engine's word decides."""
        with contextlib.suppress(Exception):
            self._other().render(page, scale, tile, look, lambda width, height: target[:])

    def _other(self) -> PdfiumDocument:
        if self._second is None:
            self._second = PdfiumDocument(self._data, self._password)
        return self._second

    def words(self, page: int) -> tuple[Word, ...]:
        try:
            return self._first.words(page)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - as with drawing
            return self._other().words(page)

    def raw_words(self, page: int) -> Sequence[RawWord]:
        try:
            return self._first.raw_words(page)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - as with drawing
            return self._other().raw_words(page)

    def pictures(self, page: int) -> tuple[Rect, ...]:
        return self._first.pictures(page)

    def labels(self) -> tuple[str, ...]:
        return self._first.labels()

    def outline(self) -> tuple[Heading, ...]:
        return self._first.outline()

    def remarks(self) -> tuple[Remark, ...]:
        return self._first.remarks()

    def attachments(self) -> tuple[str, ...]:
        return self._first.attachments()

    def close(self) -> None:
        self._first.close()
        if self._second is not None:
            self._second.close()


def _is_blank(pixels: memoryview) -> bool:
    """Whether everything is white. Looks at a piece at a time: most pages say no at once."""
    return all(
        pixels[at : at + BLANK_CHUNK].tobytes().count(b"\xff") == len(pixels[at : at + BLANK_CHUNK])
        for at in range(0, len(pixels), BLANK_CHUNK)
    )
