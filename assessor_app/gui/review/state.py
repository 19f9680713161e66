"""A workspace's state as plain Python: the draft, what is selected, what is missing, undo and redo.

Views listen and paint. Every edit is a change of named cells (see :mod:`assessor_app.domain.assessment`); undo and redo
replay changes of ratings and marks, while text has its own undo in its field.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assessor_app.domain.assessment import (
    Missing,
    Rating,
    Recommendation,
    assessment_from,
    mark_cell,
    marks_from,
    missing_in_assessment,
    rating_cell,
    recommendation,
)
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import Criterion, MicroCredential, Phase, Requirement
from assessor_app.protocol.packet import Evidence
from assessor_app.store.views import Workspace

Save = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class _Change:
    cell: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PhaseState:
    phase: Phase
    done: int
    total: int


class Work(ABC):
    """What both workspaces have: evidence, marks, a selected criterion, undo and redo."""

    def __init__(self, workspace: Workspace, save: Save) -> None:
        self.workspace = workspace
        self._save = save
        self._cells: dict[str, Any] = dict(workspace.cells)
        self._unsaved: Counter[str] = Counter()
        self._undo: list[_Change] = []
        self._redo: list[_Change] = []
        self._listeners: list[Callable[[], None]] = []
        self.edits = 0
        """Counts every edit, so that a reader can tell whether what it read is still the latest."""
        criteria = [criterion.id for _, criterion in self.micro_credential.criteria()]
        place = workspace.place
        left_at = str(place.get("criterion"))
        self.criterion_id = left_at if left_at in criteria else criteria[0]
        known = [item.id for item in self.evidence]
        remembered = place.get("evidence")
        self.evidence_id: str | None = remembered if remembered in known else (known[0] if known else None)

    # What there is.

    @property
    def submission_id(self) -> str:
        return self.workspace.row.submission_id

    @property
    def micro_credential(self) -> MicroCredential:
        return self.workspace.micro_credential

    @property
    def editable(self) -> bool:
        return self.workspace.editable

    @property
    def cells(self) -> Mapping[str, Any]:
        return self._cells

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.workspace.manifest.evidence if self.workspace.manifest is not None else ()

    def evidence_item(self, evidence_id: str | None) -> Evidence | None:
        return next((item for item in self.evidence if item.id == evidence_id), None)

    def evidence_of(self, requirement: Requirement) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.requirement_id == requirement.id)

    def marks(self) -> tuple[Mark, ...]:
        """The person's own marks, oldest first."""
        return marks_from(self._cells)

    def fixed_marks(self) -> tuple[Mark, ...]:
        """Marks of somebody else, shown beside one's own."""
        return ()

    def marks_of_criterion(self, criterion_id: str) -> tuple[Mark, ...]:
        every = (*self.fixed_marks(), *self.marks())
        return tuple(mark for mark in every if mark.criterion_id == criterion_id)

    def phase_of_criterion(self, criterion_id: str | None) -> Phase | None:
        for requirement, criterion in self.micro_credential.criteria():
            if criterion.id == criterion_id:
                return requirement.phase
        return None

    def criterion(self, criterion_id: str) -> Criterion:
        return self.micro_credential.criterion(criterion_id)

    def phases(self) -> tuple[PhaseState, ...]:
        totals: dict[Phase, list[int]] = {}
        for requirement, criterion in self.micro_credential.criteria():
            pair = totals.setdefault(requirement.phase, [0, 0])
            pair[0] += self.is_done(criterion.id)
            pair[1] += 1
        return tuple(PhaseState(phase, *totals[phase]) for phase in self.micro_credential.phases())

    def is_done(self, criterion_id: str) -> bool:
        """Whether this criterion has all that it needs."""
        return all(lack.criterion_id != criterion_id for lack in self.missing())

    @abstractmethod
    def missing(self) -> tuple[Missing, ...]:
        """What keeps the work from being handed in."""

    # What the person does.

    def listen(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def select_criterion(self, criterion_id: str) -> None:
        if criterion_id != self.criterion_id:
            self.criterion_id = criterion_id
            self._tell()

    def step_criterion(self, way: int) -> None:
        """To the next (1) or previous (-1) criterion; stays at either end."""
        ids = [criterion.id for _, criterion in self.micro_credential.criteria()]
        index = min(len(ids) - 1, max(0, ids.index(self.criterion_id) + way))
        self.select_criterion(ids[index])

    def select_evidence(self, evidence_id: str) -> None:
        if evidence_id != self.evidence_id:
            self.evidence_id = evidence_id
            self._tell()

    def step_evidence(self, way: int) -> None:
        ids = [item.id for requirement in self.micro_credential.requirements for item in self.evidence_of(requirement)]
        if self.evidence_id in ids:
            self.select_evidence(ids[(ids.index(self.evidence_id) + way) % len(ids)])

    def add_mark(self, mark: Mark) -> None:
        """Keep a new mark, linked to the selected criterion."""
        linked = mark.model_copy(update={"criterion_id": self.criterion_id})
        self._edit(mark_cell(mark.id), linked.model_dump(mode="json"))

    def change_mark(self, mark: Mark) -> None:
        self._edit(mark_cell(mark.id), mark.model_dump(mode="json"))

    def set_mark_text(self, mark_id: str, text: str) -> None:
        mark = self.mark(mark_id)
        if mark is not None and mark.text != text:
            self._edit(mark_cell(mark_id), mark.model_copy(update={"text": text}).model_dump(mode="json"))

    def delete_mark(self, mark_id: str) -> None:
        if self.mark(mark_id) is not None:
            self._edit(mark_cell(mark_id), None)

    def mark(self, mark_id: str) -> Mark | None:
        value = self._cells.get(mark_cell(mark_id))
        return Mark.model_validate(value) if value is not None else None

    @property
    def can_undo(self) -> bool:
        return bool(self._undo) and self.editable

    @property
    def can_redo(self) -> bool:
        return bool(self._redo) and self.editable

    def undo(self) -> None:
        if self.can_undo:
            change = self._undo.pop()
            self._redo.append(change)
            self._put(change.cell, change.before)

    def redo(self) -> None:
        if self.can_redo:
            change = self._redo.pop()
            self._undo.append(change)
            self._put(change.cell, change.after)

    # Keeping and refreshing.

    def saved(self, cell: str) -> None:
        """An edit of this cell is on disk."""
        self._unsaved[cell] -= 1
        if self._unsaved[cell] <= 0:
            del self._unsaved[cell]

    @property
    def unsaved(self) -> bool:
        return bool(self._unsaved)

    def refresh(self, workspace: Workspace) -> None:
        """Take over what the store has, except in cells whose latest edit is still on its way there."""
        fresh = dict(workspace.cells)
        for cell in self._unsaved:
            if cell in self._cells:
                fresh[cell] = self._cells[cell]
            else:
                fresh.pop(cell, None)
        if fresh == self._cells and workspace == self.workspace:
            return
        self.workspace, self._cells = workspace, fresh
        if self.evidence_item(self.evidence_id) is None:
            self.evidence_id = self.evidence[0].id if self.evidence else None
        self._tell()

    def _edit(self, cell: str, value: Any, *, undoable: bool = True) -> None:
        before = self._cells.get(cell)
        if before == value or not self.editable:
            return
        if undoable:
            self._undo.append(_Change(cell, before, value))
            self._redo.clear()
        self._put(cell, value)

    def _put(self, cell: str, value: Any) -> None:
        if value is None:
            self._cells.pop(cell, None)
        else:
            self._cells[cell] = value
        self.edits += 1
        self._unsaved[cell] += 1
        self._save(cell, value)
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


class AssessmentWork(Work):
    """The assessor's side: a level and feedback for every criterion."""

    def rating(self, criterion_id: str) -> Rating:
        value = self._cells.get(rating_cell(criterion_id))
        return Rating.model_validate(value) if value is not None else Rating()

    def rate(self, criterion_id: str, level: int | None) -> None:
        """Choose a level, counted from 1; one that the criterion does not have is no choice."""
        if level is not None and not 1 <= level <= len(self.criterion(criterion_id).levels):
            return
        rating = self.rating(criterion_id).model_copy(update={"level": level})
        self._edit(rating_cell(criterion_id), rating.model_dump(mode="json"))

    def set_feedback(self, criterion_id: str, text: str) -> None:
        rating = self.rating(criterion_id).model_copy(update={"feedback": text})
        self._edit(rating_cell(criterion_id), rating.model_dump(mode="json"), undoable=False)

    def missing(self) -> tuple[Missing, ...]:
        return missing_in_assessment(self.micro_credential, assessment_from(self._cells))

    def recommendation(self) -> Recommendation:
        levels = {c.id: self.rating(c.id).level for _, c in self.micro_credential.criteria()}
        return recommendation(self.micro_credential, levels)
