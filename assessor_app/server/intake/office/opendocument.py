"""OpenDocument files (OASIS OpenDocument 1.3) without authors, histories, printers and thumbnails."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.office import markup
from assessor_app.server.intake.office.archive import read_parts, write_parts
from assessor_app.server.intake.office.ooxml import CleanOffice, EmbeddedFile

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_XLINK = "http://www.w3.org/1999/xlink"
_DROPPED = re.compile(
    r"Thumbnails/.*|Configurations2/.*|Basic/.*|Scripts/.*|Dialogs/.*|layout-cache|META-INF/.*signatures.*|"
    r"ObjectReplacements/.*|manifest\.rdf|.*/settings\.xml|Versions/.*|VersionList\.xml|current\.xml|.*\.rdf|.*/meta\.xml",
    re.IGNORECASE,
)
_XML = re.compile(r"(?:.*/)?(?:content|styles|settings|meta)\.xml|META-INF/manifest\.xml", re.IGNORECASE)
_WRITERS = frozenset({"creator", "initial-creator", "creator-initials", "sender-initials", "printed-by"})
_DATES = frozenset({"date", "date-string", "print-date", "creation-date", "modification-date"})
# Fields that a document fills with its author's data: what they show is a person's, whoever that is.
_PERSONAL_FIELDS = frozenset(
    {"author-name", "author-initials", "sender-firstname", "sender-lastname", "sender-company", "sender-email",
     "sender-phone-private", "sender-phone-work", "sender-street", "sender-city", "initial-creator", "creator",
     "file-name", "user-defined", "printed-by"}
)  # fmt: skip
MAX_REPEATS = 20_000
_EMPTY_META = (
    f'<office:document-meta xmlns:office="{_OFFICE}" office:version="1.3"><office:meta/></office:document-meta>'
).encode()
_EMPTY_SETTINGS = (
    f'<office:document-settings xmlns:office="{_OFFICE}" office:version="1.3"><office:settings/>'
    "</office:document-settings>"
).encode()


def clean(data: bytes, censor: Censor, embedded: EmbeddedFile) -> CleanOffice:
    """Raises Unreadable."""
    parts, moved = _renamed(read_parts(data), censor)
    gone = {name for name in parts if _DROPPED.fullmatch(name)}
    censor.removed["thumbnail"] += sum(name.startswith("Thumbnails/") for name in gone)
    censor.removed["private data"] += sum(not name.startswith("Thumbnails/") for name in gone)
    censor.removed["document properties"] += "meta.xml" in parts
    applicants = _authors(parts)
    trees: dict[str, etree._Element] = {}
    kept: dict[str, bytes] = {}
    for name, content in parts.items():
        if name in gone:
            continue
        if name == "meta.xml":
            kept[name] = _EMPTY_META
        elif name == "settings.xml":
            kept[name] = _EMPTY_SETTINGS
        elif name == "mimetype":
            kept[name] = content
        elif _XML.fullmatch(name):
            trees[name] = markup.parse(content)
            kept[name] = b""
        else:
            kept[name] = embedded(content, name, censor)
    for name, root in trees.items():
        _check_repeats(root)
        _moved(root, moved)
        if name == "META-INF/manifest.xml":
            _manifest(root, gone)
        else:
            _metadata(root, censor, applicants)
    named = write_parts({**kept, **{name: markup.written(root) for name, root in trees.items()}})
    for name, root in trees.items():
        if name != "META-INF/manifest.xml":
            markup.redact_texts(root, censor, "text")
            markup.redact_attributes(root, censor, "text")
    clear = write_parts({**kept, **{name: markup.written(root) for name, root in trees.items()}})
    shown = trees.get("content.xml")
    return CleanOffice(named, clear, tuple(markup.texts_of(shown)) if shown is not None else ())


def _renamed(parts: dict[str, bytes], censor: Censor) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts, called by number where their name is somebody's; old name → new."""
    moved = {
        name: f"Pictures/part{number}{posixpath.splitext(name)[1]}"
        for number, name in enumerate(parts, start=1)
        if not _XML.fullmatch(name) and censor.label(name)
    }
    censor.removed["file name"] += len(moved)
    return {moved.get(name, name): content for name, content in parts.items()}, moved


def _moved(root: etree._Element, moved: dict[str, str]) -> None:
    if not moved:
        return
    for element in root.iter(etree.Element):
        for key in list(element.attrib):
            value = str(element.get(key))
            plain = value.removeprefix("./")
            if plain in moved and markup.local(key) in ("href", "full-path"):
                element.set(key, moved[plain])


def _authors(parts: dict[str, bytes]) -> frozenset[str]:
    meta = parts.get("meta.xml", b"")
    if not meta.strip():
        return frozenset()
    found = markup.parse(meta).iter(etree.Element)
    names = (str(e.text or "") for e in found if markup.local(e.tag) in ("creator", "initial-creator"))
    return frozenset(name.strip().casefold() for name in names if name.strip())


def _manifest(root: etree._Element, gone: set[str]) -> None:
    for entry in list(root):
        path = next((str(value) for name, value in entry.attrib.items() if markup.local(name) == "full-path"), "")
        if path in gone or _DROPPED.fullmatch(path):
            markup.remove(entry)


def _metadata(root: etree._Element, censor: Censor, applicants: frozenset[str]) -> None:
    for element in list(root.iter(etree.Element)):
        name = markup.local(element.tag)
        if name in ("scripts", "event-listeners", "meta"):
            markup.remove(element)
        elif name in _WRITERS and _of_a_note(element):
            text = (element.text or "").strip()
            element.text = _who(text, censor, applicants) if "initials" not in name else ""
        elif name in _DATES and _of_a_note(element):
            markup.remove(element)
        elif name in _PERSONAL_FIELDS and (element.text or "").strip():
            censor.redacted["author field"] += 1
            element.text = "█" * len(element.text or "")
        _links(element, censor)


def _check_repeats(root: etree._Element) -> None:
    """A cell that says something is not repeated a million times. Raises Unreadable."""
    for cell in root.iter("{*}table-cell"):
        row = cell.getparent()
        if len(cell) == 0 or row is None:
            continue
        times = _repeated(cell, "number-columns-repeated") * _repeated(row, "number-rows-repeated")
        if times > MAX_REPEATS:
            raise Unreadable("The file unpacks to more than it may.")


def _repeated(element: etree._Element, name: str) -> int:
    value = next((str(v) for key, v in element.attrib.items() if markup.local(key) == name), "1")
    return int(value) if value.isdigit() else 1


def _of_a_note(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and markup.local(parent.tag) in ("annotation", "change-info", "annotation-end")


def _who(name: str, censor: Censor, applicants: frozenset[str]) -> str:
    if not name:
        return ""
    censor.removed["author"] += 1
    return "Applicant" if name.casefold() in applicants or censor.label(name) else "Other"


def _links(element: etree._Element, censor: Censor) -> None:
    target = element.get(f"{{{_XLINK}}}href")
    if target is None or str(target).startswith(("#", "./", "Pictures/", "Object", "media/")) or not str(target):
        return
    if ":" in str(target) or str(target).startswith(("/", "..")):
        element.set(f"{{{_XLINK}}}href", censor.link(str(target)))
