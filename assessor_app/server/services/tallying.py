"""The sums that insights are made of, added to in the transaction that brings the work they count.

A submission is counted when its attempt is decided: the reading that was decided on, against the final levels. A second
reading is counted with it, or when it comes after. A validity packet is counted with its first reading, against the
true scores, and with the approver's decision. :func:`rebuild` comes to the same sums from the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessor_app.domain.assessment import Assessment, Decision, final_levels
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.comparison import Pair, active_hours, adjacent, difference, exact, pairs_of
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import DECIDED
from assessor_app.protocol.insights import Against
from assessor_app.server.services.credentials import credential_at
from assessor_app.server.services.presentations import anchor_of, is_live, presentation_of
from assessor_app.server.services.rows import final_decision
from assessor_app.server.services.standing import true_levels
from assessor_app.server.storage import sums
from assessor_app.server.storage.calibration_models import Presentation, SecondReading
from assessor_app.server.storage.insight_models import (
    AgreementCount,
    AgreementSum,
    CorrectionSum,
    DayCount,
    PaceSum,
    PairSum,
    PersonMatrix,
)
from assessor_app.server.storage.models import (
    AssessmentRow,
    Assignment,
    Base,
    DecisionRow,
    DraftCell,
    IncompleteRow,
    Submission,
)

POOL = ""
_RETURNED = select(IncompleteRow)
SUMS: tuple[type[Base], ...] = (AgreementSum, AgreementCount, PersonMatrix, PaceSum, PairSum, CorrectionSum, DayCount)


@dataclass(frozen=True, slots=True)
class Compared:
    """One person's levels of one portfolio beside those they are measured by, and when they came to be compared."""

    credential: MicroCredential
    against: Against
    person_id: str
    at: datetime
    pairs: tuple[Pair, ...]


def arrived(session: Session, submission: Submission) -> None:
    """A live submission came in."""
    _count_day(session, submission, submission.submitted_at, arrived=1, decided=0)


def left(session: Session, submission: Submission, at: datetime) -> None:
    """Nobody has anything to do with it any more."""
    if presentation_of(session, submission.id) is None:
        _count_day(session, submission, at, arrived=0, decided=1)


def _count_day(session: Session, submission: Submission, at: datetime, *, arrived: int, decided: int) -> None:
    row = {
        "micro_credential_id": submission.micro_credential_id, "day": f"{at.astimezone(UTC):%Y-%m-%d}",
        "arrived": arrived, "decided": decided,
    }  # fmt: skip
    sums.add(session, DayCount, [row])


def decided(session: Session, submission: Submission, row: DecisionRow) -> tuple[Pair, ...]:
    """An attempt was decided for good. For a validity packet, the approver's levels beside the true ones."""
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    reading = session.get_one(AssessmentRow, row.assessment_id)
    assessment, decision = Assessment.model_validate(reading.data), Decision.model_validate(row.data)
    final = _known(final_levels(assessment, decision.overrides))
    presentation = presentation_of(session, submission.id)
    pairs = pairs_of(credential, levels_of(reading), final)
    show(session, Compared(credential, Against.SHOWN, reading.person_id, row.received_at, pairs))
    _pace(session, submission, reading.person_id, row.received_at)
    _pace_of_approver(session, submission, row)
    if presentation is not None:
        return _approved_validity(session, presentation, credential, row, levels_of(reading), final)
    compare(session, Compared(credential, Against.FINAL, reading.person_id, row.received_at, pairs))
    _pair(session, credential, reading.person_id, row.person_id, pairs)
    second = session.get(SecondReading, submission.id)
    if second is not None and second.assessment_id is not None:
        second_read(session, submission, session.get_one(AssessmentRow, second.assessment_id))
    return ()


def closed(session: Session, submission: Submission, presentation: Presentation, true: Mapping[str, int]) -> None:
    """A validity packet ended without an approver: to its rater, with the true scores as the final ones."""
    if presentation.closed_at is None or submission.primary_assessment_id is None:
        return
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    reading = session.get_one(AssessmentRow, submission.primary_assessment_id)
    pairs = pairs_of(credential, levels_of(reading), true)
    show(session, Compared(credential, Against.SHOWN, reading.person_id, presentation.closed_at, pairs))
    _pace(session, submission, reading.person_id, presentation.closed_at)


