"""Proving the history offline: every link, every reviewer's signature, and every row that they speak of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Outcome
from assessor_app.protocol.events import FIRST_PREVIOUS, Event, EventType
from assessor_app.protocol.signing import BadSignature, key_id, verify
from assessor_app.protocol.sync import ResultStatus
from assessor_app.server.opening import HISTORY_ANCHOR, Server
from assessor_app.server.storage import history
from assessor_app.server.storage.calibration_models import SecondReading
from assessor_app.server.storage.history import Link
from assessor_app.server.storage.models import (
    AssessmentRow,
    Award,
    DecisionRow,
    Device,
    EventResult,
    IncompleteRow,
    LeakReport,
    Lineage,
    Submission,
)


@dataclass(frozen=True, slots=True)
class Break:
    """``link`` is the number of the first link that does not hold, or of the last one that speaks of a wrong row."""

    link: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``head`` is the number and hash of the last link: kept elsewhere, it shows later that no end was cut off.

    ``adopted`` is how many rows are older than the history: their beginnings can't be proved.
    """

    links: int
    events: int
    rows: int
    adopted: int
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
        breaks += _beginning_trouble(server, session) + _head_trouble(session, head)
        if not breaks:
            breaks += sorted(_row_troubles(session, seen), key=lambda found: found.link)
            breaks += _meaning_troubles(session, seen)
            breaks += _chain_end_troubles(session, seen)
        return Verdict(
            links=number, events=len(seen.events), rows=len(seen.rows), adopted=len(seen.before),
            head=f"{number}:{previous}", breaks=tuple(breaks),
        )  # fmt: skip


def is_head(text: str) -> bool:
    """Whether this is of the form of a head."""
    return re.fullmatch(r"\d+:[0-9a-f]{64}", text) is not None


def link_words(server: Server, number: int) -> str:
    """A link for people: its number, what it was, and when."""
    with server.database.reading() as session:
        link = session.get(Link, number)
    if link is None:
        return f"link {number}"
    try:
        act = str(json.loads(link.content)["act"])
    except (ValueError, KeyError, TypeError):
        act = "unreadable"
    return f"link {number} ({act}, {link.at:%d %B %Y, %H:%M} UTC)"


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
    if content["act"] == history.ADOPTED:
        if link.number != 1:
            return "only the first link may adopt what is older than the history"
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


def _beginning_trouble(server: Server, session: Session) -> list[Break]:
    """Whoever deletes the history can't begin another one: which link was the first is noted beside the database."""
    first = session.get(Link, 1)
    noted = history.anchored(server.data / HISTORY_ANCHOR, server.key)
    if first is not None and first.hash == noted:
        return []
    return [Break(1, "the history is gone or was begun anew: its first link is not the one of its beginning")]


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
    owners = {device.id: device.person_id for device in session.scalars(select(Device))}
    statuses: dict[str, str] = {}
    for result in session.scalars(select(EventResult)):
        statuses[result.event_id] = result.status
        _take_older(result, seen, session)
        pair = seen.events.get(result.event_id)
        if pair is None:
            if f"event_results/{result.event_id}" not in seen.before:
                yield Break(0, f"event_results/{result.event_id} has no signed event")
        elif pair[0].hash() != result.content_hash or pair[0].sequence != result.sequence:
            yield Break(pair[1], f"event_results/{result.event_id} is about another event")
    for row, kind, said in _said_rows(session, statuses):
        place = f"{row.__tablename__}/{row.id}"
        pair = seen.events.get(row.id)
        if pair is None:
            if place not in seen.before:
                yield Break(0, f"{place} has no signed event")
            continue
        event, number = pair
        named = (event.type, event.submission_id, owners.get(event.device_id))
        if named != (kind, row.submission_id, row.person_id) or not _same(event, said):
            yield Break(number, f"{place} is not what its reviewer signed")
    yield from _award_troubles(session, seen, statuses)


