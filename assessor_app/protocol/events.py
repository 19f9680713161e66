"""Events: what a person did, immutable once sealed.

A sealed event carries its place in its device's sequence, the hash of the event before it, and the device's Ed25519
signature over the canonical JSON of everything but the signature. So the server can tell that nothing was forged,
changed, dropped or put in another order on the way.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import uuid6
from pydantic import Field, StringConstraints, TypeAdapter

from assessor_app.domain.assessment import Assessment, CheckAnswer, Decision
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.value import Key, Prose, Value
from assessor_app.protocol.canonical import DeviceId, EventId, Sha256, SubmissionId, canonical, sha256
from assessor_app.protocol.signing import SigningKey, verify

FIRST_PREVIOUS = "0" * 64
"""What stands in ``previous`` of a device's first event."""


class EventType(StrEnum):
    DRAFT_SAVED = "draft_saved"
    ASSESSMENT_SUBMITTED = "assessment_submitted"
    DECISION_MADE = "decision_made"
    MARKED_INCOMPLETE = "marked_incomplete"
    LEAK_REPORTED = "leak_reported"
    CALIBRATION_BEGUN = "calibration_begun"


OWN_CELL = re.compile(r"^(comment|filter):[A-Za-z0-9._-]{1,64}$")
"""Cells of the person rather than of a submission: their comment library and their saved filters."""
_CELL = r"^(rating|override|mark|check|reason|done|comment|filter):[A-Za-z0-9._-]{1,64}$|^(note|reason)$"


class DraftSaved(Value):
    """One cell of a draft (see :mod:`assessor_app.domain.assessment`) got a value; None clears it.

    ``base`` is the id of the event whose value this edit was made on top of, None for a cell that was empty.
    """

    cell: Annotated[str, StringConstraints(pattern=_CELL)]
    value: Any
    base: EventId | None = None


class AssessmentSubmitted(Value):
    """The assessment as a whole, against the rubric version it was made with."""

    micro_credential_version: int
    assessment: Assessment


class DecisionMade(Value):
    """The decision as a whole, on the assessment that the approver saw."""

    micro_credential_version: int
    assessment_id: EventId
    decision: Decision


class MarkedIncomplete(Value):
    """The submission goes back without ratings, because completion checks failed: check id → answer, all of them."""

    micro_credential_version: int
    checks: dict[Key, CheckAnswer]


class LeakReported(Value):
    """Something in the evidence shows who a person is. ``page`` counts from 0; ``what`` is a kind of leak, or empty."""

    evidence_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    page: int | None = Field(default=None, ge=0)
    what: Annotated[str, StringConstraints(max_length=40)] = ""
    note: Prose = ""


class CalibrationBegun(Value):
    """The person asks for the practice packets of a micro-credential, or for an attempt at qualifying."""

    micro_credential_id: Key
    kind: Literal[AnchorKind.PRACTICE, AnchorKind.QUALIFICATION]


Body = DraftSaved | AssessmentSubmitted | DecisionMade | MarkedIncomplete | LeakReported | CalibrationBegun
BODIES: dict[EventType, type[Body]] = {
    EventType.DRAFT_SAVED: DraftSaved,
    EventType.ASSESSMENT_SUBMITTED: AssessmentSubmitted,
    EventType.DECISION_MADE: DecisionMade,
    EventType.MARKED_INCOMPLETE: MarkedIncomplete,
    EventType.LEAK_REPORTED: LeakReported,
    EventType.CALIBRATION_BEGUN: CalibrationBegun,
}
_TIME = TypeAdapter(datetime)


class Event(Value):
    """A sealed event. ``base_version`` is the submission's version that the person saw; ``body`` is JSON.

    ``submission_id`` is None for cells of the person (:data:`OWN_CELL`) and for calibrations, which belong to none.
    """

    id: EventId
    type: EventType
    submission_id: SubmissionId | None
    base_version: int = Field(ge=0)
    occurred_at: datetime
    device_id: DeviceId
    sequence: int = Field(ge=1)
    previous: Sha256
    body: dict[str, Any]
    device_key_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    signature: Annotated[str, StringConstraints(min_length=88, max_length=88)]

    def content(self) -> dict[str, Any]:
        """What is signed: everything but the signature."""
        return self.model_dump(mode="json", exclude={"signature"})

    def hash(self) -> str:
        """What the next event of the device holds as ``previous``."""
        return sha256(canonical(self.content()))

    def verify(self, public_key: bytes) -> None:
        """Raises :class:`assessor_app.protocol.signing.BadSignature`."""
        verify(public_key, self.content(), self.signature)

    def parsed_body(self) -> Body:
        """The typed body. Raises pydantic's ValidationError."""
        return BODIES[self.type].model_validate(self.body)


def new_event_id() -> str:
    return str(uuid6.uuid7())


def utc_now() -> datetime:
    """Now, to the millisecond: what JSON carries and what is stored are then the same."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def seal(
    key: SigningKey,
    *,
    event_id: str,
    kind: EventType,
    submission_id: str | None,
    base_version: int,
    occurred_at: datetime,
    device_id: str,
    sequence: int,
    previous: str,
    body: Body,
) -> Event:
    """Make the signed event. From here on it never changes."""
    unsigned: dict[str, Any] = {
        "id": event_id,
        "type": kind.value,
        "submission_id": submission_id,
        "base_version": base_version,
        "occurred_at": _TIME.dump_python(occurred_at, mode="json"),
        "device_id": device_id,
        "sequence": sequence,
        "previous": previous,
        "body": body.model_dump(mode="json"),
        "device_key_id": key.id,
    }
    return Event.model_validate({**unsigned, "signature": key.sign(unsigned)})
