"""Validity packets: how often they come, to whom, and that nobody can tell them from live work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.sync import AssignmentData
from assessor_app.server.services import anchors, calibrating, closing, distribution
from assessor_app.server.services.assigning import assign, fit_for
from assessor_app.server.settings import Settings
from assessor_app.server.storage.calibration_models import Presentation, Rater
from assessor_app.server.storage.models import Award, Calibration, Mail, Person, Submission
from tests.raters.pool import CREDENTIAL, Computer, Pool, open_pool
from tests.raters.telling import Seen, areas, chance_spread, features, matrix

KIM = "kim@raters.example"


@pytest.fixture
def open_server_pool(tmp_path: Path) -> Iterator[Callable[..., Pool]]:
    opened: list[Pool] = []

    def make(**policy: object) -> Pool:
        settings = Settings(argon2_memory_kib=64, assign_by_itself=True, most_packets=1_000)
        opened.append(open_pool(tmp_path / f"server{len(opened)}", len(opened) + 1, settings=settings, **policy))
        return opened[-1]

    yield make
    for pool in opened:
        pool.server.close()


def raters(pool: Pool, number: int, *, approvers: int = 1) -> list[Computer]:
    """Calibrated assessors, and approvers behind them."""
    people = [(f"rater{n}@raters.example", Role.ASSESSOR) for n in range(number)]
    people += [(f"approver{n}@raters.example", Role.APPROVER) for n in range(approvers)]
    computers = []
    for email, role in people:
        computers.append(pool.computer(email, role))
        calibrating.calibrate(pool.server, email, CREDENTIAL)
    return computers


def presentations(pool: Pool) -> dict[str, Presentation]:
    with pool.server.database.reading() as session:
        return {row.submission_id: row for row in session.scalars(select(Presentation))}


NO_READING = {"back_reading_percent": 0, "back_reading_first": 0, "back_reading_near_miss": False,
              "double_scored_first": 0}  # fmt: skip


def work_through(pool: Pool, computers: list[Computer], days: int, a_day: int) -> list[Seen]:
    """Days of work: submissions come, are given out, assessed and decided; what each assessor's computer saw."""
    seen: dict[str, Seen] = {}
    turns = dict.fromkeys((id(computer) for computer in computers), 0)
    assessors = [computer for computer in computers if Role.ASSESSOR in computer.caller.roles]
    approvers = [computer for computer in computers if Role.APPROVER in computer.caller.roles]
    for _ in range(days):
        # As many as come: were it always the same number, a long list would tell that there is more in it.
        for _ in range(pool.draw.randint(a_day // 2, a_day * 3 // 2)):
            pool.submission()
        distribution.distribute(pool.server)
        for computer in assessors:
            known = set(computer.rows)
            computer.sync()
            new = [row for key, row in computer.rows.items() if key not in known]
            before = max((computer.rows[key].lease_until for key in known), default=None)
            for place, row in enumerate(new):
                gap = (row.lease_until - before).total_seconds() if before is not None else -1.0
                turns[id(computer)] += 1
                seen[row.submission_id] = Seen(row, place, len(new), turns[id(computer)], gap)
                before = row.lease_until
            for row in computer.waiting(Role.ASSESSOR):
                computer.rate(row.submission_id, _nearly(pool, pool.true_of(row)))
                seen[row.submission_id].handed_in = utc_now()
        for approver in approvers:
            approver.sync()
            for row in approver.waiting(Role.APPROVER):
                approver.decide(row, pool.true_of(row), pool.rubric)
        _close_in_time(pool)
        for computer in assessors:
            computer.sync()
    for computer in assessors:
        for key, row in computer.rows.items():
            seen[key].last = row
            others = (abs((row.due_at - each.due_at).total_seconds()) for each in computer.rows.values() if each != row)
            seen[key].nearest = min(others, default=-1.0)
    return list(seen.values())


def _close_in_time(pool: Pool) -> None:
    """What nobody can decide ends when its time has come, which here is within a second or two of its reading."""
    while True:
        closing.close_undecidable(pool.server)
        with pool.server.database.writing() as session:
            waiting = session.scalars(select(Presentation).where(Presentation.close_after > utc_now())).all()
            for row in waiting:
                if row.close_after is not None and row.close_after > utc_now() + timedelta(hours=1):
                    # Drawn when nothing had been decided yet.
                    row.close_after = None
        if not waiting:
            return
        time.sleep(0.02)


def the_validity_packet(pool: Pool, assessors: list[Computer]) -> tuple[Computer, AssignmentData]:
    """Whoever got it, and it."""
    pool.anchor(AnchorKind.VALIDITY, "validity")
    pool.submission()
    assert distribution.distribute(pool.server).validity == 1
    disguised = presentations(pool)
    for computer in assessors:
        computer.sync()
    found = [(each, row) for each in assessors for key, row in each.rows.items() if key in disguised]
    assert len(found) == 1
    return found[0]


def _nearly(pool: Pool, levels: dict[str, int]) -> dict[str, int]:
    return {
        key: min(4, max(1, level + pool.draw.choice((-1, 1)))) if pool.draw.random() < 0.1 else level
        for key, level in levels.items()
    }


def test_no_classifier_tells_a_validity_packet_from_live_work(
    open_server_pool: Callable[..., Pool], record_property: Callable[[str, object], None]
) -> None:
    pool = open_server_pool(validity_one_in=3, **NO_READING)
    computers = raters(pool, 5, approvers=3)
    for _ in range(150):
        pool.anchor(AnchorKind.VALIDITY, "validity")
    seen = work_through(pool, computers, days=12, a_day=16)
    disguised = presentations(pool)
    y = np.array([float(each.first.submission_id in disguised) for each in seen])
    rows = [features(pool.server, each) for each in seen]
    spread = chance_spread(y)
    evidence = [pool.evidence_of(each.first) for each in seen]
    found = areas(matrix(rows), y, evidence)
    # The same classifiers do find what is there to be found.
    for n, row in enumerate(rows):
        row["planted"] = y[n] + pool.draw.gauss(0, 0.5)
    planted = areas(matrix(rows), y, evidence)
    record_property(
        "figures",
        f"{int(y.sum())} validity among {len(y)} packets, {matrix(rows).shape[1]} fields; area under the curve "
        + ", ".join(f"{name} {value:.2f}" for name, value in found.items())
        + f" (chance 0.50 ± {spread:.2f}); with a planted field "
        + ", ".join(f"{name} {value:.2f}" for name, value in planted.items()),
    )
    assert 60 <= y.sum() <= len(y) / 2
    assert all(value < 0.5 + 4 * spread for value in found.values()), found
    assert all(value > 0.5 + 4 * spread for value in planted.values()), planted


def test_one_in_so_many_packets_is_one_and_no_anchor_comes_twice(open_server_pool: Callable[..., Pool]) -> None:
    pool = open_server_pool(validity_one_in=5, **NO_READING)
    computers = raters(pool, 4)
    for _ in range(40):
        pool.anchor(AnchorKind.VALIDITY, "validity")
    seen = work_through(pool, computers, days=5, a_day=20)
    disguised = presentations(pool)
    number = sum(each.first.submission_id in disguised for each in seen)
    # 0.2 of some 125, four standard deviations either way.
    assert 0.2 - 4 * 0.036 < number / len(seen) < 0.2 + 4 * 0.036
    had = [(row.person_id, row.anchor_id) for row in disguised.values()]
    assert len(had) == len(set(had))


def test_the_first_packet_after_a_pause_is_one(open_server_pool: Callable[..., Pool]) -> None:
    pool = open_server_pool(validity_one_in=1_000, **NO_READING)
    (computer, other, _) = raters(pool, 2)
    assign(pool.server, pool.submission(), "rater1@raters.example")
    for _ in range(5):
        pool.anchor(AnchorKind.VALIDITY, "validity")
    with pool.server.database.writing() as session:
        session.query(Rater).filter_by(person_id=computer.caller.person_id).one().last_work = utc_now() - timedelta(15)
    for _ in range(6):
        pool.submission()
    given = distribution.distribute(pool.server)
    assert (given.validity, given.assigned) == (1, 6), "one is enough"
    computer.sync()
    other.sync()
    (first,) = presentations(pool)
    assert first == min(computer.rows.values(), key=lambda row: row.lease_until).submission_id


def test_nobody_meets_an_anchor_of_work_they_know_or_of_their_organisation(
    open_server_pool: Callable[..., Pool],
) -> None:
    pool = open_server_pool(validity_one_in=1, **NO_READING)
    for name in ("Ada", "Kim"):
        pool.computer(f"{name}@raters.example", Role.ASSESSOR, organisation=name)
    for name in ("ada", "kim"):
        calibrating.calibrate(pool.server, f"{name}@raters.example", CREDENTIAL)
    source = pool.submission(organisation="Kim")
    assign(pool.server, source, "ada@raters.example")
    pool.anchor(AnchorKind.VALIDITY, "validity", source)
    for _ in range(4):
        pool.submission()
    given = distribution.distribute(pool.server)
    assert given.validity == 0 and given.assigned == 4
    ann = pool.computer("ann@raters.example", Role.ASSESSOR, organisation="Ann")
    calibrating.calibrate(pool.server, "ann@raters.example", CREDENTIAL)
    for _ in range(4):
        pool.submission()
    assert distribution.distribute(pool.server).validity == 1
    ann.sync()
    assert set(ann.rows) & set(presentations(pool))
    # Its approver may be neither who assessed the source nor a colleague of its applicant.
    for name, organisation in (("ada", "Ada"), ("hal", "Kim"), ("lee", "Lee")):
        pool.computer(f"{name}.approver@raters.example", Role.APPROVER, organisation=organisation)
        calibrating.calibrate(pool.server, f"{name}.approver@raters.example", CREDENTIAL)
    with pool.server.database.reading() as session:
        (packet,) = (session.get_one(Submission, key) for key in presentations(pool))
        fit = {person.email for person in fit_for(session, packet, Role.APPROVER)}
    assert fit == {"ada.approver@raters.example", "lee.approver@raters.example"}


def test_a_validity_packet_ends_like_any_other_but_brings_nothing(open_server_pool: Callable[..., Pool]) -> None:
    pool = open_server_pool(validity_one_in=1, **NO_READING)
    *assessors, approver = raters(pool, 2)
    assessor, row = the_validity_packet(pool, assessors)
    assessor.rate(row.submission_id, pool.true_of(row))
    approver.sync()
    (approval,) = approver.waiting(Role.APPROVER)
    approver.decide(approval, pool.true_of(row), pool.rubric)
    assessor.sync()
    after = assessor.rows[row.submission_id]
    assert after.decided_outcome is not None and after.received_at is not None and after.state in (
        State.EARNED, State.NOT_YET_EARNED)  # fmt: skip
    assert (after.awarded_at is None) == (after.state is State.NOT_YET_EARNED)
    with pool.server.database.reading() as session:
        assert session.get(Award, row.submission_id) is None
        mails = session.scalars(select(Mail).where(Mail.submission_id == row.submission_id)).all()
        people = {session.get_one(Person, mail.person_id).email for mail in mails}
    assert len(people) == 2 and "approver0@raters.example" in people


def test_without_an_approver_who_may_decide_it_ends_all_the_same(open_server_pool: Callable[..., Pool]) -> None:
    pool = open_server_pool(validity_one_in=1, **NO_READING)
    assessor, row = the_validity_packet(pool, raters(pool, 2, approvers=0))
    assessor.rate(row.submission_id, pool.true_of(row))
    assert closing.close_undecidable(pool.server) == 0
    with pool.server.database.writing() as session:
        waiting = session.get_one(Presentation, row.submission_id)
        assert waiting.close_after is not None and waiting.close_after > utc_now()
        waiting.close_after = utc_now()
    assert closing.close_undecidable(pool.server) == 1
    assessor.sync()
    after = assessor.rows[row.submission_id]
    assert after.decided_outcome is not None and after.received_at is not None and after.decided_at is not None
    assert timedelta() < after.received_at - after.decided_at < timedelta(seconds=1)


def test_where_an_administrator_assigns_it_comes_at_a_time_of_its_own(open_server_pool: Callable[..., Pool]) -> None:
    pool = open_server_pool(validity_one_in=1, **NO_READING)
    (assessor,) = raters(pool, 1, approvers=0)
    pool.anchor(AnchorKind.VALIDITY, "validity")
    assign(pool.server, pool.submission(), "rater0@raters.example")
    assert distribution.give_expected_validity(pool.server) == 0
    with pool.server.database.writing() as session:
        rater = session.query(Rater).one()
        assert rater.validity_at is not None and utc_now() < rater.validity_at <= utc_now() + timedelta(days=2)
        rater.validity_at = utc_now() - timedelta(seconds=1)
    assert distribution.give_expected_validity(pool.server) == 1
    assessor.sync()
    live, validity = sorted(assessor.waiting(Role.ASSESSOR), key=lambda row: row.submission_id in presentations(pool))
    assert validity.submission_id in presentations(pool)
    assert validity.model_copy(update={"id": "", "submission_id": "", "manifest": "", "due_at": live.due_at,
                                       "lease_until": live.lease_until, "evidence_bytes": 0}) == live.model_copy(
        update={"id": "", "submission_id": "", "manifest": "", "evidence_bytes": 0})  # fmt: skip


def test_a_submission_is_no_anchor_twice(open_server_pool: Callable[..., Pool]) -> None:
    pool = open_server_pool()
    source = pool.submission()
    pool.anchor(AnchorKind.VALIDITY, "validity", source)
    with pytest.raises(anchors.Refused, match="has the evidence of an anchor in use"):
        pool.anchor(AnchorKind.PRACTICE, "practice", source)
    with pool.server.database.reading() as session:
        assert session.query(Calibration).count() == 0 and session.query(Submission).count() == 1
