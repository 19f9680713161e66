"""Tables of what an earned micro-credential brings: revocations, signing keys, credentials, their status."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from assessor_app.server.storage.models import Base


class AwardRevocation(Base):
    """An award that the issuer took back, with the reason that its holder and verifiers are told."""

    __tablename__ = "award_revocations"
    submission_id: Mapped[str] = mapped_column(ForeignKey("awards.submission_id"), primary_key=True)
    revoked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
