"""What is read of awards: one's own, and what is public of issuers, achievements, status lists and credentials."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.awards import achievement as achievements
from assessor_app.server.awards import badge
from assessor_app.server.awards.credential import address_of
from assessor_app.server.awards.issuers import Issuer, PublicKey
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.issuer_keys import active_key, as_issuer, published_keys
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.award_models import AwardIssuer, AwardRevocation, IssuedCredential, StatusList
from assessor_app.server.storage.models import Award, Submission


class CredentialLinks(Value):
    """Where a credential is found, by whoever is given the address: both signed forms, two pictures, its page."""

    id: str
    document: str
    jwt: str
    png: str
    svg: str
    verify: str


class AwardView(Value):
    """``credential`` is None until it is issued, or for good where the award was revoked before."""

    submission_id: str
    micro_credential_id: str
    micro_credential_version: int
    title: str
    issuer: str
    cpe_hours: int
    decided_at: datetime
    awarded_at: datetime
    revoked_at: datetime | None
    reason: str
    credential: CredentialLinks | None


def own_awards(session: Session, caller: Caller, piece: Wanted) -> Page[AwardView]:
    keys = (Award.awarded_at, Award.submission_id)
    return paged(session, _own(caller), keys, piece, lambda row: _view(session, row), newest_first=True)


def own_award(session: Session, caller: Caller, submission_id: str) -> AwardView:
    """Raises ProblemError for none, and for somebody else's."""
    row = session.execute(_own(caller).where(Award.submission_id == submission_id)).first()
    if row is None:
        raise _nothing("There is no award of yours for this submission.")
    return _view(session, row)


def issuer_and_keys(session: Session, issuer_id: str) -> tuple[Issuer, tuple[PublicKey, ...], bytes]:
    """An issuer, every key that it had, and the one that signs now. Raises ProblemError."""
    row = session.get(AwardIssuer, issuer_id)
    if row is None:
        raise _nothing("There is no such issuer.")
    active = active_key(session, issuer_id)
    return as_issuer(row), published_keys(session, issuer_id), active.public_key if active is not None else b""


def achievement_of(session: Session, micro_credential_id: str, version: int) -> tuple[MicroCredential, dict[str, Any]]:
    """A micro-credential that somebody has earned: only then is it public. Raises ProblemError."""
    issued = session.execute(
        select(AwardIssuer)
        .join(IssuedCredential, IssuedCredential.issuer_id == AwardIssuer.id)
        .join(Submission, Submission.id == IssuedCredential.submission_id)
        .where(Submission.micro_credential_id == micro_credential_id, Submission.micro_credential_version == version)
        .order_by(AwardIssuer.created_at.desc())
        .limit(1)
    ).scalar()
    if issued is None:
        raise _nothing("There is no such achievement, or nobody has earned it yet.")
    rubric = credential_at(session, micro_credential_id, version)
    document = {"@context": list(achievements.CONTEXTS), **achievements.achievement(as_issuer(issued), rubric)}
    return rubric, document


def status_list(session: Session, list_id: str) -> StatusList:
    """Raises ProblemError."""
    row = session.get(StatusList, list_id)
    if row is None:
        raise _nothing("There is no such status list.")
    return row


def issued(session: Session, credential_id: str) -> IssuedCredential:
    """Raises ProblemError."""
    row = session.get(IssuedCredential, credential_id)
    if row is None:
        raise _nothing("There is no such credential.")
    return row


def badge_of(session: Session, row: IssuedCredential) -> badge.Badge:
    submission = session.get_one(Submission, row.submission_id)
    rubric = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    return badge.badge_of(rubric)


def _own(caller: Caller) -> Any:
    """A statement of five entities, the last three of which may be missing."""
    return (
        select(Award, Submission, AwardRevocation, IssuedCredential, AwardIssuer)
        .join(Submission, Submission.id == Award.submission_id)
        .outerjoin(AwardRevocation, AwardRevocation.submission_id == Award.submission_id)
        .outerjoin(IssuedCredential, IssuedCredential.submission_id == Award.submission_id)
        .outerjoin(AwardIssuer, AwardIssuer.id == IssuedCredential.issuer_id)
        .where(Award.person_id == caller.person_id)
    )


def _view(session: Session, row: Any) -> AwardView:
    award, submission, revocation, credential, issuer = row
    rubric = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    return AwardView(
        submission_id=submission.id,
        micro_credential_id=rubric.id,
        micro_credential_version=rubric.version,
        title=rubric.title,
        issuer=rubric.issuer,
        cpe_hours=award.cpe_hours,
        decided_at=award.decided_at,
        awarded_at=award.awarded_at,
        revoked_at=revocation.revoked_at if revocation is not None else None,
        reason=revocation.reason if revocation is not None else "",
        credential=links(as_issuer(issuer), credential.id) if credential is not None else None,
    )


def links(issuer: Issuer, credential_id: str) -> CredentialLinks:
    address = address_of(issuer, credential_id)
    return CredentialLinks(
        id=address, document=f"{address}.json", jwt=f"{address}.jwt", png=f"{address}.png", svg=f"{address}.svg",
        verify=f"{address}/verify",
    )  # fmt: skip


def readable(row: IssuedCredential) -> str:
    """The signed document as people read it: the proof is over what it says, not over its spaces."""
    return json.dumps(json.loads(row.document), ensure_ascii=False, indent=2)


def _nothing(said: str) -> ProblemError:
    return ProblemError(problem(ProblemType.NOT_FOUND, said))
