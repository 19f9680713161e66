"""Comments, tracked changes and speaker notes in Office files, placed on the pages that show the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from assessor_app.documents.model import Author, Remark, RemarkKind
from assessor_app.documents.open_remarks import open_remarks
from assessor_app.domain.anchoring import find_quote
from assessor_app.domain.geometry import Rect, bounds_of

if TYPE_CHECKING:
    from assessor_app.documents.provider import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MAX_PART_BYTES = 32 * 1024 * 1024
MOST_REMARKS, MOST_QUOTED, MOST_PAGES = 2_000, 300, 300
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_COMMENTS = re.compile(r"xl/(?:comments/?\w*|threadedComments/\w+)\.xml")
_TAKEN_OUT = "█"
_NOTES = re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml")
_RELATED_SLIDE = re.compile(rb'Target="\.\./slides/slide(\d+)\.xml"')
_RELATED_COMMENTS = re.compile(rb'Target="\.\./(comments/[\w.-]+\.xml)"')


def office_remarks(data: bytes, shown: Document) -> tuple[Remark, ...]:
    """Every remark of an Office file; none when it can't be read. ``shown`` are the pages it is seen on."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = list(_found(archive))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, RuntimeError, DefusedXmlException):
        return ()
    return tuple(_placed(found[:MOST_REMARKS], shown))


def _found(archive: zipfile.ZipFile) -> Iterator[Remark]:
    names = archive.namelist()
    if "word/document.xml" in names:
        return _word(archive)
    if "xl/workbook.xml" in names:
        return _cells(archive)
    return open_remarks(archive) if "content.xml" in names else _slides(archive)


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    if name not in archive.namelist() or archive.getinfo(name).file_size > MAX_PART_BYTES:
        return None
    return fromstring(archive.read(name))


def _author(name: str | None) -> Author:
    return Author.APPLICANT if (name or "").strip().casefold() in ("", "applicant") else Author.OTHER


def _word(archive: zipfile.ZipFile) -> Iterator[Remark]:
    document = _part(archive, "word/document.xml")
    if document is None:
        return
    comments: dict[str, ElementTree.Element] = {}
    if (part := _part(archive, "word/comments.xml")) is not None:
        comments = {comment.get(f"{_W}id", ""): comment for comment in part.iter(f"{_W}comment")}
    for number, quote in _commented(document).items():
        if (comment := comments.get(number)) is not None:
            text = "\n".join(_words(p, "t") for p in comment.iter(f"{_W}p")).strip()
            yield Remark(RemarkKind.COMMENT, _author(comment.get(f"{_W}author")), None, None, quote[:MOST_QUOTED], text)
    for tag, kind, leaf in (("ins", RemarkKind.INSERTED, "t"), ("del", RemarkKind.DELETED, "delText")):
        for change in document.iter(f"{_W}{tag}"):
            if text := _words(change, leaf).strip():
                quote = text[:MOST_QUOTED] if kind is RemarkKind.INSERTED else ""
                yield Remark(kind, _author(change.get(f"{_W}author")), None, None, quote, text)


def _commented(document: ElementTree.Element) -> Mapping[str, str]:
    """Comment id → the text that it is about."""
    quotes: dict[str, list[str]] = {}
    open_ranges: set[str] = set()
    for element in document.iter():
        number = element.get(f"{_W}id", "")
        if element.tag == f"{_W}commentRangeStart":
            open_ranges.add(number)
            quotes[number] = []
        elif element.tag == f"{_W}commentRangeEnd":
            open_ranges.discard(number)
        elif element.tag == f"{_W}commentReference":
            quotes.setdefault(number, [])
        elif element.tag in (f"{_W}t", f"{_W}p"):
            for each in open_ranges:
                quotes[each].append(" " if element.tag == f"{_W}p" else element.text or "")
    return {number: " ".join("".join(parts).split()) for number, parts in quotes.items()}


