"""XML of documents: parsed without what could do harm, and its texts without names, however they are cut into runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from assessor_app.domain.identity.known import Hit, merged
from assessor_app.domain.identity.search import without
from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.formats import Unreadable

# Elements whose text is read as one, by their local names: paragraphs, table cells' strings, comments.
BLOCKS = frozenset(
    {"p", "h", "si", "is", "text", "v", "f", "f1", "td", "th", "li", "title", "desc", "h1", "h2", "h3", "h4", "h5",
     "h6", "div", "dt", "dd", "figcaption", "caption", "blockquote", "pre", "address", "summary", "section", "article",
     "header", "footer", "main", "aside", "details", "center", "body"}
)  # fmt: skip
# Numbers that say where something is or which of a list is meant, never a word of the document.
_NUMBERS = frozenset({"posOffset", "row", "col", "rowOff", "colOff", "pctWidth", "pctHeight", "sqref", "order", "idx"})
_HEADERS = re.compile(r"(?:odd|even|first)(?:Header|Footer)")
_HEADER_CODES = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z&])")
"""How a header of a sheet says where and how a text stands (ECMA-376, 18.3.1.46)."""
_SPACES = {
    "tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-", "ptab": "\t",
    "soft-page-break": "\n",
}  # fmt: skip
_NO_LABEL = re.compile(r"[\d.,%+\-# ]*|[0-9A-Fa-f]{6,8}|rId\d+|https?://(?:schemas|www\.w3|purl)\.[^ ]*")
_PROSE = frozenset(
    {"descr", "title", "alt", "tooltip", "prompt", "promptTitle", "error", "errorTitle", "display", "placeholder"}
)
Segment = tuple["etree._Element", bool, str]


def parse(data: bytes, *, lenient: bool = False) -> etree._Element:
    """The root. Raises Unreadable for broken markup, and for any that declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
        huge_tree=False, recover=lenient,
    )  # fmt: skip
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data[:2_000]:
        raise Unreadable("The file is built in a way that documents are not; hand it in as a PDF.")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("The file is damaged: a part of it can't be read.") from error
    if root is None:
        raise Unreadable("The file is damaged: a part of it is empty.")
    return root


def written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(name: object) -> str:
    """The name without its namespace; "" for what is no element."""
    return etree.QName(name).localname if isinstance(name, str) else ""


def namespace(name: object) -> str:
    return etree.QName(name).namespace or "" if isinstance(name, str) else ""


def remove(element: etree._Element) -> None:
    """Take an element away; text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def redact_texts(root: etree._Element, censor: Censor, where: str, *, count: bool = True) -> set[etree._Element]:
    """Take names out of all texts; the elements whose own text changed."""
    blocks: dict[etree._Element | None, list[Segment]] = {}
    _gather(root, None, blocks)
    changed: set[etree._Element] = set()
    for segments in blocks.values():
        text = "".join(piece for _, _, piece in segments)
        if _HEADERS.fullmatch(local(segments[0][0].tag)):
            text = _HEADER_CODES.sub(lambda code: " " * len(code[0]), text)
        hits = merged((*censor.hits(text, where, count=count), *_through_changes(segments, text, censor)))
        if not hits:
            continue
        clear, at = without("".join(piece for _, _, piece in segments), hits), 0
        for element, is_tail, piece in segments:
            fresh = clear[at : at + len(piece)]
            at += len(piece)
            if fresh == piece or (local(element.tag) in _SPACES and not is_tail):
                continue
            changed.add(element)
            if is_tail:
                element.tail = fresh
            else:
                element.text = fresh
    return changed


def _through_changes(segments: list[Segment], text: str, censor: Censor) -> list[Hit]:
    """Names that are whole only when what was deleted, or what was inserted, is left out."""
    kinds = [_change(element) for element, _, _ in segments]
    found: list[Hit] = []
    for left_out in {"del", "ins"} & set(kinds):
        origins: list[int] = []
        at = 0
        for kind, (_, _, piece) in zip(kinds, segments, strict=True):
            if kind != left_out:
                origins += range(at, at + len(piece))
            at += len(piece)
        for hit in censor.search.find("".join(text[n] for n in origins)):
            if hit.sure:
                found.append(Hit(origins[hit.start], origins[hit.end - 1] + 1, hit.kind))
    return found


def _change(element: etree._Element) -> str:
    """Whether a text was deleted or inserted while changes were tracked."""
    if local(element.tag) == "delText":
        return "del"
    run = element.getparent()
    around = run.getparent() if run is not None else None
    return "ins" if around is not None and local(around.tag) == "ins" else ""


def _gather(
    element: etree._Element, block: etree._Element | None, blocks: dict[etree._Element | None, list[Segment]]
) -> None:
    """Texts in their order, each with the block that it belongs to. Not by recursion: depth is the file's choice."""
    stack: list[tuple[etree._Element, etree._Element | None, bool]] = [(element, block, False)]
    while stack:
        current, inside, leaving = stack.pop()
        if leaving:
            if current.tail:
                blocks.setdefault(inside, []).append((current, True, current.tail))
            continue
        name = local(current.tag)
        own = current if name in BLOCKS or (inside is None and _is_leaf(current)) else inside
        if name in _SPACES and own is not None and not _is_value(current):
            blocks.setdefault(own, []).append((current, False, _SPACES[name]))
        elif current.text and not _is_structure(current):
            blocks.setdefault(own, []).append((current, False, current.text))
        if current is not element:
            stack.append((current, inside, True))
        stack += [(child, own, False) for child in reversed(current) if isinstance(child.tag, str)]


def _is_leaf(element: etree._Element) -> bool:
    return len(element) == 0


def _is_structure(element: etree._Element) -> bool:
    """A place, or the number of a shared string."""
    name = local(element.tag)
    parent = element.getparent()
    return name in _NUMBERS or (name == "v" and parent is not None and parent.get("t") == "s")


def _is_value(element: etree._Element) -> bool:
    """Elements that are called like a space but hold text, such as a pivot table's strings."""
    return bool(element.text and element.text.strip())


def redact_attributes(root: etree._Element, censor: Censor, where: str) -> None:
    """Descriptions as prose; any other value where it surely names somebody."""
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            text = str(value)
            if len(text) < 2 or _NO_LABEL.fullmatch(text):
                continue
            if local(name) in _PROSE:
                fresh = censor.prose(text, where)
                if fresh != text:
                    element.set(name, fresh)
            elif censor.label(text):
                element.set(name, cleared(text, censor))
                censor.removed["description"] += 1


def cleared(value: str, censor: Censor) -> str:
    """A value without what surely names somebody; nothing where the name hides in another way of writing."""
    fresh = without(value, [hit for hit in censor.search.find(value) if hit.sure])
    return "" if censor.label(fresh) else fresh


def texts_of(root: etree._Element) -> Iterator[str]:
    """The text of each block, in the document's order."""
    blocks: dict[etree._Element | None, list[Segment]] = {}
    _gather(root, None, blocks)
    for segments in blocks.values():
        text = "".join(piece for _, _, piece in segments).strip()
        if text:
            yield text
