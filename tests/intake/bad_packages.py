"""Office packages that were made to do harm."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

from tests.intake.packing import DECLARATION, content_types, relations, text
from tests.intake.person import Person
from tests.intake.word import KIND, SPACES, paragraph, run

_ODF = "application/vnd.oasis.opendocument"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_MEGABYTES = 64


def small_docx(person: Person, words: str = "A short reflection.", head: str = "") -> bytes:
    return _zipped(_docx_members(words, head))


def _docx_members(words: str, head: str = "") -> dict[str, bytes]:
    # An entity has to reach the document as it is.
    body = run("@").replace("@", words if words.startswith("&") else text(words))
    document = f"{DECLARATION}{head}<w:document {SPACES}><w:body>{paragraph(body)}</w:body></w:document>"
    return {
        "[Content_Types].xml": content_types({"/word/document.xml": f"{KIND}.document.main+xml"}).encode(),
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}).encode(),
        "word/document.xml": document.encode(),
    }


def _xlsx_members(words: str, head: str) -> dict[str, bytes]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    space = f'xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{words}</t></is></c></row>'
    book = f'{DECLARATION}<workbook {space}><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
    sheet = f"{DECLARATION}{head}<worksheet {space}><sheetData>{cell}</sheetData></worksheet>"
    kinds = {"/xl/workbook.xml": f"{kind}.sheet.main+xml", "/xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml"}
    return {
        "[Content_Types].xml": content_types(kinds).encode(),
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}).encode(),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": relations({"rId1": ("worksheet", "worksheets/sheet1.xml")}).encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }


def _open_members(kind: str, inner: str, head: str = "") -> dict[str, bytes]:
    spaces = " ".join(
        f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "text", "table", "manifest")
    )  # fmt: skip
    content = (
        f'{DECLARATION}{head}<office:document-content {spaces} office:version="1.3"><office:body><office:{kind}>'
        f"{inner}</office:{kind}></office:body></office:document-content>"
    )
    listed = (
        f'{DECLARATION}<manifest:manifest {spaces} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{_ODF}.{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return {
        "mimetype": f"{_ODF}.{kind}".encode(), "content.xml": content.encode(),
        "META-INF/manifest.xml": listed.encode(),
    }  # fmt: skip


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, compress_type=kind)
    return out.getvalue()


def _with_head(person: Person, kind: str, head: str, words: str) -> bytes:
    if kind == "docx":
        return small_docx(person, words, head)
    if kind == "xlsx":
        return _zipped(_xlsx_members(words, head))
    return _zipped(_open_members("text", f"<text:p>{words}</text:p>", head))


def entity_bomb(person: Person, kind: str) -> bytes:
    """A billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _with_head(person, kind, f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>', "&l9;")


def external_entity(person: Person, kind: str, canary: Path) -> bytes:
    return _with_head(person, kind, f'<!DOCTYPE x [<!ENTITY x SYSTEM "{canary.as_uri()}">]>', "&x;")


def traversal(person: Person, payload: str) -> bytes:
    """Members that want to be written somewhere else."""
    members = _docx_members("A short reflection.")
    for name in ("../../../../climbed.txt", "/climbed.txt", "..\\..\\climbed.txt", "word/../../climbed.txt"):
        members[name] = payload.encode()
    return _zipped(members)


def duplicate_members(person: Person) -> bytes:
    """Two documents of one name: programs differ in which of them they read."""
    out = io.BytesIO()
    first = _docx_members("A short reflection.")
    second = _docx_members(f"Written by {person.short}.")
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, data in first.items():
            if name == "word/document.xml":
                archive.writestr(name, second[name])
            archive.writestr(name, data)
    return out.getvalue()


def flat_bomb(person: Person) -> bytes:
    """Two gigabytes of blanks in a picture of two megabytes: one packed block, again and again."""
    chunk = b" " * (_MEGABYTES << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    times = 32
    check = 0
    for _ in range(times):
        check = zlib.crc32(chunk, check)
    data = block * times + packer.flush(zlib.Z_FINISH)
    return _appended(small_docx(person), b"word/media/image1.png", data, check, len(chunk) * times)


def _appended(package: bytes, name: bytes, packed: bytes, check: int, size: int) -> bytes:
    """A member whose unpacked bytes never were in memory, put in ahead of the directory."""
    end = package.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", package, end + 16)[0]
    count = struct.unpack_from("<H", package, end + 10)[0]
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x5A21, check, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + common + name + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, start) + name
    directory = package[start:end] + entry
    tail = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), start + len(local), 0)
    return package[:start] + local + directory + b"PK\x05\x06" + tail


def nested_bomb(person: Person) -> bytes:
    """Packages in packages, ten of each in the next, down to ten megabytes of blanks."""
    inner = _zipped({"a.txt": b" " * (10 << 20)})
    for _ in range(5):
        inner = _zipped({f"{number}.zip": inner for number in range(10)})
    return _zipped(_docx_members("A short reflection.") | {"word/embeddings/inner.zip": inner})


def repeated_rows() -> bytes:
    """A table of which every one of 17 thousand million cells is filled, in one line."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
    return _zipped(_open_members("spreadsheet", f'<table:table table:name="T">{row}</table:table>'))
