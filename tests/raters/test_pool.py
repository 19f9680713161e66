"""In a pool of raters of known kinds, the right ones are advised and stopped, and the issuer's view tells why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessor_app.domain.agreement import exact_agreement, severity
from assessor_app.protocol.insights import RaterView
from tests.raters.simulation import SPLITTING, Kind, Outcome, run

KINDS = {Kind.STEADY: 4, Kind.SEVERE: 1, Kind.LENIENT: 1, Kind.RANDOM: 1, Kind.DRIFTING: 1, Kind.COPYING: 2,
         Kind.CAREFUL: 1, Kind.STAMPING: 1}  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run(tmp_path_factory.mktemp("pool"), KINDS, days=8, a_day=4, one_in=2, seed=3)


def raters(outcome: Outcome, kind: Kind) -> list[RaterView]:
    return [rater for rater in outcome.view.raters if outcome.people[rater.person_id] is kind]


def test_the_right_ones_are_stopped(outcome: Outcome, record_property: Callable[[str, object], None]) -> None:
    record_property("figures", "\n" + outcome.table())
    assert sum(outcome.qualified.values()) == sum(KINDS.values())
    for kind in (Kind.SEVERE, Kind.LENIENT, Kind.RANDOM, Kind.DRIFTING):
        assert outcome.stopped[kind] == outcome.number(kind), kind
    for kind in (Kind.STEADY, Kind.COPYING, Kind.CAREFUL):
        assert outcome.stopped[kind] == 0, f"a false alarm: {kind}"


def test_the_issuer_sees_which_way_they_went(outcome: Outcome) -> None:
    (severe,), (lenient,), (drifting,) = (raters(outcome, k) for k in (Kind.SEVERE, Kind.LENIENT, Kind.DRIFTING))
    assert severe.drift_kind in ("severe", "scattered") and (severity(severe.matrix_true).value or 0) < -0.2
    assert lenient.drift_kind in ("lenient", "scattered") and (severity(lenient.matrix_true).value or 0) > 0.2
    assert drifting.drift != "steady" and drifting.true.portfolios >= 5
    for steady in raters(outcome, Kind.STEADY):
        assert abs(severity(steady.matrix_true).value or 0) < 0.2
        assert (exact_agreement(steady.matrix_true).value or 0) > 0.75


def test_copied_answers_stand_out_and_nobody_elses(outcome: Outcome) -> None:
    one, other = raters(outcome, Kind.COPYING)
    assert one.copies == (other.name,) and other.copies == (one.name,)
    assert not [rater.name for rater in outcome.view.raters if rater.copies and rater not in (one, other)]


def test_an_approver_who_only_stamps_puts_nothing_right(outcome: Outcome) -> None:
    (careful,), (stamping,) = raters(outcome, Kind.CAREFUL), raters(outcome, Kind.STAMPING)
    assert stamping.corrected == 0 < stamping.wrong
    assert careful.corrected > 0.8 * careful.wrong


def test_the_criterion_that_splits_raters_is_the_last(outcome: Outcome) -> None:
    agreement = {each.criterion.id: exact_agreement(each.true).value or 0 for each in outcome.view.criteria}
    assert min(agreement, key=agreement.__getitem__) == SPLITTING
