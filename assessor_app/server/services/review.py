"""What a reviewer's event does, or the problem it meets. Every rule is checked before anything is written."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import (
    Assessment,
    Missing,
    Outcome,
    missing_in_assessment,
    missing_in_decision,
    missing_in_incomplete,
)
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import DECIDED, Action, Role, State, Transition, transition
from assessor_app.protocol.events import (
    OWN_CELL,
    AssessmentSubmitted,
    CalibrationBegun,
    DecisionMade,
    DraftSaved,
    Event,
    LeakReported,
    MarkedIncomplete,
    utc_now,
)
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import AssignmentStatus, ChangeKind, ResultStatus
from assessor_app.server.notify.messages import Incomplete, ResultEarned, ResultNotYet, ReturnedToAssessor
from assessor_app.server.opening import Server
from assessor_app.server.services import (
    calibrating,
    drifting,
    mail,
    organisations,
    readings,
    recalling,
    second_readings,
    tallying,
)
from assessor_app.server.services.acquaintance import applicant_of, real_applicant
from assessor_app.server.services.assigning import calibrated
from assessor_app.server.services.cells import check_base, check_cell, save_own_cell
from assessor_app.server.services.changes import touch, touch_part, touch_submission
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.people import same_organisation
from assessor_app.server.services.presentations import for_calibration, presentation_of, second_reading_of
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import (
    AssessmentRow,
    Assignment,
    Award,
    DecisionRow,
    DraftCell,
    IncompleteRow,
    LeakReport,
    Person,
    Submission,
)

_ACTION = {Outcome.AWARD: Action.AWARD, Outcome.NOT_YET: Action.NOT_YET, Outcome.RETURN: Action.RETURN}


def apply_event(server: Server, session: Session, caller: Caller, event: Event) -> ResultStatus:
    """Do what the event says. Raises ProblemError, with nothing written."""
    try:
        body = event.parsed_body()
    except ValidationError as error:
        raise _refuse(ProblemType.BAD_REQUEST, f"The event's body is not of its type's form: {error}") from None
    match body:
        case DraftSaved() if OWN_CELL.match(body.cell):
            return save_own_cell(session, caller, event, body)
        case DraftSaved():
            return _save_draft(session, caller, event, body)
        case AssessmentSubmitted():
            return _submit_assessment(server, session, caller, event, body)
        case DecisionMade():
            return _decide(session, caller, event, body)
        case MarkedIncomplete():
            return _mark_incomplete(session, caller, event, body)
        case LeakReported():
            return _report_leak(session, caller, event, body)
        case CalibrationBegun():
            return calibrating.begin(server, session, caller, body)


def _save_draft(session: Session, caller: Caller, event: Event, body: DraftSaved) -> ResultStatus:
    submission, assignment = _part(session, caller, event)
    _check_still_a_question(submission, second=second_reading_of(session, assignment) is not None)
    check_cell(body)
    key = (caller.person_id, submission.id, body.cell)
    row = session.get(DraftCell, key)
    check_base(row, body)
    if row is None:
        row = DraftCell(
            person_id=caller.person_id, submission_id=submission.id, cell=body.cell, value=None, event_id=event.id
        )
        session.add(row)
    row.value, row.event_id = body.value, event.id
    session.flush()
    touch(session, caller.person_id, ChangeKind.DRAFT_CELL, f"{submission.id}/{body.cell}")
    return ResultStatus.ACCEPTED


def _mark_incomplete(session: Session, caller: Caller, event: Event, body: MarkedIncomplete) -> ResultStatus:
    """Back to the applicant without ratings."""
    submission, assignment = _part(session, caller, event)
    if assignment.role != Role.ASSESSOR or Role.ASSESSOR not in caller.roles:
        raise _refuse(ProblemType.NOT_ALLOWED, "Only the submission's assessor can send it back as incomplete.")
    if for_calibration(presentation_of(session, submission.id)):
        raise _refuse(ProblemType.NOT_ALLOWED, "A calibration packet has nobody to go back to; rate what is there.")
    _check_still_a_question(submission, second=second_reading_of(session, assignment) is not None)
    _check_rubric(submission, body.micro_credential_version)
    micro_credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    _check_complete(missing_in_incomplete(micro_credential, body.checks))
    if second_reading_of(session, assignment) is not None and assignment.status == AssignmentStatus.ACTIVE:
        # One reader's word is enough to send it back, and it is the first reader's.
        assignment.status = AssignmentStatus.DONE
        readings.given_up(session, submission)
        touch_part(session, submission, assignment)
        return ResultStatus.ACCEPTED
    row = transition(Action.MARK_INCOMPLETE, State(submission.state), Role.ASSESSOR)
    if row is None or assignment.status != AssignmentStatus.ACTIVE:
        # Late, because somebody else has taken over: on record as an event, and nothing of theirs is undone.
        touch_submission(session, submission)
        return ResultStatus.SECOND_READING
    session.add(
        IncompleteRow(
            id=event.id,
            submission_id=submission.id,
            person_id=caller.person_id,
            marked_at=event.occurred_at,
            received_at=utc_now(),
            data=body.model_dump(mode="json"),
        )
    )
    _move(submission, row)
    _end_assignments(session, submission, second=True)
    tallying.left(session, submission, utc_now())
    readings.sent_back(session, submission, caller.person_id)
    missing = tuple(
        (check.question, body.checks[check.id].note)
        for _, check in micro_credential.checks()
        if not body.checks[check.id].ok
    )
    applicant = applicant_of(session, submission)
    mail.tell(session, applicant.id, Incomplete(submission.id, micro_credential.title, missing))
    touch_submission(session, submission)
    return ResultStatus.ACCEPTED


def _report_leak(session: Session, caller: Caller, event: Event, body: LeakReported) -> ResultStatus:
    """Hidden from everybody but the issuer at once; what was done on it so far stays where it is."""
    submission, assignment = _part(session, caller, event)
    if submission.state == State.QUARANTINED:
        # Said twice is as good as said once.
        return ResultStatus.ACCEPTED
    second = second_reading_of(session, assignment) is not None
    _check_still_a_question(submission, second=second)
    row = transition(Action.REPORT_LEAK, State(submission.state), Role(assignment.role))
    if row is None and not second:
        raise _refuse(ProblemType.STALE_BASE, f"The submission is {submission.state.replace('_', ' ')} now.")
    session.add(
        LeakReport(
            id=event.id,
            submission_id=submission.id,
            person_id=caller.person_id,
            reported_at=event.occurred_at,
            received_at=utc_now(),
            evidence_id=body.evidence_id,
            page=body.page,
            what=body.what,
            note=body.note,
            state_before=submission.state,
        )
    )
    if row is not None:
        _move(submission, row)
    recalling.recall(session, submission)
    touch_submission(session, submission)
    return ResultStatus.ACCEPTED


def _submit_assessment(
    server: Server, session: Session, caller: Caller, event: Event, body: AssessmentSubmitted
) -> ResultStatus:
    submission, assignment = _part(session, caller, event)
    presentation = presentation_of(session, submission.id)
    independent = second_reading_of(session, assignment)
    _check_may_assess(session, caller, submission, assignment, for_calibration(presentation))
    _check_still_a_question(submission, second=independent is not None)
    _check_rubric(submission, body.micro_credential_version)
    micro_credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    has_reader = not for_calibration(presentation)
    rubric = micro_credential if has_reader else micro_credential.for_calibration()
    _check_complete(missing_in_assessment(rubric, body.assessment, has_reader=has_reader))
    row = transition(Action.SUBMIT_ASSESSMENT, State(submission.state), Role.ASSESSOR)
    active = assignment.status == AssignmentStatus.ACTIVE
    first = row is not None and active and independent is None
    reading = AssessmentRow(
        id=event.id,
        submission_id=submission.id,
        person_id=caller.person_id,
        submitted_at=event.occurred_at,
        received_at=utc_now(),
        second=not first,
        data=body.assessment.model_dump(mode="json"),
    )
    session.add(reading)
    if assignment.status != AssignmentStatus.TAKEN_OVER:
        assignment.status = AssignmentStatus.DONE
    session.flush()
    if row is not None and first:
        submission.primary_assessment_id = event.id
        _move(submission, row)
    if first or (independent is not None and active):
        readings.taken(server, session, submission, reading, micro_credential)
    touch_submission(session, submission)
    return ResultStatus.ACCEPTED if first or (independent is not None and active) else ResultStatus.SECOND_READING


def _check_may_assess(
    session: Session, caller: Caller, submission: Submission, assignment: Assignment, for_calibration: bool
) -> None:
    allowed = {Role.ASSESSOR, Role.APPROVER} if for_calibration else {Role.ASSESSOR}
    if assignment.role != Role.ASSESSOR or not allowed & caller.roles:
        raise _refuse(ProblemType.NOT_ALLOWED, "Only the submission's assessor can hand in an assessment of it.")
    if not for_calibration:
        _check_calibrated(session, caller, submission)


def _check_calibrated(session: Session, caller: Caller, submission: Submission) -> None:
    if not calibrated(session, caller.person_id, submission.micro_credential_id):
        raise _refuse(ProblemType.NOT_CALIBRATED, "Your work is kept; hand it in again once you have calibrated anew.")


def _decide(session: Session, caller: Caller, event: Event, body: DecisionMade) -> ResultStatus:
    # Before anything is asked that takes longer for an anchor's packet.
    received_at = utc_now()
    submission = _submission(session, event)
    _check_two_persons(session, caller, submission)
    submission, assignment = _part(session, caller, event)
    if assignment.role != Role.APPROVER or Role.APPROVER not in caller.roles:
        raise _refuse(ProblemType.NOT_ALLOWED, "Only the submission's approver can decide on it.")
    if for_calibration(presentation_of(session, submission.id)):
        raise _refuse(ProblemType.NOT_ALLOWED, "Nobody decides on a calibration packet.")
    _check_still_a_question(submission)
    _check_calibrated(session, caller, submission)
    _check_rubric(submission, body.micro_credential_version)
    if body.assessment_id != submission.primary_assessment_id or submission.state != State.WAITING_ON_APPROVER:
        raise _refuse(ProblemType.STALE_BASE, "The assessment that this decision was made on has been replaced.")
    if assignment.status != AssignmentStatus.ACTIVE:
        raise _refuse(ProblemType.NOT_ASSIGNED, "Another approver has taken this submission over.")
    if any(override.on not in (None, body.assessment_id) for override in body.decision.overrides.values()):
        raise _refuse(ProblemType.STALE_BASE, "Some of it was said of an earlier assessment; look at this one again.")
    row = transition(_ACTION[body.decision.outcome], State(submission.state), Role.APPROVER)
    if row is None:
        raise _refuse(ProblemType.STALE_BASE, f"The submission is {submission.state.replace('_', ' ')} now.")
    assessment = Assessment.model_validate(session.get_one(AssessmentRow, body.assessment_id).data)
    micro_credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    _check_complete(missing_in_decision(micro_credential, assessment, body.decision))
    decided = DecisionRow(
        id=event.id,
        submission_id=submission.id,
        person_id=caller.person_id,
        assessment_id=body.assessment_id,
        outcome=body.decision.outcome,
        decided_at=event.occurred_at,
        received_at=received_at,
        data=body.decision.model_dump(mode="json"),
    )
    session.add(decided)
    _move(submission, row)
    if body.decision.outcome is Outcome.RETURN:
        _give_back(session, submission, micro_credential, body.decision.return_reasons())
    else:
        assignment.status = AssignmentStatus.DONE
        _finish(session, submission, decided)
        if validity_pairs := tallying.decided(session, submission, decided):
            drifting.watch(session, caller.person_id, submission.micro_credential_id, validity_pairs)
        tallying.left(session, submission, decided.received_at)
    touch_submission(session, submission)
    return ResultStatus.ACCEPTED


def _check_two_persons(session: Session, caller: Caller, submission: Submission) -> None:
    assessed = session.scalars(
        select(AssessmentRow).where(
            AssessmentRow.submission_id == submission.id, AssessmentRow.person_id == caller.person_id
        )
    ).first()
    assigned = session.scalars(
        select(Assignment).where(
            Assignment.submission_id == submission.id,
            Assignment.person_id == caller.person_id,
            Assignment.role == Role.ASSESSOR,
        )
    ).first()
    if assessed is not None or assigned is not None:
        raise _refuse(ProblemType.SAME_PERSON, "Another approver has to decide on this submission.")
    applicant, person = real_applicant(session, submission), session.get_one(Person, caller.person_id)
    if person.id == applicant.id or same_organisation(person, applicant):
        raise _refuse(ProblemType.CONFLICT_OF_INTEREST, "Somebody of another organisation has to decide on it.")


def _give_back(
    session: Session, submission: Submission, micro_credential: MicroCredential, reasons: dict[str, str]
) -> None:
    """The assessor whose reading was returned has it in the queue again, with the approver's reasons."""
    first = session.get_one(AssessmentRow, submission.primary_assessment_id)
    assignment = session.scalars(
        select(Assignment).where(Assignment.submission_id == submission.id, Assignment.person_id == first.person_id)
    ).one()
    known = {criterion.id: criterion.title for _, criterion in micro_credential.criteria()}
    assignment.status = AssignmentStatus.ACTIVE
    assignment.returned_reasons = {key: text for key, text in reasons.items() if not key or key in known}
    told = tuple((known.get(key, ""), text) for key, text in assignment.returned_reasons.items())
    mail.tell(session, first.person_id, ReturnedToAssessor(submission.id, micro_credential.title, told))


