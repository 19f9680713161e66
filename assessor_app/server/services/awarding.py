"""Credentials of awards: issued by the worker, revoked by the issuer, signed anew when a key was compromised.

An award has one credential for good: its id, its holder's hash and its place in the status list never change,
whatever key signs it. Signing is done without a transaction, and what came of it is written in one that looks once
more whether it is still wanted, so that several machines may do the same at once.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.events import utc_now
from assessor_app.server.awards.credential import Earned, EvidenceTitle, Place, credential
from assessor_app.server.awards.data_integrity import with_proof
from assessor_app.server.awards.issuers import Signer
from assessor_app.server.awards.vc_jwt import encode
from assessor_app.server.notify.messages import AwardRevoked
from assessor_app.server.opening import Server
from assessor_app.server.services import mail, status_lists
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.issuer_keys import active_key, as_issuer, private_key, public_address, signer_for
from assessor_app.server.services.outcomes import final_ratings, manifest_of
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.award_models import AwardIssuer, AwardRevocation, IssuedCredential, IssuerKey
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Award, Person, Submission

log = structlog.get_logger(__name__)
LONGEST_REASON = 2_000
_AT_ONCE = 50


def anything_waits(server: Server, session: Session) -> bool:
    """Whether :func:`issue_due` has something to do."""
    unsigned = bool(public_address(server.settings)) and session.scalars(_without().limit(1)).first() is not None
    return (
        unsigned
        or session.scalars(_to_sign_anew().limit(1)).first() is not None
        or bool(status_lists.signed_with_a_compromised_key(session))
    )


def issue_due(server: Server) -> int:
    """Issue what has no credential yet, and sign anew what a compromised key had signed; how many credentials.

    Without a public address awards wait. One that can't be signed keeps none of the others from it.
    """
    with server.database.reading() as session:
        lists = status_lists.signed_with_a_compromised_key(session)
    for list_id in lists:
        _tried(_publish, server, list_id)
    done = _each(server, _to_sign_anew(), _sign_anew)
    return done + (_each(server, _without(), _issue) if public_address(server.settings) else 0)


def revoke(server: Server, submission_id: str, reason: str) -> None:
    """Take an award back, for a reason that its holder and everybody who verifies it is told. Raises Refused."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why the award is revoked: its holder and whoever verifies it are told.")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason may have {LONGEST_REASON} characters at most.")
    with server.database.writing() as session:
        award = session.get(Award, submission_id)
        if award is None:
            raise Refused(f"Submission {submission_id} has brought no award.")
        earlier = session.get(AwardRevocation, submission_id)
        if earlier is not None:
            raise Refused(f"This award was revoked on {earlier.revoked_at:%Y-%m-%d} already: {earlier.reason}")
        note_act(session, "award revoked")
        session.add(AwardRevocation(submission_id=submission_id, revoked_at=utc_now(), reason=reason))
        session.flush()
        issued = credential_of(session, submission_id)
        if issued is not None:
            status_lists.publish(server, session, issued.status_list_id)
        submission = session.get_one(Submission, submission_id)
        mail.tell(session, award.person_id, AwardRevoked(submission_id, mail.title_of(session, submission), reason))


def credential_of(session: Session, submission_id: str) -> IssuedCredential | None:
    return session.scalars(select(IssuedCredential).where(IssuedCredential.submission_id == submission_id)).first()


def _without() -> Select[str]:
    """Awards that still want a credential, oldest first; one that was revoked before it had any wants none."""
    return (
        select(Award.submission_id)
        .outerjoin(IssuedCredential, IssuedCredential.submission_id == Award.submission_id)
        .outerjoin(AwardRevocation, AwardRevocation.submission_id == Award.submission_id)
        .where(IssuedCredential.id.is_(None), AwardRevocation.submission_id.is_(None))
        .order_by(Award.awarded_at, Award.submission_id)
    )


def _to_sign_anew() -> Select[str]:
    return (
        select(IssuedCredential.submission_id)
        .join(IssuerKey, IssuerKey.id == IssuedCredential.key_id)
        .where(IssuerKey.compromised_at.is_not(None))
        .order_by(IssuedCredential.id)
    )


