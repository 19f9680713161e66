"""Marks as W3C Web Annotations (W3C Recommendation of 23 February 2017), as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from assessor_app.documents.export.model import Exported
from assessor_app.domain.marks import FRAMED, INK, TEXT_MARKUP, Mark, MarkKind

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc8118"
_MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
_SVG = "http://www.w3.org/2000/svg"


def web_annotations(marks: Sequence[Exported], sha256: str) -> bytes:
    """A collection with one annotation a mark, about the evidence of this hash. Coordinates are points of the
    displayed page, origin top left."""
    items = [_annotation(exported, sha256) for exported in marks if not exported.mark.private]
    collection = {
        "@context": _CONTEXT,
        "id": f"urn:sha256:{sha256}#annotations",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode("utf-8")


def _annotation(exported: Exported, sha256: str) -> dict[str, Any]:
    mark = exported.mark
    bodies: list[dict[str, Any]] = []
    if mark.text:
        bodies.append({"type": "TextualBody", "value": mark.text, "format": "text/plain", "purpose": "commenting"})
    if exported.criterion:
        bodies.append({"type": "TextualBody", "value": exported.criterion, "purpose": "tagging"})
    source = mark.evidence_sha256 or sha256
    return {
        "id": f"urn:uuid:{mark.id}",
        "type": "Annotation",
        "motivation": "highlighting" if mark.kind in TEXT_MARKUP and not mark.text else "commenting",
        "creator": {"type": "Person", "nickname": exported.author},
        **({"body": bodies} if bodies else {}),
        "stylesheet": {"type": "CssStylesheet", "value": f".mark {{ color: {exported.colour}; }}"},
        "target": {"source": f"urn:sha256:{source}", "selector": _selector(mark), "styleClass": "mark"},
    }


def _selector(mark: Mark) -> dict[str, Any]:
    if mark.seconds is not None:
        start, end = mark.seconds
        value = f"t={start:g},{end:g}" if end > start else f"t={start:g}"
        return {"type": "FragmentSelector", "conformsTo": _MEDIA_FRAGMENTS, "value": value}
    page = {"type": "FragmentSelector", "conformsTo": _PDF_FRAGMENTS, "value": f"page={mark.page + 1}"}
    return {**page, "refinedBy": _on_page(mark)}


def _on_page(mark: Mark) -> dict[str, Any]:
    if mark.quote:
        quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": mark.quote}
        if mark.prefix:
            quote["prefix"] = mark.prefix
        if mark.suffix:
            quote["suffix"] = mark.suffix
        return quote
    if mark.kind in INK or mark.kind in (MarkKind.ARROW, MarkKind.LINE, MarkKind.POLYGON, MarkKind.ELLIPSE):
        return {"type": "SvgSelector", "value": _svg(mark)}
    box = mark.frame() if mark.kind in FRAMED else mark.bounds()
    value = f"xywh={box.x0:.2f},{box.y0:.2f},{box.width:.2f},{box.height:.2f}"
    return {"type": "FragmentSelector", "conformsTo": _MEDIA_FRAGMENTS, "value": value}


def _svg(mark: Mark) -> str:
    root = ElementTree.Element("svg", {"xmlns": _SVG})
    look = {"fill": "none", "stroke": "currentColor", "stroke-width": f"{mark.width:g}"}
    if mark.kind is MarkKind.ELLIPSE:
        box = mark.frame()
        ElementTree.SubElement(
            root, "ellipse", {"cx": f"{box.centre.x:.2f}", "cy": f"{box.centre.y:.2f}", "rx": f"{box.width / 2:.2f}",
                              "ry": f"{box.height / 2:.2f}", **look},
        )  # fmt: skip
    else:
        tag = "polygon" if mark.kind is MarkKind.POLYGON else "polyline"
        for stroke in mark.strokes():
            points = " ".join(f"{point.x:.2f},{point.y:.2f}" for point in stroke)
            ElementTree.SubElement(root, tag, {"points": points, **look})
    return ElementTree.tostring(root, encoding="unicode")
