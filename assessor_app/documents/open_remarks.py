"""Notes, tracked changes and speaker notes in OpenDocument files (OASIS OpenDocument 1.3, part 3, 5.5 and 14)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from assessor_app.documents.model import Author, Remark, RemarkKind

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
MAX_CONTENT_BYTES = 32 * 1024 * 1024
_QUOTED = 300


def open_remarks(archive: zipfile.ZipFile) -> Iterator[Remark]:
    """Every remark, not yet placed on pages; speaker notes know their slide. Raises what a damaged file raises."""
    if archive.getinfo("content.xml").file_size > MAX_CONTENT_BYTES:
        return
    root = fromstring(archive.read("content.xml"))
    yield from _notes(root)
    yield from _changes(root)
    for number, page in enumerate(root.iter(f"{_DRAW}page")):
        for notes in page.iter(f"{_PRESENTATION}notes"):
            text = _words(notes)
            if text:
                yield Remark(RemarkKind.SPEAKER_NOTE, Author.APPLICANT, number, None, "", text)


def _author(element: ElementTree.Element) -> Author:
    name = (element.findtext(f".//{_DC}creator") or "").strip().casefold()
    return Author.APPLICANT if name in ("", "applicant") else Author.OTHER


def _words(element: ElementTree.Element) -> str:
    paragraphs = ("".join(p.itertext()).strip() for p in element.iter(f"{_TEXT}p"))
    return "\n".join(text for text in paragraphs if text)


def _notes(root: ElementTree.Element) -> Iterator[Remark]:
    """Each with the paragraph or cell that it stands in as its quote."""
    above = {child: parent for parent in root.iter() for child in parent}
    for note in root.iter(f"{_OFFICE}annotation"):
        text = _words(note)
        if text:
            quote = _surroundings(above.get(note), note)
            yield Remark(RemarkKind.COMMENT, _author(note), None, None, quote[:_QUOTED], text)


def _surroundings(parent: ElementTree.Element | None, note: ElementTree.Element) -> str:
    if parent is None:
        return ""
    parts = [parent.text or ""]
    for child in parent:
        if child is not note and child.tag != f"{_OFFICE}annotation":
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _changes(root: ElementTree.Element) -> Iterator[Remark]:
    inserted = _inserted(root)
    for region in root.iter(f"{_TEXT}changed-region"):
        name = region.get(f"{_TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        for change in region:
            if change.tag == f"{_TEXT}deletion" and (text := _words(change)):
                yield Remark(RemarkKind.DELETED, _author(change), None, None, "", text)
            elif change.tag == f"{_TEXT}insertion" and (text := inserted.get(name, "").strip()):
                yield Remark(RemarkKind.INSERTED, _author(change), None, None, text[:_QUOTED], text)


def _inserted(root: ElementTree.Element) -> dict[str, str]:
    """The id of a change → the text between its start and its end."""
    found: dict[str, str] = {}
    open_ones: set[str] = set()

    def take(text: str | None) -> None:
        for name in open_ones:
            found[name] = found.get(name, "") + (text or "")

    for element in root.iter():
        name = element.get(f"{_TEXT}change-id", "")
        if element.tag == f"{_TEXT}change-start":
            open_ones.add(name)
        elif element.tag == f"{_TEXT}change-end":
            open_ones.discard(name)
        else:
            take(element.text)
        take(element.tail)
    return found
