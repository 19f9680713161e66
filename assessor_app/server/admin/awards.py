"""Awards and the keys that they are signed with, as an administrator sees to them."""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.server.awards import badge, baking
from assessor_app.server.awards.credential import address_of
from assessor_app.server.awards.multikey import multikey
from assessor_app.server.opening import Server
from assessor_app.server.services import award_views, awarding, issuer_keys
from assessor_app.server.services.credential_checks import check_issued
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.award_models import AwardIssuer, AwardRevocation, IssuedCredential, IssuerKey
from assessor_app.server.storage.models import Award, Person


def listed(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    with server.database.reading() as session:
        rows = session.execute(
            select(Award, Person.email, AwardRevocation.revoked_at, IssuedCredential.id)
            .join(Person, Person.id == Award.person_id)
            .outerjoin(AwardRevocation, AwardRevocation.submission_id == Award.submission_id)
            .outerjoin(IssuedCredential, IssuedCredential.submission_id == Award.submission_id)
            .order_by(Award.awarded_at, Award.submission_id)
        )
        return [
            {
                "submission": award.submission_id,
                "email": email,
                "micro_credential": award.micro_credential_id,
                "decided": f"{award.decided_at:%Y-%m-%d}",
                "hours": award.cpe_hours,
                "state": "revoked" if revoked else "issued" if credential else "waits for its credential",
                "credential": credential or "",
            }
            for award, email, revoked, credential in rows
        ]


def shown(server: Server, args: argparse.Namespace) -> dict[str, Any]:
    """Everything about one award, and what its own page says of it."""
    with server.database.reading() as session:
        award = session.get(Award, args.submission)
        if award is None:
            raise Refused(f"Submission {args.submission} has brought no award.")
        found: dict[str, Any] = {
            "submission": award.submission_id,
            "email": session.get_one(Person, award.person_id).email,
            "micro_credential": award.micro_credential_id,
            "decided": award.decided_at.isoformat(),
            "awarded": award.awarded_at.isoformat(),
            "hours": award.cpe_hours,
        }
        revocation = session.get(AwardRevocation, args.submission)
        if revocation is not None:
            found |= {"revoked": revocation.revoked_at.isoformat(), "reason": revocation.reason}
        row = awarding.credential_of(session, args.submission)
        if row is not None:
            checked = check_issued(session, row)
            issuer = issuer_keys.as_issuer(session.get_one(AwardIssuer, row.issuer_id))
            found |= {
                "credential": address_of(issuer, row.id), "issued": row.issued_at.isoformat(),
                "signed": row.signed_at.isoformat(), "key": checked.key, "verifies": checked.verdict.value,
            }  # fmt: skip
        return found


def revoke(server: Server, args: argparse.Namespace) -> str:
    awarding.revoke(server, args.submission, args.reason)
    return f"Revoked the award of {args.submission}; its holder is told why, and so is everybody who verifies it."


def issue(server: Server, args: argparse.Namespace) -> str:
    if not issuer_keys.public_address(server.settings):
        raise Refused("Awards are issued once ASSESSOR_PUBLIC_URL is the public https address of this server.")
    return f"Signed {awarding.issue_due(server)} credentials."


def export(server: Server, args: argparse.Namespace) -> str:
    """One credential in the form that the file's ending names, or all of them in a ZIP."""
    with server.database.reading() as session:
        if args.submission:
            row = awarding.credential_of(session, args.submission)
            if row is None:
                raise Refused(f"Submission {args.submission} has no credential.")
            args.file.write_bytes(_form(session, row, args.file))
            return f"Wrote {args.file}."
        if args.file.suffix.lower() != ".zip":
            raise Refused("All credentials together make a .zip; for a single one say --submission.")
        rows = session.scalars(select(IssuedCredential).order_by(IssuedCredential.id)).all()
        with zipfile.ZipFile(args.file, "w", zipfile.ZIP_DEFLATED) as archive:
            for row in rows:
                archive.writestr(f"{row.id}.json", row.document)
                archive.writestr(f"{row.id}.jwt", row.jwt)
        return f"Wrote {len(rows)} credentials to {args.file}."


def _form(session: Session, row: IssuedCredential, file: Path) -> bytes:
    match file.suffix.lower():
        case ".json":
            return row.document.encode("utf-8")
        case ".jwt":
            return row.jwt.encode("ascii")
        case ".png":
            return baking.bake_png(badge.png(award_views.badge_of(session, row)), row.document)
        case ".svg":
            return baking.bake_svg(badge.svg(award_views.badge_of(session, row)), row.document).encode("utf-8")
    raise Refused("A credential is a .json, a .jwt, a .png or an .svg.")


def keys(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    with server.database.reading() as session:
        signed = dict(
            session.execute(select(IssuedCredential.key_id, func.count()).group_by(IssuedCredential.key_id)).all()
        )
        rows = session.execute(
            select(AwardIssuer, IssuerKey)
            .join(IssuerKey, IssuerKey.issuer_id == AwardIssuer.id)
            .order_by(AwardIssuer.name, AwardIssuer.id, IssuerKey.created_at)
        )
        return [
            {
                "issuer": issuer.name,
                "identifier": issuer_keys.as_issuer(issuer).did,
                "key": multikey(key.public_key),
                "since": f"{key.created_at:%Y-%m-%d}",
                "state": "compromised" if key.compromised_at else "retired" if key.retired_at else "signs",
                "credentials": signed.get(key.id, 0),
            }
            for issuer, key in rows
        ]


def rotate(server: Server, args: argparse.Namespace) -> str:
    issuer_keys.rotate(server, args.issuer, compromised=args.compromised)
    if not args.compromised:
        return f"{args.issuer} signs with a new key; what the old one signed still verifies."
    signed = awarding.issue_due(server)
    return (
        f"{args.issuer} signs with a new key. The old ones are published as compromised; {signed} credentials were "
        "signed anew."
    )
