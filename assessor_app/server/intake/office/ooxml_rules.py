"""Which elements and attributes of an Office file speak of people and their computers (ECMA-376, parts 1 and 4, and
Microsoft's extensions [MS-DOCX], [MS-XLSX], [MS-PPTX])."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.office import markup

Who = Callable[[str], str]
"""An author's name → what is said of them instead."""

_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""As most programs write it, and the strict form."""
_REMOVED = frozenset(
    {"rsids", "attachedTemplate", "mailMerge", "docVars", "docId", "writeProtection", "documentProtection",
     "saveThroughXslt", "schemaLibrary", "smartTagType", "presenceInfo", "absPath", "revisionPtr", "fileSharing",
     "fileRecoveryPr", "custDataLst", "dataBinding", "placeholder", "OLEObject", "control", "webPublishItems",
     "webPublishing", "customProperties", "documentId", "coauthVersionMax", "customXmlPr", "reviewedComments",
     "activeWritingStyle", "proofState", "customWorkbookViews", "customSheetViews", "creationId", "modifyVerifier",
     "tags", "clickAndTypeStyle", "fileVersion", "alternateStyleNames", "uniqueTag"}
)  # fmt: skip
_ATTRIBUTES_REMOVED = frozenset(
    {"date", "dateUtc", "dt", "created", "modified", "userId", "providerId", "refreshedBy", "refreshedDate",
     "userName", "lastEdited", "lowestEdited", "rupBuild", "dT", "durableId", "uidLastSave", "coauthVersionLast",
     "documentId", "codeName", "email", "authorEmail", "startDate"}
)  # fmt: skip
_AUTHORS = frozenset({"author", "displayName", "oName"})
_NAMED_AUTHORS = frozenset({"cmAuthor", "author", "person"})
_NEUTRAL = {
    ("author", "userId"): "Applicant", ("author", "providerId"): "None",
    ("cm", "created"): "2000-01-01T00:00:00.000", ("reply", "created"): "2000-01-01T00:00:00.000",
}  # fmt: skip
_HYPERLINK = re.compile(r"(HYPERLINK\s*\(?\s*\")([^\"]+)(\")", re.IGNORECASE)
_COMPARED = frozenset({"id", "embed", "link", "pict", "href", "dm", "lo", "qs", "cs"})


def is_removed(element: etree._Element) -> bool:
    return markup.local(element.tag) in _REMOVED


def clean_attributes(element: etree._Element, who: Who, censor: Censor) -> None:
    owner = markup.local(element.tag)
    for name in list(element.attrib):
        plain = markup.local(name)
        if plain.startswith("rsid"):
            del element.attrib[name]
        elif plain in _ATTRIBUTES_REMOVED:
            _forget(element, str(name), owner)
            censor.removed["date or account"] += 1
        elif _names_author(plain, owner):
            element.set(name, who(str(element.get(name))))
        elif plain == "initials":
            element.set(name, "")


def _names_author(attribute: str, owner: str) -> bool:
    if attribute == "name":
        return owner in _NAMED_AUTHORS
    # A table has a display name too, and is nobody.
    return attribute in _AUTHORS and (attribute != "displayName" or owner == "person")


def _forget(element: etree._Element, name: str, owner: str) -> None:
    """Attributes without which PowerPoint takes a comment for damaged stay, and say nothing."""
    neutral = _NEUTRAL.get((owner, markup.local(name)))
    if neutral is None:
        del element.attrib[name]
    else:
        element.set(name, neutral)


def name_authors(root: etree._Element, who: Who) -> None:
    """A workbook keeps its commenters as a list of texts."""
    if markup.local(root.tag) != "comments":
        return
    for author in root.iter("{*}author"):
        author.text = who(author.text or "")


def drop_dangling(root: etree._Element, known: frozenset[str] | None) -> None:
    """References to parts that are gone."""
    for element in list(root.iter(etree.Element)):
        for name in list(element.attrib):
            if markup.namespace(name) not in _RELATIONS or markup.local(name) not in _COMPARED:
                continue
            if known is not None and str(element.get(name)) in known:
                continue
            if markup.local(name) == "id" and markup.local(element.tag) in (
                "hyperlink",
                "pageSetup",
                "oleObj",
                "control",
            ):
                del element.attrib[name]
            elif known is None or str(element.get(name)):
                markup.remove(element)
                break


def clean_fields(root: etree._Element, censor: Censor) -> None:
    """Addresses in fields and formulas, as in relationships."""

    def neutral(match: re.Match[str]) -> str:
        return match[1] + censor.link(match[2]) + match[3]

    for element in root.iter("{*}instrText", "{*}f"):
        if element.text and "HYPERLINK" in element.text.upper():
            element.text = _HYPERLINK.sub(neutral, element.text)
    for element in root.iter("{*}fldSimple"):
        for name in element.attrib:
            if markup.local(name) == "instr":
                element.set(name, _HYPERLINK.sub(neutral, str(element.get(name))))


def name_tables(root: etree._Element, censor: Censor) -> None:
    """A table in a workbook is called by its number, where its name is somebody's; columns as their header cells."""
    if markup.local(root.tag) != "table":
        return
    if any(censor.label(str(root.get(key, ""))) for key in ("name", "displayName")):
        for key in ("name", "displayName"):
            root.set(key, f"Table{root.get('id', '1')}")
    for column in root.iter("{*}tableColumn"):
        column.set("name", censor.prose(str(column.get("name", "")), "cell"))


