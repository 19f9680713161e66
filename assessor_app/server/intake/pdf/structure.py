"""A PDF's objects (ISO 32000-2): pages and what they need are copied, everything said about them stays behind."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from assessor_app.domain.identity.search import MARK
from assessor_app.server.intake.censor import REMOVED_LINK, Censor
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.pdf import jumps, streams

_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
     "/Rotate", "/Group", "/Annots", "/UserUnit"}
)  # fmt: skip
_FORM_KEYS = frozenset(
    {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/OC", "/Length", "/Filter",
     "/DecodeParms"}
)  # fmt: skip
_IMAGE_KEYS = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/ImageMask", "/Mask", "/Decode",
     "/Interpolate", "/SMask", "/SMaskInData", "/Intent", "/OC", "/Matte", "/Length", "/Filter", "/DecodeParms"}
)  # fmt: skip
_OBJECT_KEYS = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/OPI",
    "/StructParent",
    "/StructParents",
    "/AF",
    "/Measure",
)
_ANNOTATION_KEYS = (
    "/T", "/M", "/CreationDate", "/NM", "/A", "/AA", "/PA", "/FS", "/Popup", "/Parent", "/TU", "/TM", "/RC", "/OC",
    "/DV", "/V", "/StructParent", "/AF", "/ExData", "/MK", "/Dest", "/IRT", "/RT", "/Sound", "/Movie", "/P",
    "/PieceInfo", "/Metadata", "/OverlayText", "/RO", "/Rotate",
)  # fmt: skip
_REMOVED_KINDS = (
    "/FileAttachment", "/Popup", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D", "/TrapNet", "/PrinterMark",
    "/Widget", "/Projection",
)  # fmt: skip
_MOST_BOOKMARKS = 5_000


def rebuild(data: bytes, censor: Censor, hidden_layers: list[int]) -> bytes:
    """A new file of the same pages, all of its layers shown. ``hidden_layers`` gets the numbers of those that were
    not. Raises Unreadable."""
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Unreadable("The PDF is protected with a password; hand it in without one.") from None
    except pikepdf.PdfError as error:
        raise Unreadable(f"The PDF is damaged ({error}).") from None
    try:
        with source, pikepdf.new() as fresh:
            _count_what_goes(source, censor)
            bookmarks = list(_bookmarks(source))
            jumps.note_targets(source)
            # One by one: what pikepdf would bring along for the document as a whole is just what stays behind.
            for page in source.pages:
                fresh.pages.append(page)
            _copy_layers(source, fresh, censor, hidden_layers)
            _copy_labels(source, fresh)
            for page in fresh.pages:
                _clean_page(fresh, page, censor)
            jumps.set_targets(fresh)
            fresh.remove_unreferenced_resources()
            _clean_objects(fresh, censor)
            _write_bookmarks(fresh, bookmarks, censor)
            return _saved(fresh)
    except (pikepdf.PdfError, RecursionError) as error:
        raise Unreadable(f"The PDF is damaged ({error}).") from None


def finish(data: bytes, censor: Censor, hidden_layers: list[int]) -> bytes:
    """The file as it goes out: without what was added on the way, its hidden layers hidden again."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        if hidden_layers and "/OCProperties" in pdf.Root:
            groups = list(pdf.Root.OCProperties.OCGs)
            hidden = [groups[number] for number in hidden_layers if number < len(groups)]
            pdf.Root.OCProperties.D["/OFF"] = pikepdf.Array(hidden)
        for page in pdf.pages:
            streams.clean_contents(pdf, page.obj)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                streams.clean_stream(pdf, item, censor)
        pdf.remove_unreferenced_resources()
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=False, fix_metadata_version=False,
    )  # fmt: skip
    return out.getvalue()


def _count_what_goes(source: pikepdf.Pdf, censor: Censor) -> None:
    found = {
        "document properties": len(source.docinfo) + ("/Metadata" in source.Root),
        "attachment": len(source.attachments),
        "script": "/OpenAction" in source.Root or "/AA" in source.Root or _in_names(source, "/JavaScript"),
        "structure": "/StructTreeRoot" in source.Root,
        "private data": "/PieceInfo" in source.Root,
    }
    censor.removed.update({kind: int(number) for kind, number in found.items() if number})
    if found["attachment"]:
        censor.notes.append("Files that were attached to the PDF are not part of it any more.")


