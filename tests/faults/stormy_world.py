"""A small server for the storm: three reviewers, a micro-credential of two criteria, and submissions made cheaply."""

from __future__ import annotations

from pathlib import Path

from assessor_app.domain.microcredential import EvidenceKind, MicroCredential
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.packet import BlobReference, Evidence
from assessor_app.server.opening import Server
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.submissions import build_packet, hand_in
from tests.serving import APPROVER, ASSESSOR, OTHER, PASSWORD, Serving

_CREDENTIAL = """
id: steady-hands
version: 1
title: Steady Hands
issuer: Circle
summary: Work goes on in any weather.
policies: {completion_checks_first: true}
requirements:
  - id: plan
    phase: design
    title: Plan
    instructions: Show it.
    evidence: {kinds: [text]}
    completion_checks:
      - {id: legible, question: "Can it be read?"}
      - {id: whole, question: "Is it all there?"}
    criteria:
""" + "".join(
    f"""
      - id: {name}
        title: {name.title()}
        levels:
          - {{label: Not yet, descriptor: It is not there., meets: false}}
          - {{label: Demonstrated, descriptor: It is there., meets: true}}
          - {{label: Exemplary, descriptor: It shines., meets: true}}
"""
    for name in ("clear", "tried")
)


def people_and_credential(server: Server) -> tuple[MicroCredential, dict[str, str]]:
    """And the reviewers' ids by their address."""
    credential = load_micro_credential(server, _CREDENTIAL)
    ids = {}
    for email, name, role in (
        (ASSESSOR, "Alma Reyes", Role.ASSESSOR),
        (OTHER, "Iris Novak", Role.ASSESSOR),
        (APPROVER, "Henrik Dahl", Role.APPROVER),
    ):
        ids[email] = add_person(server, email=email, name=name, roles=[role], organisation="Circle", password=PASSWORD)
        calibrate(server, email, credential.id)
    return credential, ids


def one_more(server: Server, credential: MicroCredential, number: int) -> str:
    """A submission of a new applicant, with its packet; its id."""
    email = f"applicant{number}@schools.example"
    add_person(
        server, email=email, name=f"Applicant {number}", roles=[Role.EDUCATOR], organisation="Quillfeather",
        password=PASSWORD,
    )  # fmt: skip
    text = f"What we tried in lesson {number}.".encode()
    blob = BlobReference(sha256=server.blobs.put(text), size=len(text), media_type="text/plain")
    evidence = Evidence(id="e1", requirement_id="plan", title="Plan", kind=EvidenceKind.TEXT, blob=blob, words=6)
    with server.database.writing() as session:
        submission = hand_in(session, by_email(session, email), credential, utc_now())
        build_packet(server, session, submission, (evidence,), ())
        return submission.id


def started(data: Path, access_seconds: int) -> Serving:
    """The server's process on this data folder, without a worker: there is nothing to prepare."""
    serving = Serving(data, "--no-worker", ASSESSOR_ACCESS_SECONDS=str(access_seconds))
    serving.start()
    return serving
