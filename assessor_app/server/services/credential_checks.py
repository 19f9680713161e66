"""Whether a credential that somebody shows is what this server issued, and whether it still holds.

What is shown is compared with what was issued before anything of it is canonicalised: the algorithm can be made to take
very long, and words that no context knows would not be covered by the proof. Everybody else verifies with software of
their own; here the issuer says what it stands by.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assessor_app.protocol.signing import BadSignature
from assessor_app.server.awards import recipient
from assessor_app.server.awards.baking import NoCredential, extract
from assessor_app.server.awards.credential import address_of
from assessor_app.server.awards.data_integrity import check_proof, split
from assessor_app.server.awards.issuers import Issuer, PublicKey, jwk_method_of, method_of
from assessor_app.server.awards.vc_jwt import decode
from assessor_app.server.services.issuer_keys import as_issuer, published_keys
from assessor_app.server.storage.award_models import AwardIssuer, AwardRevocation, IssuedCredential

_ADDRESS = re.compile(r"https://[^\s/]+/credentials/([0-9a-f]{32})(?:\.(?:jwt|png|svg)|/verify)?")
Form = str | dict[str, Any]
"""A credential as it travels: a compact JWT, or a document with its proof."""


class Verdict(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    OUTDATED = "outdated"
    CHANGED = "changed"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. ``issued`` is the credential as it was issued, not as it was shown; None: there is none of ours.

    ``key`` is the id of the key that signed what was shown. ``theirs``: whether it belongs to the e-mail address that
    was asked for; None where nobody asked.
    """

    verdict: Verdict
    issued: dict[str, Any] | None = None
    key: str = ""
    revoked_at: datetime | None = None
    reason: str = ""
    theirs: bool | None = None


def check_shown(session: Session, shown: bytes, email: str = "") -> Checked:
    """``shown`` is a picture, a document, a JWT, or the address of a credential."""
    try:
        found = _ADDRESS.fullmatch(shown.decode("ascii", "replace").strip())
        row = session.get(IssuedCredential, found.group(1)) if found is not None else None
        if row is not None:
            return check_issued(session, row, email)
        form = extract(shown)
        row = _claimed(session, form)
        return Checked(Verdict.FOREIGN) if row is None else _judged(session, row, form, email)
    except (NoCredential, RecursionError):
        return Checked(Verdict.UNREADABLE)


def check_issued(session: Session, row: IssuedCredential, email: str = "") -> Checked:
    """What a credential's own page says: both forms are looked at."""
    checked = _judged(session, row, json.loads(row.document), email)
    other = _judged(session, row, row.jwt, email)
    return checked if checked.verdict == other.verdict else other


def _claimed(session: Session, form: Form) -> IssuedCredential | None:
    """The credential that this claims to be; None: none of this server's."""
    claimed = (_unchecked(form) if isinstance(form, str) else form).get("id")
    found = _ADDRESS.fullmatch(claimed) if isinstance(claimed, str) else None
    row = session.get(IssuedCredential, found.group(1)) if found is not None else None
    if row is None or claimed != address_of(_issuer(session, row), row.id):
        return None
    return row


def _unchecked(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    try:
        content = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError):
        raise NoCredential("the token can't be read") from None
    return content if isinstance(content, dict) else {}


def _judged(session: Session, row: IssuedCredential, form: Form, email: str) -> Checked:
    issued = {name: value for name, value in json.loads(row.document).items() if name != "proof"}
    try:
        key, method = _signing_key(form, _issuer(session, row), published_keys(session, row.issuer_id), issued)
    except BadSignature:
        return Checked(Verdict.CHANGED, issued)
    revocation = session.get(AwardRevocation, row.submission_id)
    holds = Verdict.VALID if key.compromised_at is None else Verdict.OUTDATED
    return Checked(
        verdict=holds if revocation is None else Verdict.REVOKED,
        issued=issued,
        key=method,
        revoked_at=revocation.revoked_at if revocation is not None else None,
        reason=revocation.reason if revocation is not None else "",
        theirs=recipient.belongs_to(issued["credentialSubject"]["identifier"], email) if email.strip() else None,
    )


def _signing_key(
    form: Form, issuer: Issuer, keys: tuple[PublicKey, ...], issued: dict[str, Any]
) -> tuple[PublicKey, str]:
    """The key of the issuer's that signed this very credential. Raises BadSignature."""
    if isinstance(form, str):
        for key in keys:
            try:
                same = _same(decode(form, key.public), issued)
            except BadSignature:
                continue
            if same:
                return key, jwk_method_of(issuer, key.public)
        raise BadSignature("no key of the issuer signed it as it stands")
    document, proof = split(form)
    named = {method_of(issuer, key.public): key for key in keys}
    found = named.get(proof["verificationMethod"])
    if found is None or not _same(document, issued):
        raise BadSignature("it is not what was issued")
    check_proof(form, found.public)
    return found, proof["verificationMethod"]


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """By their JSON: for Python, true and 1 would be the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _issuer(session: Session, row: IssuedCredential) -> Issuer:
    return as_issuer(session.get_one(AwardIssuer, row.issuer_id))
