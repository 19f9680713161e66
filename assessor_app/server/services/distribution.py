"""Giving out what waits: submissions to assessors, second readings, and validity packets in between.

Who may is a question of calibration, of the applicant's organisation and of having no other part in the submission
(``assigning.unfit``); who of them gets it, of load, pace and the due time (``domain/assigning.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assessor_app.domain.assigning import Candidate, choose
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import RECALLED, Role, State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.opening import Server
from assessor_app.server.services import anchor_sets, anchors, second_readings, validity
from assessor_app.server.services.acquaintance import unknown_to
from assessor_app.server.services.assigning import (
    calibrated,
    fit_for,
    hand_over,
    hand_over_second,
    has_begun,
    holder_of,
    loads,
    offer_to_approver,
    take_over,
)
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.outcomes import manifest_of
from assessor_app.server.services.presentations import is_live, second_parts
from assessor_app.server.services.tallying import month_of
from assessor_app.server.services.validity import chance
from assessor_app.server.storage.calibration_models import Presentation, Rater, SecondReading
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.insight_models import PaceSum
from assessor_app.server.storage.models import Assignment, Calibration, Person, Submission

LIKENESS = 0.02
"""By so much of itself a validity packet's span of time differs from the one that it is made after."""
MOST_IN_VAIN, MOST_A_ROUND = 20, 200
"""After so many submissions of a micro-credential for which nobody is fit and free, the others wait for the next
round, which looks at no more than so many second readings and approvals."""
_OPEN = (State.SUBMITTED, State.WAITING_ON_ASSESSOR, State.RETURNED_TO_ASSESSOR)
RECENT = 30
"""Of so many submissions, one lends its times to a validity packet that takes no place."""


@dataclass(slots=True)
class Given:
    """What one round gave out."""

    assigned: int = 0
    second_readings: int = 0
    validity: int = 0
    waiting: list[str] = field(default_factory=list)
    """Submissions for which nobody is fit and free."""


def distribute(server: Server) -> Given:
    """Give everything that waits to whoever is fit and will have it done first."""
    given = Given()
    with server.database.writing() as session:
        note_act(session, "taken over")
        _take_back(session)
    with server.database.reading() as session:
        waiting = [(row.id, row.micro_credential_id) for row in _unassigned(session)]
    in_vain: Counter[str] = Counter()
    for submission_id, micro_credential_id in waiting:
        if in_vain[micro_credential_id] >= MOST_IN_VAIN:
            given.waiting.append(submission_id)
            continue
        with server.database.writing() as session:
            if not _assign_one(server, session, session.get_one(Submission, submission_id), given):
                in_vain[micro_credential_id] += 1
    with server.database.writing() as session:
        _give_second_readings(server, session, given)
    return given


def _take_back(session: Session) -> None:
    """Take parts from those who can't hand in any more: their calibration is over, or they have not been heard of.

    What somebody has begun stays theirs until it is due.
    """
    now = utc_now()
    held = session.execute(
        select(Assignment, Submission)
        .join(Submission, Submission.id == Assignment.submission_id)
        .outerjoin(
            Calibration,
            (Calibration.person_id == Assignment.person_id)
            & (Calibration.micro_credential_id == Submission.micro_credential_id),
        )
        .where(
            Assignment.role == Role.ASSESSOR,
            Assignment.status == AssignmentStatus.ACTIVE,
            is_live(),
            (Assignment.lease_until < now)
            | Calibration.person_id.is_(None)
            | (Calibration.until.is_not(None) & (Calibration.until <= now)),
        )
    ).all()
    for assignment, submission in held:
        if submission.due_at < now or not has_begun(session, assignment):
            take_over(session, submission, assignment)


def _unassigned(session: Session) -> list[Submission]:
    """Live submissions that nobody holds, those due first at the front."""
    return list(session.scalars(_without_assessor().order_by(Submission.due_at, Submission.id)))