def _words(element: ElementTree.Element, leaf: str) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_W}{leaf}"))


def _slides(archive: zipfile.ZipFile) -> Iterator[Remark]:
    for name in archive.namelist():
        if _NOTES.fullmatch(name) is not None:
            number = _slide_of(archive, name)
            text = _note_text(_part(archive, name))
            if text and number is not None:
                yield Remark(RemarkKind.SPEAKER_NOTE, Author.APPLICANT, number - 1, None, "", text)
        elif name.startswith("ppt/slides/_rels/"):
            yield from _slide_comments(archive, name)


def _slide_of(archive: zipfile.ZipFile, notes: str) -> int | None:
    related = notes.replace("notesSlides/", "notesSlides/_rels/") + ".rels"
    match = _RELATED_SLIDE.search(archive.read(related)) if related in archive.namelist() else None
    return int(match[1]) if match else None


def _note_text(notes: ElementTree.Element | None) -> str:
    """What is in the notes' body; not the slide's number that stands on the notes page too."""
    if notes is None:
        return ""
    lines = []
    for shape in notes.iter(f"{_P}sp"):
        placeholder = shape.find(f".//{_P}ph")
        if placeholder is not None and placeholder.get("type") == "body":
            lines += ["".join(t.text or "" for t in p.iter(f"{_A}t")) for p in shape.iter(f"{_A}p")]
    return "\n".join(lines).strip()


def _slide_comments(archive: zipfile.ZipFile, related: str) -> Iterator[Remark]:
    number = int("".join(filter(str.isdigit, related.rsplit("/", 1)[1])) or 0)
    for match in _RELATED_COMMENTS.finditer(archive.read(related)):
        part = _part(archive, "ppt/" + match[1].decode("ascii"))
        for text in part.iter(f"{_P}text") if part is not None else ():
            if text.text:
                yield Remark(RemarkKind.COMMENT, Author.APPLICANT, number - 1, None, "", text.text.strip())


def _cells(archive: zipfile.ZipFile) -> Iterator[Remark]:
    """Comments on cells, old and threaded; the cell stands before the words."""
    for name in sorted(archive.namelist()):
        if _COMMENTS.fullmatch(name) is None or (root := _part(archive, name)) is None:
            continue
        authors = [author.text for author in root.iter(f"{_S}author")]
        for comment in root.iter():
            if comment.tag not in (f"{_S}comment", f"{_THREADED}threadedComment"):
                continue
            number = comment.get("authorId", "")
            who = authors[int(number)] if number.isdigit() and int(number) < len(authors) else None
            text = "".join(part.text or "" for part in comment.iter() if part.tag.endswith(("}t", "}text"))).strip()
            # Excel writes a threaded comment a second time, for programs that know only the old kind.
            if text and not (who or "").startswith("tc="):
                yield Remark(RemarkKind.COMMENT, _author(who), None, None, "", f"{comment.get('ref', '')}: {text}")


def _placed(remarks: list[Remark], shown: Document) -> Iterator[Remark]:
    """With page and place where their words can be found."""
    if not any(remark.quote for remark in remarks):
        yield from remarks
        return
    count = min(MOST_PAGES, len(shown.page_sizes(1)[0]))
    words = [shown.words(page) for page in range(count)]
    texts = [" ".join(word.text for word in page) for page in words]
    for remark in remarks:
        # What was taken out of the words is not on the page either.
        quote = remark.quote.replace(_TAKEN_OUT, "").strip()
        found = find_quote(quote, "", "", texts, 0) if remark.page is None and quote else None
        if found is None:
            yield remark
            continue
        at, boxes = 0, []
        for word in words[found.page]:
            if at < found.end and at + len(word.text) > found.start:
                boxes.append(word.rect)
            at += len(word.text) + 1
        rect: Rect | None = bounds_of(boxes) if boxes else None
        yield Remark(remark.kind, remark.author, found.page, rect, remark.quote, remark.text)
