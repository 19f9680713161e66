"""Small hostile files, made in code: each costs an engine far more than its size says."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.documents import files


def pdf_of(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF of these numbered objects, with a cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d %05d %s \n" % ((offsets[number], 0, b"n") if number in offsets else (0, 65535, b"f"))
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def page_with(
    content: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None, box: bytes = b"0 0 612 792"
) -> bytes:
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>" % (box, resources),
            4: stream(content),
            **(more or {}),
        }
    )


def form_bomb(levels: int = 12, each: int = 10) -> bytes:
    """Forms that draw forms: 10 to the power of 12 drawings."""
    more = {}
    for level in range(levels):
        body = b"/F Do " * each if level < levels - 1 else b"0 0 10 10 re f"
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</F %d 0 R>>>>" % (11 + level)
        more[10 + level] = stream(body, entries)
    return page_with(b"/F Do", b"/XObject<</F 10 0 R>>", more)


def form_calls_itself() -> bytes:
    body = stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 10 0 R>>>>")
    return page_with(b"/F Do", b"/XObject<</F 10 0 R>>", {10: body})


def paths() -> bytes:
    line = b"".join(b"%d %d m %d %d l S\n" % (n % 612, n % 792, n * 7 % 612, n * 13 % 792) for n in range(1_000))
    return page_with(line * 2_000)


def curve_without_end() -> bytes:
    return page_with(b"0 0 m " + b"9 800 300 1 600 700 c " * 1_500_000 + b"S")


def content() -> bytes:
    return page_with(b"q 1 0 0 1 0 0 cm Q\n" * 4_000_000)


def tiling() -> bytes:
    cell = stream(b"0 0 0.01 0.01 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 0.02 0.02]"
                  b"/XStep 0.02/YStep 0.02/Resources<<>>")  # fmt: skip
    return page_with(b"/Pattern cs /P scn 0 0 14000 14000 re f", b"/Pattern<</P 10 0 R>>", {10: cell},
                     b"0 0 14000 14000")  # fmt: skip


def giant_image(side: int = 30_000, bits: int = 1) -> bytes:
    row = bytes(-(-side * bits // 8))
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace/DeviceGray" % (
        side, side, bits,
    )  # fmt: skip
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    body = b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)
    return page_with(b"q 612 0 0 792 0 0 cm /I Do Q", b"/XObject<</I 10 0 R>>", {10: body})


def giant_page(side: int = 200_000_000) -> bytes:
    return page_with(b"0 0 100 100 re f", box=b"0 0 %d %d" % (side, side))


def tiny_page() -> bytes:
    return page_with(b"0 0 1 1 re f", box=b"0 0 0.01 0.01")


def nested_states() -> bytes:
    return page_with(b"q " * 2_000_000 + b"0 0 9 9 re f")


def nested_arrays() -> bytes:
    return page_with(b"0 0 9 9 re f", more={10: b"[" * 300_000 + b"]" * 300_000})


def nested_clips() -> bytes:
    return page_with(b"0 0 600 700 re W n " * 300_000 + b"0 0 9 9 re f")


def cyclic_pattern() -> bytes:
    cell = stream(b"/Pattern cs /P scn 0 0 50 50 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1"
                  b"/BBox[0 0 50 50]/XStep 50/YStep 50/Resources<</Pattern<</P 10 0 R>>>>")  # fmt: skip
    return page_with(b"/Pattern cs /P scn 0 0 600 700 re f", b"/Pattern<</P 10 0 R>>", {10: cell})


def cyclic_font() -> bytes:
    glyph = stream(b"1000 0 0 0 750 750 d1 BT /F 10 Tf (a) Tj ET")
    font = (b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 11 0 R>>"
            b"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1000]"
            b"/Resources<</Font<</F 10 0 R>>>>>>")  # fmt: skip
    return page_with(b"BT /F 24 Tf 9 9 Td (aaa) Tj ET", b"/Font<</F 10 0 R>>", {10: font, 11: glyph})


def annotations(count: int = 1_000_000) -> bytes:
    one = b"<</Type/Annot/Subtype/Square/Rect[0 0 9 9]/C[1 0 0]>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Annots[%s]>>" % (one * count),
    }
    return pdf_of(objects)


def outline_cycle() -> bytes:
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
            5: b"<</Type/Outlines/First 6 0 R/Last 6 0 R>>",
            6: b"<</Title(a)/Parent 5 0 R/First 6 0 R/Next 6 0 R/Dest[3 0 R/Fit]>>",
        }
    )


def many_pages(count: int = 100_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (n + 10) for n in range(count))
    pages = {n + 10: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>" for n in range(count)}
    return pdf_of(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), **pages}
    )


def claimed_pages() -> bytes:
    return pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>",
                   3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"})  # fmt: skip


def stream_in_stream() -> bytes:
    """Zeros, packed five times over."""
    data = bytes(200_000_000)
    for _ in range(2):
        data = zlib.compress(data, 9)
    entries = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%s\nendstream" % (len(data), data)
    return pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                   3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>", 4: entries})  # fmt: skip


def xref_loop() -> bytes:
    return b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"


def gif(side: int = 65_000, frames: int = 400) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, side, side) + b"\x00\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HH", side, side) + b"\x80\x00\x00\xff\xff\xff\x00\x00\x00" + frame * frames + b";"


def tiff_loop() -> bytes:
    """A directory that names itself as the next."""
    entries = [(256, 4, 1, 50), (257, 4, 1, 50), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 9)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00" + struct.pack("<I", 8) + directory + struct.pack("<I", 8)


def tiff_giant() -> bytes:
    entries = [
        (256, 4, 1, 100_000),
        (257, 4, 1, 100_000),
        (258, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 9),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00" + struct.pack("<I", 8) + directory + bytes(4)


def svg_uses() -> bytes:
    """Uses of uses: 10 to the power of 9 circles."""
    rows = ['<g id="a0"><circle r="9"/></g>']
    for level in range(1, 10):
        rows.append(f'<g id="a{level}">' + f'<use href="#a{level - 1}" xlink:href="#a{level - 1}"/>' * 10 + "</g>")
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 99 99">'
    return f'{head}<defs>{"".join(rows)}</defs><use href="#a9" xlink:href="#a9"/></svg>'.encode()


def svg_entities() -> bytes:
    rows = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<!DOCTYPE svg [{"".join(rows)}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a9;</text></svg>'.encode()


def _office(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, content)
    return out.getvalue()


def docx_zip_bomb() -> bytes:
    return _office("word/document.xml", b"<a>" + b" " * 500_000_000)


def xlsx_zip_bomb() -> bytes:
    return _office("xl/workbook.xml", b"<a>" + b" " * 500_000_000)


def docx_entities() -> bytes:
    rows = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return _office("word/document.xml", f"<!DOCTYPE d [{''.join(rows)}]><d>&a9;</d>".encode())


def odt_nested() -> bytes:
    return _office("content.xml", b"<a>" * 200_000)


def one_line() -> bytes:
    return b"a" * 3_000_000


def nested_html() -> bytes:
    return b"<!doctype html><body>" + b"<blockquote><b>" * 100_000 + b"deep"


def nested_markdown() -> bytes:
    return b">" * 50_000 + b"deep\n" + b"[" * 50_000


def rtf_nested() -> bytes:
    return b"{\\rtf1" + b"{\\b " * 200_000 + b"deep"


def circular_references() -> bytes:
    """Objects that are each other: lengths, resources, a page's parent, a catalogue that is its own tree of names."""
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Names 1 0 R/AcroForm 7 0 R/Dests 1 0 R/PageLabels 8 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]/Parent 2 0 R/Resources 5 0 R>>",
            3: b"<</Type/Page/Parent 3 0 R/MediaBox 6 0 R/Contents[4 0 R 3 0 R]/Resources 5 0 R/Annots 9 0 R>>",
            4: b"<</Length 4 0 R>>\nstream\n0 0 9 9 re f /F Do\nendstream",
            5: b"<</XObject 5 0 R/Font 5 0 R/F 4 0 R/ExtGState 5 0 R>>",
            6: b"[6 0 R 6 0 R 612 792]",
            7: b"<</Fields[7 0 R]/Kids[7 0 R]/Parent 7 0 R/DR 7 0 R>>",
            8: b"<</Kids[8 0 R]/Nums 8 0 R>>",
            9: b"[9 0 R <</Type/Annot/Subtype/Text/Rect 6 0 R/Parent 9 0 R/Popup 9 0 R/AP<</N 4 0 R>>>>]",
        }
    )


