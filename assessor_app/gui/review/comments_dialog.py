"""The comment library: one's own comments to change and remove, and the issuer's beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from assessor_app.domain.library import OwnComment
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.gui import theme
from assessor_app.gui.library import Library, Unfinished
from assessor_app.gui.widgets import button, column, label

_ID = Qt.ItemDataRole.UserRole


class CommentsDialog(QDialog):
    """Changes are kept at once, and follow the person to their other computers.

    What is typed and not kept yet is there again when the dialog is opened the next time, however it was closed.
    """

    def __init__(self, library: Library, credential: MicroCredential, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._credential = library, credential
        self._current = ""
        self.setWindowTitle(self.tr("Comment library"))
        look = theme.current()
        self.resize(look.px(720), look.px(480))
        layout = column(self, (16, 14, 16, 14), 10)
        layout.addWidget(label(self.tr("Comment library"), "title"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search comments"))
        self._search.setAccessibleName(self.tr("Search comments"))
        self._search.textChanged.connect(lambda _: self._fill())
        layout.addWidget(self._search)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Comments"))
        self._list.setWordWrap(True)
        self._list.currentItemChanged.connect(lambda *_: self._show())
        layout.addWidget(self._list, 1)
        layout.addWidget(self._build_editor())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._fill()
        if library.unfinished is not None:
            self._take_up(library.unfinished)
        self._search.setFocus()

    def done(self, result: int) -> None:
        text, kept = self._text.toPlainText(), self._library.comments().get(self._current)
        unfinished = text.strip() not in ("", kept.text if kept is not None else "")
        self._library.unfinished = Unfinished(self._current, text, self._about.currentData()) if unfinished else None
        super().done(result)

    def _take_up(self, unfinished: Unfinished) -> None:
        for row in range(self._list.count()):
            if unfinished.key and self._list.item(row).data(_ID) == unfinished.key:
                self._list.setCurrentRow(row)
        self._text.setPlainText(unfinished.text)
        self._about.setCurrentIndex(max(0, self._about.findData(unfinished.criterion)))

    def _build_editor(self) -> QWidget:
        editor = QWidget()
        inner = column(editor, spacing=6)
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(self.tr("Text of the comment"))
        self._text.setPlaceholderText(self.tr("Text of the comment; {…} leaves a blank to fill in"))
        self._text.setTabChangesFocus(True)
        self._text.setMaximumHeight(theme.current().px(90))
        inner.addWidget(self._text)
        row = QHBoxLayout()
        self._about = QComboBox()
        self._about.setAccessibleName(self.tr("Where it is offered"))
        self._about.addItem(self.tr("Everywhere"), None)
        for _, criterion in self._credential.criteria():
            self._about.addItem(criterion.title, criterion.id)
        row.addWidget(self._about, 1)
        self._add = button(self.tr("Add"), self._add_new)
        self._keep = button(self.tr("Keep changes"), self._keep_changes, "primary")
        self._remove = button(self.tr("Remove"), self._remove_current)
        for widget in (self._add, self._keep, self._remove):
            row.addWidget(widget)
        inner.addLayout(row)
        return editor

    def _fill(self) -> None:
        words = self._search.text().casefold().split()
        self._list.clear()
        for key, comment in self._library.comments().items():
            if comment.micro_credential in (None, self._credential.id):
                self._item(comment.text, key, words)
        for shared in self._credential.comments:
            self._item(self.tr("Issuer: {text}").format(text=shared.text), "", words)
        self._show()

    def _item(self, text: str, key: str, words: list[str]) -> None:
        if all(word in text.casefold() for word in words):
            item = QListWidgetItem(text)
            item.setData(_ID, key)
            self._list.addItem(item)
            if key and key == self._current:
                self._list.setCurrentItem(item)

    def _show(self) -> None:
        item = self._list.currentItem()
        self._current = str(item.data(_ID)) if item is not None else ""
        comment = self._library.comments().get(self._current)
        for widget in (self._keep, self._remove):
            widget.setEnabled(comment is not None)
        if comment is not None:
            self._text.setPlainText(comment.text)
            self._about.setCurrentIndex(max(0, self._about.findData(comment.criterion)))

    def _written(self) -> OwnComment | None:
        text, criterion = self._text.toPlainText().strip(), self._about.currentData()
        if not text:
            return None
        return OwnComment(
            text=text, criterion=criterion, micro_credential=self._credential.id if criterion is not None else None
        )

    def _add_new(self) -> None:
        comment = self._written()
        if comment is not None:
            self._library.keep_comment(comment)
            self._text.clear()
            self._fill()

    def _keep_changes(self) -> None:
        comment = self._written()
        if comment is not None and self._current:
            self._library.keep_comment(comment, self._current)
            self._fill()

    def _remove_current(self) -> None:
        if self._current:
            self._library.keep_comment(None, self._current)
            self._text.clear()
            self._fill()
