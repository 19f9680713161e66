"""Edits on their way to the disk. What can't be written now is tried again, whichever screen is open by then."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from assessor_app.domain.cells import CellRefused
from assessor_app.gui.jobs import Jobs
from assessor_app.store.store import NotEditable, Store

AGAIN_MS = 2_000
Cell = tuple[str, str]
"""Submission and cell."""


class Keeper(QObject):
    """Every signal has the number that :meth:`keep` gave the edit."""

    saved = Signal(int)
    refused = Signal(int)
    """The submission may not be changed any more, or is gone."""
    unfit = Signal(int, object)
    """The exception; as it is, the edit can't be kept at all, however often it is tried."""
    delayed = Signal(int, object)
    """The exception; the edit is tried again."""

    def __init__(self, store: Store, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._number = 0
        self._newest: dict[Cell, int] = defaultdict(int)
        self._behind: set[Cell] = set()
        self._ended = False

    def keep(self, submission_id: str, cell: str, value: Any) -> int:
        self._number += 1
        self._newest[submission_id, cell] = self._number
        self._try((submission_id, cell), value, self._number, again=False)
        return self._number

    def is_behind(self, submission_id: str = "") -> bool:
        """Whether an edit (of this submission) could not be written so far; told after the saves were tried."""
        return any(submission_id in ("", submission) for submission, _ in tuple(self._behind))

    def end(self) -> None:
        self._ended = True

    def _try(self, key: Cell, value: Any, number: int, *, again: bool) -> None:
        def work() -> None:
            if again and self._newest[key] != number:
                # A newer edit holds all of this cell, and must not be undone by an older one that comes after it.
                return
            try:
                self._store.save_cell(*key, value)
            except (NotEditable, KeyError, CellRefused):
                self._behind.discard(key)
                raise
            except Exception:
                self._behind.add(key)
                raise
            self._behind.discard(key)

        def failed(error: Exception) -> None:
            if isinstance(error, (NotEditable, KeyError)):
                self.refused.emit(number)
                return
            if isinstance(error, CellRefused):
                self.unfit.emit(number, error)
                return
            self.delayed.emit(number, error)
            QTimer.singleShot(AGAIN_MS, self, lambda: self._again(key, value, number))

        self._jobs.save(self, work, lambda _: self.saved.emit(number), failed)

    def _again(self, key: Cell, value: Any, number: int) -> None:
        if not self._ended:
            self._try(key, value, number, again=True)
