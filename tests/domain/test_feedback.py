from __future__ import annotations

import pytest

from assessor_app.domain.anchoring import folded
from assessor_app.domain.feedback import DEFAULT_RULES, Applies, FeedbackRule, unmet
from assessor_app.domain.library import Entry, offered, placeholders

GOOD = "You name who speaks and who does not, p. 2, and the tally shows it clearly."


def ids(text: str, *, meets: bool = True, cites: bool = False) -> list[str]:
    return [rule.id for rule in unmet(DEFAULT_RULES, text, meets=meets, cites=cites)]


def test_good_feedback_passes_and_none_is_no_fault() -> None:
    assert ids(GOOD) == []
    assert ids("") == [] and ids("   ", meets=False) == []


@pytest.mark.parametrize(
    ("text", "meets", "found"),
    [
        ("It is asserted, p. 2.", False, ["names-strength", "names-next-step"]),
        ("You show it well.", True, ["cites-evidence"]),
        ("You show it on p. 3, but you are not careful and LAZY.", True, ["speaks-of-the-work"]),
        ("Muestra con claridad quién habla, pág. 2. El siguiente paso: describa cómo.", False, []),
    ],
)
def test_what_is_missing_is_named(text: str, meets: bool, found: list[str]) -> None:
    assert ids(text, meets=meets) == found


def test_a_cited_mark_is_evidence_as_much_as_a_page_is() -> None:
    assert ids("You show it well.", cites=True) == []


def test_words_are_looked_for_whole_without_case_and_accents() -> None:
    rule = FeedbackRule(id="r", says="…", any_of=("próximo*", "next step"))
    assert rule.passes("PROXIMOS pasos", cites=False)
    assert not rule.passes("the nextstep", cites=False)


def test_a_rule_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="needs any_of"):
        FeedbackRule(id="r", says="…", applies=Applies.MEETS)


LIBRARY = tuple(
    Entry(key, text, own, criterion, level, folded(text)[0])
    for key, text, own, criterion, level in (
        ("a", "Say who you plan for.", "a", None, None),
        ("b", "The tally shows who speaks.", "b", "c1", 2),
        ("c", "Name {what} you will listen for.", None, "c1", None),
        ("d", "For another criterion.", "d", "c2", None),
    )
)


def test_comments_of_this_criterion_and_level_come_first_then_the_most_used() -> None:
    assert [e.key for e in offered(LIBRARY, "", "c1", 2, {})] == ["b", "c", "a"]
    assert [e.key for e in offered(LIBRARY, "", "c1", 2, {"a": 5})] == ["a", "b", "c"]
    assert [e.key for e in offered(LIBRARY, "", "c1", 1, {})] == ["c", "a"]


def test_typed_letters_narrow_and_forgive_a_slip() -> None:
    assert next(iter(offered(LIBRARY, "taly", "c1", 2, {}))).key == "b"
    assert offered(LIBRARY, "zzzzqqq", "c1", 2, {}) == []


def test_blanks_are_found_in_their_order() -> None:
    text = LIBRARY[2].text
    assert [text[a:b] for a, b in placeholders(text)] == ["{what}"]
