"""Ending what was kept for long enough, organisation by organisation: policy jobs with a preview.

Awards, ratings, decisions and the history stay: they are the record of what was decided, and name nobody's evidence.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assessor_app.domain.submission import RESUBMITTABLE, State
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import organisations, portfolios, sweeping, uploads
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem
from assessor_app.server.storage.models import Mail, Submission
from assessor_app.server.storage.portfolio_models import Agreement, Draft, SelfCheck, Upload
from assessor_app.server.storage.program_models import Employment, Organisation, Viewing

_ENDED = (State.EARNED, *RESUBMITTABLE)


class RetentionReport(Value):
    """How much was kept for longer than the policy says; ``done_at`` None: a preview."""

    drafts: int
    originals: int
    viewings: int
    mails: int
    done_at: datetime | None = None


def preview(session: Session, organisation: Organisation, now: datetime) -> RetentionReport:
    return RetentionReport(
        drafts=len(_drafts(session, organisation, now)),
        originals=len(_originals(session, organisation, now)),
        viewings=session.scalar(select(func.count()).where(_viewings(organisation, now))) or 0,
        mails=session.scalar(select(func.count()).where(_mails(organisation, now))) or 0,
    )


def carry_out(session: Session, organisation: Organisation, now: datetime) -> RetentionReport:
    """The files of what goes are removed by the next sweep."""
    report = preview(session, organisation, now)
    for portfolio in _drafts(session, organisation, now):
        portfolios.discard(session, portfolio)
    for item in _originals(session, organisation, now):
        forget_original(item)
    session.execute(delete(Viewing).where(_viewings(organisation, now)))
    session.execute(delete(Mail).where(_mails(organisation, now)))
    return report.model_copy(update={"done_at": now})


def do_due(server: Server, now: datetime | None = None) -> None:
    """The daily chore."""
    moment = now or utc_now()
    with server.database.reading() as session:
        everyone = session.scalars(select(Organisation.id)).all()
    for organisation_id in everyone:
        with server.database.writing() as session:
            carry_out(session, session.get_one(Organisation, organisation_id), moment)
    sweeping.sweep(server)


def forget_original(item: PortfolioItem) -> None:
    """What was handed in, its name and where a link led; the anonymised packet stays."""
    item.original, item.name, item.title, item.link, item.result = None, "", "", None, None


def _people(organisation: Organisation) -> ColumnElement[bool]:
    return Employment.organisation_id == organisation.id


def _drafts(session: Session, organisation: Organisation, now: datetime) -> list[Portfolio]:
    """Never handed in, and nobody worked on them since."""
    days = organisations.policy_of(organisation).retention.drafts
    if days is None:
        return []
    since = now - timedelta(days=days)
    return list(
        session.scalars(
            select(Portfolio)
            .join(Employment, Employment.person_id == Portfolio.applicant_id)
            .where(
                _people(organisation), Portfolio.submission_id.is_(None), Portfolio.created_at < since,
                ~_worked_on(since),
            )
        )
    )  # fmt: skip


def _worked_on(since: datetime) -> ColumnElement[bool]:
    """Evidence, words, one's own look at the rubric, what was agreed to, and files that are still arriving."""
    signs = (
        (PortfolioItem.portfolio_id, PortfolioItem.created_at >= since),
        (Draft.portfolio_id, Draft.updated_at >= since),
        (SelfCheck.portfolio_id, SelfCheck.updated_at >= since),
        (Agreement.portfolio_id, Agreement.agreed_at >= since),
        # An upload's end moves with every part that arrives.
        (Upload.portfolio_id, Upload.expires_at >= since + uploads.LIFE),
    )
    return or_(*(exists().where(where == Portfolio.id, sign) for where, sign in signs))


def _originals(session: Session, organisation: Organisation, now: datetime) -> list[PortfolioItem]:
    """Of attempts that ended; the next attempt keeps its own."""
    days = organisations.policy_of(organisation).retention.originals
    if days is None:
        return []
    ended = func.coalesce(Submission.decided_at, Submission.due_at)
    return list(
        session.scalars(
            select(PortfolioItem)
            .join(Portfolio, PortfolioItem.portfolio_id == Portfolio.id)
            .join(Submission, Portfolio.submission_id == Submission.id)
            .join(Employment, Employment.person_id == Portfolio.applicant_id)
            .where(
                _people(organisation), Submission.state.in_(_ENDED), ended < now - timedelta(days=days),
                PortfolioItem.result.is_not(None) | PortfolioItem.original.is_not(None),
            )
        )
    )  # fmt: skip


def _viewings(organisation: Organisation, now: datetime) -> ColumnElement[bool]:
    days = organisations.policy_of(organisation).retention.viewings
    return _older(Viewing.last_at, Viewing.person_id.in_(_ids(organisation)), days, now)


def _mails(organisation: Organisation, now: datetime) -> ColumnElement[bool]:
    days = organisations.policy_of(organisation).retention.mails
    over = and_(Mail.person_id.in_(_ids(organisation)), Mail.next_try_at.is_(None))
    return _older(Mail.created_at, over, days, now)


def _ids(organisation: Organisation) -> Select[str]:
    return select(Employment.person_id).where(_people(organisation))


def _older(
    at: InstrumentedAttribute[datetime], whose: ColumnElement[bool], days: int | None, now: datetime
) -> ColumnElement[bool]:
    return false() if days is None else and_(whose, at < now - timedelta(days=days))
