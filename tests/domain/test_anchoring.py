"""Quotes are found again in another rendition, or plainly not found."""

from __future__ import annotations

from assessor_app.domain.anchoring import find_quote, folded

PAGES = [
    "Lesson one. Students work in groups of four and read aloud.",
    "Lesson two. Students work in groups of four and write.",
    "Die Schüler ﬁnden ihre Schätze — naïve Lösungen.",
]


def quoted(page: int, start: int, end: int) -> str:
    return PAGES[page][start:end]


def test_the_context_decides_between_equal_quotes() -> None:
    found = find_quote("groups of four", "Students work in", "and write.", PAGES, 0)
    assert found is not None
    assert (found.page, quoted(found.page, found.start, found.end)) == (1, "groups of four")


def test_without_context_the_nearest_page_wins() -> None:
    assert (found := find_quote("groups of four", "", "", PAGES, 1)) is not None
    assert found.page == 1


def test_ligatures_accents_and_line_breaks_do_not_matter() -> None:
    found = find_quote("finden\nihre schatze", "", "", PAGES, 0)
    assert found is not None
    assert quoted(found.page, found.start, found.end) == "ﬁnden ihre Schätze"


def test_slightly_changed_text_is_still_found() -> None:
    found = find_quote("students worked in groups of four and read", "", "", PAGES, 0)
    assert found is not None
    assert found.page == 0
    assert 85 <= found.score < 100


def test_what_is_gone_is_not_found_somewhere_else() -> None:
    assert find_quote("the parents' evening in March", "", "", PAGES, 0) is None
    assert find_quote("  ", "", "", PAGES, 0) is None


def test_folding_tells_where_each_letter_came_from() -> None:
    plain, origins = folded("Ein  ﬁt")
    assert plain == "ein fit"
    assert origins == [0, 1, 2, 3, 5, 5, 6]
