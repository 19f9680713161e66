"""Words fitted into a box, measured with the badge's own typeface (DejaVu Serif, which ships with the application)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from assessor_app.assets import resources


@dataclass(frozen=True, slots=True)
class Fitted:
    lines: tuple[str, ...]
    size: int


@lru_cache(maxsize=64)
def typeface(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "DejaVuSerif-Bold.ttf" if bold else "DejaVuSerif.ttf"
    return ImageFont.truetype(str(resources() / "awards" / "fonts" / name), size)


def width(text: str, bold: bool, size: int) -> float:
    return float(typeface(bold, size).getlength(text))


def fitted(text: str, box: tuple[int, int], sizes: tuple[int, int], bold: bool) -> Fitted:
    """``text`` in lines as large as they fit into ``box`` (width, height), from the first of ``sizes`` to the last.

    At the last size words are cut where they must, and what is still too much ends in “…”.
    """
    words = " ".join(text.split())
    for size in range(sizes[0], sizes[1] - 1, -2):
        lines = tuple(_lines(words, box[0], bold, size))
        if len(lines) * line_height(size) <= box[1] and all(width(line, bold, size) <= box[0] for line in lines):
            return Fitted(lines, size)
    last = sizes[1]
    room = max(1, int(box[1] // line_height(last)))
    every = [part for line in _lines(words, box[0], bold, last) for part in _cut(line, box[0], bold, last)]
    if len(every) > room:
        every = [*every[: room - 1], _shortened(every[room - 1], box[0], bold, last)]
    return Fitted(tuple(every), last)


def line_height(size: int) -> float:
    return size * 1.22


def _lines(text: str, most: int, bold: bool, size: int) -> Iterator[str]:
    """As few lines as there have to be, and these of nearly one length."""
    least = len(_greedy(text, most, bold, size))
    narrow = most
    while narrow > most // 3 and len(_greedy(text, narrow - 8, bold, size)) == least:
        narrow -= 8
    yield from _greedy(text, narrow, bold, size)


def _greedy(text: str, most: int, bold: bool, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, bold, size) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, most: int, bold: bool, size: int) -> Iterator[str]:
    part = ""
    for letter in line:
        if part and width(part + letter, bold, size) > most:
            yield part
            part = ""
        part += letter
    yield part


def _shortened(line: str, most: int, bold: bool, size: int) -> str:
    while line and width(line + "…", bold, size) > most:
        line = line[:-1]
    return line.rstrip() + "…"
