"""Exported marks are real annotations that every engine draws where they were made, and nothing personal goes along."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
import pymupdf
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image, ImageChops

from assessor_app.documents.export.model import Cover, Exported, Part, RatedCriterion
from assessor_app.documents.export.packet import packet_pdf
from assessor_app.documents.export.pdf import annotated
from assessor_app.documents.export.task import ExportTask, export
from assessor_app.documents.export.web_annotation import web_annotations
from assessor_app.documents.export.xfdf import xfdf
from assessor_app.documents.model import DocumentError, FailureKind
from assessor_app.domain.geometry import Rect
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.protocol.events import new_event_id
from tests.documents import files
from tests.documents.engines import SCALE, engines

PERSON = "Erika Mustermann"
SHAPES: dict[MarkKind, dict[str, Any]] = {
    MarkKind.HIGHLIGHT: {"rects": [(60, 200, 220, 216), (60, 220, 150, 236)]},
    MarkKind.UNDERLINE: {"rects": [(60, 200, 220, 216)]},
    MarkKind.STRIKE_OUT: {"rects": [(60, 200, 220, 216)]},
    MarkKind.SQUIGGLY: {"rects": [(60, 200, 220, 216)]},
    MarkKind.NOTE: {"points": [(120, 220)], "text": "See page 2"},
    MarkKind.TEXT: {"points": [(60, 200), (220, 260)], "text": "Groups of four, 日本語 Größe"},
    MarkKind.PEN: {"points": [(60, 200), (90, 240), (120, 205), (180, 250), (200, 230)], "breaks": [3]},
    MarkKind.MARKER: {"points": [(60, 200), (200, 210)], "width": 12},
    MarkKind.BOX: {"points": [(60, 200), (220, 260)]},
    MarkKind.ELLIPSE: {"points": [(60, 200), (220, 260)]},
    MarkKind.ARROW: {"points": [(60, 200), (220, 260)]},
    MarkKind.LINE: {"points": [(60, 200), (220, 260)]},
    MarkKind.POLYGON: {"points": [(60, 200), (220, 210), (140, 260)]},
    MarkKind.STAMP: {"points": [(60, 200), (200, 226)], "text": "Well done"},
    MarkKind.REGION: {"points": [(60, 200), (220, 260)]},
}


def make(kind: MarkKind, **more: object) -> Exported:
    values = {"id": new_event_id(), "evidence_id": "e1", "page": 0, "kind": kind, **SHAPES.get(kind, {}), **more}
    return Exported(Mark.model_validate(values), "#D55E00", "Assessor", "Plans for every learner")


def page(rotation: int = 0, *, offset_crop: bool = False) -> bytes:
    """A page whose displayed size is 400 × 600 or its turn; optionally cut out of a larger sheet."""
    document = pymupdf.open()
    wide, high = (600, 400) if rotation in (90, 270) else (400, 600)
    if offset_crop:
        made = document.new_page(width=wide + 130, height=high + 90)
        made.set_cropbox(pymupdf.Rect(70, 50, 70 + wide, 50 + high))
    else:
        made = document.new_page(width=wide, height=high)
    made.set_rotation(rotation)
    return bytes(document.tobytes())


def differing(before: Image.Image, after: Image.Image) -> tuple[Rect, float] | None:
    """Where two pictures differ, in points, and the share of that rectangle that does."""
    assert abs(before.width - after.width) <= 1
    assert abs(before.height - after.height) <= 1
    size = (min(before.width, after.width), min(before.height, after.height))
    difference = ImageChops.difference(before.crop((0, 0, *size)), after.crop((0, 0, *size))).convert("L")
    mask = difference.point(lambda value: 255 if value > 40 else 0)
    box = mask.getbbox()
    if box is None:
        return None
    ink = sum(mask.crop(box).histogram()[128:]) / ((box[2] - box[0]) * (box[3] - box[1]))
    return Rect(*(side / SCALE for side in box)), ink


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", list(SHAPES))
def test_every_engine_draws_every_kind_where_it_was_made(kind: MarkKind, rotation: int) -> None:
    data, mark = page(rotation, offset_crop=True), make(kind)
    made = annotated(data, "application/pdf", [mark])
    bounds = mark.mark.bounds()
    boxes = {}
    for name, draw in engines().items():
        assert callable(draw)
        found = differing(draw(data), draw(made))
        assert found is not None, f"{name} draws nothing"
        box, _ = found
        # Notes are icons of each engine's own size; lines have ends and joints of some width.
        reach = 8 if kind is MarkKind.NOTE else 6
        grown = bounds.grown(reach)
        assert grown.x0 <= box.x0 <= box.x1 <= grown.x1, f"{name}: {box} is not in {bounds}"
        assert grown.y0 <= box.y0 <= box.y1 <= grown.y1, f"{name}: {box} is not in {bounds}"
        boxes[name] = box
    for name, box in boxes.items():
        for side in ("x0", "y0", "x1", "y1"):
            assert abs(getattr(box, side) - getattr(boxes["mupdf"], side)) <= 3, f"{name} differs: {boxes}"


def test_annotations_are_real_and_say_what_they_are() -> None:
    made = annotated(page(), "application/pdf", [make(kind) for kind in SHAPES])
    with pymupdf.open("pdf", made) as document:
        found = [(a.type[1], a.info["title"], a.info["subject"]) for a in document[0].annots()]
    assert len(found) == len(SHAPES)
    assert {title for _, title, _ in found} == {"Assessor"}
    assert {"Highlight", "Ink", "Square", "Circle", "Line", "Polygon", "FreeText", "Text"} <= {
        kind for kind, *_ in found
    }


def test_flattened_marks_look_the_same_and_are_no_annotations() -> None:
    marks = [make(kind) for kind in (MarkKind.BOX, MarkKind.HIGHLIGHT, MarkKind.TEXT)]
    flat = annotated(page(90), "application/pdf", marks, flatten=True)
    with pymupdf.open("pdf", flat) as document:
        assert list(document[0].annots()) == []
    for draw in engines().values():
        assert callable(draw)
        found = differing(draw(annotated(page(90), "application/pdf", marks)), draw(flat))
        assert found is None or found[1] < 0.02


def signed_sheet() -> bytes:
    """A PDF that names a person wherever PDFs name people beside their pages."""
    document = pymupdf.open()
    made = document.new_page()
    made.insert_text((50, 100), "An ordinary page")
    note = made.add_text_annot((100, 100), "Looks good")
    note.set_info(title=PERSON)
    document.set_metadata({"author": PERSON, "title": f"Portfolio of {PERSON}", "producer": PERSON})
    document.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{PERSON}</a></x:xmpmeta>")
    document.embfile_add(f"{PERSON}.txt", PERSON.encode())
    return bytes(document.tobytes())


def everything_in(data: bytes) -> bytes:
    """All strings and streams of a PDF, unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize("flatten", [False, True])
