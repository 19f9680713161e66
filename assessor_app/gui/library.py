"""The comment library as the screens use it: read once, kept up to date, written through the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import uuid6
from PySide6.QtCore import QObject, Signal

from assessor_app.domain.library import (
    Entry,
    OwnComment,
    SavedFilter,
    comment_cell,
    entries,
    filter_cell,
    offered,
    plain,
)
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.gui.jobs import Jobs
from assessor_app.store.store import Store


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A comment that was being typed; ``key`` is the one that it was to change, "" for a new one."""

    key: str
    text: str
    criterion: str | None


class Library(QObject):
    """The person's own comments and filters, and how often each comment was used here."""

    changed = Signal()

    def __init__(self, store: Store, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._cells: dict[str, Any] = {}
        self._uses: dict[str, int] = {}
        self.unfinished: Unfinished | None = None
        """What was typed and not kept when its dialog went away, be it because the window was locked."""
        self._entries: dict[tuple[str, int], tuple[Entry, ...]] = {}
        """Read once by micro-credential and version: every letter typed after "/" asks for them."""
        self.changed.connect(self._entries.clear)
        self.reload()

    def on_changed(self, submissions: frozenset[str]) -> None:
        """Cells of the person are those of no submission."""
        if "" in submissions:
            self.reload()

    def reload(self) -> None:
        def work() -> tuple[dict[str, Any], dict[str, int]]:
            cells = self._store.own_cells()
            for value in cells.values():
                # Here, so that the first letter after "/" need not wait for it.
                plain(str(value.get("text", "")))
            return cells, self._store.comment_uses()

        self._jobs.run(self, work, self._take)

    def _take(self, found: tuple[dict[str, Any], dict[str, int]]) -> None:
        self._cells, self._uses = found
        self.changed.emit()

    # Comments.

    def comments(self) -> Mapping[str, OwnComment]:
        """The person's own: id → comment."""
        return {
            name.removeprefix("comment:"): OwnComment.model_validate(value)
            for name, value in self._cells.items()
            if name.startswith("comment:") and value is not None
        }

    def offer(self, credential: MicroCredential, typed: str, criterion_id: str, level: int | None) -> Sequence[Entry]:
        key = (credential.id, credential.version)
        if key not in self._entries:
            self._entries[key] = entries(credential, self._cells)
        return offered(self._entries[key], typed, criterion_id, level, self._uses)

    def uses(self, key: str) -> int:
        return self._uses.get(key, 0)

    def count_use(self, key: str) -> None:
        self._uses[key] = self._uses.get(key, 0) + 1
        self._jobs.save(self, lambda: self._store.count_use(key))

    def keep_comment(self, comment: OwnComment | None, comment_id: str = "") -> None:
        """Add a comment, change one, or remove it."""
        self._put(
            comment_cell(comment_id or uuid6.uuid7().hex),
            comment.model_dump(mode="json", exclude_defaults=True) if comment is not None else None,
        )

    # Filters.

    def filters(self, part: str) -> Mapping[str, SavedFilter]:
        """Saved filters of one list: id → filter, by name."""
        found = {
            name.removeprefix("filter:"): SavedFilter.model_validate(value)
            for name, value in self._cells.items()
            if name.startswith("filter:") and value is not None and value.get("part") == part
        }
        return dict(sorted(found.items(), key=lambda pair: pair[1].name.casefold()))

    def keep_filter(self, saved: SavedFilter | None, filter_id: str = "") -> None:
        self._put(
            filter_cell(filter_id or uuid6.uuid7().hex), saved.model_dump(mode="json") if saved is not None else None
        )

    def _put(self, cell: str, value: Any) -> None:
        if value is None:
            self._cells.pop(cell, None)
        else:
            self._cells[cell] = value
        self.changed.emit()
        self._jobs.save(self, lambda: self._store.save_own(cell, value))