def _in_names(source: pikepdf.Pdf, key: str) -> bool:
    names = source.Root.get("/Names")
    return isinstance(names, pikepdf.Dictionary) and key in names


def _clean_page(pdf: pikepdf.Pdf, page: pikepdf.Page, censor: Censor) -> None:
    for key in set(page.obj.keys()) - _PAGE_KEYS:
        del page.obj[key]
    streams.clean_contents(pdf, page.obj)
    given = page.obj.get("/Annots")
    if given is None:
        return
    every = [item for item in given if isinstance(item, pikepdf.Dictionary)] if isinstance(given, pikepdf.Array) else []
    page.obj.Annots = pdf.make_indirect(pikepdf.Array([item for item in every if _clean_annotation(item, censor)]))


def _clean_annotation(annotation: pikepdf.Object, censor: Censor) -> bool:
    """Without author, dates, name and action; False when it does not come along."""
    kind = str(annotation.get("/Subtype"))
    if kind in _REMOVED_KINDS:
        censor.removed[kind.strip("/").casefold()] += 1
        return False
    author = str(annotation.get("/T", "")).strip()
    action = annotation.get("/A")
    for key in _ANNOTATION_KEYS:
        if key in annotation:
            del annotation[key]
    if author and kind != "/Link":
        censor.removed["author"] += 1
        # Programs sign remarks with the account's name, whatever it is: somebody of the applicant's.
        annotation["/T"] = pikepdf.String("Applicant")
    if kind == "/Link":
        return _clean_link(annotation, action, censor)
    if "/Contents" in annotation:
        text = str(annotation["/Contents"])
        fresh = censor.prose(text, "annotation")
        if fresh != text:
            annotation["/Contents"] = pikepdf.String(fresh)
            _forget_appearance(annotation, kind)
    if "/Subj" in annotation:
        annotation["/Subj"] = pikepdf.String(censor.prose(str(annotation["/Subj"]), "annotation"))
    return True


def _forget_appearance(annotation: pikepdf.Object, kind: str) -> None:
    """What was drawn of a text that changed; viewers draw it anew."""
    if kind in ("/FreeText", "/Stamp", "/Text") and "/AP" in annotation:
        del annotation["/AP"]


def _clean_link(annotation: pikepdf.Object, action: Any, censor: Censor) -> bool:
    """Links within the file stay by page; web addresses stay unless they lead to a person."""
    if jumps.leads_within(annotation):
        return True
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) == "/URI":
        address = censor.link(str(action.get("/URI", "")))
        if address == REMOVED_LINK:
            return False
        annotation["/A"] = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
        return True
    if action is not None:
        censor.removed["action"] += 1
    return False


def _clean_objects(pdf: pikepdf.Pdf, censor: Censor) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            streams.clean_stream(pdf, item, censor)
            allowed = {"/Form": _FORM_KEYS, "/Image": _IMAGE_KEYS}.get(str(item.get("/Subtype")))
            for key in set(item.keys()) - allowed if allowed is not None else ():
                del item[key]
        if isinstance(item, pikepdf.Dictionary):
            _rename_font(item, censor)
        if isinstance(item, pikepdf.Array) and len(item) == 2 and item[0] == pikepdf.Name.ICCBased:
            streams.clean_profile(item[1])
        if isinstance(item, (pikepdf.Stream, pikepdf.Dictionary)):
            for key in _OBJECT_KEYS:
                if key in item and not (key == "/Metadata" and item.get("/Type") == pikepdf.Name.OCG):
                    del item[key]
        if isinstance(item, (pikepdf.Stream, pikepdf.Dictionary, pikepdf.Array)):
            _clean_strings(item, censor, 0)


def _rename_font(item: pikepdf.Dictionary, censor: Censor) -> None:
    """A font that somebody made of their own hand is called after them."""
    for key in ("/BaseFont", "/FontName", "/FontFamily", "/Name"):
        value = item.get(key)
        if value is not None and item.get("/Type") in (pikepdf.Name.Font, pikepdf.Name.FontDescriptor):
            name = str(value).lstrip("/").partition("+")[2] or str(value).lstrip("/")
            if censor.label(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)) or censor.label(name):
                item[key] = pikepdf.Name("/ABCDEF+Font")
                censor.removed["font name"] += 1


