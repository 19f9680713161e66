"""The marks among a draft's cells, read once each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessor_app.domain.assessment import mark_cell
from assessor_app.domain.marks import Mark

_PREFIX = mark_cell("")


class MarkBook:
    """Keeps what it read of each cell until the cell changes: ten thousand marks are not read anew for one more."""

    def __init__(self, cells: Mapping[str, Any]) -> None:
        self._marks: dict[str, Mark] = {}
        self._order: tuple[Mark, ...] | None = None
        self.load(cells)

    def load(self, cells: Mapping[str, Any]) -> None:
        self._marks = {
            name: Mark.model_validate(cells[name])
            for name in sorted(name for name in cells if name.startswith(_PREFIX))
            if cells[name] is not None
        }
        self._order = None

    def put(self, cell: str, value: Any, mark: Mark | None = None) -> None:
        """Note a changed cell; ``mark`` is what the value holds, where that is known."""
        if not cell.startswith(_PREFIX):
            return
        self._order = None
        if value is None:
            self._marks.pop(cell, None)
        else:
            self._marks[cell] = mark or Mark.model_validate(value)

    def get(self, mark_id: str) -> Mark | None:
        return self._marks.get(mark_cell(mark_id))

    def all(self) -> tuple[Mark, ...]:
        """Oldest first: ids begin with the time at which they were made."""
        if self._order is None:
            self._order = tuple(self._marks[name] for name in sorted(self._marks))
        return self._order
