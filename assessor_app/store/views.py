"""What screens show: server rows with the outbox applied on top. Plain values, made afresh at every read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.microcredential import MicroCredential, Phase
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import EventType
from assessor_app.protocol.packet import Manifest
from assessor_app.protocol.problems import Problem
from assessor_app.protocol.sync import AssignmentData, Purpose


class RowStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    READY = "ready"
    RETURNED = "returned"
    WAITING_TO_SYNC = "waiting_to_sync"
    NEEDS_ATTENTION = "needs_attention"
    SENT = "sent"
    DECIDED = "decided"
    INCOMPLETE = "incomplete"
    ENDED = "ended"


class Availability(StrEnum):
    ONLINE_ONLY = "online_only"
    DOWNLOADING = "downloading"
    OFFLINE = "offline"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """``done`` of ``total`` criteria of a phase are rated (assessor) or decided (approver)."""

    phase: Phase
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue. Sizes are in bytes."""

    submission_id: str
    role: Role
    micro_credential_id: str
    micro_credential_version: int
    title: str
    attempt: int
    phases: tuple[PhaseProgress, ...]
    due_at: datetime
    evidence_count: int
    evidence_bytes: int
    bytes_here: int
    availability: Availability
    refusal: str
    status: RowStatus
    state: State
    active: bool
    returned_reasons: Mapping[str, str]
    """Criterion id, or "" for the whole → the approver's reason to return it."""
    outcome: Outcome | None
    """The decision, once made: by this person and still waiting to sync, or as the server has it."""
    finished_at: datetime | None
    waits_for: EventType | None = None
    """What was handed in here and is still in the outbox."""
    opened: bool = False
    """Whether this person has had its workspace open on this computer."""
    purpose: Purpose = Purpose.LIVE
    agreed: Outcome | None = None
    """The decision, where the approver agreed with every rating and there is no second reading."""

    @property
    def rated(self) -> int:
        return sum(phase.done for phase in self.phases)

    @property
    def criteria(self) -> int:
        return sum(phase.total for phase in self.phases)


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that a review or approval workspace shows of one submission; ``cells`` is the person's own draft."""

    row: QueueRow
    assignment: AssignmentData
    micro_credential: MicroCredential
    manifest: Manifest | None
    cells: Mapping[str, Any]
    place: Mapping[str, Any]
    editable: bool


class Choice(StrEnum):
    """What a person can do with an item of the outbox."""

    TAKE_BACK = "take_back"
    REOPEN = "reopen"
    SEND_AGAIN = "send_again"
    KEEP_MINE = "keep_mine"
    TAKE_THEIRS = "take_theirs"
    SAVE_COPY = "save_copy"
    DISCARD = "discard"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One unsettled event, or (``event_id`` empty) all waiting draft edits of one submission together."""

    event_id: str
    submission_id: str
    title: str
    type: EventType
    outcome: Outcome | None
    occurred_at: datetime
    status: str
    problem: Problem | None
    cell: str | None
    mine: Any
    theirs: Any
    edits: int
    choices: tuple[Choice, ...]
    purpose: Purpose = Purpose.LIVE


@dataclass(frozen=True, slots=True)
class Counts:
    """For the status chip: finals and edits that wait, and items that need the person."""

    finals_waiting: int
    edits_waiting: int
    attention: int
    last_sync: datetime | None
    undoable: str = ""
    """The event handed in last, while it may still be undone."""


@dataclass(frozen=True, slots=True)
class Written:
    """Words of one's own that a search found: where, and the text around them."""

    submission_id: str
    cell: str
    excerpt: str
