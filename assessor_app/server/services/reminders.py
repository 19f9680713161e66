"""What people are told because time passes: what is due soon, what is overdue, and calibrations that lapse; each once.

A validity packet is reminded of like live work, and when it is late the same people are told. Practice and
qualification are their reviewer's own affair, so nobody is told of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import DECIDED, RECALLED, Role, State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.notify.messages import (
    CalibrationLapsed,
    CalibrationLapses,
    OfCalibration,
    Overdue,
    Reminder,
)
from assessor_app.server.opening import Server
from assessor_app.server.services import mail
from assessor_app.server.services.acquaintance import real_applicant
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.people import same_organisation
from assessor_app.server.storage.calibration_models import Presentation, Rater
from assessor_app.server.storage.models import Assignment, Calibration, Notice, Person, Submission
from assessor_app.server.storage.program_models import Employment

BEFORE_DUE, BEFORE_LAPSE = timedelta(days=2), timedelta(days=14)
SETTLING = timedelta(days=1)
"""Nobody is reminded sooner after they got something; the message that brought it named the time."""
LONG_AGO = timedelta(days=14)
"""A calibration that lapsed longer ago is no news."""
MOST_AT_ONCE = 200
"""In one transaction, in which nobody else can write; what is left is told with the next round."""
_REMINDER, _OVERDUE = "reminder:", "overdue:"
_LAPSES, _LAPSED = "lapses", "lapsed"


def anything_due(session: Session) -> bool:
    """Whether :func:`do_due` has something to tell."""
    now = utc_now()
    return (
        session.execute(_due_soon(now).limit(1)).first() is not None
        or session.execute(_overdue(now).limit(1)).first() is not None
        or next(_lapsing(session, now), None) is not None
    )


def do_due(server: Server, now: datetime | None = None) -> int:
    """Tell what nobody was told yet; of how many occasions."""
    now = now or utc_now()
    with server.database.writing() as session:
        soon = session.execute(_due_soon(now).limit(MOST_AT_ONCE)).all()
        for assignment, submission in soon:
            _remind(session, assignment, submission, now)
    with server.database.writing() as session:
        late = session.execute(_overdue(now).limit(MOST_AT_ONCE)).all()
        for assignment, submission in late:
            _report(session, assignment, submission, now)
    with server.database.writing() as session:
        lapsing = list(islice(_lapsing(session, now), MOST_AT_ONCE))
        for row, key, message in lapsing:
            session.add(Notice(key=key, at=now))
            mail.tell(session, row.person_id, message)
    return len(soon) + len(late) + len(lapsing)


def _held() -> Select[Assignment, Submission]:
    """What reviewers have to do, calibration apart."""
    rounds = select(Presentation.submission_id).where(Presentation.round_id.is_not(None))
    gone = {*RECALLED, State.INCOMPLETE}
    return (
        select(Assignment, Submission)
        .join(Submission, Submission.id == Assignment.submission_id)
        .where(
            Assignment.status == AssignmentStatus.ACTIVE,
            Assignment.submission_id.not_in(rounds),
            or_(
                # Somebody who reads it independently still has it when it is with the approver.
                and_(Assignment.role == Role.ASSESSOR, Submission.state.not_in(gone)),
                and_(Assignment.role == Role.APPROVER, Submission.state == State.WAITING_ON_APPROVER),
            ),
        )
        .order_by(Assignment.due_at, Assignment.id)
    )


def _due_soon(now: datetime) -> Select[Assignment, Submission]:
    return _held().where(
        Assignment.due_at > now,
        Assignment.due_at <= now + BEFORE_DUE,
        Assignment.created_at <= now - SETTLING,
        _untold(_REMINDER),
    )


def _overdue(now: datetime) -> Select[Assignment, Submission]:
    """Whoever got it after it was due has as long for it as they would have been reminded before."""
    return _held().where(
        Assignment.due_at <= now,
        Assignment.created_at <= now - BEFORE_DUE,
        Submission.state.not_in(DECIDED),
        _untold(_OVERDUE),
    )


def _untold(occasion: str) -> ColumnElement[bool]:
    return ~exists().where(Notice.key == literal(occasion, String) + Assignment.id)


def _remind(session: Session, assignment: Assignment, submission: Submission, now: datetime) -> None:
    session.add(Notice(key=f"{_REMINDER}{assignment.id}", at=now))
    title = mail.title_of(session, submission)
    mail.tell(
        session, assignment.person_id, Reminder(submission.id, title, assignment.due_at, Role(assignment.role))
    )  # fmt: skip


def _report(session: Session, assignment: Assignment, submission: Submission, now: datetime) -> None:
    session.add(Notice(key=f"{_OVERDUE}{assignment.id}", at=now))
    title = mail.title_of(session, submission)
    holder = session.get_one(Person, assignment.person_id)
    message = Overdue(submission.id, title, assignment.due_at, Role(assignment.role), holder.name)
    for person in _who_answers_for(session, holder, submission):
        mail.tell(session, person.id, message)


def _who_answers_for(session: Session, holder: Person, submission: Submission) -> list[Person]:
    """The administrators of a reviewer's organisation, else the issuer; never anybody of the applicant's organisation,
    which must not see assessments in progress (FAQ 20)."""
    applicant = real_applicant(session, submission)
    employment = session.get(Employment, holder.id)
    found: list[Person] = []
    if employment is not None and employment.left_at is None:
        colleagues = select(Person).join(Employment, Employment.person_id == Person.id).where(
            Employment.organisation_id == employment.organisation_id, Employment.left_at.is_(None)
        )  # fmt: skip
        found = _of_role(session, colleagues, Role.ADMINISTRATOR, holder, applicant)
    return found or _of_role(session, select(Person), Role.ISSUER, holder, applicant)


def _of_role(
    session: Session, people: Select[Person], role: Role, holder: Person, applicant: Person
) -> list[Person]:  # fmt: skip
    rows = session.scalars(people.where(cast(Person.roles, String).contains(f'"{role.value}"')).order_by(Person.id))
    return [
        person
        for person in rows
        if person.id not in (holder.id, applicant.id)
        and not same_organisation(person, applicant)
        # Facilitators learn nothing of assessments (FAQ 24).
        and Role.FACILITATOR not in person.roles
        and mail.reader_of(session, person.id) is not None
    ]


def _lapsing(session: Session, now: datetime) -> Iterator[tuple[Calibration, str, OfCalibration]]:
    """Calibrations that lapse soon or have lapsed, for which nobody was told of this end yet."""
    found = session.execute(
        select(Calibration, Rater, Person)
        .join(Person, Person.id == Calibration.person_id)
        .outerjoin(
            Rater,
            and_(
                Rater.person_id == Calibration.person_id,
                Rater.micro_credential_id == Calibration.micro_credential_id,
            ),
        )
        .where(Calibration.until > now - LONG_AGO, Calibration.until <= now + BEFORE_LAPSE)
        .order_by(Calibration.until)
    )
    lately = select(Notice.key).where(Notice.at > now - LONG_AGO - BEFORE_LAPSE, Notice.key.startswith("lapse"))
    told = set(session.scalars(lately))
    for row, rater, person in found.all():
        assert row.until is not None  # noqa: S101 - the query has only such
        over = row.until <= now
        key = f"{_LAPSED if over else _LAPSES}:{row.person_id}:{row.micro_credential_id}:{row.until:%Y%m%dT%H%M%S}"
        if not _is_told_of(rater, person, over, now) or key in told:
            continue
        title = newest(session, row.micro_credential_id).title
        yield row, key, (CalibrationLapsed if over else CalibrationLapses)(title, row.until)


def _is_told_of(rater: Rater | None, person: Person, over: bool, now: datetime) -> bool:
    """Whoever was stopped for drift was told so then, and whoever reviews no more has nothing to renew."""
    if not {Role.ASSESSOR, Role.APPROVER} & set(person.roles):
        return False
    if rater is None:
        return True
    fresh = rater.calibrated_at is not None and rater.calibrated_at > now - SETTLING
    return rater.stopped_at is None and (over or not fresh)
