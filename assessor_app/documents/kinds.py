"""What a file is, from its content; what was declared counts only where content can't tell."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    PDF = "pdf"
    IMAGE = "image"
    SVG = "svg"
    TEXT = "text"
    OFFICE = "office"
    RECORDING = "recording"
    UNKNOWN = "unknown"


_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"II+\x00")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_RECORDINGS = (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"\xff\xf9")
_OPEN_DOCUMENTS = {b"opendocument.text": "odt", b"opendocument.spreadsheet": "ods", b"opendocument.presentation": "odp"}
_TEXTS = {"text/html": "html", "text/markdown": "md", "text/csv": "csv", "text/rtf": "rtf", "application/rtf": "rtf"}
MANIFEST_BYTES = 1024 * 1024
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE = {"application/msword": "doc", "application/vnd.ms-powerpoint": "ppt", "application/vnd.ms-excel": "xls"}
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OFFICE_PARTS = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}


def sniff(data: bytes, declared: str = "") -> tuple[Kind, str]:
    """The kind, and for office files and texts the extension that tells which."""
    head = data[:1024]
    if b"%PDF-" in head:
        return Kind.PDF, "pdf"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Kind.IMAGE, ""
    if head[4:8] == b"ftyp" and any(brand in head[8:40] for brand in _HEIF_BRANDS):
        return Kind.IMAGE, ""
    if (
        head.startswith(_RECORDINGS)
        or head[4:8] == b"ftyp"
        or (head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI "))
    ):
        return Kind.RECORDING, ""
    if head.startswith(_OLE):
        return Kind.OFFICE, _OLD_OFFICE.get(declared, "doc")
    if head.startswith(b"PK\x03\x04"):
        extension = _inside_zip(data)
        return (Kind.OFFICE, extension) if extension else (Kind.UNKNOWN, "")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head and not start.startswith(_HTML_STARTS):
        return Kind.SVG, "svg"
    if head.startswith(b"{\\rtf"):
        return Kind.TEXT, "rtf"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_text(data, declared):
        return Kind.TEXT, "html" if start.startswith(_HTML_STARTS) else _TEXTS.get(declared, "txt")
    return Kind.UNKNOWN, ""


def is_locked(data: bytes) -> bool:
    """Whether an Office file is protected with a password: a compound file around an encrypted package (MS-OFFCRYPTO),
    an archive whose members are encrypted, or an OpenDocument file whose list of parts says so."""
    if data.startswith(_OLE):
        return _ENCRYPTED_STREAM in data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return True
            with archive.open("META-INF/manifest.xml") as listed:
                return b"encryption-data" in listed.read(MANIFEST_BYTES)
    except Exception:  # noqa: BLE001 - a damaged archive is told of when it is opened
        return False


def _inside_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # noqa: BLE001 - a damaged archive fails in many ways, none of which makes it a document
        return ""
    for prefix, extension in _OFFICE_PARTS.items():
        if any(name.startswith(prefix) for name in names):
            return extension
    if "content.xml" not in names:
        return ""
    return next((extension for name, extension in _OPEN_DOCUMENTS.items() if name in data[:200]), "odt")


def _is_text(data: bytes, declared: str) -> bool:
    sample = data[:65_536]
    if not sample or b"\x00" in sample:
        return declared.startswith("text/") and not sample
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character may be cut at the sample's end.
        return error.start >= len(sample) - 4 or declared.startswith("text/")
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    return control <= len(sample) // 200
