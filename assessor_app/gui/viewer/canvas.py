"""The canvas: pages in one continuous scroll, marks on top, tools under the pointer.

It shows and it listens. Marks come in through :meth:`Canvas.set_marks`; what the person does goes out as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from assessor_app.documents.model import DocumentInfo, Failure, SearchHit, Word
from assessor_app.documents.pool import Ticket
from assessor_app.domain.geometry import Point, QuarterTurns, Rect
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui import theme
from assessor_app.gui.session import Session
from assessor_app.gui.viewer import layout as layouts
from assessor_app.gui.viewer.gestures import Gesture, Tool, lines_of, text_of, words_between
from assessor_app.gui.viewer.images import PageImages, Piece, pieces_of
from assessor_app.gui.viewer.layout import PageLayout, PageSlot
from assessor_app.gui.viewer.painting import paint_mark, qrect

HIT_PIXELS = 5.0
MARGIN_PAGES = 1
"""Pages drawn ahead, beyond each edge of the viewport."""


@dataclass(slots=True)
class _Drag:
    """A drag with the select tool: of a mark, or over text."""

    page: int
    start: Point
    mark: Mark | None = None
    end: Point | None = None


@dataclass(slots=True)
class _Shown:
    """The marks on the canvas; ``fixed`` ones belong to somebody else and can't be changed."""

    own: tuple[Mark, ...] = ()
    fixed: tuple[Mark, ...] = ()
    colours: Mapping[str, QColor] = field(default_factory=dict)


