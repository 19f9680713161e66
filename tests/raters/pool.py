"""A pool of raters of known kinds on a real server: what they should be told is known beforehand."""

from __future__ import annotations

import base64
import hashlib
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from assessor_app.domain import authoring
from assessor_app.domain.assessment import Assessment, Decision, Outcome, Override, Rating
from assessor_app.domain.calibration import AnchorKind, CalibrationPolicy, TrueScore
from assessor_app.domain.microcredential import EvidenceKind, MicroCredential, Policies
from assessor_app.domain.submission import Role
from assessor_app.protocol.calibration import CalibrationData
from assessor_app.protocol.events import (
    FIRST_PREVIOUS,
    AssessmentSubmitted,
    Body,
    CalibrationBegun,
    DecisionMade,
    Event,
    EventType,
    new_event_id,
    seal,
    utc_now,
)
from assessor_app.protocol.packet import BlobReference, Evidence, Manifest, SignedManifest
from assessor_app.protocol.signing import SigningKey
from assessor_app.protocol.sync import (
    AssignmentData,
    AssignmentStatus,
    ChangeKind,
    Purpose,
    Result,
    SyncReply,
    SyncRequest,
)
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import anchors
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person
from assessor_app.server.services.signin import grant_code
from assessor_app.server.services.submissions import build_packet, hand_in
from assessor_app.server.services.syncing import sync
from assessor_app.server.services.tokens import Caller, NewDevice, caller_of, redeem_code
from assessor_app.server.settings import Settings
from assessor_app.server.storage.models import Person

PASSWORD = "a password for tests"
CREDENTIAL = "small-talk"
LEVELS = ("Not yet", "Nearly", "Meets", "Exceeds")


