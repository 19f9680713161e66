"""Tables of the local database. Times are text in ISO 8601 with an offset, as they travel."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dict[str, Any]: JSON(none_as_null=True), Any: JSON(none_as_null=False)}  # noqa: RUF012


class Setting(Base):
    """Single values: identity of the device, tokens, cursor, the server's keys."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any]


class MicroCredentialRow(Base):
    __tablename__ = "micro_credentials"
    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]


class AssignmentRow(Base):
    """A row of the queue as the server gave it. Replaced only by a server reply.

    ``ended_at`` is when this computer learned that nothing is left to do in it; None while there is.
    """

    __tablename__ = "assignments"
    submission_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    status: Mapped[str]
    data: Mapped[dict[str, Any]]
    ended_at: Mapped[str | None] = mapped_column(default=None)


class DraftCellRow(Base):
    """A cell of this person's draft as the server has it. Replaced only by a server reply.

    ``submission_id`` is empty for the person's own library and filters. Triggers keep ``written``, the full-text index
    of feedback and rationales, in step with this table.
    """

    __tablename__ = "draft_cells"
    submission_id: Mapped[str] = mapped_column(primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any]
    event_id: Mapped[str]


class PendingStatus(StrEnum):
    WAITING = "waiting"
    """Not sent yet; a draft cell may still change in place."""
    SEALED = "sealed"
    """Signed and chained, perhaps sent, answer not seen yet: will be sent again, byte for byte."""
    REJECTED = "rejected"
    """Refused by the server; kept until the person decides."""
    SECOND_READING = "second_reading"
    """Accepted as a second reading; kept until the person has seen it."""


class PendingEvent(Base):
    """What the person did and the server has not settled yet. A person's action writes here and nowhere else."""

    __tablename__ = "pending_events"
    __table_args__ = (
        Index("ix_pending_events_submission_id", "submission_id"),
        Index("ix_pending_events_status", "status"),
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(unique=True)
    type: Mapped[str]
    submission_id: Mapped[str]
    cell: Mapped[str | None]
    base_version: Mapped[int]
    occurred_at: Mapped[str]
    body: Mapped[dict[str, Any]]
    status: Mapped[str]
    sealed: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[dict[str, Any] | None]


class PacketState(StrEnum):
    WANTED = "wanted"
    COMPLETE = "complete"
    REFUSED = "refused"


class PacketRow(Base):
    """A packet on this computer. Deleting the row deletes ``key``, and with it every blob of the packet for good."""

    __tablename__ = "packets"
    submission_id: Mapped[str] = mapped_column(primary_key=True)
    manifest_sha256: Mapped[str]
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    state: Mapped[str]
    problem: Mapped[str] = mapped_column(default="")
    manifest: Mapped[dict[str, Any] | None]


class BlobRow(Base):
    """One encrypted file of a packet. ``file`` is a random name; ``size`` is the plain text's, in bytes."""

    __tablename__ = "blobs"
    submission_id: Mapped[str] = mapped_column(
        ForeignKey("packets.submission_id", ondelete="CASCADE"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    complete: Mapped[bool] = mapped_column(default=False)


class PlaceRow(Base):
    """Where the person left a submission: evidence, page, zoom, criterion. Stays on this computer."""

    __tablename__ = "places"
    submission_id: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]


class ReportRow(Base):
    """Insights as the server reckoned them at ``fetched_at``; an older report is better than none."""

    __tablename__ = "reports"
    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    fetched_at: Mapped[str]


class CalibrationRow(Base):
    """Where this person stands with a micro-credential's calibration. Replaced only by a server reply."""

    __tablename__ = "calibrations"
    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
