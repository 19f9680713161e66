"""PDFs built anew from their pages: nothing but what the pages show comes along."""

from __future__ import annotations

import io

import pikepdf

from assessor_app.server.intake.pictures import clean_jpeg

_PAGE_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/Thumb", "/B", "/StructParents")
_ANNOTATION_KEYS = ("/T", "/M", "/CreationDate", "/NM", "/A", "/AA", "/FS", "/Popup", "/Parent", "/TU", "/TM")
_REMOVED_KINDS = ("/FileAttachment", "/Popup", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D")


class Protected(ValueError):
    """The PDF needs a password."""


def clean(data: bytes) -> bytes:
    """Pages, their labels and what is drawn on them; no Info, XMP, attachments, scripts, authors or earlier state."""
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Protected("the PDF is protected with a password; hand it in without one.") from None
    except pikepdf.PdfError as error:
        raise Protected(f"the PDF is damaged ({error}).") from None
    with source, pikepdf.new() as fresh:
        fresh.pages.extend(source.pages)
        for page in fresh.pages:
            _clean_page(fresh, page)
        for item in fresh.objects:
            if isinstance(item, pikepdf.Stream):
                _clean_stream(item)
        if "/PageLabels" in source.Root:
            fresh.Root["/PageLabels"] = fresh.copy_foreign(source.Root["/PageLabels"])
        fresh.remove_unreferenced_resources()
        out = io.BytesIO()
        fresh.save(out, deterministic_id=True, compress_streams=True)
        return out.getvalue()


def _clean_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    for key in _PAGE_KEYS:
        if key in page.obj:
            del page.obj[key]
    if "/Annots" not in page.obj:
        return
    kept = []
    for annotation in page.obj.Annots:
        if str(annotation.get("/Subtype")) in _REMOVED_KINDS:
            continue
        for key in _ANNOTATION_KEYS:
            if key in annotation:
                del annotation[key]
        kept.append(annotation)
    page.obj.Annots = pdf.make_indirect(pikepdf.Array(kept))


def _clean_stream(stream: pikepdf.Stream) -> None:
    for key in ("/Metadata", "/PieceInfo", "/LastModified", "/OPI"):
        if key in stream:
            del stream[key]
    if stream.get("/Subtype") == pikepdf.Name.Image and stream.get("/Filter") == pikepdf.Name.DCTDecode:
        raw = stream.read_raw_bytes()
        try:
            lean = clean_jpeg(raw)
        except (OSError, ValueError, SyntaxError):
            return
        stream.write(lean, filter=pikepdf.Name.DCTDecode)