class Canvas(QAbstractScrollArea):
    mark_drawn = Signal(object)
    mark_moved = Signal(object)
    mark_erased = Signal(str)
    mark_selected = Signal(object)
    mark_opened = Signal(object)
    place_changed = Signal()
    zoom_changed = Signal(float)
    painted = Signal(int)
    """A page was painted with its own pixels, not a stand-in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._images = PageImages(session.pool, session.jobs, self)
        self._images.arrived.connect(self._on_pixels)
        session.closing.connect(self._images.clear)
        self._document, self._evidence_id = "", ""
        self._info: DocumentInfo | None = None
        self._message = ""
        self._layout = PageLayout((), 1.0, 0, 1.0)
        self._rotation: QuarterTurns = 0
        self._scale = layouts.FULL_SIZE
        self._fit_width = True
        self._tool = Tool.SELECT
        self._editable = True
        self._marks = _Shown()
        self._selected: str | None = None
        self._gesture: Gesture | None = None
        self._drag: _Drag | None = None
        self._words: dict[int, tuple[Word, ...]] = {}
        self._word_tickets: list[Ticket] = []
        self._selection: tuple[int, tuple[Word, ...]] | None = None
        self._hits: tuple[SearchHit, ...] = ()
        self._hit = -1
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # A bar that came and went would change the width, and every page would be drawn twice.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().installEventFilter(self)
        self.setAccessibleName(self.tr("Evidence"))
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)

    # What is shown.

    def show_document(self, document: str, evidence_id: str, info: DocumentInfo) -> None:
        self._reset(document, evidence_id)
        self._info = info
        self._relayout()
        self.verticalScrollBar().setValue(0)
        for page in range(min(2, len(info.page_sizes))):
            self._load_words(page)

    def show_message(self, text: str) -> None:
        """Show a sentence instead of pages."""
        self._reset("", "")
        self._message = text
        self._relayout()

    def _reset(self, document: str, evidence_id: str) -> None:
        self._images.want(())
        for ticket in self._word_tickets:
            ticket.cancel()
        self._word_tickets.clear()
        self._document, self._evidence_id, self._info, self._message = document, evidence_id, None, ""
        self._words, self._selection, self._hits, self._hit = {}, None, (), -1
        self._selected, self._gesture, self._drag, self._rotation = None, None, None, 0

    def set_marks(self, own: Sequence[Mark], fixed: Sequence[Mark], colours: Mapping[str, QColor]) -> None:
        """Marks of this evidence, and the colour of each by its id."""
        self._marks = _Shown(tuple(own), tuple(fixed), colours)
        if self._selected is not None and all(mark.id != self._selected for mark in own):
            self._select(None)
        self.viewport().update()

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        if not editable:
            self.set_tool(Tool.SELECT)

    def set_hits(self, hits: Sequence[SearchHit], current: int) -> None:
        """Search hits to show; ``current`` is brought into view."""
        self._hits, self._hit = tuple(hits), current
        if 0 <= current < len(hits) and hits[current].rects:
            self.reveal(hits[current].page, hits[current].rects[0])
        self.viewport().update()

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        self._tool = tool if self._editable else Tool.SELECT
        self._gesture = None
        cursors = {Tool.SELECT: Qt.CursorShape.ArrowCursor, Tool.HIGHLIGHT: Qt.CursorShape.IBeamCursor,
                   Tool.UNDERLINE: Qt.CursorShape.IBeamCursor}  # fmt: skip
        self.viewport().setCursor(cursors.get(self._tool, Qt.CursorShape.CrossCursor))
        self.viewport().update()

    @property
    def selected(self) -> Mark | None:
        return next((mark for mark in self._marks.own if mark.id == self._selected), None)

    def select_mark(self, mark_id: str | None) -> None:
        self._select(mark_id)

    def selected_text(self) -> str:
        return text_of(self._selection[1]) if self._selection else ""

    # Place and zoom.

    @property
    def page_count(self) -> int:
        return len(self._layout)

    @property
    def current_page(self) -> int:
        """The page at the upper third of the viewport, from 0."""
        if not len(self._layout):
            return 0
        y = self.verticalScrollBar().value() + self.viewport().height() / 3
        slot = self._layout.nearest_page(Point(0, y))
        return slot.index if slot else 0

    @property
    def zoom(self) -> float:
        """1.0 is actual size."""
        return self._scale / layouts.FULL_SIZE

    @property
    def fits_width(self) -> bool:
        return self._fit_width

    @property
    def rotation(self) -> QuarterTurns:
        return self._rotation

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        self._fit_width = False
        self._change_scale(layouts.clamp_scale(zoom * layouts.FULL_SIZE), around)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        self.set_zoom(self.zoom * factor, around)

    def fit_width(self) -> None:
        self._fit_width = True
        if self._info is not None:
            width = self.viewport().width()
            self._change_scale(layouts.fit_width(self._info.page_sizes, self._rotation, width), None)

    def fit_page(self) -> None:
        if self._info is not None:
            size, view = self._info.page_sizes[self.current_page], self.viewport()
            page = self.current_page
            self._fit_width = False
            self._change_scale(layouts.fit_page(size, self._rotation, view.width(), view.height()), None)
            self.go_to_page(page)

    def rotate(self, turns: QuarterTurns) -> None:
        """Turn the view; marks turn with their pages."""
        page = self.current_page
        self._rotation = turns
        self._relayout()
        self.go_to_page(page)

    def go_to_page(self, page: int) -> None:
        if 0 <= page < len(self._layout):
            self.verticalScrollBar().setValue(round(self._layout.slot(page).rect.y0 - layouts.GAP))

    def reveal(self, page: int, rect: Rect) -> None:
        """Scroll so that a place on a page stands in the upper half of the viewport."""
        if 0 <= page < len(self._layout):
            place = self._layout.slot(page).rect_to_canvas(rect)
            view = self.viewport()
            self.verticalScrollBar().setValue(round(place.y0 - view.height() * 0.3))
            if place.x0 < self._origin().x() or place.x1 > self._origin().x() + view.width():
                self.horizontalScrollBar().setValue(round(place.centre.x - view.width() / 2))
            self.viewport().update()

    def top_offset(self) -> float:
        """How far the content is scrolled, as a share of its height; survives another window size."""
        return self.verticalScrollBar().value() / max(1.0, self._layout.height)

    def restore(self, zoom: float, fits_width: bool, offset: float) -> None:
        if fits_width:
            self.fit_width()
        else:
            self.set_zoom(zoom)
        self.verticalScrollBar().setValue(round(offset * self._layout.height))

    def mark_place(self, mark: Mark) -> QRect:
        """Where a mark is in the viewport, in logical pixels."""
        slot = self._layout.slot(mark.page)
        return qrect(slot.rect_to_canvas(mark.bounds())).translated(-self._origin()).toRect()

    def page_point(self, page: int, point: Point) -> QPoint:
        """Where a point of a page is in the viewport, in logical pixels."""
        place = self._layout.slot(page).to_canvas(point)
        return (QPointF(place.x, place.y) - self._origin()).toPoint()

    def page_size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        assert self._info is not None  # noqa: S101 - there are no pages before
        size = self._info.page_sizes[page]
        return size.width, size.height

    def is_sharp(self) -> bool:
        """Whether everything in the viewport is drawn at its scale, or known not to be drawable."""
        if self._info is None:
            return False
        top = self._origin().y()
        return all(
            self._images.drawn(piece) is not None or self._images.failure(self._document, page) is not None
            for page in self._layout.visible(top, top + self.viewport().height())
            for piece in self._pieces(page)
        )

    def words_of(self, page: int) -> tuple[Word, ...]:
        """The words of a page once they have come; empty before, and for pictures."""
        return self._words.get(page, ())

    def _change_scale(self, scale: float, around: QPointF | None) -> None:
        anchor = around if around is not None else QPointF(self.viewport().width() / 2, 0)
        canvas = Point(anchor.x() + self._origin().x(), anchor.y() + self._origin().y())
        slot = self._layout.nearest_page(canvas)
        on_page = slot.to_page(canvas) if slot else None
        self._scale = scale
        self._relayout()
        if slot is not None and on_page is not None:
            after = self._layout.slot(slot.index).to_canvas(on_page)
            self.verticalScrollBar().setValue(round(after.y - anchor.y()))
            self.horizontalScrollBar().setValue(round(after.x - anchor.x()))
        self.zoom_changed.emit(self.zoom)

    def _relayout(self) -> None:
        sizes = self._info.page_sizes if self._info else ()
        view = self.viewport()
        if self._fit_width and sizes:
            self._scale = layouts.fit_width(sizes, self._rotation, view.width())
        self._layout = PageLayout(sizes, self._scale, self._rotation, view.width())
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, round(self._layout.height - view.height())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, round(self._layout.width - view.width())))
        self._request()
        view.update()

    def _origin(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # Pixels.

    def device_scale(self) -> float:
        """Device pixels a point, rounded so that one zoom is one cache key."""
        return round(self._scale * self.viewport().devicePixelRatioF(), 4)

    def _request(self) -> None:
        if self._info is None:
            self._images.want(())
            return
        top, height = self._origin().y(), self.viewport().height()
        seen = self._layout.visible(top, top + height)
        ahead = [seen.stop + n for n in range(MARGIN_PAGES)] + [seen.start - 1 - n for n in range(MARGIN_PAGES)]
        pieces: list[Piece] = []
        for page in (*seen, *(page for page in ahead if 0 <= page < len(self._layout))):
            pieces += self._pieces(page)
        self._images.want(pieces)
        for page in seen:
            self._load_words(page)

    def _pieces(self, page: int) -> list[Piece]:
        assert self._info is not None  # noqa: S101 - callers have asked
        return pieces_of(
            self._document, page, self._info.page_sizes[page], self.device_scale(), self._visible_part(page)
        )

    def _visible_part(self, page: int) -> QRect:
        """The part of a page in the viewport, in device pixels of the upright page."""
        slot, origin, view = self._layout.slot(page), self._origin(), self.viewport()
        window = Rect(origin.x(), origin.y(), origin.x() + view.width(), origin.y() + view.height())
        local = window.moved(-slot.rect.x0, -slot.rect.y0)
        upright, scale = slot.view.rect_to_page(local), self.device_scale()
        return QRectF(
            upright.x0 * scale, upright.y0 * scale, upright.width * scale, upright.height * scale
        ).toAlignedRect()

    def _on_pixels(self, document: str, page: int) -> None:
        if document == self._document and page < len(self._layout):
            self.viewport().update(qrect(self._layout.slot(page).rect).translated(-self._origin()).toAlignedRect())

    def _load_words(self, page: int) -> None:
        if page in self._words or not self._document:
            return
        self._words[page] = ()
        document = self._document

        def done(result: tuple[Word, ...] | Failure) -> None:
            if not isinstance(result, Failure):
                self._session.jobs.post(self, lambda: self._keep_words(document, page, result))

        self._word_tickets.append(self._session.pool.words(document, page, done))

    def _keep_words(self, document: str, page: int, words: tuple[Word, ...]) -> None:
        if document == self._document:
            self._words[page] = words

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current().colour("canvas"))
        if self._info is None:
            painter.setPen(theme.current().colour("secondary"))
            area = self.viewport().rect().adjusted(40, 40, -40, -40)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._message)
            return
        painter.translate(-self._origin())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top, height = self._origin().y(), self.viewport().height()
        for page in self._layout.visible(top, top + height):
            self._paint_page(painter, self._layout.slot(page))

    def _paint_page(self, painter: QPainter, slot: PageSlot) -> None:
        area = qrect(slot.rect)
        painter.setPen(QPen(theme.current().colour("hairline"), 1))
        painter.setBrush(QColor(theme.PAPER))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.setClipRect(area)
        self._paint_pixels(painter, slot)
        self._paint_text_layers(painter, slot)
        painter.restore()
        self._paint_marks(painter, slot)

    def _paint_pixels(self, painter: QPainter, slot: PageSlot) -> None:
        failure = self._images.failure(self._document, slot.index)
        if failure is not None:
            self._paint_failure(painter, slot, failure)
            return
        pieces = self._pieces(slot.index)
        images = [self._images.drawn(piece) for piece in pieces]
        if slot.view.rotation == 0 and pieces and all(image is not None for image in images):
            self._paint_exactly(painter, slot, pieces, images)
            self.painted.emit(slot.index)
            return
        painter.save()
        painter.setTransform(self._page_transform(slot), combine=True)
        page = QRectF(0, 0, slot.view.width, slot.view.height)
        if any(image is None for image in images):
            stand_in = self._images.stand_in(self._document, slot.index)
            if stand_in is not None:
                painter.drawImage(page, stand_in)
        for piece, image in zip(pieces, images, strict=True):
            if image is None:
                continue
            if piece.tile is None:
                painter.drawImage(page, image)
            else:
                t, s = piece.tile, piece.scale
                painter.drawImage(QRectF(t.x / s, t.y / s, t.width / s, t.height / s), image)
        painter.restore()
        if pieces and all(image is not None for image in images):
            self.painted.emit(slot.index)

    def _paint_exactly(
        self, painter: QPainter, slot: PageSlot, pieces: Sequence[Piece], images: Sequence[QImage | None]
    ) -> None:
        """Pixel upon pixel: sharp, and without the cost of scaling."""
        ratio = self.viewport().devicePixelRatioF()
        left, top = round(slot.rect.x0 * ratio), round(slot.rect.y0 * ratio)
        for piece, image in zip(pieces, images, strict=True):
            if image is not None:
                x, y = (piece.tile.x, piece.tile.y) if piece.tile else (0, 0)
                place = QRectF((left + x) / ratio, (top + y) / ratio, image.width() / ratio, image.height() / ratio)
                painter.drawImage(place, image)

    @staticmethod
    def _page_transform(slot: PageSlot) -> QTransform:
        """From the upright page's points to the canvas."""
        scale, rotation = slot.view.scale, slot.view.rotation
        transform = QTransform.fromTranslate(slot.rect.x0, slot.rect.y0)
        if rotation == 90:
            transform.translate(slot.rect.width, 0)
        elif rotation == 180:
            transform.translate(slot.rect.width, slot.rect.height)
        elif rotation == 270:
            transform.translate(0, slot.rect.height)
        transform.rotate(rotation)
        transform.scale(scale, scale)
        return transform

    def _paint_failure(self, painter: QPainter, slot: PageSlot, failure: Failure) -> None:
        painter.setPen(QColor(theme.LIGHT.secondary))
        text = self.tr("Page {page} can't be shown: {reason}\n\nClick to try again.").format(
            page=slot.index + 1, reason=failure.message
        )
        area = qrect(slot.rect).adjusted(24, 24, -24, -24)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), text)

    def _paint_text_layers(self, painter: QPainter, slot: PageSlot) -> None:
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for number, hit in enumerate(self._hits):
            if hit.page == slot.index:
                colour = QColor("#FFB020" if number == self._hit else "#FFE9A8")
                for rect in hit.rects:
                    painter.fillRect(qrect(slot.rect_to_canvas(rect)), colour)
        if self._selection is not None and self._selection[0] == slot.index:
            for rect in lines_of(self._selection[1]):
                painter.fillRect(qrect(slot.rect_to_canvas(rect)), QColor("#BBD3F5"))
        painter.restore()

    def _paint_marks(self, painter: QPainter, slot: PageSlot) -> None:
        preview = self._preview()
        notes = 0
        for mark in (*self._marks.fixed, *self._marks.own, *((preview,) if preview else ())):
            notes += mark.kind is MarkKind.NOTE
            if mark.page != slot.index or (preview is not None and mark.id == preview.id and mark is not preview):
                continue
            colour = self._marks.colours.get(mark.id) or QColor(theme.NEUTRAL_MARK)
            paint_mark(painter, mark, slot, colour, selected=mark.id == self._selected, number=notes)

    def _preview(self) -> Mark | None:
        if self._gesture is not None:
            return self._gesture.mark()
        if self._drag is not None and self._drag.mark is not None and self._drag.end is not None:
            return self._moved(self._drag.mark, self._drag.start, self._drag.end)
        return None

    @staticmethod
    def _moved(mark: Mark, start: Point, end: Point) -> Mark:
        return mark.moved(end.x - start.x, end.y - start.y)

    # The pointer.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._info is None:
            return
        slot = self._layout.page_at(self._canvas_point(event))
        if slot is None:
            self._select(None)
            return
        if self._images.failure(self._document, slot.index) is not None:
            self._images.try_again(self._document, slot.index)
            self._request()
            return
        point = slot.to_page(self._canvas_point(event))
        if self._tool is Tool.SELECT:
            self._press_select(slot, point)
        elif self._tool is Tool.ERASER:
            self._erase(slot, point)
        else:
            self._select(None)
            self._gesture = Gesture(self._tool, self._evidence_id, slot.index, point, self.words_of(slot.index))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        point = self._canvas_point(event)
        if self._gesture is not None:
            self._gesture.move(self._layout.slot(self._gesture.page).to_page(point))
        elif self._tool is Tool.ERASER:
            slot = self._layout.page_at(point)
            if slot is not None:
                self._erase(slot, slot.to_page(point))
        elif self._drag is not None:
            self._drag.end = self._layout.slot(self._drag.page).to_page(point)
            if self._drag.mark is None:
                words = words_between(self.words_of(self._drag.page), self._drag.start, self._drag.end)
                self._selection = (self._drag.page, tuple(words)) if words else None
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, drag = self._gesture, self._drag
        self._gesture, self._drag = None, None
        if gesture is not None:
            gesture.move(self._layout.slot(gesture.page).to_page(self._canvas_point(event)))
            mark = gesture.mark()
            if mark is not None:
                self.mark_drawn.emit(mark)
        elif drag is not None and drag.mark is not None and drag.end is not None:
            moved = self._moved(drag.mark, drag.start, drag.end)
            if moved != drag.mark:
                self.mark_moved.emit(moved)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        selected = self.selected
        if self._tool is Tool.SELECT and selected is not None:
            self._drag = None
            self.mark_opened.emit(selected)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
            return
        pixels = event.pixelDelta()
        if pixels.isNull():
            super().wheelEvent(event)
        else:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - pixels.y())
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - pixels.x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Home: lambda: self.verticalScrollBar().setValue(0),
            Qt.Key.Key_End: lambda: self.verticalScrollBar().setValue(self.verticalScrollBar().maximum()),
            Qt.Key.Key_PageDown: lambda: self._scroll(0.9),
            Qt.Key.Key_PageUp: lambda: self._scroll(-0.9),
            Qt.Key.Key_Space: lambda: self._scroll(0.9),
            Qt.Key.Key_Down: lambda: self._nudge(0, 1),
            Qt.Key.Key_Up: lambda: self._nudge(0, -1),
            Qt.Key.Key_Left: lambda: self._nudge(-1, 0),
            Qt.Key.Key_Right: lambda: self._nudge(1, 0),
            Qt.Key.Key_Escape: self._escape,
        }
        step = steps.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        step()

    def _escape(self) -> None:
        self._selection = None
        self._select(None)
        self.set_tool(Tool.SELECT)

    def _scroll(self, share: float) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(share * self.viewport().height()))

    def _nudge(self, dx: int, dy: int) -> None:
        """The arrow keys move a selected mark by two points, else the page."""
        selected = self.selected
        if selected is not None and self._editable:
            self.mark_moved.emit(selected.moved(2 * dx, 2 * dy))
            return
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + 48 * dy)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + 48 * dx)

    def _canvas_point(self, event: QMouseEvent) -> Point:
        place = event.position() + self._origin()
        return Point(place.x(), place.y())

    def _press_select(self, slot: PageSlot, point: Point) -> None:
        mark = self._mark_at(slot, point)
        self._selection = None
        self._select(mark.id if mark else None)
        self._drag = _Drag(slot.index, point, mark if self._editable else None)

    def _mark_at(self, slot: PageSlot, point: Point) -> Mark | None:
        """The topmost own mark under a point."""
        tolerance = HIT_PIXELS / slot.view.scale
        return next((m for m in reversed(self._marks.own) if m.page == slot.index and m.hit(point, tolerance)), None)

    def _erase(self, slot: PageSlot, point: Point) -> None:
        mark = self._mark_at(slot, point)
        if mark is not None:
            self.mark_erased.emit(mark.id)

    def _select(self, mark_id: str | None) -> None:
        if mark_id != self._selected:
            self._selected = mark_id
            self.mark_selected.emit(self.selected)
            self.viewport().update()

    # Qt's own.

    def copy(self) -> None:
        if text := self.selected_text():
            QApplication.clipboard().setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share = self.top_offset()
        self._relayout()
        self.verticalScrollBar().setValue(round(share * self._layout.height))
        if self._fit_width:
            self.zoom_changed.emit(self.zoom)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        # Many scroll steps come between two frames; what is visible is asked for once.
        QTimer.singleShot(0, self, self._request)
        self.place_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport() and event.type() is QEvent.Type.DevicePixelRatioChange:
            self._request()
        return super().eventFilter(watched, event)
