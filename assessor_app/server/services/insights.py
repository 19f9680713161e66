"""Insights from the sums: a reviewer's own work beside the nameless pool, and the issuer's view of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.due import TURNAROUND
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.insights import (
    Against,
    CriterionView,
    LevelUse,
    Matrix,
    MonthTally,
    OwnInsights,
    OwnView,
    PaceMonth,
    Tally,
)
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.tallying import POOL, month_of
from assessor_app.server.storage.insight_models import AgreementCount, AgreementSum, PaceSum
from assessor_app.server.storage.models import MicroCredentialRow

FEWEST_PEOPLE = 5
FEWEST_VALIDITY = 3
"""Months with fewer validity packets are not shown to the reviewer: they would tell which ones they were."""
_TALLY = ("portfolios", "ratings", "exact", "adjacent", "exact_squares", "exact_by_ratings", "ratings_squares",
          "difference")  # fmt: skip


def own_insights(session: Session, person_id: str) -> OwnInsights:
    """What a reviewer sees of their own work. Nobody else's name or work is in it."""
    touched = {
        *session.scalars(
            select(AgreementSum.micro_credential_id).distinct().where(AgreementSum.person_id == person_id)
        ),
        *session.scalars(select(PaceSum.micro_credential_id).distinct().where(PaceSum.person_id == person_id)),
    }
    return OwnInsights(
        as_of=utc_now(), views=tuple(_own_view(session, person_id, newest(session, key)) for key in sorted(touched))
    )


def _own_view(session: Session, person_id: str, credential: MicroCredential) -> OwnView:
    key = credential.id
    own = matrices(session, credential, Against.SHOWN, person_id)
    crowd = _is_a_crowd(session, key)
    pool = matrices(session, credential, Against.SHOWN, POOL if crowd else "nobody")
    return OwnView(
        micro_credential_id=key,
        micro_credential_version=credential.version,
        title=credential.title,
        criteria=criterion_views(credential),
        final=tallies(session, key, Against.SHOWN, person_id),
        validity=_finished(tallies(session, key, Against.TRUE, person_id)),
        pool_final=total(each.tally for each in tallies(session, key, Against.SHOWN, POOL) if crowd),
        pool_validity=total(each.tally for each in _finished(tallies(session, key, Against.TRUE, POOL)) if crowd),
        matrices=own,
        level_use=tuple(LevelUse(criterion_id=each, own=_rows(own[each]), pool=_rows(pool[each])) for each in own),
        pace=pace(session, key, person_id),
        pool_pace=pace(session, key, POOL) if crowd else (),
        turnaround_days=TURNAROUND.days,
    )


def _finished(months: tuple[MonthTally, ...]) -> tuple[MonthTally, ...]:
    """Months that are over, with enough validity packets that none can be told by them."""
    now = month_of(utc_now())
    return tuple(each for each in months if each.month < now and each.tally.portfolios >= FEWEST_VALIDITY)


def _is_a_crowd(session: Session, micro_credential_id: str) -> bool:
    """Whether what is said of all says nothing of one of them."""
    people = (
        select(AgreementSum.person_id)
        .where(
            AgreementSum.micro_credential_id == micro_credential_id, AgreementSum.against == Against.SHOWN,
            AgreementSum.person_id != POOL,
        )
        .distinct()
        .limit(FEWEST_PEOPLE)
    )  # fmt: skip
    return len(session.scalars(people).all()) == FEWEST_PEOPLE


def _rows(matrix: Matrix) -> tuple[int, ...]:
    """How often each level was the own one."""
    return tuple(sum(row) for row in matrix)


def tallies(session: Session, micro_credential_id: str, against: Against, person_id: str) -> tuple[MonthTally, ...]:
    rows = session.scalars(
        select(AgreementSum)
        .where(
            AgreementSum.micro_credential_id == micro_credential_id,
            AgreementSum.against == against,
            AgreementSum.person_id == person_id,
        )
        .order_by(AgreementSum.month)
    )
    return tuple(MonthTally(month=row.month, tally=tally_of(row)) for row in rows)


def tally_of(row: Any) -> Tally:
    return Tally(**{name: getattr(row, name) or 0 for name in _TALLY})


def total(several: Iterable[Tally]) -> Tally:
    rows = list(several)
    return Tally(**{name: sum(getattr(row, name) for row in rows) for name in _TALLY})


def summed_columns() -> tuple[Any, ...]:
    """The tally of several rows, for a query that groups them."""
    return tuple(func.sum(getattr(AgreementSum, name)).label(name) for name in _TALLY)


def matrices(session: Session, credential: MicroCredential, against: Against, person_id: str) -> dict[str, Matrix]:
    """Criterion id → counts of own against other levels, for each criterion of the rubric."""
    rows = session.execute(
        select(AgreementCount.criterion_id, AgreementCount.own, AgreementCount.other, AgreementCount.number).where(
            AgreementCount.micro_credential_id == credential.id,
            AgreementCount.micro_credential_version == credential.version,
            AgreementCount.against == against,
            AgreementCount.person_id == person_id,
        )
    ).all()
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for key, own, other, number in rows:
        found[key].append((own, other, number))
    return {
        criterion.id: matrix_of(len(criterion.levels), found[criterion.id]) for _, criterion in credential.criteria()
    }


def matrix_of(levels: int, counted: Iterable[tuple[int, int, int]]) -> Matrix:
    """Own level, other level and number, from 1 → counts by row and column."""
    grid = [[0] * levels for _ in range(levels)]
    for own, other, number in counted:
        if own <= levels and other <= levels:
            grid[own - 1][other - 1] += number
    return tuple(tuple(row) for row in grid)


def pace(session: Session, micro_credential_id: str, person_id: str) -> tuple[PaceMonth, ...]:
    rows = session.scalars(
        select(PaceSum)
        .where(PaceSum.micro_credential_id == micro_credential_id, PaceSum.person_id == person_id)
        .order_by(PaceSum.month)
    )
    return tuple(
        PaceMonth(
            month=row.month, submissions=row.submissions, late=row.late, hours=row.hours,
            active_hours=row.active_hours,
        )
        for row in rows
    )  # fmt: skip


def criterion_views(credential: MicroCredential) -> tuple[CriterionView, ...]:
    numbers = credential.numbering()
    return tuple(
        CriterionView(
            id=criterion.id,
            number=numbers[criterion.id],
            title=criterion.title,
            phase=requirement.phase,
            levels=tuple(level.label for level in criterion.levels),
            meets=tuple(level.meets for level in criterion.levels),
        )
        for requirement, criterion in credential.criteria()
    )


def titles(session: Session) -> tuple[tuple[str, str], ...]:
    """Every micro-credential's id and newest title."""
    rows: Mapping[str, Sequence[Any]] = {
        key: (key, str(data["title"]))
        for key, _, data in session.execute(
            select(MicroCredentialRow.id, MicroCredentialRow.version, MicroCredentialRow.data).order_by(
                MicroCredentialRow.id, MicroCredentialRow.version
            )
        )
    }
    return tuple((str(key), str(title)) for key, title in rows.values())
