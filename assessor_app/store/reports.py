"""Insights that the server reckoned, kept so that they can be looked at without it.

A profile belongs to one person for good (see ``Store.signed_in``), so a report here is always that person's own. It is
a dated snapshot and not a row that syncs: a full sync leaves it, and only a newer one or a refusal takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from assessor_app.store import settings
from assessor_app.store.models import ReportRow


@dataclass(frozen=True, slots=True)
class StoredReport:
    """``fetched_at`` is when it came, by this computer's clock."""

    key: str
    data: dict[str, Any]
    fetched_at: datetime


def report(session: Session, key: str) -> StoredReport | None:
    row = session.get(ReportRow, key)
    return None if row is None else StoredReport(row.key, row.data, settings.parse_time(row.fetched_at))


def keep(session: Session, key: str, data: dict[str, Any], fetched_at: datetime) -> None:
    session.merge(ReportRow(key=key, data=data, fetched_at=fetched_at.isoformat()))


def forget(session: Session, key: str) -> None:
    """The person may not see it any more, or there is no such thing any more; nor any of its parts, ``key:…``."""
    session.execute(delete(ReportRow).where(or_(ReportRow.key == key, ReportRow.key.startswith(f"{key}:"))))
