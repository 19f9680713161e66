"""Every corner of a PDF in which a name can be and a reader does not look."""

from __future__ import annotations

import io

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, String

from tests.intake.lettering import font_file, landscape, saved
from tests.intake.person import unaccented
from tests.intake.photo_metadata import jpeg_with_everything, xmp
from tests.intake.planting import Sheet


def plant_in_corners(sheet: Sheet, document: pymupdf.Document) -> None:
    """Writes the file: what PyMuPDF can plant, then what pikepdf can, then a later revision on top."""
    _hidden_text(sheet, document[0])
    _annotations(sheet, document[1])
    _fields(sheet, document[1])
    _outline_and_layers(sheet, document)
    document.embfile_add(
        sheet.metadata("attachment name"), sheet.metadata("attachment content").encode(),
        filename=sheet.metadata("attachment file name"), desc=sheet.metadata("attachment description"),
    )  # fmt: skip
    photo = jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "JPEG inside PDF: ")
    document[1].insert_image(pymupdf.Rect(400, 600, 520, 690), stream=photo)
    with pikepdf.open(io.BytesIO(document.tobytes(deflate=True))) as pdf:
        _document_level(sheet, pdf)
        _structure(sheet, pdf)
        _page_level(sheet, pdf)
        _without_owner(sheet, pdf)
        pdf.save(sheet.path, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False)
    _later_revision(sheet)


def _hidden_text(sheet: Sheet, page: pymupdf.Page) -> None:
    options = {"fontsize": 9, "fontname": "F0", "fontfile": font_file()}

    def hidden(place: str) -> str:
        return sheet.content(f"hidden text, {place}", stays=False)

    page.insert_text((60, 500), hidden("render mode 3"), render_mode=3, **options)
    page.insert_text((60, 520), hidden("white"), color=(1, 1, 1), **options)
    page.insert_text((-400, 540), hidden("left of the page"), **options)
    page.insert_text((60, 1200), hidden("below the page"), **options)
    page.insert_text((60, 560), hidden("beneath a picture"), **options)
    page.insert_image(pymupdf.Rect(50, 545, 560, 575), stream=saved(landscape(), "PNG"), keep_proportion=False)
    layer = page.parent.add_ocg(sheet.metadata("layer name"), on=False)
    page.insert_text((60, 600), hidden("in a layer that is off"), oc=layer, **options)
    page.insert_text((60, 620), hidden("a tenth of a point high"), **(options | {"fontsize": 0.1}))
    page.insert_text((60, 640), hidden("transparent"), fill_opacity=0, **options)


def _annotations(sheet: Sheet, page: pymupdf.Page) -> None:
    made = [
        page.add_text_annot((60, 80), sheet.content("sticky note")),
        page.add_freetext_annot(pymupdf.Rect(60, 110, 520, 150), sheet.content("typed on the page"), fontsize=10),
        page.add_rect_annot(pymupdf.Rect(60, 160, 120, 190)),
        page.add_stamp_annot(pymupdf.Rect(140, 160, 240, 190)),
        page.add_file_annot(
            (300, 170), sheet.metadata("attached file's content").encode(), sheet.metadata("attached file's name")
        ),
    ]
    for annotation in made:
        annotation.set_info(title=sheet.metadata(f"annotation author ({annotation.type[1]})"))
        annotation.update()
    remark = page.add_text_annot((90, 80), sheet.innocent())
    remark.set_info(title=sheet.stranger("annotation author"))
    remark.update()
    plain = unaccented(sheet.person.short)
    page.insert_link({
        "kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 200, 200, 220),
        "uri": f"https://drive.example/people/{sheet.metadata('link target', plain).replace(' ', '_')}",
    })  # fmt: skip


def _fields(sheet: Sheet, page: pymupdf.Page) -> None:
    rows = ((sheet.content("form field value"), 260), (sheet.innocent(), 300))
    for value, top in rows:
        field = pymupdf.Widget()
        field.field_type, field.text_fontsize = pymupdf.PDF_WIDGET_TYPE_TEXT, 9
        field.rect = pymupdf.Rect(60, top, 520, top + 24)
        field.field_name = sheet.metadata("form field name").replace(".", " ")
        field.field_label = sheet.metadata("form field tooltip")
        field.field_value = value
        page.add_widget(field)


def _outline_and_layers(sheet: Sheet, document: pymupdf.Document) -> None:
    document.set_toc([[1, sheet.metadata("bookmark"), 1], [1, sheet.innocent(), 2]])
    document.set_page_labels(
        [
            {
                "startpage": 0,
                "prefix": sheet.metadata("page label", unaccented(sheet.person.short)),
                "style": "D",
                "firstpagenum": 1,
            }
        ]
    )


