"""Marks as real PDF annotations (ISO 32000-2, 12.5), drawn alike by every engine because each brings its appearance.

Marks are in the coordinates of the page as displayed; annotations are in those of the page before its rotation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pymupdf
from pymupdf import mupdf

from assessor_app.documents.export.model import Exported
from assessor_app.documents.export.pages import as_pdf, packed, placed_rect, user_space_of
from assessor_app.domain.inking import line_width, smooth
from assessor_app.domain.marks import Mark, MarkKind

HIGHLIGHT_OPACITY, MARKER_OPACITY = 0.30, 0.40
TEXT_POINTS, TEXT_INSET, STAMP_SHARE = 11, 4, 0.52
LINE_POINTS = 1.4
_MARKUP = {
    MarkKind.HIGHLIGHT: "add_highlight_annot",
    MarkKind.UNDERLINE: "add_underline_annot",
    MarkKind.STRIKE_OUT: "add_strikeout_annot",
    MarkKind.SQUIGGLY: "add_squiggly_annot",
}


def annotated(
    data: bytes,
    media_type: str,
    marks: Sequence[Exported],
    *,
    rendition: bytes = b"",
    password: str = "",
    flatten: bool = False,
) -> bytes:
    """The evidence with its marks as a PDF; flattened, they are part of the pages. ``data`` is never changed.

    Private marks stay out, and so do notes at times of recordings, which have no page. Raises DocumentError.
    """
    document = as_pdf(data, media_type, rendition, password)
    try:
        put_marks(document, marks)
        if flatten:
            document.bake(annots=True, widgets=False)
        return packed(document)
    finally:
        document.close()


def put_marks(document: Any, marks: Sequence[Exported], first_page: int = 0) -> None:
    """Add annotations to a document whose page ``first_page`` is the evidence's first."""
    for exported in sorted(marks, key=lambda each: each.mark.layer):
        mark = exported.mark
        number = mark.page + first_page
        if not mark.private and mark.kind is not MarkKind.TIME and number < len(document):
            _put(document, document[number], exported)


def _put(document: Any, page: Any, exported: Exported) -> None:
    mark, colour = exported.mark, _rgb(exported.colour)
    annotation = _MAKERS.get(mark.kind, _markup)(document, page, mark, colour)
    if annotation is None:
        return
    annotation.set_info(title=exported.author, content=mark.text, subject=exported.criterion)
    for key in ("M", "CreationDate", "NM"):
        document.xref_set_key(annotation.xref, key, "null")


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _point(page: Any, x: float, y: float) -> Any:
    return pymupdf.Point(x, y) * page.derotation_matrix


def _rect(page: Any, x0: float, y0: float, x1: float, y1: float) -> Any:
    rect = pymupdf.Rect(x0, y0, x1, y1) * page.derotation_matrix
    return rect.normalize()


def _frame(page: Any, mark: Mark) -> Any:
    box = mark.frame()
    return _rect(page, box.x0, box.y0, box.x1, box.y1)


