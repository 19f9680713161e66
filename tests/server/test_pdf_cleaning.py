"""A PDF that was cleaned still works: links within it, its bookmarks, its hidden layers, its applicant's highlights."""

from __future__ import annotations

import io

import pikepdf
import pymupdf

from assessor_app.domain.identity.known import Identity
from assessor_app.server.intake.cleaning import Orders, clean

NAME = "Wilhelmina Quistgård"
ORDERS = Orders(Identity(names=(NAME,)))


def cleaned(document: pymupdf.Document) -> pymupdf.Document:
    made = clean(document.tobytes(), "x.pdf", ORDERS)
    return pymupdf.open(stream=made.data, filetype="pdf")


def three_pages() -> pymupdf.Document:
    document = pymupdf.open()
    for number in range(3):
        document.new_page().insert_text((72, 90), f"Page {number + 1} by {NAME} and nobody else")
    return document


def test_links_lead_to_the_pages_that_they_led_to() -> None:
    document = three_pages()
    document[0].insert_link(
        {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(72, 80, 200, 95), "page": 2, "to": pymupdf.Point(0, 0)}
    )
    document[0].insert_link(
        {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 180, 200, 195), "uri": "https://loc.gov/books"}
    )
    document[0].insert_link(
        {
            "kind": pymupdf.LINK_URI,
            "from": pymupdf.Rect(72, 280, 200, 295),
            "uri": "https://docs.google.com/document/d/1",
        }
    )
    with pikepdf.open(io.BytesIO(document.tobytes())) as pdf:
        pdf.Root.Names = pikepdf.Dictionary(
            Dests=pikepdf.Dictionary(Names=[f"by {NAME}", pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.Fit])])
        )
        pdf.pages[2].obj.Annots = pikepdf.Array([
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99],
                               Dest=pikepdf.String(f"by {NAME}"))
        ])  # fmt: skip
        out = io.BytesIO()
        pdf.save(out)
    made = pymupdf.open(stream=clean(out.getvalue(), "x.pdf", ORDERS).data, filetype="pdf")
    inside, outside = sorted(made[0].get_links(), key=lambda link: str(link["kind"]))
    assert (inside["kind"], inside["page"]) == (pymupdf.LINK_GOTO, 2)
    assert (outside["kind"], outside["uri"]) == (pymupdf.LINK_URI, "https://loc.gov/books")
    assert [link["page"] for link in made[2].get_links()] == [1]


def test_bookmarks_stay_without_the_name() -> None:
    document = three_pages()
    document.set_toc([[1, f"Unit by {NAME}", 1], [2, "Week two", 2], [1, "Reflection", 3]])
    toc = cleaned(document).get_toc()
    assert [(depth, page) for depth, _, page in toc] == [(1, 1), (2, 2), (1, 3)]
    assert "Quist" not in str(toc)
    assert toc[1][1] == "Week two"


def test_a_hidden_layer_loses_the_name_and_stays_hidden() -> None:
    document = three_pages()
    layer = document.add_ocg(f"Layer of {NAME}", on=False)
    document[0].insert_text((72, 200), f"hidden words of {NAME} here", oc=layer)
    made = cleaned(document)
    (shown,) = made.layer_ui_configs()
    assert not shown["on"]
    assert "Quist" not in shown["text"]
    with pikepdf.open(io.BytesIO(made.tobytes())) as pdf:
        pdf.Root.OCProperties.D.OFF = pikepdf.Array()
        out = io.BytesIO()
        pdf.save(out)
    text = pymupdf.open(stream=out.getvalue(), filetype="pdf")[0].get_text()
    assert "hidden words of" in text
    assert "Quist" not in text


def test_a_highlight_over_the_name_stays_where_it_was() -> None:
    document = three_pages()
    around = document[0].search_for(f"by {NAME} and")
    document[0].add_highlight_annot(around)
    page = cleaned(document)[0]
    (mark,) = list(page.annots())
    assert mark.type[1] == "Highlight"
    assert abs(mark.rect.x0 - around[0].x0) < 6


def test_the_words_beside_a_name_stay_whole() -> None:
    made = cleaned(three_pages())
    words = " ".join(made[0].get_text().split())
    assert words == "Page 1 by and nobody else"


def test_forms_become_what_they_show() -> None:
    document = three_pages()
    field = pymupdf.Widget()
    field.field_name, field.field_value = f"name of {NAME}", "Room 12"
    field.field_type, field.rect = pymupdf.PDF_WIDGET_TYPE_TEXT, pymupdf.Rect(72, 300, 300, 320)  # type: ignore[attr-defined]
    document[0].add_widget(field)
    made = cleaned(document)
    assert not made.is_form_pdf
    assert "Room 12" in made[0].get_text()
    assert b"Quist" not in made.tobytes(expand=255)
