"""The sync endpoint's messages: ``POST /api/v1/sync``."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from assessor_app.domain.assessment import Assessment, Outcome
from assessor_app.domain.cells import check_cell_value
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Role, State
from assessor_app.domain.value import Count, Moment, Value
from assessor_app.protocol.calibration import CalibrationData
from assessor_app.protocol.canonical import DeviceId, EventId, Sha256, SubmissionId
from assessor_app.protocol.events import Event
from assessor_app.protocol.problems import Problem

MAX_EVENTS = 200
MAX_CHANGES = 500
ACCESS_ENDED = "access_ended"
"""``error`` of ``POST /token`` (RFC 6749, section 5.2) when the computer's access was revoked."""


class ResultStatus(StrEnum):
    ACCEPTED = "accepted"
    SECOND_READING = "second_reading"
    REJECTED = "rejected"


class Result(Value):
    """What became of one event; the same answer whenever it is sent again."""

    event_id: EventId
    status: ResultStatus
    problem: Problem | None = None


class ChangeKind(StrEnum):
    PERSON = "person"
    MICRO_CREDENTIAL = "micro_credential"
    ASSIGNMENT = "assignment"
    DRAFT_CELL = "draft_cell"
    CALIBRATION = "calibration"


class Change(Value):
    """One row as it stands now. ``data`` is None for a tombstone: the row is gone for this person."""

    sequence: Count
    kind: ChangeKind
    key: str
    data: dict[str, Any] | None

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Change:
        """Checked before anything is kept: what can't be read later would stop every screen."""
        if self.data is not None:
            _DATA[self.kind].model_validate(self.data)
        return self


class PersonData(Value):
    """Who is signed in. Data of ``ChangeKind.PERSON``; key is the person's id."""

    id: str
    name: str
    email: str
    roles: tuple[Role, ...]


class AssignmentStatus(StrEnum):
    ACTIVE = "active"
    DONE = "done"
    TAKEN_OVER = "taken_over"


class Purpose(StrEnum):
    """What a packet is for, as far as its reviewer may know: a validity packet is live work to them."""

    LIVE = "live"
    PRACTICE = "practice"
    QUALIFICATION = "qualification"


class Reading(Value):
    """One assessment of the submission as the approver sees it; ``second`` marks a second reading."""

    assessment_id: EventId
    submitted_at: Moment
    second: bool
    assessment: Assessment


class AssignmentData(Value):
    """One row of the queue. Data of ``ChangeKind.ASSIGNMENT``; key is the assignment's id.

    ``role`` is the part this person plays in it, assessor or approver. ``manifest`` names the packet's manifest blob;
    ``evidence_bytes`` is the size of all blobs without it. ``readings`` is filled for approvers only.
    ``returned_reasons`` is the approver's, when the submission came back to the assessor: criterion id, or "" for the
    whole → text; ``returned_id`` is the decision's. Three clocks: ``decided_at`` is the deciding computer's,
    ``received_at`` and ``awarded_at`` the server's.
    """

    id: str
    submission_id: SubmissionId
    role: Role
    purpose: Purpose = Purpose.LIVE
    status: AssignmentStatus
    state: State
    version: Count
    attempt: Count
    micro_credential_id: str
    micro_credential_version: Count
    due_at: Moment
    lease_until: Moment
    manifest: Sha256
    evidence_count: Count
    evidence_bytes: Count
    readings: tuple[Reading, ...] = ()
    returned_reasons: dict[str, str] = Field(default_factory=dict)
    returned_id: str = ""
    decided_outcome: Outcome | None = None
    decided_at: Moment | None = None
    received_at: Moment | None = None
    awarded_at: Moment | None = None


class DraftCellData(Value):
    """One cell of this person's draft. Data of ``ChangeKind.DRAFT_CELL``; key is ``submission_id/cell``.

    ``submission_id`` is None, and empty in the key, for cells that belong to no submission.
    """

    submission_id: SubmissionId | None
    cell: str
    value: Any
    event_id: EventId

    @model_validator(mode="after")
    def _is_of_its_form(self) -> DraftCellData:
        check_cell_value(self.cell, self.value)
        return self


_DATA: dict[ChangeKind, type[Value]] = {
    ChangeKind.PERSON: PersonData,
    ChangeKind.MICRO_CREDENTIAL: MicroCredential,
    ChangeKind.ASSIGNMENT: AssignmentData,
    ChangeKind.DRAFT_CELL: DraftCellData,
    ChangeKind.CALIBRATION: CalibrationData,
}


class SyncRequest(Value):
    """``cursor`` is the last sequence number applied here, 0 for everything."""

    device_id: DeviceId
    cursor: int = Field(ge=0)
    events: tuple[Event, ...] = Field(default=(), max_length=MAX_EVENTS)


class DevicePolicy(Value):
    """What the server asks of every computer.

    ``offline_days``: for so long after the last contact it shows what it has. ``keep_finished_days``: for so long it
    keeps the evidence of work that the server has acknowledged. ``idle_minutes``: after so long without a key or a
    click it locks, 0 for never; a person may choose to lock sooner.
    """

    offline_days: int = Field(default=14, ge=1, le=366)
    keep_finished_days: int = Field(default=14, ge=0, le=366)
    idle_minutes: int = Field(default=15, ge=0, le=24 * 60)


class SyncReply(Value):
    """``more`` says that further changes wait behind ``cursor``."""

    cursor: Count
    results: tuple[Result, ...]
    changes: tuple[Change, ...]
    server_time: Moment
    more: bool = False
    policy: DevicePolicy = DevicePolicy()


class FatesRequest(Value):
    """Asks of ``POST /api/v1/results`` what became of these events, whichever computer of the person sent them.

    ``replaced`` are earlier identities of the asking computer: they end with the answer, so that what it says of their
    events holds for good.
    """

    event_ids: tuple[EventId, ...] = Field(max_length=MAX_EVENTS)
    replaced: tuple[DeviceId, ...] = Field(default=(), max_length=50)


class FatesReply(Value):
    """An event without a result here never arrived."""

    results: tuple[Result, ...]


class ServerKey(Value):
    key_id: str
    public_key: str


class TokenReply(Value):
    """Answer of ``POST /token`` (RFC 6749, section 5.1), with what a fresh device needs to know besides.

    ``public_key`` is base64; ``expires_in`` is in seconds. ``unlock_secret`` (base64, 32 bytes) opens what this
    computer locked when it was signed out; it comes with a sign-in, not with a refresh.
    """

    access_token: str
    token_type: str
    expires_in: int
    refresh_token: str
    person: PersonData
    server_keys: tuple[ServerKey, ...]
    unlock_secret: str | None = None
