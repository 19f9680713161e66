"""Word, PowerPoint and Excel files (ECMA-376): authors, histories, templates and all that is no document go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.office import markup, ooxml_rules, package
from assessor_app.server.intake.office.archive import read_parts, write_parts

EmbeddedFile = Callable[[bytes, str, Censor], bytes]
"""Cleans a file within the file: content, name, censor."""

_DROPPED = re.compile(
    r"docProps/thumbnail\..*|customXml/.*|.*/customXml/.*|word/glossary/.*|.*vbaProject\.bin|.*vbaData\.xml|"
    r".*/printerSettings/.*|.*/activeX/.*|.*/ctrlProps/.*|xl/connections\.xml|xl/queryTables/.*|xl/revisions/.*|"
    r"ppt/changesInfos/.*|ppt/revisionInfo\.xml|ppt/tags/.*|.*/webextensions/.*|_xmlsignatures/.*|.*/customProperty.*|"
    r"xl/webPublish.*|word/stylesWithEffects\.xml|docMetadata/.*|.*/customData/.*|xl/model/.*|xl/customData/.*|"
    r"word/commentsIds\.xml|word/commentsExtensible\.xml|word/recipientData\.xml|userCustomization/.*|customUI/.*|"
    r"\[trash\]/.*|.*/attachedToolbars\.bin|xl/userNames.*|xl/xmlMaps\.xml|.*\.rels\.rels|ppt/.*/slideUpdateInfo.*",
    re.IGNORECASE,
)
_PICTURE = re.compile(r".*\.(?:jpe?g|jpe|png|gif|bmp|dib|tiff?|webp|svg|emf|wmf|heic|wdp|jfif)", re.IGNORECASE)
_DOCUMENT = re.compile(r".*\.(?:xlsx|xlsm|docx|docm|pptx|pptm|xltx|dotx|potx|sldx|ppsx)", re.IGNORECASE)
_RECORDING = re.compile(r".*\.(?:mp4|m4v|mov|avi|wmv|mp3|m4a|wav|wma|ogg|webm|mpg|mpeg)", re.IGNORECASE)
_PAGE = re.compile(r".*\.(?:html?|xhtml|txt)", re.IGNORECASE)
_FONT = re.compile(r".*\.(?:odttf|fntdata|ttf|otf)", re.IGNORECASE)
_RELATIONS_REMOVED = ("thumbnail", "attachedTemplate", "customXml", "printerSettings", "mailMergeSource", "customUI")
_MACRO_TYPES = {
    "application/vnd.ms-word.document.macroEnabled.main+xml":
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml":
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml":
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml":
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml":
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}  # fmt: skip
_EMPTY_PROPERTIES = {
    "docProps/core.xml":
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml":
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml":
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CleanOffice:
    """``named`` still has the names that the text holds, for drawing pages of it; ``data`` has none. ``texts``: the
    blocks of text of ``data``."""

    named: bytes
    data: bytes
    texts: tuple[str, ...]


def clean(data: bytes, censor: Censor, embedded: EmbeddedFile) -> CleanOffice:
    """Raises Unreadable."""
    parts = package.renamed(read_parts(data), censor)
    applicants = _authors(parts)
    reached = package.reached(parts)
    gone = {name for name in parts if _DROPPED.fullmatch(name) or name not in reached}
    _count(parts, gone, censor)
    trees: dict[str, etree._Element] = {}
    kept: dict[str, bytes] = {}
    for name, content in parts.items():
        if name in gone:
            continue
        fresh = _part(name, content, censor, embedded)
        if isinstance(fresh, bytes):
            kept[name] = fresh
        else:
            trees[name] = fresh
            kept[name] = b""
    for name, root in trees.items():
        if name.endswith(".rels"):
            _relations(root, name, gone, censor)
        elif name == "[Content_Types].xml":
            _content_types(root, gone)
        else:
            _metadata(root, censor, applicants)
    missing = {name: _relation_ids(trees, name) for name in trees if not name.endswith(".rels")}
    for name, root in trees.items():
        if name in missing:
            ooxml_rules.drop_dangling(root, missing[name])
    sheets: dict[str, str] = {}
    for root in trees.values():
        sheets |= ooxml_rules.neutral_sheets(root, censor)
    named = write_parts({**kept, **{name: markup.written(root) for name, root in trees.items()}})
    for name, root in trees.items():
        if sheets:
            ooxml_rules.redrop_named_ranges(root, sheets)
        if name != "[Content_Types].xml":
            _redact(root, name, censor)
    clear = write_parts({**kept, **{name: markup.written(root) for name, root in trees.items()}})
    shown = (root for name, root in trees.items() if ooxml_rules.is_shown(name))
    return CleanOffice(named, clear, tuple(text for root in shown for text in markup.texts_of(root)))


def _authors(parts: dict[str, bytes]) -> frozenset[str]:
    """Who made and last changed the file, folded: taken for the applicant."""
    core = parts.get("docProps/core.xml", b"")
    try:
        root = markup.parse(core) if core.strip() else None
    except Unreadable:
        root = None
    found = root.iter(etree.Element) if root is not None else ()
    names = (str(e.text or "") for e in found if markup.local(e.tag) in ("creator", "lastModifiedBy"))
    return frozenset(name.strip().casefold() for name in names if name.strip())


def _count(parts: dict[str, bytes], gone: set[str], censor: Censor) -> None:
    for name in gone:
        if "thumbnail" in name:
            censor.removed["thumbnail"] += 1
        elif name.endswith("vbaProject.bin"):
            censor.removed["macro"] += 1
            censor.notes.append("Macros are not part of it any more.")
        else:
            censor.removed["private data"] += 1
    censor.removed["document properties"] += sum(name in parts for name in _EMPTY_PROPERTIES)


def _part(name: str, content: bytes, censor: Censor, embedded: EmbeddedFile) -> bytes | etree._Element:
    if name in _EMPTY_PROPERTIES:
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _EMPTY_PROPERTIES[name]
    if name.endswith((".xml", ".rels")):
        return markup.parse(content) if content.strip() else content
    if name.endswith(".vml"):
        return markup.parse(content, lenient=True)
    if _FONT.fullmatch(name):
        return content
    if _PICTURE.fullmatch(name) or _DOCUMENT.fullmatch(name) or _RECORDING.fullmatch(name) or _PAGE.fullmatch(name):
        return embedded(content, name, censor)
    # Objects of other programs: their picture stays on the page, what lies behind it may hold anything.
    censor.removed["embedded object"] += 1
    return b""


def _relations(root: etree._Element, name: str, gone: set[str], censor: Censor) -> None:
    for relation in list(root):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if relation.get("TargetMode") == "External":
            _external(relation, kind, target, censor)
        elif kind.rsplit("/", 1)[-1] in _RELATIONS_REMOVED or package.resolved(name, target) in gone:
            markup.remove(relation)


def _external(relation: etree._Element, kind: str, target: str, censor: Censor) -> None:
    what = kind.rsplit("/", 1)[-1]
    if what in _RELATIONS_REMOVED:
        censor.removed["template path"] += 1
        markup.remove(relation)
    elif what == "hyperlink":
        relation.set("Target", censor.link(target))
    else:
        # Pictures, workbooks and recordings elsewhere: where they lie tells whose they are.
        censor.removed["outside file"] += 1
        relation.set("Target", "removed" + posixpath.splitext(unquote(target))[1][:5])


def _relation_ids(trees: dict[str, etree._Element], name: str) -> frozenset[str] | None:
    """The ids that a part may use; None when it has no relations part."""
    folder, file = posixpath.split(name)
    root = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    return frozenset(str(relation.get("Id")) for relation in root) if root is not None else None


def _content_types(root: etree._Element, gone: set[str]) -> None:
    for entry in list(root):
        if str(entry.get("PartName", "")).lstrip("/") in gone:
            markup.remove(entry)
        kind = str(entry.get("ContentType", ""))
        if kind in _MACRO_TYPES:
            entry.set("ContentType", _MACRO_TYPES[kind])


def _metadata(root: etree._Element, censor: Censor, applicants: frozenset[str]) -> None:
    def who(author: str) -> str:
        name = author.strip()
        if not name or name in ("Applicant", "Other"):
            return name
        censor.removed["author"] += 1
        return "Applicant" if name.casefold() in applicants or censor.label(name) else "Other"

    for element in list(_elements(root)):
        if ooxml_rules.is_removed(element):
            markup.remove(element)
        else:
            ooxml_rules.clean_attributes(element, who, censor)
    ooxml_rules.name_authors(root, who)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(etree.Element)


def _redact(root: etree._Element, name: str, censor: Censor) -> None:
    where = ooxml_rules.place(name)
    ooxml_rules.clean_fields(root, censor)
    if name.endswith(".rels"):
        markup.redact_attributes(root, censor, where)
        return
    ooxml_rules.drop_named_ranges(root, censor)
    ooxml_rules.name_tables(root, censor)
    changed = markup.redact_texts(root, censor, where)
    ooxml_rules.after_redaction(changed)
    markup.redact_attributes(root, censor, where)
