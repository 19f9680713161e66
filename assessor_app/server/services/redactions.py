"""The issuer's queue of places where a word may be a name: to keep or to remove. Never for assessors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import State
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.intake.censor import Choice
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.jobs import Step
from assessor_app.server.services.lists import Page, Wanted, paged
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem, Redaction
from assessor_app.server.storage.models import Submission


class RedactionView(Value):
    """``page`` counts from 1. ``submission_id`` is empty while the portfolio was not handed in."""

    id: str
    submission_id: str
    evidence: str
    page: int | None
    where: str
    before: str
    word: str
    after: str
    choice: Choice | None
    decided_at: datetime | None


def queue(session: Session, *, everything: bool = False) -> list[RedactionView]:
    """What waits, the oldest portfolio first; with ``everything`` what was decided too, or came back undecided."""
    rows = _waiting(everything).order_by(
        Portfolio.created_at, PortfolioItem.position, Redaction.page, Redaction.id
    )  # fmt: skip
    return [_view(*row) for row in session.execute(rows)]


def queue_page(session: Session, wanted: Wanted) -> Page[RedactionView]:
    """A piece of what waits. Raises ProblemError."""
    keys = (Portfolio.created_at, PortfolioItem.position, Redaction.id)
    return paged(session, _waiting(everything=False), keys, wanted, lambda row: _view(*row))


def _waiting(everything: bool) -> Select[Redaction, PortfolioItem, Portfolio]:
    wanted = (
        select(Redaction, PortfolioItem, Portfolio)
        .join(PortfolioItem, Redaction.item_id == PortfolioItem.id)
        .join(Portfolio, Redaction.portfolio_id == Portfolio.id)
        .outerjoin(Submission, Portfolio.submission_id == Submission.id)
    )
    if everything:
        return wanted
    still = or_(Submission.id.is_(None), Submission.state == State.SUBMITTED)
    return wanted.where(Redaction.choice.is_(None), still)


def _view(row: Redaction, item: PortfolioItem, portfolio: Portfolio) -> RedactionView:
    return RedactionView(
        id=row.id,
        submission_id=portfolio.submission_id or "",
        evidence=f"{item.requirement_id}: {item.name or item.link or 'text response'}",
        page=None if row.page is None else row.page + 1,
        where=row.where,
        before=row.before,
        word=row.word,
        after=row.after,
        choice=Choice(row.choice) if row.choice else None,
        decided_at=row.decided_at,
    )


def decide(session: Session, redaction_id: str, choice: Choice, person_id: str | None = None) -> None:
    """Keep the word or remove it. Evidence in which it is kept is prepared anew. Raises Refused."""
    row = session.get(Redaction, redaction_id)
    if row is None:
        raise Refused(f"There is no unsure place {redaction_id}.")
    portfolio = session.get_one(Portfolio, row.portfolio_id)
    if _has_packet(session, portfolio):
        raise Refused("The submission was prepared already; “admin release” replaces its evidence after a leak.")
    changed = row.choice != choice
    row.choice, row.decided_by, row.decided_at = choice, person_id, utc_now()
    if changed and choice is Choice.KEEP:
        jobs.want(session, portfolio.id, Step.TREAT, row.item_id)
    if portfolio.submission_id is not None:
        jobs.want(session, portfolio.id, Step.PACKET)


def _has_packet(session: Session, portfolio: Portfolio) -> bool:
    submission = session.get(Submission, portfolio.submission_id) if portfolio.submission_id else None
    return submission is not None and bool(submission.manifest)
