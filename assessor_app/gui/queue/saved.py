"""Saved filters: views of a list under a name, which follow the person to their other computers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from assessor_app.domain.library import SavedFilter
from assessor_app.gui.library import Library
from assessor_app.gui.queue.state import QueueState


class SavedFilters(QToolButton):
    """A button with a menu: each saved filter, then saving and removing."""

    def __init__(
        self, library: Library, state: QueueState, use: Callable[[SavedFilter], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._state, self._use = library, state, use
        self.setText(self.tr("Saved filters"))
        self.setAccessibleName(self.tr("Saved filters"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        library.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        saved = self._library.filters(self._state.part)
        for entry in saved.values():
            self._menu.addAction(entry.name).triggered.connect(lambda _=False, each=entry: self._use(each))
        if saved:
            self._menu.addSeparator()
        self._menu.addAction(self.tr("Save this filter…")).triggered.connect(lambda _=False: self.save())
        if saved:
            remove = self._menu.addMenu(self.tr("Remove"))
            for key, entry in saved.items():
                remove.addAction(entry.name).triggered.connect(partial(self._remove, key))

    def save(self) -> None:
        """Ask for a name; a filter of the same name is replaced."""
        name, ok = QInputDialog.getText(self, self.tr("Save this filter"), self.tr("Name"))
        if not ok or not name.strip():
            return
        saved = SavedFilter(
            name=name.strip()[:200], part=self._state.part, filter=self._state.filter, search=self._state.search[:200]
        )
        same = [key for key, entry in self._library.filters(self._state.part).items() if entry.name == saved.name]
        self._library.keep_filter(saved, same[0] if same else "")

    def _remove(self, key: str, _: bool = False) -> None:
        self._library.keep_filter(None, key)
