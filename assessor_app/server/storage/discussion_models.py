"""Tables of discussions among the people of a program and its facilitators (FAQ 22 to 24)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class Facilitation(Base):
    """That somebody helps the educators of a program."""

    __tablename__ = "facilitations"
    program_id: Mapped[str] = mapped_column(ForeignKey("programs.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Discussion(Base):
    __tablename__ = "discussions"
    __table_args__ = (Index("ix_discussions_program", "program_id", "begun_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    program_id: Mapped[str] = mapped_column(ForeignKey("programs.id"))
    title: Mapped[str]
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    begun_at: Mapped[datetime]


class Post(Base):
    """``removed_at``: its words are gone, and its place stays."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_discussion", "discussion_id", "written_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    discussion_id: Mapped[str] = mapped_column(ForeignKey("discussions.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
