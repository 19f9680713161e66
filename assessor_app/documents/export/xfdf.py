"""Marks as XFDF (ISO 19444-1), to be laid over the same PDF in other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from assessor_app.documents.export.model import Exported
from assessor_app.documents.export.pages import Place, as_pdf, placed_rect, user_space_of
from assessor_app.domain.marks import INK, TEXT_MARKUP, Mark, MarkKind

_NAMESPACE = "http://ns.adobe.com/xfdf/"
_ELEMENTS = {
    MarkKind.HIGHLIGHT: "highlight", MarkKind.UNDERLINE: "underline", MarkKind.STRIKE_OUT: "strikeout",
    MarkKind.SQUIGGLY: "squiggly", MarkKind.NOTE: "text", MarkKind.TEXT: "freetext", MarkKind.PEN: "ink",
    MarkKind.MARKER: "ink", MarkKind.BOX: "square", MarkKind.REGION: "square", MarkKind.ELLIPSE: "circle",
    MarkKind.ARROW: "line", MarkKind.LINE: "line", MarkKind.POLYGON: "polygon", MarkKind.STAMP: "stamp",
}  # fmt: skip


def xfdf(
    data: bytes, media_type: str, marks: Sequence[Exported], *, rendition: bytes = b"", password: str = ""
) -> bytes:
    """A document with an element for each mark that has a page, in the PDF's own coordinates. Raises DocumentError."""
    root = ElementTree.Element("xfdf", {"xmlns": _NAMESPACE, "xml:space": "preserve"})
    annots = ElementTree.SubElement(root, "annots")
    document = as_pdf(data, media_type, rendition, password)
    try:
        for exported in marks:
            mark = exported.mark
            if not mark.private and mark.kind in _ELEMENTS and mark.page < len(document):
                _element(annots, exported, user_space_of(document[mark.page]))
    finally:
        document.close()
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _numbers(values: Iterable[float]) -> str:
    return ",".join(f"{value:.3f}" for value in values)


def _element(annots: ElementTree.Element, exported: Exported, place: Place) -> None:
    mark = exported.mark
    rect = placed_rect(mark.bounds(), place)
    attributes = {
        "page": str(mark.page), "rect": _numbers(rect), "color": exported.colour, "title": exported.author,
        "subject": exported.criterion, "name": mark.id,
    }  # fmt: skip
    attributes.update(_shape(mark, place))
    element = ElementTree.SubElement(annots, _ELEMENTS[mark.kind], attributes)
    if mark.kind in INK:
        gestures = ElementTree.SubElement(element, "inklist")
        for stroke in mark.strokes():
            gesture = ElementTree.SubElement(gestures, "gesture")
            gesture.text = ";".join(_numbers(place(point.x, point.y)) for point in stroke)
    if mark.kind is MarkKind.POLYGON:
        vertices = ElementTree.SubElement(element, "vertices")
        vertices.text = ";".join(_numbers(place(x, y)) for x, y in mark.points)
    if mark.text:
        ElementTree.SubElement(element, "contents").text = mark.text


def _shape(mark: Mark, place: Place) -> dict[str, str]:
    if mark.kind in TEXT_MARKUP:
        coordinates: list[float] = []
        for rect in mark.lines():
            for x, y in ((rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)):
                coordinates += place(x, y)
        return {"coords": _numbers(coordinates)}
    if mark.kind in (MarkKind.ARROW, MarkKind.LINE):
        start, end = (_numbers(place(x, y)) for x, y in mark.points)
        ends = {"tail": "OpenArrow"} if mark.kind is MarkKind.ARROW else {}
        return {"start": start, "end": end, "width": f"{mark.width:g}", **ends}
    if mark.kind in (MarkKind.NOTE, MarkKind.TEXT, MarkKind.STAMP):
        return {"icon": "Note"} if mark.kind is MarkKind.NOTE else {}
    return {"width": f"{mark.width:g}"}
