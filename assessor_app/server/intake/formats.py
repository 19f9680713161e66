"""What a file is, by its content: a name says nothing that can be relied on."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.documents.kinds import Kind, sniff

MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
MAX_MEMBERS = 20_000
MAX_RATIO, MAX_GROUPS = 250, 500
_GROUPS = re.compile(rb"(?<!\\)[{}]")
_SMALL = 10 * 1024 * 1024


class Unreadable(ValueError):
    """The file can't be taken; the message is a sentence for the applicant."""


class Family(StrEnum):
    PDF = "pdf"
    PICTURE = "picture"
    DRAWING = "drawing"
    OOXML = "ooxml"
    OPEN_DOCUMENT = "open_document"
    OLD_OFFICE = "old_office"
    TEXT = "text"
    HTML = "html"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Format:
    """``extension`` without a dot; ``word`` is what people call such a thing, in a word."""

    family: Family
    extension: str
    media_type: str
    word: str


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_FORMATS = {
    made.extension: made
    for made in (
        Format(Family.PDF, "pdf", "application/pdf", "Document"),
        Format(Family.PICTURE, "jpg", "image/jpeg", "Photo"),
        Format(Family.PICTURE, "png", "image/png", "Picture"),
        Format(Family.PICTURE, "gif", "image/gif", "Picture"),
        Format(Family.PICTURE, "bmp", "image/bmp", "Picture"),
        Format(Family.PICTURE, "webp", "image/webp", "Picture"),
        Format(Family.PICTURE, "tiff", "image/tiff", "Scan"),
        Format(Family.PICTURE, "heic", "image/heic", "Photo"),
        Format(Family.PICTURE, "avif", "image/avif", "Photo"),
        Format(Family.DRAWING, "svg", "image/svg+xml", "Picture"),
        Format(Family.OOXML, "docx", _OOXML + "wordprocessingml.document", "Document"),
        Format(Family.OOXML, "pptx", _OOXML + "presentationml.presentation", "Slides"),
        Format(Family.OOXML, "xlsx", _OOXML + "spreadsheetml.sheet", "Spreadsheet"),
        Format(Family.OPEN_DOCUMENT, "odt", _ODF + "text", "Document"),
        Format(Family.OPEN_DOCUMENT, "odp", _ODF + "presentation", "Slides"),
        Format(Family.OPEN_DOCUMENT, "ods", _ODF + "spreadsheet", "Spreadsheet"),
        Format(Family.OLD_OFFICE, "doc", "application/msword", "Document"),
        Format(Family.OLD_OFFICE, "ppt", "application/vnd.ms-powerpoint", "Slides"),
        Format(Family.OLD_OFFICE, "xls", "application/vnd.ms-excel", "Spreadsheet"),
        Format(Family.OLD_OFFICE, "rtf", "application/rtf", "Document"),
        Format(Family.TEXT, "txt", "text/plain", "Text"),
        Format(Family.TEXT, "md", "text/markdown", "Text"),
        Format(Family.TEXT, "csv", "text/csv", "Spreadsheet"),
        Format(Family.HTML, "html", "text/html", "Web page"),
        Format(Family.RECORDING, "mp4", "video/mp4", "Video"),
        Format(Family.RECORDING, "webm", "video/webm", "Video"),
        Format(Family.RECORDING, "m4a", "audio/mp4", "Audio"),
        Format(Family.RECORDING, "mp3", "audio/mpeg", "Audio"),
        Format(Family.RECORDING, "wav", "audio/wav", "Audio"),
        Format(Family.RECORDING, "ogg", "audio/ogg", "Audio"),
        Format(Family.RECORDING, "flac", "audio/flac", "Audio"),
    )
}
# The old binary Office files are told apart by the name of the stream that holds the document (MS-CFB 2.6.1).
_OLE_STREAMS = (("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"), ("Book", "xls"))
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_DECLARED = {"html": "text/html", "htm": "text/html", "md": "text/markdown", "csv": "text/csv", "rtf": "text/rtf"}
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"II", "tiff"),
    (b"MM", "tiff"), (b"RIFF", "webp"),
)  # fmt: skip


def named(extension: str) -> Format:
    return _FORMATS[extension]


