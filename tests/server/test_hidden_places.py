"""Places in which a careful reader of intake once found a name, and what careless cleaning would break."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pymupdf
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table
from PIL import Image, ImageDraw, ImageFont

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.identity.search import IdentitySearch, without
from assessor_app.server.intake.cleaning import Orders, clean
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.ocr import tesseract
from assessor_app.server.intake.words import is_word

ORDERS = Orders(Identity(names=("Wilhelmina Quistgård", "Maria Garcia"), employee_ids=("104",)))
reads_pictures = pytest.mark.skipif(tesseract() is None, reason="Tesseract is not installed")


def lettered(text: str) -> Image.Image:
    picture = Image.new("RGB", (700, 120), "white")
    ImageDraw.Draw(picture).text((20, 30), text, font=ImageFont.load_default(44), fill="black")
    return picture


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def searched(picture: Image.Image) -> str:
    from assessor_app.server.intake.ocr import read, text_of

    return text_of(read(picture))[0]


@reads_pictures
def test_a_picture_beneath_a_white_box_holds_no_name() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(pymupdf.Rect(50, 50, 400, 110), stream=png(lettered("Maria Garcia teaches")))
    page.draw_rect(pymupdf.Rect(40, 40, 420, 120), fill=(1, 1, 1), color=(1, 1, 1))
    made = pymupdf.open(stream=clean(document.tobytes(), "x.pdf", ORDERS).data)
    stored = pymupdf.Pixmap(made, made[0].get_images()[0][0])
    words = searched(Image.frombytes("RGB", (stored.width, stored.height), stored.samples))
    assert "teaches" in words
    assert "Garcia" not in words


@reads_pictures
def test_a_name_in_a_later_frame_stops_the_picture() -> None:
    out = io.BytesIO()
    first, second = lettered("Week four"), lettered("Maria Garcia")
    first.save(out, "GIF", save_all=True, append_images=[second], duration=500)
    made = Image.open(io.BytesIO(clean(out.getvalue(), "x.gif", ORDERS).data))
    assert getattr(made, "n_frames", 1) == 1
    assert "Week" in searched(made.convert("RGB"))


def test_a_reply_brings_no_attachment_along() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.add_file_annot(pymupdf.Point(50, 50), b"Plan by Maria Garcia", "plan.txt")
    page.add_text_annot(pymupdf.Point(80, 50), "a reply")
    with pikepdf.open(io.BytesIO(document.tobytes())) as pdf:
        by_kind = {str(item.Subtype): item for item in pdf.pages[0].obj.Annots}
        by_kind["/Text"].IRT = by_kind["/FileAttachment"]
        out = io.BytesIO()
        pdf.save(out)
    with pikepdf.open(io.BytesIO(clean(out.getvalue(), "x.pdf", ORDERS).data)) as pdf:
        contents = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert not any(b"Garcia" in content for content in contents)
        assert len(pdf.pages[0].obj.Annots) == 1


def test_tables_of_a_workbook_stay_two_and_formulas_find_their_sheet() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Maria Garcia"
    for row in (("Score", "Week"), (104, 1), (3, 2), ("Score", "Week"), (5, 3)):
        sheet.append(row)
    sheet.add_table(Table(displayName="Before", ref="A1:B3"))
    sheet.add_table(Table(displayName="After", ref="A4:B5"))
    other = book.create_sheet("Sum")
    other["A1"] = "='Maria Garcia'!A3"
    other["A2"] = "what she wrote"
    other.oddHeader.left.text = "Maria Garcia"
    out = io.BytesIO()
    book.save(out)
    made = load_workbook(io.BytesIO(clean(out.getvalue(), "x.xlsx", ORDERS).data))
    assert made.sheetnames == ["Sheet 1", "Sum"]
    assert sorted(made["Sheet 1"].tables) == ["After", "Before"]
    assert made["Sum"]["A1"].value == "='Sheet 1'!A3"
    assert made["Sum"]["A2"].value == "what she wrote"
    assert "Garcia" not in str(made["Sum"].oddHeader.left.text)
    assert made["Sheet 1"]["A1"].value == "Score"


def test_a_name_that_was_mistyped_and_mended_under_tracking_is_found() -> None:
    body = (
        '<w:p><w:r><w:t>By Quistg</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>aa</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>å</w:t></w:r></w:ins><w:r><w:t>rd today</w:t></w:r></w:p>'
    )
    with zipfile.ZipFile(io.BytesIO(clean(_docx(body), "x.docx", ORDERS).data)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Quistg" not in text
    assert "today" in text


def test_fields_lead_to_nobodys_documents() -> None:
    body = (
        '<w:p><w:r><w:instrText>HYPERLINK "https://docs.google.com/document/d/1/edit"</w:instrText></w:r>'
        "<w:r><w:t>my plan</w:t></w:r></w:p>"
    )
    with zipfile.ZipFile(io.BytesIO(clean(_docx(body), "x.docx", ORDERS).data)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "docs.google.com" not in text
    assert "my plan" in text


def test_letters_of_other_scripts_neither_break_nor_hide() -> None:
    search = IdentitySearch(Identity(names=("王小明", "Мария Иванова")), is_word)
    assert "小明" not in without("我是王小明老师", search.find("我是王小明老师"))
    assert "Иванова" not in without("Учитель Иванова пришла", search.find("Учитель Иванова пришла"))
    made = clean("Дети читали вместе весь урок.".encode(), "x.txt", ORDERS)
    assert "Дети" in made.data.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nTWFyaWEgR2FyY2lh\n",
        b'{"cells": [{"source": "Quistg\\u00e5rd"}], "nbformat": 4}',
    ],
)
def test_files_that_hold_others_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match="PDF"):
        clean(data, "x.txt", ORDERS)


def test_spelt_out_letters_and_pictures_in_text_hide_nothing() -> None:
    text = "By Quistg&aring;rd and Quistg\\u00e5rd ![x](data:image/png;base64," + "QUJD" * 30 + ") fish &amp; chips"
    left = clean(text.encode(), "x.md", ORDERS).data.decode()
    assert "Quistg" not in left
    assert "QUJD" not in left
    assert "fish &amp; chips" in left


def _docx(body: str) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
