"""A workbook's cells as tables: what it says, without how it looked."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assessor_app.documents.model import DocumentError, FailureKind

MAX_CELLS = 20_000
MAX_COLUMNS = 24


def tables(data: bytes) -> str:
    """HTML with a table for each sheet, the values as they were last calculated. Raises DocumentError."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return _tables(book)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise DocumentError(FailureKind.BROKEN, f"the workbook can't be read ({error}).") from None


def _body(rows: list[list[str]]) -> str:
    """Rows without the empty columns at their right."""
    width = max(number for row in rows for number, cell in enumerate(row, start=1) if cell)
    return "".join(
        "<tr>" + "".join(f"<td>{escape(cell) or '&#160;'}</td>" for cell in row[:width]) + "</tr>" for row in rows
    )


def _tables(book: Any) -> str:
    parts, left = [], MAX_CELLS
    for sheet in book.worksheets:
        rows = []
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            cells = ["" if value is None else str(value) for value in row]
            left -= len(cells)
            if left < 0:
                break
            if any(cells):
                rows.append(cells)
        if rows:
            parts.append(f"<h2>{escape(sheet.title)}</h2><table>{_body(rows)}</table>")
    if left < 0:
        parts.append("<p>The rest of the workbook is too large to be shown as text.</p>")
    return "".join(parts)
