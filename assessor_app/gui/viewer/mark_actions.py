"""What can be done with selected marks: copy, paste, order, colour, criterion, visibility."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.gui.actions import add_action
from assessor_app.gui.review.history import Edit
from assessor_app.gui.review.state import Work
from assessor_app.gui.viewer.canvas import Canvas
from assessor_app.gui.viewer.gestures import Tool
from assessor_app.protocol.events import new_event_id

CLIPBOARD_TYPE = "application/x-assessor-marks+json"
PASTE_SHIFT = 12.0
"""Points by which a copy on the same page is set aside."""


class MarkActions(QObject):
    def __init__(self, owner: QWidget, canvas: Canvas, work: Work, open_mark: Callable[[Mark], None]) -> None:
        super().__init__(owner)
        self._canvas, self._work, self._open = canvas, work, open_mark
        self.delete = add_action(
            owner, "viewer.delete-marks", self.tr("Delete marks"), self._delete, ("Del", "Backspace"), icon="delete"
        )
        self._copy = add_action(owner, "viewer.copy", self.tr("Copy"), self.copy, ("Ctrl+C",))
        self._cut = add_action(owner, "viewer.cut-marks", self.tr("Cut marks"), self._cut_marks, ("Ctrl+X",))
        self._paste = add_action(owner, "viewer.paste-marks", self.tr("Paste marks"), self.paste, ("Ctrl+V",))
        self._all = add_action(
            owner,
            "viewer.select-all-marks-of-the-page",
            self.tr("Select all marks of the page"),
            canvas.select_page,
            ("Ctrl+A",),
        )
        self._front = add_action(
            owner, "viewer.bring-to-front", self.tr("Bring to front"), lambda: self._order(1), ("Ctrl+Shift+Up",)
        )
        self._back = add_action(
            owner, "viewer.send-to-back", self.tr("Send to back"), lambda: self._order(-1), ("Ctrl+Shift+Down",)
        )
        self._private = add_action(
            owner,
            "viewer.only-for-assessor-and-approver",
            self.tr("Only for assessor and approver"),
            self._toggle_private,
            ("Ctrl+Shift+P",),
            checkable=True,
        )
        self._link = add_action(
            owner,
            "viewer.link-to-the-selected-criterion",
            self.tr("Link to the selected criterion"),
            self.link_to_selected,
            ("Ctrl+L",),
        )
        self._unlink = add_action(
            owner, "viewer.link-to-no-criterion", self.tr("Link to no criterion"), lambda: self._link_to(None)
        )
        add_action(
            owner,
            "viewer.read-with-the-caret",
            self.tr("Read with the caret"),
            lambda: canvas.caret.toggle(canvas),
            ("F7", "C"),
        )
        add_action(
            owner,
            "viewer.note-on-this-page",
            self.tr("Note on this page"),
            lambda: canvas.place_mark(Tool.NOTE),
            ("Shift+N",),
        )
        canvas.menu_asked.connect(self._show_menu)

    def refresh(self) -> None:
        marks = self._canvas.selected_marks()
        can = bool(marks) and self._work.editable
        for action in (self.delete, self._cut, self._front, self._back, self._private, self._link, self._unlink):
            action.setEnabled(can)
        self._private.setChecked(can and all(mark.private for mark in marks))
        self._paste.setEnabled(self._work.editable)

    # Clipboard.

    def copy(self) -> None:
        """Text where some is selected, else the selected marks."""
        marks = self._canvas.selected_marks()
        if self._canvas.copy_text() or not marks:
            return
        data = QMimeData()
        content = json.dumps([mark.model_dump(mode="json", exclude_defaults=True) for mark in marks])
        data.setData(CLIPBOARD_TYPE, content.encode("utf-8"))
        data.setText("\n".join(filter(None, (mark.text or mark.quote for mark in marks))))
        QApplication.clipboard().setMimeData(data)

    def _cut_marks(self) -> None:
        self.copy()
        self._delete()

    def paste(self) -> None:
        """The copied marks, on the page that is looked at."""
        data = QApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(CLIPBOARD_TYPE) or not self._canvas.page_count:
            return
        try:
            content: list[dict[str, Any]] = json.loads(bytes(data.data(CLIPBOARD_TYPE).data()))
            marks = [Mark.model_validate({**value, "id": new_event_id()}) for value in content]
        except (ValueError, TypeError):
            return
        page = self._canvas.current_page
        pasted = [self._at_home(mark, page) for mark in marks if mark.kind is not MarkKind.TIME]
        if pasted:
            self._work.add_marks(pasted, Edit.PASTE)
            self._canvas.select([mark.id for mark in pasted])

    def _at_home(self, mark: Mark, page: int) -> Mark:
        """On the shown page, inside it; what it quoted elsewhere it does not quote here."""
        width, height = self._canvas.page_size(page)
        same = mark.page == page and mark.evidence_id == self._canvas.evidence_id
        shifted = mark.moved(PASTE_SHIFT, PASTE_SHIFT) if same else mark
        frame = shifted.frame()
        dx = min(0.0, width - frame.x1) if frame.x0 >= 0 else -frame.x0
        dy = min(0.0, height - frame.y1) if frame.y0 >= 0 else -frame.y0
        return shifted.moved(dx, dy).model_copy(
            update={"page": page, "evidence_id": self._canvas.evidence_id, "quote": "", "prefix": "", "suffix": ""}
        )

    # Changes.

    def _delete(self) -> None:
        self._work.delete_marks([mark.id for mark in self._canvas.selected_marks()])

    def _change(self, what: Edit, change: Callable[[Mark], dict[str, Any]]) -> None:
        marks: Sequence[Mark] = self._canvas.selected_marks()
        self._work.change_marks([mark.model_copy(update=change(mark)) for mark in marks], what)
        self.refresh()

    def recolour(self, colour: str | None) -> None:
        self._change(Edit.RECOLOUR, lambda _: {"colour": colour})

    def _order(self, way: int) -> None:
        layers = [mark.layer for mark in self._canvas.own_marks(self._canvas.current_page)] or [0]
        layer = max(layers) + 1 if way > 0 else min(layers) - 1
        self._change(Edit.ORDER, lambda _: {"layer": max(-100_000, min(100_000, layer))})

    def _toggle_private(self) -> None:
        private = not all(mark.private for mark in self._canvas.selected_marks())
        self._change(Edit.PRIVACY, lambda _: {"private": private})

    def link_to_selected(self) -> None:
        self._link_to(self._work.criterion_id)

    def _link_to(self, criterion_id: str | None) -> None:
        self._change(Edit.LINK, lambda _: {"criterion_id": criterion_id})

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._canvas)
        selected = self._canvas.selected
        if selected is not None and self._work.editable:
            write = QAction(self.tr("Write a comment"), menu)
            write.triggered.connect(lambda: self._open(selected))
            menu.addAction(write)
        menu.addActions([self._copy, self._cut, self._paste, self.delete])
        menu.addSeparator()
        menu.addActions([self._front, self._back, self._private])
        menu.addSeparator()
        menu.addActions([self._link, self._unlink, *self._criteria(menu)])
        menu.popup(place)

    def _criteria(self, menu: QMenu) -> list[QAction]:
        """Every criterion, to link the marks to."""
        submenu = menu.addMenu(self.tr("Link to criterion"))
        submenu.setEnabled(self._work.editable and bool(self._canvas.selected_marks()))
        for _, criterion in self._work.micro_credential.criteria():
            action = submenu.addAction(criterion.title)
            action.triggered.connect(lambda _=False, key=criterion.id: self._link_to(key))
        return []
