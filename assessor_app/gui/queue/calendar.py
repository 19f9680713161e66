"""Due times as an iCalendar file (RFC 5545) for whatever calendar a person keeps. It names submissions, nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from PySide6.QtCore import QCoreApplication

from assessor_app.store.views import QueueRow

REMIND_BEFORE = timedelta(hours=24)
_LENGTH = timedelta(minutes=30)


def calendar_of(rows: Iterable[QueueRow]) -> bytes:
    """One event a submission, ending when it is due, with a reminder a day before. The same submission keeps its UID,
    so that a calendar that imports the file again moves the event instead of doubling it."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("calendar", text)

    calendar = Calendar()
    calendar.add("prodid", "-//assessor-app//due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for row in rows:
        event = Event()
        event.add("uid", f"{row.submission_id}@assessor-app")
        event.add("dtstamp", datetime.now(UTC))
        due = row.due_at.astimezone(UTC)
        event.add("dtstart", due - _LENGTH)
        event.add("dtend", due)
        event.add("summary", tr("Due: {title} ({id})").format(title=row.title, id=row.submission_id))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", tr("Due in a day: {id}").format(id=row.submission_id))
        alarm.add("trigger", -(REMIND_BEFORE - _LENGTH))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
