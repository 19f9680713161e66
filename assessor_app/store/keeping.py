"""How long what is here may be shown and kept: contact with the server, and evidence of work that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.contact import grace_left
from assessor_app.protocol.sync import AssignmentStatus, DevicePolicy
from assessor_app.store import packets, settings
from assessor_app.store.models import AssignmentRow, PacketRow, PendingEvent

SEEN_EVERY = timedelta(minutes=1)
BELIEVABLE = timedelta(days=60)
"""A larger jump is a wrong clock more likely than a long pause, and must not count once the clock is set right."""


@dataclass(frozen=True, slots=True)
class Contact:
    """``left`` is what remains of the time without contact; negative when nothing may be shown until there is one."""

    last: datetime | None
    left: timedelta
    policy: DevicePolicy


def policy(session: Session) -> DevicePolicy:
    return DevicePolicy.model_validate(settings.get(session, settings.POLICY, {}))


def contact(session: Session, now: datetime) -> Contact:
    """``now`` is the server's time as well as this computer knows it."""
    asked = policy(session)
    last, seen = _time(session, settings.LAST_SYNC), _time(session, settings.LATEST_SEEN)
    return Contact(last, grace_left(last, seen, now, asked.offline_days), asked)


def saw(session: Session, now: datetime, ran: timedelta) -> None:
    """It is now at least this late: by the clock, and by how long the program ``ran`` since it looked before.

    The second is why many short sessions with a clock that is set back each time win nothing, either.
    """
    known = max(filter(None, (_time(session, settings.LATEST_SEEN), _time(session, settings.LAST_SYNC))), default=None)
    if known is None:
        return
    latest = max(known + ran, now if now - known < BELIEVABLE else known)
    if latest > known:
        settings.put(session, settings.LATEST_SEEN, latest.isoformat())


def forget_latest(session: Session) -> None:
    """The server was reached: its time counts, not what a wrong clock had shown."""
    settings.drop(session, settings.LATEST_SEEN)


def shred_finished(session: Session, now: datetime) -> list[str]:
    """Delete packets of work that ended longer ago than the server lets them be kept; whose they were.

    What the person wrote stays, and so does a packet of which something waits in the outbox.
    """
    before = now - timedelta(days=policy(session).keep_finished_days)
    rows = session.scalars(
        select(AssignmentRow)
        .join(PacketRow, PacketRow.submission_id == AssignmentRow.submission_id)
        .where(AssignmentRow.status != AssignmentStatus.ACTIVE, AssignmentRow.ended_at.is_not(None))
    ).all()
    waiting = set(session.scalars(select(PendingEvent.submission_id)))
    gone = [
        row.submission_id
        for row in rows
        if row.submission_id not in waiting and settings.parse_time(row.ended_at or "") <= before
    ]
    for submission_id in gone:
        packets.delete_packet(session, submission_id)
    return gone


def _time(session: Session, name: str) -> datetime | None:
    text = settings.get(session, name)
    return settings.parse_time(text) if text else None
