"""The left column: evidence by phase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from assessor_app.documents.model import DocumentInfo
from assessor_app.domain.microcredential import EvidenceKind, Phase
from assessor_app.gui import phases, theme
from assessor_app.gui.review.attempts import Counterpart, ItemChange, counterparts, latest
from assessor_app.gui.review.mark_words import time_words
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import column, phase_name, swatch, tip
from assessor_app.protocol.packet import Evidence

_ID = Qt.ItemDataRole.UserRole


class EvidenceList(QWidget):
    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._details: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self._before: dict[str, Counterpart] = {}
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
        column(self).addWidget(self._tree)
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
        seen = self._work.earlier_may_be_seen
        shown = (self._work.evidence, self._work.phases(), tuple(self._details.items()), seen)
        if shown != self._shown:
            self._shown = shown
            self._fill()
        self._select()

    def _fill(self) -> None:
        attempt = latest(self._work.workspace.manifest) if self._work.earlier_may_be_seen else None
        self._before = counterparts(self._work.evidence, attempt) if attempt is not None else {}
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
        head.setIcon(0, swatch(QColor(phases.PHASE_COLOURS[phase])))
        for index in (0, 1):
            head.setFont(index, look.font(theme.LABEL, bold=True))
        head.setForeground(0, QBrush(look.colour("secondary")))
        head.setForeground(1, QBrush(look.colour("good" if complete else "secondary")))

    def _item(self, item: Evidence) -> QTreeWidgetItem:
        look = theme.current()
        before = self._before.get(item.id)
        detail = self._detail(item)
        row = QTreeWidgetItem([item.title, self._change_words(before.change) if before else detail])
        row.setData(0, _ID, item.id)
        row.setToolTip(0, tip(item.title))
        if before is not None:
            words = self._since(before)
            row.setToolTip(1, tip(f"{words}\n{detail}" if detail else words))
            row.setData(1, Qt.ItemDataRole.AccessibleTextRole, words)
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setFont(1, look.font(theme.SECONDARY))
        fresh = before is not None and before.change is not ItemChange.UNCHANGED
        row.setForeground(1, QBrush(look.colour("attention" if fresh else "secondary")))
        return row

    def _change_words(self, change: ItemChange) -> str:
        return {
            ItemChange.UNCHANGED: self.tr("same"),
            ItemChange.CHANGED: self.tr("changed"),
            ItemChange.NEW: self.tr("new"),
        }[change]

    def _since(self, before: Counterpart) -> str:
        return {
            ItemChange.UNCHANGED: self.tr("Unchanged since attempt {n}"),
            ItemChange.CHANGED: self.tr("Changed since attempt {n}"),
            ItemChange.NEW: self.tr("New since attempt {n}"),
        }[before.change].format(n=before.attempt)

    def _detail(self, item: Evidence) -> str:
        if item.words is not None:
            return self.tr("{n} words").format(n=item.words)
        if item.seconds is not None:
            return time_words(item.seconds)
        if item.id in self._details:
            return self._details[item.id]
        if item.kind is EvidenceKind.LINK:
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