def second_read(session: Session, submission: Submission, reading: AssessmentRow) -> None:
    """An independent reading is compared with the one that was decided on; both persons are measured by the other."""
    decision = final_decision(session, submission)
    if decision is None:
        return
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    first = session.get_one(AssessmentRow, decision.assessment_id)
    at = max(decision.received_at, reading.received_at)
    for own, other in ((first, reading), (reading, first)):
        pairs = pairs_of(credential, levels_of(own), levels_of(other))
        # Once for the pool: the other way round, it would be counted twice.
        pool = own is first
        compare(session, Compared(credential, Against.SECOND, own.person_id, at, pairs), pool=pool)


def rated_validity(session: Session, presentation: Presentation, reading: AssessmentRow) -> tuple[Pair, ...]:
    """The first reading of a validity packet, beside the true scores."""
    submission = session.get_one(Submission, presentation.submission_id)
    credential = credential_at(session, submission.micro_credential_id, submission.micro_credential_version)
    pairs = pairs_of(credential, levels_of(reading), true_levels(anchor_of(session, presentation)))
    compare(session, Compared(credential, Against.TRUE, reading.person_id, reading.received_at, pairs))
    return pairs


def _approved_validity(
    session: Session,
    presentation: Presentation,
    credential: MicroCredential,
    row: DecisionRow,
    rated: Mapping[str, int],
    final: Mapping[str, int],
) -> tuple[Pair, ...]:
    """An approver's levels beside the true ones, and what they made of what the assessor had wrong."""
    true = true_levels(anchor_of(session, presentation))
    pairs = pairs_of(credential, final, true)
    # Not for the pool: much of an approver's levels are the assessor's, who has been counted.
    compare(session, Compared(credential, Against.TRUE, row.person_id, row.received_at, pairs), pool=False)
    wrong = [key for key, level in true.items() if key in rated and rated[key] != level]
    if wrong:
        counted = {
            "micro_credential_id": credential.id, "person_id": row.person_id, "wrong": len(wrong),
            "corrected": sum(final.get(key) == true[key] for key in wrong),
        }  # fmt: skip
        sums.add(session, CorrectionSum, [counted])
    return pairs


def compare(session: Session, compared: Compared, *, pool: bool = True) -> None:
    """Add one portfolio to the sums of its rater, and of the pool."""
    if not compared.pairs:
        return
    _add_agreement(session, compared, (compared.person_id, POOL) if pool else (compared.person_id,))
    if pool:
        _add_counts(session, compared, (POOL,))
    numbers = Counter((pair.levels, pair.own, pair.other) for pair in compared.pairs)
    sums.add(
        session,
        PersonMatrix,
        [
            {"micro_credential_id": compared.credential.id, "against": compared.against,
             "person_id": compared.person_id, "levels": levels, "own": own, "other": other, "number": number}
            for (levels, own, other), number in numbers.items()
        ],
    )  # fmt: skip


def show(session: Session, compared: Compared) -> None:
    """Add one portfolio, live or not, to what raters are shown of their own work and of the pool."""
    people = (compared.person_id, POOL)
    if compared.pairs:
        _add_agreement(session, compared, people)
        _add_counts(session, compared, people)


def _add_agreement(session: Session, compared: Compared, people: Sequence[str]) -> None:
    pairs = compared.pairs
    n, k = len(pairs), exact(pairs)
    row = {
        "micro_credential_id": compared.credential.id, "against": compared.against, "month": month_of(compared.at),
        "portfolios": 1, "ratings": n, "exact": k, "adjacent": adjacent(pairs), "exact_squares": k * k,
        "exact_by_ratings": k * n, "ratings_squares": n * n, "difference": difference(pairs),
    }  # fmt: skip
    sums.add(session, AgreementSum, [{**row, "person_id": person_id} for person_id in people])


def _add_counts(session: Session, compared: Compared, people: Sequence[str]) -> None:
    credential = compared.credential
    sums.add(
        session,
        AgreementCount,
        [
            {"micro_credential_id": credential.id, "micro_credential_version": credential.version,
             "against": compared.against, "person_id": person_id, "criterion_id": pair.criterion_id, "own": pair.own,
             "other": pair.other, "number": 1}
            for person_id in people
            for pair in compared.pairs
        ],
    )  # fmt: skip


def _pair(
    session: Session, credential: MicroCredential, assessor_id: str, approver_id: str, pairs: Sequence[Pair]
) -> None:
    row = {
        "micro_credential_id": credential.id, "assessor_id": assessor_id, "approver_id": approver_id, "portfolios": 1,
        "ratings": len(pairs), "exact": exact(pairs),
    }  # fmt: skip
    sums.add(session, PairSum, [row])


