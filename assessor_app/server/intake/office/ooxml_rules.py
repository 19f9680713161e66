"""Which elements and attributes of an Office file speak of people and their computers (ECMA-376, parts 1 and 4, and
Microsoft's extensions [MS-DOCX], [MS-XLSX], [MS-PPTX])."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
        elif (plain in _AUTHORS and markup.local(element.tag) != "authors") or (
            plain == "name" and owner in _NAMED_AUTHORS
        ):
            element.set(name, who(str(element.get(name))))
        elif plain == "initials":
            element.set(name, "")


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


def name_sheets(root: etree._Element, censor: Censor) -> None:
    """Sheets are called by number, and names of ranges go, where they name somebody."""
    if markup.local(root.tag) != "workbook":
        return
    for number, sheet in enumerate(root.iter("{*}sheet"), start=1):
        if censor.hits(str(sheet.get("name", "")), "sheet name"):
            sheet.set("name", f"Sheet {number}")
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
