"""A workspace's state as plain Python: the draft, what is selected, what is missing, undo and redo.

Views listen and paint. Every edit is a change of named cells (see :mod:`assessor_app.domain.assessment`); undo and redo
replay changes of ratings and marks, while feedback has its own undo in its field.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessor_app.domain.assessment import Missing, mark_cell
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import Criterion, MicroCredential, Phase, Requirement
from assessor_app.domain.submission import Role
from assessor_app.gui.phases import phase_colour
from assessor_app.gui.review.history import Change, Edit, History, Step
from assessor_app.gui.review.mark_book import MarkBook
from assessor_app.protocol.packet import Evidence
from assessor_app.store.views import Workspace

Save = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class PhaseState:
    phase: Phase
    done: int
    total: int


def merged(now: Any, left: Any, wanted: Any) -> Any:
    """``now`` with what differs between ``left`` and ``wanted`` as it is in ``wanted``, unless it was changed since.

    All three are cells' values: mappings, or None for an empty cell.
    """
    current, old, new = dict(now or {}), dict(left or {}), dict(wanted or {})
    for key in {*old, *new}:
        if old.get(key) != new.get(key) and current.get(key) == old.get(key):
            if key in new:
                current[key] = new[key]
            else:
                current.pop(key, None)
    return current if any(value not in (None, "", [], False) for value in current.values()) else None


class Work(ABC):
    """What both workspaces have: evidence, marks, a selected criterion, undo and redo."""

    role: Role

    def __init__(self, workspace: Workspace, save: Save) -> None:
        self.workspace = workspace
        self._save = save
        self._cells: dict[str, Any] = dict(workspace.cells)
        self._unsaved: Counter[str] = Counter()
        self._book = MarkBook(self._cells)
        self._history = History()
        self._missing: tuple[int, tuple[Missing, ...]] | None = None
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
        return self._book.all()

    def fixed_marks(self) -> tuple[Mark, ...]:
        """Marks of somebody else, shown beside one's own."""
        return ()

    def mark_anywhere(self, mark_id: str) -> Mark | None:
        """A mark of one's own or of somebody else shown here."""
        return self.mark(mark_id) or next((mark for mark in self.fixed_marks() if mark.id == mark_id), None)

    def marks_of_criterion(self, criterion_id: str) -> tuple[Mark, ...]:
        every = (*self.fixed_marks(), *self.marks())
        return tuple(mark for mark in every if mark.criterion_id == criterion_id)

    @property
    def earlier_may_be_seen(self) -> bool:
        """Whether earlier attempts are shown now; an independent first pass hides them for a while."""
        return True

    def phase_of_criterion(self, criterion_id: str | None) -> Phase | None:
        return self._phases.get(criterion_id) if criterion_id is not None else None

    def colour_of(self, mark: Mark) -> str:
        """The colour that was chosen for a mark, else its criterion's phase's, as ``#RRGGBB``."""
        return mark.colour or phase_colour(self.phase_of_criterion(mark.criterion_id))

    @cached_property
    def criterion_ids(self) -> frozenset[str]:
        return frozenset(criterion.id for _, criterion in self.micro_credential.criteria())

    @cached_property
    def _phases(self) -> dict[str, Phase]:
        return {criterion.id: requirement.phase for requirement, criterion in self.micro_credential.criteria()}

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

    def missing(self) -> tuple[Missing, ...]:
        """What keeps the work from being handed in."""
        if self._missing is None or self._missing[0] != self.edits:
            judged = {name: value for name, value in self._cells.items() if not name.startswith(mark_cell(""))}
            self._missing = (self.edits, self.missing_in(judged))
        return self._missing[1]

    @abstractmethod
    def missing_in(self, cells: Mapping[str, Any]) -> tuple[Missing, ...]:
        """What is missing in a draft; marks are not among its cells, as they are never missing."""

    # What the person does.

    def listen(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def select_criterion(self, criterion_id: str) -> None:
        if criterion_id != self.criterion_id:
            self.criterion_id = criterion_id
            self._tell()

    def go_to_criterion(self, criterion_id: str) -> None:
        """Select a criterion, and bring evidence of its requirement where other evidence is shown."""
        requirement = next(r for r, c in self.micro_credential.criteria() if c.id == criterion_id)
        own = [item.id for item in self.evidence_of(requirement)]
        if own and self.evidence_id not in own:
            self.evidence_id, self.criterion_id = own[0], criterion_id
            self._tell()
        else:
            self.select_criterion(criterion_id)

    def step_criterion(self, way: int) -> None:
        """To the next (1) or previous (-1) criterion with its evidence; stays at either end."""
        ids = [criterion.id for _, criterion in self.micro_credential.criteria()]
        index = min(len(ids) - 1, max(0, ids.index(self.criterion_id) + way))
        if ids[index] != self.criterion_id:
            self.go_to_criterion(ids[index])

    def select_evidence(self, evidence_id: str) -> None:
        if evidence_id != self.evidence_id:
            self.evidence_id = evidence_id
            self._tell()

    def step_evidence(self, way: int) -> None:
        ids = [item.id for requirement in self.micro_credential.requirements for item in self.evidence_of(requirement)]
        if self.evidence_id in ids:
            self.select_evidence(ids[(ids.index(self.evidence_id) + way) % len(ids)])

    def add_mark(self, mark: Mark) -> None:
        """Keep a new mark, linked to the selected criterion and to the bytes that it was made on."""
        self.add_marks([mark], Edit.ADD)

    def add_marks(self, marks: Sequence[Mark], what: Edit) -> None:
        self._edit_marks(what, [(mark.id, self._with_origin(mark)) for mark in marks])

    def _with_origin(self, mark: Mark) -> Mark:
        item = self.evidence_item(mark.evidence_id)
        return mark.model_copy(
            update={
                "criterion_id": self.criterion_id,
                "author": self.role,
                "evidence_sha256": item.blob.sha256 if item is not None else None,
            }
        )

    def change_marks(self, marks: Sequence[Mark], what: Edit, deleted: Sequence[str] = ()) -> None:
        """One step: these marks as they are now, and those gone."""
        known = [mark for mark in marks if self.mark(mark.id) is not None]
        gone = [mark_id for mark_id in deleted if self.mark(mark_id) is not None]
        self._edit_marks(what, [*((mark.id, mark) for mark in known), *((mark_id, None) for mark_id in gone)])

    def set_mark_text(self, mark_id: str, text: str) -> None:
        mark = self.mark(mark_id)
        if mark is not None and mark.text != text:
            self.change_marks([mark.model_copy(update={"text": text})], Edit.WRITE)

    def delete_marks(self, mark_ids: Sequence[str]) -> None:
        self.change_marks((), Edit.DELETE, mark_ids)

    def delete_mark(self, mark_id: str) -> None:
        self.delete_marks([mark_id])

    def mark(self, mark_id: str) -> Mark | None:
        return self._book.get(mark_id)

    @property
    def next_undo(self) -> Step | None:
        return self._history.next_undo if self.editable else None

    @property
    def next_redo(self) -> Step | None:
        return self._history.next_redo if self.editable else None

    @property
    def can_undo(self) -> bool:
        return self.next_undo is not None

    @property
    def can_redo(self) -> bool:
        return self.next_redo is not None

    def undo(self) -> None:
        if self.can_undo and (step := self._history.undo()) is not None:
            self._put([self._reverted(step, c.cell, c.after, c.before) for c in reversed(step.changes)])

    def redo(self) -> None:
        if self.can_redo and (step := self._history.redo()) is not None:
            self._put([self._reverted(step, c.cell, c.before, c.after) for c in step.changes])

    def _reverted(self, step: Step, cell: str, left: Any, wanted: Any) -> tuple[str, Any, Mark | None]:
        """A cell with a step taken back or done again; words written into it since then stay."""
        if step.what is Edit.RATE:
            wanted = merged(self._cells.get(cell), left, wanted)
        return cell, wanted, None

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
        self._book.load(fresh)
        self._missing = None
        if self.evidence_item(self.evidence_id) is None:
            self.evidence_id = self.evidence[0].id if self.evidence else None
        self._tell()

    def _edit(self, cell: str, value: Any, what: Edit | None = None) -> None:
        """Change one cell; without ``what`` it can't be undone here."""
        before = self._cells.get(cell)
        if before == value or not self.editable:
            return
        if what is not None:
            self._history.add(Step(what, (Change(cell, before, value),)))
        self._put([(cell, value, None)])

    def _edit_marks(self, what: Edit, marks: Sequence[tuple[str, Mark | None]]) -> None:
        if not self.editable:
            return
        puts: list[tuple[str, Any, Mark | None]] = []
        changes = []
        for mark_id, mark in marks:
            cell = mark_cell(mark_id)
            value = mark.model_dump(mode="json", exclude_defaults=True) if mark is not None else None
            if self._cells.get(cell) != value:
                changes.append(Change(cell, self._cells.get(cell), value))
                puts.append((cell, value, mark))
        if changes:
            self._history.add(Step(what, tuple(changes)))
            self._put(puts)

    def _put(self, puts: Sequence[tuple[str, Any, Mark | None]]) -> None:
        for cell, value, mark in puts:
            if value is None:
                self._cells.pop(cell, None)
            else:
                self._cells[cell] = value
            self._book.put(cell, value, mark)
            self.edits += 1
            self._unsaved[cell] += 1
            self._save(cell, value)
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