def _pace(session: Session, submission: Submission, person_id: str, at: datetime) -> None:
    """From being given the submission to handing it in first; what came back is another's time too."""
    reading = session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.submission_id == submission.id, AssessmentRow.person_id == person_id)
        .order_by(AssessmentRow.received_at, AssessmentRow.id)
    ).first()
    if reading is not None:
        done = _Done(reading.id, reading.submitted_at, reading.received_at)
        _add_pace(session, submission, person_id, done, at, (person_id, POOL))


def _pace_of_approver(session: Session, submission: Submission, row: DecisionRow) -> None:
    """From being given it to deciding. The pool is of those who assess, which takes longer."""
    done = _Done(row.id, row.decided_at, row.received_at)
    _add_pace(session, submission, row.person_id, done, row.received_at, (row.person_id,))


class _Done(NamedTuple):
    """A piece of work: the event that brought it, when it was done by its computer's clock, and when received."""

    event_id: str
    at: datetime
    received_at: datetime


def _add_pace(
    session: Session, submission: Submission, person_id: str, done: _Done, at: datetime, people: Sequence[str]
) -> None:
    part = select(Assignment).where(Assignment.submission_id == submission.id, Assignment.person_id == person_id)
    assignment = session.scalars(part).first()
    if assignment is None:
        return
    # A computer whose clock is wrong did not hand in before it was asked, or after it was received.
    end = min(max(done.at, assignment.created_at), done.received_at)
    cells = session.scalars(
        select(DraftCell.event_id).where(DraftCell.submission_id == submission.id, DraftCell.person_id == person_id)
    )
    moments = _moments([*cells, done.event_id], assignment.created_at, done.received_at)
    row: dict[str, Any] = {
        "micro_credential_id": submission.micro_credential_id, "month": month_of(at), "submissions": 1,
        "late": int(end > assignment.due_at), "hours": (end - assignment.created_at).total_seconds() / 3_600,
        "active_hours": active_hours(moments),
    }  # fmt: skip
    sums.add(session, PaceSum, [{**row, "person_id": each} for each in people])


def _moments(event_ids: Sequence[str], first: datetime, last: datetime) -> list[datetime]:
    """When events were made, as their ids tell (RFC 9562, section 5.7: the first 48 bits are Unix milliseconds).

    What was made at an impossible time is left out: the id is the client's word.
    """
    seconds = ((UUID(event_id).int >> 80) / 1_000 for event_id in event_ids)
    return [datetime.fromtimestamp(each, UTC) for each in seconds if first.timestamp() <= each <= last.timestamp()]


def levels_of(reading: AssessmentRow) -> dict[str, int]:
    ratings = Assessment.model_validate(reading.data).ratings
    return _known({key: rating.level for key, rating in ratings.items()})


def _known(levels: Mapping[str, int | None]) -> dict[str, int]:
    return {key: level for key, level in levels.items() if level is not None}


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"


def rebuild(session: Session) -> None:
    """Reckon every sum anew from the rows, for a database from before there were any."""
    for model in SUMS:
        session.execute(delete(model))
    for submission in session.scalars(
        select(Submission).where(is_live(), Submission.manifest != "").order_by(Submission.submitted_at)
    ):
        arrived(session, submission)
        if submission.state in DECIDED and submission.decided_at is not None:
            decision = final_decision(session, submission)
            if decision is not None:
                decided(session, submission, decision)
                left(session, submission, decision.received_at)
        elif returned := session.scalars(_RETURNED.where(IncompleteRow.submission_id == submission.id)).first():
            left(session, submission, returned.received_at)
    _rebuild_validity(session)


def _rebuild_validity(session: Session) -> None:
    validity = select(Presentation).where(Presentation.kind == AnchorKind.VALIDITY)
    for presentation in session.scalars(validity).all():
        reading = session.scalars(
            select(AssessmentRow)
            .where(
                AssessmentRow.submission_id == presentation.submission_id,
                AssessmentRow.person_id == presentation.person_id,
            )
            .order_by(AssessmentRow.received_at, AssessmentRow.id)
        ).first()
        if reading is not None:
            rated_validity(session, presentation, reading)
        submission = session.get_one(Submission, presentation.submission_id)
        decision = final_decision(session, submission)
        if decision is not None:
            decided(session, submission, decision)
        else:
            closed(session, submission, presentation, true_levels(anchor_of(session, presentation)))
