"""Tables for other programs: CSV (RFC 4180) and XLSX whose bytes depend on their content alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | Decimal
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
"""Without it Excel reads a CSV in the code page of its computer, and names with accents become others."""
_FORMULA = re.compile(r"\A[=+\-@\t\r\n＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_BOLD = Font(bold=True)
_WIDTH = {"least": 10, "most": 60, "beside": 2}


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` begin with the header."""

    title: str
    rows: Sequence[Sequence[Cell]]


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, lines ended by CR LF; words that a spreadsheet would take for a formula are not."""
    output = io.StringIO(newline="")
    csv.writer(output, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return (_BOM + output.getvalue()).encode("utf-8", "replace")


def xlsx_bytes(sheets: Sequence[Sheet], moment: datetime) -> bytes:
    """``moment`` is told as the one at which the file was made."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    output = io.BytesIO()
    book.save(output)
    return _settled(output.getvalue(), moment)


def _plain(cell: Cell) -> str:
    if not isinstance(cell, str):
        return str(cell)
    # An apostrophe before it is how spreadsheets are told that something is text.
    return _CONTROL.sub("", f"'{cell}" if _FORMULA.match(cell) else cell)


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for number, column in enumerate(zip(*sheet.rows, strict=True)):
        longest = max(len(str(cell)) for cell in column) + _WIDTH["beside"]
        letter = chr(ord("A") + number)
        page.column_dimensions[letter].width = min(max(longest, _WIDTH["least"]), _WIDTH["most"])
    last = len(sheet.rows) - 1
    for number, row in enumerate(sheet.rows):
        page.append([_cell(page, cell, bold=number in (0, last)) for cell in row])


def _cell(page: object, value: Cell, *, bold: bool) -> WriteOnlyCell | Cell:
    content = _CONTROL.sub("", value) if isinstance(value, str) else value
    formula, money = isinstance(value, str) and value.startswith("="), isinstance(value, Decimal)
    if not (bold or formula or money):
        return content
    cell = WriteOnlyCell(page, value=content)
    if formula:
        cell.data_type = "s"
    if money:
        cell.number_format = "0.00"
    if bold:
        cell.font = _BOLD
    return cell


def _settled(data: bytes, moment: datetime) -> bytes:
    """The same file without the time at which it was written."""
    output, told = io.BytesIO(), moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + told, content)
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_DAY)
            # Else it would tell on which system it was made.
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            settled.writestr(entry, content)
    return output.getvalue()