def locked_docx() -> bytes:
    """What Office writes for a document with a password: a compound file whose directory names the package."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("EncryptionInfo", "EncryptedPackage"))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names + bytes(range(256)) * 12


def locked_zip() -> bytes:
    """A DOCX in an archive with a password: each member's record says that it is encrypted."""
    data = bytearray(_office("word/document.xml", b"<a>nobody reads this</a>"))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(sign, place + 4)
    return bytes(data)


def locked_odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", bytes(range(256)) * 4)
        archive.writestr("META-INF/manifest.xml", "<m:manifest><m:encryption-data m:checksum='x'/></m:manifest>")
    return out.getvalue()


def zip_of_zips(levels: int = 8) -> bytes:
    """Archives in archives, each ten times the one inside it, named as a document."""
    data = bytes(10_000_000)
    for _ in range(levels):
        data = _office("word/document.xml", data * (10 if len(data) < 1_000_000 else 1))
    return data


def overlapping_zip(members: int = 2_000) -> bytes:
    """A DOCX whose list names one packed member thousands of times: 4 MB in each of them."""
    content = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = content.compress(bytes(4_000_000)) + content.flush()
    crc, size = zlib.crc32(bytes(4_000_000)), 4_000_000
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0) + b"a" + packed
    names = [b"word/document.xml", *(b"word/media/%d.png" % n for n in range(members))]
    listed = b"".join(
        struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
        for name in names
    )
    return (
        local
        + listed
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(names), len(names), len(listed), len(local), 0)
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "form bomb": form_bomb, "form calls itself": form_calls_itself, "paths": paths,
    "curve without end": curve_without_end, "content": content, "tiling": tiling, "giant image": giant_image,
    "giant grey image": lambda: giant_image(30_000, 8), "giant page": giant_page,
    "large page": lambda: giant_page(1_000_000), "page of 100,000 points": lambda: giant_page(100_000),
    "tiny page": tiny_page, "nested states": nested_states,
    "nested arrays": nested_arrays, "nested clips": nested_clips, "page tree cycle": files.deep_pdf,
    "cyclic pattern": cyclic_pattern, "cyclic font": cyclic_font, "a million annotations": annotations,
    "outline cycle": outline_cycle, "circular references": circular_references,
    "10,000 pages": lambda: many_pages(10_000), "100,000 pages": many_pages, "claimed pages": claimed_pages,
    "stream in stream": stream_in_stream, "xref loop": xref_loop, "png": files.bomb_png, "gif": gif,
    "tiff loop": tiff_loop, "giant tiff": tiff_giant, "svg uses": svg_uses, "svg entities": svg_entities,
    "docx zip bomb": docx_zip_bomb, "xlsx zip bomb": xlsx_zip_bomb, "docx entities": docx_entities,
    "odt nested": odt_nested, "one line": one_line, "nested html": nested_html, "nested markdown": nested_markdown,
    "nested rtf": rtf_nested, "zip of zips": zip_of_zips, "overlapping zip": overlapping_zip,
    "locked pdf": files.locked_pdf, "locked docx": locked_docx, "locked zip": locked_zip, "locked odt": locked_odt,
}  # fmt: skip
