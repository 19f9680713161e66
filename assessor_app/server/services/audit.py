"""Proving the history offline: every link, every reviewer's signature, and every row that they speak of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Outcome
from assessor_app.protocol.events import FIRST_PREVIOUS, Event, EventType
from assessor_app.protocol.signing import BadSignature, key_id, verify
from assessor_app.protocol.sync import ResultStatus
from assessor_app.server.opening import Server
from assessor_app.server.storage import history
from assessor_app.server.storage.history import Link
from assessor_app.server.storage.models import (
    AssessmentRow,
    Award,
    DecisionRow,
    Device,
    EventResult,
    IncompleteRow,
    LeakReport,
)


@dataclass(frozen=True, slots=True)
class Break:
    """``link`` is the number of the first link that does not hold, or of the last one that speaks of a wrong row."""

    link: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``head`` is the number and hash of the last link: kept elsewhere, it shows later that no end was cut off."""

    links: int
    events: int
    rows: int
    head: str
    breaks: tuple[Break, ...]


@dataclass
class _Seen:
    """What the links said so far."""

    rows: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    """Place → its digest (None: gone) and the link that gave it."""
    chains: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Device → sequence and hash of its last event."""
    events: dict[str, tuple[Event, int]] = field(default_factory=dict)
    before: frozenset[str] = frozenset()
    """Places of the rows that are older than the history."""


def verify_history(server: Server, head: str = "") -> Verdict:
    """Check everything that the server's data folder can prove. ``head`` is what an earlier verdict gave.

    The chain is followed until its first broken link; rows and events are compared with what the links before it say.
    """
    with server.database.reading() as session:
        seen, breaks = _Seen(), []
        previous, number = history.FIRST_PREVIOUS, 0
        keys = {device.id: bytes(device.public_key) for device in session.scalars(select(Device))}
        for link in session.scalars(select(Link).order_by(Link.number).execution_options(yield_per=500)):
            trouble = _link_trouble(server, link, number + 1, previous) or _take(link, seen, keys)
            if trouble:
                breaks.append(Break(link.number, trouble))
                break
            number, previous = link.number, link.hash
        breaks += _head_trouble(session, head)
        if not breaks:
            breaks += sorted(_row_troubles(session, seen), key=lambda found: found.link)
            breaks += _meaning_troubles(session, seen)
            breaks += _chain_end_troubles(session, seen)
        return Verdict(
            links=number, events=len(seen.events), rows=len(seen.rows), head=f"{number}:{previous}",
            breaks=tuple(breaks),
        )  # fmt: skip


def _link_trouble(server: Server, link: Link, expected: int, previous: str) -> str:
    if link.number != expected:
        return f"link {expected} is missing"
    if link.previous != previous:
        return "it does not follow the link before it"
    if history.hash_of(link.number, link.at, link.content, link.previous) != link.hash:
        return "its content was changed"
    try:
        verify(server.key.public, {"history": link.hash}, link.signature)
    except BadSignature:
        return "the server did not sign it"
    return ""


def _take(link: Link, seen: _Seen, keys: dict[str, bytes]) -> str:
    content: dict[str, Any] = json.loads(link.content)
    for place, value in content["rows"].items():
        seen.rows[place] = (value, link.number)
    if content["act"] == "adopted":
        seen.before = frozenset(content["rows"])
    return _event_trouble(content["event"], link.number, seen, keys) if content["event"] is not None else ""


def _event_trouble(sealed: str, number: int, seen: _Seen, keys: dict[str, bytes]) -> str:
    try:
        event = Event.model_validate_json(sealed)
    except ValidationError:
        return "the event in it is not of an event's form"
    public = keys.get(event.device_id)
    if public is None:
        return f"its event comes from a computer that is not known ({event.device_id})"
    try:
        event.verify(public)
    except BadSignature:
        return f"event {event.sequence} of computer {event.device_id} was not signed by it"
    if event.device_key_id != key_id(public):
        return f"event {event.sequence} names another key than its computer's"
    before = seen.chains.get(event.device_id)
    follows = (event.sequence - 1, event.previous)
    older = f"devices/{event.device_id}" in seen.before
    if before is None and not older and follows != (0, FIRST_PREVIOUS):
        return f"the first events of computer {event.device_id} are missing"
    if before is not None and follows != before:
        return f"event {event.sequence} of computer {event.device_id} does not follow the one before it"
    seen.chains[event.device_id] = (event.sequence, event.hash())
    seen.events[event.id] = (event, number)
    return ""


def _head_trouble(session: Session, head: str) -> list[Break]:
    if not head:
        return []
    number, _, link_hash = head.partition(":")
    link = session.get(Link, int(number)) if number.isdecimal() else None
    if number == "0" or (link is not None and link.hash == link_hash):
        return []
    last = session.scalar(select(func.max(Link.number))) or 0
    return [Break(min(int(number) if number.isdecimal() else 0, last + 1), "the history does not contain this head")]


def _row_troubles(session: Session, seen: _Seen) -> Iterator[Break]:
    left = dict(seen.rows)
    for place, found in history.current_rows(session):
        value, number = left.pop(place, (None, 0))
        if value is None and number == 0:
            yield Break(0, f"{place} is in the database, but no link put it there")
        elif value is None:
            yield Break(number, f"{place} is in the database again after this link removed it")
        elif value != found:
            yield Break(number, f"{place} is not as this link left it")
    for place, (value, number) in left.items():
        if value is not None:
            yield Break(number, f"{place} is gone, although this link left it there")


def _meaning_troubles(session: Session, seen: _Seen) -> Iterator[Break]:
    """What was decided is what its reviewer signed, even if somebody who has the server's key wrote the rows."""
    for result in session.scalars(select(EventResult)):
        pair = seen.events.get(result.event_id)
        if pair is None:
            if f"event_results/{result.event_id}" not in seen.before:
                yield Break(0, f"event_results/{result.event_id} has no signed event")
        elif pair[0].hash() != result.content_hash or pair[0].sequence != result.sequence:
            yield Break(pair[1], f"event_results/{result.event_id} is about another event")
    for row, kind, said in _said_rows(session):
        pair = seen.events.get(row.id)
        if pair is None:
            if f"{row.__tablename__}/{row.id}" not in seen.before:
                yield Break(0, f"{row.__tablename__}/{row.id} has no signed event")
            continue
        event, number = pair
        if event.type is not kind or event.submission_id != row.submission_id or not _same(event, said):
            yield Break(number, f"{row.__tablename__}/{row.id} is not what its reviewer signed")
    yield from _award_troubles(session, seen)


