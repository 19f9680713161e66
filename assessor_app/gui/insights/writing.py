"""Figures as files: a picture, a table for other programs, and paper. Made away from the window's thread."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from assessor_app.gui.insights.figure import Cell, Figure, Sheet, Shown, Table
from assessor_app.gui.insights.painting import height_of, paint
from assessor_app.gui.insights.words import first_of_words, table_of
from assessor_app.gui.theme import BODY, LABEL, SECONDARY, TITLE, Theme

WIDTH = 960
SHARPNESS = 2
DOTS_PER_INCH = 96
"""So that a length on paper is as many pixels as on the screen."""
MARGIN_MM = 15.0
PAPER_SCALE = 0.85
WIDE_FROM = 8
"""Tables of so many columns need the page on its side."""
SMALLER = (1.0, 0.85, 0.7)
"""How much smaller a table is written, one after the other, until its longest words fit."""
MEASURED_ROWS = 200
MOST_PICTURED = 60
"""Rows of a table in a picture; a file has all of them."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_bytes(shown: Shown) -> bytes:
    """UTF-8 with the mark that spreadsheets look for, a row of heads, and decimal points."""
    table = shown.file() if isinstance(shown, Sheet) and shown.file is not None else table_of(shown)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(head) for head in table.head])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    if not table.rows and shown.empty:
        # Why there is nothing goes along: a file is read far from the page.
        writer.writerow([_harmless(shown.empty)])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    return cell.plain if NUMBER.fullmatch(cell.plain) else _harmless(cell.plain)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def png_bytes(shown: Shown) -> bytes:
    """The figure with its title and sentence, light, at twice the screen's sharpness."""
    look = Theme(dark=False)
    height = _Sheet(None, WIDTH, look).measure(shown)
    image = QImage(WIDTH * SHARPNESS, round(height) * SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPNESS)
    image.fill(look.colour("panel"))
    painter = QPainter(image)
    _Sheet(painter, WIDTH, look).draw(shown)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


class _Sheet:
    """One figure in a picture, from top to bottom; without a painter, only its height."""

    def __init__(self, painter: QPainter | None, width: float, look: Theme) -> None:
        self._painter, self._width, self._look = painter, width, look
        self._edge = look.px(24)

    def measure(self, shown: Shown) -> float:
        return self.draw(shown)

    def draw(self, shown: Shown) -> float:
        look, inner = self._look, self._width - 2 * self._edge
        y: float = self._edge
        for words, font, colour in _head(shown, look):
            y += write(self._painter, QRectF(self._edge, y, inner, 0), words, font, look, colour) + look.px(6)
        y += look.px(8)
        if isinstance(shown, Figure):
            area = QRectF(self._edge, y, inner, height_of(shown, inner, look))
            if self._painter is not None:
                paint(self._painter, shown, area, look)
            return area.bottom() + self._edge
        whole = table_of(shown)
        grid = Grid(Table(whole.head, whole.rows[:MOST_PICTURED]), inner, look)
        for row in range(-1, len(grid.table.rows)):
            height = grid.row_height(row)
            if self._painter is not None:
                grid.draw_row(self._painter, row, self._edge, y)
            y += height
        if len(whole.rows) > MOST_PICTURED:
            words = first_of_words(MOST_PICTURED, len(whole.rows))
            y += write(self._painter, QRectF(self._edge, y, inner, 0), words, look.font(LABEL), look, "secondary")
        return y + self._edge


def _head(shown: Shown, look: Theme) -> list[tuple[str, QFont, str]]:
    sentence = shown.sentence if not (isinstance(shown, Sheet) and shown.empty) else shown.empty
    return [(shown.title, look.font(BODY, bold=True), "text"), (sentence, look.font(SECONDARY), "secondary")]


def write(painter: QPainter | None, area: QRectF, words: str, font: QFont, look: Theme, colour: str) -> float:
    """Words in as many lines as they need; returns their height. Without a painter, only that."""
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    bounds = QFontMetricsF(font).boundingRect(QRectF(area.x(), area.y(), area.width(), 1e5), int(flags), words)
    if painter is not None:
        painter.setFont(font)
        painter.setPen(look.colour(colour))
        painter.drawText(QRectF(area.x(), area.y(), area.width(), bounds.height() + 2), int(flags), words)
    return bounds.height()


