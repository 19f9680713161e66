"""Pages are found again by what they hold, and changed words are told one by one."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain import comparing
from assessor_app.domain.comparing import (
    Counts,
    DiffKind,
    PageChange,
    PageContent,
    PagePair,
    Run,
    diff_words,
    hamming,
    match_pages,
    summary,
)

fingerprints = st.integers(0, 2**64 - 1)
texts = st.lists(st.sampled_from(["group", "four", "read", "aloud", "map"]), max_size=30).map(" ".join)
contents = st.builds(PageContent, texts, st.none() | st.sampled_from([0, 0xFF, 2**64 - 1]) | fingerprints)
documents = st.lists(contents, max_size=12)
words = st.lists(st.sampled_from(["a", "A", "be", "ﬁnd", "find", "see", "the", "\u00ad"]), max_size=60)


def written(*seeds: int, length: int = 120) -> list[PageContent]:
    """Pages whose words have next to nothing in common."""
    return [PageContent(" ".join(f"word{random.Random(seed).random()}-{n}" for n in range(length))) for seed in seeds]


def edited(page: PageContent, every: int) -> PageContent:
    return PageContent(" ".join("new" if n % every == 0 else w for n, w in enumerate(page.text.split())))


def changes(pairs: Sequence[PagePair]) -> list[tuple[int | None, int | None, str]]:
    return [(pair.earlier, pair.now, pair.change.value) for pair in pairs]


@given(documents, documents)
def test_every_page_of_both_versions_appears_exactly_once(earlier: list[PageContent], now: list[PageContent]) -> None:
    pairs = match_pages(earlier, now)
    assert sorted(pair.earlier for pair in pairs if pair.earlier is not None) == list(range(len(earlier)))
    assert [pair.now for pair in pairs if pair.now is not None] == list(range(len(now)))
    for pair in pairs:
        assert (pair.earlier is None) == (pair.change is PageChange.NEW)
        assert (pair.now is None) == (pair.change is PageChange.GONE)
        assert 0 <= pair.similarity <= 1


@given(documents)
def test_a_document_is_all_the_same_as_itself(pages: list[PageContent]) -> None:
    pairs = match_pages(pages, pages)
    assert [(pair.earlier, pair.now) for pair in pairs] == [(n, n) for n in range(len(pages))]
    assert {(pair.change, pair.similarity) for pair in pairs} <= {(PageChange.SAME, 1.0)}
    assert summary(pairs).unchanged


@given(documents, contents, st.integers(0, 12))
def test_an_added_page_is_one_new_page_and_a_removed_one_is_one_gone(
    pages: list[PageContent], page: PageContent, at: int
) -> None:
    longer = [*pages[:at], page, *pages[at:]]
    count = len(pages)
    assert summary(match_pages(pages, longer)) == Counts(same=count, changed=0, moved=0, new=1, gone=0)
    assert summary(match_pages(longer, pages)) == Counts(same=count, changed=0, moved=0, new=0, gone=1)


@given(st.permutations(range(7)))
def test_moved_pages_are_as_few_as_possible_and_the_others_stay(order: list[int]) -> None:
    pairs = match_pages(written(*range(7)), written(*order))
    stay = [pair.earlier for pair in pairs if pair.change is PageChange.SAME and pair.earlier is not None]
    assert stay == sorted(stay)
    assert {pair.change for pair in pairs} <= {PageChange.SAME, PageChange.MOVED}
    assert [pair.earlier for pair in pairs] == order


def test_of_reversed_pages_all_but_one_have_moved() -> None:
    assert summary(match_pages(written(1, 2, 3, 4), written(4, 3, 2, 1))) == Counts(1, 0, 3, 0, 0)


def test_one_page_put_elsewhere_is_the_only_one_that_moved() -> None:
    pairs = match_pages(written(1, 2, 3, 4), written(2, 3, 4, 1))
    assert changes(pairs) == [(1, 0, "same"), (2, 1, "same"), (3, 2, "same"), (0, 3, "moved")]


def test_a_nearly_same_page_in_another_place_has_moved_and_a_changed_one_has_changed() -> None:
    one, two, three = written(1, 2, 3)
    assert match_pages([one, two, three], [two, three, edited(one, 50)])[-1].change is PageChange.MOVED
    pairs = match_pages([one, two, three], [two, three, edited(one, 6)])
    assert changes(pairs)[-1] == (0, 2, "changed")


def test_an_edited_page_is_found_although_pages_were_added_and_removed_around_it() -> None:
    one, two, three, four = written(1, 2, 3, 4)
    pairs = match_pages([one, two, three], [four, one, edited(two, 6)])
    assert changes(pairs) == [(None, 0, "new"), (0, 1, "same"), (1, 2, "changed"), (2, None, "gone")]
    assert pairs[2].similarity == pytest.approx(5 / 6)


def test_a_page_with_too_little_left_of_it_is_another_page() -> None:
    one = written(1)[0]
    mostly_new = PageContent(" ".join([*one.text.split()[:40], *written(2)[0].text.split()[:80]]))
    assert changes(match_pages([one], [mostly_new])) == [(0, None, "gone"), (None, 0, "new")]


def test_gone_pages_follow_the_page_they_came_after() -> None:
    pairs = match_pages(written(1, 2, 3, 4, 5), written(2, 4))
    assert [pair.earlier for pair in pairs] == [0, 1, 2, 3, 4]
    assert [pair.now for pair in pairs] == [None, 0, None, 1, None]


def test_blank_pages_between_the_others_do_not_seem_to_wander() -> None:
    blank = PageContent("", 0)
    one, two, three = written(1, 2, 3)
    pairs = match_pages([one, blank, two, blank, three], [one, two, blank, three])
    assert summary(pairs) == Counts(same=4, changed=0, moved=0, new=0, gone=1)


def test_pages_of_one_form_are_paired_by_what_was_filled_in() -> None:
    form = " ".join(f"field{n}" for n in range(40))
    pages = [PageContent(f"{form} {page.text}") for page in written(1, 2, 3, 4, length=40)]
    pairs = match_pages(pages, [edited(page, 9) for page in reversed(pages)])
    assert [pair.earlier for pair in pairs] == [3, 2, 1, 0]


def test_a_form_filled_in_anew_is_changed_in_its_place() -> None:
    form = " ".join(f"field{n}" for n in range(60))
    earlier, now = ([PageContent(f"{form} {p.text}") for p in written(*seeds, length=40)] for seeds in ("abcd", "efgh"))
    assert changes(match_pages(earlier, now)) == [(n, n, "changed") for n in range(4)]


def test_another_rendition_of_the_letters_is_no_change() -> None:
    earlier = PageContent("Die Schüler ﬁnden – „naïve“ Lösungen " * 5)
    now = PageContent('DIE SCHÜLER finden - "naive" Lö\u00adsungen\n' * 5)
    assert match_pages([earlier], [now])[0].change is PageChange.SAME


def test_the_same_words_under_another_picture_are_a_change() -> None:
    text = written(1)[0].text
    pair = match_pages([PageContent(text, 0)], [PageContent(text, 0xFFFF)])[0]
    assert pair.change is PageChange.CHANGED
    assert match_pages([PageContent(text, 0)], [PageContent(text, 0b11)])[0].change is PageChange.SAME
    assert match_pages([PageContent(text, 0)], [PageContent(text)])[0].change is PageChange.SAME


def test_pages_without_words_are_found_by_their_pictures() -> None:
    photos = [PageContent("", random.Random(n).getrandbits(64)) for n in range(4)]
    brighter = PageContent("", (photos[1].fingerprint or 0) ^ 0xFF)
    pairs = match_pages(photos, [photos[3], photos[0], brighter, PageContent("", 12345)])
    assert changes(pairs) == [
        (3, 0, "moved"),
        (0, 1, "same"),
        (1, 2, "changed"),
        (2, None, "gone"),
        (None, 3, "new"),
    ]


def test_a_scan_whose_words_were_recognised_since_is_still_the_same_page() -> None:
    scan = PageContent("", 0xABCDEF0123456789)
    recognised = PageContent(written(1)[0].text, 0xABCDEF0123456789)
    assert changes(match_pages([scan], [recognised])) == [(0, 0, "changed")]


def test_alike_pictures_do_not_make_full_pages_of_text_alike() -> None:
    one, two = (PageContent(page.text, 7) for page in written(1, 2))
    assert summary(match_pages([one], [two])) == Counts(0, 0, 0, 1, 1)


def test_without_words_and_pictures_nothing_is_claimed_of_a_page() -> None:
    assert summary(match_pages([PageContent("")], [PageContent("", 0)])) == Counts(0, 0, 0, 1, 1)


def test_long_documents_are_matched_in_no_time() -> None:
    chance = random.Random(1)
    vocabulary = [f"{chance.getrandbits(40):x}" for _ in range(5000)]
    pages = [PageContent(" ".join(chance.choices(vocabulary, k=400)), chance.getrandbits(64)) for _ in range(300)]
    started = time.perf_counter()
    pairs = match_pages(pages, [edited(page, 12) for page in pages])
    assert time.perf_counter() - started < 5  # some 0.4 s here; slower machines test, too
    assert summary(pairs) == Counts(same=0, changed=300, moved=0, new=0, gone=0)


@given(fingerprints, fingerprints, fingerprints)
def test_hamming_is_a_distance(a: int, b: int, c: int) -> None:
    assert hamming(a, b) == hamming(b, a)
    assert (hamming(a, b) == 0) == (a == b)
    assert hamming(a, c) <= hamming(a, b) + hamming(b, c) <= 128


@given(words, words)
def test_a_diff_applied_to_the_earlier_words_gives_the_words_now(earlier: list[str], now: list[str]) -> None:
    at_earlier = 0
    result: list[str] = []
    for run in diff_words(earlier, now):
        assert (run.first_earlier, run.first_now) == (at_earlier, len(result))
        if run.kind is DiffKind.REMOVED:
            assert tuple(earlier[at_earlier : at_earlier + len(run.words)]) == run.words
        if run.kind is not DiffKind.ADDED:
            at_earlier += len(run.words)
        if run.kind is not DiffKind.REMOVED:
            result += run.words
    assert at_earlier == len(earlier)
    assert result == now


@given(words)
def test_words_do_not_differ_from_themselves_however_they_are_set(text: list[str]) -> None:
    louder = [word.upper() for word in text]
    assert diff_words(text, louder) == ((Run(DiffKind.SAME, tuple(louder), 0, 0),) if text else ())


@given(words, words)
def test_neighbouring_runs_differ_in_kind(earlier: list[str], now: list[str]) -> None:
    kinds = [run.kind for run in diff_words(earlier, now)]
    assert all(one is not two for one, two in pairwise(kinds))
    assert all(pair != (DiffKind.ADDED, DiffKind.REMOVED) for pair in pairwise(kinds))


def test_a_replaced_word_is_removed_and_added_as_written() -> None:
    earlier = ["Students", "work", "in", "Groups", "of", "four"]
    now = ["students", "work", "in", "pairs", "of", "four"]
    assert diff_words(earlier, now) == (
        Run(DiffKind.SAME, ("students", "work", "in"), 0, 0),
        Run(DiffKind.REMOVED, ("Groups",), 3, 3),
        Run(DiffKind.ADDED, ("pairs",), 4, 3),
        Run(DiffKind.SAME, ("of", "four"), 4, 4),
    )


def test_the_odd_word_that_a_rewritten_passage_kept_does_not_tear_it_apart() -> None:
    earlier = re.findall(r"\w+", "It began well, then some of the older pupils left early, and it ended.")
    now = re.findall(r"\w+", "It began well, but nobody had told the class where they should go, and it ended.")
    kinds = [run.kind for run in diff_words(earlier, now)]
    assert kinds == [DiffKind.SAME, DiffKind.REMOVED, DiffKind.ADDED, DiffKind.SAME]


def test_texts_beyond_the_bound_are_still_compared_where_they_have_shingles_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "MOST_WORD_PAIRS", 100)
    earlier = [f"word{n}" for n in range(1000)]
    now = [*earlier[:300], "added", *earlier[300:600], "other", *earlier[601:]]
    changed = [run for run in diff_words(earlier, now) if run.kind is not DiffKind.SAME]
    assert changed == [
        Run(DiffKind.ADDED, ("added",), 300, 300),
        Run(DiffKind.REMOVED, ("word600",), 600, 601),
        Run(DiffKind.ADDED, ("other",), 601, 601),
    ]


def test_passages_beyond_the_bound_count_as_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_WORD_PAIRS", 100)
    runs = diff_words(["first", *["0", "1"] * 50, "last"], ["first", *["1", "0"] * 50, "last"])
    assert [(run.kind, len(run.words)) for run in runs] == [
        (DiffKind.SAME, 1),
        (DiffKind.REMOVED, 100),
        (DiffKind.ADDED, 100),
        (DiffKind.SAME, 1),
    ]
