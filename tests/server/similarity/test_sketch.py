"""Texts alike find each other by a few values."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.server.similarity.sketch import LEAST_SHINGLES, PASSAGE_BAND, SURELY_FOUND, text_bands
from assessor_app.server.similarity.words import Shingles, plain_pages, shingles_of, words_of
from tests.bench.teacher_prose import answer, paraphrased, reordered, retyped

NOTHING = np.empty(0, np.uint32)


def shingles(text: str) -> Shingles:
    return shingles_of(words_of(plain_pages([text])).folded)


def in_common(one: str, other: str) -> set[tuple[int, int]]:
    return set(text_bands(shingles(one), NOTHING)) & set(text_bands(shingles(other), NOTHING))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 200), st.integers(0, 200))
def test_a_passage_long_enough_is_always_found(seed: int, before: int, after: int) -> None:
    chance = random.Random(seed)
    passage = " ".join(answer(chance, SURELY_FOUND).split()[:SURELY_FOUND])
    own = f"{answer(chance, before)} {passage} {answer(chance, after)}"
    other = f"{answer(chance, after)} {passage} {answer(chance, before)}"
    assert any(band == PASSAGE_BAND for band, _ in in_common(own, other))


def test_retyped_reordered_and_paraphrased_texts_are_found() -> None:
    chance = random.Random(2)
    for _ in range(20):
        text = answer(chance, 200)
        for copy in (retyped(text, chance), reordered(text, chance), paraphrased(text, chance, 0.2)):
            assert in_common(text, copy)


def test_a_text_of_everybodys_words_has_no_values() -> None:
    own = shingles(answer(random.Random(3), 100))
    assert text_bands(own, np.unique(own)) == []


def test_a_text_of_a_few_words_has_no_values() -> None:
    own = shingles(answer(random.Random(4), 100))
    assert text_bands(own[: LEAST_SHINGLES - 1], NOTHING) == []
    assert text_bands(own[:LEAST_SHINGLES], NOTHING)


def test_values_are_given_once() -> None:
    bands = text_bands(shingles(answer(random.Random(5), 50) * 4), NOTHING)
    assert len(set(bands)) == len(bands)
