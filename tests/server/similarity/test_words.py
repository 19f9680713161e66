"""Typing a text anew changes none of its words."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.server.similarity.words import SHINGLE, plain_pages, shingles_of, shingles_of_texts, words_of
from tests.bench.teacher_prose import answer, retyped


def folded(text: str) -> list[str]:
    return words_of(plain_pages([text])).folded


def test_case_accents_quotes_and_punctuation_make_no_other_word() -> None:
    assert folded("“L’Élève” — naïve, ﬁne!") == folded('"l\'eleve" - naive; fine') == ["leleve", "naive", "fine"]


def test_a_word_that_was_parted_at_a_line_end_is_one_word() -> None:
    assert folded("a conver-\n  sation, a well-known one") == folded("a conversation, a wellknown one")


def test_accents_may_be_letters_of_their_own() -> None:
    assert folded("caf" + "e\u0301" + " x") == folded("café x")


def test_redacted_parts_are_no_words() -> None:
    assert folded("I, ██████ ███, taught ██ graders") == ["i", "taught", "graders"]


def test_words_know_where_they_stand() -> None:
    pages = plain_pages(["One.", "", "Two-\nfold three"])
    words = words_of(pages)
    assert words.page == [0, 2, 2]
    assert [pages[p][s:e] for p, s, e in zip(words.page, words.start, words.end, strict=True)] == [
        "One", "Two-\nfold", "three",
    ]  # fmt: skip


@given(st.integers(0, 2**32))
def test_typing_a_text_anew_without_a_slip_keeps_every_shingle(seed: int) -> None:
    chance = random.Random(seed)
    text = answer(chance, 60)
    assert np.array_equal(shingles_of(folded(text)), shingles_of(folded(retyped(text, chance, typos=0))))


@given(st.lists(st.text("abc", min_size=1), max_size=12))
def test_there_is_a_shingle_for_each_row_of_words(words: list[str]) -> None:
    shingles = shingles_of(words)
    assert len(shingles) == max(0, len(words) - SHINGLE + 1)
    assert not len(shingles) or shingles[0] == shingles_of(words[:SHINGLE])[0]


def test_texts_that_stand_apart_have_no_shingle_across_their_border() -> None:
    apart = shingles_of_texts(["one two three", "four five six seven"])
    assert apart.tolist() == shingles_of(["four", "five", "six", "seven"]).tolist()
