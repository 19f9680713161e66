"""The transition table, checked against what the states mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.submission import (
    DECIDED,
    RESUBMITTABLE,
    TRANSITIONS,
    Action,
    Effect,
    Role,
    State,
    new_submission_id,
    transition,
)

ENDS = {State.EARNED, State.NOT_YET_EARNED, State.INCOMPLETE, State.WITHDRAWN}


@given(st.sampled_from(Action), st.sampled_from(State), st.sampled_from(Role))
def test_only_the_table_allows(action: Action, source: State, by: Role) -> None:
    rows = [t for t in TRANSITIONS if t.action is action and t.source is source and by in t.by]
    assert transition(action, source, by) == (rows[0] if rows else None)


def test_an_action_in_a_state_has_one_row() -> None:
    places = [(t.action, t.source) for t in TRANSITIONS]
    assert len(places) == len(set(places))


def test_every_state_can_be_reached() -> None:
    reached, grown = {State.SUBMITTED}, True
    while grown:
        more = {t.target for t in TRANSITIONS if t.source in reached} - reached
        reached |= more
        grown = bool(more)
    assert reached == set(State)


def test_nothing_leaves_an_end() -> None:
    assert not [t for t in TRANSITIONS if t.source in ENDS]
    assert set(DECIDED) <= ENDS
    assert set(RESUBMITTABLE) == ENDS - {State.EARNED}


def test_only_an_approver_decides_and_only_an_award_issues() -> None:
    for t in TRANSITIONS:
        if t.target in DECIDED:
            assert t.by == {Role.APPROVER}
            assert t.source is State.WAITING_ON_APPROVER
        assert (Effect.ISSUE_AWARD in t.effects) == (t.target is State.EARNED)


def test_facilitators_and_administrators_never_touch_an_assessment() -> None:
    for t in TRANSITIONS:
        assert Role.FACILITATOR not in t.by
        if t.action is not Action.ASSIGN:
            assert Role.ADMINISTRATOR not in t.by


def test_submission_ids_are_readable_and_do_not_repeat() -> None:
    ids = {new_submission_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert not {letter for one in ids for letter in one[2:]} & set("ILOU")
