"""What both sides have on disk, as the plain values that the model compares."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import select

from assessor_app.domain.submission import State
from assessor_app.protocol.events import FIRST_PREVIOUS, Event
from assessor_app.store import settings
from assessor_app.store.models import AssignmentRow, DraftCellRow, PendingEvent
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.faults.model import Answer, DeviceFacts, KnownDevice, Pending, Row, ServerFacts
from tests.serving import KEY


def answers_so_far(data: Path) -> int:
    with closing(_opened(data)) as db:
        return int(db.execute("SELECT coalesce(max(rowid), 0) FROM event_results").fetchone()[0])


def server_facts(data: Path) -> ServerFacts:
    with closing(_opened(data)) as db:
        return ServerFacts(
            answers=[
                Answer(*row[:5], json.loads(row[5])["type"] if row[5] else "", row[6])
                for row in db.execute(
                    "SELECT event_id, device_id, sequence, content_hash, status, problem, rowid FROM event_results"
                )
            ],
            devices={
                row[0]: KnownDevice(*row[1:])
                for row in db.execute("SELECT id, person_id, public_key, last_sequence, last_hash FROM devices")
            },
            cells=dict(_cells(db)),
            assessments=_rows(db, "assessments", "data", "second"),
            decisions=_rows(db, "decisions", "data"),
            incompletes=_rows(db, "incompletes", "data"),
            leaks=_rows(db, "leak_reports", "NULL"),
            awards=[row[0] for row in db.execute("SELECT submission_id FROM awards")],
            mails=list(db.execute("SELECT submission_id, subject FROM mails")),
            submissions={
                row[0]: (State(row[1]), row[2], row[3])
                for row in db.execute("SELECT id, state, version, primary_assessment_id FROM submissions")
            },
            parts={
                (row[0], row[1]): (row[2], row[3])
                for row in db.execute("SELECT submission_id, person_id, role, status FROM assignments")
            },
            sound=_sound(db),
        )


def device_facts(store: Store) -> tuple[DeviceFacts, list[Event]]:
    """And the sealed events that lie in the outbox."""
    person = store.person()
    assert person is not None
    with store._sessions() as session:
        rows = session.scalars(select(PendingEvent).order_by(PendingEvent.position)).all()
        queue = [row.data for row in session.scalars(select(AssignmentRow))]
        facts = DeviceFacts(
            device_id=store.device().id,
            person=person.id,
            sequence=int(settings.get(session, settings.SEQUENCE, 0)),
            previous=settings.get(session, settings.PREVIOUS, FIRST_PREVIOUS),
            pending=[
                Pending(
                    row.event_id,
                    row.submission_id,
                    row.cell,
                    row.body.get("value"),
                    row.status,
                    row.problem["type"] if row.problem else "",
                )
                for row in rows
            ],
            cells={
                (row.submission_id, row.cell): (row.value, row.event_id)
                for row in session.scalars(select(DraftCellRow))
            },
            assignments={row["submission_id"]: (State(row["state"]), row["version"], row["status"]) for row in queue},
            sound=_sound_profile(store._profile),
        )
    return facts, [Event.model_validate_json(row.sealed) for row in rows if row.sealed]


def _sound_profile(profile: Profile) -> str:
    """Over a connection of its own: in one that wrote before, FTS5 checks by what it remembers of its index, and takes
    what other connections wrote since for damage (SQLite 3.53)."""
    with closing(sqlcipher3.dbapi2.connect(str(profile.database))) as db:
        db.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        rows = [*db.execute("PRAGMA integrity_check"), *db.execute("PRAGMA cipher_integrity_check")]
        return "; ".join(str(row[0]) for row in rows)


def _opened(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{(data / 'server.sqlite').as_uri()}?mode=ro", uri=True)


def _cells(db: sqlite3.Connection) -> Iterator[tuple[tuple[str, str, str], tuple[Any, str]]]:
    for table, one in (("draft_cells", "submission_id"), ("own_cells", "''")):
        for row in db.execute(f"SELECT person_id, {one}, cell, value, event_id FROM {table}"):
            yield (row[0], row[1], row[2]), (json.loads(row[3]), row[4])


def _rows(db: sqlite3.Connection, table: str, data: str, second: str = "0") -> dict[str, Row]:
    found = db.execute(f"SELECT id, submission_id, person_id, {data}, {second} FROM {table}")
    return {row[0]: Row(row[1], row[2], json.loads(row[3]) if row[3] else None, bool(row[4])) for row in found}


def _sound(db: sqlite3.Connection) -> str:
    return "; ".join(str(row[0]) for row in db.execute("PRAGMA integrity_check"))
