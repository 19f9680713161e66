"""The left column: evidence by phase, and the marks that were made on it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from assessor_app.documents.model import DocumentInfo
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.domain.microcredential import Phase
from assessor_app.gui import theme
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import column, label, panel, phase_name
from assessor_app.protocol.packet import Evidence

_ID = Qt.ItemDataRole.UserRole


def swatch(colour: QColor, size: int = 10) -> QIcon:
    """A small square of a phase's colour."""
    # The room that a style gives an icon, so that it does not scale the square up to it.
    room = 16
    pixmap = QPixmap(room * 2, room * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    edge = (room - size) / 2
    painter.drawRoundedRect(QRectF(edge, edge, size, size), 2, 2)
    painter.end()
    return QIcon(pixmap)


class EvidenceList(QWidget):
    mark_chosen = Signal(object)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._details: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self._shown_marks: tuple[Mark, ...] | None = None
        look = theme.current()
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(look.px(14))
        self._tree.setAccessibleName(self.tr("Evidence"))
        self._tree.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setExpandsOnDoubleClick(False)
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.currentItemChanged.connect(self._on_current)
        self._marks_title = label(self.tr("Marks"), "label")
        self._marks_title.setContentsMargins(14, 10, 14, 4)
        self._marks = QListWidget()
        self._marks.setAccessibleName(self.tr("Marks"))
        self._marks.setWordWrap(False)
        self._marks.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._marks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._marks.itemActivated.connect(lambda item: self.mark_chosen.emit(item.data(_ID)))
        self._marks.itemClicked.connect(lambda item: self.mark_chosen.emit(item.data(_ID)))
        lower = panel("top")
        below = column(lower)
        below.addWidget(self._marks_title)
        below.addWidget(self._marks, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._tree)
        splitter.addWidget(lower)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        column(self).addWidget(splitter)
        self.refresh()
        work.listen(self.refresh)

    def note_document(self, evidence_id: str, info: DocumentInfo) -> None:
        """Show how many pages a piece of evidence turned out to have."""
        pages = len(info.page_sizes)
        item = self._work.evidence_item(evidence_id)
        if pages > 1 and item is not None and item.words is None:
            self._details[evidence_id] = self.tr("{n} p.").format(n=pages)
            self.refresh()

    def refresh(self) -> None:
        shown = (self._work.evidence, self._work.phases(), tuple(self._details.items()))
        if shown != self._shown:
            self._shown = shown
            self._fill()
        self._select()
        marks = tuple(self._work.marks())
        if marks != self._shown_marks:
            self._shown_marks = marks
            self._fill_marks()

    def _fill(self) -> None:
        self._tree.blockSignals(True)
        self._tree.clear()
        progress = {state.phase: state for state in self._work.phases()}
        for phase in self._work.micro_credential.phases():
            state = progress[phase]
            done = "✓ " if state.done == state.total else ""
            head = QTreeWidgetItem(
                [phase_name(phase).upper(), done + self.tr("{n} of {total}").format(n=state.done, total=state.total)]
            )
            self._style_head(head, phase, complete=bool(done))
            self._tree.addTopLevelItem(head)
            for requirement in self._work.micro_credential.requirements:
                if requirement.phase is phase:
                    for item in self._work.evidence_of(requirement):
                        head.addChild(self._item(item))
            head.setExpanded(True)
        self._tree.blockSignals(False)

    def _style_head(self, head: QTreeWidgetItem, phase: Phase, *, complete: bool) -> None:
        look = theme.current()
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.setIcon(0, swatch(QColor(theme.PHASE_COLOURS[phase])))
        for index in (0, 1):
            head.setFont(index, look.font(theme.LABEL, bold=True))
        head.setForeground(0, QBrush(look.colour("secondary")))
        head.setForeground(1, QBrush(look.colour("good" if complete else "secondary")))

    def _item(self, item: Evidence) -> QTreeWidgetItem:
        look = theme.current()
        row = QTreeWidgetItem([item.title, self._detail(item)])
        row.setData(0, _ID, item.id)
        row.setToolTip(0, item.title)
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setFont(1, look.font(theme.SECONDARY))
        row.setForeground(1, QBrush(look.colour("secondary")))
        return row

    def _detail(self, item: Evidence) -> str:
        if item.words is not None:
            return self.tr("{n} words").format(n=item.words)
        if item.id in self._details:
            return self._details[item.id]
        if item.link is not None:
            return self.tr("link")
        kind = item.blob.media_type
        if kind.startswith("image/"):
            return self.tr("picture")
        if kind == "application/pdf":
            return "PDF"
        if "presentation" in kind:
            return self.tr("slides")
        return self.tr("table") if "sheet" in kind else ""

    def _select(self) -> None:
        for at in range(self._tree.topLevelItemCount()):
            head = self._tree.topLevelItem(at)
            for number in range(head.childCount() if head else 0):
                child = head.child(number) if head else None
                if child is not None and child.data(0, _ID) == self._work.evidence_id:
                    self._tree.blockSignals(True)
                    self._tree.setCurrentItem(child)
                    self._tree.blockSignals(False)

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        chosen = item.data(0, _ID) if item is not None else None
        if chosen:
            self._work.select_evidence(chosen)

    def _fill_marks(self) -> None:
        self._marks.clear()
        marks = self._shown_marks or ()
        self._marks_title.setText(self.tr("Marks {n}").format(n=len(marks)) if marks else self.tr("No marks yet"))
        titles = {item.id: item.title for item in self._work.evidence}
        for mark in marks:
            row = QListWidgetItem(mark_words(mark))
            row.setToolTip(titles.get(mark.evidence_id, ""))
            row.setData(_ID, mark)
            phase = self._work.phase_of_criterion(mark.criterion_id)
            row.setIcon(swatch(QColor(mark.colour or (theme.PHASE_COLOURS[phase] if phase else theme.NEUTRAL_MARK))))
            self._marks.addItem(row)


def _tr(text: str) -> str:
    return QCoreApplication.translate("marks", text)


def mark_words(mark: Mark, limit: int = 28) -> str:
    """«p. 3 “groups of four”»: the page, and the words that it is about or the kind of mark."""
    said = mark.quote or mark.text
    if said:
        shortened = said if len(said) <= limit else said[:limit].rstrip() + "…"
        return f"p. {mark.page + 1} “{' '.join(shortened.split())}”"
    kinds = {
        MarkKind.HIGHLIGHT: _tr("highlight"),
        MarkKind.UNDERLINE: _tr("underline"),
        MarkKind.NOTE: _tr("note"),
        MarkKind.PEN: _tr("drawing"),
        MarkKind.BOX: _tr("box"),
        MarkKind.ARROW: _tr("arrow"),
        MarkKind.TEXT: _tr("text"),
    }
    return f"p. {mark.page + 1} {kinds[mark.kind]}"
