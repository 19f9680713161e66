"""A Type3 font: every letter a little picture of its own, as old typesetting programs wrote them."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from tests.intake.lettering import FONT

_SIZE = 48


def type3_page(pdf: pikepdf.Pdf, lines: Sequence[str], *, mapped: bool) -> None:
    """``mapped`` tells which letter each code stands for."""
    letters = sorted(set("".join(lines)))
    codes = {letter: 33 + number for number, letter in enumerate(letters)}
    font = _font(pdf, codes, mapped=mapped)
    rows = [
        f"BT /T3 0.25 Tf 40 {740 - 40 * number} Td <{_hex(line, codes)}> Tj ET" for number, line in enumerate(lines)
    ]
    page = pdf.add_blank_page(page_size=(700, 800))
    page.Resources = Dictionary(Font=Dictionary(T3=font))
    page.Contents = pdf.make_stream("\n".join(rows).encode())


def _hex(line: str, codes: dict[str, int]) -> str:
    return "".join(f"{codes[letter]:02x}" for letter in line)


def _font(pdf: pikepdf.Pdf, codes: dict[str, int], *, mapped: bool) -> pikepdf.Object:
    drawn = ImageFont.truetype(FONT, _SIZE)
    first, last = min(codes.values()), max(codes.values())
    names = {letter: f"/g{code}" for letter, code in codes.items()}
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, -20, 80, 80], FontMatrix=[1, 0, 0, 1, 0, 0],
        FirstChar=first, LastChar=last, Widths=Array([round(drawn.getlength(letter)) for letter in codes]),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([first, *(Name(name) for name in names.values())])),
        CharProcs=Dictionary({names[letter]: pdf.make_stream(_glyph(drawn, letter)) for letter in codes}),
        Resources=Dictionary(),
    )  # fmt: skip
    if mapped:
        font.ToUnicode = pdf.make_stream(_to_unicode(codes))
    return pdf.make_indirect(font)


def _glyph(drawn: ImageFont.FreeTypeFont, letter: str) -> bytes:
    width, height = max(8, round(drawn.getlength(letter))), 64
    mask = Image.new("1", (width, height), 1)
    ImageDraw.Draw(mask).text((0, 0), letter, fill=0, font=drawn)
    head = (
        f"{width} 0 0 -20 {width} 60 d1 q {width} 0 0 {height} 0 -16 cm BI /W {width} /H {height} /IM true /BPC 1 ID "
    )
    return head.encode() + mask.tobytes() + b" EI Q"


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T3 def /CMapType 2 def "
        f"1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    ).encode()
