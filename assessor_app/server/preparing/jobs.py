"""Jobs as rows: who does which now, what failed and when it is tried again. The rows are the truth; a queue only wakes
workers, so that one who is ended at any moment loses nothing but its time."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from assessor_app.protocol.events import utc_now
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.intake_models import IntakeJob

MOST_ATTEMPTS, MOST_ENDED = 6, 100
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)


class Step(StrEnum):
    FREEZE = "freeze"
    """A link becomes a snapshot."""
    TREAT = "treat"
    """A file becomes what an assessor may see."""
    PACKET = "packet"
    """All of a portfolio becomes a packet."""


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    HELD = "held"
    """Waits for a person."""
    PARKED = "parked"
    """Failed too often; its reason says why."""
    DONE = "done"


UNFINISHED = (JobState.WAITING, JobState.RUNNING, JobState.HELD, JobState.PARKED)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that one worker has, until its lease ends. ``reason`` is what the attempt before it failed of."""

    id: str
    portfolio_id: str
    item_id: str
    step: Step
    worker: str
    attempts: int
    reason: str


def want(session: Session, portfolio_id: str, step: Step, item_id: str = "") -> None:
    """Have a step done, again if it was done before."""
    job = session.scalars(
        select(IntakeJob).where(
            IntakeJob.portfolio_id == portfolio_id, IntakeJob.item_id == item_id, IntakeJob.step == step
        )
    ).first()
    now = utc_now()
    if job is None:
        session.add(
            IntakeJob(
                id=uuid.uuid4().hex, portfolio_id=portfolio_id, item_id=item_id, step=step, state=JobState.WAITING,
                attempts=0, run_at=now, lease_until=None, worker=None, reason="", updated_at=now,
            )
        )  # fmt: skip
        return
    job.state, job.attempts, job.run_at, job.reason, job.updated_at = JobState.WAITING, 0, now, "", now
    job.worker, job.lease_until = None, None


def end(session: Session, portfolio_id: str, reason: str) -> None:
    """Nothing of a portfolio is to be done any more; what somebody does of it now counts for nothing."""
    session.execute(
        update(IntakeJob)
        .where(IntakeJob.portfolio_id == portfolio_id, IntakeJob.state.in_(UNFINISHED))
        .values(state=JobState.DONE, reason=reason, worker=None, lease_until=None, updated_at=utc_now())
    )


def _not_before() -> tuple[ColumnElement[bool], ...]:
    """A packet waits for all the rest, and what a link shows has to be there before it is treated."""
    other = aliased(IntakeJob)
    unfinished = select(other.id).where(
        other.portfolio_id == IntakeJob.portfolio_id, other.step != Step.PACKET, other.state.in_(UNFINISHED)
    )
    frozen = select(other.id).where(
        other.item_id == IntakeJob.item_id, other.portfolio_id == IntakeJob.portfolio_id, other.step == Step.FREEZE,
        other.state.in_(UNFINISHED),
    )  # fmt: skip
    return (
        or_(IntakeJob.step != Step.PACKET, ~unfinished.exists()),
        or_(IntakeJob.step != Step.TREAT, ~frozen.exists()),
    )


def claim(session: Session, worker: str, lease: timedelta, portfolio_id: str | None = None) -> Claimed | None:
    """The next job that is due and nobody's, which is this worker's from now on."""
    now = utc_now()
    left = and_(IntakeJob.state == JobState.RUNNING, IntakeJob.lease_until < now)
    session.execute(
        update(IntakeJob)
        .where(left, IntakeJob.attempts >= MOST_ENDED)
        .values(
            state=JobState.PARKED, reason="Its workers ended over it, again and again.", worker=None, lease_until=None,
            updated_at=now,
        )
    )  # fmt: skip
    wanted = select(IntakeJob).where(
        or_(and_(IntakeJob.state == JobState.WAITING, IntakeJob.run_at <= now), left), *_not_before()
    )
    if portfolio_id is not None:
        wanted = wanted.where(IntakeJob.portfolio_id == portfolio_id)
    job = session.scalars(wanted.order_by(IntakeJob.run_at, IntakeJob.id)).first()
    if job is None:
        return None
    job.state, job.worker, job.lease_until, job.updated_at = JobState.RUNNING, worker, now + lease, now
    job.attempts += 1
    return Claimed(job.id, job.portfolio_id, job.item_id, Step(job.step), worker, job.attempts, job.reason)


