"""The day's mail: one message instead of many, for those who prefer it; each held message is in exactly one.

What was held and what takes it along change in one transaction, so that a message is never in two digests and never
in none, however many processes send and wherever one of them ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.notify.letters import Letter
from assessor_app.server.notify.messages import Digest
from assessor_app.server.opening import Server
from assessor_app.server.services import mail
from assessor_app.server.storage.models import Mail


def gather(server: Server) -> int:
    """Bring together what was held until now; how many readers get something."""
    now = utc_now()
    due = select(Mail.person_id).where(Mail.held_until <= now).distinct()
    with server.database.reading() as session:
        people = session.scalars(due).all()
    for person_id in people:
        with server.database.writing() as session:
            _bring_together(session, person_id, now)
    return len(people)


def _bring_together(session: Session, person_id: str, now: datetime) -> None:
    held = session.scalars(
        select(Mail).where(Mail.person_id == person_id, Mail.held_until <= now).order_by(Mail.id)
    ).all()
    reader = mail.reader_of(session, person_id)
    for row in held:
        row.held_until = None
        if reader is None:
            row.next_try_at, row.reason = None, "The account was closed."
    if reader is None or not reader.digest or len(held) < 2:
        # A message that would be alone in the day's mail goes out as it is.
        return
    digest = mail.written(person_id, reader, _digest(held, now), now, None)
    session.add(digest)
    session.flush()
    for row in held:
        row.digest_id, row.next_try_at = digest.id, None


def _digest(held: Sequence[Mail], now: datetime) -> Digest:
    return Digest(now, tuple((row.created_at, Letter.model_validate(row.content)) for row in held))