def neutral_sheets(root: etree._Element, censor: Censor) -> dict[str, str]:
    """Name of a sheet → the number that it is called by, where the name is somebody's."""
    if markup.local(root.tag) != "workbook":
        return {}
    names = [str(sheet.get("name", "")) for sheet in root.iter("{*}sheet")]
    taken = {name.casefold() for name in names}
    result: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        if censor.hits(name, "sheet name", count=False):
            fresh = f"Sheet {number}"
            while fresh.casefold() in taken:
                fresh += "a"
            taken.add(fresh.casefold())
            result[name] = fresh
    return result


def redrop_named_ranges(root: etree._Element, names: Mapping[str, str]) -> None:
    """In the workbook, and in whatever refers to a sheet by its name."""
    for sheet in root.iter("{*}sheet"):
        if str(sheet.get("name", "")) in names:
            sheet.set("name", names[str(sheet.get("name"))])
    for element in root.iter("{*}f", "{*}definedName", "{*}formula", "{*}formula1", "{*}formula2"):
        text = element.text or ""
        for name, fresh in names.items():
            text = text.replace("'" + name.replace("'", "''") + "'!", f"'{fresh}'!")
            text = re.sub(rf"(?<![\w'.]){re.escape(name)}!", f"'{fresh}'!", text)
        element.text = text or None


def drop_named_ranges(root: etree._Element, censor: Censor) -> None:
    """Names of ranges go where they name somebody."""
    if markup.local(root.tag) != "workbook":
        return
    for named in list(root.iter("{*}definedName")):
        if censor.label(str(named.get("name", ""))) or censor.label(named.text or ""):
            censor.removed["name of a range"] += 1
            markup.remove(named)


def after_redaction(changed: Iterable[etree._Element]) -> None:
    """Cells whose number or formula held a name become text."""
    for element in changed:
        parent = element.getparent()
        if parent is None or markup.local(parent.tag) != "c":
            continue
        if markup.local(element.tag) == "f":
            markup.remove(element)
        elif markup.local(element.tag) == "v" and parent.get("t", "n") in ("n", "d", "e", "b"):
            parent.set("t", "str")


def place(name: str) -> str:
    """What a part is called among people."""
    for part, word in (
        ("comments", "comment"), ("notesSlide", "speaker note"), ("header", "header"), ("footer", "footer"),
        ("footnotes", "footnote"), ("endnotes", "footnote"), ("chart", "chart"), ("slideMaster", "slide master"),
        ("slideLayout", "slide layout"), ("slides/", "slide"), ("worksheets/", "cell"), ("sharedStrings", "cell"),
        ("diagrams/", "diagram"), ("threadedComments", "comment"),
    ):  # fmt: skip
        if part in name:
            return word
    return "text"


def is_shown(name: str) -> bool:
    """Whether a part's text is what the applicant wrote for others to read."""
    return name.startswith(
        ("word/document", "word/footnotes", "ppt/slides/", "xl/sharedStrings", "xl/worksheets/")
    ) and (not name.endswith(".rels"))