def _finish(session: Session, submission: Submission, decided: DecisionRow) -> None:
    submission.outcome, submission.decided_at = decided.outcome, decided.decided_at
    _end_assignments(session, submission)
    second_readings.no_longer_wanted(session, submission)
    if presentation_of(session, submission.id) is not None:
        return
    applicant = applicant_of(session, submission)
    title = mail.title_of(session, submission)
    if decided.outcome == Outcome.AWARD:
        hours = organisations.cpe_hours(session, applicant.id)
        session.add(
            Award(
                submission_id=submission.id,
                person_id=applicant.id,
                micro_credential_id=submission.micro_credential_id,
                cpe_hours=hours,
                decided_at=decided.decided_at,
                awarded_at=decided.received_at,
            )
        )
        mail.tell(session, applicant.id, ResultEarned(submission.id, title, hours))
    else:
        mail.tell(session, applicant.id, ResultNotYet(submission.id, title))


def _end_assignments(session: Session, submission: Submission, *, second: bool = False) -> None:
    """Whoever still holds the submission has nothing left to do.

    An independent reading is still worth having after a decision; with ``second`` it ends too.
    """
    for assignment in session.scalars(
        select(Assignment).where(
            Assignment.submission_id == submission.id, Assignment.status == AssignmentStatus.ACTIVE
        )
    ):
        if second or second_reading_of(session, assignment) is None:
            assignment.status = AssignmentStatus.DONE


