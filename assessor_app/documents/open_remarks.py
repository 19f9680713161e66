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
    """Each with what it was set on as its quote, else with the paragraph or cell that it stands in."""
    above = {child: parent for parent in root.iter() for child in parent}
    ranges = _between(root, f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}name")
    for note in root.iter(f"{_OFFICE}annotation"):
        text = _words(note)
        if text:
            quote = ranges.get(note.get(f"{_OFFICE}name", ""), "").strip() or _surroundings(above.get(note))
            yield Remark(RemarkKind.COMMENT, _author(note), None, None, quote[:_QUOTED], text)


def _surroundings(parent: ElementTree.Element | None) -> str:
    if parent is None:
        return ""
    parts = [parent.text or ""]
    for child in parent:
        if child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}note"):
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _changes(root: ElementTree.Element) -> Iterator[Remark]:
    inserted = _between(root, f"{_TEXT}change-start", f"{_TEXT}change-end", f"{_TEXT}change-id")
    for region in root.iter(f"{_TEXT}changed-region"):
        name = region.get(f"{_TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        for change in region:
            if change.tag == f"{_TEXT}deletion" and (text := _words(change)):
                yield Remark(RemarkKind.DELETED, _author(change), None, None, "", text)
            elif change.tag == f"{_TEXT}insertion" and (text := inserted.get(name, "").strip()):
                yield Remark(RemarkKind.INSERTED, _author(change), None, None, text[:_QUOTED], text)


def _between(root: ElementTree.Element, start: str, end: str, key: str) -> dict[str, str]:
    """Name → the document's own text between two marks of that name; marks without an end say nothing."""
    found: dict[str, str] = {}
    ended: set[str] = set()
    open_ones: set[str] = set()

    def walk(element: ElementTree.Element) -> None:
        for child in element:
            name = child.get(key, "")
            if child.tag == start:
                open_ones.add(name)
            elif child.tag == end:
                open_ones.discard(name)
                ended.add(name)
            elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}tracked-changes"):
                take(child.text)
                walk(child)
            take(child.tail)

    def take(text: str | None) -> None:
        for name in open_ones:
            found[name] = found.get(name, "") + (text or "")

    walk(root)
    return {name: text for name, text in found.items() if name in ended}
