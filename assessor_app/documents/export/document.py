"""A document of our own as a PDF: HTML that was made here, with its links, an outline, a title and a language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pymupdf

from assessor_app.documents.model import DocumentError, FailureKind
from assessor_app.documents.typeset import MAX_PAGES, PAGE

SIDE, TOP, BOTTOM, FOOT = 58.0, 44.0, 66.0, 34.0
KEPT_TOGETHER = {0: 170.0, 1: 200.0, 2: 120.0, 3: 90.0, 4: 44.0}
"""Heading's level → the least height beneath it, in points: with less it goes to the next page. 0 is a part."""
PART = "part-"
"""How the id of an element begins in which a part of the document begins."""
HALF = 0.5
OUTLINE_DEPTH = 3
_FOOT_STYLE = "p{font-family:sans-serif;font-size:8pt;color:#556070;margin:0}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something was laid out: a heading of a level, a target, or a piece of a link."""

    page: int
    rect: Any
    heading: int
    text: str
    anchor: str
    href: str


def document_pdf(html: bytes, title: str, language: str) -> bytes:
    """Pages of HTML that was made here, never of HTML as it came with evidence. Raises DocumentError."""
    data, places = _laid_out(html.decode())
    with pymupdf.open("pdf", data) as document:
        _link(document, places)
        _outline(document, places)
        _number(document, title)
        document.subset_fonts()
        document.set_metadata({"title": title})
        document.set_language(language)
        document.xref_set_key(document.pdf_catalog(), "ViewerPreferences", "<</DisplayDocTitle true>>")
        return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def _laid_out(html: str) -> tuple[bytes, list[_Place]]:
    story = pymupdf.Story(html)
    output, places, number, more = io.BytesIO(), [], 0, 1
    writer = pymupdf.DocumentWriter(output)
    area = pymupdf.Rect(SIDE, TOP, PAGE.width - SIDE, PAGE.height - BOTTOM)
    while more:
        if number == MAX_PAGES:
            raise DocumentError(FailureKind.TOO_LARGE)
        device = writer.begin_page(PAGE)
        more, _ = story.place(area)
        found = _placed(story, number)
        end = _lonely_heading(found, area) if more else None
        if end is not None:
            more, _ = story.place(pymupdf.Rect(area.x0, area.y0, area.x1, end))
            found = _placed(story, number)
        places += found
        story.draw(device)
        writer.end_page()
        number += 1
    writer.close()
    return output.getvalue(), places


def _placed(story: Any, number: int) -> list[_Place]:
    found: list[_Place] = []

    def keep(position: Any) -> None:
        # Elements are told when they open and when they close; links come with both at once.
        if position.open_close & 1 and (position.heading or position.id or position.href):
            rect = pymupdf.Rect(position.rect)
            texts = position.text or "", position.id or "", position.href or ""
            found.append(_Place(number, rect, position.heading, *texts))

    story.element_positions(keep)
    return found


def _lonely_heading(places: list[_Place], area: Any) -> float | None:
    """Where to end the page so that no heading stands alone at its foot."""
    levels = [(place.heading, place.rect.y0) for place in places if place.heading or place.anchor.startswith(PART)]
    lonely = [y for level, y in levels if level in KEPT_TOGETHER and area.y1 - KEPT_TOGETHER[level] < y < area.y1]
    return min(lonely) - 2 if lonely and min(lonely) > area.y0 + HALF * area.height else None


def _link(document: Any, places: list[_Place]) -> None:
    targets = {place.anchor: place for place in reversed(places) if place.anchor}
    for place in _whole_links(places):
        link: dict[str, Any] = {"from": place.rect, "kind": pymupdf.LINK_URI, "uri": place.href}
        if place.href.startswith("#"):
            target = targets.get(place.href[1:])
            if target is None:
                continue
            link = {
                "from": place.rect,
                "kind": pymupdf.LINK_GOTO,
                "page": target.page,
                "to": pymupdf.Point(0, max(0.0, target.rect.y0 - 12)),
            }
        document[place.page].insert_link(link)


def _whole_links(places: list[_Place]) -> Iterator[_Place]:
    """Links arrive word by word; those of one line are one link."""
    last: _Place | None = None
    for place in places:
        if not place.href:
            continue
        beside = last is not None and (last.page, last.href) == (place.page, place.href)
        if last is not None and beside and abs(last.rect.y0 - place.rect.y0) < 1 and place.rect.x0 - last.rect.x1 < 1:
            last = _Place(last.page, last.rect | place.rect, 0, "", "", last.href)
            continue
        if last is not None:
            yield last
        last = place
    if last is not None:
        yield last


def _outline(document: Any, places: list[_Place]) -> None:
    entries, depth = [], 0
    for place in places:
        if 0 < place.heading <= OUTLINE_DEPTH and place.text.strip():
            # An outline's entry lies at most one level beneath the one before it.
            depth = min(place.heading, depth + 1)
            entries.append([depth, " ".join(place.text.split()), place.page + 1])
    document.set_toc(entries)


def _number(document: Any, title: str) -> None:
    for page in document:
        area = pymupdf.Rect(SIDE, PAGE.height - FOOT - 12, PAGE.width - SIDE, PAGE.height - FOOT + 8)
        name = pymupdf.Rect(area.x0, area.y0, area.x1 - 80, area.y1)
        count = pymupdf.Rect(area.x1 - 80, area.y0, area.x1, area.y1)
        page.insert_htmlbox(name, f"<p>{escape(title)}</p>", css=_FOOT_STYLE)
        counted = f"<p style='text-align:right'>Page {page.number + 1} of {len(document)}</p>"
        page.insert_htmlbox(count, counted, css=_FOOT_STYLE)
