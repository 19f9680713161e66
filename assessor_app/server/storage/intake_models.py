"""Tables of a submission on its way in: portfolios, their evidence, the jobs that prepare it, and unsure places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class ApplicantIdentity(Base):
    """What is known of an applicant beyond their account, as of :class:`domain.identity.known.Identity`."""

    __tablename__ = "applicant_identities"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    data: Mapped[dict[str, Any]]


class Portfolio(Base):
    """An attempt before it is handed in and while it is prepared. ``people`` are whom the applicant lists."""

    __tablename__ = "portfolios"
    id: Mapped[str] = mapped_column(primary_key=True)
    applicant_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    micro_credential_id: Mapped[str]
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submissions.id"), unique=True)
    people: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class PortfolioItem(Base):
    """A piece of evidence as it was handed in. ``original`` names a file that only the server reads.

    ``result`` is what a packet will hold of it (:class:`server.preparing.result.Prepared`), None until it is prepared;
    ``refused`` is the sentence for the applicant when it can't be.
    """

    __tablename__ = "portfolio_items"
    id: Mapped[str] = mapped_column(primary_key=True)
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), index=True)
    requirement_id: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    link: Mapped[str | None] = mapped_column(Text)
    original: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[int | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    refused: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class IntakeJob(Base):
    """One step of work on a portfolio or one of its items. A worker holds it until ``lease_until`` at most."""

    __tablename__ = "intake_jobs"
    __table_args__ = (UniqueConstraint("portfolio_id", "item_id", "step"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), index=True)
    item_id: Mapped[str] = mapped_column(server_default="")
    step: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempts: Mapped[int]
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]


class Redaction(Base):
    """A place where a word may be a name. ``choice`` is the issuer's, None while it waits. ``page`` counts from 0."""

    __tablename__ = "redactions"
    __table_args__ = (UniqueConstraint("item_id", "place"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("portfolio_items.id"))
    place: Mapped[str]
    word: Mapped[str]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    where: Mapped[str]
    page: Mapped[int | None]
    choice: Mapped[str | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
