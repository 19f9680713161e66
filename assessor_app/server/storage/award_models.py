"""Tables of what an earned micro-credential brings: revocations, signing keys, credentials, their status."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class AwardRevocation(Base):
    """An award that the issuer took back, with the reason that its holder and verifiers are told."""

    __tablename__ = "award_revocations"
    submission_id: Mapped[str] = mapped_column(ForeignKey("awards.submission_id"), primary_key=True)
    revoked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


class AwardIssuer(Base):
    """An issuer as credentials know it. ``name`` is :attr:`MicroCredential.issuer`; ``address`` is where the server was
    reached when it began, which is part of its identifier and never changes."""

    __tablename__ = "award_issuers"
    __table_args__ = (UniqueConstraint("name", "address"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    created_at: Mapped[datetime]


class IssuerKey(Base):
    """An Ed25519 key of an issuer; its private half is a file of the data folder. Signs while ``retired_at`` is None.

    ``compromised_at``: what it signed proves nothing any more.
    """

    __tablename__ = "issuer_keys"
    id: Mapped[str] = mapped_column(primary_key=True)
    issuer_id: Mapped[str] = mapped_column(ForeignKey("award_issuers.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    compromised_at: Mapped[datetime | None]


class StatusList(Base):
    """A status list of an issuer in both forms, signed with ``key_id`` at ``signed_at``: what verifiers get."""

    __tablename__ = "status_lists"
    id: Mapped[str] = mapped_column(primary_key=True)
    issuer_id: Mapped[str] = mapped_column(ForeignKey("award_issuers.id"), index=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("issuer_keys.id"), index=True)
    signed_at: Mapped[datetime]
    document: Mapped[str] = mapped_column(Text)
    jwt: Mapped[str] = mapped_column(Text)


class IssuedCredential(Base):
    """The credential of an award in both forms. ``id`` can't be guessed; ``place`` is its bit in the status list."""

    __tablename__ = "issued_credentials"
    __table_args__ = (UniqueConstraint("status_list_id", "place"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("awards.submission_id"), unique=True)
    issuer_id: Mapped[str] = mapped_column(ForeignKey("award_issuers.id"), index=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("issuer_keys.id"), index=True)
    status_list_id: Mapped[str] = mapped_column(ForeignKey("status_lists.id"))
    place: Mapped[int]
    issued_at: Mapped[datetime]
    signed_at: Mapped[datetime]
    document: Mapped[str] = mapped_column(Text)
    jwt: Mapped[str] = mapped_column(Text)
