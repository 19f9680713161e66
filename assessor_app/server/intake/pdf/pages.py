"""Names on the pages of a PDF, taken out for good: letters are removed from the text, pixels from pictures."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pymupdf
from PIL import Image

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.pdf import pictures
from assessor_app.server.intake.picture_text import boxes_of
from assessor_app.server.intake.words import is_word

pymupdf.TOOLS.mupdf_display_errors(False)
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_ACCURATE_BBOXES
_GREY = (0.8, 0.8, 0.8)
_INSET_ACROSS, _INSET_ALONG = 0.3, 0.12
"""Of a letter's height and width: so much is left out at its edges, so that its neighbours stay."""
_STRIP_HIGH, _MOST_STRIPS, _MOST_SHAPES, _OUTLINES = 40, 2, 8, 60
_DPI, _MOST_PIXELS = 200, 12_000_000
_EVERYWHERE = pymupdf.Rect(-1e6, -1e6, 1e6, 1e6)
"""Text outside of the page is not seen, but it is there."""
_LINE_END = re.compile(r"\n")
_UNKNOWN = "\ufffd"
_TRIES = 3
_DRAWN_SIDE = 1_600
_MOST_STRANGE, _LEAST_WORDS, _LEAST_KNOWN = 0.08, 5, 0.3
_SOME, _LEAST_ALPHANUMERIC = 20, 0.55
_LETTERS = re.compile(r"[^\W\d_]+")
# MuPDF's ways to redact, whose names PyMuPDF's type hints lack.
_PIXELS, _LINES_STAY, _LINES_GO, _LETTERS_GO = 2, 0, 2, 0


@dataclass(frozen=True, slots=True)
class _Letter:
    """``box`` is in points of the unturned page."""

    text: str
    box: pymupdf.Rect
    upright: bool


def _open(data: bytes) -> pymupdf.Document:
    try:
        return pymupdf.open(stream=data, filetype="pdf")
    except (RuntimeError, ValueError) as error:
        raise Unreadable(f"The PDF is damaged ({error}).") from None


def without_forms(data: bytes, most_pages: int) -> bytes:
    """The same pages, their form fields turned into what they show. Raises Unreadable."""
    with _open(data) as document:
        if document.needs_pass:
            raise Unreadable("The PDF is protected with a password; hand it in without one.")
        if document.page_count > most_pages:
            raise Unreadable(f"The PDF has {document.page_count} pages; at most {most_pages} can be taken.")
        if not document.page_count:
            raise Unreadable("The PDF is damaged: it has no pages.")
        if not document.is_form_pdf and not any(_has_field(document, n) for n in range(document.page_count)):
            return data
        document.bake(annots=False, widgets=True)
        return bytes(document.tobytes(garbage=1))


def _has_field(document: pymupdf.Document, number: int) -> bool:
    """Whether a page has a form field, whether or not the document's list of them names it."""
    kind = document.xref_get_key(document.page_xref(number), "Annots")
    return kind[0] != "null" and next(iter(document[number].widgets()), None) is not None


def picture_of(drawing: bytes) -> bytes:
    """An SVG as a PNG; empty when it can't be drawn."""
    try:
        with pymupdf.open(stream=drawing, filetype="svg") as document:
            page = document[0]
            scale = min(4.0, _DRAWN_SIDE / max(1.0, page.rect.width, page.rect.height))
            return bytes(page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False).tobytes("png"))
    except (RuntimeError, ValueError):
        return b""


def texts_of(data: bytes) -> tuple[str, ...]:
    with _open(data) as document:
        return tuple(page.get_textpage(clip=_EVERYWHERE, flags=_FLAGS).extractText() for page in document)


def without_names(data: bytes, censor: Censor, *, with_pictures: bool) -> bytes:
    """Raises Unreadable when a name can't be taken out."""
    with _open(data) as document:
        quiet: set[bytes] = set()
        changed = [pictures.without_names(document, censor)] if with_pictures else []
        with _annotations_aside(document):
            changed += [_redact_page(document, n, censor, quiet, with_pictures) for n in range(document.page_count)]
        changed += [_redact_annotations(document[number], censor) for number in range(document.page_count)]
        return bytes(document.tobytes(garbage=3, deflate=True)) if any(changed) else data


@contextmanager
def _annotations_aside(document: pymupdf.Document) -> Iterator[None]:
    """MuPDF deletes the annotations that a redaction touches: a highlight would go with the name that it covers."""
    kept = [
        (document.page_xref(n), document.xref_get_key(document.page_xref(n), "Annots")) for n in range(len(document))
    ]
    kept = [(xref, value) for xref, value in kept if value[0] != "null"]
    for xref, _ in kept:
        document.xref_set_key(xref, "Annots", "null")
    try:
        yield
    finally:
        for xref, (_, value) in kept:
            document.xref_set_key(xref, "Annots", value)


