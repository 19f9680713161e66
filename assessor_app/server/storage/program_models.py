"""Tables of an organisation's people: campuses, roles, yearly rosters, programs, and who takes part in which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class Organisation(Base):
    """A district: the tenant that its administrators see, and nobody else's. ``folded`` is its name for comparing.

    ``policy`` is a :class:`domain.policy.OrganisationPolicy`.
    """

    __tablename__ = "organisations"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    policy: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Campus(Base):
    __tablename__ = "campuses"
    __table_args__ = (UniqueConstraint("organisation_id", "folded"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    folded: Mapped[str]


class Account(Base):
    """What goes with a person's account beyond :class:`Person`; a person without such a row has the defaults.

    ``browsing_only``: signed up without a roster entry (FAQ 4). ``verified_at``: the address was shown to be theirs.
    ``language`` is of mail, ``digest`` asks for one mail a day. ``closed_at``: nobody signs in with it any more.
    """

    __tablename__ = "accounts"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    browsing_only: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="en")
    digest: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]


class AccountLink(Base):
    """A link that was mailed: to verify an address, or to set a password. Only the hash of its token is kept."""

    __tablename__ = "account_links"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Employment(Base):
    """Where a person works. ``left_at``: no roster of their organisation has them any more."""

    __tablename__ = "employments"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    campus_id: Mapped[str | None] = mapped_column(ForeignKey("campuses.id"))
    employee_id: Mapped[str]
    left_at: Mapped[datetime | None]


class StaffRole(Base):
    """A role that people hold at an organisation (FAQ 3), not what they may do here. ``stipend``: it is paid for.

    ``open``: accounts are given out for it. ``card`` is a :class:`domain.programs.RoleCard`.
    """

    __tablename__ = "staff_roles"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    stipend: Mapped[bool]
    open: Mapped[bool]
    card: Mapped[dict[str, Any]]


class Roster(Base):
    """One import: who holds which role in a school year, which is named by the calendar year that it begins in."""

    __tablename__ = "rosters"
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    school_year: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    lines: Mapped[int]
    imported_at: Mapped[datetime]
    report: Mapped[dict[str, Any]]


class RoleHolding(Base):
    """That a person holds a role from ``from_at`` until (not including) ``ended_at``; None: still."""

    __tablename__ = "role_holdings"
    __table_args__ = (Index("ix_role_holdings_person", "person_id", "staff_role_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    staff_role_id: Mapped[str] = mapped_column(ForeignKey("staff_roles.id"), index=True)
    campus_id: Mapped[str | None] = mapped_column(ForeignKey("campuses.id"))
    school_year: Mapped[int]
    from_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Program(Base):
    """``content`` is a :class:`domain.programs.ProgramContent`: overview, resources, milestones, micro-credentials."""

    __tablename__ = "programs"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class Enrolment(Base):
    """That a person takes part in a program. ``source``: role or request. ``reason`` is why it ended."""

    __tablename__ = "enrolments"
    __table_args__ = (Index("ix_enrolments_person", "person_id", "program_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    program_id: Mapped[str] = mapped_column(ForeignKey("programs.id"), index=True)
    source: Mapped[str]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str]


class AccessRequest(Base):
    """A wish to take part in a program (FAQ 7, 8); ``granted`` is None until an administrator decided."""

    __tablename__ = "access_requests"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    program_id: Mapped[str] = mapped_column(ForeignKey("programs.id"), index=True)
    note: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    granted: Mapped[bool | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text)


class PolicyRun(Base):
    """What a yearly job did, so that it is done once: one row an organisation, job and school year."""

    __tablename__ = "policy_runs"
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    job: Mapped[str]
    school_year: Mapped[int]
    done_at: Mapped[datetime]
    report: Mapped[dict[str, Any]]


class Viewing(Base):
    """Who saw what, when; one row a person, thing and day. ``kind`` is a :class:`services.viewings.Kind`."""

    __tablename__ = "viewings"
    __table_args__ = (Index("ix_viewings_subject", "kind", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    subject: Mapped[str]
    day: Mapped[str] = mapped_column(String(10))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int]