def credential(criteria: int = 5, version: int = 1, **policy: object) -> MicroCredential:
    """Two requirements with ``criteria`` criteria of four levels, the upper two of which meet."""
    levels = [
        {"label": label, "descriptor": f"{label}: as the rubric has it.", "meets": number >= 2}
        for number, label in enumerate(LEVELS)
    ]
    made = [{"id": f"c{n}", "title": f"Criterion {n}", "levels": levels} for n in range(1, criteria + 1)]
    requirements = [
        {"id": name, "phase": name, "title": name.title(), "instructions": "Show it.", "evidence": {"kinds": ["text"]},
         "criteria": some}
        for name, some in (("analyze", made[: criteria // 2]), ("design", made[criteria // 2 :]))
    ]  # fmt: skip
    return MicroCredential.model_validate(
        {"id": CREDENTIAL, "version": version, "title": "Small Talk", "issuer": "Tests", "summary": "Talk, small.",
         "requirements": requirements,
         "policies": Policies(calibration=CalibrationPolicy.model_validate(policy)).model_dump(mode="json")}
    )  # fmt: skip


class Computer:
    """One reviewer's computer without its store: signed events in, changes out, by the services that HTTP calls."""

    def __init__(self, server: Server, email: str) -> None:
        self.server, self._key = server, SigningKey.generate()
        self._device_id = secrets.token_hex(16)
        self._sequence, self._previous, self.cursor = 0, FIRST_PREVIOUS, 0
        self.rows: dict[str, AssignmentData] = {}
        self.calibration: CalibrationData | None = None
        self.caller = self._sign_in(email)

    def _sign_in(self, email: str) -> Caller:
        verifier, address = secrets.token_urlsafe(48), "http://127.0.0.1:1/callback"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        code = grant_code(
            self.server, email=email, password=PASSWORD, address="", challenge=challenge, redirect_uri=address
        )
        device = NewDevice(self._device_id, "Computer", self._key.public)
        return caller_of(self.server, redeem_code(self.server, code, verifier, address, device).access_token)

    def event(self, kind: EventType, submission_id: str | None, body: Body) -> Event:
        self._sequence += 1
        event = seal(
            self._key, event_id=new_event_id(), kind=kind, submission_id=submission_id, base_version=2,
            occurred_at=utc_now(), device_id=self._device_id, sequence=self._sequence, previous=self._previous,
            body=body,
        )  # fmt: skip
        self._previous = event.hash()
        return event

    def sync(self, *events: Event) -> tuple[Result, ...]:
        results: tuple[Result, ...] = ()
        while True:
            request = SyncRequest(device_id=self._device_id, cursor=self.cursor, events=events)
            reply = sync(self.server, self.caller, request)
            results, events = results + reply.results, ()
            self._take(reply)
            if not reply.more:
                return results

    def _take(self, reply: SyncReply) -> None:
        self.cursor = reply.cursor
        for change in reply.changes:
            if change.kind is ChangeKind.ASSIGNMENT and change.data is None:
                self.rows = {key: row for key, row in self.rows.items() if row.id != change.key}
            elif change.kind is ChangeKind.ASSIGNMENT and change.data is not None:
                row = AssignmentData.model_validate(change.data)
                self.rows[row.submission_id] = row
            elif change.kind is ChangeKind.CALIBRATION and change.data is not None:
                self.calibration = CalibrationData.model_validate(change.data)

    def waiting(self, role: Role, *, live: bool = True) -> list[AssignmentData]:
        return [
            row
            for row in self.rows.values()
            if row.status is AssignmentStatus.ACTIVE and row.role is role and (row.purpose is Purpose.LIVE) is live
        ]

    def begin(self, kind: AnchorKind) -> Result:
        body = CalibrationBegun.model_validate({"micro_credential_id": CREDENTIAL, "kind": kind})
        (result,) = self.sync(self.event(EventType.CALIBRATION_BEGUN, None, body))
        return result

    def rate(self, submission_id: str, levels: Mapping[str, int], version: int = 1) -> Result:
        ratings = {key: Rating(level=level, feedback="As it is.") for key, level in levels.items()}
        body = AssessmentSubmitted(micro_credential_version=version, assessment=Assessment(ratings=ratings))
        (result,) = self.sync(self.event(EventType.ASSESSMENT_SUBMITTED, submission_id, body))
        return result

    def decide(self, row: AssignmentData, levels: Mapping[str, int], rubric: MicroCredential) -> Result:
        """Decide with these final levels: agreed where the assessor's is the same, changed elsewhere."""
        reading = next(each for each in row.readings if not each.second)
        overrides = {}
        for key, level in levels.items():
            same = reading.assessment.ratings[key].level == level
            overrides[key] = Override(agreed=True) if same else Override(level=level, rationale="Read again.")
        earned = all(rubric.criterion(key).levels[level - 1].meets for key, level in levels.items())
        decision = Decision(outcome=Outcome.AWARD if earned else Outcome.NOT_YET, overrides=overrides)
        body = DecisionMade(
            micro_credential_version=rubric.version, assessment_id=reading.assessment_id, decision=decision
        )
        (result,) = self.sync(self.event(EventType.DECISION_MADE, row.submission_id, body))
        return result


@dataclass
class Pool:
    """A server, its issuer's rubric, and what is true of each piece of evidence: by the words it begins with."""

    server: Server
    rubric: MicroCredential
    draw: random.Random
    truth: dict[str, dict[str, int]] = field(default_factory=dict)
    """Evidence (its first blob's hash) → criterion → true level."""
    _number: int = 0

    def person(self, email: str, *roles: Role, organisation: str = "Circle") -> str:
        return add_person(
            self.server, email=email, name=email.split("@")[0].title(), roles=roles, organisation=organisation,
            password=PASSWORD,
        )  # fmt: skip

    def computer(self, email: str, *roles: Role, organisation: str = "Circle") -> Computer:
        self.person(email, *roles, organisation=organisation)
        return Computer(self.server, email)

    def true_levels(self) -> dict[str, int]:
        """A portfolio's true levels: some portfolios are better than others in everything."""
        quality = self.draw.gauss(2.7, 0.7)
        return {
            criterion.id: min(4, max(1, round(self.draw.gauss(quality, 0.6))))
            for _, criterion in self.rubric.criteria()
        }

    def evidence(self) -> tuple[Evidence, ...]:
        """A text for each requirement, with true levels of its own."""
        self._number += 1
        made = []
        for number, requirement in enumerate(self.rubric.requirements, start=1):
            words = self.draw.choices(
                ("talk", "listen", "group", "goal", "data", "because"), k=self.draw.randint(80, 900)
            )
            text = f"Portfolio {secrets.token_hex(8)}. {' '.join(words)}".encode()
            blob = BlobReference(sha256=self.server.blobs.put(text), size=len(text), media_type="text/plain")
            made.append(
                Evidence(id=f"e{number:02d}", requirement_id=requirement.id, title="Response", kind=EvidenceKind.TEXT,
                         blob=blob, words=len(words) + 2)
            )  # fmt: skip
        self.truth[made[0].blob.sha256] = self.true_levels()
        return tuple(made)

    def submission(self, at: datetime | None = None, organisation: str = "") -> str:
        """An applicant's submission, ready to be assigned; its id."""
        self._number += 1
        email = f"applicant{self._number}@schools.example"
        person_id = self.person(email, Role.EDUCATOR, organisation=organisation or f"School {self._number}")
        evidence = self.evidence()
        received = at or utc_now() - timedelta(hours=self.draw.uniform(0.5, 60))
        received = received.replace(microsecond=received.microsecond // 1_000 * 1_000)
        with self.server.database.writing() as session:
            submission = hand_in(session, session.get_one(Person, person_id), self.rubric, received)
            build_packet(self.server, session, submission, evidence, ())
            return submission.id

    def anchor(self, kind: AnchorKind, set_name: str, source: str | None = None) -> str:
        """An anchor written for the purpose, or of a submission; its id."""
        new = anchors.NewAnchor(kind=kind, set_name=set_name, title=f"{kind} {self._number}", scores={})
        if source is not None:
            packet, _ = anchors.packet_of(self.server, source)
        else:
            packet = anchors.AnchorPacket(attempt=1, evidence=self.evidence())
        true = self.truth[packet.evidence[0].blob.sha256]
        scores = {key: TrueScore(level=level, rationale=f"Level {level} it is.") for key, level in true.items()}
        given = anchors.Given(packet, new.model_copy(update={"scores": scores}), source)
        return anchors.keep_all(self.server, self.rubric, [given])[0]

    def evidence_of(self, row: AssignmentData) -> str:
        """The hash of its first evidence: the same in every packet of one anchor."""
        signed = SignedManifest.model_validate_json(self.server.blobs.path(row.manifest).read_bytes())
        return Manifest.model_validate(signed.manifest).evidence[0].blob.sha256

    def true_of(self, row: AssignmentData) -> dict[str, int]:
        """What is true of the evidence of a packet, which its raters do not know."""
        return self.truth[self.evidence_of(row)]


def open_pool(
    data: Path, seed: int = 1, *, criteria: int = 5, settings: Settings | None = None, **policy: object
) -> Pool:
    server = open_server(data, settings or Settings(argon2_memory_kib=64))
    rubric = load_micro_credential(server, authoring.dump(credential(criteria, **policy)))
    return Pool(server, rubric, random.Random(seed))
