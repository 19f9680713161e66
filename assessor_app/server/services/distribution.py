"""Giving out what waits: submissions to assessors, second readings, and validity packets in between.

Who may is a question of calibration, of the applicant's organisation and of having no other part in the submission
(``assigning.unfit``); who of them gets it, of load, pace and the due time (``domain/assigning.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.assigning import Candidate, choose
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.opening import Server
from assessor_app.server.services import anchor_sets, anchors, second_readings, validity
from assessor_app.server.services.assigning import fit_for, hand_over, holder_of, load, offer_to_approver
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.outcomes import manifest_of
from assessor_app.server.services.presentations import is_live
from assessor_app.server.services.validity import chance
from assessor_app.server.storage.calibration_models import Presentation, Rater, SecondReading
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.insight_models import PaceSum
from assessor_app.server.storage.models import Assignment, Person, Submission

EARLIER_MINUTES = (1.0, 45.0)
"""By so much before the packet whose place it takes a validity packet seems to have been handed in."""
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
    with server.database.reading() as session:
        waiting = [row.id for row in _unassigned(session)]
    for submission_id in waiting:
        with server.database.writing() as session:
            _assign_one(server, session, session.get_one(Submission, submission_id), given)
    with server.database.writing() as session:
        _give_second_readings(server, session, given)
    return given


def _unassigned(session: Session) -> Iterable[Submission]:
    """Live submissions that nobody holds, those due first at the front."""
    open_states = (State.SUBMITTED, State.WAITING_ON_ASSESSOR)
    rows = session.scalars(
        select(Submission)
        .where(Submission.state.in_(open_states), Submission.manifest != "", is_live())
        .order_by(Submission.due_at, Submission.id)
    )
    return [row for row in rows if holder_of(session, row, Role.ASSESSOR) is None]


def _assign_one(server: Server, session: Session, submission: Submission, given: Given) -> None:
    if submission.state not in (State.SUBMITTED, State.WAITING_ON_ASSESSOR):
        return
    if holder_of(session, submission, Role.ASSESSOR) is not None:
        return
    note_act(session, "assigned")
    fit = {person.id: person for person in _new_to(session, submission)}
    while fit:
        chosen = _choose(server, session, submission, fit.values())
        if chosen is None:
            break
        person = fit.pop(chosen)
        if validity.is_due(session, person, submission) and _take_place(server, session, submission, person):
            # The submission goes to somebody else now, or with the next round.
            given.validity += 1
            continue
        hand_over(session, submission, person, Role.ASSESSOR)
        second_readings.on_assignment(session, submission)
        given.assigned += 1
        return
    given.waiting.append(submission.id)


def _new_to(session: Session, submission: Submission) -> list[Person]:
    """Fit assessors who have not had it before: whoever it was taken from does not get it again."""
    had = set(session.scalars(select(Assignment.person_id).where(Assignment.submission_id == submission.id)))
    return [person for person in fit_for(session, submission, Role.ASSESSOR) if person.id not in had]


def _choose(server: Server, session: Session, submission: Submission, fit: Iterable[Person]) -> str | None:
    candidates = [
        Candidate(
            person_id=person.id,
            load=load(session, person.id),
            hours=_usual_hours(session, person.id, submission.micro_credential_id),
            tie=chance.random(),
        )
        for person in fit
    ]
    chosen = choose(candidates, submission.due_at, utc_now(), server.settings.most_packets)
    return chosen.person_id if chosen is not None else None


def _usual_hours(session: Session, person_id: str, micro_credential_id: str) -> float | None:
    """Hours that one submission took on average, in the last month with any."""
    row = session.scalars(
        select(PaceSum)
        .where(PaceSum.micro_credential_id == micro_credential_id, PaceSum.person_id == person_id)
        .order_by(PaceSum.month.desc())
    ).first()
    return row.hours / row.submissions if row is not None and row.submissions else None


def _take_place(server: Server, session: Session, submission: Submission, person: Person) -> bool:
    """Give a validity packet instead, with the times that this submission has, a little earlier."""
    earlier = timedelta(minutes=chance.uniform(*EARLIER_MINUTES))
    return _give_validity(server, session, submission, person, submission.submitted_at - earlier)


def _give_validity(server: Server, session: Session, like: Submission, person: Person, submitted_at: datetime) -> bool:
    """Give an anchor that the person has not met, with the times of a submission like it; False when none is left."""
    if newest(session, like.micro_credential_id).version != like.micro_credential_version:
        return False
    every = anchor_sets.current(session, like.micro_credential_id, like.micro_credential_version, AnchorKind.VALIDITY)
    fresh = anchor_sets.unseen(session, every, person)
    if not fresh:
        return False
    submitted_at = submitted_at.replace(microsecond=submitted_at.microsecond // 1_000 * 1_000)
    shift = submitted_at - like.submitted_at
    packet = anchors.present(
        server, session, chance.choice(fresh), person, round_id=None, submitted_at=submitted_at,
        due_at=like.due_at + shift, prepared_at=manifest_of(server, like).created_at + shift,
    )  # fmt: skip
    hand_over(session, packet, person, Role.ASSESSOR)
    validity.rater_of(session, person.id, like.micro_credential_id).validity_at = None
    return True


def give_expected_validity(server: Server) -> int:
    """Validity packets whose own time has come; how many."""
    number = 0
    with server.database.writing() as session:
        note_act(session, "assigned")
        due = session.scalars(select(Rater).where(Rater.validity_at <= utc_now())).all()
        for rater in due:
            like = _a_recent_one(session, rater)
            person = session.get_one(Person, rater.person_id)
            rater.validity_at = None
            if like is not None and person in fit_for(session, like, Role.ASSESSOR):
                assigned = session.scalars(
                    select(Assignment.created_at).where(Assignment.submission_id == like.id)
                ).first()
                age = (assigned or utc_now()) - like.submitted_at
                number += _give_validity(server, session, like, person, utc_now() - age)
    return number


def _a_recent_one(session: Session, rater: Rater) -> Submission | None:
    recent = session.scalars(
        select(Submission)
        .where(Submission.micro_credential_id == rater.micro_credential_id, Submission.manifest != "", is_live())
        .order_by(Submission.submitted_at.desc())
        .limit(RECENT)
    ).all()
    return chance.choice(recent) if recent else None


def _give_second_readings(server: Server, session: Session, given: Given) -> None:
    note_act(session, "second reading assigned")
    wanted = session.scalars(
        select(SecondReading).where(SecondReading.assignment_id.is_(None)).order_by(SecondReading.wanted_at)
    ).all()
    for row in wanted:
        submission = session.get_one(Submission, row.submission_id)
        if submission.state not in (State.WAITING_ON_ASSESSOR, State.WAITING_ON_APPROVER):
            continue
        fit = _new_to(session, submission)
        chosen = _choose(server, session, submission, fit)
        if chosen is None:
            continue
        person = next(person for person in fit if person.id == chosen)
        assignment = hand_over(session, submission, person, Role.ASSESSOR)
        row.assignment_id = assignment.id
        given.second_readings += 1
        session.flush()


def offer_what_waited(server: Server) -> None:
    """Approvers get what was held for a second reading long enough, and what waited for somebody calibrated."""
    held = select(Assignment.submission_id).where(
        Assignment.role == Role.APPROVER, Assignment.status == AssignmentStatus.ACTIVE
    )
    waiting = select(Submission.id).where(
        Submission.state == State.WAITING_ON_APPROVER, Submission.id.not_in(held)
    )  # fmt: skip
    with server.database.reading() as session:
        found = session.scalars(waiting).all()
    for submission_id in found:
        with server.database.writing() as session:
            submission = session.get_one(Submission, submission_id)
            if submission.state == State.WAITING_ON_APPROVER and not _is_calibration(session, submission_id):
                note_act(session, "offered to an approver")
                offer_to_approver(session, submission)


def _is_calibration(session: Session, submission_id: str) -> bool:
    presentation = session.get(Presentation, submission_id)
    return presentation is not None and presentation.round_id is not None


def anything_waits(session: Session) -> bool:
    """Whether a round would have something to look at, in automatic mode."""
    open_states = (State.SUBMITTED, State.WAITING_ON_ASSESSOR, State.WAITING_ON_APPROVER)
    live = select(func.count()).select_from(Submission).where(
        Submission.state.in_(open_states), Submission.manifest != "", is_live()
    )  # fmt: skip
    return bool(session.scalar(live))
