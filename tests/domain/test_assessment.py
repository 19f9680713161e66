"""When work is complete, and what follows from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.assessment import (
    Assessment,
    Decision,
    Lack,
    Outcome,
    Override,
    Rating,
    Recommendation,
    assessment_from,
    decision_from,
    final_levels,
    mark_cell,
    missing_in_assessment,
    missing_in_decision,
    override_cell,
    rating_cell,
    recommendation,
    word_count,
)
from tests.samples import discourse, highlight

MC = discourse()
CRITERIA = [criterion for _, criterion in MC.criteria()]
IDS = [criterion.id for criterion in CRITERIA]


def full(level: int = 2, feedback: str = "") -> Assessment:
    return Assessment(ratings={key: Rating(level=level, feedback=feedback) for key in IDS})


def agreed() -> dict[str, Override]:
    return {key: Override(agreed=True) for key in IDS}


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    ratings = {
        c.id: Rating(
            level=draw(st.none() | st.integers(1, len(c.levels))), feedback=draw(st.sampled_from(["", " ", "ok"]))
        )
        for c in CRITERIA
        if draw(st.booleans())
    }
    return Assessment(ratings=ratings)


@given(assessments())
def test_missing_is_exactly_what_lacks(assessment: Assessment) -> None:
    expected = set()
    for criterion in CRITERIA:
        rating = assessment.ratings.get(criterion.id, Rating())
        if rating.level is None:
            expected.add((Lack.NOT_RATED, criterion.id))
        elif not criterion.levels[rating.level - 1].meets and not rating.feedback.strip():
            expected.add((Lack.FEEDBACK_NEEDED, criterion.id))
    assert {(m.lack, m.criterion_id) for m in missing_in_assessment(MC, assessment)} == expected


@given(assessments())
def test_earn_means_every_criterion_meets(assessment: Assessment) -> None:
    levels = {key: rating.level for key, rating in assessment.ratings.items()}
    every = all(levels.get(c.id) is not None and c.levels[(levels[c.id] or 1) - 1].meets for c in CRITERIA)
    assert (recommendation(MC, levels) is Recommendation.EARN) == every


def test_words_never_keep_work_from_being_submitted() -> None:
    assert not missing_in_assessment(MC, full(2, ""))
    assert not missing_in_assessment(MC, full(1, "x"))


def test_what_the_rubric_does_not_have_is_refused() -> None:
    strange = Assessment(ratings={**full().ratings, "no-such": Rating(level=1), IDS[1]: Rating(level=9, feedback="x")})
    lacks = {(m.lack, m.criterion_id) for m in missing_in_assessment(MC, strange)}
    assert lacks == {(Lack.UNKNOWN_CRITERION, "no-such"), (Lack.NO_SUCH_LEVEL, IDS[1])}


def test_an_award_needs_every_criterion_decided_and_met() -> None:
    assert not missing_in_decision(MC, full(), Decision(outcome=Outcome.AWARD, overrides=agreed()))
    some = agreed()
    del some[IDS[0]]
    lacks = missing_in_decision(MC, full(), Decision(outcome=Outcome.AWARD, overrides=some))
    assert [(m.lack, m.criterion_id) for m in lacks] == [(Lack.NOT_DECIDED, IDS[0])]


def test_the_outcome_follows_from_the_levels() -> None:
    lacks = missing_in_decision(MC, full(), Decision(outcome=Outcome.NOT_YET, overrides=agreed()))
    assert [m.lack for m in lacks] == [Lack.OUTCOME_CONTRADICTS_RATINGS]
    changed = {**agreed(), IDS[0]: Override(level=1, rationale="no data")}
    assert not missing_in_decision(MC, full(), Decision(outcome=Outcome.NOT_YET, overrides=changed))
    lacks = missing_in_decision(MC, full(), Decision(outcome=Outcome.AWARD, overrides=changed))
    assert [m.lack for m in lacks] == [Lack.OUTCOME_CONTRADICTS_RATINGS]


def test_a_change_needs_a_rationale_and_a_return_a_reason() -> None:
    changed = {**agreed(), IDS[0]: Override(level=1)}
    lacks = missing_in_decision(MC, full(), Decision(outcome=Outcome.NOT_YET, overrides=changed))
    assert [(m.lack, m.criterion_id) for m in lacks] == [(Lack.RATIONALE_NEEDED, IDS[0])]
    assert [m.lack for m in missing_in_decision(MC, full(), Decision(outcome=Outcome.RETURN))] == [Lack.REASON_NEEDED]
    assert not missing_in_decision(MC, full(), Decision(outcome=Outcome.RETURN, reason="page 2 is missing"))


def test_final_levels_take_changes_and_keep_the_rest() -> None:
    levels = final_levels(full(), {IDS[0]: Override(level=1, rationale="x"), IDS[1]: Override(agreed=True, level=None)})
    assert levels == {**dict.fromkeys(IDS, 2), IDS[0]: 1}


def test_cells_become_an_assessment_and_a_decision() -> None:
    mark = highlight()
    cells = {
        rating_cell(IDS[0]): {"level": 2, "feedback": "good"}, mark_cell(mark.id): mark.model_dump(mode="json"),
        override_cell(IDS[0]): {"agreed": True}, "note": "to you", "reason": None,
    }  # fmt: skip
    assessment = assessment_from(cells)
    assert assessment.ratings == {IDS[0]: Rating(level=2, feedback="good")}
    assert assessment.marks == (mark,)
    assert assessment.private_note == "to you"
    assert decision_from(cells, Outcome.AWARD, "a").overrides == {IDS[0]: Override(agreed=True)}
    spoken = {override_cell(IDS[0]): {"agreed": True, "on": "a"}, "reason:x": {"text": "look again", "on": "a"}}
    assert decision_from(spoken, Outcome.AWARD, "a").overrides == {IDS[0]: Override(agreed=True, on="a")}
    assert decision_from(spoken, Outcome.RETURN, "a").return_reasons() == {"x": "look again"}
    later = decision_from(spoken, Outcome.AWARD, "b")
    assert (later.overrides, later.return_reasons()) == ({}, {})


def test_words_are_what_stands_between_spaces() -> None:
    assert word_count("  two\nwords ") == 2
    assert word_count("") == 0
