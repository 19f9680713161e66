"""Evidence of any kind as a PDF that marks can be put on: a fresh copy, without what names people beside its pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pymupdf
from pymupdf import mupdf

from assessor_app.documents.images import ImageDocument
from assessor_app.documents.kinds import Kind, sniff
from assessor_app.documents.model import DocumentError, FailureKind
from assessor_app.documents.provider import ALL_PAGES
from assessor_app.domain.geometry import Rect

PHOTO_QUALITY = 92
Place = Callable[[float, float], tuple[float, float]]


def as_pdf(data: bytes, media_type: str, rendition: bytes = b"", password: str = "") -> Any:
    """A ``pymupdf.Document`` with the pages that marks were made on. Raises DocumentError."""
    kind, _ = sniff(data, media_type)
    try:
        if rendition:
            document = pymupdf.open("pdf", rendition)
        elif kind is Kind.PDF:
            document = _unlocked(data, password)
        elif kind is Kind.IMAGE:
            document = _of_pictures(data)
        else:
            document = _of_other(data, media_type)
    except DocumentError:
        raise
    except (RuntimeError, ValueError, pymupdf.FileDataError) as error:
        raise DocumentError(FailureKind.BROKEN) from error
    _forget_people(document)
    return document


def _unlocked(data: bytes, password: str) -> Any:
    document = pymupdf.open("pdf", data)
    if document.needs_pass and not (password and document.authenticate(password)):
        raise DocumentError(FailureKind.PASSWORD)
    return document


def _of_pictures(data: bytes) -> Any:
    source = ImageDocument(data)
    sizes, _ = source.page_sizes(ALL_PAGES)
    document = pymupdf.open()
    for number, size in enumerate(sizes):
        packed = io.BytesIO()
        # Decoded and packed anew: nothing but the pixels comes along.
        source.frame(number).save(packed, "JPEG", quality=PHOTO_QUALITY, subsampling=0)
        page = document.new_page(width=size.width, height=size.height)
        page.insert_image(page.rect, stream=packed.getvalue())
    source.close()
    return document


def _of_other(data: bytes, media_type: str) -> Any:
    from assessor_app.documents.mupdf import MuPdfDocument
    from assessor_app.documents.provider import open_document

    shown = open_document(data, media_type)
    if not isinstance(shown, MuPdfDocument):
        raise DocumentError(FailureKind.UNSUPPORTED)
    return pymupdf.open("pdf", shown.as_pdf())


def _forget_people(document: Any) -> None:
    """Properties, XMP, attachments and the names of those who annotated."""
    document.scrub(
        attached_files=True, clean_pages=False, embedded_files=True, hidden_text=False, javascript=True, metadata=True,
        redactions=False, remove_links=False, reset_fields=False, reset_responses=False, thumbnails=True,
        xml_metadata=True,
    )  # fmt: skip
    for page in document:
        for annotation in page.annots():
            document.xref_set_key(annotation.xref, "T", "(Applicant)")
            for key in ("M", "CreationDate", "NM", "Popup"):
                document.xref_set_key(annotation.xref, key, "null")


def packed(document: Any) -> bytes:
    """The bytes of a finished document: written anew, so that nothing of earlier states stays behind."""
    document.set_metadata({})
    return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def user_space_of(page: Any) -> Place:
    """From a displayed page's points to PDF user space, whose origin is where the page's media box says."""
    box, transform = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_transform(mupdf.pdf_page_from_fz_page(page.this), box, transform)
    matrix = ~pymupdf.Matrix(transform)

    def place(x: float, y: float) -> tuple[float, float]:
        point = pymupdf.Point(x, y) * matrix
        return float(point.x), float(point.y)

    return place


def placed_rect(rect: Rect, place: Place) -> tuple[float, float, float, float]:
    a, b = place(rect.x0, rect.y0), place(rect.x1, rect.y1)
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