class Grid:
    """A table on paper: columns as wide as their words ask for, long cells in several lines."""

    def __init__(self, table: Table, width: float, look: Theme) -> None:
        self.table, self._look = table, look
        self._pad: float = look.px(5)
        for smaller in SMALLER:
            self._font, self._strong = look.font(LABEL * smaller), look.font(LABEL * smaller, bold=True)
            least, wished = self._measure(width)
            if sum(least) <= width:
                break
        spare = max(0.0, width - sum(least))
        more = sum(wished) - sum(least)
        share = min(1.0, spare / more) if more else 0.0
        squeezed = min(1.0, width / sum(least))
        self._widths = [(a + (b - a) * share) * squeezed for a, b in zip(least, wished, strict=True)]

    def _measure(self, width: float) -> tuple[list[float], list[float]]:
        """For each column the width of its longest word, and what it would like to have, within reason."""
        metrics, least, wished = QFontMetricsF(self._strong), [], []
        for number, head in enumerate(self.table.head):
            texts = [head, *(row[number].text for row in self.table.rows[:MEASURED_ROWS])]
            word = max(metrics.horizontalAdvance(part) for text in texts for part in text.split(" ")) + 2 * self._pad
            whole = max(metrics.horizontalAdvance(text) for text in texts) + 2 * self._pad
            least.append(word)
            wished.append(max(word, min(whole, width / 3)))
        return least, wished

    def _cells(self, row: int) -> list[tuple[str, QFont, str]]:
        """Row −1 is the heads'."""
        if row < 0:
            return [(head, self._strong, "secondary") for head in self.table.head]
        return [(cell.text, self._font, "text") for cell in self.table.rows[row]]

    def row_height(self, row: int) -> float:
        return self.draw_row(None, row, 0, 0)

    def draw_row(self, painter: QPainter | None, row: int, left: float, top: float) -> float:
        x, height = left, 0.0
        for (words, font, colour), width in zip(self._cells(row), self._widths, strict=True):
            area = QRectF(x + self._pad, top + self._pad, width - 2 * self._pad, 0)
            height = max(height, write(painter, area, words, font, self._look, colour))
            x += width
        height += 2 * self._pad
        if painter is not None:
            painter.setPen(QPen(self._look.colour("hairline"), 1))
            painter.drawLine(QRectF(left, top + height, x - left, 0).topLeft(),
                             QRectF(left, top + height, x - left, 0).topRight())  # fmt: skip
        return height


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the top of the first page, and that it was made for one person's use."""

    title: str
    state: str


def pdf_bytes(heading: Heading, figures: Sequence[Shown]) -> bytes:
    """Each figure with the table behind it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle(heading.title)
    wide = any(len(table_of(shown).head) >= WIDE_FROM for shown in figures)
    way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    _Paper(writer, painter).draw(heading, figures)
    painter.end()
    return bytes(buffer.data().data())


class _Paper:
    """Fills page after page."""

    def __init__(self, writer: QPdfWriter, painter: QPainter) -> None:
        self._writer, self._painter = writer, painter
        self._look = Theme(dark=False, scale=PAPER_SCALE)
        self._width, self._height = float(writer.width()), float(writer.height())
        self._y = 0.0

    def draw(self, heading: Heading, figures: Sequence[Shown]) -> None:
        look = self._look
        self._write(heading.title, look.font(TITLE, bold=True), "text")
        self._write(heading.state, look.font(SECONDARY), "secondary")
        for shown in figures:
            self._y += look.px(18)
            self._draw_one(shown)

    def _draw_one(self, shown: Shown) -> None:
        plot = (
            min(float(height_of(shown, self._width, self._look)), self._height * 0.7)
            if isinstance(shown, Figure)
            else 0.0
        )
        head = sum(
            write(None, QRectF(0, 0, self._width, 0), words, font, self._look, colour) + self._look.px(4)
            for words, font, colour in _head(shown, self._look)
        )
        # A title stays with what it is the title of.
        self._make_room(head + (plot or self._look.px(60)))
        for words, font, colour in _head(shown, self._look):
            self._write(words, font, colour)
        if isinstance(shown, Figure):
            self._draw_plot(shown)
        grid = Grid(table_of(shown), self._width, self._look)
        self._draw_row(grid, -1)
        for row in range(len(grid.table.rows)):
            self._draw_row(grid, row)

    def _draw_plot(self, figure: Figure) -> None:
        """As high as it wants to be, and never higher than a page: then it is drawn smaller."""
        wanted = float(height_of(figure, self._width, self._look))
        factor = min(1.0, self._height / wanted)
        self._make_room(wanted * factor)
        self._painter.save()
        self._painter.translate(0, self._y)
        self._painter.scale(factor, factor)
        paint(self._painter, figure, QRectF(0, 0, self._width / factor, wanted), self._look)
        self._painter.restore()
        self._y += wanted * factor + self._look.px(10)

    def _draw_row(self, grid: Grid, row: int) -> None:
        height = grid.row_height(row)
        if self._y + height > self._height:
            self._turn()
            if row >= 0:
                self._y += grid.draw_row(self._painter, -1, 0, self._y)
        self._y += grid.draw_row(self._painter, row, 0, self._y)

    def _write(self, words: str, font: QFont, colour: str) -> None:
        height = write(None, QRectF(0, 0, self._width, 0), words, font, self._look, colour)
        self._make_room(height)
        write(self._painter, QRectF(0, self._y, self._width, 0), words, font, self._look, colour)
        self._y += height + self._look.px(4)

    def _make_room(self, height: float) -> None:
        if self._y > 0 and self._y + height > self._height:
            self._turn()

    def _turn(self) -> None:
        self._writer.newPage()
        self._y = 0.0
