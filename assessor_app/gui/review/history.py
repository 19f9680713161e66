"""Undo and redo by name: what was changed together is taken back together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Edit(StrEnum):
    """What a step did; the screens have the words for it."""

    ADD = "add"
    MOVE = "move"
    RESIZE = "resize"
    DELETE = "delete"
    ERASE = "erase"
    RECOLOUR = "recolour"
    WRITE = "write"
    ORDER = "order"
    LINK = "link"
    PRIVACY = "privacy"
    PASTE = "paste"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Change:
    cell: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Step:
    what: Edit
    changes: tuple[Change, ...]

    @property
    def count(self) -> int:
        return len(self.changes)


class History:
    """Steps done and steps taken back."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def add(self, step: Step) -> None:
        """A step of writing goes on in the one before it, so that a sentence is taken back as a whole."""
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if (
            last is not None
            and last.what is Edit.WRITE is step.what
            and [c.cell for c in last.changes] == [c.cell for c in step.changes]
        ):
            joined = tuple(Change(a.cell, a.before, b.after) for a, b in zip(last.changes, step.changes, strict=True))
            self._done[-1] = Step(Edit.WRITE, joined)
            return
        self._done.append(step)

    @property
    def next_undo(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        return self._undone[-1] if self._undone else None

    def undo(self) -> Step | None:
        """The step to take back now."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Step | None:
        """The step to do again now."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]
