"""Texts, tables of values, web pages and drawings: files that are markup or plain words."""

from __future__ import annotations

import base64
import binascii
import html as html_text
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import nh3
from lxml import etree, html

from assessor_app.domain.identity.search import MARK
from assessor_app.server.intake.censor import REMOVED_LINK, Censor
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.office import markup

EmbeddedPicture = Callable[[bytes, str, Censor], bytes]
MAX_TEXT_BYTES = 64 * 1024 * 1024
_LINK = re.compile(r"(?:https?://|www\.|mailto:)[^\s<>()\[\]\"']+", re.IGNORECASE)
_EMPHASIS = re.compile(r"[*_`~]+|</?[a-zA-Z][^<>]{0,100}>|\\(?=\W)")
"""Marks that Markdown (CommonMark, chapter 6) does not show."""
_OUTSIDE_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(|\\", re.IGNORECASE)
_MOST_NESTED, _MOST_DRAWN = 200, 100_000
_OWN = re.compile(r"url\s*\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
_DATA_IN_TEXT = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]{40,}")
_SPELT = re.compile(r"[\w-]*(?:&#?\w{2,8};|\\u[0-9a-fA-F]{4}|=[0-9A-F]{2})[\w&#;\\=-]*")
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})|=([0-9A-F]{2})")
_DATA_ADDRESS = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),(.*)", re.DOTALL)
_PICTURE_TYPES = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_HTML_ATTRIBUTES = {
    "*": {"style", "class", "align", "valign", "width", "height", "colspan", "rowspan", "border", "dir", "bgcolor",
          "color", "size", "face", "cellpadding", "cellspacing", "start", "type", "span"},
    "a": {"href"}, "img": {"src", "alt", "width", "height"},
}  # fmt: skip
_HTML_TAGS = set(nh3.ALLOWED_TAGS) | {"font", "main", "section", "u", "s", "mark", "big"}


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or Windows' Western letters. Raises Unreadable."""
    if len(data) > MAX_TEXT_BYTES:
        raise Unreadable(f"The text is larger than {MAX_TEXT_BYTES // 1024**2} MiB.")
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252", "latin-1"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The file is damaged: its text can't be read.")


def clean_text(data: bytes, censor: Censor) -> str:
    """The text in which names and addresses that lead to a person are taken out."""
    given = _DATA_IN_TEXT.sub("data:removed", decoded(data))
    text = _LINK.sub(lambda match: _neutral(match[0], censor), given)
    # Old Macintosh files have other letters at the places of accented ones.
    clear = censor.prose(text, "text", misread=not _is_utf8(data), gaps=_EMPHASIS)
    return _SPELT.sub(lambda match: _unspelt(match[0], censor), clear)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unspelt(word: str, censor: Censor) -> str:
    """A word some of whose letters are written as codes, unless what it spells is a name."""
    plain = _CODED.sub(lambda code: chr(int(code[1] or code[2], 16)), html_text.unescape(word))
    return MARK * len(word) if censor.label(plain) else word


def _neutral(address: str, censor: Censor) -> str:
    """Addresses that name nobody stay as text; opening one is asked about anyway."""
    bare = address.rstrip(".,;:!?")
    whole = bare if "://" in bare or bare.startswith("mailto:") else f"https://{bare}"
    return address if censor.link(whole) == whole else REMOVED_LINK + address[len(bare) :]


def clean_html(data: bytes, censor: Censor, embedded: EmbeddedPicture) -> tuple[bytes, bytes, tuple[str, ...]]:
    """A page without scripts, remarks and what is said about it: as it was, without names, and its texts."""
    given = decoded(data)
    censor.removed["page head"] += bool(re.search(r"<(?:meta|title|script|!--)", given, re.IGNORECASE))
    kept = nh3.clean(
        given, tags=_HTML_TAGS, attributes=_HTML_ATTRIBUTES, strip_comments=True, link_rel=None,
        url_schemes={"http", "https", "data", "mailto"}, clean_content_tags={"script", "style", "title"},
    )  # fmt: skip
    root = html.document_fromstring(f"<html><body>{kept}</body></html>")
    for element in root.iter(etree.Element):
        _clean_address(element, censor, embedded)
    named = _page(root)
    markup.redact_texts(root, censor, "text")
    markup.redact_attributes(root, censor, "text")
    return named, _page(root), tuple(markup.texts_of(root))