_Said = tuple[AssessmentRow | DecisionRow | IncompleteRow | LeakReport, EventType, dict[str, Any]]


def _said_rows(session: Session) -> Iterator[_Said]:
    """Rows that an event brought, with what of its body they hold."""
    for assessment in session.scalars(select(AssessmentRow)):
        yield assessment, EventType.ASSESSMENT_SUBMITTED, {"assessment": assessment.data}
    for decision in session.scalars(select(DecisionRow)):
        yield (
            decision,
            EventType.DECISION_MADE,
            {"decision": decision.data, "assessment_id": decision.assessment_id},
        )
    for incomplete in session.scalars(select(IncompleteRow)):
        yield incomplete, EventType.MARKED_INCOMPLETE, incomplete.data
    for report in session.scalars(select(LeakReport)):
        yield report, EventType.LEAK_REPORTED, {"note": report.note, "page": report.page, "what": report.what}


def _same(event: Event, said: dict[str, Any]) -> bool:
    body = event.parsed_body().model_dump(mode="json")
    return all(body.get(name) == value for name, value in said.items())


def _award_troubles(session: Session, seen: _Seen) -> Iterator[Break]:
    """An award needs an approver's signed word for it."""
    accepted = {
        row.event_id for row in session.scalars(select(EventResult).where(EventResult.status == ResultStatus.ACCEPTED))
    }
    signed = {
        event.submission_id
        for event, _ in seen.events.values()
        if event.type is EventType.DECISION_MADE
        and event.id in accepted
        and event.body["decision"]["outcome"] == Outcome.AWARD
    }
    for award in session.scalars(select(Award)):
        place = f"awards/{award.submission_id}"
        if award.submission_id not in signed and place not in seen.before:
            yield Break(0, f"{place} has no approver's signed decision")


def _chain_end_troubles(session: Session, seen: _Seen) -> Iterator[Break]:
    for device in session.scalars(select(Device)):
        sequence, last = seen.chains.get(device.id, (0, FIRST_PREVIOUS))
        if (device.last_sequence, device.last_hash) != (sequence, last) and not (
            sequence == 0 and f"devices/{device.id}" in seen.before
        ):
            yield Break(0, f"computer {device.id} has sent {device.last_sequence} events; the history has {sequence}")
