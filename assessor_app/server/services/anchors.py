"""Anchors: submissions that the issuer gave true scores, in sets, and how one is given to a person.

An anchor has an author like every submission has an applicant: an account without roles that nobody can sign in to. So
the rules that ask for the applicant need no exception, and a packet of an anchor goes the way that every packet goes.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import AnchorKind, TrueScore
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import DECIDED, State, new_submission_id
from assessor_app.domain.value import Value
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.packet import EarlierAttempt, Evidence, Manifest
from assessor_app.server.opening import Server
from assessor_app.server.services import announcing
from assessor_app.server.services.anchor_sets import by_id
from assessor_app.server.services.credentials import credential_at, newest
from assessor_app.server.services.outcomes import final_ratings, manifest_of
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import found, name_packet
from assessor_app.server.storage.calibration_models import Anchor, Presentation
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Lineage, Person, Submission

AUTHOR = "author of anchors"
"""Stands where people have an e-mail address; being none, nobody signs in with it."""


class AnchorPacket(Value):
    """What a presentation's manifest is made of."""

    attempt: int
    evidence: tuple[Evidence, ...]
    earlier: tuple[EarlierAttempt, ...] = ()


class NewAnchor(Value):
    """``set_name`` is the set within its kind; ``scores`` is criterion id → true score, all of the rubric's."""

    kind: AnchorKind
    set_name: str
    title: str
    scores: dict[str, TrueScore]


class Given(NamedTuple):
    """An anchor to be kept: its evidence, its scores, and the real submission that it was, if it was one."""

    packet: AnchorPacket
    new: NewAnchor
    source_id: str | None


def from_submission(server: Server, submission_id: str, new: NewAnchor) -> str:
    """Make an anchor of a real, anonymised submission; its id. Raises Refused."""
    packet, credential = packet_of(server, submission_id)
    return keep_all(server, credential, [Given(packet, new, submission_id)])[0]


def from_decided(server: Server, submission_id: str, kind: AnchorKind, set_name: str, title: str) -> str:
    """Make an anchor of a decided submission, with the levels that it was decided on. Raises Refused.

    Its rationale is what its reviewers wrote.
    """
    with server.database.reading() as session:
        submission = found(session, submission_id)
        if submission.state not in DECIDED:
            raise Refused(f"Submission {submission_id} was not decided yet; give its true scores by a file.")
        scores = {
            rating.criterion_id: TrueScore(
                level=rating.level,
                rationale=rating.rationale or rating.feedback or "This level was given and agreed to.",
            )
            for rating in final_ratings(session, submission)
        }
    return from_submission(server, submission_id, NewAnchor(kind=kind, set_name=set_name, title=title, scores=scores))


def packet_of(server: Server, submission_id: str) -> tuple[AnchorPacket, MicroCredential]:
    """A submission's evidence as an anchor's, with its rubric. Raises Refused."""
    with server.database.reading() as session:
        submission = found(session, submission_id)
        _check_source(session, submission)
        manifest = manifest_of(server, submission)
        credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    packet = AnchorPacket(attempt=manifest.attempt, evidence=manifest.evidence, earlier=manifest.earlier)
    return packet, credential


def _check_source(session: Session, submission: Submission) -> None:
    if session.get(Presentation, submission.id) is not None:
        raise Refused(f"{submission.id} is an anchor's own packet already.")
    if not submission.manifest:
        raise Refused(f"Submission {submission.id} has no packet yet.")
    if submission.state in (State.QUARANTINED, State.WITHDRAWN):
        raise Refused(f"A submission that is {submission.state} can't become an anchor.")


def keep_all(server: Server, credential: MicroCredential, given: Sequence[Given]) -> list[str]:
    """Add anchors of a rubric; their ids. Raises Refused, with none added."""
    for each in given:
        _check_scores(credential, each.new)
    with server.database.writing() as session:
        current = newest(session, credential.id)
        if current.version != credential.version:
            raise Refused(
                f"This is of version {credential.version} of “{credential.id}”; its rubric has the version "
                f"{current.version} now, and anchors are for the newest."
            )
        note_act(session, "anchors added")
        ids = [_keep(session, credential, each) for each in given]
        if any(each.new.kind is not AnchorKind.VALIDITY for each in given):
            announcing.announce(session, credential.id)
        return ids


