"""What two texts have in common is shown as both of them write it."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.server.similarity.passages import LEAST_WORDS, MOST_LETTERS, Text, matching_passages, text_with
from assessor_app.server.similarity.words import Shingles, plain_pages, shingles_of_texts, words_of
from tests.bench.teacher_prose import answer, paragraph, reordered, retyped

NOTHING = np.empty(0, np.uint32)


def text(*pages: str, known: Shingles = NOTHING, common: Shingles = NOTHING) -> Text:
    plain = plain_pages(pages)
    return text_with(plain, words_of(plain), known, common)


def test_a_retyped_passage_is_shown_from_both_sides_with_its_pages() -> None:
    chance = random.Random(1)
    copied = paragraph(chance, 40)
    own = text(paragraph(chance, 30), paragraph(chance, 20) + "\n\n" + retyped(copied, chance, typos=0.05))
    other = text(f"{copied} {paragraph(chance, 40)}")
    (passage,) = matching_passages(own, other)
    assert (passage.own_page, passage.other_page) == (1, 0)
    assert passage.other in copied
    assert len(passage.other.split()) >= 36


def test_paragraphs_in_another_order_are_all_found_in_the_order_of_the_own_text() -> None:
    chance = random.Random(2)
    parts = [paragraph(chance, 45) for _ in range(4)]
    passages = matching_passages(text("\n\n".join(reversed(parts))), text("\n\n".join(parts)))
    assert len(passages) == 4
    assert [parts.index(next(part for part in parts if found.own[:40] in part)) for found in passages] == [3, 2, 1, 0]
    assert sum(passage.words for passage in passages) > 150


def test_a_page_break_does_not_end_a_passage() -> None:
    copied = paragraph(random.Random(3), 60)
    words = copied.split()
    own = text(" ".join(words[:30]), " ".join(words[30:]))
    (passage,) = matching_passages(own, text(copied))
    assert passage.own.replace("“", "").split()[:3] == passage.other.replace("“", "").split()[:3]
    assert passage.words == len(words_of((copied,)))


def test_what_is_known_is_no_passage() -> None:
    chance = random.Random(4)
    prompt = paragraph(chance, 40)
    known = shingles_of_texts([prompt])
    own, other = f"{prompt}\n{answer(chance, 80)}", f"{prompt}\n{answer(chance, 80)}"
    assert matching_passages(text(own), text(other))
    assert not matching_passages(text(own, known=known), text(other, known=known))


def test_turns_of_phrase_that_many_have_are_not_taken_out_of_a_passage_but_whole_sentences_are() -> None:
    words = answer(random.Random(8), 80).split()
    copied = " ".join(words)
    turns = shingles_of_texts([" ".join(words[at : at + 6]) for at in range(0, 72, 9)])
    sentence = shingles_of_texts([" ".join(words[20:40])])
    (whole,) = matching_passages(text(copied, common=turns), text(copied))
    assert whole.words >= 80
    rest = matching_passages(text(copied, common=sentence), text(copied))
    assert sum(found.words for found in rest) <= whole.words - 20


def test_independent_answers_share_hardly_a_passage() -> None:
    chance = random.Random(5)
    texts = [text(answer(chance, 300)) for _ in range(30)]
    words = [
        sum(passage.words for passage in matching_passages(own, other))
        for at, own in enumerate(texts)
        for other in texts[:at]
    ]
    assert max(words) < 36
    assert sum(count > 0 for count in words) / len(words) < 0.15


def test_a_refrain_is_no_passage_and_costs_no_time() -> None:
    refrain = text("we did it again and again and " * 3_000)
    assert matching_passages(refrain, refrain) == []


def test_long_passages_are_cut_between_words_when_they_are_shown() -> None:
    copied = text(answer(random.Random(6), 900))
    (passage,) = matching_passages(copied, copied)
    assert passage.words >= 900
    assert len(passage.own) <= MOST_LETTERS
    assert passage.own.endswith("…")


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(20, 200))
def test_a_text_is_found_in_itself_whole_whatever_its_order(seed: int, words: int) -> None:
    chance = random.Random(seed)
    original = answer(chance, words)
    own, other = text(reordered(original, chance)), text(original)
    found = sum(passage.words for passage in matching_passages(own, other))
    assert LEAST_WORDS <= found <= len(own.words)
    assert found >= 0.9 * len(own.words)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=120), st.randoms(use_true_random=False))
def test_no_word_is_in_two_passages(words: list[str], chance: random.Random) -> None:
    own = text(" ".join(words))
    chance.shuffle(words)
    other = text(" ".join(words))
    passages = matching_passages(own, other)
    assert sum(len(passage.own.split()) for passage in passages) <= len(own.words)
    assert sum(len(passage.other.split()) for passage in passages) <= len(other.words)
    assert all(passage.words >= LEAST_WORDS for passage in passages)
