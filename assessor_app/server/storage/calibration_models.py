"""Tables of calibration: anchors, who was given which, attempts, and how a reviewer does since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class Anchor(Base):
    """A submission with true scores, of one version of a rubric. It retires with that version, or when it is told to.

    ``set_name`` is the set within its kind. ``fingerprint`` is of its evidence. ``packet`` is what a presentation's
    manifest is made of: attempt, evidence, earlier attempts. ``source_id`` is the real submission that it was, None for
    one written for the purpose.
    """

    __tablename__ = "anchors"
    __table_args__ = (
        ForeignKeyConstraint(
            ["micro_credential_id", "micro_credential_version"],
            ["micro_credentials.id", "micro_credentials.version"],
        ),
        Index("ix_anchors_of", "micro_credential_id", "micro_credential_version", "kind"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    micro_credential_id: Mapped[str]
    micro_credential_version: Mapped[int]
    kind: Mapped[str]
    set_name: Mapped[str]
    title: Mapped[str]
    true_scores: Mapped[dict[str, Any]]
    packet: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(index=True)
    source_id: Mapped[str | None] = mapped_column(ForeignKey("submissions.id"))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Presentation(Base):
    """An anchor as one person got it: a submission of its own, with an ID and a packet like any other.

    ``round_id`` is None for validity packets. ``scored_at`` is when the first reading of it was accepted. Where no
    approver is left who does not know the evidence, it ends by itself after ``close_after``, and did at ``closed_at``.
    """

    __tablename__ = "presentations"
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    anchor_id: Mapped[str] = mapped_column(ForeignKey("anchors.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    round_id: Mapped[str | None] = mapped_column(ForeignKey("calibration_rounds.id"), index=True)
    created_at: Mapped[datetime]
    scored_at: Mapped[datetime | None]
    close_after: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class CalibrationRound(Base):
    """A practice, or one attempt at qualifying. ``sets`` are the names of its sets; ``passed`` is None for practice."""

    __tablename__ = "calibration_rounds"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    micro_credential_id: Mapped[str]
    micro_credential_version: Mapped[int]
    kind: Mapped[str]
    sets: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    passed: Mapped[bool | None]


class Rater(Base):
    """How a person does with a micro-credential since they were calibrated.

    ``drift`` is :class:`domain.drift.DriftState`; ``advised_at`` and ``stopped_at`` say what followed, until the next
    calibration. ``assessed`` counts their readings of live work, ``last_work`` is the last reading of any.
    ``validity_at`` is when a validity packet is to come that is not tied to another packet; None when none is.
    """

    __tablename__ = "raters"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    drift: Mapped[dict[str, Any]]
    assessed: Mapped[int]
    last_work: Mapped[datetime | None]
    calibrated_at: Mapped[datetime | None]
    advised_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    validity_at: Mapped[datetime | None] = mapped_column(index=True)


class SecondReading(Base):
    """A live submission that is to be read by another assessor, independently.

    ``assignment_id`` is None while nobody was found; ``hold_until`` is until when the approver waits for it.
    """

    __tablename__ = "second_readings"
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    reason: Mapped[str]
    wanted_at: Mapped[datetime]
    assignment_id: Mapped[str | None] = mapped_column(ForeignKey("assignments.id"), index=True)
    assessment_id: Mapped[str | None] = mapped_column(ForeignKey("assessments.id"))
    hold_until: Mapped[datetime]
