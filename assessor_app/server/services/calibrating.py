"""Becoming calibrated, and being told where one stands (FAQ 20)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.calibration import RENEWABLE, AnchorKind, matches, passes
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import RECALLED, Role, State
from assessor_app.protocol.events import CalibrationBegun, utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import ResultStatus
from assessor_app.server.opening import Server
from assessor_app.server.services import anchor_sets, anchors, announcing
from assessor_app.server.services.assigning import hand_over, offer_to_approver
from assessor_app.server.services.credentials import credential_at, newest
from assessor_app.server.services.people import by_email
from assessor_app.server.services.presentations import anchor_of
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.standing import (
    Trials,
    counts_as_failed,
    held,
    own_levels,
    rounds_of,
    trials,
    true_levels,
)
from assessor_app.server.services.tokens import Caller
from assessor_app.server.services.validity import chance, rater_of
from assessor_app.server.storage.calibration_models import Anchor, CalibrationRound, Presentation
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import Calibration, Person, Submission

ROUND_DAYS = 14
"""How long the packets of a round are good for; nothing happens when they are handed in later."""


def calibrate(server: Server, email: str, micro_credential_id: str, until: datetime | None = None) -> None:
    """Record the issuer's word that this person rates as the anchors ask. Raises Refused."""
    with server.database.writing() as session:
        person = by_email(session, email)
        newest(session, micro_credential_id)
        note_act(session, "calibrated")
        if not {Role.ASSESSOR, Role.APPROVER} & set(person.roles):
            raise Refused(f"{person.email} is neither an assessor nor an approver.")
        hold(session, person.id, micro_credential_id, until)


def hold(session: Session, person_id: str, micro_credential_id: str, until: datetime | None) -> None:
    """The person is calibrated from now on, with a clean sheet; approvers get what waited for one."""
    session.merge(Calibration(person_id=person_id, micro_credential_id=micro_credential_id, until=until))
    rater = rater_of(session, person_id, micro_credential_id)
    rater.calibrated_at, rater.advised_at, rater.stopped_at, rater.drift = utc_now(), None, None, {}
    session.flush()
    announcing.tell(session, person_id, micro_credential_id)
    if Role.APPROVER not in session.get_one(Person, person_id).roles:
        return
    waiting = select(Submission).where(
        Submission.micro_credential_id == micro_credential_id, Submission.state == State.WAITING_ON_APPROVER
    )
    for submission in session.scalars(waiting).all():
        offer_to_approver(session, submission)


def begin(server: Server, session: Session, caller: Caller, body: CalibrationBegun) -> ResultStatus:
    """Give the packets of a practice or of an attempt. Asked twice, it is begun once. Raises ProblemError."""
    person = session.get_one(Person, caller.person_id)
    if not {Role.ASSESSOR, Role.APPROVER} & caller.roles:
        raise _refused("Calibrations are for assessors and approvers.")
    try:
        credential = newest(session, body.micro_credential_id)
    except Refused as error:
        raise _refused(str(error)) from None
    found = trials(session, person.id, credential)
    if found.open_round is not None and found.open_round.kind == body.kind:
        return ResultStatus.ACCEPTED
    if found.open_round is not None:
        raise _refused("Hand in the packets that you have first.")
    if body.kind is AnchorKind.QUALIFICATION:
        _check_may_try(session, person.id, credential, found)
    fresh = anchor_sets.for_round(session, credential, AnchorKind(body.kind), person)
    if not fresh:
        raise _refused("No packets are left that you have not seen. Please ask the issuer for more.")
    _open(server, session, person, credential, AnchorKind(body.kind), fresh)
    return ResultStatus.ACCEPTED


