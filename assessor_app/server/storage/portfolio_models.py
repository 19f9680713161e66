"""Tables of a portfolio while its educator works on it: uploads, drafts, their own look at the rubric, agreements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class Upload(Base):
    """A file that arrives in pieces (tus 1.0). ``received`` bytes are safely on disk; ``item_id`` once it was added."""

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), index=True)
    requirement_id: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    item_id: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Draft(Base):
    """Words for a requirement that are no evidence yet. ``version`` counts its changes."""

    __tablename__ = "portfolio_drafts"
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), primary_key=True)
    requirement_id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    updated_at: Mapped[datetime]


class SelfCheck(Base):
    """How an educator sees their own work against the rubric; nobody else does. ``data``: criterion → answer."""

    __tablename__ = "self_checks"
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), primary_key=True)
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Agreement(Base):
    """That an educator agreed to what handing in asks for (FAQ 25). ``wording`` is the text that they saw."""

    __tablename__ = "agreements"
    portfolio_id: Mapped[str] = mapped_column(ForeignKey("portfolios.id"), primary_key=True)
    wording: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[datetime]
