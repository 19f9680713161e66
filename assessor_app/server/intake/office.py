"""Word, PowerPoint and Excel files (ECMA-376) without authors, companies, histories and picture metadata."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from assessor_app.server.intake.pictures import clean_jpeg, clean_png

MAX_UNPACKED_BYTES = 1024 * 1024 * 1024

_BASE = "application/vnd.openxmlformats-officedocument."
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTIED = {
    "docProps/core.xml": _XML
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": _XML
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": _XML
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "word/people.xml": _XML + b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}
_AUTHOR = re.compile(rb'(\b(?:\w+:)?(?:author|initials|userId|providerId|displayName))="[^"]*"')
_NAMED = re.compile(rb"<(author|x:author)>[^<]*</\1>")
_SLIDE_AUTHOR = re.compile(rb'(<p:cmAuthor\b[^>]*?\bname)="[^"]*"')
_THUMBNAIL = re.compile(rb"<Relationship\b[^>]*metadata/thumbnail[^>]*/>")
_TEMPLATE = re.compile(rb"<Relationship\b[^>]*attachedTemplate[^>]*/>")


class Damaged(ValueError):
    """The file is no Office file that can be read."""


@dataclass(frozen=True, slots=True)
class OfficeKind:
    media_type: str
    word: str


_KINDS = {
    "word/document.xml": OfficeKind(_BASE + "wordprocessingml.document", "Document"),
    "ppt/presentation.xml": OfficeKind(_BASE + "presentationml.presentation", "Slides"),
    "xl/workbook.xml": OfficeKind(_BASE + "spreadsheetml.sheet", "Spreadsheet"),
}


def kind_of(data: bytes) -> OfficeKind:
    """Raises Damaged."""
    with _open(data) as archive:
        names = set(archive.namelist())
    for name, kind in _KINDS.items():
        if name in names:
            return kind
    raise Damaged("archives can't be shown; hand in the files themselves.")


def clean(data: bytes) -> bytes:
    """The same document. Raises Damaged."""
    out = io.BytesIO()
    with _open(data) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        if sum(info.file_size for info in source.infolist()) > MAX_UNPACKED_BYTES:
            raise Damaged("the file unpacks to more than it may.")
        for info in source.infolist():
            if info.is_dir() or info.filename.startswith("docProps/thumbnail"):
                continue
            # A fixed date, no system, no comment: what packed the file says something of who did.
            fresh = zipfile.ZipInfo(info.filename, date_time=(1980, 1, 1, 0, 0, 0))
            fresh.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fresh, _clean_part(info.filename, source.read(info)))
    return out.getvalue()


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Damaged(f"the file is damaged ({error}).") from None


def _clean_part(name: str, data: bytes) -> bytes:
    if name in _EMPTIED:
        return _EMPTIED[name]
    if data.startswith(b"\xff\xd8\xff"):
        return clean_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return clean_png(data)
    if name.endswith(".rels"):
        return _TEMPLATE.sub(b"", _THUMBNAIL.sub(b"", data))
    if name.endswith(".xml"):
        data = _AUTHOR.sub(rb'\1="Applicant"', data)
        data = _SLIDE_AUTHOR.sub(rb'\1="Applicant"', data)
        return _NAMED.sub(rb"<\1>Applicant</\1>", data)
    return data
