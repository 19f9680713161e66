"""Zip packages written member by member, because no library plants a name in every corner."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WHEN = (2026, 3, 4, 5, 6, 8)


def text(value: str) -> str:
    return escape(value)


def attr(value: str) -> str:
    """With its quotation marks."""
    return quoteattr(value)


def halves(value: str) -> tuple[str, str]:
    """Cut in the middle of what follows the token, where a person made half a name bold."""
    token, _, rest = value.partition(" ")
    cut = len(token) + 1 + max(1, len(rest) // 2)
    return value[:cut], value[cut:]


def relations(rows: Mapping[str, tuple[str, str]], outside: Mapping[str, tuple[str, str]] | None = None) -> str:
    """``id -> (type's last word or whole address, target)``; ``outside`` are targets beyond the package."""
    parts = [_relation(key, kind, target, "") for key, (kind, target) in rows.items()]
    parts += [_relation(key, kind, target, ' TargetMode="External"') for key, (kind, target) in (outside or {}).items()]
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{"".join(parts)}</Relationships>'


def _relation(key: str, kind: str, target: str, mode: str) -> str:
    address = kind if "/" in kind else f"{RELATIONSHIPS}/{kind}"
    return f"<Relationship Id={attr(key)} Type={attr(address)} Target={attr(target)}{mode}/>"


def content_types(overrides: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> str:
    usual = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
        "png": "image/png", "jpeg": "image/jpeg", "bin": "application/octet-stream",
    } | dict(defaults or {})  # fmt: skip
    rows = "".join(f"<Default Extension={attr(end)} ContentType={attr(kind)}/>" for end, kind in usual.items())
    rows += "".join(f"<Override PartName={attr(part)} ContentType={attr(kind)}/>" for part, kind in overrides.items())
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{rows}</Types>'


def pack(path: Path, members: Mapping[str, str | bytes], comment: str = "", first: str = "") -> None:
    """``first`` is stored uncompressed ahead of the rest, as OpenDocument asks of its mimetype."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype", _WHEN), first)
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.comment = comment.encode()


def core_properties(author: str, editor: str, others: Mapping[str, str]) -> str:
    rest = "".join(f"<{tag}>{text(value)}</{tag}>" for tag, value in others.items())
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{text(author)}</dc:creator><cp:lastModifiedBy>{text(editor)}</cp:lastModifiedBy>{rest}"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-03-04T05:06:07Z</dcterms:created></cp:coreProperties>'
    )


def app_properties(company: str, manager: str, template: str) -> str:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Template>{text(template)}</Template><Manager>{text(manager)}</Manager><Company>{text(company)}</Company>"
        f"<HyperlinkBase>{text(template)}</HyperlinkBase></Properties>"
    )


def custom_properties(name: str, value: str) -> str:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name={attr(name)}>'
        f"<vt:lpwstr>{text(value)}</vt:lpwstr></property></Properties>"
    )
