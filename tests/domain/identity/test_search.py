"""Where a text gives somebody away: every usual form of a name is found, and words that are only words stay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.identity.known import Hit, HitKind, Identity, merged
from assessor_app.domain.identity.search import MARK, IdentitySearch, without
from assessor_app.server.intake.words import is_word
from tests.intake.person import Form, Person, ordinary, rare

PEOPLE = {person.key: person for person in (rare(), ordinary())} | {"unseen": rare(11)}
SENTENCES = ("We heard {} in week four of the unit.", "before {} and after the reading", "{}", "• {}\nMore text.")


def search_for(person: Person) -> IdentitySearch:
    return IdentitySearch(Identity.model_validate(person.identity()), is_word)


SEARCHES = {key: search_for(person) for key, person in PEOPLE.items()}
FORMS = [(key, form) for key, person in PEOPLE.items() for form in person.forms()]


@pytest.mark.parametrize(("key", "form"), FORMS, ids=[f"{key}-{form.name}" for key, form in FORMS])
def test_every_usual_form_is_surely_found(key: str, form: Form) -> None:
    for sentence in SENTENCES:
        text = sentence.format(form.text)
        left = without(text, [hit for hit in SEARCHES[key].find(text) if hit.sure])
        for needle in form.needles:
            assert needle.casefold() not in left.casefold(), (text, left)


@pytest.mark.parametrize("key", PEOPLE)
def test_innocent_words_are_never_surely_somebody(key: str) -> None:
    for phrase in PEOPLE[key].innocents:
        sure = [hit for hit in SEARCHES[key].find(f"In the book, {phrase} stands there.") if hit.sure]
        # A capitalised word in the middle of a sentence is a name as far as anybody can tell.
        if phrase[0].islower():
            assert not sure, phrase


def test_a_first_name_that_is_a_word_is_asked_about_where_it_could_be_either() -> None:
    found = SEARCHES["ordinary"].find("Young children learn by talking.")
    assert [(hit.kind, hit.sure) for hit in found] == [(HitKind.NAME, False)]
    assert SEARCHES["ordinary"].find("Mark the main idea, and young readers mark it too.") == []
    (hit,) = SEARCHES["ordinary"].find("Then Ms. Young asked why.")
    assert hit.sure


def test_names_of_others_stay() -> None:
    search = IdentitySearch(Identity(names=("Maria Lincoln",), organizations=("Lincoln High School",)), is_word)
    assert not [hit for hit in search.find("Maria Montessori and Abraham Lincoln, the Lincoln Memorial") if hit.sure]
    text = "Maria Lincoln of Lincoln High"
    assert without(text, search.find(text)) == f"{MARK * 5} {MARK * 7} of {MARK * 7} {MARK * 4}"


def test_names_cut_by_a_line_end_or_spaced_out_are_found() -> None:
    search = SEARCHES["rare"]
    for text in (
        "Quist-\ngård came",
        "W I L H E L M I N A",
        "Wilhel\u00admina",
        "wilhelminaquistgard.blog",
        "#WilhelminaQuistgård",
    ):
        assert [hit for hit in search.find(text) if hit.sure], text


def test_a_misread_letter_hides_no_rare_name() -> None:
    search = SEARCHES["rare"]
    assert not search.find("Quistgand taught")
    assert search.find("Quistgand taught", misread=True)
    assert not search.find("The quilted board is a mistake", misread=True)


def test_values_that_are_no_prose_are_searched_as_they_are_written() -> None:
    search = SEARCHES["rare"]
    assert search.names_anybody(r"C:\Users\wquistgard\Documents\plan.docx")
    assert search.names_anybody("https://school.example/Quistg%C3%A5rd?x=1")
    assert search.names_anybody("Quistg&#229;rd")
    assert not search.names_anybody("Normal.dotm")


def test_what_goes_keeps_its_length_and_its_spaces() -> None:
    text = "by Wilhelmina Quistgård-Okonkwo, week 4"
    left = without(text, SEARCHES["rare"].find(text))
    assert len(left) == len(text)
    assert left.endswith(", week 4")
    assert left.startswith(f"by {MARK}")


def test_decomposed_letters_lose_their_accents_with_them() -> None:
    text = "Quistga\u030ard-Okonkwo taught"
    assert without(text, SEARCHES["rare"].find(text)).strip(MARK + "-") == " taught"


@given(st.text(alphabet=st.sampled_from("abcdefgh WQ.-_\n’åø123"), max_size=80))
def test_any_text_is_read_and_hits_lie_within_it_in_order(text: str) -> None:
    hits = SEARCHES["rare"].find(text)
    ends = [0]
    for hit in hits:
        assert ends[-1] <= hit.start < hit.end <= len(text)
        ends.append(hit.end)
    assert len(without(text, hits)) == len(text)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.booleans())))
def test_merged_hits_cover_the_same_letters_once(rows: list[tuple[int, int, bool]]) -> None:
    given_ = [Hit(start, start + length, HitKind.NAME, sure) for start, length, sure in rows]
    result = merged(given_)
    assert {n for hit in given_ for n in range(hit.start, hit.end)} == {
        n for hit in result for n in range(hit.start, hit.end)
    }
    assert all(left.end <= right.start for left, right in pairwise(result))
    surely = {n for hit in given_ if hit.sure for n in range(hit.start, hit.end)}
    assert surely <= {n for hit in result if hit.sure for n in range(hit.start, hit.end)}
