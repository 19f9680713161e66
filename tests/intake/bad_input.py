"""Files that break programs: each must end in a sentence or in a good result, and never in anything between."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf
from PIL import Image

from tests.intake.bad_packages import (
    duplicate_members,
    entity_bomb,
    external_entity,
    flat_bomb,
    nested_bomb,
    repeated_rows,
    small_docx,
    traversal,
)
from tests.intake.lettering import landscape, saved
from tests.intake.person import Person

PAYLOAD = "PayloadThatNobodySees"


@dataclass(frozen=True)
class Bad:
    """``refused``: whether nothing good can come of it; None when a good result is as well. ``slow`` ones cost minutes
    in programs that don't look before they leap; the bench has them."""

    name: str
    make: Callable[[Person], bytes]
    refused: bool | None = None
    slow: bool = False


def bad_files(canary: Path) -> list[Bad]:
    """``canary`` is a file on the server that nothing handed in may bring out."""
    return [*_broken(), *_mislabelled(), *_bombs(), *_packages(canary)]


def write_all(folder: Path, bad: list[Bad], person: Person) -> list[Path]:
    paths = []
    for item in bad:
        path = folder / item.name
        path.write_bytes(item.make(person))
        paths.append(path)
    return paths


def _broken() -> list[Bad]:
    return [
        Bad("empty.pdf", lambda _: b"", True),
        Bad("empty.docx", lambda _: b"", True),
        Bad("empty.txt", lambda _: b""),
        Bad("truncated.pdf", lambda _: _pdf(3)[:700]),
        Bad("truncated.docx", lambda p: small_docx(p)[:400], True),
        Bad("truncated.jpg", lambda _: saved(landscape(900, 700), "JPEG")[:900]),
        Bad("noise.png", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, True),
        Bad("noise.pdf", lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 40, True),
        Bad("noise.mp4", lambda _: struct.pack(">I4sI", 2**31, b"ftyp", 0) + bytes(4000), True),
        Bad("tag that lies.mp3", lambda _: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(500), True),
        Bad("locked.pdf", lambda _: _locked_pdf(), True),
        Bad("locked.docx", lambda _: _locked_office(), True),
        Bad("cyclic pages.pdf", lambda _: _cyclic_pages()),
        Bad("cyclic outline.pdf", lambda _: _cyclic_outline()),
        Bad("deep.rtf", lambda _: b"{\\rtf1" + b"{\\b " * 60_000 + b"deep" + b"}" * 60_001, slow=True),
        Bad("nested.rtf", lambda _: b"{\\rtf1" + b"{\\b " * 500 + b"deep" + b"}" * 501),
        Bad("deep.html", lambda _: b"<html>" + b"<div>" * 10_000 + b"deep"),
        Bad("deep.svg", lambda _: _svg("<g>" * 20_000 + "</g>" * 20_000)),
        Bad("looped.tif", lambda _: _looped_tiff()),
        Bad("zeros.csv", lambda _: b"a,b\0\0,c\n" * 50),
    ]


def _mislabelled() -> list[Bad]:
    return [
        Bad("really a pdf.docx", lambda _: _pdf(1)),
        Bad("really a picture.pdf", lambda _: saved(landscape(400, 300), "JPEG")),
        Bad("really a png.jpg", lambda _: saved(landscape(400, 300), "PNG")),
        Bad("really a package.png", small_docx),
        Bad("really a program.pdf", lambda _: b"MZ\x90\0" + bytes(600), True),
        Bad("pdf and zip.pdf", lambda _: _pdf(1) + _zip({"hidden.txt": PAYLOAD.encode()})),
        Bad("gif and html.gif", lambda _: _gif_and_html()),
        Bad("picture and zip.jpg", lambda _: saved(landscape(), "JPEG") + _zip({"a.txt": PAYLOAD.encode()})),
        Bad("package.zip", lambda p: _zip({"inner.docx": small_docx(p)})),
    ]