def _move(submission: Submission, row: Transition) -> None:
    submission.state = row.target
    submission.version += 1


def _submission(session: Session, event: Event) -> Submission:
    submission = session.get(Submission, event.submission_id) if event.submission_id is not None else None
    if submission is None:
        raise _refuse(ProblemType.NOT_ASSIGNED, "Your queue does not hold it.")
    return submission


def _part(session: Session, caller: Caller, event: Event) -> tuple[Submission, Assignment]:
    """The submission and the caller's part in it: what does not exist and what is not theirs look the same."""
    submission = _submission(session, event)
    assignment = session.scalars(
        select(Assignment).where(Assignment.submission_id == submission.id, Assignment.person_id == caller.person_id)
    ).first()
    if assignment is None:
        raise _refuse(ProblemType.NOT_ASSIGNED, "Your queue does not hold it.")
    return submission, assignment


def _check_still_a_question(submission: Submission, *, second: bool = False) -> None:
    """``second`` is for independent readings, which count after the decision as well."""
    if submission.state == State.WITHDRAWN:
        raise _refuse(ProblemType.WITHDRAWN, "There is nothing left to decide; your work is kept in the outbox.")
    if submission.state == State.QUARANTINED:
        raise _refuse(ProblemType.QUARANTINED, "Only the issuer can open it now; your work is kept in the outbox.")
    if submission.state in DECIDED and not second:
        raise _refuse(ProblemType.ALREADY_DECIDED, "Your work is kept in the outbox.")


def _check_rubric(submission: Submission, version: int) -> None:
    if version != submission.micro_credential_version:
        raise ProblemError(
            problem(
                ProblemType.RUBRIC_CHANGED,
                "Open the submission again to rate it with its own version of the rubric.",
                current_version=submission.micro_credential_version,
            )
        )


def _check_complete(missing: tuple[Missing, ...]) -> None:
    if missing:
        raise ProblemError(
            problem(
                ProblemType.INCOMPLETE,
                "Complete what is named and hand it in again.",
                missing=[item.model_dump(mode="json") for item in missing],
            )
        )


def _refuse(kind: ProblemType, detail: str) -> ProblemError:
    return ProblemError(problem(kind, detail))
