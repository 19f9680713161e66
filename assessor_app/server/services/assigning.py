"""Who reviews what: calibrated, of another organisation, and never in both parts."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import Action, Role, State, transition
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.notify.messages import Assigned, ReadyToApprove
from assessor_app.server.opening import Server
from assessor_app.server.services import mail, second_readings, validity
from assessor_app.server.services.acquaintance import real_applicant, who_knows
from assessor_app.server.services.changes import touch_part, touch_submission
from assessor_app.server.services.people import by_email, same_organisation
from assessor_app.server.services.preparation import how_far
from assessor_app.server.services.presentations import (
    for_calibration,
    presentation_of,
    second_parts,
    second_reading_of,
)
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.calibration_models import Presentation, SecondReading
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Assignment, Calibration, DraftCell, Person, Submission

LEASE = timedelta(days=7)
"""After so long without a sync of its holder, the server gives the submission to somebody else where it assigns by
itself; every sync begins it anew."""

RENEW_AFTER = timedelta(days=1)


def assign(server: Server, submission_id: str, email: str, *, take_over: bool = False) -> str:
    """Give a submission to an assessor, or to an approver once it was assessed; the assignment's id.

    ``take_over`` takes it from whoever has it; what they still send counts as a second reading. Raises Refused.
    """
    with server.database.writing() as session:
        submission = session.get(Submission, submission_id)
        if submission is None:
            raise Refused(f"There is no submission {submission_id}.")
        note_act(session, "assigned")
        person = by_email(session, email)
        role = Role.APPROVER if submission.state == State.WAITING_ON_APPROVER else Role.ASSESSOR
        _check_state(submission)
        if presentation_of(session, submission_id) is not None:
            raise Refused(f"Submission {submission_id} is an anchor's packet; the server sees to those itself.")
        if not submission.manifest:
            raise Refused(f"Submission {submission_id} can't be assigned yet: {how_far(session, submission)}.")
        why_not = unfit(session, person, submission, role)
        if why_not:
            raise Refused(why_not)
        holder = holder_of(session, submission, role)
        if holder is not None and not take_over:
            raise Refused(f"Submission {submission_id} has been assigned already; --take-over gives it to another.")
        if holder is not None:
            holder.status = AssignmentStatus.TAKEN_OVER
        assignment = hand_over(session, submission, person, role)
        if role is Role.ASSESSOR:
            second_readings.on_assignment(session, submission, held=server.settings.assign_by_itself)
            validity.expect(session, person, submission)
        return assignment.id


def hand_over_second(session: Session, submission: Submission, person: Person) -> Assignment:
    """The same for an independent reading: nobody else's row changes."""
    assignment = _give(session, submission, person, Role.ASSESSOR)
    touch_part(session, submission, assignment)
    return assignment


def hand_over(
    session: Session, submission: Submission, person: Person, role: Role, *, notify: bool = True
) -> Assignment:
    """It is in this person's queue from now on."""
    assignment = _give(session, submission, person, role, notify=notify)
    row = transition(Action.ASSIGN, State(submission.state), Role.ADMINISTRATOR)
    if row is not None:
        submission.state = row.target
    submission.version += 1
    touch_submission(session, submission)
    return assignment


def _check_state(submission: Submission) -> None:
    open_states = {
        State.SUBMITTED, State.WAITING_ON_ASSESSOR, State.RETURNED_TO_ASSESSOR, State.WAITING_ON_APPROVER,
    }  # fmt: skip
    if submission.state not in open_states:
        raise Refused(f"Submission {submission.id} is {submission.state.replace('_', ' ')}: there is nothing to do.")


def unfit(session: Session, person: Person, submission: Submission, role: Role) -> str | None:
    """Why this person may not take this part in this submission, in a sentence; None when they may."""
    applicant = real_applicant(session, submission)
    if role not in person.roles:
        return f"{person.email} is no {role.value}."
    if person.id == applicant.id:
        return "Nobody reviews a submission of their own."
    if same_organisation(person, applicant):
        return f"{person.email} belongs to the applicant's organisation."
    if not calibrated(session, person.id, submission.micro_credential_id):
        return f"{person.email} has no current calibration for “{submission.micro_credential_id}”."
    part = session.scalars(
        select(Assignment).where(Assignment.submission_id == submission.id, Assignment.person_id == person.id)
    ).first()
    if part is not None and part.role != role:
        return "Nobody is both assessor and approver of one submission."
    if part is not None and second_reading_of(session, part) is not None:
        return f"{person.email} reads it a second time, independently."
    if person.id in who_knows(session, submission):
        return f"{person.email} knows this evidence from another packet."
    return None


def calibrated(session: Session, person_id: str, micro_credential_id: str) -> bool:
    row = session.get(Calibration, (person_id, micro_credential_id))
    return row is not None and (row.until is None or row.until > utc_now())


