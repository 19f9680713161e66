"""Pages in one continuous scroll: what is visible, at which scale, drawn by the renderers. Knows nothing of marks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScroller, QScrollerProperties, QWidget

from assessor_app.documents.model import PLAIN, DocumentInfo, FirstView, Look, Opened, PageSize, Pixels
from assessor_app.domain.geometry import Point, QuarterTurns, Rect
from assessor_app.gui import theme
from assessor_app.gui.session import Session
from assessor_app.gui.viewer import layout as layouts
from assessor_app.gui.viewer.images import PageImages, Piece, pieces_of, small_piece
from assessor_app.gui.viewer.layout import Arrangement, PageLayout, PageSlot

AHEAD, BEHIND = 2, 1
"""Pages drawn beyond the viewport: where the scroll is going, and where it came from."""
SMALL_AHEAD = 12
"""Pages around the viewport that have a thumbnail to stand in, should somebody scroll fast."""
STILL_DRAWING_SECONDS = 2.0
AFTER_FIRST_MS = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document somebody is. ``share`` is how far down its page the viewport's top edge is, from 0 to 1."""

    page: int = 0
    share: float = 0.0
    zoom: float = 1.0
    fits_width: bool = True
    rotation: QuarterTurns = 0


class PageSurface(QAbstractScrollArea):
    place_changed = Signal()
    zoom_changed = Signal(float)
    painted = Signal(int)
    """A page was painted with its own pixels, not a stand-in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.images = PageImages(session.pool, session.jobs, self)
        self.images.arrived.connect(self._on_pixels)
        session.closing.connect(self.images.clear)
        self.document, self.evidence_id = "", ""
        self.info: DocumentInfo | None = None
        self.message = ""
        self.layout_: PageLayout = PageLayout((), 1.0, 0)
        self.look = PLAIN
        self.arrangement = Arrangement()
        self._scale = layouts.FULL_SIZE
        self._fit_width = True
        self._down = True
        self._asking = False
        self._small_wanted = range(0)
        self._still = QTimer(self)
        self._still.setInterval(500)
        self._still.timeout.connect(self._show_still_drawing)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # A bar that came and went would change the width, and every page would be drawn twice.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().installEventFilter(self)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        if theme.current().still:
            scroller = QScroller.scroller(self.viewport())
            asked = scroller.scrollerProperties()
            asked.setScrollMetric(QScrollerProperties.ScrollMetric.MaximumVelocity, 0.0)
            scroller.setScrollerProperties(asked)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)

    # What is shown.

    def first_view(self, place: Place) -> FirstView:
        """What this surface will show first of a document, so that it is drawn as the document is opened."""
        arrangement = replace(self.arrangement, rotation=place.rotation)
        ratio = self.viewport().devicePixelRatioF()
        upright = arrangement.rotation in (0, 180) and arrangement.columns == 1
        if place.fits_width and upright:
            room = self.viewport().width() - 2 * layouts.MARGIN
            return FirstView(place.page, None, room, ratio, layouts.MIN_SCALE, layouts.MAX_SCALE, self.look)
        scale = layouts.clamp_scale(place.zoom * layouts.FULL_SIZE)
        return FirstView(place.page, round(scale * ratio, 4), look=self.look)

    def show_opened(self, document: str, evidence_id: str, opened: Opened, place: Place) -> None:
        """Show a document at a place; the first page's pixels came with it."""
        self.reset(document, evidence_id)
        self.info = opened.info
        self.arrangement = replace(self.arrangement, rotation=place.rotation)
        self._fit_width = place.fits_width
        self._scale = layouts.clamp_scale(place.zoom * layouts.FULL_SIZE)
        if opened.pixels is not None:
            self._have_first(opened, opened.pixels)
        # What else there is to draw waits until the first page has been painted.
        self._asking = opened.pixels is not None
        self._relayout(place)
        if self._asking:
            QTimer.singleShot(AFTER_FIRST_MS, self, self.request)
        self._still.start()
        self.zoom_changed.emit(self.zoom)

    def _have_first(self, opened: Opened, pixels: Pixels) -> None:
        self.images.have(Piece(self.document, opened.page, opened.scale, None, self.look), pixels)

    def set_sizes(self, sizes: tuple[PageSize, ...]) -> None:
        """The pages' true sizes, where they were guessed so far; what is looked at stays where it is."""
        if self.info is None or self.info.page_sizes == sizes:
            return
        place = self.place()
        self.info = replace(self.info, page_sizes=sizes, measured=True)
        self._relayout(place)

    def show_message(self, text: str) -> None:
        """Show a sentence instead of pages."""
        self.reset("", "")
        self.message = text
        self._relayout(Place())

    def reset(self, document: str, evidence_id: str) -> None:
        self.images.want(())
        self._still.stop()
        self._small_wanted = range(0)
        self.document, self.evidence_id, self.info, self.message = document, evidence_id, None, ""

    def set_look(self, look: Look) -> None:
        """Draw pages in another light."""
        if look != self.look:
            place = self.place()
            self.look = look
            self.arrangement = replace(self.arrangement, straighten=look.straighten)
            self._relayout(place)

    # Place and zoom.

    @property
    def page_count(self) -> int:
        return len(self.layout_)

    @property
    def current_page(self) -> int:
        """The page at the upper third of the viewport, from 0."""
        slot = self.layout_.nearest_page(Point(0, self.verticalScrollBar().value() + self.viewport().height() / 3))
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
        return self.arrangement.rotation

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        self._fit_width = False
        self._change_scale(layouts.clamp_scale(zoom * layouts.FULL_SIZE), around)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        self.set_zoom(self.zoom * factor, around)

    def fit_width(self) -> None:
        self._fit_width = True
        if self.info is not None:
            self._change_scale(layouts.fit_width(self._first_sizes(), self.viewport().width(), self.arrangement), None)

    def fit_page(self) -> None:
        if self.info is not None:
            page, view = self.current_page, self.viewport()
            self._fit_width = False
            scale = layouts.fit_page(self.info.page_sizes[page], view.width(), view.height(), self.arrangement)
            self._change_scale(scale, None)
            self.go_to_page(page)

    def rotate(self, turns: QuarterTurns) -> None:
        """Turn the view; marks turn with their pages."""
        self._arrange(self.arrangement.turned(turns))

    def set_columns(self, columns: int) -> None:
        """One page beside another, or under it."""
        self._arrange(replace(self.arrangement, columns=columns))

    def _arrange(self, arrangement: Arrangement) -> None:
        page = self.current_page
        self.arrangement = arrangement
        self._relayout(None)
        self.go_to_page(page)
        self.zoom_changed.emit(self.zoom)

    def go_to_page(self, page: int) -> None:
        if 0 <= page < len(self.layout_):
            self.verticalScrollBar().setValue(round(self.layout_.slot(page).rect.y0 - layouts.GAP))

    def reveal(self, page: int, rect: Rect) -> None:
        """Scroll so that a place on a page stands in the upper half of the viewport."""
        if 0 <= page < len(self.layout_):
            place = self.layout_.slot(page).rect_to_canvas(rect)
            view, origin = self.viewport(), self.origin()
            if not (origin.y() + 24 <= place.y0 and place.y1 <= origin.y() + view.height() - 24):
                self.verticalScrollBar().setValue(round(place.y0 - view.height() * 0.3))
            if place.x0 < origin.x() or place.x1 > origin.x() + view.width():
                self.horizontalScrollBar().setValue(round(place.centre.x - view.width() / 2))
            self.viewport().update()

    def place(self) -> Place:
        """Where the person is; survives another window size."""
        if not len(self.layout_):
            return Place()
        top = self.verticalScrollBar().value()
        slot = self.layout_.nearest_page(Point(0, top + layouts.GAP + 1))
        if slot is None:
            return Place()
        share = (top - slot.rect.y0) / max(1.0, slot.rect.height)
        return Place(slot.index, round(share, 4), self.zoom, self._fit_width, self.rotation)

    def page_point(self, page: int, point: Point) -> QPoint:
        """Where a point of a page is in the viewport, in logical pixels."""
        place = self.layout_.slot(page).to_canvas(point)
        return (QPointF(place.x, place.y) - self.origin()).toPoint()

    def view_rect(self, page: int, rect: Rect) -> QRectF:
        """Where a part of a page is in the viewport, in logical pixels."""
        found = self.layout_.slot(page).rect_to_canvas(rect)
        return QRectF(found.x0, found.y0, found.width, found.height).translated(-self.origin())

    def page_size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        size = self._size(page)
        return size.width, size.height

    def slot_at(self, place: QPointF) -> PageSlot | None:
        """The page under a point of the viewport."""
        return self.layout_.page_at(self.canvas_point(place))

    def canvas_point(self, place: QPointF) -> Point:
        return Point(place.x() + self.origin().x(), place.y() + self.origin().y())

    def is_sharp(self) -> bool:
        """Whether everything in the viewport is drawn at its scale, or known not to be drawable."""
        return self.info is not None and all(
            self.images.drawn(piece) is not None or self.images.failure(self.document, page) is not None
            for page in self.visible_pages()
            for piece in self._pieces(page)
        )

    def has_pixels(self) -> bool:
        """Whether every page in the viewport shows something: its own pixels, or a stand-in."""
        return self.info is not None and all(
            any(self.images.drawn(piece) is not None for piece in self._pieces(page))
            or self.images.stand_in(self.document, page, self._size(page), self.look) is not None
            for page in self.visible_pages()
        )

    def visible_pages(self) -> range:
        top = self.origin().y()
        return self.layout_.visible(top, top + self.viewport().height())

    def origin(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _size(self, page: int) -> PageSize:
        assert self.info is not None  # noqa: S101 - there are no pages before
        return self.info.page_sizes[page]

    def _first_sizes(self) -> tuple[PageSize, ...]:
        return self.info.page_sizes if self.info is not None else ()

    def _change_scale(self, scale: float, around: QPointF | None) -> None:
        anchor = around if around is not None else QPointF(self.viewport().width() / 2, 0)
        canvas = self.canvas_point(anchor)
        slot = self.layout_.nearest_page(canvas)
        on_page = slot.to_page(canvas) if slot else None
        self._scale = scale
        self._relayout(None)
        if slot is not None and on_page is not None:
            after = self.layout_.slot(slot.index).to_canvas(on_page)
            self.verticalScrollBar().setValue(round(after.y - anchor.y()))
            self.horizontalScrollBar().setValue(round(after.x - anchor.x()))
        self.zoom_changed.emit(self.zoom)

    def _relayout(self, place: Place | None) -> None:
        """Lay the pages out anew, and go to ``place`` where one is given."""
        sizes, view = self._first_sizes(), self.viewport()
        if self._fit_width and sizes:
            self._scale = layouts.fit_width(sizes, view.width(), self.arrangement)
        self.layout_ = PageLayout(sizes, self._scale, view.width(), self.arrangement)
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, round(self.layout_.height - view.height())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, round(self.layout_.width - view.width())))
        if place is not None and sizes:
            slot = self.layout_.slot(min(place.page, len(sizes) - 1))
            self.verticalScrollBar().setValue(round(slot.rect.y0 + place.share * slot.rect.height))
        self.changed()
        if not self._asking:
            self.request()
        view.update()

    def changed(self) -> None:
        """What is painted beneath the pointer's own traces is no longer as it was."""

    # Pixels.

    def device_scale(self) -> float:
        """Device pixels a point, rounded so that one zoom is one cache key."""
        return round(self._scale * self.viewport().devicePixelRatioF(), 4)

    def request(self) -> None:
        """Ask for what is visible, then for what may be next."""
        self._asking = False
        if self.info is None:
            self.images.want(())
            return
        seen, count = self.visible_pages(), len(self.layout_)
        after, before = (AHEAD, BEHIND) if self._down else (BEHIND, AHEAD)
        ahead = [*range(seen.stop, seen.stop + after), *range(seen.start - 1, seen.start - 1 - before, -1)]
        pieces: list[Piece] = []
        for page in (*seen, *(page for page in ahead if 0 <= page < count)):
            pieces += self._pieces(page)
        near = range(max(0, seen.start - SMALL_AHEAD), min(count, seen.stop + SMALL_AHEAD))
        order = sorted(near, key=lambda page: abs(page - (seen.stop if self._down else seen.start)))
        order += [page for page in self._small_wanted if page < count]
        self.images.want(pieces, [self.small_piece(page) for page in order] if count > 1 else ())
        self.requested(seen)

    def also_small(self, pages: range) -> None:
        """Draw thumbnails of these pages too, after what is visible."""
        self._small_wanted = pages
        self.request()

    def small_image(self, page: int) -> QImage | None:
        return self.images.drawn(self.small_piece(page)) if self.info is not None else None

    def requested(self, seen: range) -> None:
        """These pages are visible now."""

    def small_piece(self, page: int) -> Piece:
        return small_piece(self.document, page, self._size(page), self.look)

    def _pieces(self, page: int) -> list[Piece]:
        return pieces_of(
            self.document, page, self._size(page), self.device_scale(), self._visible_part(page), self._look_of(page)
        )

    def _look_of(self, page: int) -> Look:
        return self.look

    def _visible_part(self, page: int) -> QRect:
        """The part of a page in the viewport, in device pixels of the upright page."""
        slot, origin, view = self.layout_.slot(page), self.origin(), self.viewport()
        window = Rect(origin.x(), origin.y(), origin.x() + view.width(), origin.y() + view.height())
        upright = slot.view.rect_to_paper(window.moved(-slot.rect.x0, -slot.rect.y0))
        scale = self.device_scale()
        return QRectF(
            upright.x0 * scale, upright.y0 * scale, upright.width * scale, upright.height * scale
        ).toAlignedRect()

    def _on_pixels(self, document: str, page: int) -> None:
        if document == self.document and page < len(self.layout_):
            self.changed()
            self.viewport().update(self.view_rect(page, Rect(0, 0, *self.page_size(page))).toAlignedRect())

    def _show_still_drawing(self) -> None:
        if self.info is not None and any(self.is_slow(page) for page in self.visible_pages()):
            self.changed()
            self.viewport().update()

    def is_slow(self, page: int) -> bool:
        return self.images.waiting_seconds(self.document, page) > STILL_DRAWING_SECONDS

    def paint_pixels(self, painter: QPainter, slot: PageSlot) -> bool:
        """Paint what there is of a page. Returns whether anything was there."""
        pieces = self._pieces(slot.index)
        images = [self.images.drawn(piece) for piece in pieces]
        complete = bool(pieces) and all(image is not None for image in images)
        if complete and self._asking:
            # The first page is there: now for its neighbours.
            QTimer.singleShot(0, self, self.request)
        if complete and slot.view.rotation == 0:
            self._paint_exactly(painter, slot, pieces, images)
            self.painted.emit(slot.index)
            return True
        painter.save()
        painter.setTransform(paper_transform(slot), combine=True)
        page = QRectF(0, 0, slot.view.width, slot.view.height)
        stand_in = None
        if not complete:
            stand_in = self.images.stand_in(
                self.document, slot.index, self._size(slot.index), self._look_of(slot.index)
            )
            if stand_in is not None:
                painter.drawImage(page, stand_in)
        for piece, image in zip(pieces, images, strict=True):
            if image is not None and piece.tile is not None:
                t, s = piece.tile, piece.scale
                painter.drawImage(QRectF(t.x / s, t.y / s, t.width / s, t.height / s), image)
            elif image is not None:
                painter.drawImage(page, image)
        painter.restore()
        if complete:
            self.painted.emit(slot.index)
        return complete or stand_in is not None or any(image is not None for image in images)

    def _paint_exactly(
        self, painter: QPainter, slot: PageSlot, pieces: list[Piece], images: list[QImage | None]
    ) -> None:
        """Pixel upon pixel: sharp, and without the cost of scaling."""
        ratio = self.viewport().devicePixelRatioF()
        left, top = round(slot.rect.x0 * ratio), round(slot.rect.y0 * ratio)
        for piece, image in zip(pieces, images, strict=True):
            if image is not None:
                x, y = (piece.tile.x, piece.tile.y) if piece.tile else (0, 0)
                place = QRectF((left + x) / ratio, (top + y) / ratio, image.width() / ratio, image.height() / ratio)
                painter.drawImage(place, image)

    # Qt's own.

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self.place()
        super().resizeEvent(event)
        self._relayout(place)
        if self._fit_width:
            self.zoom_changed.emit(self.zoom)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if dy:
            self._down = dy < 0
        self.changed()
        self.viewport().update()
        if not self._asking:
            # Many scroll steps come between two frames; what is visible is asked for once.
            self._asking = True
            QTimer.singleShot(0, self, self.request)
        self.place_changed.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.NativeGesture:
            return self._pinch(event)
        if event.type() is QEvent.Type.Gesture:
            return self._touch_pinch(event)
        return super().viewportEvent(event)

    def _pinch(self, event: QEvent) -> bool:
        """A touchpad's pinch: each event says how much more or less."""
        kind = getattr(event, "gestureType", None)
        if kind is None or kind() is not Qt.NativeGestureType.ZoomNativeGesture:
            return super().viewportEvent(event)
        self.zoom_by(1.0 + event.value(), event.position())  # type: ignore[attr-defined]
        return True

    def _touch_pinch(self, event: QEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined]
        if pinch is None:
            return super().viewportEvent(event)
        self.zoom_by(pinch.scaleFactor(), QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport() and event.type() is QEvent.Type.DevicePixelRatioChange:
            self.changed()
            self.request()
        return super().eventFilter(watched, event)


def paper_transform(slot: PageSlot) -> QTransform:
    """From the paper of the upright page, in points, to the canvas."""
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


def page_transform(slot: PageSlot) -> QTransform:
    """From the page's own coordinates, in points, to the canvas."""
    transform = paper_transform(slot)
    if slot.view.straighten:
        transform.translate(slot.view.width / 2, slot.view.height / 2)
        transform.rotate(slot.view.straighten)
        transform.translate(-slot.view.width / 2, -slot.view.height / 2)
    return transform