def _each(server: Server, waiting: Select[str], work: Callable[[Server, str], bool]) -> int:
    """Some at a time, until none is left that was not tried."""
    tried: set[str] = set()
    done = 0
    while True:
        with server.database.reading() as session:
            found = [each for each in session.scalars(waiting.limit(_AT_ONCE + len(tried))) if each not in tried]
        if not found:
            return done
        for submission_id in found:
            tried.add(submission_id)
            done += _tried(work, server, submission_id)


def _tried(work: Callable[[Server, str], bool], server: Server, what: str) -> bool:
    try:
        return work(server, what)
    except (Refused, OSError, ValueError, KeyError) as error:
        log.warning("an award or its status could not be signed", work=work.__name__, error=type(error).__name__)
        return False


def _publish(server: Server, list_id: str) -> bool:
    with server.database.writing() as session:
        note_act(session, "status list signed anew")
        status_lists.publish(server, session, list_id)
    return True


def _issue(server: Server, submission_id: str) -> bool:
    with server.database.reading() as session:
        earned = _earned(server, session, submission_id)
    signer, key_id = signer_for(server, earned.rubric.issuer)
    place, list_id = _place(server, signer, key_id)
    signed = _signed(credential(signer.issuer, earned, place), signer)
    with server.database.writing() as session:
        key = active_key(session, signer.issuer.id)
        taken = session.scalars(
            select(IssuedCredential.id).where(
                IssuedCredential.status_list_id == list_id, IssuedCredential.place == place.index
            )
        ).first()
        gone = session.get(AwardRevocation, submission_id) is not None
        if credential_of(session, submission_id) is not None or gone or taken or key is None or key.id != key_id:
            return False
        note_act(session, "credential issued")
        session.add(
            IssuedCredential(
                id=place.credential_id, submission_id=submission_id, issuer_id=signer.issuer.id, key_id=key_id,
                status_list_id=list_id, place=place.index, issued_at=utc_now(), signed_at=utc_now(), **signed,
            )
        )  # fmt: skip
    return True


def _place(server: Server, signer: Signer, key_id: str) -> tuple[Place, str]:
    with server.database.writing() as session:
        note_act(session, "status list begun")
        list_id = status_lists.list_with_room(session, signer, key_id)
        index = status_lists.free_place(session, list_id)
    place = Place(
        credential_id=secrets.token_hex(16), subject=uuid.uuid4().urn, salt=secrets.token_hex(16), list_id=list_id,
        index=index,
    )  # fmt: skip
    return place, list_id


def _sign_anew(server: Server, submission_id: str) -> bool:
    """The same credential, with the key that its issuer signs with now."""
    with server.database.reading() as session:
        row = credential_of(session, submission_id)
        if row is None:
            return False
        key = active_key(session, row.issuer_id)
        assert key is not None  # noqa: S101 - a rotation leaves a key that signs
        signer = Signer(as_issuer(session.get_one(AwardIssuer, row.issuer_id)), private_key(server, key))
    unsigned = {name: value for name, value in json.loads(row.document).items() if name != "proof"}
    signed = _signed(unsigned, signer)
    with server.database.writing() as session:
        now, current = session.get_one(IssuedCredential, row.id), active_key(session, row.issuer_id)
        if now.key_id != row.key_id or current is None or current.id != key.id:
            return False
        note_act(session, "credential signed anew")
        now.key_id, now.signed_at, now.document, now.jwt = key.id, utc_now(), signed["document"], signed["jwt"]
    return True


def _signed(unsigned: dict[str, Any], signer: Signer) -> dict[str, str]:
    """Both forms: one embeds its proof, the other envelops the same credential."""
    embedded = with_proof(unsigned, signer.key, signer.method, utc_now())
    return {"document": status_lists.as_text(embedded), "jwt": encode(unsigned, signer.key, signer.jwk_method)}


def _earned(server: Server, session: Session, submission_id: str) -> Earned:
    award, submission = session.get_one(Award, submission_id), session.get_one(Submission, submission_id)
    rubric: MicroCredential = credential_at(
        session, submission.micro_credential_id, submission.micro_credential_version
    )
    return Earned(
        rubric=rubric,
        levels={each.criterion_id: each.level for each in final_ratings(session, submission)},
        evidence=tuple(
            EvidenceTitle(each.title, each.requirement_id) for each in manifest_of(server, submission).evidence
        ),
        cpe_hours=award.cpe_hours,
        decided_at=award.decided_at,
        awarded_at=award.awarded_at,
        email=session.get_one(Person, award.person_id).email,
    )
