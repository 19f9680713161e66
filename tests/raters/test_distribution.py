"""Who gets what waits, second readings, and sums that come to the same whichever way they are reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assessor_app.domain.assessment import Decision, Outcome
from assessor_app.domain.calibration import AnchorKind, ReadAgain
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import DecisionMade, DraftSaved, EventType, utc_now
from assessor_app.protocol.insights import Against
from assessor_app.protocol.problems import ProblemType
from assessor_app.protocol.sync import ResultStatus
from assessor_app.server.services import calibrating, distribution, drifting, tallying
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.insights import own_insights
from assessor_app.server.services.pool_insights import pool_insights
from assessor_app.server.settings import Settings
from assessor_app.server.storage.calibration_models import Rater, SecondReading
from assessor_app.server.storage.insight_models import AgreementSum
from assessor_app.server.storage.models import Assignment, Calibration, Submission
from tests.raters.pool import CREDENTIAL, Computer, Pool, open_pool

QUIET = {"back_reading_percent": 0, "back_reading_first": 0, "back_reading_near_miss": False, "double_scored_first": 0,
         "validity_one_in": 0}  # fmt: skip


def opened(folder: Path, most: int = 12, **policy: object) -> Pool:
    settings = Settings(argon2_memory_kib=64, assign_by_itself=True, most_packets=most)
    return open_pool(folder, settings=settings, **{**QUIET, **policy})


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    pool = opened(tmp_path / "server", most=3)
    yield pool
    pool.server.close()


def hire(pool: Pool, name: str, role: Role = Role.ASSESSOR, organisation: str = "Circle") -> Computer:
    email = f"{name}@raters.example"
    computer = pool.computer(email, role, organisation=organisation)
    calibrating.calibrate(pool.server, email, CREDENTIAL)
    return computer


def held(pool: Pool) -> dict[str, list[str]]:
    """Person → the submissions that they hold."""
    with pool.server.database.reading() as session:
        rows = session.scalars(select(Assignment).where(Assignment.status == "active")).all()
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.submission_id)
    return found


def test_work_is_shared_and_nobody_gets_more_than_they_can_hold(pool: Pool) -> None:
    people = [hire(pool, name) for name in ("ada", "kim")]
    for _ in range(8):
        pool.submission()
    given = distribution.distribute(pool.server)
    assert given.assigned == 6 and len(given.waiting) == 2
    assert sorted(map(len, held(pool).values())) == [3, 3]
    assert set(held(pool)) == {each.caller.person_id for each in people}
    assert distribution.distribute(pool.server).assigned == 0


def test_neither_the_uncalibrated_nor_the_applicants_colleagues_get_it(pool: Pool) -> None:
    hire(pool, "colleague", organisation="Hill School")
    lapsed = hire(pool, "lapsed")
    pool.computer("new@raters.example", Role.ASSESSOR)
    with pool.server.database.writing() as session:
        row = session.get_one(Calibration, (lapsed.caller.person_id, CREDENTIAL))
        row.until = utc_now() - timedelta(seconds=1)
    submission_id = pool.submission(organisation=" hill school")
    assert distribution.distribute(pool.server).waiting == [submission_id]
    fit = hire(pool, "ada")
    assert distribution.distribute(pool.server).assigned == 1
    assert held(pool) == {fit.caller.person_id: [submission_id]}


def test_what_is_due_first_goes_first(pool: Pool) -> None:
    hire(pool, "ada")
    late = [pool.submission(utc_now() - timedelta(days=days)) for days in (1, 6, 3, 5)]
    distribution.distribute(pool.server)
    assert set(next(iter(held(pool).values()))) == {late[1], late[3], late[2]}


def test_the_first_submissions_are_read_twice_and_independently(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server", double_scored_first=2)
    ada, kim, approver = hire(pool, "ada"), hire(pool, "kim"), hire(pool, "lee", Role.APPROVER)
    for _ in range(3):
        pool.submission()
    given = distribution.distribute(pool.server)
    assert (given.assigned, given.second_readings) == (3, 2)
    ada.sync()
    kim.sync()
    both = set(ada.rows) & set(kim.rows)
    assert len(both) == 2
    chosen = sorted(both)[0]
    first, second = (ada, kim) if _is_first(pool, ada, chosen) else (kim, ada)
    true = pool.true_of(first.rows[chosen])
    assert first.rate(chosen, true).status is ResultStatus.ACCEPTED
    second.sync()
    assert second.rows[chosen].state is State.WAITING_ON_ASSESSOR, "the second reader learns nothing of the first"
    approver.sync()
    assert not approver.rows, "the approver waits for the second reading"
    other = {key: min(4, level + 1) for key, level in true.items()}
    assert second.rate(chosen, other).status is ResultStatus.ACCEPTED
    approver.sync()
    (row,) = approver.waiting(Role.APPROVER)
    assert [reading.second for reading in row.readings] == [False, True]
    approver.decide(row, true, pool.rubric)
    for computer in (first, second):
        computer.sync()
        assert computer.rows[chosen].decided_outcome is not None
    with pool.server.database.reading() as session:
        sums = session.scalars(select(AgreementSum).where(AgreementSum.against == Against.SECOND)).all()
        assert {row.person_id for row in sums} == {"", first.caller.person_id, second.caller.person_id}
        assert {row.portfolios for row in sums} == {1}
    pool.server.close()


def _is_first(pool: Pool, computer: Computer, submission_id: str) -> bool:
    with pool.server.database.reading() as session:
        reading = session.get_one(SecondReading, submission_id)
        assignment = session.get_one(Assignment, reading.assignment_id)
        return assignment.person_id != computer.caller.person_id


def test_a_case_one_criterion_short_is_read_again(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server", back_reading_near_miss=True)
    ada = hire(pool, "ada")
    hire(pool, "kim")
    lee = hire(pool, "lee", Role.APPROVER)
    clear, short = pool.submission(), pool.submission()
    for submission_id in (clear, short):
        assign(pool.server, submission_id, "ada@raters.example")
    ada.sync()
    meets = {criterion.id: 3 for _, criterion in pool.rubric.criteria()}
    ada.rate(clear, meets)
    ada.rate(short, {**meets, "c4": 2})
    with pool.server.database.reading() as session:
        (row,) = session.scalars(select(SecondReading)).all()
    assert (row.submission_id, row.reason) == (short, ReadAgain.NEAR_MISS)
    lee.sync()
    assert set(lee.rows) == {clear}, "the approver waits for the second reading"
    assert distribution.distribute(pool.server).second_readings == 1
    pool.server.close()


def test_a_stop_gives_back_what_was_not_begun(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server")
    ada, kim = hire(pool, "ada"), hire(pool, "kim")
    for _ in range(2):
        pool.submission()
    distribution.distribute(pool.server)
    with pool.server.database.writing() as session:
        rater = session.get_one(Rater, (ada.caller.person_id, CREDENTIAL))
        rater.drift = {"packets": 9, "shortfall": 9.0, "severe": 3.0, "deviation": 3.0, "lenient": 0.0}
        drifting.consider(session)
        assert rater.advised_at is not None and rater.stopped_at is None
        drifting.consider(session)
        assert rater.stopped_at is None, "nothing has come since the advice"
        rater.drift = {**rater.drift, "packets": 9 + drifting.MORE_PACKETS}
        drifting.consider(session)
        assert rater.stopped_at is not None
    distribution.distribute(pool.server)
    assert held(pool)[kim.caller.person_id] and ada.caller.person_id not in held(pool)
    assert len(held(pool)[kim.caller.person_id]) == 2
    ada.sync()
    assert ada.calibration is not None and ada.calibration.standing == "stopped"
    pool.server.close()


def test_sums_are_the_same_reckoned_anew(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server", double_scored_first=3, validity_one_in=3)
    people = [hire(pool, name) for name in ("ada", "kim", "ann")]
    approvers = [hire(pool, name, Role.APPROVER) for name in ("lee", "max")]
    for _ in range(8):
        pool.anchor(AnchorKind.VALIDITY, "validity")
    for _ in range(4):
        for _ in range(4):
            pool.submission()
        distribution.distribute(pool.server)
        for computer in people:
            computer.sync()
            for row in computer.waiting(Role.ASSESSOR):
                levels = {key: pool.draw.choice((level, level, 1)) for key, level in pool.true_of(row).items()}
                computer.rate(row.submission_id, levels)
        for computer in approvers:
            computer.sync()
            for row in computer.waiting(Role.APPROVER):
                computer.decide(row, pool.true_of(row), pool.rubric)
    before = _sums(pool)
    with pool.server.database.writing() as session:
        tallying.rebuild(session)
    after = _sums(pool)
    assert after.keys() == before.keys()
    for name, rows in before.items():
        # Floats come to the same but for the order of adding.
        assert len(rows) == len(after[name])
        for one, other in zip(rows, after[name], strict=True):
            assert one == pytest.approx(other) if isinstance(one[-1], float) else one == other, name
    assert any(row[1] == "true" for row in before["agreement_sums"]) and before["pair_sums"]
    with pool.server.database.reading() as session:
        view = pool_insights(session, pool.rubric)
        own = own_insights(session, people[0].caller.person_id)
    assert sum(rater.final.portfolios for rater in view.raters) == sum(
        sum(map(sum, each.final)) for each in view.criteria
    ) // len(view.criteria)
    names = {rater.name for rater in view.raters}
    assert {"Ada", "Kim", "Ann", "Lee", "Max"} <= names
    assert not any(name in own.model_dump_json() for name in names)
    assert own.views[0].validity == (), "this month's validity packets are not told yet"
    with pool.server.database.reading() as session:
        decided = session.scalars(select(Submission).where(Submission.outcome.is_not(None))).all()
    assert decided
    pool.server.close()


def _sums(pool: Pool) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with pool.server.database.reading() as session:
        for model in tallying.SUMS:
            rows = session.execute(select(*model.__table__.columns)).all()
            found[model.__tablename__] = sorted(tuple(row) for row in rows)
    return found


def test_the_second_reader_is_undisturbed_by_what_others_do(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server", double_scored_first=1)
    ada, kim, approver = hire(pool, "ada"), hire(pool, "kim"), hire(pool, "lee", Role.APPROVER)
    chosen = pool.submission()
    distribution.distribute(pool.server)
    ada.sync()
    kim.sync()
    first, second = (ada, kim) if _is_first(pool, ada, chosen) else (kim, ada)
    before = second.cursor
    first.rate(chosen, pool.true_of(first.rows[chosen]))
    second.sync()
    assert second.cursor == before, "nothing is sent again that did not change"
    with pool.server.database.writing() as session:
        session.get_one(SecondReading, chosen).hold_until = utc_now()
    distribution.offer_what_waited(pool.server)
    approver.sync()
    (row,) = approver.waiting(Role.APPROVER)
    approver.decide(row, pool.true_of(row), pool.rubric)
    second.sync()
    draft = DraftSaved(cell="rating:c1", value={"level": 2, "feedback": "Not lost."})
    (saved,) = second.sync(second.event(EventType.DRAFT_SAVED, chosen, draft))
    assert saved.status is ResultStatus.ACCEPTED
    assert second.rate(chosen, pool.true_of(second.rows[chosen])).status is ResultStatus.ACCEPTED
    pool.server.close()


def test_what_an_uncalibrated_holder_can_not_hand_in_goes_to_somebody_else(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server")
    ada, lee = hire(pool, "ada"), hire(pool, "lee", Role.APPROVER)
    chosen = pool.submission()
    distribution.distribute(pool.server)
    ada.sync()
    ada.rate(chosen, pool.true_of(ada.rows[chosen]))
    lee.sync()
    (row,) = lee.waiting(Role.APPROVER)
    reading = row.readings[0].assessment_id
    returned = DecisionMade(
        micro_credential_version=1, assessment_id=reading,
        decision=Decision(outcome=Outcome.RETURN, reason="Look again."),
    )  # fmt: skip
    lee.sync(lee.event(EventType.DECISION_MADE, chosen, returned))
    kim = hire(pool, "kim")
    for computer in (ada, lee):
        with pool.server.database.writing() as session:
            row_ = session.get_one(Calibration, (computer.caller.person_id, CREDENTIAL))
            row_.until = utc_now() - timedelta(seconds=1)
    distribution.distribute(pool.server)
    kim.sync()
    (again,) = kim.waiting(Role.ASSESSOR)
    assert kim.rate(chosen, pool.true_of(again)).status is ResultStatus.ACCEPTED
    (refused,) = lee.sync(lee.event(EventType.DECISION_MADE, chosen, returned))
    assert refused.problem is not None and refused.problem.type is ProblemType.NOT_CALIBRATED
    pool.server.close()


def test_a_rater_sees_validity_packets_counted_like_live_ones(tmp_path: Path) -> None:
    pool = opened(tmp_path / "server", validity_one_in=2)
    ada, kim, lee = hire(pool, "ada"), hire(pool, "kim"), hire(pool, "lee", Role.APPROVER)
    for _ in range(6):
        pool.anchor(AnchorKind.VALIDITY, "validity")
    for _ in range(6):
        pool.submission()
    assert distribution.distribute(pool.server).validity
    counted = 0
    for computer in (ada, kim):
        computer.sync()
        for row in computer.waiting(Role.ASSESSOR):
            computer.rate(row.submission_id, pool.true_of(row))
            lee.sync()
            if not (found := lee.waiting(Role.APPROVER)):
                # An anchor that the other got before: the only approver knows it, and it ends by itself.
                continue
            (approval,) = found
            before = _own(pool, computer)
            lee.decide(approval, pool.true_of(approval), pool.rubric)
            assert _own(pool, computer) == tuple(each + 1 for each in before)
            counted += 1
    assert counted > 3
    with pool.server.database.reading() as session:
        view = own_insights(session, ada.caller.person_id).views[0]
    assert (view.pool_final.portfolios, view.pool_pace, view.pool_validity.portfolios) == (0, (), 0), "too small a pool"
    pool.server.close()


def _own(pool: Pool, computer: Computer) -> tuple[int, int, int]:
    with pool.server.database.reading() as session:
        views = own_insights(session, computer.caller.person_id).views
    if not views:
        return 0, 0, 0
    used = sum(views[0].level_use[0].own)
    return sum(m.tally.portfolios for m in views[0].final), sum(m.submissions for m in views[0].pace), used