def test_no_name_is_in_what_is_written_and_the_original_is_untouched(flatten: bool) -> None:
    data = signed_sheet()
    before = bytes(data)
    made = annotated(data, "application/pdf", [make(MarkKind.BOX)], flatten=flatten)
    assert data == before
    content = everything_in(made) + made
    for name in (PERSON, "Mustermann"):
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert name.encode(encoding) not in content
            assert name.encode(encoding).hex().encode() not in content.lower()


def test_private_marks_stay_at_home() -> None:
    secret = make(MarkKind.NOTE, text="Between us", private=True)
    made = annotated(page(), "application/pdf", [secret])
    assert b"Between us" not in everything_in(made)
    assert b"Between us" not in xfdf(page(), "application/pdf", [secret])
    assert b"Between us" not in web_annotations([secret], "0" * 64)


def test_photographs_are_exported_upright_on_a_page_of_their_size() -> None:
    made = annotated(files.oriented_jpeg(6), "image/jpeg", [])
    with pymupdf.open("pdf", made) as document:
        assert len(document) == 1
        assert document[0].rect.width > document[0].rect.height
    corner = engines()["mupdf"]
    assert callable(corner)
    red = corner(made).getpixel((4, 4))
    assert red[0] > 200
    assert red[2] < 80


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_xfdf_is_in_the_pdfs_own_coordinates(rotation: int) -> None:
    data, mark = page(rotation, offset_crop=True), make(MarkKind.ARROW)
    root = fromstring(xfdf(data, "application/pdf", [mark]))
    line = root.find(".//{http://ns.adobe.com/xfdf/}line")
    assert line is not None
    start = tuple(float(value) for value in line.attrib["start"].split(","))
    with pymupdf.open("pdf", annotated(data, "application/pdf", [mark])) as document:
        xref = next(document[0].annots()).xref
        written = document.xref_get_key(xref, "L")[1].strip("[]").split()
    assert start == pytest.approx([float(value) for value in written[:2]], abs=0.01)
    assert line.attrib["tail"] == "OpenArrow"


def test_every_mark_is_a_web_annotation() -> None:
    quoted = make(MarkKind.HIGHLIGHT, quote="groups of four", prefix="in ", suffix=" and")
    timed = make(MarkKind.TIME, seconds=(3.5, 9.0), text="listens")
    collection = json.loads(web_annotations([quoted, timed, *(make(kind) for kind in SHAPES)], "a" * 64))
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(SHAPES) + 2
    assert items[0]["target"]["selector"]["refinedBy"] == {
        "type": "TextQuoteSelector", "exact": "groups of four", "prefix": "in ", "suffix": " and",
    }  # fmt: skip
    assert items[1]["target"]["selector"]["value"] == "t=3.5,9"
    assert all(item["target"]["source"] == "urn:sha256:" + "a" * 64 for item in items)
    kinds = {item["target"]["selector"].get("refinedBy", {}).get("type") for item in items}
    assert {"SvgSelector", "FragmentSelector", "TextQuoteSelector"} <= kinds


def test_a_packet_is_one_pdf_with_cover_and_outline() -> None:
    rated = RatedCriterion("Needs assessment", "Bases the need on data", "Demonstrated", "Clear counts.")
    cover = Cover("Academic Discourse", "S-7K3Q-20F1", 2, "Recommended: earn", (rated,))
    parts = [
        Part("Document", "Needs assessment", files.pdf(3), "application/pdf", marks=(make(MarkKind.BOX, page=2),)),
        Part("Photo", "Needs assessment", files.oriented_jpeg(3), "image/jpeg"),
        Part("Recording", "Reflection", b"ID3 not a real song", "audio/mpeg"),
    ]
    with pymupdf.open("pdf", packet_pdf(cover, parts)) as document:
        assert len(document) == 1 + 3 + 1 + 1
        assert "Clear counts." in document[0].get_text()
        assert [a.type[1] for a in document[3].annots()] == ["Square"]
        assert [entry[1] for entry in document.get_toc()] == [
            "Academic Discourse", "Needs assessment", "Document", "Photo", "Reflection", "Recording",
        ]  # fmt: skip


def test_an_export_runs_in_a_process_of_its_own_and_tells_its_trouble() -> None:
    made = export(ExportTask("pdf", files.pdf(), "application/pdf", marks=(make(MarkKind.BOX),)))
    assert made.startswith(b"%PDF")
    with pytest.raises(DocumentError) as trouble:
        export(ExportTask("pdf", files.locked_pdf(), "application/pdf"))
    assert trouble.value.failure.kind is FailureKind.PASSWORD
