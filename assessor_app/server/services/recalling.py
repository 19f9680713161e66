"""Evidence that shows who somebody is, wherever else it went: as an anchor, or as the submission an anchor was."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Action, Role, State, transition
from assessor_app.protocol.events import utc_now
from assessor_app.server.services import calibrating
from assessor_app.server.services.changes import touch_submission
from assessor_app.server.services.presentations import anchor_of, presentation_of
from assessor_app.server.storage.calibration_models import Anchor, Presentation
from assessor_app.server.storage.models import Submission


def recall(session: Session, reported: Submission) -> None:
    """The anchors with this evidence retire, and their open packets are held back like the one that was reported."""
    presentation = presentation_of(session, reported.id)
    if presentation is not None:
        anchors = [anchor_of(session, presentation)]
        calibrating.left_out(session, presentation)
    else:
        anchors = list(session.scalars(select(Anchor).where(Anchor.source_id == reported.id)))
    for anchor in anchors:
        anchor.retired_at = anchor.retired_at or utc_now()
        others = select(Presentation).where(
            Presentation.anchor_id == anchor.id, Presentation.submission_id != reported.id
        )
        for other in session.scalars(others).all():
            _hold_back(session, other)


def _hold_back(session: Session, presentation: Presentation) -> None:
    submission = session.get_one(Submission, presentation.submission_id)
    row = transition(Action.REPORT_LEAK, State(submission.state), Role.ISSUER)
    if row is None:
        return
    submission.state = row.target
    submission.version += 1
    touch_submission(session, submission)
    calibrating.left_out(session, presentation)
