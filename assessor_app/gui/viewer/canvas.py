"""The canvas: pages with marks on top, and tools under the pointer, the pen and the keyboard.

It shows and it listens. Marks come in through :meth:`Canvas.set_marks`; what the person does goes out as signals.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTabletEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from assessor_app.documents.model import Failure, Look, Remark, SearchHit, Word
from assessor_app.documents.pool import Ticket
from assessor_app.domain.geometry import Point, Rect
from assessor_app.domain.marks import Mark
from assessor_app.gui import theme
from assessor_app.gui.review.history import Edit
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.caret import Caret
from assessor_app.gui.viewer.failure_card import FailureCard
from assessor_app.gui.viewer.gestures import KIND_OF, MARKUP_TOOLS, Tool, lines_of, markup, placed, text_of
from assessor_app.gui.viewer.hands import HIT_PIXELS, DrawHand, Hand, PanHand, Pointer, hand_for
from assessor_app.gui.viewer.keys import canvas_key
from assessor_app.gui.viewer.layout import PageSlot
from assessor_app.gui.viewer.magnifier import Magnifier
from assessor_app.gui.viewer.mark_layer import ColourOf, MarkLayer
from assessor_app.gui.viewer.pages import PageSurface, page_transform
from assessor_app.gui.viewer.painting import paint_path, paint_selection, qrect

BUSY = 150
"""From so many marks in view on, what lies under the pointer's traces is kept as a picture."""
KEPT_WORDS = 24
"""Pages whose words are at hand."""
HIT_COLOUR, CURRENT_HIT_COLOUR, SELECTION_COLOUR = "#FFE9A8", "#FFB020", "#BBD3F5"
REMARK_COLOUR = "#7A4FBF"
_CURSORS = {Tool.SELECT: Qt.CursorShape.ArrowCursor, Tool.NOTE: Qt.CursorShape.PointingHandCursor}


