"""The server's tables: people and their devices, micro-credentials, submissions, and what was decided on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[datetime]):
    """A moment with its time zone; stored in UTC, because SQLite keeps none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime(), dict[str, Any]: JSON(none_as_null=True)}  # noqa: RUF012


class ServerState(Base):
    """One row: the counter that numbers changes in commit order, whoever holds it being alone in writing.

    ``first_sequence`` differs from database to database, so that a cursor of another one is recognised.
    """

    __tablename__ = "server_state"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_sequence: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)


class Person(Base):
    """``email`` is lower-cased; ``organisation`` may be empty, which conflicts with nobody's."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organisation: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


class Device(Base):
    """A computer of one person. ``last_sequence`` and ``last_hash`` are the end of its chain of events.

    ``parcel_key`` is the X25519 key that files for it are encrypted to; None until the computer told it.
    ``unlock_secret`` opens what the computer locked when it was signed out; it is given at sign-in only.
    """

    __tablename__ = "devices"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    last_sequence: Mapped[int]
    last_hash: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    parcel_key: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    unlock_secret: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)


class AuthorizationCode(Base):
    __tablename__ = "authorization_codes"
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    challenge: Mapped[str]
    redirect_uri: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ProviderAccount(Base):
    """Whose account at an OpenID Connect provider it is, told by what never changes there: its subject."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))
    id: Mapped[str] = mapped_column(primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    linked_at: Mapped[datetime]


class PendingSignIn(Base):
    """A browser is at the provider. ``sealed`` opens with the key in that browser's cookie alone; ``address_hash`` is
    of the network address that it came from."""

    __tablename__ = "pending_sign_ins"
    state_hash: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignInFailure(Base):
    """``subject`` is a hash of e-mail and network address."""

    __tablename__ = "sign_in_failures"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class TokenFamily(Base):
    """One sign-in on one device and every token that came of it."""

    __tablename__ = "token_families"
    id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RefreshToken(Base):
    """``replaced_at`` is set once it was used; ``replaced_by`` names the token it was traded for."""

    __tablename__ = "refresh_tokens"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    family_id: Mapped[str] = mapped_column(ForeignKey("token_families.id"), index=True)
    expires_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    replaced_by: Mapped[str | None]
    repeated: Mapped[bool]


class AccessToken(Base):
    __tablename__ = "access_tokens"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    family_id: Mapped[str] = mapped_column(ForeignKey("token_families.id"), index=True)
    expires_at: Mapped[datetime]


class MicroCredentialRow(Base):
    __tablename__ = "micro_credentials"
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]


class Calibration(Base):
    """The issuer's word that a person rates a micro-credential as its anchors ask; ``until`` None: no end set."""

    __tablename__ = "calibrations"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    micro_credential_id: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime | None]


