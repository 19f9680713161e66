"""The demo's people and submissions, brought into a data folder by the services that the server itself uses."""

from __future__ import annotations

import base64
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from assessor_app.assets import resources
from assessor_app.domain.assessment import Assessment, Decision, Outcome, Override, Rating
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import (
    FIRST_PREVIOUS,
    AssessmentSubmitted,
    Body,
    DecisionMade,
    EventType,
    new_event_id,
    seal,
    utc_now,
)
from assessor_app.protocol.problems import ProblemError
from assessor_app.protocol.signing import SigningKey
from assessor_app.protocol.sync import ResultStatus, SyncRequest
from assessor_app.server.opening import Server
from assessor_app.server.preparing.folders import submit_folder
from assessor_app.server.preparing.runner import Runner
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person
from assessor_app.server.services.signin import grant_code
from assessor_app.server.services.syncing import sync
from assessor_app.server.services.tokens import NewDevice, caller_of, redeem_code

PASSWORD = "demo-only-password"  # noqa: S105 - of people who exist in the demo alone
ASSESSOR = "assessor@demo.example"
APPROVER = "approver@demo.example"
STAFF = (
    (ASSESSOR, "Alma Reyes", Role.ASSESSOR),
    (APPROVER, "Henrik Dahl", Role.APPROVER),
    ("issuer@demo.example", "Ngozi Bello", Role.ISSUER),
    ("administrator@demo.example", "Tomas Lindqvist", Role.ADMINISTRATOR),
    ("facilitator@demo.example", "June Park", Role.FACILITATOR),
)
# Days since each portfolio came in, so that the queue has work that is overdue, due soon and due later.
_AGES = (6.4, 2.2, 7.2, 1.1, 5.6, 3.3, 4.2, 0.3)


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    email: str
    organisation: str
    micro_credential: str
    attempts: tuple[str, ...]


def samples() -> Path:
    return resources() / "samples"


def applicants() -> list[Applicant]:
    """The demo's applicants: distinctive names, so that a leak of one can be found anywhere."""
    entries: list[dict[str, Any]] = yaml.safe_load((samples() / "portfolios.yaml").read_text("utf-8"))
    return [
        Applicant(
            name=entry["applicant"]["name"],
            email=entry["applicant"]["email"],
            organisation=entry["applicant"]["organisation"],
            micro_credential=entry["micro_credential"],
            attempts=tuple(entry["attempts"]),
        )
        for entry in entries
    ]


def build(server: Server) -> None:
    """Fill an empty data folder: people, micro-credentials, submissions in the assessor's queue."""
    for email, name, role in STAFF:
        add_person(
            server, email=email, name=name, roles=[role], organisation="Harbour Review Circle", password=PASSWORD
        )
    credentials = {}
    for file in sorted((samples() / "micro-credentials").glob("*.yaml")):
        credential = load_micro_credential(server, file.read_text("utf-8"))
        credentials[credential.id] = credential
        for email in (ASSESSOR, APPROVER):
            calibrate(server, email, credential.id)
    # Preparing evidence is what takes the time: two workers, as a small server has.
    with ThreadPoolExecutor(max_workers=2) as workers:
        halves = [list(zip(applicants(), _AGES, strict=True))[start::2] for start in (0, 1)]
        for done in [workers.submit(_hand_in_all, server, half, credentials) for half in halves]:
            done.result()


def _hand_in_all(server: Server, group: list[tuple[Applicant, float]], credentials: dict[str, MicroCredential]) -> None:
    with Runner(server) as runner:
        for applicant, age in group:
            add_person(
                server, email=applicant.email, name=applicant.name, roles=[Role.EDUCATOR],
                organisation=applicant.organisation, password=PASSWORD,
            )  # fmt: skip
            *earlier, current = applicant.attempts
            for attempt in earlier:
                submission_id = _hand_in(server, runner, applicant, attempt, utc_now() - timedelta(days=30))
                _decide_not_yet(server, submission_id, credentials[applicant.micro_credential])
            _hand_in(server, runner, applicant, current, utc_now() - timedelta(days=age))


def _hand_in(server: Server, runner: Runner, applicant: Applicant, attempt: str, at: datetime) -> str:
    folder = samples() / "evidence" / attempt
    submission_id = submit_folder(
        server, applicant.email, applicant.micro_credential, folder, received_at=at, runner=runner
    )
    assign(server, submission_id, ASSESSOR)
    return submission_id


class _Reviewer:
    """A reviewer's computer of the past, whose signed events tell how an earlier attempt was decided."""

    def __init__(self, server: Server, email: str) -> None:
        self._server, self._key = server, SigningKey.generate()
        self._device_id = secrets.token_hex(16)
        self._sequence, self._previous = 0, FIRST_PREVIOUS
        verifier, address = secrets.token_urlsafe(48), "http://127.0.0.1:1/callback"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        code = grant_code(server, email=email, password=PASSWORD, address="", challenge=challenge, redirect_uri=address)
        device = NewDevice(self._device_id, "Demo", self._key.public)
        self._caller = caller_of(server, redeem_code(server, code, verifier, address, device).access_token)

    def send(self, kind: EventType, submission_id: str, body: Body) -> str:
        self._sequence += 1
        event = seal(
            self._key, event_id=new_event_id(), kind=kind, submission_id=submission_id, base_version=2,
            occurred_at=utc_now(), device_id=self._device_id, sequence=self._sequence, previous=self._previous,
            body=body,
        )  # fmt: skip
        self._previous = event.hash()
        request = SyncRequest(device_id=self._device_id, cursor=0, events=(event,))
        (result,) = sync(self._server, self._caller, request).results
        if result.status is not ResultStatus.ACCEPTED and result.problem is not None:
            raise ProblemError(result.problem)
        return event.id


def _decide_not_yet(server: Server, submission_id: str, credential: MicroCredential) -> None:
    ratings = {}
    for number, (_, criterion) in enumerate(credential.criteria()):
        meets = next(n for n, level in enumerate(criterion.levels, start=1) if level.meets)
        falls_short = number in (2, 5)
        words = "The plan names the routine; it does not yet say what a student who struggles will do first."
        ratings[criterion.id] = Rating(
            level=meets - 1 if falls_short else meets,
            feedback=words if falls_short else "Clear and specific; the examples carry it.",
        )
    body = AssessmentSubmitted(micro_credential_version=credential.version, assessment=Assessment(ratings=ratings))
    assessment_id = _Reviewer(server, ASSESSOR).send(EventType.ASSESSMENT_SUBMITTED, submission_id, body)
    decision = Decision(outcome=Outcome.NOT_YET, overrides={key: Override(agreed=True) for key in ratings})
    _Reviewer(server, APPROVER).send(
        EventType.DECISION_MADE,
        submission_id,
        DecisionMade(micro_credential_version=credential.version, assessment_id=assessment_id, decision=decision),
    )