def _take_older(result: EventResult, seen: _Seen, session: Session) -> None:
    """Work that was handed in before there was a history was kept with its result."""
    if result.sealed is None or result.event_id in seen.events:
        return
    try:
        event = Event.model_validate_json(result.sealed)
        event.verify(bytes(session.get_one(Device, event.device_id).public_key))
    except (ValidationError, BadSignature, NoResultFound):
        return
    seen.events[event.id] = (event, 1)


_Said = tuple[AssessmentRow | DecisionRow | IncompleteRow | LeakReport, EventType, dict[str, Any]]


def _said_rows(session: Session, statuses: Mapping[str, str]) -> Iterator[_Said]:
    """Rows that an event brought, with what they hold of it: of its body, when it was made, and how it was taken."""
    independent = set(session.scalars(select(SecondReading.assessment_id)))
    for assessment in session.scalars(select(AssessmentRow)):
        # An independent reading was asked for, and is none that came too late.
        second = statuses.get(assessment.id) == ResultStatus.SECOND_READING or assessment.id in independent
        yield (
            assessment,
            EventType.ASSESSMENT_SUBMITTED,
            {"assessment": assessment.data, _AT: assessment.submitted_at, _HOLDS: second == assessment.second},
        )
    for decision in session.scalars(select(DecisionRow)):
        outcome = decision.data.get("outcome") == decision.outcome
        yield (
            decision,
            EventType.DECISION_MADE,
            {"decision": decision.data, "assessment_id": decision.assessment_id, _AT: decision.decided_at,
             _HOLDS: outcome},
        )  # fmt: skip
    for incomplete in session.scalars(select(IncompleteRow)):
        yield incomplete, EventType.MARKED_INCOMPLETE, {**incomplete.data, _AT: incomplete.marked_at}
    for report in session.scalars(select(LeakReport)):
        said = {"note": report.note, "page": report.page, "what": report.what, _AT: report.reported_at}
        yield report, EventType.LEAK_REPORTED, said


_AT, _HOLDS = " at", " holds"


def _same(event: Event, said: dict[str, Any]) -> bool:
    body = {**event.parsed_body().model_dump(mode="json"), _AT: event.occurred_at, _HOLDS: True}
    return all(body.get(name) == value for name, value in said.items())


def _award_troubles(session: Session, seen: _Seen, statuses: Mapping[str, str]) -> Iterator[Break]:
    """An award needs an approver's signed word for it, and goes to the applicant whose submission it was."""
    signed = {
        event.submission_id: event
        for event, _ in seen.events.values()
        if event.type is EventType.DECISION_MADE
        and statuses.get(event.id) == ResultStatus.ACCEPTED
        and event.body["decision"]["outcome"] == Outcome.AWARD
    }
    owed = select(Award, Submission, Lineage).join(Submission, Submission.id == Award.submission_id).join(
        Lineage, Lineage.id == Submission.lineage_id
    )  # fmt: skip
    for award, submission, lineage in session.execute(owed):
        place, event = f"awards/{award.submission_id}", signed.get(award.submission_id)
        if event is None:
            if place not in seen.before:
                yield Break(0, f"{place} has no approver's signed decision")
            continue
        link = seen.events[event.id][1]
        due = (lineage.applicant_id, submission.micro_credential_id, event.occurred_at)
        if (award.person_id, award.micro_credential_id, award.decided_at) != due:
            yield Break(link, f"{place} is not what the signed decision gives")
        elif seen.rows.get(place, (None, 0))[1] != link:
            # Its hours are what the organisation's policy was then: nothing changes an award after its decision.
            yield Break(seen.rows.get(place, (None, 0))[1], f"{place} was changed after its decision")


def _chain_end_troubles(session: Session, seen: _Seen) -> Iterator[Break]:
    for device in session.scalars(select(Device)):
        sequence, last = seen.chains.get(device.id, (0, FIRST_PREVIOUS))
        if (device.last_sequence, device.last_hash) != (sequence, last) and not (
            sequence == 0 and f"devices/{device.id}" in seen.before
        ):
            yield Break(0, f"computer {device.id} has sent {device.last_sequence} events; the history has {sequence}")
