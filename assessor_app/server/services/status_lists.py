"""Status lists: a place for each credential, and the signed lists that verifiers are given."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.awards import status_list
from assessor_app.server.awards.data_integrity import with_proof
from assessor_app.server.awards.issuers import Signer
from assessor_app.server.awards.vc_jwt import encode
from assessor_app.server.opening import Server
from assessor_app.server.services.issuer_keys import active_key, as_issuer, private_key
from assessor_app.server.storage.award_models import (
    AwardIssuer,
    AwardRevocation,
    IssuedCredential,
    IssuerKey,
    StatusList,
)


def list_with_room(session: Session, signer: Signer, key_id: str) -> str:
    """The id of a list of this issuer that has places left; a new one where none has."""
    used = (
        select(IssuedCredential.status_list_id, func.count().label("used"))
        .group_by(IssuedCredential.status_list_id)
        .subquery()
    )
    found = session.scalars(
        select(StatusList.id)
        .outerjoin(used, used.c.status_list_id == StatusList.id)
        .where(StatusList.issuer_id == signer.issuer.id, func.coalesce(used.c.used, 0) < status_list.ROOM)
        .order_by(StatusList.id)
    ).first()
    if found is not None:
        return found
    row = StatusList(id=secrets.token_hex(8), issuer_id=signer.issuer.id, key_id=key_id, signed_at=utc_now(),
                     document="", jwt="")  # fmt: skip
    _sign(row, signer, key_id, ())
    session.add(row)
    session.flush()
    return row.id


def free_place(session: Session, list_id: str) -> int:
    """A place of the list that nobody has, by chance. A quarter of the list is always free, so a few tries find one."""
    while True:
        place = secrets.randbelow(status_list.SIZE)
        taken = select(IssuedCredential.id).where(
            IssuedCredential.status_list_id == list_id, IssuedCredential.place == place
        )
        if session.scalars(taken).first() is None:
            return place


def publish(server: Server, session: Session, list_id: str) -> None:
    """Sign the list anew, as the revocations stand in this transaction. Raises Refused where the key is gone."""
    row = session.get_one(StatusList, list_id)
    key = active_key(session, row.issuer_id)
    assert key is not None  # noqa: S101 - who has a list has a key, and a rotation leaves another
    signer = Signer(as_issuer(session.get_one(AwardIssuer, row.issuer_id)), private_key(server, key))
    revoked = session.scalars(
        select(IssuedCredential.place)
        .join(AwardRevocation, AwardRevocation.submission_id == IssuedCredential.submission_id)
        .where(IssuedCredential.status_list_id == list_id)
    )
    _sign(row, signer, key.id, tuple(revoked))


def signed_with_a_compromised_key(session: Session) -> list[str]:
    """Lists that have to be signed anew."""
    return list(
        session.scalars(
            select(StatusList.id)
            .join(IssuerKey, IssuerKey.id == StatusList.key_id)
            .where(IssuerKey.compromised_at.is_not(None))
        )
    )


def is_revoked(row: StatusList, place: int) -> bool:
    """What the list that is published says of a place."""
    subject: dict[str, Any] = json.loads(row.document)["credentialSubject"]
    return status_list.is_set(subject["encodedList"], place)


def _sign(row: StatusList, signer: Signer, key_id: str, revoked: tuple[int, ...]) -> None:
    row.signed_at, row.key_id = utc_now(), key_id
    unsigned = status_list.credential(signer.issuer, row.id, revoked, row.signed_at)
    row.document = as_text(with_proof(unsigned, signer.key, signer.method, row.signed_at))
    row.jwt = encode(unsigned, signer.key, signer.jwk_method)


def as_text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