def _without_assessor() -> Select[Submission]:
    held = select(Assignment.submission_id).where(
        Assignment.role == Role.ASSESSOR,
        Assignment.status == AssignmentStatus.ACTIVE,
        Assignment.id.not_in(second_parts()),
    )
    return select(Submission).where(
        Submission.state.in_(_OPEN), Submission.manifest != "", Submission.id.not_in(held), is_live()
    )


def _assign_one(server: Server, session: Session, submission: Submission, given: Given) -> bool:
    """Whether somebody has it now."""
    if submission.state not in _OPEN or holder_of(session, submission, Role.ASSESSOR) is not None:
        return True
    note_act(session, "assigned")
    fit = {person.id: person for person in _new_to(session, submission)}
    while (chosen := _choose(server, session, submission, fit.values())) is not None:
        person = fit.pop(chosen)
        if validity.is_due(session, person, submission) and _take_place(server, session, submission, person, fit):
            given.validity += 1
            continue
        hand_over(session, submission, person, Role.ASSESSOR)
        second_readings.on_assignment(session, submission, held=True)
        given.assigned += 1
        return True
    given.waiting.append(submission.id)
    return False


def _new_to(session: Session, submission: Submission) -> list[Person]:
    """Fit assessors who have not had it before: whoever it was taken from does not get it again."""
    had = set(session.scalars(select(Assignment.person_id).where(Assignment.submission_id == submission.id)))
    return [person for person in fit_for(session, submission, Role.ASSESSOR) if person.id not in had]


def _choose(server: Server, session: Session, submission: Submission, fit: Iterable[Person]) -> str | None:
    held, hours = loads(session), _usual_hours(session, submission.micro_credential_id)
    candidates = [
        Candidate(person_id=each.id, load=held.get(each.id, 0), hours=hours.get(each.id), tie=chance.random())
        for each in fit
    ]
    chosen = choose(candidates, submission.due_at, utc_now(), server.settings.most_packets)
    return chosen.person_id if chosen is not None else None


def _usual_hours(session: Session, micro_credential_id: str) -> dict[str, float]:
    """Person → hours that one submission took on average in the last two months."""
    since = month_of(utc_now() - timedelta(days=31))
    rows = session.execute(
        select(PaceSum.person_id, func.sum(PaceSum.hours), func.sum(PaceSum.submissions))
        .where(PaceSum.micro_credential_id == micro_credential_id, PaceSum.month >= since)
        .group_by(PaceSum.person_id)
    )
    return {person_id: hours / number for person_id, hours, number in rows if number}


def _take_place(
    server: Server, session: Session, submission: Submission, person: Person, others: Mapping[str, Person]
) -> bool:
    """Give a validity packet instead, where somebody else can have the submission now.

    Had this person both, the times of one would be the times of the other. Where nobody else can, the validity packet
    comes at a time of its own.
    """
    if _choose(server, session, submission, others.values()) is None:
        validity.expect_later(session, person, submission.micro_credential_id)
        return False
    return _give_validity(server, session, submission, person, utc_now())


def _give_validity(server: Server, session: Session, like: Submission, person: Person, assigned_at: datetime) -> bool:
    """Give an anchor that the person has not met, as long after it was prepared, and prepared as long after it came in,
    as another submission was when it was assigned at ``assigned_at``; False when none is left."""
    if newest(session, like.micro_credential_id).version != like.micro_credential_version:
        return False
    every = anchor_sets.current(session, like.micro_credential_id, like.micro_credential_version, AnchorKind.VALIDITY)
    fresh = unknown_to(session, every, person)
    if not fresh:
        return False
    prepared = manifest_of(server, like).created_at
    prepared_at = utc_now() - _about(assigned_at - prepared)
    submitted_at = _to_milliseconds(prepared_at - _about(prepared - like.submitted_at))
    packet = anchors.present(
        server, session, chance.choice(fresh), person, round_id=None, submitted_at=submitted_at,
        due_at=submitted_at + (like.due_at - like.submitted_at), prepared_at=_to_milliseconds(prepared_at),
    )  # fmt: skip
    hand_over(session, packet, person, Role.ASSESSOR)
    validity.rater_of(session, person.id, like.micro_credential_id).validity_at = None
    return True


