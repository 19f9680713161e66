"""What the words beside a name tell of it: a title, a greeting, a verb that only people do, another person's name."""

from __future__ import annotations

import re

from assessor_app.domain.identity.reading import Reading, Word
from assessor_app.domain.identity.reading import words as word_list

_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|coach|principal|teacher|sr|sra|srta|senora|senorita|senor|maestr[oa]|"
    r"profesora?|profe|dean|counselor|director)\.?[ _]$"
)
_CALLED = re.compile(
    r"(?:\b(?:dear|hi|hello|hey|thanks|thank you|love|sincerely|regards|yours|querid[oa]|estimad[oa]|hola|gracias|"
    r"atentamente|saludos),? |\b(?:name|teacher|author|student|educator|applicant|candidate|presenter|nombre|autora?|"
    r"alumn[oa]|docente|signed|signature|firma|my name is|me llamo|i am|called|submitted by|prepared by|written by|"
    r"created by|taught by|reported by|by)(?: ?[:\-] ?| )|(?:^|\W)/s/ )$"
)
_SIGNED = re.compile(
    r"(?:\b(?:signed|signature|initials?|initialed|initialled|firma|sincerely|regards|thanks|yours|by|teacher|author)"
    r"[ :,.\-]{1,3}|/s/ ?|- ?)$"
)
_CITED = re.compile(r"(?:,? et al\.?|,? (?:&|and) \w+)?,? \(?(?:18|19|20)\d\d[a-z]?\b")
_PERSON_DOES = word_list(
    "asked said says told tells taught teaches wrote writes noticed believes believed thinks thought replied answered "
    "explained added agreed suggested led smiled laughed raised shared helped reads met emailed called joined observed "
    "modeled modelled circulated planned reflects reflected works worked wants wanted decided knew knows felt feels "
    "dijo pregunto explico respondio"
)
_FUNCTION_WORDS = word_list(
    "the a an and or but nor so yet if then when while as at by for from in into of off on onto out over to under up "
    "with without about after before during since until like than that this these those there here it its he she they "
    "we i you his her their our your my me him us them who whom whose which what where why how is am are was were be "
    "been has have had do does did not no yes all each every any some dear hi hello hey thanks thank also both because "
    "once today yesterday tomorrow now again only even just el la los las un una y o de del con por para en que como "
    "cuando al su mi")  # fmt: skip
_AFTER_A_VERB = word_list(
    "the a an each every all your any this that these those it them up down out off both one two three four five "
    "which what how whether where"
)


def titled(reading: Reading, start: int) -> bool:
    return _TITLE.search(reading.text[max(0, start - 16) : start]) is not None


def called(reading: Reading, start: int) -> bool:
    """A greeting, a signature's words or a label stand before it."""
    return _CALLED.search(reading.text[max(0, start - 24) : start]) is not None


def signed(reading: Reading, start: int) -> bool:
    """Initials at this place are somebody's signature."""
    return _SIGNED.search(reading.text[max(0, start - 16) : start]) is not None


def acts(reading: Reading, following: Word | None, end: int) -> bool:
    """A verb that only people do comes right after it."""
    return following is not None and following.text in _PERSON_DOES and reading.text[end : following.start] == " "


def commands(reading: Reading, following: Word | None, end: int) -> bool:
    """At a sentence's start: “Mark the …” tells somebody to do something."""
    return following is not None and following.text in _AFTER_A_VERB and reading.text[end : following.start] == " "


def cited(reading: Reading, end: int) -> bool:
    """An author's name before a year: “… (2010)”, “… et al.”."""
    return _CITED.match(reading.text, end) is not None


def part_of_another_name(reading: Reading, before: Word | None, start: int, after: Word | None, end: int) -> bool:
    """A capitalised stranger stands right beside it: “Abraham …”, “… Hopper”, “… Memorial”."""
    beside = [
        word
        for word, gap in (
            (before, reading.text[before.end : start] if before else ""),
            (after, reading.text[end : after.start] if after else ""),
        )
        if word is not None and gap in (" ", "-", "' ")
    ]
    return any(
        reading.capital(word)
        and word.text not in _FUNCTION_WORDS
        and not (word is before and reading.starts_sentence(word) and word.text in _PERSON_DOES)
        and len(word.text) > 1
        for word in beside
    )
