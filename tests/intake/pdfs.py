"""PDF files that carry names in running text, drawn in every way that programs draw text."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pymupdf
from pikepdf import Dictionary, Name

from tests.intake.lettering import font_file, picture_of_text, saved, written
from tests.intake.pdf_corners import plant_in_corners
from tests.intake.planting import Labels, Sheet, open_sheet, open_sheet_named_after_its_author
from tests.intake.type3 import type3_page

_LEFT, _TOP, _STEP = 60, 70, 22


def make_pdfs(folder: Path, labels: Labels, *, full: bool) -> None:
    _drawn_text(folder, labels)
    _corners(folder, labels)
    _scan(folder, labels, layer=True)
    if full:
        _scan(folder, labels, layer=False)
        _encrypted(folder, labels)
        _type3(folder, labels)
        _without_unicode(folder, labels)


def write_lines(page: pymupdf.Page, lines: list[str], top: float = _TOP, size: float = 11) -> None:
    for number, line in enumerate(lines):
        page.insert_text((_LEFT, top + _STEP * number), line, fontsize=size, fontname="F0", fontfile=font_file())


def finished(document: pymupdf.Document) -> pikepdf.Pdf:
    """Fonts cut down to the letters that are used, as every program does it."""
    document.subset_fonts()
    return pikepdf.open(io.BytesIO(document.tobytes(garbage=3, deflate=True)))


def _drawn_text(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "portfolio.pdf", "pdf")
    document = pymupdf.open()
    page = document.new_page()
    write_lines(page, ["The portfolio", *sheet.passage("text layer", 14, 8)])
    write_lines(page, [sheet.content("page header")], top=30, size=8)
    write_lines(page, [sheet.content("page footer")], top=820, size=8)
    second = document.new_page()
    _glyph_by_glyph(second, sheet.content("drawn glyph by glyph"), 60)
    _two_lines(second, sheet.content("broken over two lines", sheet.person.form("full")), 100, "")
    _two_lines(second, sheet.content("hyphenated over two lines", sheet.person.form("short")), 150, "-")
    _ligatures(second, sheet, 200)
    _table(second, sheet, 240)
    _spaced(second, sheet.content("letter spacing"), 420)
    second.insert_text(
        (560, 700), sheet.content("text turned by 90 degrees"), rotate=90, fontsize=11, fontname="F0",
        fontfile=font_file(),
    )  # fmt: skip
    _slanted(second, sheet.content("text turned by 30 degrees"))
    write_lines(second, sheet.passage("after the table", 2, 3), top=460)
    third = document.new_page()
    write_lines(third, sheet.passage("on a turned page", 4, 3))
    third.set_rotation(90)
    _reused_form(document, sheet)
    with finished(document) as pdf:
        pdf.save(sheet.path)


def _glyph_by_glyph(page: pymupdf.Page, line: str, top: float) -> None:
    font = pymupdf.Font(fontfile=font_file())
    x = float(_LEFT)
    for letter in line:
        writer = pymupdf.TextWriter(page.rect)
        writer.append((x, top), letter, font=font, fontsize=11)
        writer.write_text(page)
        x += font.text_length(letter, 11)


def _spaced(page: pymupdf.Page, line: str, top: float) -> None:
    """As a headline is set: every letter a space apart."""
    font = pymupdf.Font(fontfile=font_file())
    x = float(_LEFT)
    for letter in line:
        page.insert_text((x, top), letter, fontsize=9, fontname="F0", fontfile=font_file())
        x += font.text_length(letter, 9) + 3


def _two_lines(page: pymupdf.Page, line: str, top: float, hyphen: str) -> None:
    """At the last space, or within the last word."""
    cut = len(line) - 4 if hyphen else line.rfind(" ")
    write_lines(page, [f"{'word ' * 9}{line[:cut]}{hyphen}", f"{line[cut:].lstrip()} and more words."], top, size=10)


def _ligatures(page: pymupdf.Page, sheet: Sheet, top: float) -> None:
    line = sheet.content("ligatures", sheet.person.form("district"))
    write_lines(page, [line.replace("st", "ﬆ").replace("ff", "ﬀ").replace("fi", "ﬁ")], top)


def _table(page: pymupdf.Page, sheet: Sheet, top: float) -> None:
    for row in range(4):
        cells = (sheet.content("table cell"), sheet.innocent())
        for column, cell in enumerate(cells):
            box = pymupdf.Rect(50 + 270 * column, top + 38 * row, 320 + 270 * column, top + 38 * (row + 1))
            page.draw_rect(box)
            page.insert_textbox(
                pymupdf.Rect(box.x0 + 4, box.y0 + 4, box.x1 - 4, box.y1),
                cell,
                fontsize=9,
                fontname="F0",
                fontfile=font_file(),
            )


def _slanted(page: pymupdf.Page, line: str) -> None:
    point = pymupdf.Point(150, 760)
    page.insert_text(
        point, line, fontsize=10, fontname="F0", fontfile=font_file(), morph=(point, pymupdf.Matrix(30)),
    )  # fmt: skip


def _reused_form(document: pymupdf.Document, sheet: Sheet) -> None:
    """One drawing, shown on two pages: both must lose the name."""
    source = pymupdf.open()
    page = source.new_page(width=500, height=120)
    write_lines(page, [sheet.content("form drawn on two pages"), sheet.innocent()], top=40)
    for _ in range(2):
        target = document.new_page()
        target.show_pdf_page(pymupdf.Rect(50, 60, 550, 180), source, 0)


def _corners(folder: Path, labels: Labels) -> None:
    sheet = open_sheet_named_after_its_author(labels, folder, "unit plan", "pdf")
    document = pymupdf.open()
    write_lines(document.new_page(), ["The unit plan", *sheet.passage("text layer", 4, 4)])
    document.new_page()
    plant_in_corners(sheet, document)


def _scan(folder: Path, labels: Labels, *, layer: bool) -> None:
    """A page that is a picture; with or without what a scanner's text recognition laid beneath it."""
    sheet = open_sheet(labels, folder, "scan with text layer.pdf" if layer else "scan.pdf", "scanned pdf")
    if layer:
        lines = sheet.passage("OCR layer under a scan", 5, 4)
        picture, boxes = written(lines, 24)
    else:
        lines, boxes = [], []
        picture = picture_of_text(sheet, "scanned page", 5, 4)
    document = pymupdf.open()
    scale = 500 / picture.width
    page = document.new_page(width=500, height=picture.height * scale)
    page.insert_image(page.rect, stream=saved(picture, "JPEG", quality=90))
    for line, box in zip(lines, boxes, strict=True):
        page.insert_text(
            (box[0] * scale, (box[1] + 26) * scale), line, fontsize=24 * scale, render_mode=3, fontname="F0",
            fontfile=font_file(),
        )  # fmt: skip
    with finished(document) as pdf:
        pdf.save(sheet.path)