def _document_level(sheet: Sheet, pdf: pikepdf.Pdf) -> None:
    for key in ("/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/Company"):
        pdf.docinfo[key] = sheet.metadata(f"Info {key}")
    pdf.Root.Metadata = pdf.make_stream(xmp(sheet, "XMP"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=String(sheet.metadata("PieceInfo"))))
    script = Dictionary(S=Name.JavaScript, JS=pdf.make_stream(sheet.metadata("JavaScript in a stream").encode()))
    names = _entry(pdf.Root, "/Names", Dictionary())
    names.JavaScript = Dictionary(Names=Array([String(sheet.metadata("JavaScript name")), pdf.make_indirect(script)]))
    first = pdf.pages[0].obj
    target = Array([first, Name.Fit])
    names.Dests = Dictionary(Names=Array([String(sheet.metadata("destination name")), target]))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{sheet.metadata('JavaScript')}')"))
    pdf.Root.OutputIntents = Array([Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, Info=String(sheet.metadata("output intent")),
        OutputConditionIdentifier=String("Custom"),
    )])  # fmt: skip
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(I=Dictionary(Author=String(sheet.metadata("article")))))])
    pdf.Root.URI = Dictionary(Base=String(f"file:///home/{sheet.metadata('URI base')}"))
    pdf.Root.OurOwnKey = String(sheet.metadata("private key of the catalog"))
    signed = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String(sheet.metadata("signature name")),
        Reason=String(sheet.metadata("signature reason")), Contents=String(b"\0" * 64), ByteRange=Array([0, 1, 2, 3]),
    )  # fmt: skip
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(
        FT=Name.Sig, T=String("signed"), V=pdf.make_indirect(signed), Rect=Array([0, 0, 0, 0]),
        Subtype=Name.Widget, Type=Name.Annot,
    )))  # fmt: skip


def _entry(parent: pikepdf.Object, key: str, made: pikepdf.Object) -> pikepdf.Object:
    if key not in parent:
        parent[key] = made
    return parent[key]


def _structure(sheet: Sheet, pdf: pikepdf.Pdf) -> None:
    figure = Dictionary(
        Type=Name.StructElem, S=Name.Figure, Alt=String(sheet.metadata("structure /Alt")),
        ActualText=String(sheet.metadata("structure /ActualText")), E=String(sheet.metadata("structure /E")),
        T=String(sheet.metadata("structure /T")), Pg=pdf.pages[0].obj,
    )  # fmt: skip
    root = Dictionary(Type=Name.StructTreeRoot, K=Array([pdf.make_indirect(figure)]))
    pdf.Root.StructTreeRoot = pdf.make_indirect(root)
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _page_level(sheet: Sheet, pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.PieceInfo = Dictionary(App=Dictionary(Private=String(sheet.metadata("PieceInfo of a page"))))
    page.Metadata = pdf.make_stream(xmp(sheet, "XMP of a page"), Type=Name.Metadata, Subtype=Name.XML)
    page.Thumb = pdf.make_stream(
        sheet.metadata("page thumbnail").encode().ljust(75, b" "), Width=5, Height=5, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )  # fmt: skip
    spoken = sheet.metadata("/ActualText in the page's content").encode("utf-16-be").hex()
    marked = f"/Span <</ActualText <feff{spoken}>>> BDC 60 700 1 1 re f EMC % {sheet.metadata('comment in content')}\n"
    page.contents_add(pdf.make_stream(marked.encode()), prepend=False)
    other = Dictionary(Type=Name.Filespec, F=String(sheet.metadata("file-spec name")))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 60, 100, 80]), Contents=String(sheet.metadata("link text")),
        NM=String(sheet.metadata("annotation /NM")), A=Dictionary(S=Name.GoToR, F=other, D=Array([0, Name.Fit])),
    )  # fmt: skip
    _entry(page.obj, "/Annots", Array()).append(pdf.make_indirect(link))
    for picture in pdf.pages[1].Resources.XObject.values():
        picture.Metadata = pdf.make_stream(xmp(sheet, "XMP of a picture"), Type=Name.Metadata, Subtype=Name.XML)
        picture.Name = Name("/" + sheet.metadata("/Name of a picture"))


def _without_owner(sheet: Sheet, pdf: pikepdf.Pdf) -> None:
    """An object that nothing leads to any more; reached by a private key so that the writer keeps it."""
    pdf.trailer.Leftover = pdf.make_indirect(Dictionary(Old=String(sheet.metadata("private key of the trailer"))))


def _later_revision(sheet: Sheet) -> None:
    """The page said something else before, and the file still holds it."""
    document = pymupdf.open(sheet.path)
    page = document[0]
    text = sheet.content("earlier revision", sheet.person.form("e-mail"), stays=False)
    page.insert_text((60, 660), text, fontname="F0", fontfile=font_file())
    xref = page.get_contents()[-1]
    document.saveIncr()
    document.close()
    document = pymupdf.open(sheet.path)
    document.update_stream(xref, b"% nothing more is said\n")
    document.saveIncr()
    document.close()
    with sheet.path.open("ab") as file:
        file.write(b"% " + sheet.metadata("bytes behind %%EOF").encode() + b"\n")
