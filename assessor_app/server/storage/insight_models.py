"""Tables of insights: sums that grow with each decision, so that nobody has to read a million ratings again.

``person_id`` is "" in rows that are the pool's.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class AgreementSum(Base):
    """Agreement by portfolio, as :class:`protocol.insights.Tally`."""

    __tablename__ = "agreement_sums"
    __table_args__ = (Index("ix_agreement_sums_person", "person_id"),)
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    against: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    portfolios: Mapped[int]
    ratings: Mapped[int]
    exact: Mapped[int]
    adjacent: Mapped[int]
    exact_squares: Mapped[int]
    exact_by_ratings: Mapped[int]
    ratings_squares: Mapped[int]
    difference: Mapped[float]


class AgreementCount(Base):
    """How often ``own`` met ``other`` (levels, from 1), by criterion of a rubric version."""

    __tablename__ = "agreement_counts"
    __table_args__ = (Index("ix_agreement_counts_person", "person_id"),)
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    micro_credential_version: Mapped[int] = mapped_column(primary_key=True)
    against: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    criterion_id: Mapped[str] = mapped_column(primary_key=True)
    own: Mapped[int] = mapped_column(primary_key=True)
    other: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class PersonMatrix(Base):
    """The same over all criteria with ``levels`` levels: what a rater's kappa is made of."""

    __tablename__ = "person_matrices"
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    against: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    levels: Mapped[int] = mapped_column(primary_key=True)
    own: Mapped[int] = mapped_column(primary_key=True)
    other: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class PaceSum(Base):
    """Assessments handed in, by month. Hours are from being given a submission, and of work on it."""

    __tablename__ = "pace_sums"
    __table_args__ = (Index("ix_pace_sums_person", "person_id"),)
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    submissions: Mapped[int]
    late: Mapped[int]
    hours: Mapped[float]
    active_hours: Mapped[float]


class PairSum(Base):
    """An assessor and the approver who decided on the same live submissions."""

    __tablename__ = "pair_sums"
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    assessor_id: Mapped[str] = mapped_column(primary_key=True)
    approver_id: Mapped[str] = mapped_column(primary_key=True)
    portfolios: Mapped[int]
    ratings: Mapped[int]
    exact: Mapped[int]


class CorrectionSum(Base):
    """Ratings of validity packets that an assessor had wrong, and those of them that this approver put right."""

    __tablename__ = "correction_sums"
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    wrong: Mapped[int]
    corrected: Mapped[int]


class DayCount(Base):
    """Live submissions that came in and that were decided on a day (UTC, ``2026-11-25``)."""

    __tablename__ = "day_counts"
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    arrived: Mapped[int]
    decided: Mapped[int]


class CopyFlag(Base):
    """Two people whose wrong answers on anchors are the same far beyond chance; ``first_id`` < ``second_id``."""

    __tablename__ = "copy_flags"
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    first_id: Mapped[str] = mapped_column(primary_key=True)
    second_id: Mapped[str] = mapped_column(primary_key=True)
    common_wrong: Mapped[int]
    identical: Mapped[int]
    expected: Mapped[float]
    p: Mapped[float]


class Chore(Base):
    """When the server last did something that it does by itself, such as looking for drift."""

    __tablename__ = "chores"
    name: Mapped[str] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]
