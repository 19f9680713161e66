"""Which submissions are anchors in disguise, and who has met which anchor."""

from __future__ import annotations

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from assessor_app.domain.calibration import AnchorKind
from assessor_app.server.storage.calibration_models import Anchor, Presentation, SecondReading
from assessor_app.server.storage.models import Assignment, Submission


def presentation_of(session: Session, submission_id: str) -> Presentation | None:
    return session.get(Presentation, submission_id)


def anchor_of(session: Session, presentation: Presentation) -> Anchor:
    return session.get_one(Anchor, presentation.anchor_id)


def is_live() -> ColumnElement[bool]:
    """The submissions that are an applicant's own, for a query on them."""
    return ~exists().where(Presentation.submission_id == Submission.id)


def for_calibration(presentation: Presentation | None) -> bool:
    """Practice or qualification: whoever has it knows what it is, and nobody decides on it."""
    return presentation is not None and presentation.kind != AnchorKind.VALIDITY


def second_parts() -> Select[str | None]:
    """The assignments that are independent second readings, for a query on assignments."""
    return select(SecondReading.assignment_id).where(SecondReading.assignment_id.is_not(None))


def second_reading_of(session: Session, assignment: Assignment) -> SecondReading | None:
    """Set where this part in a submission is an independent second reading of it."""
    return session.scalars(select(SecondReading).where(SecondReading.assignment_id == assignment.id)).first()
