"""What the page of calibration says and offers, for every standing: without a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assessor_app.domain.calibration import AnchorKind, CalibrationPolicy, Standing, TrueScore
from assessor_app.domain.microcredential import MicroCredential, Policies
from assessor_app.domain.submission import Role, State
from assessor_app.gui.calibration.results import Closeness, needed, result_of
from assessor_app.gui.calibration.state import (
    Action,
    Card,
    Say,
    card_of,
    may_renew_from,
    new_results,
    newly_judged,
)
from assessor_app.gui.calibration.words import judged_words, measures_of, next_words
from assessor_app.protocol.calibration import CalibrationData, RoundData, ScoredAnchor
from assessor_app.protocol.sync import Purpose
from assessor_app.store.calibrations import CalibrationView
from assessor_app.store.views import Availability, QueueRow, RowStatus
from tests.samples import discourse

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CRITERIA = [criterion.id for _, criterion in discourse().criteria()]
FIRST = CRITERIA[0]


def anchor_id(number: int) -> str:
    return f"S-AAAA-{number:04d}"


def row(number: int, status: RowStatus = RowStatus.NOT_STARTED, **changes: Any) -> QueueRow:
    values: dict[str, Any] = {
        "submission_id": anchor_id(number), "role": Role.ASSESSOR, "micro_credential_id": "academic-discourse",
        "micro_credential_version": 3, "title": "Academic Discourse", "attempt": 1, "phases": (), "due_at": NOW,
        "evidence_count": 2, "evidence_bytes": 10, "bytes_here": 0, "availability": Availability.ONLINE_ONLY,
        "refusal": "", "status": status, "state": State.WAITING_ON_ASSESSOR, "active": True, "returned_reasons": {},
        "outcome": None, "finished_at": None, "purpose": Purpose.PRACTICE, **changes,
    }  # fmt: skip
    return QueueRow(**values)


def scored(number: int, **apart: int) -> ScoredAnchor:
    """Every level the issuer's 2, and one's own so far away as ``apart`` says by criterion."""
    own = {key: 2 + apart.get(key, 0) for key in CRITERIA}
    true = {key: TrueScore(level=2, rationale=f"Why {key}.") for key in CRITERIA}
    return ScoredAnchor(submission_id=anchor_id(number), own=own, true=true)


def round_of(
    kind: AnchorKind, numbers: range, *, done: int = 0, passed: bool | None = None, finished: bool = False,
    results: tuple[ScoredAnchor, ...] = (), day: int = 0,
) -> RoundData:  # fmt: skip
    ids = tuple(anchor_id(number) for number in numbers)
    started = NOW - timedelta(days=30 - day)
    return RoundData(
        id=f"r{numbers.start}", kind=kind, number=1, submissions=ids, handed_in=ids[:done], scored=results,
        started_at=started, finished_at=started + timedelta(days=1) if finished else None, passed=passed,
    )  # fmt: skip


def practice(**values: Any) -> RoundData:
    return round_of(AnchorKind.PRACTICE, range(1, 6), **values)


def attempt(first: int = 11, **values: Any) -> RoundData:
    return round_of(AnchorKind.QUALIFICATION, range(first, first + 5), **values)


def view_of(
    standing: Standing, *rounds: RoundData, rows: tuple[QueueRow, ...] = (), asked: AnchorKind | None = None,
    credential: MicroCredential | None = None, **changes: Any,
) -> CalibrationView:  # fmt: skip
    values: dict[str, Any] = {
        "micro_credential_id": "academic-discourse", "micro_credential_version": 3, "standing": standing,
        "until": None, "agreement": 0.8, "valid_days": 365, "attempts_left": 3, "next_attempt_at": None,
        "practice": 5, "qualification": 5, "rounds": rounds, **changes,
    }  # fmt: skip
    rubric = credential or discourse().model_copy(update={"policies": Policies(calibration=CalibrationPolicy())})
    return CalibrationView(CalibrationData.model_validate(values), rubric, {r.submission_id: r for r in rows}, asked)


def card(standing: Standing, *rounds: RoundData, **changes: Any) -> Card:
    return card_of(view_of(standing, *rounds, **changes), NOW)


def test_who_has_not_begun_practises_first_and_may_qualify_at_once() -> None:
    found = card(Standing.NOT_BEGUN)
    assert (found.next.say, found.next.primary, found.next.others) == (
        Say.PRACTISE, Action.PRACTISE, (Action.QUALIFY,)
    )  # fmt: skip
    assert (found.attempt, found.attempts) == (1, 3)


def test_without_practice_packets_qualification_comes_at_once() -> None:
    assert card(Standing.NOT_BEGUN, practice=0).next.primary is Action.QUALIFY


def test_without_any_packets_the_issuer_is_asked() -> None:
    found = card(Standing.NOT_BEGUN, practice=0, qualification=0)
    assert found.next.say is Say.NO_PACKETS and found.next.primary is None


def test_what_waits_in_the_outbox_is_said_and_not_offered_again() -> None:
    found = card(Standing.NOT_BEGUN, asked=AnchorKind.PRACTICE)
    assert found.next.say is Say.ASKED and found.next.primary is Action.SYNC
    assert not {Action.PRACTISE, Action.QUALIFY} & set(found.next.others)


def test_an_open_round_goes_on_with_what_was_begun() -> None:
    rows = (row(1, RowStatus.SENT), row(2), row(3, RowStatus.IN_PROGRESS), row(4, RowStatus.NEEDS_ATTENTION))
    found = card(Standing.PRACTISING, practice(done=1), rows=rows, practice=0)
    assert found.next.primary is Action.GO_ON and found.next.submission_id == anchor_id(3)
    assert found.open_round is not None and found.open_round.done == 1


def test_what_waits_to_sync_counts_as_handed_in() -> None:
    rows = tuple(row(number, RowStatus.WAITING_TO_SYNC) for number in range(1, 6))
    found = card(Standing.PRACTISING, practice(done=2), rows=rows)
    assert found.open_round is not None and found.open_round.done == 5
    assert found.next.say is Say.ALL_IN and found.next.primary is Action.SYNC


def test_packets_that_are_not_here_yet_are_waited_for() -> None:
    assert card(Standing.PRACTISING, practice()).next.say is Say.COMING


def test_a_round_of_an_earlier_rubric_is_over() -> None:
    rows = tuple(row(number, micro_credential_version=2) for number in range(1, 6))
    found = card(Standing.NOT_BEGUN, practice(), rows=rows)
    assert found.open_round is None and found.next.primary is Action.PRACTISE


def test_after_practice_comes_qualification() -> None:
    done = practice(done=5, finished=True, results=(scored(1),))
    found = card(Standing.NOT_BEGUN, done, practice=0)
    assert found.practised and found.next.primary is Action.QUALIFY and found.next.others == (Action.LOOK,)
    assert card(Standing.NOT_BEGUN, done, practice=2).next.primary is Action.QUALIFY


def test_who_failed_looks_at_the_result_until_the_next_attempt_is_possible() -> None:
    failed = attempt(done=5, finished=True, passed=False, results=(scored(11),))
    later = card(Standing.WAITING, failed, attempts_left=2, next_attempt_at=NOW + timedelta(days=3))
    assert (later.next.say, later.next.primary, later.next.others) == (Say.WAIT, Action.LOOK, (Action.PRACTISE,))
    assert (later.attempt, later.attempts) == (2, 3)
    at_once = card(Standing.WAITING, failed, attempts_left=2, next_attempt_at=NOW)
    assert at_once.next.primary is Action.QUALIFY


def test_without_attempts_or_packets_it_is_the_issuers_turn() -> None:
    failed = attempt(done=5, finished=True, passed=False, results=(scored(11),))
    assert card(Standing.NO_ATTEMPTS, failed, attempts_left=0).next.say is Say.NO_ATTEMPTS
    assert card(Standing.NO_ATTEMPTS, failed, attempts_left=1, qualification=0).next.say is Say.NO_PACKETS


def test_a_calibration_is_renewed_in_its_last_thirty_days_only() -> None:
    far = card(Standing.CALIBRATED, until=NOW + timedelta(days=200), practice=0)
    assert far.next.say is Say.NOTHING and far.next.primary is None
    assert may_renew_from(far.data) == NOW + timedelta(days=170)
    near = card(Standing.CALIBRATED, until=NOW + timedelta(days=20))
    assert near.next.say is Say.RENEW and near.next.primary is Action.QUALIFY
    assert card(Standing.CALIBRATED).next.say is Say.NOTHING


def test_an_end_in_the_past_has_lapsed_even_if_the_row_is_old() -> None:
    past = NOW - timedelta(minutes=1)
    assert card(Standing.CALIBRATED, until=past).standing is Standing.LAPSED
    assert card(Standing.ADVISED, until=past).standing is Standing.LAPSED
    assert card(Standing.CALIBRATED, practice(), rows=(row(1),), until=past).standing is Standing.PRACTISING
    assert card(Standing.CALIBRATED, until=past).next.primary is Action.PRACTISE


@pytest.mark.parametrize("standing", [Standing.ADVISED, Standing.STOPPED, Standing.LAPSED])
def test_calibrating_anew_begins_with_practice(standing: Standing) -> None:
    old = practice(done=5, finished=True)
    passed = attempt(done=5, finished=True, passed=True, day=5)
    assert card(standing, old, passed).next.primary is Action.PRACTISE
    assert card(standing, old, passed, practice=0).next.primary is Action.QUALIFY


def test_rounds_are_newest_first_and_numbered_by_their_kind() -> None:
    found = card(
        Standing.WAITING,
        practice(done=5, finished=True),
        attempt(11, done=5, finished=True, passed=False, day=5),
        attempt(21, done=5, finished=True, passed=False, day=12),
    )
    assert [(each.data.kind, each.number) for each in found.rounds] == [
        (AnchorKind.QUALIFICATION, 2), (AnchorKind.QUALIFICATION, 1), (AnchorKind.PRACTICE, 1)
    ]  # fmt: skip


def test_only_packets_that_can_still_be_scored_are_fetched() -> None:
    rows = (row(1), row(2, RowStatus.WAITING_TO_SYNC), row(3, availability=Availability.OFFLINE),
            row(4, availability=Availability.REFUSED), row(5, active=False))  # fmt: skip
    found = card(Standing.PRACTISING, practice(), rows=rows).open_round
    assert found is not None
    assert [packet.submission_id for packet in found.packets if packet.may_be_fetched] == [anchor_id(1), anchor_id(4)]


def test_results_that_came_since_the_last_look() -> None:
    before = [view_of(Standing.PRACTISING, practice(done=1, results=(scored(1),)))]
    after = [view_of(Standing.PRACTISING, practice(done=2, results=(scored(1), scored(2))))]
    assert new_results(before, after) == [anchor_id(2)]
    assert new_results(after, after) == []


# Results.


def test_so_many_whole_packets_are_needed() -> None:
    assert [needed(0.8, of) for of in (1, 2, 4, 5, 10)] == [1, 2, 4, 4, 8]
    assert needed(1.0, 3) == 3 and needed(0.6, 5) == 3


def test_a_result_says_what_fell_short_and_by_how_much() -> None:
    data = attempt(
        done=5, finished=True, passed=False,
        results=(scored(11, **{FIRST: -1}), scored(12, **{FIRST: -1}), scored(13), scored(14), scored(15)),
    )  # fmt: skip
    found = result_of(data, discourse(), 0.8)
    (short,) = found.short
    assert (short.name.number, short.match.exact, short.match.of, short.needed) == ("1.1", 3, 5, 4)
    assert (found.tally.portfolios, found.tally.ratings, found.tally.exact) == (5, 50, 48)
    assert found.tally.adjacent == 50
    assert sum(map(sum, found.matrix)) == 50 - sum(
        5 for _, criterion in discourse().criteria() if len(criterion.levels) != len(found.matrix)
    )
    assert found.packets[0].exact == 9 and found.packets[0].compared[0].closeness is Closeness.ADJACENT
    assert found.packets[0].compared[0].rationale == f"Why {FIRST}."


def test_levels_far_apart_and_levels_that_were_not_given_are_told_apart() -> None:
    apart = scored(11)
    own = {**apart.own, FIRST: 4}
    del own[CRITERIA[1]]
    found = result_of(attempt(results=(apart.model_copy(update={"own": own}),)), discourse(), 0.8)
    first, second, third = found.packets[0].compared[:3]
    assert (first.closeness, second.closeness, third.closeness) == (
        Closeness.FAR, Closeness.NOT_RATED, Closeness.SAME
    )  # fmt: skip
    assert first.own_label == "" and first.true_label
    # A level that the rubric does not have is no part of the matrix, and one that is missing agrees with nothing.
    assert [each.match.exact for each in found.criteria][:3] == [0, 0, 1]
    assert found.tally.ratings == len(CRITERIA) - 1


def test_a_result_of_a_rubric_without_these_criteria_is_empty() -> None:
    old = ScoredAnchor(submission_id=anchor_id(1), own={"gone": 1}, true={"gone": TrueScore(level=1)})
    found = result_of(attempt(results=(old,)), discourse(), 0.8)
    assert found.criteria == () and found.matrix == () and found.tally.ratings == 0


def test_what_qualification_asks_is_said_in_whole_packets() -> None:
    words = next_words(card(Standing.NOT_BEGUN, practice=0, qualification=6))
    assert (
        words == "Next: qualify. In every criterion your level has to be the issuer's in at least 5 of the 6 packets."
    )
    assert "in all 2 packets" in next_words(card(Standing.NOT_BEGUN, practice=0, qualification=2))


@pytest.mark.parametrize(("passed", "begin"), [(True, "Passed: calibrated until "), (False, "Not passed this time.")])
def test_an_attempt_that_was_judged_is_told_of_once_with_its_outcome(passed: bool, begin: str) -> None:
    before = view_of(Standing.QUALIFYING, attempt(done=5))
    standing = Standing.CALIBRATED if passed else Standing.WAITING
    after = card(standing, attempt(done=5, passed=passed, finished=True), until=NOW + timedelta(days=365))
    ((found, round_),) = newly_judged([before], [after])
    assert judged_words(found, round_).startswith(begin)
    assert newly_judged([after.view], [after]) == []


def test_a_coefficient_says_of_how_many_criteria_it_is_and_nothing_of_a_few_ratings() -> None:
    rubric = discourse()
    data = practice(done=1, results=(scored(1),))
    found = result_of(data, rubric, 0.8)
    rows = {name: (point, part) for name, point, part in measures_of(replace(found, pooled=6, left_out=4))}
    point, part = rows["Gwet's AC1"]
    assert part == "of 6 of 10 criteria"
    assert rows["Exact agreement"][1] == ""
    few = replace(found, matrix=((0, 0), (0, 6)))
    (point,) = [point for name, point, _ in measures_of(few) if name == "Gwet's AC1"]
    assert point.value is None and point.n == 6 and point.why == "too few to tell"
