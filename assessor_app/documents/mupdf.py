"""MuPDF as a provider."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import pymupdf
from pymupdf import mupdf

from assessor_app.documents.model import (
    Author,
    DocumentError,
    FailureKind,
    Heading,
    Look,
    PageSize,
    Remark,
    RemarkKind,
    Tile,
    Word,
)
from assessor_app.documents.provider import Document, Surface
from assessor_app.documents.text import RawWord
from assessor_app.domain.geometry import Rect

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)
_BGR = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_BGR)
DISPLAY_LISTS = 8
BROKEN_PAGE = PageSize(612.0, 792.0)
_TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
MOST_LABELS, MOST_HEADINGS, MOST_REMARKS, MOST_QUOTED = 5_000, 2_000, 2_000, 500
_IMAGE_BLOCK = 1
_MARKUP = frozenset({mupdf.PDF_ANNOT_HIGHLIGHT, mupdf.PDF_ANNOT_UNDERLINE, mupdf.PDF_ANNOT_STRIKE_OUT,
                     mupdf.PDF_ANNOT_SQUIGGLY})  # fmt: skip
_SAID = _MARKUP | {mupdf.PDF_ANNOT_TEXT, mupdf.PDF_ANNOT_FREE_TEXT, mupdf.PDF_ANNOT_CARET, mupdf.PDF_ANNOT_INK,
                   mupdf.PDF_ANNOT_SQUARE, mupdf.PDF_ANNOT_CIRCLE, mupdf.PDF_ANNOT_LINE,
                   mupdf.PDF_ANNOT_POLYGON, mupdf.PDF_ANNOT_STAMP}  # fmt: skip


class MuPdfDocument(Document):
    engine = "mupdf"

    def __init__(self, data: bytes, extension: str, *, text_only: bool = False, password: str = "") -> None:
        """Raises DocumentError."""
        self.text_only = text_only
        self._data = data
        try:
            self._document: Any = pymupdf.open(stream=data, filetype=extension)
            if self._document.needs_pass and not (password and self._document.authenticate(password)):
                raise DocumentError(FailureKind.PASSWORD, "the password does not open this file." if password else "")
            self._count = int(self._document.page_count)
        except MemoryError:
            raise
        except DocumentError:
            raise
        except Exception as error:
            raise DocumentError(FailureKind.BROKEN) from error
        if self._count < 1:
            raise DocumentError(FailureKind.BROKEN, "the file has no pages.")
        self._lists: OrderedDict[tuple[int, bool], Any] = OrderedDict()
        self._texts: OrderedDict[int, Any] = OrderedDict()
        self._sizes: tuple[PageSize, ...] = ()

    def page_sizes(self, measured: int) -> tuple[tuple[PageSize, ...], bool]:
        if not self._sizes:
            pdf = mupdf.pdf_document_from_fz_document(self._document.this) if self._document.is_pdf else None
            known = tuple(self._page_size(pdf, page) for page in range(min(measured, self._count)))
            if measured < self._count:
                return known + known[-1:] * (self._count - measured), False
            self._sizes = known
        return self._sizes, True

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

    def render(self, page: int, scale: float, tile: Tile | None, look: Look, surface: Surface) -> None:
        display = self._display_list(page, look.annotations)
        paper = display.rect
        matrix = pymupdf.Matrix(scale, scale).pretranslate(-paper.x0, -paper.y0)
        if look.straighten:
            middle = (paper.x0 + paper.x1) / 2, (paper.y0 + paper.y1) / 2
            matrix.pretranslate(*middle).prerotate(-look.straighten).pretranslate(-middle[0], -middle[1])
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

    def words(self, page: int) -> tuple[Word, ...]:
        return tuple(
            Word(Rect(w[0], w[1], w[2], w[3]), str(w[4]), int(w[5]), int(w[6]), number)
            for number, w in enumerate(self._text(page).extractWORDS())
        )

    def raw_words(self, page: int) -> Sequence[RawWord]:
        # Not by way of the display list: it is made for drawing, and takes longer than the text.
        text = self._document.load_page(page).get_textpage(_TEXT_FLAGS)
        return [(w[0], w[1], w[2], w[3], w[4], w[5], w[6]) for w in text.extractWORDS()]

    def pictures(self, page: int) -> tuple[Rect, ...]:
        blocks = self._display_list(page, True).get_textpage(pymupdf.TEXT_PRESERVE_IMAGES)
        found = pymupdf.TextPage(blocks).extractBLOCKS()
        return tuple(Rect(b[0], b[1], b[2], b[3]) for b in found if b[6] == _IMAGE_BLOCK)

    def labels(self) -> tuple[str, ...]:
        if not self._document.is_pdf or not self._document.get_page_labels():
            return ()
        return tuple(
            str(self._document.load_page(page).get_label() or page + 1) for page in range(min(self._count, MOST_LABELS))
        )

    def outline(self) -> tuple[Heading, ...]:
        try:
            entries = self._document.get_toc(simple=True)[:MOST_HEADINGS]
        except Exception:  # noqa: BLE001 - a broken outline must not hide the pages
            return ()
        return tuple(
            Heading(max(1, int(level)), " ".join(str(title).split())[:200], min(self._count, int(page)) - 1)
            for level, title, page in entries
            if int(page) >= 1 and str(title).strip()
        )

    def remarks(self) -> tuple[Remark, ...]:
        if not self._document.is_pdf:
            return ()
        found: list[Remark] = []
        for number in range(self._count):
            # One broken page must not hide the others' remarks.
            with contextlib.suppress(Exception):
                page = self._document.load_page(number)
                for annotation in page.annots():
                    if annotation.type[0] in _SAID and (remark := self._remark(number, page, annotation)) is not None:
                        found.append(remark)
                    if len(found) >= MOST_REMARKS:
                        return tuple(found)
        return tuple(found)

    def _remark(self, number: int, page: Any, annotation: Any) -> Remark | None:
        info, rect = annotation.info, annotation.rect * page.rotation_matrix
        rect.normalize()
        box = Rect(rect.x0, rect.y0, rect.x1, rect.y1)
        is_markup = annotation.type[0] in _MARKUP
        quote = " ".join(w.text for w in self.words(number) if _half_inside(w.rect, box)) if is_markup else ""
        text = str(info.get("content") or "").strip()
        if not text and not is_markup:
            return None
        author = str(info.get("title") or "").strip().casefold()
        who = Author.APPLICANT if author in ("", "applicant") else Author.OTHER
        kind = RemarkKind.COMMENT if text else RemarkKind.MARKUP
        return Remark(kind, who, number, box, quote[:MOST_QUOTED], text)

    def attachments(self) -> tuple[str, ...]:
        try:
            return tuple(str(name)[:200] for name in self._document.embfile_names()[:100])
        except Exception:  # noqa: BLE001 - only PDFs have them
            return ()

    def as_pdf(self) -> bytes:
        """The pages as they are shown, as a PDF."""
        return self._data if self._document.is_pdf else bytes(self._document.convert_to_pdf())

    def close(self) -> None:
        self._lists.clear()
        self._texts.clear()
        self._document.close()

    def _display_list(self, page: int, annotations: bool) -> Any:
        key = (page, annotations)
        if key not in self._lists:
            loaded = self._document.load_page(page)
            # Forms are shown as they were filled in, with or without annotations.
            self._lists[key] = loaded.get_displaylist() if annotations else _without_annotations(loaded)
            while len(self._lists) > DISPLAY_LISTS:
                self._lists.popitem(last=False)
        self._lists.move_to_end(key)
        return self._lists[key]

    def _text(self, page: int) -> Any:
        if page not in self._texts:
            self._texts[page] = pymupdf.TextPage(self._display_list(page, True).get_textpage(_TEXT_FLAGS))
            while len(self._texts) > DISPLAY_LISTS:
                self._texts.popitem(last=False)
        return self._texts[page]


def shrink_store() -> None:
    """Give back half of what MuPDF keeps of fonts and pictures of documents that may be closed by now."""
    pymupdf.TOOLS.store_shrink(50)


def _without_annotations(page: Any) -> Any:
    box = mupdf.FzRect(*page.bound())
    display = mupdf.FzDisplayList(box)
    device = mupdf.fz_new_list_device(display)
    mupdf.fz_run_page_contents(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_run_page_widgets(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.DisplayList(display)


def _half_inside(word: Rect, box: Rect) -> bool:
    return box.contains(word.centre)
