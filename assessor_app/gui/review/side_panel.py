"""Below the list of evidence: pages, marks, the applicant's annotations, search results."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from assessor_app.documents.model import Author, Details, Remark, RemarkKind
from assessor_app.gui import icons, theme
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.marks_panel import MarksPanel
from assessor_app.gui.review.state import Work
from assessor_app.gui.viewer.view import Viewer
from assessor_app.gui.widgets import column, label, panel, tip

DATA = Qt.ItemDataRole.UserRole
THUMBNAIL = QSize(74, 96)
THUMBNAILS_AT_ONCE = 24
MOST_HITS_LISTED = 500


class SidePanel(QWidget):
    mark_chosen = Signal(object)

    def __init__(self, work: Work, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._viewer = work, viewer
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        self._tabs = FlowLayout(spacing=2)
        self._tabs.setContentsMargins(8, 6, 8, 4)
        self._pages = PagesList(viewer)
        self._outline = QTreeWidget()
        self._outline.setHeaderHidden(True)
        self._outline.setAccessibleName(self.tr("Outline"))
        self._outline.itemActivated.connect(lambda item: viewer.canvas.go_to_page(item.data(0, DATA)))
        self._outline.itemClicked.connect(lambda item: viewer.canvas.go_to_page(item.data(0, DATA)))
        self._marks = MarksPanel(work, lambda: viewer.anchors.lost)
        self._marks.mark_chosen.connect(self.mark_chosen)
        self._remarks = self._list(self.tr("The applicant's annotations"))
        self._remarks.itemActivated.connect(lambda item: viewer.show_remark(item.data(DATA)))
        self._remarks.itemClicked.connect(lambda item: viewer.show_remark(item.data(DATA)))
        self._hits = self._list(self.tr("Search results"))
        self._hits.itemActivated.connect(lambda item: viewer.search.choose(item.data(DATA)))
        self._hits.itemClicked.connect(lambda item: viewer.search.choose(item.data(DATA)))
        self._title = label("", "label")
        self._add("pages", self.tr("Pages"), self._pages)
        self._add("outline", self.tr("Outline"), self._outline)
        self._add("marks", self.tr("Marks"), self._marks)
        self._add("remarks", self.tr("The applicant's annotations"), self._remarks)
        self._add("search", self.tr("Search results"), self._hits)
        self._build()
        self._connect()
        self._choose(2)

    def _add(self, icon: str, words: str, page: QWidget) -> None:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setCheckable(True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        number = self._stack.addWidget(page)
        self._buttons.addButton(button, number)
        self._tabs.addWidget(button)

    def _build(self) -> None:
        frame = panel("top")
        column(self).addWidget(frame)
        layout = column(frame)
        self._tabs.add_stretch()
        self._tabs.addWidget(self._title)
        layout.addLayout(self._tabs)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._buttons.idClicked.connect(self._choose)
        self._viewer.shown.connect(lambda *_: self._on_shown())
        self._viewer.described.connect(lambda _, details: self._on_described(details))
        self._viewer.search.hits_changed.connect(self._on_hits)
        self._viewer.anchors.changed.connect(self._marks.refresh)
        self._marks.count_changed.connect(lambda _: self._show_title())

    def _list(self, words: str) -> QListWidget:
        result = QListWidget()
        result.setAccessibleName(words)
        result.setWordWrap(True)
        result.setTextElideMode(Qt.TextElideMode.ElideRight)
        result.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return result

    def _choose(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        button = self._buttons.button(number)
        if button is not None:
            button.setChecked(True)
        self._pages.set_wanted(self._stack.currentWidget() is self._pages)
        self._show_title()

    def _show_title(self) -> None:
        words = (self.tr("Pages"), self.tr("Outline"), self.tr("Marks"), self.tr("Remarks"), self.tr("Found"))[
            self._stack.currentIndex()
        ]
        counts = {2: len(self._work.marks()), 3: self._remarks.count(), 4: len(self._viewer.search.found)}
        count = counts.get(self._stack.currentIndex())
        self._title.setText(f"{words} {count}" if count else words)

    def _on_shown(self) -> None:
        self._outline.clear()
        self._remarks.clear()
        self._pages.refresh()
        self._show_title()

    def _on_described(self, details: Details) -> None:
        if self._viewer.details() is not details:
            return
        self._fill_outline(details)
        self._remarks.clear()
        for remark in self._viewer.remarks():
            row = QListWidgetItem(remark_words(remark))
            row.setData(DATA, remark)
            row.setToolTip(tip(remark_words(remark)))
            self._remarks.addItem(row)
        self._pages.refresh()
        self._show_title()

    def _fill_outline(self, details: Details) -> None:
        self._outline.clear()
        parents: list[tuple[int, QTreeWidgetItem]] = []
        for heading in details.outline:
            item = QTreeWidgetItem([heading.title])
            item.setData(0, DATA, heading.page)
            item.setToolTip(0, tip(heading.title))
            while parents and parents[-1][0] >= heading.level:
                parents.pop()
            if parents:
                parents[-1][1].addChild(item)
            else:
                self._outline.addTopLevelItem(item)
            parents.append((heading.level, item))
        self._outline.expandToDepth(1)

    def _on_hits(self) -> None:
        search = self._viewer.search
        if not search.isVisible() and not search.found:
            self._hits.clear()
            return
        if search.found and self._hits.count() == 0:
            self._choose(4)
        titles = {item.id: item.title for item in self._work.evidence}
        if self._hits.count() != min(MOST_HITS_LISTED, len(search.found)):
            self._hits.clear()
            for number, found in enumerate(search.found[:MOST_HITS_LISTED]):
                place = self.tr("{title}, p. {n}").format(title=titles[found.evidence_id], n=found.hit.page + 1)
                row = QListWidgetItem(f"{place}\n…{found.hit.snippet}…")
                row.setData(DATA, number)
                row.setToolTip(tip(row.text()))
                self._hits.addItem(row)
        self._hits.setCurrentRow(search.current)
        self._show_title()


class PagesList(QListWidget):
    """Thumbnails, drawn only while somebody looks at them."""

    def __init__(self, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewer, self._wanted = viewer, False
        look = theme.current()
        self.setAccessibleName(self.tr("Pages"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setIconSize(QSize(look.px(THUMBNAIL.width()), look.px(THUMBNAIL.height())))
        self.setSpacing(4)
        self.setUniformItemSizes(True)
        self.itemActivated.connect(lambda item: viewer.canvas.go_to_page(item.data(DATA)))
        self.itemClicked.connect(lambda item: viewer.canvas.go_to_page(item.data(DATA)))
        viewer.canvas.images.arrived.connect(self._on_pixels)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._ask())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(50)
        self._soon.timeout.connect(self._ask)

    def set_wanted(self, wanted: bool) -> None:
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        canvas, details = self._viewer.canvas, self._viewer.details()
        self.clear()
        if not self._wanted:
            return
        labels = details.labels if details is not None else ()
        blank = QPixmap(self.iconSize())
        blank.fill(theme.current().colour("canvas"))
        for page in range(canvas.page_count):
            item = QListWidgetItem(QIcon(blank), labels[page] if page < len(labels) else str(page + 1))
            item.setData(DATA, page)
            self.addItem(item)
            self._show(page)
        self._soon.start()

    def _ask(self) -> None:
        canvas = self._viewer.canvas
        if not self._wanted or canvas.info is None or not self.count():
            return
        first = self.indexAt(self.viewport().rect().topLeft() + self.viewport().rect().center() / 8).row()
        start = max(0, first)
        canvas.also_small(range(start, min(self.count(), start + THUMBNAILS_AT_ONCE)))

    def _on_pixels(self, document: str, page: int) -> None:
        if self._wanted and document == self._viewer.canvas.document:
            self._show(page)

    def _show(self, page: int) -> None:
        item, image = self.item(page), self._viewer.canvas.small_image(page)
        if item is not None and image is not None:
            item.setIcon(QIcon(QPixmap.fromImage(image)))


def remark_words(remark: Remark) -> str:
    from PySide6.QtCore import QCoreApplication

    def tr(text: str) -> str:
        return QCoreApplication.translate("remarks", text)

    who = tr("Applicant") if remark.author is Author.APPLICANT else tr("Other")
    what = {
        RemarkKind.COMMENT: tr("comment"),
        RemarkKind.INSERTED: tr("inserted"),
        RemarkKind.DELETED: tr("deleted"),
        RemarkKind.MARKUP: tr("marked"),
        RemarkKind.SPEAKER_NOTE: tr("speaker notes"),
    }[remark.kind]
    place = tr("p. {n}").format(n=remark.page + 1) + " · " if remark.page is not None else ""
    quote = f"“{remark.quote}” " if remark.quote and remark.kind is not RemarkKind.INSERTED else ""
    return f"{place}{who}, {what}\n{quote}{remark.text}"
