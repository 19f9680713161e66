"""The history: an append-only log of what changed, chained by hash and signed by the server, written with the change.

A transaction that changes audited rows appends one link, which holds what was asked (a reviewer's sealed event, or the
name of an administrative act) and the digest of every audited row as the transaction left it. So a row that somebody
edited, added or removed by hand differs from the last link that speaks of it, and a link that was touched no longer
fits its signature or the link after it. (Crosby and Wallach, "Efficient Data Structures for Tamper-Evident Logging",
2009, section 2, is where the idea of a signed chain with its attacks is laid out.)
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from assessor_app.protocol.canonical import canonical, sha256
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.signing import SigningKey, verify
from assessor_app.server.storage import award_models, calibration_models, ledger_models, models, program_models
from assessor_app.server.storage.models import Base

ADOPTED = "adopted"
FIRST_PREVIOUS = "0" * 64
AUDITED: dict[type[Base], frozenset[str]] = {
    models.Person: frozenset(),
    models.ProviderAccount: frozenset(),
    # The end of a device's chain is told by its events.
    models.Device: frozenset({"last_sequence", "last_hash"}),
    models.MicroCredentialRow: frozenset(),
    models.Calibration: frozenset(),
    models.Lineage: frozenset(),
    models.Submission: frozenset(),
    # Leases begin anew with every sync; they decide nothing.
    models.Assignment: frozenset({"lease_until"}),
    models.AssessmentRow: frozenset(),
    models.IncompleteRow: frozenset(),
    models.LeakReport: frozenset(),
    models.DecisionRow: frozenset(),
    models.Award: frozenset(),
    models.DraftCell: frozenset(),
    models.OwnCell: frozenset(),
    models.EventResult: frozenset(),
    calibration_models.Anchor: frozenset(),
    calibration_models.Presentation: frozenset(),
    calibration_models.CalibrationRound: frozenset(),
    # What is reckoned with, and again at any time; what came of it is vouched for.
    calibration_models.Rater: frozenset({"drift", "assessed", "last_work", "validity_at"}),
    calibration_models.SecondReading: frozenset(),
    program_models.Organisation: frozenset(),
    program_models.Employment: frozenset(),
    program_models.StaffRole: frozenset(),
    program_models.RoleHolding: frozenset(),
    program_models.Enrolment: frozenset(),
    program_models.AccessRequest: frozenset(),
    award_models.AwardRevocation: frozenset(),
    ledger_models.PayRun: frozenset(),
    ledger_models.LedgerTransaction: frozenset(),
    award_models.AwardIssuer: frozenset(),
    award_models.IssuerKey: frozenset(),
    award_models.StatusList: frozenset(),
    award_models.IssuedCredential: frozenset(),
}
"""What the history vouches for: table → columns that it leaves out."""

_TOUCHED, _ACT, _EVENT = "history_touched", "history_act", "history_event"
Place = tuple[type[Base], tuple[Any, ...]]


class Link(Base):
    """One link. ``content`` is JSON: ``act``, ``event`` (sealed, or None), ``rows`` (place → digest, None for gone)."""

    __tablename__ = "history"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    content: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
    signature: Mapped[str]


def note_act(session: Session, act: str) -> None:
    """Say what this transaction is: one word or a few, for whoever reads the history."""
    session.info[_ACT] = act


def note_event(session: Session, sealed: str) -> None:
    """This transaction settles a reviewer's event."""
    session.info[_EVENT] = sealed


def watch(session: Session, *_: Any) -> None:
    """Before a flush: remember which audited rows it changes."""
    touched: set[Place] = session.info.setdefault(_TOUCHED, set())
    for row in (*session.new, *session.dirty, *session.deleted):
        omitted = AUDITED.get(type(row))
        if omitted is None:
            continue
        state = inspect(row)
        changed = row in session.new or row in session.deleted
        if changed or any(
            state.attrs[attribute.key].history.has_changes()
            for attribute in state.mapper.column_attrs
            if attribute.key not in omitted
        ):
            touched.add((type(row), tuple(state.mapper.primary_key_from_instance(row))))


def append(session: Session, key: SigningKey) -> None:
    """The link of this transaction, if it changed anything that is audited. Call it last, before the commit."""
    session.flush()
    touched: set[Place] = session.info.pop(_TOUCHED, set())
    act, event = session.info.pop(_ACT, "changed"), session.info.pop(_EVENT, None)
    if not touched and event is None:
        return
    rows = {place_name(model, identity): _digest_at(session, model, identity) for model, identity in touched}
    add_link(session, key, act if event is None else "event", event, rows)


def add_link(session: Session, key: SigningKey, act: str, event: str | None, rows: dict[str, str | None]) -> None:
    number = (session.scalar(select(func.max(Link.number))) or 0) + 1
    last = session.get(Link, number - 1)
    content = json.dumps({"act": act, "event": event, "rows": dict(sorted(rows.items()))}, separators=(",", ":"))
    at, previous = utc_now(), last.hash if last is not None else FIRST_PREVIOUS
    link_hash = hash_of(number, at, content, previous)
    session.add(
        Link(
            number=number,
            at=at,
            content=content,
            previous=previous,
            hash=link_hash,
            signature=key.sign({"history": link_hash}),
        )
    )
    session.flush()


def hash_of(number: int, at: datetime, content: str, previous: str) -> str:
    return sha256(canonical({"number": number, "at": at.isoformat(), "content": content, "previous": previous}))


def begin(session: Session, key: SigningKey) -> None:
    """The first link. A database that is older than the history goes on from its rows as they stand."""
    rows: dict[str, str | None] = dict(current_rows(session))
    add_link(session, key, ADOPTED if rows else "begun", None, rows)


def keep_anchor(file: Path, first: Link, key: SigningKey) -> None:
    """Note beside the database which link is the first, so that a history that was begun anew is noticed."""
    content = {"first": first.hash, "signature": key.sign({"history begins": first.hash})}
    temporary = file.with_suffix(".part")
    with temporary.open("w", encoding="ascii") as stream:
        json.dump(content, stream)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)


def anchored(file: Path, key: SigningKey) -> str:
    """The hash of the first link as it was noted; "" when there is no note, or not one of this server's."""
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        verify(key.public, {"history begins": content["first"]}, content["signature"])
        return str(content["first"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def current_rows(session: Session) -> Iterator[tuple[str, str]]:
    """Every audited row as it stands: its place and its digest."""
    for model, omitted in AUDITED.items():
        table = _table(model)
        for row in session.execute(select(table)).mappings():
            yield place_name(model, tuple(row[column.key] for column in table.primary_key)), digest(row, omitted)


def place_name(model: type[Base], identity: tuple[Any, ...]) -> str:
    """How a link names a row: its table and its key."""
    return "/".join([model.__tablename__, *(str(part) for part in identity)])


def digest(row: Any, omitted: frozenset[str]) -> str:
    """SHA-256 of a row's values; ``row`` maps column names to what the database gives."""
    values = {str(name): value for name, value in row.items() if name not in omitted}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(type(value).__name__)


def _digest_at(session: Session, model: type[Base], identity: tuple[Any, ...]) -> str | None:
    """Asked of the database, because what a rolled-back savepoint had flushed is not there."""
    table = _table(model)
    wanted = [column == part for column, part in zip(table.primary_key, identity, strict=True)]
    row = session.execute(select(table).where(*wanted)).mappings().first()
    return digest(row, AUDITED[model]) if row is not None else None


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - every model here is a table of its own
    return table
