"""The sample slides and workbooks, with their makers' names in the properties."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from parts import Deck, Tracking
from pptx import Presentation
from pptx.util import Pt


def write_deck(file: Path, deck: Deck, name: str) -> None:
    slides = Presentation()
    title = slides.slides.add_slide(slides.slide_layouts[0])
    title.shapes.title.text = deck.title
    title.placeholders[1].text = deck.subtitle
    for head, lines in deck.slides:
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = head
        frame = slide.placeholders[1].text_frame
        frame.text = lines[0]
        for line in lines[1:]:
            frame.add_paragraph().text = line
        for paragraph in frame.paragraphs:
            paragraph.font.size = Pt(24)
    slides.core_properties.author = name
    slides.core_properties.last_modified_by = name
    slides.save(str(file))


def write_tracking(file: Path, tracking: Tracking, name: str) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = tracking.name
    for row in tracking.rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8F0FC")
    book.properties.creator = name
    book.properties.lastModifiedBy = name
    book.save(file)