def _clean_strings(item: Any, censor: Censor, depth: int) -> None:
    """Texts anywhere in an object that is no page content: descriptions of pictures, names of things."""
    if depth > 30:
        return
    pairs = list(enumerate(item)) if isinstance(item, pikepdf.Array) else list(item.items())
    for key, value in pairs:
        if isinstance(value, pikepdf.String):
            if key in ("/Alt", "/ActualText", "/E") or (key != "/Contents" and censor.label(str(value))):
                censor.removed["description"] += 1
                item[key] = pikepdf.String("")
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            if isinstance(value, pikepdf.Array) and len(value) == 2 and value[0] == pikepdf.Name.ICCBased:
                streams.clean_profile(value[1])
            _clean_strings(value, censor, depth + 1)


def _copy_labels(source: pikepdf.Pdf, fresh: pikepdf.Pdf) -> None:
    """Page numbers as they are printed, without a prefix that could be a name."""
    labels = source.Root.get("/PageLabels")
    if not isinstance(labels, pikepdf.Dictionary) or not isinstance(labels.get("/Nums"), pikepdf.Array):
        return
    numbers = pikepdf.Array()
    for item in labels.Nums:
        if isinstance(item, pikepdf.Dictionary):
            kept = {key: item[key] for key in ("/S", "/St") if key in item}
            numbers.append(pikepdf.Dictionary(kept))
        elif isinstance(item, int):
            numbers.append(item)
    fresh.Root["/PageLabels"] = pikepdf.Dictionary(Nums=numbers)


def _copy_layers(source: pikepdf.Pdf, fresh: pikepdf.Pdf, censor: Censor, hidden: list[int]) -> None:
    """The layers that the copied pages use, without their names; all of them on."""
    given = source.Root.get("/OCProperties")
    if not isinstance(given, pikepdf.Dictionary) or not isinstance(given.get("/OCGs"), pikepdf.Array):
        return
    copied = fresh.copy_foreign(source.make_indirect(given))
    groups = [item for item in copied.OCGs if isinstance(item, pikepdf.Dictionary)]
    config = copied.get("/D")
    off = config.get("/OFF") if isinstance(config, pikepdf.Dictionary) else None
    away = {item.objgen for item in off} if isinstance(off, pikepdf.Array) else set()
    hidden += [number for number, group in enumerate(groups) if group.objgen in away]
    for number, group in enumerate(groups, start=1):
        for key in list(group.keys()):
            if key not in ("/Type", "/Intent"):
                del group[key]
        group["/Name"] = pikepdf.String(f"Layer {number}")
        censor.removed["layer name"] += 1
    fresh.Root["/OCProperties"] = pikepdf.Dictionary(
        OCGs=pikepdf.Array(groups), D=pikepdf.Dictionary(Order=pikepdf.Array(groups), OFF=pikepdf.Array())
    )


def _bookmarks(source: pikepdf.Pdf) -> Iterator[tuple[int, str, int]]:
    """Depth, title and page (from 0) of each."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    left = [_MOST_BOOKMARKS]

    def walk(items: Any, depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            left[0] -= 1
            if left[0] < 0 or depth > 20:
                return
            page = _page_of(source, item, numbers)
            if page is not None:
                yield depth, str(item.title), page
            yield from walk(item.children, depth + (page is not None))

    try:
        with source.open_outline(max_depth=20) as outline:
            yield from walk(outline.root, 0)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return


def _page_of(source: pikepdf.Pdf, item: Any, numbers: dict[tuple[int, int], int]) -> int | None:
    target = item.destination
    if target is None and isinstance(item.action, pikepdf.Dictionary):
        target = item.action.get("/D")
    if isinstance(target, pikepdf.Array) and len(target) and isinstance(target[0], pikepdf.Dictionary):
        return numbers.get(target[0].objgen)
    return None


def _write_bookmarks(fresh: pikepdf.Pdf, bookmarks: list[tuple[int, str, int]], censor: Censor) -> None:
    if not bookmarks:
        return
    with fresh.open_outline() as outline:
        above: list[pikepdf.OutlineItem] = []
        for depth, title, page in bookmarks:
            shown = censor.prose(title, "bookmark", page)
            made = pikepdf.OutlineItem(shown or MARK, page)
            del above[depth:]
            (above[-1].children if above else outline.root).append(made)
            above.append(made)
