"""Cells of drafts and of people's own libraries: their form, and what they were changed on top of."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.cells import CellRefused, check_cell_value
from assessor_app.protocol.events import DraftSaved, Event
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import ChangeKind, ResultStatus
from assessor_app.server.services.changes import touch
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import DraftCell, OwnCell

MOST_OWN_CELLS = 5_000


def check_cell(body: DraftSaved) -> None:
    """Raises ProblemError when the value is not of its cell's form."""
    try:
        check_cell_value(body.cell, body.value)
    except CellRefused as error:
        raise _bad(f"The draft's value is not of its cell's form: {error}") from None


def check_base(row: DraftCell | OwnCell | None, body: DraftSaved) -> None:
    """Raises ProblemError when the edit was made on top of something else than what is here now."""
    current = row.event_id if row is not None else None
    if current != body.base:
        raise ProblemError(
            problem(
                ProblemType.STALE_BASE,
                "This was also changed on another computer; both versions are kept until you choose.",
                current=row.value if row is not None else None,
                current_event_id=current,
            )
        )


def save_own_cell(session: Session, caller: Caller, event: Event, body: DraftSaved) -> ResultStatus:
    """A comment or a filter of the person's own. Raises ProblemError."""
    if event.submission_id is not None:
        raise _bad("A comment of one's own belongs to no submission.")
    check_cell(body)
    row = session.get(OwnCell, (caller.person_id, body.cell))
    check_base(row, body)
    if row is None:
        held = session.scalar(select(func.count()).where(OwnCell.person_id == caller.person_id)) or 0
        if held >= MOST_OWN_CELLS:
            raise _bad(f"A library holds {MOST_OWN_CELLS:,} entries at most; remove some that you don't use.")
        row = OwnCell(person_id=caller.person_id, cell=body.cell, value=None, event_id=event.id)
        session.add(row)
    row.value, row.event_id = body.value, event.id
    session.flush()
    touch(session, caller.person_id, ChangeKind.DRAFT_CELL, f"/{body.cell}")
    return ResultStatus.ACCEPTED


def _bad(detail: str) -> ProblemError:
    return ProblemError(problem(ProblemType.BAD_REQUEST, detail))