class Canvas(PageSurface):
    mark_drawn = Signal(object)
    marks_changed = Signal(object, object, object)
    """list of marks as they are now, the Edit that it was, list of ids that are gone"""
    selection_changed = Signal()
    mark_opened = Signal(object)
    menu_asked = Signal(object)
    """QPoint on the screen, for the selected marks"""
    tool_changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.stamp = self.tr("Well done")
        self.caret = Caret()
        self._layer = MarkLayer()
        self._tool = Tool.SELECT
        self._hand: Hand = hand_for(self, Tool.SELECT)
        self._pan: Hand | None = None
        self._down_button = False
        self._editable = True
        self._selected: tuple[str, ...] = ()
        self._words: dict[int, tuple[Word, ...]] = {}
        self._word_tickets: list[Ticket] = []
        self._selection: tuple[int, tuple[Word, ...]] | None = None
        self._hits: dict[int, list[tuple[Rect, bool]]] = {}
        self._remarks: dict[int, list[Rect]] = {}
        self._as_text: set[int] = set()
        self._beneath: QPixmap | None = None
        self._cards = FailureCard(self)
        self._magnifier = Magnifier(self)
        self.setAccessibleName(self.tr("Evidence"))

    # What is shown.

    def reset(self, document: str, evidence_id: str) -> None:
        super().reset(document, evidence_id)
        for ticket in self._word_tickets:
            ticket.cancel()
        self._word_tickets.clear()
        self._words, self._selection, self._hits, self._remarks = {}, None, {}, {}
        self._as_text.clear()
        self.caret.hide()
        self._hand = hand_for(self, self._tool)
        self.select([])

    def set_marks(self, own: Sequence[Mark], fixed: Sequence[Mark], colour_of: ColourOf) -> None:
        """Marks of this evidence, and how to colour each."""
        added = self._layer.set(own, fixed, colour_of)
        if added is None:
            self._beneath = None
        elif self._beneath is not None and self.info is not None:
            self._paint_on_top(added)
        kept = tuple(mark_id for mark_id in self._selected if self._layer.get(mark_id) is not None)
        if kept != self._selected:
            self._set_selected(kept)
        self.viewport().update()

    def set_remarks(self, remarks: Sequence[Remark]) -> None:
        """The applicant's own annotations, as an outline each."""
        self._remarks = {}
        for remark in remarks:
            if remark.page is not None and remark.rect is not None:
                self._remarks.setdefault(remark.page, []).append(remark.rect)
        self.changed()
        self.viewport().update()

    def set_hits(self, hits: Sequence[SearchHit], current: int) -> None:
        """Search hits to show; ``current`` is brought into view."""
        self._hits = {}
        for number, hit in enumerate(hits):
            self._hits.setdefault(hit.page, []).extend((rect, number == current) for rect in hit.rects)
        if 0 <= current < len(hits) and hits[current].rects:
            self.reveal(hits[current].page, hits[current].rects[0])
        self.changed()
        self.viewport().update()

    @property
    def editable(self) -> bool:
        return self._editable

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        if not editable and self._tool is not Tool.SELECT:
            self.set_tool(Tool.SELECT)

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Take a tool. Text markup marks what is selected at once, and leaves the tool as it was."""
        if not self._editable:
            tool = Tool.SELECT
        if tool in MARKUP_TOOLS and self.mark_selection(tool):
            return
        self._hand.finish()
        self._tool = tool
        self._hand = hand_for(self, tool)
        beam = Qt.CursorShape.IBeamCursor if tool in MARKUP_TOOLS else Qt.CursorShape.CrossCursor
        self.viewport().setCursor(_CURSORS.get(tool, beam))
        self.viewport().update()
        self.tool_changed.emit(tool)

    @property
    def magnifier(self) -> Magnifier:
        return self._magnifier

    # Marks.

    @property
    def selected_ids(self) -> tuple[str, ...]:
        return self._selected

    def selected_marks(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in map(self._layer.get, self._selected) if mark is not None)

    @property
    def selected(self) -> Mark | None:
        """The one selected mark; None when none or several are."""
        marks = self.selected_marks()
        return marks[0] if len(marks) == 1 else None

    def select(self, mark_ids: Sequence[str], *, add: bool = False) -> None:
        kept = self._selected if add else ()
        self._set_selected((*kept, *(mark_id for mark_id in mark_ids if mark_id not in kept)))

    def toggle(self, mark_id: str) -> None:
        if mark_id in self._selected:
            self._set_selected(tuple(each for each in self._selected if each != mark_id))
        else:
            self.select([mark_id], add=True)

    def select_page(self) -> None:
        """Select every mark of one's own on the page that is looked at."""
        self.select([mark.id for mark in self.own_marks(self.current_page)])

    def _set_selected(self, mark_ids: tuple[str, ...]) -> None:
        if mark_ids != self._selected:
            self._selected = mark_ids
            self.selection_changed.emit()
            self.viewport().update()

    def own_marks(self, page: int) -> Sequence[Mark]:
        return self._layer.own_on_page(page)

    def mark_at(self, page: int, point: Point) -> Mark | None:
        """The topmost own mark under a point."""
        tolerance = HIT_PIXELS / self.layout_.scale
        return next((mark for mark in reversed(self.own_marks(page)) if mark.hit(point, tolerance)), None)

    def mark_place(self, mark: Mark) -> QRect:
        """Where a mark is in the viewport, in logical pixels."""
        return self.view_rect(mark.page, mark.bounds()).toRect()

    def frame_in_view(self, mark: Mark) -> QRectF:
        return self.view_rect(mark.page, mark.frame()).adjusted(-3, -3, 3, 3)

    def place_mark(self, tool: Tool) -> None:
        """Make a mark of this tool in the middle of what is seen, to be moved and resized with the arrow keys."""
        slot = self.slot_at(QPointF(self.viewport().rect().center())) or (
            self.layout_.slot(self.current_page) if self.page_count else None
        )
        if slot is None or not self._editable:
            return
        centre = slot.to_page(self.canvas_point(QPointF(self.viewport().rect().center())))
        mark = placed(tool, self.evidence_id, slot.index, centre, self.stamp)
        if mark is not None:
            self.mark_drawn.emit(mark)

    def mark_selection(self, tool: Tool) -> bool:
        """Mark the selected text. Returns False when there is none."""
        if self._selection is None or not self._editable:
            return False
        page, chosen = self._selection
        self.set_selection(None)
        self.caret.end_selection()
        self.mark_drawn.emit(markup(KIND_OF[tool], self.evidence_id, page, self.words_of(page), chosen))
        return True

    # Text.

    def words_of(self, page: int) -> tuple[Word, ...]:
        """The words of a page once they have come; empty before, and for pictures."""
        return self._words.get(page, ())

    def set_selection(self, selection: tuple[int, tuple[Word, ...]] | None) -> None:
        self._selection = selection
        self.viewport().update()

    def selected_text(self) -> str:
        return text_of(self._selection[1]) if self._selection else ""

    def requested(self, seen: range) -> None:
        for page in seen:
            self._load_words(page)

    def _load_words(self, page: int) -> None:
        if page in self._words or not self.document:
            return
        self._words[page] = ()
        if len(self._words) > KEPT_WORDS:
            far = max(self._words, key=lambda kept: abs(kept - page))
            del self._words[far]
        self._word_tickets = self._word_tickets[-KEPT_WORDS:]
        document = self.document

        def done(result: tuple[Word, ...] | Failure) -> None:
            if not isinstance(result, Failure):
                self.session.jobs.post(self, lambda: self._keep_words(document, page, result))

        self._word_tickets.append(self.session.pool.words(document, page, done))

    def _keep_words(self, document: str, page: int, words: tuple[Word, ...]) -> None:
        if document == self.document:
            self._words[page] = words

    # Pages that can't be drawn.

    def try_again(self, page: int) -> None:
        self._as_text.discard(page)
        self.images.try_again(self.document, page)
        self.request()

    def show_as_text(self, page: int) -> None:
        self._as_text.add(page)
        self.request()
        self.viewport().update()

    def _look_of(self, page: int) -> Look:
        return Look(as_text=True) if page in self._as_text else self.look

    def failure_of(self, page: int) -> Failure | None:
        """Why a page can't be seen, unless its text is shown instead."""
        failure = self.images.failure(self.document, page)
        return None if page in self._as_text and failure is None else failure

    # Painting.

    def changed(self) -> None:
        self._beneath = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self.info is None:
            self._paint_message(painter)
            return
        if self._is_busy():
            if self._beneath is None:
                self._beneath = self._picture()
            painter.drawPixmap(0, 0, self._beneath)
        else:
            self._paint_pages(painter, event.rect())
        self._paint_live(painter)
        self._magnifier.paint(painter)

    def _paint_message(self, painter: QPainter) -> None:
        painter.fillRect(self.viewport().rect(), theme.current().colour("canvas"))
        painter.setPen(theme.current().colour("secondary"))
        area = self.viewport().rect().adjusted(40, 40, -40, -40)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.message)

    def _is_busy(self) -> bool:
        return sum(len(self._layer.on_page(page)) for page in self.visible_pages()) > BUSY

    def _picture(self) -> QPixmap:
        ratio = self.viewport().devicePixelRatioF()
        picture = QPixmap(self.viewport().size() * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self._paint_pages(painter, self.viewport().rect())
        painter.end()
        return picture

    def _paint_on_top(self, added: Sequence[Mark]) -> None:
        assert self._beneath is not None  # noqa: S101 - the caller has asked
        painter = QPainter(self._beneath)
        painter.translate(-self.origin())
        for mark in added:
            if mark.page < len(self.layout_):
                self._paint_marks(painter, self.layout_.slot(mark.page), [mark])
        painter.end()

    def _paint_pages(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, theme.current().colour("canvas"))
        painter.save()
        painter.translate(-self.origin())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self.visible_pages():
            slot = self.layout_.slot(page)
            if qrect(slot.rect).translated(-self.origin()).intersects(QRectF(area)):
                self._paint_page(painter, slot)
        painter.restore()

    def _paint_page(self, painter: QPainter, slot: PageSlot) -> None:
        area, dark = qrect(slot.rect), self.look.dark
        painter.setPen(QPen(theme.current().colour("hairline"), 1))
        painter.setBrush(QColor(theme.DARK.paper if dark else theme.PAPER))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        failure = self.failure_of(slot.index)
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        if failure is not None:
            self._cards.paint(painter, slot, failure)
        elif not self.paint_pixels(painter, slot) or self.is_slow(slot.index):
            self._cards.paint_waiting(painter, slot, slow=self.is_slow(slot.index))
        painter.restore()
        hidden = self._hand.hidden | {mark.id for mark in self._hand.marks}
        marks = self._layer.on_page(slot.index)
        self._paint_marks(painter, slot, [mark for mark in marks if mark.id not in hidden] if hidden else marks)
        self._paint_text_layers(painter, slot)

    def _paint_marks(self, painter: QPainter, slot: PageSlot, marks: Sequence[Mark]) -> None:
        painter.save()
        painter.setTransform(page_transform(slot), combine=True)
        view, origin = self.viewport(), self.origin()
        window = Rect(origin.x(), origin.y(), origin.x() + view.width(), origin.y() + view.height())
        visible = slot.view.rect_to_page(window.moved(-slot.rect.x0, -slot.rect.y0))
        self._layer.paint(painter, marks, visible, -slot.view.rotation - slot.view.straighten)
        painter.restore()

    def _paint_text_layers(self, painter: QPainter, slot: PageSlot) -> None:
        hits, remarks = self._hits.get(slot.index, ()), self._remarks.get(slot.index, ())
        if not hits and not remarks:
            return
        painter.save()
        if not self.look.dark:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for rect, current in hits:
            colour = QColor(CURRENT_HIT_COLOUR if current else HIT_COLOUR)
            colour.setAlphaF(0.45 if self.look.dark else 1.0)
            painter.fillRect(qrect(slot.rect_to_canvas(rect)), colour)
        painter.restore()
        painter.save()
        painter.setPen(QPen(QColor(REMARK_COLOUR), 1.2, Qt.PenStyle.DotLine))
        for rect in remarks:
            painter.drawRect(qrect(slot.rect_to_canvas(rect).grown(2)))
        painter.restore()

    def _paint_live(self, painter: QPainter) -> None:
        """What changes with every movement of the hand."""
        painter.save()
        painter.translate(-self.origin())
        if self._selection is not None and self._selection[0] < len(self.layout_):
            slot, colour = self.layout_.slot(self._selection[0]), QColor(SELECTION_COLOUR)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            if self.look.dark:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                colour.setAlphaF(0.35)
            for rect in lines_of(self._selection[1]):
                painter.fillRect(qrect(slot.rect_to_canvas(rect)), colour)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for mark in self._hand.marks:
            self._paint_marks(painter, self.layout_.slot(mark.page), [mark])
        painter.setPen(QPen(QColor(theme.LIGHT.accent), 1, Qt.PenStyle.DotLine))
        for page, rect in self._hand.guides:
            painter.drawRect(qrect(self.layout_.slot(page).rect_to_canvas(rect)))
        self.caret.paint(painter, self)
        painter.restore()
        self._paint_selected(painter)
        paint_path(painter, self._hand.trail)

    def _paint_selected(self, painter: QPainter) -> None:
        moving = {mark.id: mark for mark in self._hand.marks}
        selected = self.selected_marks()
        for mark in selected:
            shown = moving.get(mark.id, mark)
            if shown.page < len(self.layout_):
                single = len(selected) == 1 and mark.resizable and self._editable
                paint_selection(painter, self.view_rect(shown.page, shown.frame()), handles=single)

    # The pointer and the pen.

    def _pointer(self, place: QPointF, modifiers: Qt.KeyboardModifier, pressure: float | None = None) -> Pointer | None:
        slot = self.slot_at(place)
        if slot is None and self._down_button:
            slot = self.layout_.nearest_page(self.canvas_point(place))
        if slot is None:
            return None
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        point = slot.to_page(self.canvas_point(place))
        return Pointer(slot.index, point, place, pressure, straight=shift, more=shift or control, free=alt)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton and self.info is not None:
            self._begin_pan(event.position())
        elif event.button() is Qt.MouseButton.RightButton and self.info is not None:
            self._press_menu(event)
        elif event.button() is Qt.MouseButton.LeftButton and self.info is not None:
            self._press(event.position(), event.modifiers())

    def _begin_pan(self, place: QPointF) -> None:
        self._pan = PanHand(self)
        self._pan.press(Pointer(0, Point(0, 0), place))

    def _press_menu(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event.position(), event.modifiers())
        mark = self.mark_at(pointer.page, pointer.point) if pointer is not None else None
        if mark is not None and mark.id not in self._selected:
            self.select([mark.id])
        if mark is not None or self._selection is not None:
            self.menu_asked.emit(event.globalPosition().toPoint())

    def _press(self, place: QPointF, modifiers: Qt.KeyboardModifier, pressure: float | None = None) -> None:
        pointer = self._pointer(place, modifiers, pressure)
        if pointer is None:
            self.select([])
            return
        if self.failure_of(pointer.page) is not None:
            self._cards.click(pointer.page, place)
            return
        if isinstance(self._hand, DrawHand) and not self._hand.goes_on:
            self.select([])
            self.set_selection(None)
        self._down_button = True
        self._hand.press(pointer)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan is not None:
            self._pan.move(Pointer(0, Point(0, 0), event.position()))
            return
        self._magnifier.move(event.position())
        self._move(event.position(), event.modifiers())

    def _move(self, place: QPointF, modifiers: Qt.KeyboardModifier, pressure: float | None = None) -> None:
        if not self._down_button and not self._hand.goes_on:
            return
        pointer = self._pointer(place, modifiers, pressure)
        if pointer is None:
            return
        hidden = self._hand.hidden
        if self._down_button:
            self._hand.move(pointer)
        else:
            self._hand.hover(pointer)
        if self._hand.hidden != hidden or any(self._layer.get(mark.id) is not None for mark in self._hand.marks):
            self.changed()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan is not None:
            self._pan = None
        elif event.button() is Qt.MouseButton.LeftButton:
            self._release(event.position(), event.modifiers())

    def _release(self, place: QPointF, modifiers: Qt.KeyboardModifier, pressure: float | None = None) -> None:
        if not self._down_button:
            return
        pointer = self._pointer(place, modifiers, pressure)
        self._down_button = False
        if pointer is not None:
            lifted = bool(self._hand.hidden) or any(self._layer.get(m.id) is not None for m in self._hand.marks)
            self._hand.release(pointer)
            if lifted:
                self.changed()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._hand.goes_on:
            self._hand.finish()
        elif self._tool is Tool.SELECT and self.selected is not None:
            self.mark_opened.emit(self.selected)
        else:
            self._press(event.position(), event.modifiers())
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QTabletEvent) and self.info is not None:
            return self._on_pen(event)
        return super().viewportEvent(event)

    def _on_pen(self, event: QTabletEvent) -> bool:
        """A pen draws with its pressure; with any other tool it is a mouse, which Qt makes of what isn't accepted."""
        if self._tool not in (Tool.PEN, Tool.MARKER, Tool.ERASER, Tool.OBJECT_ERASER):
            event.ignore()
            return super().viewportEvent(event)
        place, pressure = event.position(), event.pressure()
        if event.type() is QEvent.Type.TabletPress:
            self._press(place, event.modifiers(), pressure)
        elif event.type() is QEvent.Type.TabletMove:
            self._move(place, event.modifiers(), pressure)
        elif event.type() is QEvent.Type.TabletRelease:
            self._release(place, event.modifiers(), pressure)
        event.accept()
        return True

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not canvas_key(self, event):
            super().keyPressEvent(event)

    def finish_drawing(self) -> bool:
        """Close a polygon, or place a mark of the tool in hand. Returns whether there was something to do."""
        if self._hand.goes_on:
            self._hand.finish()
            self.viewport().update()
            return True
        if self._tool in KIND_OF and self._tool not in MARKUP_TOOLS:
            self.place_mark(self._tool)
            return True
        return False

    def escape(self) -> None:
        self._hand = hand_for(self, self._tool)
        self._down_button = False
        self.set_selection(None)
        self.select([])
        self.caret.hide()
        self.changed()
        self.set_tool(Tool.SELECT)

    def nudge(self, dx: int, dy: int, *, resize: bool, fine: bool) -> bool:
        """Move or resize the selected marks by two points (fine: by half of one). False when none is selected."""
        marks, step = self.selected_marks(), 0.5 if fine else 2.0
        if not marks or not self._editable:
            return False
        if resize:
            frames = [mark.frame() for mark in marks]
            sized = [Rect(f.x0, f.y0, f.x1 + step * dx, f.y1 + step * dy) for f in frames]
            changed = [mark.resized(f) for mark, f in zip(marks, sized, strict=True) if mark.resizable]
            self.marks_changed.emit(changed, Edit.RESIZE, [])
        else:
            self.marks_changed.emit([mark.moved(step * dx, step * dy) for mark in marks], Edit.MOVE, [])
        return True

    def scroll_by(self, share: float) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(share * self.viewport().height()))

    def copy_text(self) -> bool:
        text = self.selected_text()
        if text:
            QApplication.clipboard().setText(text)
        return bool(text)

    def repaint_soon(self) -> None:
        QTimer.singleShot(0, self.viewport(), self.viewport().update)
