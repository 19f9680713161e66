"""How far a submission is that nobody can be given yet, in words for administrators."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.server.preparing.jobs import UNFINISHED, JobState
from assessor_app.server.storage.intake_models import IntakeJob, Portfolio, PortfolioItem, Redaction
from assessor_app.server.storage.models import Submission


def how_far(session: Session, submission: Submission) -> str:
    """«ready», or what it waits for and what to do about it."""
    if submission.manifest:
        return "ready"
    portfolio = session.scalars(select(Portfolio).where(Portfolio.submission_id == submission.id)).first()
    if portfolio is None:
        return "without evidence"
    refused = session.scalars(
        select(PortfolioItem).where(PortfolioItem.portfolio_id == portfolio.id, PortfolioItem.refused.is_not(None))
    ).all()
    if refused:
        return "came back: " + " ".join(f"{item.name or item.link or 'a text'}: {item.refused}" for item in refused)
    states = dict(
        session.execute(
            select(IntakeJob.state, func.count())
            .where(IntakeJob.portfolio_id == portfolio.id, IntakeJob.state.in_(UNFINISHED))
            .group_by(IntakeJob.state)
        )
        .tuples()
        .all()
    )
    if JobState.PARKED in states:
        return "stuck; see “admin jobs”"
    waiting = session.scalar(
        select(func.count()).where(Redaction.portfolio_id == portfolio.id, Redaction.choice.is_(None))
    )
    if JobState.HELD in states and waiting:
        words = "1 word that may be a name waits" if waiting == 1 else f"{waiting} words that may be names wait"
        return f"{words} for the issuer; see “admin redactions”"
    return "being prepared; see “admin jobs”" if states else "not ready"