def _markup(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    quads = []
    for rect in mark.lines():
        # Reading direction counts: lines are drawn at the quad's lower edge as the reader sees it.
        corners = ((rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1))
        quads.append(pymupdf.Quad(*(_point(page, x, y) for x, y in corners)))
    annotation = getattr(page, _MARKUP[mark.kind])(quads)
    annotation.set_colors(stroke=colour)
    annotation.update(opacity=HIGHLIGHT_OPACITY if mark.kind is MarkKind.HIGHLIGHT else 1.0)
    return annotation


def _note(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    """A badge of our own: every engine has another icon for notes, of another size."""
    box = mark.frame()

    def badge(made: Any) -> None:
        made.draw_rect(made.rect, color=None, fill=colour, radius=0.2)
        for share in (0.32, 0.5, 0.68):
            y = box.height * share
            made.draw_line((box.width * 0.25, y), (box.width * 0.75, y), color=(1, 1, 1), width=1.2)

    number = page.number
    form = _form(document, box.width, box.height, badge)
    page = document[number]
    annotation = page.add_text_annot(_frame(page, mark).tl, mark.text, icon="Note")
    # Notes stand upright about their upper left corner whatever the page's rotation (ISO 32000-2, 12.5.3, NoRotate).
    x, y = user_space_of(page)(box.x0, box.y0)
    _set_rect(document, annotation, (x, y - box.height, x + box.width, y))
    document.xref_set_key(annotation.xref, "AP", f"<</N {form} 0 R>>")
    document.xref_set_key(annotation.xref, "F", str(mupdf.PDF_ANNOT_IS_PRINT | mupdf.PDF_ANNOT_IS_NO_ROTATE))
    return annotation


def _ink(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    strokes = []
    for stroke in mark.strokes():
        points = smooth(stroke) if len(stroke) > 2 else list(stroke)
        if len(points) == 1:
            points = [points[0], points[0].moved(0.1, 0)]
        strokes.append([tuple(_point(page, p.x, p.y)) for p in points])
    annotation = page.add_ink_annot(strokes)
    pressure = sum(mark.pressures) / len(mark.pressures) if mark.pressures else 0.5
    annotation.set_border(width=line_width(mark.width, pressure) if mark.kind is MarkKind.PEN else mark.width)
    annotation.set_colors(stroke=colour)
    if mark.kind is MarkKind.MARKER:
        annotation.update(opacity=MARKER_OPACITY, blend_mode="Multiply")
    else:
        annotation.update()
    return annotation


def _box(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    # An annotation's line lies inside its rectangle; a mark's line lies on it.
    half, inner = mark.width / 2, _frame(page, mark)
    frame = pymupdf.Rect(inner.x0 - half, inner.y0 - half, inner.x1 + half, inner.y1 + half)
    annotation = page.add_circle_annot(frame) if mark.kind is MarkKind.ELLIPSE else page.add_rect_annot(frame)
    dashes = [4, 2] if mark.kind is MarkKind.REGION else None
    annotation.set_border(width=mark.width, dashes=dashes)
    annotation.set_colors(stroke=colour)
    annotation.update()
    return annotation


def _line(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    start, end = (_point(page, x, y) for x, y in mark.points)
    annotation = page.add_line_annot(start, end)
    if mark.kind is MarkKind.ARROW:
        annotation.set_line_ends(mupdf.PDF_ANNOT_LE_NONE, mupdf.PDF_ANNOT_LE_OPEN_ARROW)
    annotation.set_border(width=mark.width)
    annotation.set_colors(stroke=colour)
    annotation.update()
    return annotation


def _polygon(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    annotation = page.add_polygon_annot([_point(page, x, y) for x, y in mark.points])
    annotation.set_border(width=mark.width)
    annotation.set_colors(stroke=colour)
    annotation.update()
    return annotation


def _text(document: Any, page: Any, mark: Mark, colour: tuple[float, float, float]) -> Any:
    """Free text or a stamp. The appearance is typeset here with embedded fonts: engines differ in every other way."""
    box = mark.frame()
    if mark.kind is MarkKind.STAMP:
        points = min(box.height * STAMP_SHARE, box.width / max(1, len(mark.text)) * 1.5)
        style = f"font-size:{points:.1f}px;font-weight:bold;text-align:center;color:{_css(colour)};line-height:1.1"
        inset, border = (box.height - points * 1.2) / 2, 1.6
    else:
        style = f"font-size:{TEXT_POINTS}px;color:#1b2430;line-height:1.2"
        inset, border = TEXT_INSET, 1.0
    html = f'<p style="margin:0;font-family:sans-serif;{style}">{escape(mark.text).replace(chr(10), "<br/>")}</p>'

    def framed(made: Any) -> None:
        half = border / 2
        made.draw_rect(
            pymupdf.Rect(half, half, box.width - half, box.height - half), color=colour, fill=(1, 1, 1), width=border,
            fill_opacity=0.9,
        )  # fmt: skip
        inner = pymupdf.Rect(inset, inset, max(inset + 1, box.width - inset), max(inset + 1, box.height - inset))
        made.insert_htmlbox(inner, html, scale_low=0)

    number = page.number
    form = _form(document, box.width, box.height, framed)
    page = document[number]
    annotation = page.add_freetext_annot(_frame(page, mark), mark.text or " ", fontsize=TEXT_POINTS)
    _dress(document, page, annotation, form, mark)
    return annotation


def _css(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def _form(document: Any, width: float, height: float, draw: Callable[[Any], None]) -> int:
    """A form XObject of this size. Returns its number in the document, whose pages have to be loaded anew."""
    with pymupdf.open() as source:
        draw(source.new_page(width=width, height=height))
        scratch = document.new_page(width=width, height=height)
        form = int(scratch.show_pdf_page(scratch.rect, source, 0))
        document.delete_page(len(document) - 1)
        return form


def _dress(document: Any, page: Any, annotation: Any, form: int, mark: Mark) -> None:
    """Give an annotation this appearance, upright as the page is displayed (ISO 32000-2, 12.5.5)."""
    box = mark.frame()
    _set_rect(document, annotation, placed_rect(box, user_space_of(page)))
    document.xref_set_key(annotation.xref, "AP", f"<</N {form} 0 R>>")
    turn = {90: "[0 1 -1 0 0 0]", 180: "[-1 0 0 -1 0 0]", 270: "[0 -1 1 0 0 0]"}.get(page.rotation)
    if turn is not None:
        document.xref_set_key(form, "Matrix", turn)


def _set_rect(document: Any, annotation: Any, rect: tuple[float, float, float, float]) -> None:
    document.xref_set_key(annotation.xref, "Rect", "[" + " ".join(f"{side:.3f}" for side in rect) + "]")


_Maker = Callable[[Any, Any, Mark, tuple[float, float, float]], Any]
_MAKERS: dict[MarkKind, _Maker] = {
    MarkKind.NOTE: _note,
    MarkKind.TEXT: _text,
    MarkKind.STAMP: _text,
    MarkKind.PEN: _ink,
    MarkKind.MARKER: _ink,
    MarkKind.BOX: _box,
    MarkKind.ELLIPSE: _box,
    MarkKind.REGION: _box,
    MarkKind.LINE: _line,
    MarkKind.ARROW: _line,
    MarkKind.POLYGON: _polygon,
}