def _page(root: etree._Element) -> bytes:
    body = html.tostring(root, encoding="unicode")
    return f'<!DOCTYPE html>\n<meta charset="utf-8">\n{body}\n'.encode()


def _clean_address(element: etree._Element, censor: Censor, embedded: EmbeddedPicture) -> None:
    target = element.get("href")
    if target is not None and not str(target).startswith("#"):
        element.set("href", censor.link(str(target)))
    if _OUTSIDE_STYLE.search(str(element.get("style", ""))):
        del element.attrib["style"]
        censor.removed["outside file"] += 1
    source = element.get("src")
    if source is not None:
        element.set("src", _embedded(str(source), censor, embedded))


def _embedded(address: str, censor: Censor, embedded: EmbeddedPicture) -> str:
    """A picture that lies in the page itself stays; one that lies elsewhere would tell who looks at it."""
    match = _DATA_ADDRESS.fullmatch(address.strip())
    extension = _PICTURE_TYPES.get(match[1].casefold()) if match else None
    if match is None or extension is None:
        censor.removed["outside file"] += 1
        return ""
    try:
        raw = base64.b64decode(match[3], validate=False) if ";base64" in match[2] else unquote_to_bytes(match[3])
    except (binascii.Error, ValueError):
        return ""
    fresh = embedded(raw, f"picture.{extension}", censor)
    return f"data:{match[1]};base64,{base64.b64encode(fresh).decode('ascii')}"


def clean_svg(data: bytes, censor: Censor, embedded: EmbeddedPicture) -> bytes:
    """A drawing (SVG 2) without title, description, metadata, scripts and editors' own elements."""
    root = markup.parse(re.sub(rb"<!DOCTYPE[^\[>]*>", b"", data, count=1))
    _check_uses(root)
    for element in list(root.iter(etree.Element)):
        name = markup.local(element.tag)
        foreign = markup.namespace(element.tag) not in ("http://www.w3.org/2000/svg", "")
        if name == "style" and _OUTSIDE_STYLE.search(element.text or ""):
            element.text = ""
        if name in ("title", "desc", "metadata", "script", "foreignObject", "namedview") or foreign:
            censor.removed["description"] += 1
            markup.remove(element)
            continue
        for attribute in list(element.attrib):
            _clean_svg_attribute(element, attribute, censor, embedded)
    markup.redact_texts(root, censor, "drawing")
    markup.redact_attributes(root, censor, "drawing")
    etree.cleanup_namespaces(root)
    return markup.written(root)


def _check_uses(root: etree._Element) -> None:
    """Parts that use parts that use parts: a small file that draws for ever. Raises Unreadable."""
    named = {str(element.get("id")): element for element in root.iter(etree.Element) if element.get("id")}
    weights: dict[etree._Element, int] = {}

    def weight(element: etree._Element, depth: int) -> int:
        if element in weights:
            return weights[element]
        total = 1 + sum(weight(child, depth + 1) for child in element if isinstance(child.tag, str))
        target = next((str(v) for key, v in element.attrib.items() if markup.local(key) == "href"), "")
        used = named.get(target.removeprefix("#")) if target.startswith("#") else None
        total += weight(used, depth + 1) if used is not None and used is not element else 0
        if depth > _MOST_NESTED or total > _MOST_DRAWN:
            raise Unreadable("The drawing is built in a way that drawings are not; hand it in as a picture.")
        weights[element] = total
        return total

    weight(root, 0)


def _clean_svg_attribute(element: etree._Element, attribute: object, censor: Censor, embedded: EmbeddedPicture) -> None:
    name, plain, value = str(attribute), markup.local(attribute), str(element.get(str(attribute)))
    if plain.startswith(("on", "data-")) or (plain == "style" and _OUTSIDE_STYLE.search(_OWN.sub("", value))):
        del element.attrib[name]
    elif plain == "href" and not value.startswith("#"):
        is_picture = markup.local(element.tag) in ("image", "feImage")
        element.set(name, _embedded(value, censor, embedded) if is_picture else censor.link(value))
    elif markup.namespace(name) not in ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"):
        del element.attrib[name]