def renew(session: Session, claimed: Claimed, lease: timedelta) -> bool:
    """Whether the job is still this worker's."""
    changed = session.execute(
        update(IntakeJob)
        .where(IntakeJob.id == claimed.id, IntakeJob.worker == claimed.worker, IntakeJob.state == JobState.RUNNING)
        .values(lease_until=utc_now() + lease)
        .returning(IntakeJob.id)
    )
    return changed.first() is not None


def is_mine(session: Session, claimed: Claimed) -> bool:
    """Asked in the transaction that writes a result: another worker may have taken over."""
    job = session.get(IntakeJob, claimed.id)
    return job is not None and job.worker == claimed.worker and job.state == JobState.RUNNING


def finish(session: Session, claimed: Claimed, state: JobState = JobState.DONE, reason: str = "") -> None:
    job = session.get_one(IntakeJob, claimed.id)
    job.state, job.reason, job.worker, job.lease_until = state, reason, None, None
    job.updated_at = utc_now()


def failed(session: Session, claimed: Claimed, reason: str) -> None:
    """Try again later, each time after a longer while; at last park it."""
    job = session.get_one(IntakeJob, claimed.id)
    now = utc_now()
    parked = job.attempts >= MOST_ATTEMPTS
    job.state = JobState.PARKED if parked else JobState.WAITING
    job.reason, job.worker, job.lease_until, job.updated_at = reason, None, None, now
    job.run_at = now + wait_after(job.attempts)


def wait_after(attempts: int) -> timedelta:
    """Doubles with each attempt; a little by chance, so that jobs that failed together do not return together."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * int(2 ** min(12, max(0, attempts - 1))))
    spread: float = random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
    return wait * spread


def named(session: Session, job_id: str) -> IntakeJob:
    """The one whose id begins so. Raises Refused."""
    beginning = IntakeJob.id.startswith(job_id, autoescape=True)
    found = session.scalars(select(IntakeJob).where(beginning).limit(2)).all()
    if len(found) != 1:
        raise Refused(f"There is {'more than one job that begins with' if found else 'no job'} {job_id}.")
    return found[0]


def retry(session: Session, job_id: str) -> IntakeJob:
    """Have a parked or waiting job done now. Raises Refused."""
    job = named(session, job_id)
    if job.state not in (JobState.PARKED, JobState.WAITING):
        raise Refused(f"The job is {job.state}; only parked and waiting ones can be tried again.")
    job.state, job.attempts, job.run_at, job.updated_at = JobState.WAITING, 0, utc_now(), utc_now()
    return job


def is_running(session: Session, portfolio_id: str) -> bool:
    return (
        session.scalars(
            select(IntakeJob.id).where(IntakeJob.portfolio_id == portfolio_id, IntakeJob.state == JobState.RUNNING)
        ).first()
        is not None
    )


def next_due(session: Session) -> datetime | None:
    """When a job that nothing keeps waiting is due, or one that somebody has becomes anybody's; None without such."""
    waiting = select(IntakeJob.run_at).where(IntakeJob.state == JobState.WAITING, *_not_before())
    running = select(IntakeJob.lease_until).where(IntakeJob.state == JobState.RUNNING)
    first = (
        session.scalars(waiting.order_by(IntakeJob.run_at)).first(),
        session.scalars(running.order_by(IntakeJob.lease_until)).first(),
    )
    return min((moment for moment in first if moment is not None), default=None)