class Lineage(Base):
    """One applicant's attempts at one micro-credential. Only the server knows which submissions share one."""

    __tablename__ = "lineages"
    __table_args__ = (UniqueConstraint("applicant_id", "micro_credential_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    applicant_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    micro_credential_id: Mapped[str]


class Submission(Base):
    """``version`` counts the changes of its state. ``evidence_bytes`` is the size of all blobs but the manifest."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("lineage_id", "attempt"),
        ForeignKeyConstraint(
            ["micro_credential_id", "micro_credential_version"],
            ["micro_credentials.id", "micro_credentials.version"],
        ),
        Index("ix_submissions_arrival", "micro_credential_id", "submitted_at"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    lineage_id: Mapped[str] = mapped_column(ForeignKey("lineages.id"))
    attempt: Mapped[int]
    micro_credential_id: Mapped[str]
    micro_credential_version: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    manifest: Mapped[str] = mapped_column(String(64))
    evidence_count: Mapped[int]
    evidence_bytes: Mapped[int]
    submitted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    primary_assessment_id: Mapped[str | None]
    outcome: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class PacketBlob(Base):
    """A blob that a submission's packet is made of, its manifest included."""

    __tablename__ = "packet_blobs"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True, index=True)
    size: Mapped[int]


class Assignment(Base):
    """A person has one part in a submission, for good: nobody is both its assessor and its approver."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("submission_id", "person_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    returned_reasons: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


class AssessmentRow(Base):
    """One reading. ``id`` is the id of the event that brought it."""

    __tablename__ = "assessments"
    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime]
    received_at: Mapped[datetime]
    second: Mapped[bool]
    data: Mapped[dict[str, Any]]


class IncompleteRow(Base):
    """A submission sent back without ratings. ``id`` is the id of the event that brought it; ``data`` the answers."""

    __tablename__ = "incompletes"
    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    marked_at: Mapped[datetime]
    received_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


class LeakReport(Base):
    """Somebody saw in the evidence who a person is. For the issuer only; ``page`` counts from 0."""

    __tablename__ = "leak_reports"
    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime]
    received_at: Mapped[datetime]
    evidence_id: Mapped[str | None]
    page: Mapped[int | None]
    what: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    state_before: Mapped[str]


class DecisionRow(Base):
    """One decision, returns included. ``id`` is the id of the event that brought it."""

    __tablename__ = "decisions"
    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessments.id"))
    outcome: Mapped[str]
    decided_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]


class Award(Base):
    """``decided_at`` is the approver's clock, ``awarded_at`` the server's, when the award came into being."""

    __tablename__ = "awards"
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    micro_credential_id: Mapped[str]
    cpe_hours: Mapped[int]
    decided_at: Mapped[datetime]
    awarded_at: Mapped[datetime]


class DraftCell(Base):
    """One cell of one person's draft. A cleared cell stays, with the event that cleared it."""

    __tablename__ = "draft_cells"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    event_id: Mapped[str]


class OwnCell(Base):
    """A cell of a person's own library: a comment or a filter. A cleared one stays, with the event that cleared it."""

    __tablename__ = "own_cells"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    event_id: Mapped[str]


class EventResult(Base):
    """What became of an event, kept for good: a replay gets this answer. The event itself is in the history; ``sealed``
    has it where it was handed in before there was one."""

    __tablename__ = "event_results"
    __table_args__ = (UniqueConstraint("device_id", "sequence"),)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    sequence: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    status: Mapped[str]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sealed: Mapped[str | None] = mapped_column(Text, default=None)


class ChangeRow(Base):
    """Who must hear of which row. The newest change of a row replaces the one before it."""

    __tablename__ = "changes"
    __table_args__ = (UniqueConstraint("person_id", "sequence"),)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)


class Mail(Base):
    """A message to a person, in words that were chosen when it was written.

    ``kind`` is a :class:`notify.messages.Kind`, "" from before there were any; ``content`` is the
    :class:`notify.letters.Letter` that ``body`` says in plain text. ``next_try_at`` is None when it was sent or given
    up, then with its ``reason``. ``sent_at`` is set once a mail server took it, ``bounced_at`` once one gave it back;
    ``unreachable`` says that the address was to blame and not the message. ``address`` is where it was last sent to,
    ``token`` what is ours in its Message-ID. What waits for the day's mail has ``held_until``; ``digest_id`` is the
    mail that took it along.
    """

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    kind: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(default="en", server_default="en")
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(default="", server_default="")
    token: Mapped[str | None] = mapped_column(String(32), default=None, index=True, unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    bounced_at: Mapped[datetime | None] = mapped_column(default=None)
    unreachable: Mapped[bool] = mapped_column(default=False, server_default=false())
    held_until: Mapped[datetime | None] = mapped_column(default=None, index=True)
    digest_id: Mapped[int | None] = mapped_column(default=None, index=True)


class Notice(Base):
    """That people were told of an occasion which happens once, such as an assignment's falling due."""

    __tablename__ = "notices"
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