def recognise(data: bytes, name: str = "") -> Format:
    """``name`` counts only among kinds of text, which content can't tell apart. Raises Unreadable."""
    if not data:
        raise Unreadable("The file is empty.")
    suffix = name.rsplit(".", 1)[-1].casefold() if "." in name else ""
    kind, extension = sniff(data, _DECLARED.get(suffix, ""))
    if kind is Kind.IMAGE:
        return _FORMATS[_picture(data)]
    if kind is Kind.OFFICE:
        return _FORMATS[_old_office(data) if data.startswith(b"\xd0\xcf\x11\xe0") else _zipped(data, extension)]
    if kind is Kind.PDF:
        return _pdf(data)
    if kind is Kind.RECORDING:
        return _FORMATS[_recording(data)]
    if kind is Kind.SVG:
        return _FORMATS["svg"]
    if kind is Kind.TEXT:
        if _CONTAINER.match(data[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")) or _NOTEBOOK.match(data[:2_000]):
            raise Unreadable("Files of this kind hold others that can't be shown; hand it in as a PDF.")
        if extension == "rtf":
            _check_depth(data)
        return _FORMATS.get(extension, _FORMATS["txt"])
    if data.startswith(b"PK\x03\x04"):
        open_archive(data).close()
        raise Unreadable("Archives can't be shown; hand in the files that are in it.")
    if _utf16(data) or _is_western(data):
        return _FORMATS[{"htm": "html"}.get(suffix, suffix) if suffix in ("md", "csv", "html", "htm") else "txt"]
    raise Unreadable("The file is of no kind that can be shown, or it is damaged; hand it in as a PDF.")


def _pdf(data: bytes) -> Format:
    """A PDF may have a few odd bytes before it, but is nothing else as well (a polyglot)."""
    at = data[:1024].find(b"%PDF-")
    if at > 0 and data.startswith(_FOREIGN_STARTS):
        raise Unreadable("The file is two kinds of file at once; hand in one of them.")
    return _FORMATS["pdf"]


# E-mails and saved web pages (MIME), Office documents as one XML file, and programmers' notebooks.
_CONTAINER = re.compile(
    rb"(?:(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?(?:MIME-Version|Content-Type|Content-Transfer-Encoding):)|"
    rb"<\?xml[^>]*>\s*(?:<\?mso[^>]*>\s*)?<(?:\w+:)?(?:document|package|wordDocument|Workbook)\b",
    re.IGNORECASE,
)
_NOTEBOOK = re.compile(rb'\s*\{\s*"(?:cells|metadata|nbformat)"')
_FOREIGN_STARTS = (b"PK\x03\x04", b"GIF8", b"\x89PNG", b"\xff\xd8\xff", b"<", b"MZ", b"\x7fELF", b"RIFF", b"#!")


def _picture(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "avif" if b"avi" in data[8:32] else "heic"
    return next(extension for start, extension in _PICTURES if data.startswith(start))


def _old_office(data: bytes) -> str:
    if _ENCRYPTED_STREAM in data:
        raise Unreadable("The file is protected with a password; hand it in without one.")
    for stream, extension in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return extension
    raise Unreadable("The file is damaged, or of no kind that can be shown; hand it in as a PDF.")


def _zipped(data: bytes, extension: str) -> str:
    """Raises Unreadable for an archive that is built to do harm."""
    with open_archive(data) as archive:
        listed = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        if b"encryption-data" in listed:
            raise Unreadable("The file is protected with a password; hand it in without one.")
    if extension not in _FORMATS:
        raise Unreadable("Archives can't be shown; hand in the files that are in it.")
    return extension


def open_archive(data: bytes) -> zipfile.ZipFile:
    """A ZIP file whose members are few, not too large, and named as files in it. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:
        raise Unreadable("The file is damaged: it can't be unpacked.") from error
    infos = archive.infolist()
    names = [info.filename for info in infos]
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        raise Unreadable("The file unpacks to more than it may.")
    if unpacked > _SMALL and unpacked > MAX_RATIO * max(1, len(data)):
        raise Unreadable("The file unpacks to more than it may.")
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("The file is protected with a password; hand it in without one.")
    if len(set(names)) != len(names):
        raise Unreadable("The file is damaged: it has two parts of one name.")
    if any(name.startswith(("/", "\\")) or ":" in name[:3] or ".." in re.split(r"[/\\]", name) for name in names):
        raise Unreadable("The file is damaged: it has parts that belong outside of it.")
    return archive


def _recording(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "m4a" if data[8:11] == b"M4A" else "mp4"
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "webm"
    if data.startswith(b"RIFF"):
        return "mp4" if data[8:12] == b"AVI " else "wav"
    if data.startswith(b"OggS"):
        return "ogg"
    return "flac" if data.startswith(b"fLaC") else "mp3"


def _check_depth(data: bytes) -> None:
    """RTF groups nest a few dozen deep; thousands are there to do harm."""
    depth = deepest = 0
    for sign in _GROUPS.findall(data):
        depth += 1 if sign == b"{" else -1
        deepest = max(deepest, depth)
    if deepest > MAX_GROUPS:
        raise Unreadable("The file is built in a way that documents are not; hand it in as a PDF.")


def _is_western(data: bytes) -> bool:
    """Windows' Western letters, which old programs write: hardly a control character in it."""
    sample = data[:65_536]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    return b"\0" not in sample and controls <= len(sample) // 500


def _utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) % 2 == 0
