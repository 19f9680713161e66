"""What looks like a person is found where it stands; what only resembles it is left alone."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.leaks import LeakKind, find_leaks
from tests.domain.labelled_leaks import labelled_set, measured


def found(*pages: str) -> list[tuple[str, str]]:
    return [(leak.kind.value, leak.text) for leak in find_leaks(pages)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Write to maria.rosa@lincoln.k12.or.us.", "maria.rosa@lincoln.k12.or.us"),
        ("mailto:mrosa@school.org?subject=Talk", "mrosa@school.org"),
        ("on staff.school.test: m.rosa@staff.school.test", "m.rosa@staff.school.test"),
        ("mrosa [at] lincoln [dot] org", "mrosa [at] lincoln [dot] org"),
        ("mrosa@lincoln-\nschools.org", "mrosa@lincoln-\nschools.org"),
    ],
)
def test_an_email_address_is_found_also_when_it_is_torn_or_spelt_out(text: str, address: str) -> None:
    assert found(text) == [("email", address)]


@pytest.mark.parametrize(
    "text", ["name@school", "5 pencils @ 0.25 each", "@edchat", "first.last@school.org", "a@@b.org"]
)
def test_a_placeholder_is_no_address(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "(503) 555-0142", "503.555.0119", "+1 415 555 2671", "55 5093 2412", "+49 (0)30 901820 14", "089 1234567",
        "020 7946 0958", "612 34 56 78",
    ],
)  # fmt: skip
def test_a_phone_number_is_found_as_five_countries_write_it(number: str) -> None:
    assert found(f"Call {number} after school.") == [("phone", number)]


def test_a_short_number_is_a_phone_number_behind_its_label() -> None:
    assert found("Phone: 555-0142") == [("phone", "555-0142")]
    assert found("from 555-0142 to") == []


@pytest.mark.parametrize(
    "text",
    [
        "On 03/14/2024 at 9:15, pages 112-118, pp. 119–131 and S. 17-19",
        "ISBN 978-1-57110-884-5, ISBN 0415476186, doi 10.3102/0034654308325899",
        "12 14 9 17 20 11 15 8 and 198 205 212 187 221 203", "Lexile 690 720 745",
        "https://www.achievethecore.org/page/2765/8005551234", "Meeting ID: 845 1234 5678",
        "CCSS.ELA-LITERACY.SL.4.1, 2023-2024, 68.5%, $1,312.50",
    ],
)  # fmt: skip
def test_dates_ranges_scores_books_and_addresses_of_pages_are_no_phone_numbers(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Employee ID: 004512", "004512"), ("Student ID 10442318", "10442318"),
        ("Número de empleado: 118-4471", "118-4471"), ("Personalnummer: 4471203", "4471203"),
        ("SSN 536-90-4399", "536-90-4399"), ("she wrote 536-90-4399 here", "536-90-4399"),
        ("con 12345678Z como", "12345678Z"), ("con X1234567L como", "X1234567L"),
        ("es BOXW310820HNERXN09 y", "BOXW310820HNERXN09"), ("Nummer 65 170839 J 003", "65 170839 J 003"),
    ],
)  # fmt: skip
def test_a_persons_number_is_found_by_its_label_or_its_check_digits(text: str, number: str) -> None:
    assert found(text) == [("id_number", number)]


@pytest.mark.parametrize("text", ["con 12345678A como", "Student ID 12", "000-12-3456", "Student 1 and Student 12"])
def test_a_number_with_a_wrong_check_digit_or_too_few_digits_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Mrs. O’Brien's class came.", "Mrs. O’Brien"), ("with Dr. de la Torre today", "Dr. de la Torre"),
        ("la maestra Ángela Núñez dijo", "maestra Ángela Núñez"), ("mit Frau von Stein geplant", "Frau von Stein"),
        ("Teacher: Maria Rosa Grade: 4 School: Maple", "Maria Rosa"), ("Name: Rosa, Maria\nClass 4", "Rosa, Maria"),
        ("TEACHER NAME: MARIA ROSA\nSCHOOL: MAPLE", "MARIA ROSA"), ("Submitted by Maria Rosa in May", "Maria Rosa"),
        ("Nombre: José Luis García López", "José Luis García López"), ("Lehrerin: Anna-Lena Weiß", "Anna-Lena Weiß"),
        ("Teacher\nMaria Rosa\nGrade\n4", "Maria Rosa"),
        (unicodedata.normalize("NFD", "Frau Müller"), unicodedata.normalize("NFD", "Frau Müller")),
    ],
)  # fmt: skip
def test_a_name_is_found_behind_a_title_and_in_a_field(text: str, name: str) -> None:
    assert found(text) == [("name", name)]


def test_each_of_several_names_in_a_field_is_found() -> None:
    assert found("Prepared by Maria Rosa and Tom Hale") == [("name", "Maria Rosa"), ("name", "Tom Hale")]


@pytest.mark.parametrize(
    "text",
    [
        "Lesson Plan\nUnit Overview\nAcademic Discourse", "Teacher: ____ Mr. X, Ms. T., Student A, Teacher 4",
        "Teacher: Turn and Talk. Student: Because it says so.", "School Name: Maple Street\nFile name: Week Six",
        "Teacher: Great! Who agrees?", "(Zwiers & Crawford, 2011)", "Submitted by: Teacher 12",
        "Zwiers, J., & Crawford, M. (2011). Academic Conversations.", "Die Frau liest. Der Herr hört zu.",
    ],
)  # fmt: skip
def test_headings_conversations_placeholders_and_citations_are_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("gap", ["\n", " "])
def test_a_running_header_is_found_with_and_without_line_breaks(gap: str) -> None:
    pages = [f"Maria Rosa{gap}{text}" for text in ("What we did.", "how it went.", "so we changed it.")]
    assert [(leak.page, leak.text) for leak in find_leaks(pages)] == [(page, "Maria Rosa") for page in range(3)]


def test_one_word_and_a_number_is_a_running_header_only_if_it_counts_the_pages() -> None:
    assert found(*(f"Okafor {n}\nText of it." for n in (4, 5, 6))) == [("name", "Okafor")] * 3
    assert found(*(f"Okafor {n}\nText of it." for n in (4, 4, 9))) == []


def test_a_running_heading_of_usual_words_is_no_name() -> None:
    assert found(*["Fishbowl Debate\nThen the fishbowl debate began."] * 4) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sincerely,\nMaria Rosa\nTeacher", "Maria Rosa"), ("Best regards, Ms. Rosa", "Ms. Rosa"),
        ("Atentamente,\nAna García López", "Ana García López"), ("Mit freundlichen Grüßen\nJürgen Weiß", "Jürgen Weiß"),
        ("Signature: ______ Maria Rosa Date: 4/4", "Maria Rosa"), ("Signed by Maria Rosa on", "Maria Rosa"),
        ("/s/ Maria Rosa", "Maria Rosa"), ("____________\nMaria Rosa\nTeacher", "Maria Rosa"),
    ],
)  # fmt: skip
def test_a_signature_is_found(text: str, name: str) -> None:
    assert found(text) == [("signature", name)]


@pytest.mark.parametrize("text", ["Signature: ________ Date: ____", "Thanks, everyone.", "Best of all, it worked."])
def test_an_empty_signature_line_and_a_word_of_thanks_are_none(text: str) -> None:
    assert found(text) == []


def test_what_stands_in_an_address_is_found_once() -> None:
    assert found("Contact: rosa.5035550142@school.org") == [("email", "rosa.5035550142@school.org")]


def test_offsets_are_of_the_pages_text_and_leaks_stand_apart() -> None:
    for portfolio in labelled_set():
        leaks = find_leaks(portfolio.pages)
        assert all(portfolio.pages[leak.page][leak.start : leak.end] == leak.text for leak in leaks)
        for one, other in pairwise(leaks):
            assert (one.page, one.end) <= (other.page, other.start) or one.page < other.page


def test_the_labelled_set_is_large_and_holds_every_kind() -> None:
    portfolios = labelled_set()
    assert sum(len(portfolio.pages) for portfolio in portfolios) >= 200
    assert {planted.kind for portfolio in portfolios for planted in portfolio.planted} == set(LeakKind)


@pytest.mark.parametrize("seed", [20240404, 1, 2])
def test_few_false_alarms_and_few_misses_on_the_labelled_set(seed: int) -> None:
    result = measured(labelled_set(seed))
    assert result.false_alarms_per_page <= 0.1, result.false
    assert result.misses <= 0.1, result.missed


_PIECES = st.sampled_from(
    ["@", "Ms. ", "Name: ", "Sincerely,\n", "503-555-", "a.b", "\n", "____", "Rosa ", "3", "ID: ", "+49 "]
)


@given(st.lists(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map("".join)), max_size=4))
def test_no_text_raises(pages: list[str]) -> None:
    for leak in find_leaks(pages):
        assert pages[leak.page][leak.start : leak.end] == leak.text != ""
