from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from assessor_app.gui.app import make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.spelling import LANGUAGES, Spelling, language_for, words_in
from tests.gui.screens import until


@pytest.fixture
def spelling() -> Iterator[Spelling]:
    app: QApplication = make_application()
    jobs = Jobs(app)
    yield Spelling(jobs, app)
    jobs.finish()


def loaded(spelling: Spelling, language: str) -> Spelling:
    spelling.use(language)
    spelling.wake()
    until(lambda: spelling._checker is not None)
    return spelling


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dictionary_that_is_offered_comes_with_the_packages(spelling: Spelling, language: str) -> None:
    assert loaded(spelling, language).is_wrong("xqzzkw")


def test_english_slips_are_found_with_what_was_meant(spelling: Spelling) -> None:
    checked = loaded(spelling, "en_US")
    text = "You show clear evidnece of students' talk; the rubric's descriptors fit. ADDIE, p. 3, SL.4.1"
    assert [word for _, word in words_in(text) if checked.is_wrong(word)] == ["evidnece"]
    assert "evidence" in checked.suggestions("evidnece")


def test_spanish_question_words_keep_their_accents(spelling: Spelling) -> None:
    checked = loaded(spelling, "es_ES")
    text = "Describa quién habla, cómo escucharán las alumnas y qué retroalimentación recibirán los docentes"
    assert [word for _, word in words_in(text) if checked.is_wrong(word)] == []
    assert checked.is_wrong("evaluasion")


def test_a_word_that_was_added_is_right_from_then_on(spelling: Spelling) -> None:
    checked = loaded(spelling, "en_GB")
    assert checked.is_wrong("Zwiers")
    checked.know(["Zwiers"])
    assert not checked.is_wrong("Zwiers")


def test_without_a_dictionary_nothing_is_wrong(spelling: Spelling) -> None:
    assert not spelling.is_wrong("xqzzkw")
    assert spelling.suggestions("xqzzkw") == []


def test_a_locale_finds_its_dictionary() -> None:
    assert (language_for("es_MX"), language_for("en_GB"), language_for("de_AT")) == ("es_ES", "en_GB", "de_DE")
    assert language_for("fi_FI") == ""


def test_new_underlines_are_nobodys_typing(spelling: Spelling) -> None:
    """Else an older text on the screen would be kept over a newer one from elsewhere."""
    from assessor_app.gui.app import dress
    from assessor_app.gui.review.fields import ProseField
    from assessor_app.gui.review.spelled_field import Underlines

    dress(make_application(), "light")
    field = ProseField("Feedback")
    handed: list[str] = []
    field.kept.connect(handed.append)
    field.show_text("You show clear evidnece.")
    underlines = Underlines(field.document(), loaded(spelling, "en_US"), lambda: ())
    underlines.rehighlight()
    assert field.is_settled
    field.show_text("What another computer wrote.")
    assert field.toPlainText() == "What another computer wrote."
    field.insertPlainText("Typed. ")
    assert not field.is_settled
    field.keep_now()
    assert handed == ["Typed. What another computer wrote."]