def offer_to_approver(session: Session, submission: Submission) -> None:
    """Give an assessed submission to the fit approver with the least to do, unless one has it already.

    Nobody decides on practice and qualification.
    """
    if for_calibration(presentation_of(session, submission.id)):
        return
    if holder_of(session, submission, Role.APPROVER) is not None or is_awaited(session, submission):
        return
    fit = fit_for(session, submission, Role.APPROVER)
    if fit:
        held = loads(session)
        _give(session, submission, min(fit, key=lambda person: held.get(person.id, 0)), Role.APPROVER)
        touch_submission(session, submission)


def fit_for(session: Session, submission: Submission, role: Role) -> list[Person]:
    """Everybody who may take this part in the submission: those of whom :func:`unfit` has nothing to say."""
    applicant = real_applicant(session, submission)
    parts = session.scalars(select(Assignment).where(Assignment.submission_id == submission.id)).all()
    second = set(session.scalars(second_parts().where(SecondReading.submission_id == submission.id)))
    barred = {part.person_id for part in parts if part.role != role or part.id in second}
    barred |= who_knows(session, submission) | {applicant.id}
    calibrated_people = session.scalars(
        select(Person)
        .join(Calibration, Calibration.person_id == Person.id)
        .where(
            Calibration.micro_credential_id == submission.micro_credential_id,
            Calibration.until.is_(None) | (Calibration.until > utc_now()),
            # A list of role names, as JSON: with 2,000 people, most are not even read.
            cast(Person.roles, String).contains(f'"{role.value}"'),
        )
        .order_by(Person.created_at, Person.id)
    )
    return [
        person for person in calibrated_people if person.id not in barred and not same_organisation(person, applicant)
    ]


def is_awaited(session: Session, submission: Submission) -> bool:
    """Whether the approver waits for a second reading."""
    reading = session.get(SecondReading, submission.id)
    return reading is not None and reading.assessment_id is None and reading.hold_until > utc_now()


def loads(session: Session) -> dict[str, int]:
    """Person → how many submissions they hold, calibration apart; whoever holds none is not in it."""
    rounds = select(Presentation.submission_id).where(Presentation.round_id.is_not(None))
    held = (
        select(Assignment.person_id, func.count())
        .where(Assignment.status == AssignmentStatus.ACTIVE, Assignment.submission_id.not_in(rounds))
        .group_by(Assignment.person_id)
    )
    return dict(session.execute(held).all())


def holder_of(session: Session, submission: Submission, role: Role) -> Assignment | None:
    """Who has it now in this role; not who reads it a second time."""
    return session.scalars(
        select(Assignment).where(
            Assignment.submission_id == submission.id,
            Assignment.role == role,
            Assignment.status == AssignmentStatus.ACTIVE,
            Assignment.id.not_in(second_parts()),
        )
    ).first()


def _give(session: Session, submission: Submission, person: Person, role: Role, *, notify: bool = True) -> Assignment:
    now = utc_now()
    assignment = session.scalars(
        select(Assignment).where(Assignment.submission_id == submission.id, Assignment.person_id == person.id)
    ).first()
    if assignment is None:
        assignment = Assignment(
            id=uuid.uuid4().hex, submission_id=submission.id, person_id=person.id, role=role,
            status=AssignmentStatus.ACTIVE, due_at=submission.due_at, lease_until=_lease(now), returned_reasons={},
            created_at=now,
        )  # fmt: skip
        session.add(assignment)
    else:
        assignment.status, assignment.lease_until = AssignmentStatus.ACTIVE, _lease(now)
    session.flush()
    if notify:
        _tell(session, submission, person, role)
    return assignment


def _lease(now: datetime) -> datetime:
    """To the minute: how many milliseconds lie between two packets of a round would tell what it took to make them."""
    return (now + LEASE).replace(second=0, microsecond=0)


def _tell(session: Session, submission: Submission, person: Person, role: Role) -> None:
    message = ReadyToApprove if role is Role.APPROVER else Assigned
    mail.tell(session, person.id, message(submission.id, mail.title_of(session, submission), submission.due_at))


def has_begun(session: Session, assignment: Assignment) -> bool:
    """Whether its holder has written anything."""
    draft = select(DraftCell).where(
        DraftCell.submission_id == assignment.submission_id, DraftCell.person_id == assignment.person_id
    )
    return session.scalars(draft.limit(1)).first() is not None


def take_over(session: Session, submission: Submission, assignment: Assignment) -> None:
    """From its holder, for whom nothing is left to do; a second reading is wanted again."""
    assignment.status = AssignmentStatus.TAKEN_OVER
    second = second_reading_of(session, assignment)
    if second is not None:
        second.assignment_id = None
        session.flush()
    touch_part(session, submission, assignment)


def renew_leases(session: Session, person_id: str) -> None:
    """A person who syncs keeps what they hold."""
    now = utc_now()
    for assignment in session.scalars(
        select(Assignment).where(
            Assignment.person_id == person_id,
            Assignment.status == AssignmentStatus.ACTIVE,
            Assignment.lease_until < now + LEASE - RENEW_AFTER,
        )
    ).all():
        assignment.lease_until = _lease(now)
        touch_part(session, session.get_one(Submission, assignment.submission_id), assignment)
