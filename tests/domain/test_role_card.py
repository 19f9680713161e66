"""Role cards: what counts, what is missing, and that nothing is promised (FAQ 9)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.role_card import A_FACTOR, Standing, read_card

IDS = st.lists(st.sampled_from("abcdef"), max_size=8)


def test_a_card_beside_what_was_earned() -> None:
    read = read_card(("A teaching licence",), ("a", "b", "c", "d"), earned=("a", "d", "z"), revoked=("b", "d"))
    assert read.qualifications == ("A teaching licence",)
    assert {each.micro_credential_id: each.standing for each in read.listed} == {
        "a": Standing.EARNED, "b": Standing.REVOKED, "c": Standing.MISSING, "d": Standing.EARNED,
    }  # fmt: skip


def test_everything_earned_promises_nothing_all_the_same() -> None:
    read = read_card((), ("a",), earned=("a",))
    assert [each.standing for each in read.listed] == [Standing.EARNED]
    assert read.says == A_FACTOR
    assert "may be a factor" in read.says and "do not guarantee" in read.says
    assert set(type(read).model_fields) == {"qualifications", "listed", "says"}


@given(IDS, IDS, IDS)
def test_each_listed_one_is_told_once_in_the_cards_order(
    card: list[str], earned: list[str], revoked: list[str]
) -> None:
    read = read_card((), card, earned, revoked)
    assert [each.micro_credential_id for each in read.listed] == list(dict.fromkeys(card))
    counts = {each.micro_credential_id for each in read.listed if each.standing is Standing.EARNED}
    assert counts == set(card) & set(earned)