def _redact_page(
    document: pymupdf.Document, number: int, censor: Censor, quiet: set[bytes], with_pictures: bool
) -> bool:
    page = document[number]
    turned = page.rotation
    if turned:
        page.set_rotation(0)
    try:
        changed = _redact_text(page, censor, number)
        if with_pictures:
            changed = _redact_what_is_seen(page, censor, number, quiet) or changed
    finally:
        if turned:
            page.set_rotation(turned)
    return changed


def _redact_text(page: pymupdf.Page, censor: Censor, number: int) -> bool:
    changed = False
    for attempt in range(_TRIES):
        textpage = page.get_textpage(clip=_EVERYWHERE, flags=_FLAGS)
        text = textpage.extractText()
        if not censor.search.find(text) and not censor.search.find_across(text, _LINE_END):
            break
        text, letters = _letters(textpage)
        boxes = [
            box
            for hit in censor.hits(text, "page", number, count=attempt == 0, gaps=_LINE_END)
            for box in _lines([letter for letter in letters[hit.start : hit.end] if letter is not None])
        ]
        if not boxes:
            break
        _take_out(page, boxes, shrink=attempt == 0)
        changed = True
    return changed


def _letters(textpage: Any) -> tuple[str, list[_Letter | None]]:
    """A page's text, and for each of its characters the letter on the page; None for a line's end."""
    parts: list[str] = []
    letters: list[_Letter | None] = []
    for block in textpage.extractRAWDICT()["blocks"]:
        for line in block.get("lines", ()):
            upright = abs(line["dir"][1]) < 0.02 or abs(line["dir"][0]) < 0.02
            for span in line["spans"]:
                for char in span["chars"]:
                    for sign in char["c"]:
                        parts.append(sign)
                        letters.append(_Letter(sign, pymupdf.Rect(char["bbox"]), upright))
            parts.append("\n")
            letters.append(None)
    return "".join(parts), letters


def _lines(letters: list[_Letter]) -> Iterator[pymupdf.Rect]:
    """A hit's letters as boxes, one a line; each letter alone where the line is aslant."""
    current: pymupdf.Rect | None = None
    for letter in letters:
        box = letter.box
        if not letter.upright or box.is_empty:
            if not box.is_empty:
                yield _core(box)
            continue
        if current is not None and _beside(current, box):
            current |= box
            continue
        if current is not None:
            yield current
        current = pymupdf.Rect(box)
    if current is not None:
        yield current


def _core(box: pymupdf.Rect) -> pymupdf.Rect:
    """The middle of a letter that stands aslant, whose box reaches into its neighbours'."""
    x, y = box.width * 0.3, box.height * 0.3
    return pymupdf.Rect(box.x0 + x, box.y0 + y, box.x1 - x, box.y1 - y)


def _beside(line: pymupdf.Rect, box: pymupdf.Rect) -> bool:
    across = min(line.y1, box.y1) - max(line.y0, box.y0)
    along = min(line.x1, box.x1) - max(line.x0, box.x0)
    gap = 3 * max(min(box.width, box.height), 2.0)
    level = bool(across > 0.6 * min(line.height, box.height) and along > -gap)
    steep = bool(along > 0.6 * min(line.width, box.width) and across > -gap)
    return level or steep


def _take_out(page: pymupdf.Page, boxes: list[pymupdf.Rect], *, shrink: bool, drawn: bool = False) -> None:
    for box in boxes:
        inner = _inner(box) if shrink else box
        page.add_redact_annot(inner, fill=False, cross_out=False)  # type: ignore[arg-type]
    page.apply_redactions(images=_PIXELS, graphics=_LINES_GO if drawn else _LINES_STAY, text=_LETTERS_GO)
    shape = page.new_shape()
    for box in boxes:
        if box.intersects(page.rect):
            shape.draw_rect(box)
    if shape.draw_cont:
        shape.finish(fill=_GREY, color=None, width=0)
        shape.commit()


def _inner(box: pymupdf.Rect) -> pymupdf.Rect:
    along, across = (_INSET_ALONG, _INSET_ACROSS) if box.width >= box.height else (_INSET_ACROSS, _INSET_ALONG)
    thin = min(box.width, box.height)
    x, y = (along * min(thin, 8), across * box.height) if box.width >= box.height else (along * box.width, across * 4)
    x, y = min(x, box.width * 0.3), min(y, box.height * 0.35)
    return pymupdf.Rect(box.x0 + x, box.y0 + y, box.x1 - x, box.y1 - y)


