"""The sample micro-credentials, and small values that tests build on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assessor_app.domain import authoring
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import new_event_id
from assessor_app.protocol.sync import AssignmentData, AssignmentStatus, Change, ChangeKind

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def discourse() -> MicroCredential:
    return authoring.load((RESOURCES / "samples/micro-credentials/academic-discourse.yaml").read_text(encoding="utf-8"))


def highlight(evidence_id: str = "e1", page: int = 0) -> Mark:
    return Mark.model_validate(
        {"id": new_event_id(), "evidence_id": evidence_id, "page": page, "kind": "highlight",
         "rects": [(10, 10, 60, 22)], "quote": "groups of four"}
    )  # fmt: skip


def assignment(submission_id: str = "S-7K3Q-20F1", **changes: object) -> AssignmentData:
    values: dict[str, object] = {
        "id": f"a-{submission_id}", "submission_id": submission_id, "role": Role.ASSESSOR,
        "status": AssignmentStatus.ACTIVE, "state": State.WAITING_ON_ASSESSOR, "version": 1, "attempt": 1,
        "micro_credential_id": "academic-discourse", "micro_credential_version": 3,
        "due_at": NOW + timedelta(days=3), "lease_until": NOW + timedelta(days=14), "manifest": "0" * 64,
        "evidence_count": 2, "evidence_bytes": 1000,
    }  # fmt: skip
    return AssignmentData.model_validate({**values, **changes})


def assignment_change(sequence: int, data: AssignmentData) -> Change:
    return Change(sequence=sequence, kind=ChangeKind.ASSIGNMENT, key=data.id, data=data.model_dump(mode="json"))


def credential_change(sequence: int) -> Change:
    credential = discourse()
    return Change(
        sequence=sequence,
        kind=ChangeKind.MICRO_CREDENTIAL,
        key=f"{credential.id}@{credential.version}",
        data=credential.model_dump(mode="json"),
    )