def _check_may_try(session: Session, person_id: str, credential: MicroCredential, found: Trials) -> None:
    calibration = held(session, person_id, credential.id)
    rater = rater_of(session, person_id, credential.id)
    now = utc_now()
    renewable = calibration is None or rater.advised_at is not None or (
        calibration.until is not None and calibration.until - now <= RENEWABLE
    )  # fmt: skip
    if not renewable:
        raise _refused("You are calibrated for this micro-credential; it can be renewed 30 days before it lapses.")
    if found.attempts_left == 0:
        raise _refused("No attempt is left. Please ask the issuer.")
    if found.next_attempt_at is not None and found.next_attempt_at > now:
        raise _refused(f"The next attempt is possible from {found.next_attempt_at:%d %B %Y, %H:%M} UTC on.")


def _open(
    server: Server,
    session: Session,
    person: Person,
    credential: MicroCredential,
    kind: AnchorKind,
    given: list[Anchor],
) -> None:
    now = utc_now()
    row = CalibrationRound(
        id=uuid.uuid4().hex, person_id=person.id, micro_credential_id=credential.id,
        micro_credential_version=credential.version, kind=kind,
        sets={"names": sorted({anchor.set_name for anchor in given})}, started_at=now, finished_at=None, passed=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for anchor in chance.sample(given, len(given)):
        submission = anchors.present(
            server, session, anchor, person, round_id=row.id, submitted_at=now,
            due_at=now + timedelta(days=ROUND_DAYS), prepared_at=now,
        )  # fmt: skip
        hand_over(session, submission, person, Role.ASSESSOR, notify=False)
    announcing.tell(session, person.id, credential.id)


def take_scores(session: Session, presentation: Presentation, credential: MicroCredential) -> None:
    """A practice or qualification packet was handed in: the round ends with its last one."""
    presentation.scored_at = presentation.scored_at or utc_now()
    session.flush()
    _look_at(session, session.get_one(CalibrationRound, presentation.round_id), credential)


def left_out(session: Session, presentation: Presentation) -> None:
    """A packet was taken back from everybody: a round that it belongs to goes on without it."""
    session.flush()
    if presentation.round_id is not None:
        row = session.get_one(CalibrationRound, presentation.round_id)
        _look_at(session, row, credential_at(session, row.micro_credential_id, row.micro_credential_version))


def _look_at(session: Session, row: CalibrationRound, credential: MicroCredential) -> None:
    """End the round if nothing of it is left to do, and tell its person."""
    given = [
        presentation
        for presentation, submission in session.execute(
            select(Presentation, Submission)
            .join(Submission, Submission.id == Presentation.submission_id)
            .where(Presentation.round_id == row.id)
        )
        if presentation.scored_at is not None or submission.state not in RECALLED
    ]
    if row.finished_at is None and all(each.scored_at is not None for each in given):
        _finish(session, row, given, credential)
    announcing.tell(session, row.person_id, row.micro_credential_id)


def _finish(
    session: Session, row: CalibrationRound, given: Sequence[Presentation], credential: MicroCredential
) -> None:
    row.finished_at = utc_now()
    if row.kind != AnchorKind.QUALIFICATION:
        return
    policy = credential.policies.calibration
    pairs = [(own_levels(session, each), true_levels(anchor_of(session, each))) for each in given]
    row.passed = passes(matches(pairs, (c.id for _, c in credential.criteria())), policy.agreement)
    # What was begun under an older rubric says nothing of the one that work is rated by now.
    if row.passed and credential.version == newest(session, credential.id).version:
        hold(session, row.person_id, row.micro_credential_id, row.finished_at + timedelta(days=policy.valid_days))


def give_another_attempt(server: Server, email: str, micro_credential_id: str) -> None:
    """The issuer lets somebody try again who had no attempt left: what failed is not counted any more."""
    with server.database.writing() as session:
        person = by_email(session, email)
        newest(session, micro_credential_id)
        note_act(session, "attempts given anew")
        failed = [row for row in rounds_of(session, person.id, micro_credential_id) if counts_as_failed(row)]
        if not failed:
            raise Refused(f"{person.email} has not failed an attempt at {micro_credential_id}; nothing was changed.")
        for row in failed:
            row.sets = {**row.sets, "forgiven": True}
        announcing.tell(session, person.id, micro_credential_id)


def _refused(detail: str) -> ProblemError:
    return ProblemError(problem(ProblemType.REFUSED, detail))
