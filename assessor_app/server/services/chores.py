"""What the server does by itself from time to time; every chore is safe to do twice, and by several machines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services import (
    announcing,
    awarding,
    closing,
    copying,
    distribution,
    drifting,
    organisations,
    reminders,
    removals,
    retention,
    stipends,
    tallying,
    uploads,
)
from assessor_app.server.storage.calibration_models import Presentation, Rater
from assessor_app.server.storage.insight_models import Chore
from assessor_app.server.storage.models import Calibration, DecisionRow
from assessor_app.server.storage.program_models import Organisation

log = structlog.get_logger(__name__)
AT_ONCE, ROUND = timedelta(), timedelta(seconds=60)
DAILY = timedelta(hours=24)


def is_due(server: Server, session: Session) -> bool:
    """Whether :func:`do_due` has something to do now."""
    return any(_is_due(session, name, every) for name, every, wanted, _ in _chores(server) if wanted(session))


def do_due(server: Server) -> None:
    """Do what is due, each in transactions of its own; one that fails keeps none of the others from being done."""
    for name, every, wanted, work in _chores(server):
        try:
            with server.database.reading() as session:
                due = _is_due(session, name, every) and wanted(session)
            if due:
                work()
                with server.database.writing() as session:
                    session.merge(Chore(name=name, done_at=utc_now()))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again with the next round
            log.warning("a chore failed", chore=name, error=type(error).__name__)


def next_moment(session: Session) -> datetime | None:
    """When something of the chores has a moment of its own, which a round every minute would not hit."""
    moments = (
        session.scalar(select(func.min(Rater.validity_at))),
        session.scalar(select(func.min(Presentation.close_after)).where(Presentation.closed_at.is_(None))),
    )
    return min((moment for moment in moments if moment is not None), default=None)


Work = tuple[str, timedelta | None, Callable[[Session], bool], Callable[[], object]]


def _chores(server: Server) -> tuple[Work, ...]:
    """Name, how often (None: once), when there is something to it, and what it is."""

    def automatic(session: Session) -> bool:
        return server.settings.assign_by_itself and distribution.anything_waits(session)

    def drift() -> None:
        with server.database.writing() as session:
            drifting.consider(session)

    def reckon() -> None:
        with server.database.writing() as session:
            tallying.rebuild(session)

    def tell_standings() -> None:
        with server.database.writing() as session:
            for row in session.scalars(select(Calibration)).all():
                announcing.tell(session, row.person_id, row.micro_credential_id)

    return (
        # For a database from before there were sums, and before people were told where they stand.
        ("sums", None, _has_decisions, reckon),
        ("standings", None, _has_calibrations, tell_standings),
        ("organisations", None, organisations.has_homeless, lambda: organisations.adopt(server)),
        ("awards", ROUND, lambda session: awarding.anything_waits(server, session), lambda: awarding.issue_due(server)),
        ("stipends", timedelta(minutes=10), stipends.anything_earned, lambda: stipends.book_due(server)),
        ("reminders", ROUND, reminders.anything_due, lambda: reminders.do_due(server)),
        ("uploads", ROUND, uploads.anything_old, lambda: uploads.remove_old(server)),
        ("retention", DAILY, _has_organisations, lambda: retention.do_due(server)),
        ("removals", ROUND, removals.anything_due, lambda: removals.do_due(server)),
        ("assign", ROUND, automatic, lambda: distribution.distribute(server)),
        ("validity", AT_ONCE, _expects_validity, lambda: distribution.give_expected_validity(server)),
        (
            "approvers",
            ROUND,
            distribution.anybody_lacks_an_approver,
            lambda: distribution.offer_what_waited(server),
        ),
        ("close", AT_ONCE, closing.anything_waits, lambda: closing.close_undecidable(server)),
        ("drift", DAILY, _has_scores, drift),
        ("copying", DAILY, _has_scores, lambda: copying.look(server)),
    )


def _is_due(session: Session, name: str, every: timedelta | None) -> bool:
    row = session.get(Chore, name)
    return row is None or (every is not None and utc_now() - row.done_at >= every)


def _has_decisions(session: Session) -> bool:
    return session.scalars(select(DecisionRow.id).limit(1)).first() is not None


def _has_calibrations(session: Session) -> bool:
    return session.scalars(select(Calibration).limit(1)).first() is not None


def _expects_validity(session: Session) -> bool:
    return session.scalars(select(Rater).where(Rater.validity_at <= utc_now()).limit(1)).first() is not None


def _has_scores(session: Session) -> bool:
    scored = select(Presentation.submission_id).where(Presentation.scored_at.is_not(None))
    return session.scalars(scored.limit(1)).first() is not None


def _has_organisations(session: Session) -> bool:
    return session.scalars(select(Organisation.id).limit(1)).first() is not None
