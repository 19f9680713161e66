"""The viewer: toolbar, search bar and canvas for one piece of evidence at a time."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from assessor_app.documents.model import DocumentInfo, Failure
from assessor_app.domain.geometry import QuarterTurns
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.gui import icons, theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.review.state import Work
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.editor import MarkEditor
from assessor_app.gui.viewer.gestures import Tool
from assessor_app.gui.viewer.search import SearchBar
from assessor_app.gui.widgets import column, label, panel, phase_name
from assessor_app.protocol.packet import Evidence

ZOOM_STEP = 1.2
WRITTEN = (MarkKind.NOTE, MarkKind.TEXT)


class Viewer(QWidget):
    """Shows the evidence that the work has selected, and turns gestures into the work's marks."""

    shown = Signal(str, object)
    """evidence id, DocumentInfo"""
    place_changed = Signal()

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._work = session, work
        self._evidence: Evidence | None = None
        self._asked = ""
        self._restore: dict[str, Any] = dict(work.workspace.place)
        self._goto: Mark | None = None
        self.canvas = Canvas(session)
        self._search = SearchBar(session)
        self._notice = label("", "secondary", wrap=True)
        self._notice.setContentsMargins(16, 6, 16, 6)
        self._notice.hide()
        self._toolbar = panel("bottom")
        self._build_toolbar()
        layout = column(self)
        for widget in (self._toolbar, self._search, self._notice):
            layout.addWidget(widget)
        layout.addWidget(self.canvas, 1)
        self._editor = MarkEditor(self.canvas)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        work, canvas = self._work, self.canvas
        canvas.mark_drawn.connect(self._on_drawn)
        canvas.mark_moved.connect(work.change_mark)
        canvas.mark_erased.connect(work.delete_mark)
        canvas.mark_opened.connect(self._edit_mark)
        canvas.mark_selected.connect(lambda _: self._show_state())
        canvas.zoom_changed.connect(lambda _: self._show_state())
        canvas.place_changed.connect(self._on_place)
        self._editor.text_changed.connect(work.set_mark_text)
        self._editor.closed.connect(canvas.setFocus)
        self._search.hits_changed.connect(canvas.set_hits)
        self._search.closed.connect(canvas.setFocus)
        work.listen(self.refresh)

    # The toolbar.

    def _build_toolbar(self) -> None:
        row = QHBoxLayout(self._toolbar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(2)
        self._tools: dict[Tool, QAction] = {}
        group = QActionGroup(self)
        for chosen, words, key, name in (
            (Tool.SELECT, self.tr("Select"), "V", "select"),
            (Tool.HIGHLIGHT, self.tr("Highlight"), "H", "highlight"),
            (Tool.UNDERLINE, self.tr("Underline"), "U", "underline"),
            (Tool.NOTE, self.tr("Note"), "N", "note"),
            (Tool.PEN, self.tr("Pen"), "P", "pen"),
            (Tool.BOX, self.tr("Box"), "R", "box"),
            (Tool.ARROW, self.tr("Arrow"), "A", "arrow"),
            (Tool.TEXT, self.tr("Text"), "T", "text"),
            (Tool.ERASER, self.tr("Eraser"), "E", "eraser"),
        ):
            action = add_action(self, words, partial(self._choose, chosen), (key,), icon=name, checkable=True)
            group.addAction(action)
            self._tools[chosen] = action
            row.addWidget(self._button(action))
        self._separator(row)
        self._colour = QToolButton()
        self._colour.setIcon(icons.icon("colour"))
        self._colour.setToolTip(self.tr("Colour of the selected mark"))
        self._colour.setAccessibleName(self._colour.toolTip())
        self._colour.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._colour.setMenu(self._colour_menu())
        row.addWidget(self._colour)
        self._delete = add_action(
            self, self.tr("Delete mark"), self._delete_selected, ("Del", "Backspace"), icon="delete"
        )
        self._undo = add_action(self, self.tr("Undo"), self._work.undo, ("Ctrl+Z",), icon="undo")
        self._redo = add_action(self, self.tr("Redo"), self._work.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), icon="redo")
        for action in (self._delete, self._undo, self._redo):
            row.addWidget(self._button(action))
        self._separator(row)
        smaller = add_action(
            self, self.tr("Zoom out"), lambda: self.canvas.zoom_by(1 / ZOOM_STEP), ("-",), icon="remove"
        )
        larger = add_action(self, self.tr("Zoom in"), lambda: self.canvas.zoom_by(ZOOM_STEP), ("+", "="), icon="add")
        self._zoom = QToolButton()
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._zoom.setMenu(self._zoom_menu())
        row.addWidget(self._button(smaller))
        row.addWidget(self._zoom)
        row.addWidget(self._button(larger))
        rotate = add_action(self, self.tr("Rotate the view"), self._rotate, ("Ctrl+R",), icon="rotate")
        row.addWidget(self._button(rotate))
        row.addStretch(1)
        self._page = label("", "secondary")
        row.addWidget(self._page)
        find = add_action(self, self.tr("Find"), self._search.open, ("Ctrl+F",), icon="search")
        row.addWidget(self._button(find))
        copy = add_action(self, self.tr("Copy text"), self.canvas.copy, ("Ctrl+C",))
        copy.setToolTip("")

    def _button(self, action: QAction) -> QToolButton:
        result = QToolButton()
        result.setDefaultAction(action)
        result.setAccessibleName(action.text())
        return result

    @staticmethod
    def _separator(row: QHBoxLayout) -> None:
        row.addSpacing(14)

    def _colour_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Of its criterion's phase")).triggered.connect(lambda: self._recolour(None))
        for phase, value in theme.PHASE_COLOURS.items():
            swatch = QPixmap(14, 14)
            swatch.fill(QColor(value))
            action = menu.addAction(QIcon(swatch), phase_name(phase))
            action.triggered.connect(lambda _=False, colour=value: self._recolour(colour))
        return menu

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(add_action(self, self.tr("Fit width"), self.canvas.fit_width, ("0",)))
        menu.addAction(add_action(self, self.tr("Fit page"), self.canvas.fit_page, ("Ctrl+0",)))
        menu.addAction(add_action(self, self.tr("Actual size"), lambda: self.canvas.set_zoom(1.0), ("Ctrl+1",)))
        for percent in (50, 75, 150, 200, 400):
            menu.addAction(f"{percent} %").triggered.connect(lambda _=False, p=percent: self.canvas.set_zoom(p / 100))
        return menu

    def _choose(self, tool: Tool) -> None:
        self.canvas.set_tool(tool)
        self._show_state()

    def _rotate(self) -> None:
        turns: dict[int, QuarterTurns] = {0: 90, 90: 180, 180: 270, 270: 0}
        self.canvas.rotate(turns[self.canvas.rotation])

    # Marks.

    def _on_drawn(self, mark: Mark) -> None:
        self._work.add_mark(mark)
        self.canvas.select_mark(mark.id)
        if mark.kind in WRITTEN:
            self._choose(Tool.SELECT)
            self._edit_mark(mark)

    def _edit_mark(self, mark: Mark) -> None:
        if self._work.editable:
            place = self.canvas.mark_place(mark)
            self._editor.open(mark, place.bottomLeft() if mark.kind is MarkKind.TEXT else place.topRight())

    def _delete_selected(self) -> None:
        selected = self.canvas.selected
        if selected is not None:
            self._work.delete_mark(selected.id)

    def _recolour(self, colour: str | None) -> None:
        selected = self.canvas.selected
        if selected is not None:
            self._work.change_mark(selected.model_copy(update={"colour": colour}))

    def fly_to(self, mark: Mark) -> None:
        """Show the page of a mark, in whatever evidence it is."""
        if mark.evidence_id == self._work.evidence_id and self._evidence is not None and not self._asked:
            self.canvas.reveal(mark.page, mark.bounds())
            self.canvas.select_mark(mark.id)
        else:
            self._goto = mark
            self._work.select_evidence(mark.evidence_id)

    @property
    def shown_evidence(self) -> str | None:
        """The evidence on the canvas; None while it is being opened or can't be."""
        return self._evidence.id if self._evidence is not None and not self._asked else None

    def is_editing(self) -> bool:
        """Whether the field of a note or text mark is open."""
        return self._editor.isVisible()

    def finish_edits(self) -> None:
        self._editor.finish()

    # What is shown.

    def refresh(self) -> None:
        """Show what the work has selected now."""
        item = self._work.evidence_item(self._work.evidence_id)
        if item is None:
            self._evidence = None
            refusal = self._work.workspace.row.refusal
            self.canvas.show_message(refusal or self.tr("The evidence is being downloaded. It opens here by itself."))
        elif self._evidence is None or item.id != self._evidence.id:
            self._load(item)
        self.canvas.set_editable(self._work.editable)
        self._show_marks()
        self._show_state()

    def _load(self, item: Evidence) -> None:
        self._editor.finish()
        self._evidence = item
        document = f"{self._work.submission_id}/{item.blob.sha256}"
        self._asked = document
        submission_id, store = self._work.submission_id, self._session.store
        media_type = "text/plain" if item.kind is EvidenceKind.LINK else item.blob.media_type
        pool, jobs = self._session.pool, self._session.jobs
        pool.register(document, lambda: store.blob(submission_id, item.blob.sha256), media_type)

        def done(result: DocumentInfo | Failure) -> None:
            jobs.post(self, lambda: self._arrived(document, item, result))

        pool.info(document, done)

    def _arrived(self, document: str, item: Evidence, result: DocumentInfo | Failure) -> None:
        if document != self._asked:
            return
        self._asked = ""
        if isinstance(result, Failure):
            self._notice.hide()
            self._evidence = None
            self.canvas.show_message(self._why_not(item, result))
            self._search.set_document("")
            QTimer.singleShot(RETRY_MS, self, self._retry_if_missing)
            return
        self.canvas.show_document(document, item.id, result)
        self._search.set_document(document)
        self._notice.setVisible(result.text_only)
        self._notice.setText(
            self.tr("Text only: pictures and layout of the original can't be shown here.") if result.text_only else ""
        )
        self._go_where_left(item)
        self._show_marks()
        self._show_state()
        self.shown.emit(item.id, result)

    def _why_not(self, item: Evidence, failure: Failure) -> str:
        row = self._work.workspace.row
        if row.bytes_here < row.evidence_bytes:
            return self.tr("This evidence is still being downloaded. It opens here by itself.")
        return self.tr("“{title}” can't be shown: {reason}").format(title=item.title, reason=failure.message)

    def _retry_if_missing(self) -> None:
        row = self._work.workspace.row
        if self._evidence is None and row.bytes_here < row.evidence_bytes:
            self.refresh()

    def _go_where_left(self, item: Evidence) -> None:
        if self._goto is not None and self._goto.evidence_id == item.id:
            mark, self._goto = self._goto, None
            self.canvas.fit_width()
            self._show_marks()
            self.canvas.reveal(mark.page, mark.bounds())
            self.canvas.select_mark(mark.id)
            return
        place = self._restore if self._restore.get("evidence") == item.id else {}
        self.canvas.restore(
            float(place.get("zoom", 1.0)), bool(place.get("fits_width", True)), float(place.get("offset", 0.0))
        )

    def place(self) -> dict[str, Any]:
        """Where the person is, to come back to."""
        if self._evidence is None or self._asked:
            return self._restore
        self._restore = {
            "evidence": self._work.evidence_id,
            "zoom": self.canvas.zoom,
            "fits_width": self.canvas.fits_width,
            "offset": self.canvas.top_offset(),
        }
        return self._restore

    def _on_place(self) -> None:
        self._editor.finish()
        self._show_state()
        self.place_changed.emit()

    def _show_marks(self) -> None:
        current = self._work.evidence_id
        own = [mark for mark in self._work.marks() if mark.evidence_id == current]
        fixed = [mark for mark in self._work.fixed_marks() if mark.evidence_id == current]
        colours = {mark.id: self.colour_of(mark) for mark in (*own, *fixed)}
        self.canvas.set_marks(own, fixed, colours)

    def colour_of(self, mark: Mark) -> QColor:
        if mark.colour is not None:
            return QColor(mark.colour)
        phase = self._work.phase_of_criterion(mark.criterion_id)
        return QColor(theme.PHASE_COLOURS[phase] if phase is not None else theme.NEUTRAL_MARK)

    def _show_state(self) -> None:
        canvas, editable = self.canvas, self._work.editable
        for tool, action in self._tools.items():
            action.setChecked(canvas.tool is tool)
            action.setEnabled(editable or tool is Tool.SELECT)
        chosen = canvas.selected is not None and editable
        self._delete.setEnabled(chosen)
        self._colour.setEnabled(chosen)
        self._undo.setEnabled(self._work.can_undo)
        self._redo.setEnabled(self._work.can_redo)
        self._zoom.setText(f"{round(canvas.zoom * 100)} %")
        pages = canvas.page_count
        self._page.setText(
            self.tr("Page {n} of {total}").format(n=canvas.current_page + 1, total=pages) if pages else ""
        )


RETRY_MS = 700
