"""The words of mail: every kind in both languages, as text and as HTML, with everything that each must say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from assessor_app.domain.submission import Role
from assessor_app.server.notify import messages
from assessor_app.server.notify.dates import When
from assessor_app.server.notify.html import as_html
from assessor_app.server.notify.letters import Letter, as_text, quoted, said
from assessor_app.server.notify.messages import Kind, Message
from assessor_app.server.notify.templates import letter_of

TITLE, ID = "Fostering <Discourse> & “Talk”", "S-7K2M-9QXW"
AT = datetime(2026, 12, 3, 15, 4, tzinfo=UTC)
DUE = AT + timedelta(days=7)
REASON, NOTE = "It was copied from <page 2>.\nAll of it.", "Page 2 is too dark & small."
ADDRESS = "https://assess.example/account/password?token=a_b-c&x=1"
HELD = (Letter(subject="The first of two", parts=(said("What the first says."),), foot=""),
        Letter(subject="The second of two", parts=(quoted("What the second quotes."),), foot=""))  # fmt: skip
EVERY: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (messages.Receipt(ID, TITLE, AT, DUE), (ID, TITLE, "day 3", "day 10")),
    (messages.ResultEarned(ID, TITLE, 15), (ID, TITLE, "15")),
    (messages.ResultNotYet(ID, TITLE), (ID, TITLE)),
    (messages.Incomplete(ID, TITLE, (("Is the plan there?", NOTE),)), (ID, TITLE, "Is the plan there?", NOTE)),
    (messages.ReturnedUnreadable(ID, TITLE, ("plan.docx is locked.", NOTE)), (ID, TITLE, "plan.docx is locked.", NOTE)),
    (messages.AwardRevoked(ID, TITLE, REASON), (ID, TITLE, *REASON.split("\n"))),
    (messages.Assigned(ID, TITLE, DUE), (ID, TITLE, "day 10", "09:04 (CST)")),
    (messages.ReadyToApprove(ID, TITLE, DUE), (ID, TITLE, "day 10", "09:04 (CST)")),
    (messages.ReturnedToAssessor(ID, TITLE, (("Asks questions", NOTE), ("", REASON))),
     (ID, TITLE, "Asks questions", NOTE, *REASON.split("\n"))),
    (messages.Reminder(ID, TITLE, DUE, Role.ASSESSOR), (ID, TITLE, "day 10", "09:04 (CST)")),
    (messages.Reminder(ID, TITLE, DUE, Role.APPROVER), (ID, TITLE, "day 10", "09:04 (CST)")),
    (messages.Overdue(ID, TITLE, AT, Role.ASSESSOR, "Alma Reyes"), (ID, TITLE, "day 3", "Alma Reyes")),
    (messages.Overdue(ID, TITLE, AT, Role.APPROVER, "Alma Reyes"), (ID, TITLE, "day 3", "Alma Reyes")),
    (messages.CalibrationLapses(TITLE, DUE), (TITLE, "day 10")),
    (messages.CalibrationLapsed(TITLE, AT), (TITLE, "day 3")),
    (messages.CalibrationStopped(TITLE), (TITLE,)),
    (messages.AccessGranted("PLC Leaders", NOTE), ("PLC Leaders", NOTE)),
    (messages.AccessRefused("PLC Leaders", NOTE), ("PLC Leaders", NOTE)),
    (messages.PasswordLink(ADDRESS, 2), (ADDRESS, "2")),
    (messages.Digest(AT, ((AT, HELD[0]), (DUE, HELD[1]))),
     ("The first of two", "The second of two", "What the first says.", "What the second quotes.", "day 3", "day 10")),
)  # fmt: skip
DAYS = {"en": {"day 3": "Thursday, 3 December 2026", "day 10": "Thursday, 10 December 2026"},
        "es": {"day 3": "jueves, 3 de diciembre de 2026", "day 10": "jueves, 10 de diciembre de 2026"}}  # fmt: skip
WHERE = ZoneInfo("America/Chicago")


class Reading(HTMLParser):
    """What a browser makes of it: the words, the elements in order, and everything that leads elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.elements, self.leads_to, self._open = "", list[str](), list[str](), list[str]()
        self.feed(html)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in ("meta", "br"):
            self._open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("href", "src", "background", "action", "srcset"):
                self.leads_to.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words += data


