"""The tables by which submissions of different applicants are compared, and the flags that come of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class FingerprintRow(Base):
    """One piece of evidence of one submission, as others are compared with it.

    ``content`` is the SHA-256 of all that is compared. ``texts`` are the anonymised pages, zlib over a JSON list;
    ``shingles`` their different hashes, sorted, 4 bytes each, the lowest first. ``draw`` is a lot of the applicant's,
    uniform over 63 bits: those with the lowest lots are a fair sample of all.
    """

    __tablename__ = "similarity_fingerprints"
    __table_args__ = (
        UniqueConstraint("submission_id", "evidence_id"),
        Index("ix_similarity_fingerprints_sha256", "micro_credential_id", "sha256"),
        Index("ix_similarity_fingerprints_draw", "micro_credential_id", "draw"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    micro_credential_id: Mapped[str]
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"))
    evidence_id: Mapped[str]
    applicant_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    draw: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(String(64))
    texts: Mapped[bytes] = mapped_column(LargeBinary)
    shingles: Mapped[bytes] = mapped_column(LargeBinary)


class TextBand(Base):
    """A value by which texts alike find each other; the key is the look-up."""

    __tablename__ = "similarity_text_bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    fingerprint_id: Mapped[int] = mapped_column(
        ForeignKey("similarity_fingerprints.id"), primary_key=True, autoincrement=False, index=True
    )


class PictureRow(Base):
    """One view of a picture. ``page`` counts from 0; the hashes have 32 and 8 bytes, the highest first."""

    __tablename__ = "similarity_pictures"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint_id: Mapped[int] = mapped_column(ForeignKey("similarity_fingerprints.id"), index=True)
    page: Mapped[int]
    view: Mapped[str]
    phash: Mapped[bytes] = mapped_column(LargeBinary(32))
    dhash: Mapped[bytes] = mapped_column(LargeBinary(8))


class PictureBand(Base):
    """A value by which pictures alike find each other; the key is the look-up."""

    __tablename__ = "similarity_picture_bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(
        ForeignKey("similarity_pictures.id"), primary_key=True, autoincrement=False, index=True
    )


class TemplateRow(Base):
    """What the issuer says everybody may hand in. ``shingles`` are kept as those of fingerprints are.

    ``pictures`` are lists of view, phash and dhash, the hashes in hex.
    """

    __tablename__ = "similarity_templates"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    micro_credential_id: Mapped[str] = mapped_column(index=True)
    shingles: Mapped[bytes] = mapped_column(LargeBinary)
    pictures: Mapped[list[list[str]]] = mapped_column(JSON)
    declared_at: Mapped[datetime]


class SimilarityFlag(Base):
    """Evidence of two applicants that looks like one piece of work. ``id`` follows from the pair.

    ``passages`` are objects of ``own`` and ``other`` (texts, empty for pictures), and ``own_page`` and ``other_page``,
    which count from 0.
    ``settled`` is None while nobody has judged, then ``dismissed`` or ``upheld``.
    """

    __tablename__ = "similarity_flags"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    evidence_id: Mapped[str]
    other_submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    other_evidence_id: Mapped[str]
    kind: Mapped[str]
    score: Mapped[float] = mapped_column(Float)
    passages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    settled: Mapped[str | None]
