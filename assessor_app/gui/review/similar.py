"""Evidence that another submission has too (FAQ 25): said quietly, with the passages side by side, and nobody named."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QScrollArea, QWidget

from assessor_app.gui import theme
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.review.state import Work
from assessor_app.gui.widgets import button, chip, column, label, panel
from assessor_app.protocol.packet import SharedPassage, SimilarWork
from assessor_app.store.views import Workspace


def similar_words(work: SimilarWork, title: str) -> str:
    """One sentence about one piece of evidence."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("similar", text)

    words = {
        "same_file": tr("“{title}” is the same file as in another submission."),
        "same_text": tr("{share} % of the words of “{title}” are in another submission too."),
        "same_picture": tr("A picture in “{title}” is in another submission too."),
    }[work.kind]
    return words.format(title=title, share=round(work.score * 100))


def similar_lines(space: Workspace) -> list[tuple[str, SimilarWork | None, str]]:
    """What to say: one line for all files and one for all pictures that are the same, one for each text that is alike,
    which comes with its passages and its title."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("similar", text)

    found = similar_in(space)
    lines: list[tuple[str, SimilarWork | None, str]] = []
    for kind, many in (
        ("same_file", tr("{n} pieces of evidence are the same files as in another submission: {list}.")),
        ("same_picture", tr("Pictures in {n} pieces of evidence are in another submission too: {list}.")),
    ):
        alike = [(work, title) for work, title in found if work.kind == kind]
        if len(alike) == 1:
            lines.append((similar_words(*alike[0]), None, ""))
        elif alike:
            titles = ", ".join(dict.fromkeys(title for _, title in alike))
            lines.append((many.format(n=len(alike), list=titles), None, ""))
    lines += [(similar_words(work, title), work, title) for work, title in found if work.kind == "same_text"]
    return lines


def similar_in(space: Workspace) -> list[tuple[SimilarWork, str]]:
    """What the packet says is in other submissions too, each with its evidence's title."""
    if space.manifest is None:
        return []
    titles = {item.id: item.title for item in space.manifest.evidence}
    return [(work, titles[work.evidence_id]) for work in space.manifest.similar if work.evidence_id in titles]


class SimilarPart(QWidget):
    """Above the criteria; not there when there is nothing to say."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        frame = panel("bottom")
        column(self).addWidget(frame)
        inner = column(frame, (16, 12, 16, 12), 6)
        head = FlowLayout()
        head.addWidget(chip(self.tr("Like other work"), "attention"))
        inner.addLayout(head)
        found = similar_lines(work.workspace)
        for words, similar, title in found:
            inner.addWidget(label(words, wrap=True))
            if similar is not None and any(passage.own for passage in similar.passages):
                entry = button(self.tr("Show side by side"), partial(self._show, similar, title), "link")
                entry.setAccessibleName(self.tr("Show “{title}” side by side").format(title=title))
                inner.addWidget(entry, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(label(self.tr("The issuer decides what it means. Rate what you see."), "secondary", wrap=True))
        self.setVisible(bool(found))

    def _show(self, similar: SimilarWork, title: str) -> None:
        SideBySideDialog(similar, title, self).exec()


class SideBySideDialog(QDialog):
    """Passages of this submission beside those of the other one, which nothing tells whose it is."""

    def __init__(self, similar: SimilarWork, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Side by side"))
        look = theme.current()
        self.setMinimumSize(look.px(720), look.px(420))
        layout = column(self, (20, 18, 20, 16), 8)
        layout.addWidget(label(self.tr("Side by side"), "title", wrap=True))
        layout.addWidget(label(similar_words(similar, title), "secondary", wrap=True))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.addWidget(label(self.tr("This submission"), "strong", wrap=True), 0, 0)
        grid.addWidget(label(self.tr("Another submission"), "strong", wrap=True), 0, 1)
        for row, passage in enumerate((p for p in similar.passages if p.own), start=1):
            self._add(grid, row, passage)
        grid.setRowStretch(grid.rowCount(), 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName(self.tr("Passages that both have"))
        layout.addWidget(scroll, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _add(self, grid: QGridLayout, row: int, passage: SharedPassage) -> None:
        for column_, words, page in ((0, passage.own, passage.own_page), (1, passage.other, passage.other_page)):
            cell = QWidget()
            inner = column(cell, spacing=2)
            inner.addWidget(label(self.tr("p. {n}").format(n=page + 1), "secondary"))
            text = label(words, wrap=True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            inner.addWidget(text)
            inner.addStretch(1)
            grid.addWidget(cell, row, column_)