def _encrypted(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "locked for editing.pdf", "pdf, encrypted with an empty password")
    document = pymupdf.open()
    write_lines(document.new_page(), sheet.passage("text layer", 4, 3))
    with finished(document) as pdf:
        pdf.docinfo["/Author"] = sheet.metadata("encrypted Info")
        pdf.save(sheet.path, encryption=pikepdf.Encryption(user="", owner="only the owner"))


def _type3(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "typeset.pdf", "pdf, Type3 fonts")
    with pikepdf.new() as pdf:
        type3_page(pdf, sheet.passage("Type3 text", 4, 3), mapped=True)
        type3_page(pdf, sheet.passage("picture: Type3 text without Unicode", 3, 2), mapped=False)
        pdf.save(sheet.path)


def _without_unicode(folder: Path, labels: Labels) -> None:
    """Letters that programs can't read back and people can: what a page shows is all there is."""
    sheet = open_sheet(labels, folder, "printed.pdf", "pdf, no Unicode")
    document = pymupdf.open()
    write_lines(document.new_page(), sheet.passage("picture: text without Unicode", 4, 3), size=13)
    with finished(document) as pdf:
        for font in pdf.objects:
            if isinstance(font, Dictionary) and font.get("/Type") == Name.Font and "/ToUnicode" in font:
                font.ToUnicode = pdf.make_stream(_NONSENSE)
        pdf.save(sheet.path)


_NONSENSE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Nonsense def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0000> <ffff> <e000> endbfrange endcmap end end"""
