"""How long a computer may show what it has without having heard from its server."""

from __future__ import annotations

from datetime import datetime, timedelta


def grace_left(last_contact: datetime | None, latest_seen: datetime | None, now: datetime, days: int) -> timedelta:
    """What is left of ``days`` after the last contact; negative once it is over.

    ``latest_seen`` is the latest time that was ever seen here: a clock that was set back wins nothing. A computer that
    never had contact has nothing to show, and all of its grace.
    """
    grace = timedelta(days=days)
    if last_contact is None:
        return grace
    return last_contact + grace - max(now, latest_seen or now, last_contact)