def _redact_what_is_seen(page: pymupdf.Page, censor: Censor, number: int, quiet: set[bytes]) -> bool:
    """``quiet`` are the pages, by what they show, in which nothing was found before."""
    drawn = _is_drawn(page) or _outlined_letters(page)
    if not drawn and not _says_less_than_it_shows(page):
        return False
    area = page.rect
    scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, area.width * area.height)) ** 0.5)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=area, alpha=False, annots=False)
    digest = hashlib.sha256(pixels.samples_mv).digest()
    if digest in quiet:
        return False
    picture = Image.frombuffer("RGB", (pixels.width, pixels.height), pixels.samples, "raw", "RGB", 0, 1)
    boxes = [
        pymupdf.Rect(box) / scale + (area.x0, area.y0, area.x0, area.y0)
        for box in boxes_of(picture, censor, "picture", number)
    ]
    if not boxes:
        quiet.add(digest)
        return False
    _take_out(page, boxes, shrink=False, drawn=drawn)
    return True


def _is_drawn(page: pymupdf.Page) -> bool:
    """Whether there is no text but only lines, which may be letters."""
    shown: str = page.get_text(flags=_FLAGS)
    return not shown.strip() and not page.get_image_info() and bool(page.get_cdrawings())


def _says_less_than_it_shows(page: pymupdf.Page) -> bool:
    """Whether words may stand on it that are neither text nor in one of its stored pictures: in fonts that do not tell
    their letters, in pictures cut into strips, in stencils, in pictures that are part of the page's own drawing."""
    text = page.get_text(flags=_FLAGS).strip()
    if says_nothing(text) or (text and _has_mute_font(page)):
        return True
    shown = [info for info in page.get_image_info() if pymupdf.Rect(info["bbox"]).intersects(page.rect)]
    stored = page.get_images()
    strips = sum(info["height"] < _STRIP_HIGH or info["width"] < _STRIP_HIGH for info in shown) > _MOST_STRIPS
    inline = bool(shown) and not stored
    return strips or inline or any(pictures.is_stencil(page.parent, image[0]) for image in stored)


def _outlined_letters(page: pymupdf.Page) -> bool:
    """Whether many small filled shapes of the size of letters stand on the page."""
    letters = 0
    for drawing in page.get_cdrawings():
        box = drawing["rect"]
        width, height = box[2] - box[0], box[3] - box[1]
        if "f" in drawing["type"] and 1 < width < 60 and 3 < height < 60 and len(drawing["items"]) > 4:
            letters += 1
        elif "f" in drawing["type"] and len(drawing["items"]) > _OUTLINES and height < 80:
            return True
    return letters > _MOST_SHAPES


def _has_mute_font(page: pymupdf.Page) -> bool:
    """Whether the page draws letters of a font that does not tell which letters they are (ISO 32000-2, 9.10)."""
    for xref, _, kind, *_, encoding in page.get_fonts():
        mute = kind == "Type3" or (kind == "Type0" and encoding.startswith("Identity"))
        if mute and xref and page.parent.xref_get_key(xref, "ToUnicode")[0] == "null":
            return True
    return False


def says_nothing(text: str) -> bool:
    """Whether a page's text is not what it shows: its fonts do not tell which letters they draw."""
    letters = [sign for sign in text if not sign.isspace()]
    strange = sum(sign == _UNKNOWN or unicodedata.category(sign) in ("Co", "Cc", "Cn") for sign in letters)
    if strange > len(letters) * _MOST_STRANGE:
        return True
    if len(letters) >= _SOME and sum(map(str.isalnum, letters)) < len(letters) * _LEAST_ALPHANUMERIC:
        return True
    words = [word for word in _LETTERS.findall(text) if len(word) > 2][:400]
    known = sum(is_word(word) or is_word(word.casefold()) for word in words)
    return len(words) >= _LEAST_WORDS and known < len(words) * _LEAST_KNOWN


def _redact_annotations(page: pymupdf.Page, censor: Censor) -> bool:
    """What annotations show by their own drawing: drawn anew from their text where it names somebody."""
    changed = False
    for annotation in list(page.annots() or ()):
        shown = annotation.get_text()
        if not shown.strip() or not censor.hits(shown, "annotation", page.number, count=False):
            continue
        changed = True
        if annotation.type[1] == "FreeText":
            annotation.update()
            if censor.hits(annotation.get_text(), "annotation", page.number, count=False):
                page.delete_annot(annotation)
        else:
            page.delete_annot(annotation)
    return changed
