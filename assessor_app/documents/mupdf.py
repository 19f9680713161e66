"""MuPDF as a provider."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import pymupdf
from pymupdf import mupdf

from assessor_app.documents.model import DocumentError, FailureKind, PageSize, SearchHit, Tile, Word
from assessor_app.documents.provider import Document, Surface
from assessor_app.domain.geometry import Rect

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)
_BGR = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_BGR)
DISPLAY_LISTS = 8
BROKEN_PAGE = PageSize(612.0, 792.0)
_TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
SNIPPET_WORDS = 4


class MuPdfDocument(Document):
    engine = "mupdf"

    def __init__(self, data: bytes, extension: str, *, text_only: bool = False) -> None:
        """Raises DocumentError."""
        self.text_only = text_only
        self._data = data
        try:
            self._document: Any = pymupdf.open(stream=data, filetype=extension)
            if self._document.needs_pass:
                raise DocumentError(FailureKind.PASSWORD)
            self._count = int(self._document.page_count)
        except MemoryError:
            raise
        except DocumentError:
            raise
        except Exception as error:
            raise DocumentError(FailureKind.BROKEN) from error
        if self._count < 1:
            raise DocumentError(FailureKind.BROKEN, "the file has no pages.")
        self._lists: OrderedDict[int, Any] = OrderedDict()
        self._texts: OrderedDict[int, Any] = OrderedDict()

    def page_sizes(self) -> tuple[PageSize, ...]:
        pdf = mupdf.pdf_document_from_fz_document(self._document.this) if self._document.is_pdf else None
        return tuple(self._page_size(pdf, page) for page in range(self._count))

    def _page_size(self, pdf: Any, page: int) -> PageSize:
        """From the page's entry where there is one: loading every page of a portfolio takes longer than drawing one."""
        try:
            if pdf is not None:
                box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
                mupdf.pdf_page_obj_transform(mupdf.pdf_lookup_page_obj(pdf, page), box, matrix)
                box = mupdf.fz_transform_rect(box, matrix)
            else:
                box = self._document.load_page(page).bound()
        except Exception:  # noqa: BLE001 - one broken page must not hide the others
            return BROKEN_PAGE
        size = PageSize(abs(box.x1 - box.x0), abs(box.y1 - box.y0))
        return size if size.width > 0 and size.height > 0 else BROKEN_PAGE

    def render(self, page: int, scale: float, tile: Tile | None, surface: Surface) -> None:
        display = self._display_list(page)
        paper = display.rect
        matrix = pymupdf.Matrix(scale, scale).pretranslate(-paper.x0, -paper.y0)
        width, height = max(1, round(paper.width * scale)), max(1, round(paper.height * scale))
        area = (
            pymupdf.IRect(0, 0, width, height)
            if tile is None
            else pymupdf.IRect(tile.x, tile.y, tile.x + tile.width, tile.y + tile.height)
        )
        # The engine's own colours: with pymupdf.csRGB every transparent page is colour-managed, at ten times the cost.
        # The engine gets a bare address: the memory's owner has to outlive the drawing.
        target = surface(area.width, area.height)
        memory = mupdf.python_mutable_buffer_data(target)
        box = pymupdf.JM_irect_from_py(area)
        pixels = mupdf.fz_new_pixmap_with_bbox_and_data(_BGR, box, mupdf.FzSeparations(), 1, memory)
        mupdf.fz_clear_pixmap_with_value(pixels, 255)
        device = mupdf.fz_new_draw_device(pymupdf.JM_matrix_from_py(matrix), pixels)
        everything = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
        mupdf.fz_run_display_list(display.this, device, mupdf.FzMatrix(), everything, mupdf.FzCookie())
        mupdf.fz_close_device(device)
        target.release()

    def prepare(self, page: int) -> None:
        self._display_list(page)

    def words(self, page: int) -> tuple[Word, ...]:
        return tuple(
            Word(Rect(w[0], w[1], w[2], w[3]), str(w[4]), int(w[5]), int(w[6]), number)
            for number, w in enumerate(self._text(page).extractWORDS())
        )

    def search(self, page: int, query: str) -> tuple[SearchHit, ...]:
        words = self.words(page)
        hits = []
        for found in self._text(page).search(query, quads=False) or ():
            rect = Rect(found.x0, found.y0, found.x1, found.y1)
            near = [n for n, word in enumerate(words) if word.rect.intersects(rect)]
            start, end = (max(0, near[0] - SNIPPET_WORDS), near[-1] + SNIPPET_WORDS + 1) if near else (0, 0)
            hits.append(SearchHit(page, (rect,), " ".join(word.text for word in words[start:end])))
        return tuple(hits)

    def close(self) -> None:
        self._lists.clear()
        self._texts.clear()
        self._document.close()

    def _display_list(self, page: int) -> Any:
        if page not in self._lists:
            self._lists[page] = self._document.load_page(page).get_displaylist()
            while len(self._lists) > DISPLAY_LISTS:
                self._lists.popitem(last=False)
        self._lists.move_to_end(page)
        return self._lists[page]

    def _text(self, page: int) -> Any:
        if page not in self._texts:
            self._texts[page] = pymupdf.TextPage(self._display_list(page).get_textpage(_TEXT_FLAGS))
            while len(self._texts) > DISPLAY_LISTS:
                self._texts.popitem(last=False)
        return self._texts[page]
