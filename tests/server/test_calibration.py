"""Becoming calibrated: anchors, practice, qualification, attempts, and what a computer is told when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assessor_app.domain import authoring
from assessor_app.domain.calibration import AnchorKind, Standing, TrueScore
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import EventType, LeakReported, utc_now
from assessor_app.protocol.sync import AssignmentStatus, Purpose, ResultStatus
from assessor_app.server.services import anchors, calibrating
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.audit import verify_history
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.storage.calibration_models import CalibrationRound
from assessor_app.server.storage.models import Calibration, Mail
from tests.raters.pool import CREDENTIAL, Computer, Pool, credential, open_pool

ADA = "ada@raters.example"


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    pool = open_pool(tmp_path / "server", days_between_attempts=0, attempts=2)
    yield pool
    pool.server.close()


def anchored(pool: Pool, practice: int = 2, sets: int = 3, each: int = 5) -> None:
    for _ in range(practice):
        pool.anchor(AnchorKind.PRACTICE, "practice")
    for number in range(sets):
        for _ in range(each):
            pool.anchor(AnchorKind.QUALIFICATION, f"set {number}")


def off_by_one(levels: dict[str, int], *keys: str) -> dict[str, int]:
    return {key: (level % 4) + 1 if key in keys else level for key, level in levels.items()}


def standing(computer: Computer) -> Standing:
    assert computer.calibration is not None
    return computer.calibration.standing


def score_all(pool: Pool, computer: Computer, wrong: int = 0) -> None:
    """Score what waits; in the first ``wrong`` packets, criterion c1 otherwise than is true."""
    for number, row in enumerate(computer.waiting(Role.ASSESSOR, live=False)):
        levels = pool.true_of(row)
        result = computer.rate(row.submission_id, off_by_one(levels, "c1") if number < wrong else levels)
        assert result.status is ResultStatus.ACCEPTED, result


def test_practice_then_qualification_then_live_work(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.sync()
    assert standing(ada) is Standing.NOT_BEGUN
    assert ada.calibration is not None and (ada.calibration.practice, ada.calibration.qualification) == (2, 5)
    assert ada.begin(AnchorKind.PRACTICE).status is ResultStatus.ACCEPTED
    assert standing(ada) is Standing.PRACTISING
    assert {row.purpose for row in ada.rows.values()} == {Purpose.PRACTICE}
    first, second = ada.waiting(Role.ASSESSOR, live=False)
    ada.rate(first.submission_id, off_by_one(pool.true_of(first), "c2"))
    (scored,) = ada.calibration.rounds[-1].scored
    assert scored.submission_id == first.submission_id and scored.own["c2"] != scored.true["c2"].level
    assert scored.true["c2"].rationale
    ada.rate(second.submission_id, pool.true_of(second))
    assert ada.begin(AnchorKind.QUALIFICATION).status is ResultStatus.ACCEPTED
    assert standing(ada) is Standing.QUALIFYING
    score_all(pool, ada, wrong=1)
    assert standing(ada) is Standing.CALIBRATED
    last = ada.calibration.rounds[-1]
    assert last.passed is True and len(last.scored) == 5
    assert ada.calibration.until is not None
    assert timedelta(days=364) < ada.calibration.until - utc_now() <= timedelta(days=365)
    assign(pool.server, pool.submission(), ADA)
    ada.sync()
    assert len(ada.waiting(Role.ASSESSOR)) == 1
    assert verify_history(pool.server, "").breaks == ()


def test_true_scores_of_an_attempt_come_with_its_last_packet_only(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.begin(AnchorKind.QUALIFICATION)
    rows = ada.waiting(Role.ASSESSOR, live=False)
    for row in rows[:-1]:
        ada.rate(row.submission_id, pool.true_of(row))
        assert ada.calibration is not None and ada.calibration.rounds[-1].scored == ()
    ada.rate(rows[-1].submission_id, pool.true_of(rows[-1]))
    assert ada.calibration is not None and len(ada.calibration.rounds[-1].scored) == 5


def test_attempts_are_limited_and_use_sets_that_were_not_seen(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    seen: set[str] = set()
    for left in (1, 0):
        ada.begin(AnchorKind.QUALIFICATION)
        evidence = {pool.evidence_of(row) for row in ada.waiting(Role.ASSESSOR, live=False)}
        assert not seen & evidence and len(evidence) == 5
        seen |= evidence
        score_all(pool, ada, wrong=2)
        assert ada.calibration is not None and ada.calibration.attempts_left == left
    assert standing(ada) is Standing.NO_ATTEMPTS
    refused = ada.begin(AnchorKind.QUALIFICATION)
    assert refused.status is ResultStatus.REJECTED and refused.problem is not None
    assert "No attempt is left" in refused.problem.detail
    calibrating.give_another_attempt(pool.server, ADA, CREDENTIAL)
    ada.sync()
    assert standing(ada) is Standing.NOT_BEGUN
    assert ada.begin(AnchorKind.QUALIFICATION).status is ResultStatus.ACCEPTED
    score_all(pool, ada)
    assert standing(ada) is Standing.CALIBRATED


def test_attempts_are_apart(tmp_path: Path) -> None:
    pool = open_pool(tmp_path / "server", days_between_attempts=7)
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.begin(AnchorKind.QUALIFICATION)
    score_all(pool, ada, wrong=3)
    assert standing(ada) is Standing.WAITING
    refused = ada.begin(AnchorKind.QUALIFICATION)
    assert refused.problem is not None and "next attempt is possible from" in refused.problem.detail
    with pool.server.database.writing() as session:
        row = session.query(CalibrationRound).one()
        row.finished_at = utc_now() - timedelta(days=8)
    assert ada.begin(AnchorKind.QUALIFICATION).status is ResultStatus.ACCEPTED
    pool.server.close()


def test_begun_twice_is_begun_once(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    for _ in range(2):
        assert ada.begin(AnchorKind.PRACTICE).status is ResultStatus.ACCEPTED
    assert len(ada.rows) == 2


def test_an_approver_is_calibrated_the_same_way(pool: Pool) -> None:
    anchored(pool)
    kim = pool.computer("kim@raters.example", Role.APPROVER)
    kim.begin(AnchorKind.QUALIFICATION)
    score_all(pool, kim)
    assert standing(kim) is Standing.CALIBRATED


def test_a_new_rubric_version_retires_the_anchors_of_the_old(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    load_micro_credential(pool.server, authoring.dump(credential(version=2)))
    refused = ada.begin(AnchorKind.PRACTICE)
    assert refused.problem is not None and "No packets are left" in refused.problem.detail
    with pytest.raises(Refused, match="anchors are for the newest"):
        pool.anchor(AnchorKind.PRACTICE, "practice")


def test_scores_that_do_not_fit_the_rubric_are_refused_all_at_once(pool: Pool) -> None:
    submission_id = pool.submission()
    new = anchors.NewAnchor(
        kind=AnchorKind.VALIDITY, set_name="validity", title="Thin",
        scores={"c1": {"level": 9, "rationale": "Too high."}, "c2": {"level": 1, "rationale": " "},
                "zz": {"level": 1, "rationale": "Unknown."}},  # type: ignore[dict-item]
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        anchors.from_submission(pool.server, submission_id, new)
    for words in ("no criterion “zz”", "“c3” has no true score", "“c1” has 4 levels, not 9", "“c2” needs a rationale"):
        assert words in str(refused.value)


def test_calibration_packets_are_not_returned_decided_or_mailed_one_by_one(pool: Pool) -> None:
    anchored(pool)
    pool.computer("kim@raters.example", Role.APPROVER)
    calibrating.calibrate(pool.server, "kim@raters.example", CREDENTIAL)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.begin(AnchorKind.PRACTICE)
    score_all(pool, ada)
    with pool.server.database.reading() as session:
        assert session.query(Mail).count() == 0
    assert {row.status for row in ada.rows.values()} == {AssignmentStatus.DONE}
    assert {row.state for row in ada.rows.values()} == {State.WAITING_ON_APPROVER}


def test_the_issuers_word_is_a_calibration_too(pool: Pool) -> None:
    ada = pool.computer(ADA, Role.ASSESSOR)
    calibrating.calibrate(pool.server, ADA, CREDENTIAL)
    ada.sync()
    assert standing(ada) is Standing.CALIBRATED
    with pool.server.database.writing() as session:
        session.query(Calibration).one().until = utc_now() - timedelta(days=1)
    with pytest.raises(Refused, match="no current calibration"):
        assign(pool.server, pool.submission(), ADA)


def test_nobody_decides_on_qualification_packets(pool: Pool) -> None:
    anchored(pool)
    lee = pool.computer("lee@raters.example", Role.APPROVER)
    calibrating.calibrate(pool.server, "lee@raters.example", CREDENTIAL)
    ada = pool.computer(ADA, Role.ASSESSOR, Role.APPROVER)
    ada.begin(AnchorKind.QUALIFICATION)
    score_all(pool, ada)
    assert standing(ada) is Standing.CALIBRATED
    lee.sync()
    assert not lee.rows
    with pytest.raises(Refused, match="an anchor's packet"):
        assign(pool.server, next(iter(ada.rows)), "lee@raters.example", take_over=True)


def test_a_round_of_another_kind_is_refused_while_one_is_open(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.begin(AnchorKind.PRACTICE)
    refused = ada.begin(AnchorKind.QUALIFICATION)
    assert refused.problem is not None and "Hand in the packets that you have first" in refused.problem.detail


def test_a_leak_in_a_packet_ends_it_everywhere_and_the_round_goes_on(pool: Pool) -> None:
    anchored(pool)
    ada, kim = (pool.computer(f"{name}@raters.example", Role.ASSESSOR) for name in ("ann", "kim"))
    for computer in (ada, kim):
        computer.begin(AnchorKind.PRACTICE)
    reported, other = ada.waiting(Role.ASSESSOR, live=False)
    evidence = pool.evidence_of(reported)
    (result,) = ada.sync(ada.event(EventType.LEAK_REPORTED, reported.submission_id, LeakReported(what="name")))
    assert result.status is ResultStatus.ACCEPTED
    kim.sync()
    assert evidence not in {pool.evidence_of(row) for row in kim.waiting(Role.ASSESSOR, live=False)}
    ada.rate(other.submission_id, pool.true_of(other))
    assert ada.calibration is not None and ada.calibration.rounds[-1].finished_at is not None
    assert ada.begin(AnchorKind.QUALIFICATION).status is ResultStatus.ACCEPTED


def test_an_older_rubrics_round_calibrates_nobody_for_the_new_one(pool: Pool) -> None:
    anchored(pool)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.begin(AnchorKind.QUALIFICATION)
    load_micro_credential(pool.server, authoring.dump(credential(version=2)))
    score_all(pool, ada)
    ada.sync()
    assert standing(ada) is not Standing.CALIBRATED


def test_evidence_that_was_met_under_another_name_is_not_unseen(pool: Pool) -> None:
    source = pool.submission()
    first = pool.anchor(AnchorKind.PRACTICE, "practice", source)
    with pytest.raises(Refused, match="has the evidence of an anchor in use"):
        pool.anchor(AnchorKind.QUALIFICATION, "A", source)
    ada = pool.computer(ADA, Role.ASSESSOR)
    ada.begin(AnchorKind.PRACTICE)
    score_all(pool, ada)
    anchors.retire(pool.server, first)
    pool.anchor(AnchorKind.QUALIFICATION, "A", source)
    refused = ada.begin(AnchorKind.QUALIFICATION)
    assert refused.problem is not None and "No packets are left" in refused.problem.detail
    calibrating.calibrate(pool.server, ADA, CREDENTIAL)
    with pytest.raises(Refused, match="knows this evidence"):
        assign(pool.server, source, ADA)


def test_what_was_taken_back_is_no_anchor_any_more(pool: Pool) -> None:
    source = pool.submission()
    pool.anchor(AnchorKind.PRACTICE, "practice", source)
    withdraw(pool.server, source)
    ada = pool.computer(ADA, Role.ASSESSOR)
    refused = ada.begin(AnchorKind.PRACTICE)
    assert refused.problem is not None and "No packets are left" in refused.problem.detail
    with pytest.raises(Refused, match="can't become an anchor"):
        anchors.from_submission(pool.server, source, anchors.NewAnchor(
            kind=AnchorKind.VALIDITY, set_name="validity", title="Gone",
            scores={c.id: TrueScore(level=1, rationale="So it is.") for _, c in pool.rubric.criteria()}))  # fmt: skip