def unwrapped(text: str) -> str:
    return " ".join(text.replace("\n> ", "\n").split())


def test_there_is_an_example_of_every_kind() -> None:
    assert {message.kind for message, _ in EVERY} == set(Kind)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("message", "named"), EVERY, ids=[f"{each.kind}-{n}" for n, (each, _) in enumerate(EVERY)])
def test_each_says_what_it_must_in_text_and_html_alike(message: Message, named: tuple[str, ...], language: str) -> None:
    letter = letter_of(message, When(language, WHERE))
    text, page = as_text(letter), as_html(letter, language)
    reading = Reading(page)
    for wanted in (DAYS[language].get(name, name) for name in named):
        assert wanted in unwrapped(f"{letter.subject} {text}"), wanted
        assert wanted in " ".join(reading.words.split()), wanted
    assert unwrapped(letter.subject) in " ".join(reading.words.split())
    assert not re.search(r"[{}]|None|datetime|Role\.", text + reading.words), "a parameter was left"
    # Nothing is fetched, nothing runs, and nothing leads anywhere but the one link of a password.
    assert not {"img", "script", "link", "iframe", "form", "object"} & set(reading.elements)
    assert reading.leads_to == ([ADDRESS] if isinstance(message, messages.PasswordLink) else [])
    assert "url(" not in page and "@import" not in page and f'<html lang="{language}">' in page
    assert reading.elements.count("h1") == 1


@pytest.mark.parametrize(("message", "_"), EVERY, ids=[f"{each.kind}-{n}" for n, (each, _) in enumerate(EVERY)])
def test_the_two_languages_say_the_same_in_other_words(message: Message, _: object) -> None:
    english, spanish = (letter_of(message, When(language, WHERE)) for language in ("en", "es"))
    assert [part.kind for part in english.parts] == [part.kind for part in spanish.parts]
    for one, other in zip(english.parts, spanish.parts, strict=True):
        assert len(one.rows) == len(other.rows)
    if not isinstance(message, messages.Digest):
        assert english.subject != spanish.subject
        english_words = {"the", "your", "you", "submission", "this", "and", "is", "it"}
        own = re.sub(r"^> .*$", "", as_text(spanish), flags=re.MULTILINE)
        for given in (NOTE, TITLE, "Is the plan there?", "plan.docx is locked."):
            own = own.replace(given, "")
        assert not english_words & set(re.findall(r"\w+", own.casefold()))


def test_what_people_wrote_stays_words() -> None:
    """It can't become an element, end the quote that it stands in, add a header or turn the direction of writing."""
    hostile = 'Hi</blockquote><script>x()</script>\r\nBcc: all@x.example\n\n-- \n\x1b[2J\u202eevil "quoted"'
    letter = letter_of(messages.AwardRevoked(ID, "Title\r\nBcc: all@x.example", hostile), When())
    assert "\n" not in letter.subject and "\r" not in letter.subject
    reading = Reading(as_html(letter, "en"))
    assert "script" not in reading.elements and reading.elements.count("blockquote") == 1
    text = as_text(letter)
    assert "\x1b" not in text + reading.words and "\u202e" not in text + reading.words
    assert re.search(r"^> -- ?$", text, re.MULTILINE) and text.count("\n-- \n") == 1


def test_days_are_those_of_the_readers_clock() -> None:
    late = datetime(2026, 3, 8, 4, 30, tzinfo=UTC)
    assert When("en", WHERE).moment(late) == "Saturday, 7 March 2026, 22:30 (CST)"
    assert When("es", WHERE).moment(late + timedelta(days=1)) == "domingo, 8 de marzo de 2026, 23:30 (CDT)"
    assert When("es").moment(late) == "domingo, 8 de marzo de 2026, 04:30 (UTC)"
