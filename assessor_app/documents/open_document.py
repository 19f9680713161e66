"""What an OpenDocument file says, without how it looked (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

import io
import zipfile
from html import escape
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from assessor_app.documents.model import DocumentError, FailureKind

MAX_CONTENT_BYTES = 32 * 1024 * 1024
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
MAX_CELLS = 20_000


def text_of_open_document(data: bytes) -> str:
    """HTML of headings, paragraphs and tables. Raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("content.xml").file_size > MAX_CONTENT_BYTES:
                raise DocumentError(FailureKind.TOO_LARGE)
            root = fromstring(archive.read("content.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, ValueError, RuntimeError) as error:
        raise DocumentError(FailureKind.BROKEN) from error
    body = root.find(f"{_OFFICE}body")
    parts: list[str] = []
    if body is not None:
        _walk(body, parts, [MAX_CELLS])
    return "".join(parts)


def _walk(element: ElementTree.Element, parts: list[str], cells_left: list[int]) -> None:
    for child in element:
        if child.tag == f"{_TEXT}h":
            parts.append(f"<h2>{escape(_plain(child))}</h2>")
        elif child.tag == f"{_TEXT}p":
            parts.append(f"<p>{escape(_plain(child))}</p>")
        elif child.tag == f"{_TABLE}table":
            parts.append(f"<table>{_rows(child, cells_left)}</table>")
        elif child.tag == f"{_DRAW}page":
            parts.append("<hr/>")
            _walk(child, parts, cells_left)
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}tracked-changes"):
            _walk(child, parts, cells_left)


def _rows(table: ElementTree.Element, cells_left: list[int]) -> str:
    rows = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells = [_plain(cell) for cell in row.findall(f"{_TABLE}table-cell")]
        cells_left[0] -= len(cells)
        if cells_left[0] < 0:
            break
        if any(cells):
            rows.append("<tr>" + "".join(f"<td>{escape(cell) or '&#160;'}</td>" for cell in cells) + "</tr>")
    return "".join(rows)


def _plain(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())