def _keep(session: Session, credential: MicroCredential, given: Given) -> str:
    new = given.new
    if given.source_id is not None:
        _check_source(session, found(session, given.source_id))
    evidence = _fingerprint(given.packet)
    twice = session.scalars(select(Anchor).where(Anchor.fingerprint == evidence, Anchor.retired_at.is_(None))).first()
    if twice is not None:
        raise Refused(f"“{new.title}” has the evidence of an anchor in use (“{twice.title}”, {twice.kind}).")
    anchor = Anchor(
        id=uuid.uuid4().hex, micro_credential_id=credential.id, micro_credential_version=credential.version,
        kind=new.kind, set_name=new.set_name, title=new.title,
        true_scores={key: score.model_dump(mode="json") for key, score in new.scores.items()},
        packet=given.packet.model_dump(mode="json"), fingerprint=evidence, source_id=given.source_id,
        created_at=utc_now(), retired_at=None,
    )  # fmt: skip
    session.add(anchor)
    session.flush()
    return anchor.id


def _fingerprint(packet: AnchorPacket) -> str:
    """Of what was handed in: the same evidence is the same anchor, whatever it is called."""
    return sha256("\n".join(sorted(item.blob.sha256 for item in packet.evidence)).encode())


def _check_scores(credential: MicroCredential, new: NewAnchor) -> None:
    if not new.title.strip() or not new.set_name.strip():
        raise Refused("An anchor needs a title and the name of its set.")
    known = {criterion.id: len(criterion.levels) for _, criterion in credential.criteria()}
    wrong = [f"there is no criterion “{key}”" for key in new.scores if key not in known]
    wrong += [f"“{key}” has no true score" for key in known if key not in new.scores]
    wrong += [
        f"“{key}” has {known[key]} levels, not {score.level}"
        for key, score in new.scores.items()
        if key in known and score.level > known[key]
    ]
    wrong += [f"“{key}” needs a rationale" for key, score in new.scores.items() if not score.rationale.strip()]
    if wrong:
        raise Refused(f"The true scores of “{new.title}” don't fit {credential.id}: {'; '.join(wrong)}.")


def retire(server: Server, anchor_id: str) -> Anchor:
    """Give it to nobody any more; what was scored stays. Raises Refused."""
    with server.database.writing() as session:
        anchor = by_id(session, anchor_id)
        note_act(session, "anchor retired")
        anchor.retired_at = anchor.retired_at or utc_now()
        if anchor.kind != AnchorKind.VALIDITY:
            announcing.announce(session, anchor.micro_credential_id)
        return anchor


def present(
    server: Server,
    session: Session,
    anchor: Anchor,
    person: Person,
    *,
    round_id: str | None,
    submitted_at: datetime,
    due_at: datetime,
    prepared_at: datetime,
) -> Submission:
    """The anchor as a submission of its own, ready to be assigned to this person."""
    packet = AnchorPacket.model_validate(anchor.packet)
    submission_id = new_submission_id()
    while session.get(Submission, submission_id) is not None:
        submission_id = new_submission_id()
    submission = Submission(
        id=submission_id, lineage_id=_lineage(session, submission_id), attempt=packet.attempt,
        micro_credential_id=anchor.micro_credential_id, micro_credential_version=anchor.micro_credential_version,
        state=State.SUBMITTED, version=1, manifest="", evidence_count=0, evidence_bytes=0, submitted_at=submitted_at,
        due_at=due_at, primary_assessment_id=None, outcome=None, decided_at=None,
    )  # fmt: skip
    session.add(submission)
    session.flush()
    session.add(
        Presentation(
            submission_id=submission_id, anchor_id=anchor.id, person_id=person.id, kind=anchor.kind,
            round_id=round_id, created_at=utc_now(), scored_at=None, closed_at=None,
        )
    )  # fmt: skip
    manifest = Manifest(
        submission_id=submission_id, attempt=packet.attempt, micro_credential_id=anchor.micro_credential_id,
        micro_credential_version=anchor.micro_credential_version, created_at=prepared_at, evidence=packet.evidence,
        earlier=packet.earlier,
    )  # fmt: skip
    name_packet(server, session, submission, manifest)
    return submission


def _lineage(session: Session, submission_id: str) -> str:
    """Every presentation is a lineage of its own; the author of them all is one account."""
    author = session.scalars(select(Person).where(Person.email == AUTHOR)).first()
    if author is None:
        author = Person(
            id=uuid.uuid4().hex, email=AUTHOR, name=AUTHOR, organisation="", roles=[], password_hash="",
            created_at=utc_now(),
        )  # fmt: skip
        session.add(author)
        session.flush()
    lineage = Lineage(id=uuid.uuid4().hex, applicant_id=author.id, micro_credential_id=f"anchor of {submission_id}")
    session.add(lineage)
    session.flush()
    return lineage.id
