"""Before the year begins: micro-credentials are published; districts have roles, programs and an administrator."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.policy import OrganisationPolicy, Retention
from assessor_app.domain.school_year import Calendar
from assessor_app.domain.submission import Role
from assessor_app.protocol.packet import BlobReference, Evidence
from assessor_app.server.opening import Server
from assessor_app.server.services import organisations
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person
from assessor_app.server.services.tokens import Caller
from tests.raters.pool import PASSWORD
from tests.year.ground import KEYS, ZONES, organisation_file, rubric


@dataclass(frozen=True, slots=True)
class Founded:
    """An organisation and who administers it."""

    organisation_id: str
    administrator: Caller


def publish(server: Server) -> None:
    for key in KEYS:
        load_micro_credential(server, rubric(key))


def found_districts(server: Server) -> dict[str, Founded]:
    """By name. Mail is kept for good, so that it can be counted at the end of the year."""
    made = {}
    for number, (name, zone) in enumerate(ZONES.items()):
        organisations.load(server, organisation_file(name))
        person_id = add_person(
            server, email=f"administrator{number}@tests.example", name="Ann Admin", roles=[Role.ADMINISTRATOR],
            organisation=name, password=PASSWORD,
        )  # fmt: skip
        policy = OrganisationPolicy(
            calendar=Calendar(time_zone=zone), retention=Retention(mails=None), open_to_sign_ups=True
        )
        with server.database.writing() as session:
            organisation = organisations.organisation_called(session, name)
            organisations.set_policy(session, organisation, policy)
            made[name] = Founded(organisation.id, Caller(person_id, "", frozenset({Role.ADMINISTRATOR})))
    return made


def evidence(server: Server) -> tuple[Evidence, ...]:
    """What every packet holds."""
    text = b"What I did, and what came of it."
    blob = BlobReference(sha256=server.blobs.put(text), size=len(text), media_type="text/plain")
    return (Evidence(id="e01", requirement_id="show", title="Response", kind=EvidenceKind.TEXT, blob=blob, words=8),)
