"""A chart as Office embeds it: cached labels for the reader, and the whole workbook it was made from."""

from __future__ import annotations

import io

import openpyxl

from tests.intake.packing import DECLARATION, RELATIONSHIPS, relations, text
from tests.intake.planting import Sheet


def chart(sheet: Sheet, folder: str, place: str) -> tuple[str, dict[str, str | bytes], dict[str, str]]:
    """The part's name below ``folder``, the members, and their content types."""
    label = sheet.content(f"{place}: category label")
    heading = sheet.content(f"{place}: title")
    categories = (label, sheet.innocent())
    members: dict[str, str | bytes] = {
        f"{folder}/charts/chart1.xml": _xml(heading, categories, sheet.metadata(f"{place}: series formula")),
        f"{folder}/charts/_rels/chart1.xml.rels": relations({"rId1": ("package", "../embeddings/book.xlsx")}),
        f"{folder}/embeddings/book.xlsx": _workbook(sheet, place),
    }
    kinds = {
        f"/{folder}/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        f"/{folder}/embeddings/book.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    return "charts/chart1.xml", members, kinds


def _xml(heading: str, categories: tuple[str, ...], formula: str) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{text(label)}</c:v></c:pt>' for n, label in enumerate(categories))
    values = "".join(f'<c:pt idx="{n}"><c:v>{n + 2}</c:v></c:pt>' for n in range(len(categories)))
    count = f'<c:ptCount val="{len(categories)}"/>'
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{RELATIONSHIPS}"><c:chart>'
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{text(heading)}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        '<c:plotArea><c:barChart><c:barDir val="bar"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:cat><c:strRef><c:f>'{text(formula)}'!A1</c:f><c:strCache>{count}{points}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!B1:B2</c:f><c:numCache>{count}{values}</c:numCache></c:numRef></c:val></c:ser>"
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="l"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="b"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart>'
        '<c:externalData r:id="rId1"/></c:chartSpace>'
    )


def _workbook(sheet: Sheet, place: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = sheet.content(f"{place}: embedded workbook's cell", stays=False)
    book.properties.creator = sheet.metadata(f"{place}: embedded workbook's creator")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
