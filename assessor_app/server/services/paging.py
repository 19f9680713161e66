"""What a person's next sync brings, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import MAX_CHANGES, Change, ChangeKind
from assessor_app.server.services import rows
from assessor_app.server.storage.models import ChangeRow, ServerState


@dataclass(frozen=True, slots=True)
class Page:
    cursor: int
    changes: tuple[Change, ...]
    more: bool


def check_cursor(session: Session, cursor: int) -> None:
    """Raises ProblemError for a cursor of another database."""
    state = session.get_one(ServerState, 1)
    if cursor != 0 and not state.first_sequence <= cursor <= state.sequence:
        raise ProblemError(
            problem(ProblemType.CURSOR_GONE, "Everything is sent anew; work that waits to be sent stays as it is.")
        )


def page_after(session: Session, person_id: str, cursor: int) -> Page:
    """The next changes of this person, at most MAX_CHANGES. Raises ProblemError for a cursor of another database."""
    check_cursor(session, cursor)
    found = list(
        session.scalars(
            select(ChangeRow)
            .where(ChangeRow.person_id == person_id, ChangeRow.sequence > cursor)
            .order_by(ChangeRow.sequence)
            .limit(MAX_CHANGES + 1)
        )
    )
    sent = found[:MAX_CHANGES]
    changes = tuple(
        Change(sequence=row.sequence, kind=ChangeKind(row.kind), key=row.key, data=rows.data_of(session, row))
        for row in sent
    )
    return Page(sent[-1].sequence if sent else cursor, changes, len(found) > MAX_CHANGES)
