"""Issuers' identities and the keys that they sign awards with.

Private keys are files of the data folder (``issuer-keys/``), as the key of packets is: several machines share that
folder, and whoever gets hold of the database, or of a backup of it, can't sign with it. Rows hold the public halves,
because those have to be published as long as anything that they signed is shown to somebody.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.protocol.signing import SigningKey
from assessor_app.server.awards.issuers import Issuer, PublicKey, Signer
from assessor_app.server.opening import Server
from assessor_app.server.services.refused import Refused
from assessor_app.server.settings import Settings
from assessor_app.server.storage.award_models import AwardIssuer, IssuerKey
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.keyfile import load_or_make_key


def public_address(settings: Settings) -> str:
    """Where everybody reaches this server by https; "" where nobody does, and then no award is issued."""
    return settings.public_url if settings.public_url.startswith("https://") else ""


def signer_for(server: Server, name: str) -> tuple[Signer, str]:
    """The issuer of that name with the key that it signs with now, and the key's id; both made where there are none.

    Raises Refused while the server has no public address.
    """
    address = public_address(server.settings)
    if not address:
        raise Refused("Awards are issued once ASSESSOR_PUBLIC_URL is the public https address of this server.")
    with server.database.reading() as session:
        issuer = _issuer(session, name, address)
        active = active_key(session, issuer.id) if issuer is not None else None
    if issuer is None or active is None:
        issuer, active = _begin(server, name, address)
    return Signer(as_issuer(issuer), private_key(server, active)), active.id


def _begin(server: Server, name: str, address: str) -> tuple[AwardIssuer, IssuerKey]:
    """Another machine may do the same at the same time; then its issuer and its key are taken."""
    made = _new_key_file(server)
    with server.database.writing() as session:
        issuer = _issuer(session, name, address)
        if issuer is None:
            issuer = AwardIssuer(id=secrets.token_hex(8), name=name, address=address, created_at=utc_now())
            session.add(issuer)
            session.flush()
        active = active_key(session, issuer.id)
        if active is None:
            active = _add_key(session, issuer, *made)
            note_act(session, "issuer key made")
    if active.id != made[0]:
        _file(server, made[0]).unlink(missing_ok=True)
    return issuer, active


def rotate(server: Server, name: str, *, compromised: bool = False) -> int:
    """From now on every identity of this issuer signs with a new key; how many there are. Raises Refused.

    The old key stays published; its private half is deleted. With ``compromised`` it, and every key before it, vouches
    for nothing any more: what they signed is signed anew by the chore (``awarding.issue_due``).
    """
    with server.database.reading() as session:
        ids = list(session.scalars(select(AwardIssuer.id).where(AwardIssuer.name == name)))
    if not ids:
        raise Refused(f"There is no issuer “{name}” that has signed anything yet.")
    made, old_ids = [_new_key_file(server) for _ in ids], []
    with server.database.writing() as session:
        note_act(session, "issuer key compromised" if compromised else "issuer key rotated")
        for issuer_id, new in zip(ids, made, strict=True):
            for old in session.scalars(select(IssuerKey).where(IssuerKey.issuer_id == issuer_id)):
                old.retired_at = old.retired_at or utc_now()
                if compromised:
                    old.compromised_at = old.compromised_at or utc_now()
                old_ids.append(old.id)
            _add_key(session, session.get_one(AwardIssuer, issuer_id), *new)
    # What was retired never signs again, and what is gone can't be taken.
    for key_id in old_ids:
        _file(server, key_id).unlink(missing_ok=True)
    return len(ids)


def private_key(server: Server, row: IssuerKey) -> SigningKey:
    """Raises Refused where its file is gone: no other key is made under its name."""
    file = _file(server, row.id)
    try:
        key = SigningKey(bytes.fromhex(file.read_text("ascii").strip()))
    except (OSError, ValueError):
        raise Refused(
            f"The issuer's key {row.id} can't be read from {file.parent}; put its backup in place, or rotate the key."
        ) from None
    if key.public != row.public_key:
        raise Refused(f"The file {file} holds another key than the one that was published.")
    return key


def active_key(session: Session, issuer_id: str) -> IssuerKey | None:
    """The key that the issuer signs with now."""
    return session.scalars(
        select(IssuerKey).where(IssuerKey.issuer_id == issuer_id, IssuerKey.retired_at.is_(None))
    ).first()


def published_keys(session: Session, issuer_id: str) -> tuple[PublicKey, ...]:
    """Every key that the issuer ever had, oldest first."""
    rows = session.scalars(
        select(IssuerKey).where(IssuerKey.issuer_id == issuer_id).order_by(IssuerKey.created_at, IssuerKey.id)
    )
    return tuple(PublicKey(row.public_key, row.compromised_at) for row in rows)


def as_issuer(row: AwardIssuer) -> Issuer:
    return Issuer(row.id, row.name, row.address)


def _issuer(session: Session, name: str, address: str) -> AwardIssuer | None:
    return session.scalars(select(AwardIssuer).where(AwardIssuer.name == name, AwardIssuer.address == address)).first()


def _new_key_file(server: Server) -> tuple[str, SigningKey]:
    """Made before the row that speaks of it, so that there never is a row without its key."""
    key_id = secrets.token_hex(16)
    _file(server, key_id).parent.mkdir(mode=0o700, exist_ok=True)
    return key_id, load_or_make_key(_file(server, key_id), server.database)


def _add_key(session: Session, issuer: AwardIssuer, key_id: str, key: SigningKey) -> IssuerKey:
    row = IssuerKey(id=key_id, issuer_id=issuer.id, public_key=key.public, created_at=utc_now(),
                    retired_at=None, compromised_at=None)  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _file(server: Server, key_id: str) -> Path:
    return server.data / "issuer-keys" / f"{key_id}.key"
