"""The issuer's view: who drifts, which criterion splits raters, how the queue does and will do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.due import TURNAROUND
from assessor_app.domain.forecast import forecast_overdue
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.insights import (
    Against,
    CriterionAgreement,
    ForecastView,
    MonthTally,
    PairView,
    PoolInsights,
    QueueHealth,
    RaterView,
    Tally,
)
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.services.drifting import state_of
from assessor_app.server.services.insights import (
    criterion_views,
    matrices,
    matrix_of,
    pace,
    summed_columns,
    tally_of,
    titles,
)
from assessor_app.server.services.presentations import is_live, second_parts
from assessor_app.server.services.quick_standing import Standings, standings
from assessor_app.server.services.tallying import POOL
from assessor_app.server.storage.calibration_models import Rater
from assessor_app.server.storage.insight_models import (
    AgreementSum,
    CopyFlag,
    CorrectionSum,
    DayCount,
    PaceSum,
    PairSum,
    PersonMatrix,
)
from assessor_app.server.storage.models import Assignment, Person, Submission

MOST_PAIRS = 200
RECENT_MONTHS = 6
OBSERVED_DAYS = 28
FORECAST_DAYS = 14
_OPEN = (State.SUBMITTED, State.WAITING_ON_ASSESSOR, State.RETURNED_TO_ASSESSOR, State.WAITING_ON_APPROVER)


def pool_insights(session: Session, credential: MicroCredential) -> PoolInsights:
    """Everything about one micro-credential's raters and queue."""
    now = utc_now()
    forecast, few_days = _forecast(session, credential.id, now)
    return PoolInsights(
        as_of=now,
        micro_credential_id=credential.id,
        micro_credential_version=credential.version,
        title=credential.title,
        others=titles(session),
        threshold=credential.policies.calibration.agreement,
        raters=_raters(session, credential),
        criteria=_criteria(session, credential),
        pairs=_pairs(session, credential.id),
        pace=pace(session, credential.id, POOL),
        queue=_queue(session, credential.id, now),
        forecast=forecast,
        few_days=few_days,
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Everybody's sums for one micro-credential, read in a few queries."""

    final: Mapping[str, Tally]
    true: Mapping[str, Tally]
    recent: Mapping[str, tuple[MonthTally, ...]]
    matrices: Mapping[tuple[str, str], list[tuple[int, int, int]]]
    pace: Mapping[str, Any]
    corrections: Mapping[str, CorrectionSum]
    copies: Mapping[str, tuple[str, ...]]
    raters: Mapping[str, Rater]
    load: Mapping[str, int]
    standings: Standings


def _raters(session: Session, credential: MicroCredential) -> tuple[RaterView, ...]:
    levels = Counter(len(criterion.levels) for _, criterion in credential.criteria()).most_common(1)[0][0]
    people = {
        person.id: person
        for person in session.scalars(select(Person))
        if {Role.ASSESSOR, Role.APPROVER} & set(person.roles)
    }
    sums = _sums(session, credential, levels, {key: person.name for key, person in people.items()})
    return tuple(_rater(person, sums, levels) for person in sorted(people.values(), key=lambda each: each.name))


def _rater(person: Person, sums: _Sums, levels: int) -> RaterView:
    drift = state_of(sums.raters[person.id]) if person.id in sums.raters else None
    done, corrections = sums.pace.get(person.id), sums.corrections.get(person.id)
    standing, until = sums.standings.of(person.id)
    return RaterView(
        person_id=person.id,
        name=person.name,
        roles=tuple(Role(role) for role in person.roles if role in (Role.ASSESSOR, Role.APPROVER)),
        standing=standing,
        until=until,
        open_packets=sums.load.get(person.id, 0),
        final=sums.final.get(person.id, Tally()),
        true=sums.true.get(person.id, Tally()),
        true_recent=sums.recent.get(person.id, ()),
        matrix_final=matrix_of(levels, sums.matrices.get((person.id, Against.FINAL), [])),
        matrix_true=matrix_of(levels, sums.matrices.get((person.id, Against.TRUE), [])),
        drift=drift.level.value if drift is not None else "steady",
        drift_kind=drift.kind.value if drift is not None and drift.kind is not None else None,
        submissions=done.submissions if done is not None else 0,
        late=done.late if done is not None else 0,
        hours=done.hours if done is not None else 0.0,
        active_hours=done.active_hours if done is not None else 0.0,
        wrong=corrections.wrong if corrections is not None else 0,
        corrected=corrections.corrected if corrections is not None else 0,
        copies=sums.copies.get(person.id, ()),
    )


def _sums(session: Session, credential: MicroCredential, levels: int, names: Mapping[str, str]) -> _Sums:
    key = credential.id
    return _Sums(
        final=_tallies(session, key, Against.FINAL),
        true=_tallies(session, key, Against.TRUE),
        recent=_recent(session, key),
        matrices=_matrices(session, key, levels),
        pace={
            row.person_id: row
            for row in session.execute(
                select(
                    PaceSum.person_id, func.sum(PaceSum.submissions).label("submissions"),
                    func.sum(PaceSum.late).label("late"), func.sum(PaceSum.hours).label("hours"),
                    func.sum(PaceSum.active_hours).label("active_hours"),
                ).where(PaceSum.micro_credential_id == key).group_by(PaceSum.person_id)
            )
        },
        corrections={
            row.person_id: row
            for row in session.scalars(select(CorrectionSum).where(CorrectionSum.micro_credential_id == key))
        },
        copies=_copies(session, key, names),
        raters={row.person_id: row for row in session.scalars(select(Rater).where(Rater.micro_credential_id == key))},
        load=_load(session, key),
        standings=standings(session, credential),
    )  # fmt: skip


def _tallies(session: Session, micro_credential_id: str, against: Against) -> dict[str, Tally]:
    rows = session.execute(
        select(AgreementSum.person_id, *summed_columns())
        .where(
            AgreementSum.micro_credential_id == micro_credential_id, AgreementSum.against == against,
            AgreementSum.person_id != POOL,
        )
        .group_by(AgreementSum.person_id)
    )  # fmt: skip
    return {row.person_id: tally_of(row) for row in rows}


def _recent(session: Session, micro_credential_id: str) -> dict[str, tuple[MonthTally, ...]]:
    now = utc_now()
    months = now.year * 12 + now.month - RECENT_MONTHS
    first = f"{months // 12:04d}-{months % 12 + 1:02d}"
    rows = session.scalars(
        select(AgreementSum)
        .where(
            AgreementSum.micro_credential_id == micro_credential_id, AgreementSum.against == Against.TRUE,
            AgreementSum.person_id != POOL, AgreementSum.month >= first,
        )
        .order_by(AgreementSum.month)
    )  # fmt: skip
    found: dict[str, list[MonthTally]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(MonthTally(month=row.month, tally=tally_of(row)))
    return {key: tuple(several) for key, several in found.items()}


def _matrices(
    session: Session, micro_credential_id: str, levels: int
) -> dict[tuple[str, str], list[tuple[int, int, int]]]:
    rows = session.execute(
        select(
            PersonMatrix.person_id, PersonMatrix.against, PersonMatrix.own, PersonMatrix.other, PersonMatrix.number
        ).where(PersonMatrix.micro_credential_id == micro_credential_id, PersonMatrix.levels == levels)
    )
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for person_id, against, own, other, number in rows:
        found[person_id, against].append((own, other, number))
    return found


def _copies(session: Session, micro_credential_id: str, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for flag in session.scalars(select(CopyFlag).where(CopyFlag.micro_credential_id == micro_credential_id)):
        for one, other in ((flag.first_id, flag.second_id), (flag.second_id, flag.first_id)):
            found[one].append(names.get(other, other))
    return {key: tuple(sorted(several)) for key, several in found.items()}


def _load(session: Session, micro_credential_id: str) -> dict[str, int]:
    rows = session.execute(
        select(Assignment.person_id, func.count())
        .join(Submission, Submission.id == Assignment.submission_id)
        .where(Assignment.status == AssignmentStatus.ACTIVE, Submission.micro_credential_id == micro_credential_id)
        .group_by(Assignment.person_id)
    )
    return dict(rows.all())


def _criteria(session: Session, credential: MicroCredential) -> tuple[CriterionAgreement, ...]:
    final, true, second = (matrices(session, credential, against, POOL) for against in (
        Against.FINAL, Against.TRUE, Against.SECOND))  # fmt: skip
    return tuple(
        CriterionAgreement(criterion=view, final=final[view.id], true=true[view.id], second=second[view.id])
        for view in criterion_views(credential)
    )


def _pairs(session: Session, micro_credential_id: str) -> tuple[PairView, ...]:
    """The pairs with most in common."""
    rows = session.scalars(
        select(PairSum)
        .where(PairSum.micro_credential_id == micro_credential_id)
        .order_by(PairSum.portfolios.desc(), PairSum.assessor_id, PairSum.approver_id)
        .limit(MOST_PAIRS)
    )
    return tuple(
        PairView(
            assessor_id=row.assessor_id, approver_id=row.approver_id, portfolios=row.portfolios, ratings=row.ratings,
            exact=row.exact,
        )
        for row in rows
    )  # fmt: skip


def _queue(session: Session, micro_credential_id: str, now: datetime) -> QueueHealth:
    rows = session.execute(
        select(Submission.id, Submission.state, Submission.due_at, Submission.submitted_at).where(
            Submission.state.in_((*_OPEN, State.QUARANTINED)),
            Submission.micro_credential_id == micro_credential_id,
            is_live(),
        )
    ).all()
    held = set(
        session.scalars(
            select(Assignment.submission_id).where(
                Assignment.status == AssignmentStatus.ACTIVE,
                Assignment.role == Role.ASSESSOR,
                Assignment.id.not_in(second_parts()),
            )
        )
    )
    states = Counter(row.state for row in rows)
    unassigned = sum(
        row.state == State.SUBMITTED or (row.state == State.WAITING_ON_ASSESSOR and row.id not in held) for row in rows
    )
    left = [(row.due_at - now).total_seconds() / 86_400 for row in rows if row.state != State.QUARANTINED]
    return QueueHealth(
        unassigned=unassigned,
        with_assessors=len(rows) - unassigned - states[State.WAITING_ON_APPROVER] - states[State.QUARANTINED],
        with_approvers=states[State.WAITING_ON_APPROVER],
        held_back=states[State.QUARANTINED],
        overdue=sum(days < 0 for days in left),
        due_in_two_days=sum(0 <= days <= 2 for days in left),
        oldest_days=max(((now - row.submitted_at).total_seconds() / 86_400 for row in rows), default=0.0),
        by_days_left=dict(Counter(int(days // 1) for days in left)),
        turnaround_days=TURNAROUND.days,
    )


def _forecast(session: Session, micro_credential_id: str, now: datetime) -> tuple[tuple[ForecastView, ...], bool]:
    due = session.scalars(
        select(Submission.due_at).where(
            Submission.state.in_(_OPEN), Submission.micro_credential_id == micro_credential_id, is_live()
        )
    ).all()
    today = now.astimezone(UTC).date()
    counted = {
        row.day: row
        for row in session.scalars(
            select(DayCount).where(
                DayCount.micro_credential_id == micro_credential_id,
                DayCount.day >= (today - timedelta(days=OBSERVED_DAYS)).isoformat(),
            )
        )
    }
    first = min(counted, default="")
    days = [
        day
        for back in range(OBSERVED_DAYS, 0, -1)
        if (day := (today - timedelta(days=back)).isoformat()) >= first and first
    ]
    found = forecast_overdue(
        list(due), now, turnaround=TURNAROUND.days, days=FORECAST_DAYS, seed=today.toordinal(),
        completions=[counted[day].decided if day in counted else 0 for day in days],
        arrivals=[counted[day].arrived if day in counted else 0 for day in days],
    )  # fmt: skip
    return (
        tuple(
            ForecastView(day=each.ends_at.date(), expected=each.expected, low=each.low, high=each.high)
            for each in found.days
        ),
        found.little_data,
    )