def _about(span: timedelta) -> timedelta:
    """Much the same, but not the same."""
    return span * chance.uniform(1 - LIKENESS, 1 + LIKENESS)


def _to_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)


def give_expected_validity(server: Server) -> int:
    """Validity packets whose own time has come; how many."""
    number = 0
    with server.database.writing() as session:
        note_act(session, "assigned")
        for rater in session.scalars(select(Rater).where(Rater.validity_at <= utc_now())).all():
            rater.validity_at = None
            found = _a_recent_one(server, session, rater)
            person = session.get_one(Person, rater.person_id)
            if found is not None and calibrated(session, person.id, rater.micro_credential_id):
                number += _give_validity(server, session, found[0], person, found[1])
    return number


def _a_recent_one(server: Server, session: Session, rater: Rater) -> tuple[Submission, datetime] | None:
    """A live submission of the rubric's newest version, and when it was assigned as it is now."""
    recent = session.execute(
        select(Submission, Assignment.created_at)
        .join(Assignment, Assignment.submission_id == Submission.id)
        .where(
            Submission.micro_credential_id == rater.micro_credential_id,
            Submission.micro_credential_version == newest(session, rater.micro_credential_id).version,
            Submission.state.not_in(RECALLED),
            Assignment.role == Role.ASSESSOR,
            is_live(),
        )
        .order_by(Assignment.created_at.desc())
        .limit(RECENT)
    ).all()
    fit = [(row, at) for row, at in recent if manifest_of(server, row).created_at <= at]
    return chance.choice(fit) if fit else None


def _give_second_readings(server: Server, session: Session, given: Given) -> None:
    note_act(session, "second reading assigned")
    for row, submission in session.execute(_second_wanted()).all():
        fit = _new_to(session, submission)
        if not fit:
            # Nobody to wait for.
            row.hold_until = utc_now()
        chosen = _choose(server, session, submission, fit)
        if chosen is None:
            continue
        person = next(person for person in fit if person.id == chosen)
        row.assignment_id = hand_over_second(session, submission, person).id
        row.hold_until = second_readings.hold_until(submission)
        given.second_readings += 1
        session.flush()


def _second_wanted() -> Select[SecondReading, Submission]:
    """Second readings that nobody is at, of submissions that are still a question."""
    return (
        select(SecondReading, Submission)
        .join(Submission, Submission.id == SecondReading.submission_id)
        .where(SecondReading.assignment_id.is_(None), Submission.state.in_((*_OPEN, State.WAITING_ON_APPROVER)))
        .order_by(SecondReading.wanted_at)
        .limit(MOST_A_ROUND)
    )


def offer_what_waited(server: Server) -> None:
    """Approvers get what was held for a second reading long enough, and what waited for somebody calibrated."""
    with server.database.reading() as session:
        found = session.scalars(_without_approver().order_by(Submission.due_at).limit(MOST_A_ROUND)).all()
    for submission_id in found:
        with server.database.writing() as session:
            submission = session.get_one(Submission, submission_id)
            if submission.state == State.WAITING_ON_APPROVER:
                note_act(session, "offered to an approver")
                offer_to_approver(session, submission)


def _without_approver() -> Select[str]:
    """Submissions that were assessed and have no approver; calibration packets never get one."""
    held = select(Assignment.submission_id).where(
        Assignment.role == Role.APPROVER, Assignment.status == AssignmentStatus.ACTIVE
    )
    calibration = select(Presentation.submission_id).where(Presentation.round_id.is_not(None))
    return select(Submission.id).where(
        Submission.state == State.WAITING_ON_APPROVER, Submission.id.not_in(held), Submission.id.not_in(calibration)
    )


def anybody_lacks_an_approver(session: Session) -> bool:
    return session.scalars(_without_approver().limit(1)).first() is not None


def anything_waits(session: Session) -> bool:
    """Whether a round would have something to give: a submission that nobody holds, or a second reading."""
    return (
        session.scalars(_without_assessor().limit(1)).first() is not None
        or session.execute(_second_wanted()).first() is not None
    )