def _bombs() -> list[Bad]:
    return [
        Bad("huge.png", lambda _: _huge_png(), True),
        Bad("huge.gif", lambda _: b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80\0\0" + bytes(6) + b";", True),
        Bad("huge.bmp", lambda _: _huge_bmp(), True),
        Bad("huge.svg", lambda _: _svg("<rect width='9' height='9'/>", "width='9000000' height='9000000'")),
        Bad("laughs.svg", lambda _: _laughing_svg(), True),
        Bad("ever more.svg", lambda _: _uses_of_uses()),
        Bad("flat bomb.docx", flat_bomb, True),
        Bad("nested bomb.docx", nested_bomb),
        Bad("stream bomb.pdf", lambda _: _stream_bomb(), slow=True),
        Bad("page bomb.pdf", lambda _: _pdf(10_000)),
        Bad("rows.ods", lambda _: repeated_rows(), slow=True),
    ]


def _packages(canary: Path) -> list[Bad]:
    kinds = ("docx", "xlsx", "odt")
    laughs = [Bad(f"laughs.{kind}", lambda p, kind=kind: entity_bomb(p, kind), True) for kind in kinds]
    outside = [Bad(f"outside.{kind}", lambda p, kind=kind: external_entity(p, kind, canary)) for kind in kinds]
    return [
        *laughs, *outside,
        Bad("outside.svg", lambda _: _outside_svg(canary)),
        Bad("climbing.docx", lambda p: traversal(p, PAYLOAD)),
        Bad("twice.docx", duplicate_members),
    ]  # fmt: skip


def _pdf(pages: int) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(300, 400))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="nobody knows", owner="nobody knows"))
    return out.getvalue()


def _locked_office() -> bytes:
    """What Office writes for a document with a password: a compound file whose directory names the package."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("EncryptionInfo", "EncryptedPackage"))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names + bytes(range(256)) * 12


def _cyclic_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 9/Kids[3 0 R 2 0 R]/Parent 3 0 R>>endobj\n"
        b"3 0 obj<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def _cyclic_outline() -> bytes:
    document = pymupdf.open()
    document.new_page().insert_text((50, 50), "A page with a list of contents that never ends.")
    document.set_toc([[1, "One", 1], [1, "Two", 1]])
    xref = document.pdf_catalog()
    outline = int(document.xref_get_key(xref, "Outlines")[1].split()[0])
    first = document.xref_get_key(outline, "First")[1]
    document.xref_set_key(int(first.split()[0]), "Next", first)
    return document.tobytes()


def _looped_tiff() -> bytes:
    """The directory's successor is itself."""
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 0) + struct.pack("<I", 8) + bytes(100)


def _gif_and_html() -> bytes:
    picture = saved(landscape().convert("P"), "GIF", comment=f"<script>{PAYLOAD}</script>".encode())
    return picture + f"<html><body>{PAYLOAD}</body></html>".encode()


def _huge_png() -> bytes:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    written = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def _huge_bmp() -> bytes:
    small = saved(Image.new("RGB", (4, 4)), "BMP")
    return small[:18] + struct.pack("<ii", 60_000, 60_000) + small[26:]


def _svg(inner: str, size: str = "width='300' height='200'") -> bytes:
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{inner}</svg>".encode()


def _laughing_svg() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY l0 "ha">{entities}]>'.encode() + _svg("<text y='20'>&l9;</text>")


def _outside_svg(canary: Path) -> bytes:
    head = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{canary.as_uri()}">]>'
    inner = f"<text y='20'>&x;</text><image href='{canary.as_uri()}' width='9' height='9'/>"
    return head.encode() + _svg(inner)


def _uses_of_uses() -> bytes:
    rows = "<g id='a0'><rect width='9' height='9'/></g>"
    for number in range(1, 30):
        rows += f"<g id='a{number}'>" + f"<use href='#a{number - 1}'/>" * 10 + "</g>"
    return _svg(f"<defs>{rows}</defs><use href='#a29'/>")


def _stream_bomb() -> bytes:
    """A page's content of half a gigabyte, packed twice."""
    chunk = zlib.compress(bytes(512 * 1024 * 1024), 9)
    packed = zlib.compress(chunk, 9)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"")
        filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        page.Contents.write(packed, filter=filters)
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()
