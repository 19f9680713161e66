"""The viewer: toolbar, search bar and canvas for one piece of evidence at a time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedWidget, QWidget

from assessor_app.documents.model import (
    Author,
    Details,
    DocumentInfo,
    Failure,
    FailureKind,
    Opened,
    Remark,
    RemarkKind,
)
from assessor_app.domain.geometry import Rect
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui import theme
from assessor_app.gui.actions import add_action
from assessor_app.gui.review.state import Work
from assessor_app.gui.session import Session
from assessor_app.gui.viewer.anchors import Anchors
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.copies import save_copy
from assessor_app.gui.viewer.editor import MarkEditor
from assessor_app.gui.viewer.exports import Exports
from assessor_app.gui.viewer.gestures import Tool
from assessor_app.gui.viewer.mark_actions import MarkActions
from assessor_app.gui.viewer.media import MediaView
from assessor_app.gui.viewer.notice import Notice
from assessor_app.gui.viewer.options import ViewOptions
from assessor_app.gui.viewer.pages import Place
from assessor_app.gui.viewer.search import Found, SearchBar
from assessor_app.gui.viewer.sources import document_name, is_recording, register
from assessor_app.gui.viewer.toolbar import Toolbar
from assessor_app.gui.widgets import column
from assessor_app.protocol.packet import Evidence, PlatformRemark

WRITTEN = (MarkKind.NOTE, MarkKind.TEXT)
RETRY_MS = 700
PATIENCE_MS = 500


class Viewer(QWidget):
    """Shows the evidence that the work has selected, and turns gestures into the work's marks."""

    shown = Signal(str, object)
    """evidence id, DocumentInfo"""
    described = Signal(str, object)
    """evidence id, Details"""
    place_changed = Signal()

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._work = session, work
        self._evidence: Evidence | None = None
        self._asked = ""
        self._details: dict[str, Details] = {}
        self._kept_place: dict[str, Any] = dict(work.workspace.place)
        self._goto: Mark | None = None
        self.canvas = Canvas(session)
        self.media = MediaView(work)
        self.anchors = Anchors(session, self)
        self.search = SearchBar(session, work)
        self._notice = Notice(self._save_copy)
        self._actions = MarkActions(self, self.canvas, work, self._edit_mark)
        self._options = ViewOptions(self, self.canvas)
        self._exports = Exports(self, session, work)
        self._toolbar = Toolbar(self, self.canvas, work, self._actions.recolour)
        self._finish_toolbar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.media)
        # What is not shown now asks for no width.
        self._stack.setMinimumWidth(theme.current().px(160))
        layout = column(self)
        for widget in (self._toolbar, self.search, self._notice):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        self._editor = MarkEditor(self.canvas)
        self._connect()
        self.refresh()

    def _finish_toolbar(self) -> None:
        self._toolbar.add_button(self._options.rotate)
        self._toolbar.add_menu("eye", self.tr("How the evidence is shown"), self._options.menu())
        self._toolbar.add_menu("export", self.tr("Export"), self._exports.menu())
        find = add_action(
            self,
            "viewer.find-in-all-evidence",
            self.tr("Find in all evidence"),
            self.search.open,
            ("Ctrl+F",),
            icon="search",
        )
        self._toolbar.add_button(find)
        add_action(self, "viewer.next-hit", self.tr("Next hit"), lambda: self.search.step(1), ("F3", "Ctrl+G"))
        add_action(
            self,
            "viewer.previous-hit",
            self.tr("Previous hit"),
            lambda: self.search.step(-1),
            ("Shift+F3", "Ctrl+Shift+G"),
        )
        add_action(
            self,
            "viewer.save-a-copy-of-this-evidence",
            self.tr("Save a copy of this evidence"),
            self._save_copy,
            ("Ctrl+Shift+S",),
        )
        add_action(self, "viewer.next-page", self.tr("Next page"), lambda: self._step_page(1), ("Ctrl+PgDown",))
        add_action(self, "viewer.previous-page", self.tr("Previous page"), lambda: self._step_page(-1), ("Ctrl+PgUp",))

    def _connect(self) -> None:
        work, canvas = self._work, self.canvas
        canvas.mark_drawn.connect(self._on_drawn)
        canvas.marks_changed.connect(work.change_marks)
        canvas.mark_opened.connect(self._edit_mark)
        for signal in (canvas.selection_changed, canvas.zoom_changed):
            signal.connect(self._show_state)
        canvas.place_changed.connect(self._on_place)
        self.media.mark_made.connect(self._on_drawn)
        self._editor.text_changed.connect(work.set_mark_text)
        self._editor.closed.connect(canvas.setFocus)
        self.search.chosen.connect(self._show_found)
        self.search.hits_changed.connect(self._show_hits)
        self.search.closed.connect(canvas.setFocus)
        self._notice.password_given.connect(self._unlock)
        self.anchors.changed.connect(self._show_marks)
        self._options.remarks.triggered.connect(lambda: self._show_remarks())
        work.listen(self.refresh)

    # Marks.

    def _on_drawn(self, mark: Mark) -> None:
        self._work.add_mark(mark)
        self.canvas.select([mark.id])
        if mark.kind in WRITTEN:
            self.canvas.set_tool(Tool.SELECT)
            self._edit_mark(mark)

    def _edit_mark(self, mark: Mark) -> None:
        if self._work.editable:
            place = self.canvas.mark_place(mark)
            self._editor.open(mark, place.bottomLeft() if mark.kind is MarkKind.TEXT else place.topRight())

    def fly_to(self, mark: Mark) -> None:
        """Show the page of a mark, in whatever evidence it is."""
        if mark.evidence_id == self._work.evidence_id and self.shown_evidence is not None:
            self._reveal(mark)
        else:
            self._goto = mark
            self._work.select_evidence(mark.evidence_id)

    def _reveal(self, mark: Mark) -> None:
        if mark.seconds is not None:
            self.media.seek(mark.seconds[0])
            return
        placed = self.anchors.placed(mark)
        if placed is not None and placed.page < self.canvas.page_count:
            self.canvas.reveal(placed.page, placed.bounds())
            self.canvas.select([mark.id])

    def show_place(self, evidence_id: str, page: int, rect: Rect) -> None:
        """Show a place of the evidence that is shown, or as soon as it is shown."""
        if evidence_id == self._work.evidence_id and self.shown_evidence == evidence_id:
            self.canvas.reveal(page, rect)
            return

        def arrived(shown: str, _: object) -> None:
            if shown == evidence_id:
                self.shown.disconnect(arrived)
                self.canvas.reveal(page, rect)

        self.shown.connect(arrived)

    def show_remark(self, remark: Remark) -> None:
        if remark.page is not None:
            if remark.rect is not None:
                self.canvas.reveal(remark.page, remark.rect)
            else:
                self.canvas.go_to_page(remark.page)

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
            self._notice.show_link("")
            row = self._work.workspace.row
            waiting = self.tr("The evidence is being downloaded. It opens here by itself.")
            gone = self.tr("The evidence is not on this computer.")
            self.canvas.show_message(row.refusal or (waiting if row.active else gone))
        elif self._evidence is None or item.id != self._evidence.id or item.blob != self._evidence.blob:
            self._load(item)
        self.canvas.set_editable(self._work.editable)
        self._show_marks()
        self._show_state()

    def _load(self, item: Evidence) -> None:
        self._editor.finish()
        self.place()
        self._evidence = item
        self._notice.say("")
        self._notice.show_link(item.link or "")
        if is_recording(item):
            self._load_recording(item)
            return
        document = register(self._session, self._work.submission_id, item)
        self._asked = document
        place = self._place_of(item)

        def done(result: Opened | Failure) -> None:
            self._session.jobs.post(self, lambda: self._arrived(document, item, place, result))

        self._session.pool.open(document, self.canvas.first_view(place), done)
        QTimer.singleShot(PATIENCE_MS, self, lambda: self._say_preparing(document))

    def _say_preparing(self, document: str) -> None:
        """What was shown before is not what is chosen now; after a moment it makes room for a word."""
        if self._asked == document:
            self._stack.setCurrentWidget(self.canvas)
            self.canvas.show_message(self.tr("Preparing this evidence…"))

    def _load_recording(self, item: Evidence) -> None:
        self._asked = ""
        self._stack.setCurrentWidget(self.media)
        store, submission_id = self._session.store, self._work.submission_id

        def arrived(data: bytes) -> None:
            if self._evidence is item:
                trouble = self.media.play(item.id, data)
                self._notice.say(trouble, copy=bool(trouble))
                if self._goto is not None and self._goto.evidence_id == item.id and self._goto.seconds is not None:
                    self.media.seek(self._goto.seconds[0])
                self._goto = None

        def failed(error: Exception) -> None:
            self._notice.say(self.tr("“{title}” is still being downloaded.").format(title=item.title))

        self._session.jobs.run(self, lambda: store.blob(submission_id, item.blob.sha256), arrived, failed)

    def _arrived(self, document: str, item: Evidence, place: Place, result: Opened | Failure) -> None:
        if document != self._asked:
            return
        self._asked = ""
        self._stack.setCurrentWidget(self.canvas)
        if isinstance(result, Failure):
            self._show_failure(item, result)
            return
        self.canvas.show_opened(document, item.id, result, place)
        self._say_how_shown(item, result.info)
        self._show_marks()
        if self._goto is not None and self._goto.evidence_id == item.id:
            mark, self._goto = self._goto, None
            self._reveal(mark)
        self.search.show_document(item.id)
        self._show_state()
        self.shown.emit(item.id, result.info)
        self._ask_details(document, item)

    def _show_failure(self, item: Evidence, failure: Failure) -> None:
        self._evidence = None
        row = self._work.workspace.row
        if row.bytes_here < row.evidence_bytes:
            self.canvas.show_message(self.tr("This evidence is still being downloaded. It opens here by itself."))
            QTimer.singleShot(RETRY_MS, self, self._retry_if_missing)
            return
        words = self.tr("“{title}” can't be shown: {reason}").format(title=item.title, reason=failure.message)
        self.canvas.show_message(words)
        locked = failure.kind is FailureKind.PASSWORD
        said = self.tr("This file asks for a password.") if locked else words
        self._notice.say(said, password=locked, copy=True)
        # It stays chosen: what can't be shown is not asked for again and again.
        self._evidence = item

    def _say_how_shown(self, item: Evidence, info: DocumentInfo) -> None:
        words = ""
        if info.text_only:
            words = self.tr("Text only: pictures and layout of the original can't be shown here.")
        elif item.rendition is not None:
            words = self.tr("Shown as the PDF that was made of it when it was handed in.")
        self._notice.say(words, copy=info.text_only)

    def _retry_if_missing(self) -> None:
        row = self._work.workspace.row
        if self._evidence is None and row.bytes_here < row.evidence_bytes:
            self.refresh()

    def _unlock(self, password: str) -> None:
        if self._evidence is not None:
            item, self._evidence = self._evidence, None
            register(self._session, self._work.submission_id, item)
            self._session.pool.unlock(document_name(self._work.submission_id, item), password)
            self._load(item)

    def _ask_details(self, document: str, item: Evidence) -> None:
        known = self._details.get(item.blob.sha256)
        if known is not None:
            self._described(item, known)
            return

        def done(result: Details | Failure) -> None:
            if isinstance(result, Details):
                self._session.jobs.post(self, lambda: self._described(item, result))

        self._session.pool.details(document, done)

    def _described(self, item: Evidence, details: Details) -> None:
        self._details[item.blob.sha256] = details
        if self._evidence is item and not self._asked:
            self.canvas.set_sizes(details.page_sizes)
            self._show_remarks()
            self._show_state()
            if details.attachments:
                names = ", ".join(details.attachments[:5])
                self._notice.say(self.tr("Files inside this file, which are not opened: {names}").format(names=names))
        self.described.emit(item.id, details)

    def details(self) -> Details | None:
        """What is known of the evidence that is shown."""
        return self._details.get(self._evidence.blob.sha256) if self._evidence is not None else None

    def remarks(self) -> tuple[Remark, ...]:
        """The applicant's own annotations on the evidence that is shown."""
        details, item = self.details(), self._evidence
        within = details.remarks if details is not None else ()
        return (*within, *(_of_platform(remark) for remark in item.remarks)) if item is not None else within

    def _show_remarks(self) -> None:
        self.canvas.set_remarks(self.remarks() if self.canvas.look.annotations else ())

    # Places.

    def _place_of(self, item: Evidence) -> Place:
        kept = dict(self._kept_place.get("places", {})).get(item.id)
        if not isinstance(kept, dict):
            return Place()
        try:
            return Place(
                int(kept["page"]), float(kept["share"]), float(kept["zoom"]), bool(kept["fits_width"]), kept["rotation"]
            )
        except (KeyError, TypeError, ValueError):
            return Place()

    def place(self) -> dict[str, Any]:
        """Where the person is in each piece of evidence, to come back to."""
        shown = self.canvas.evidence_id
        if shown and self.canvas.page_count:
            at = self.canvas.place()
            places = dict(self._kept_place.get("places", {}))
            places[shown] = {"page": at.page, "share": at.share, "zoom": at.zoom, "fits_width": at.fits_width,
                             "rotation": at.rotation}  # fmt: skip
            self._kept_place = {"places": places}
        return self._kept_place

    def _on_place(self) -> None:
        self._editor.finish()
        self._show_state()
        self.place_changed.emit()

    def _step_page(self, way: int) -> None:
        self.canvas.go_to_page(self.canvas.place().page + way)

    # Search.

    def _show_found(self, found: Found) -> None:
        self._work.select_evidence(found.evidence_id)

    def _show_hits(self) -> None:
        hits, current = self.search.hits_of(self.canvas.evidence_id)
        self.canvas.set_hits(hits, current)

    # State.

    def _save_copy(self) -> None:
        item = self._work.evidence_item(self._work.evidence_id)
        if item is not None:
            save_copy(self, self._session, self._work.submission_id, item)

    def _show_marks(self) -> None:
        current = self._evidence
        if current is None:
            self.canvas.set_marks((), (), self.colour_of)
            return
        own = [mark for mark in self._work.marks() if mark.evidence_id == current.id]
        fixed = [mark for mark in self._work.fixed_marks() if mark.evidence_id == current.id]
        self.anchors.follow(self._work.submission_id, current, (*own, *fixed))
        self.canvas.set_marks(self.anchors.place_all(own), self.anchors.place_all(fixed), self.colour_of)

    def colour_of(self, mark: Mark) -> QColor:
        return QColor(self._work.colour_of(mark))

    def _show_state(self, *_: object) -> None:
        canvas, details = self.canvas, self.details()
        self._toolbar.refresh()
        self._actions.refresh()
        self._options.refresh()
        page = canvas.current_page
        labels = details.labels if details is not None else ()
        canvas.setAccessibleDescription(self._where_words(page))
        self._toolbar.show_page(labels[page] if page < len(labels) else str(page + 1), canvas.page_count)

    def _where_words(self, page: int) -> str:
        """For those who hear the screen: which evidence and page, and how many marks are on it."""
        item, total = self._evidence, self.canvas.page_count
        if item is None or not total:
            return ""
        every = (*self._work.fixed_marks(), *self._work.marks())
        marks = sum(mark.evidence_id == item.id and mark.page == page for mark in every)
        return self.tr("{title}, page {n} of {total}, marks: {marks}").format(
            title=item.title, n=page + 1, total=total, marks=marks
        )


def _of_platform(remark: PlatformRemark) -> Remark:
    author = Author.APPLICANT if remark.by_applicant else Author.OTHER
    return Remark(RemarkKind.COMMENT, author, remark.page, None, remark.quote, remark.text)
