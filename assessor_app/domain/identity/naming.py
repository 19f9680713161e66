"""Names taken apart: which words of them are nobody else's, and which are everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.anchoring import folded
from assessor_app.domain.identity.nicknames import NICKNAMES
from assessor_app.domain.identity.reading import LETTERS, IsWord
from assessor_app.domain.identity.reading import words as word_list

PARTICLES = word_list("de del la las los da das do dos di du le van von der den ter bin ibn al el y e o mac st")
# As such names are written where the letters are wanting.
_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_TITLES_AND_DEGREES = word_list(
    "mr mrs ms miss mx dr prof sr sra srta jr ii iii iv phd edd md ma med mat msc bsc ba bs esq cpa nbct"
)
CALENDAR = word_list(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday spring summer autumn winter easter christmas"
)


class Rarity(StrEnum):
    """How much a word says on its own."""

    RARE = "rare"
    """In no dictionary: it is this person wherever it stands."""
    PROPER = "proper"
    """A name that many have: Maria, Lincoln."""
    ORDINARY = "ordinary"
    """A word of the language: grace, young."""
    CALENDAR = "calendar"
    """A word that is capitalised anyway: April."""
    SHORT = "short"
    """Two letters, which stand for too much."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name; ``person`` and ``place`` say whose and which."""

    text: str
    person: int
    place: int
    rarity: Rarity


@dataclass(frozen=True, slots=True)
class Name:
    """One person's: words in their order, given name first, and the letters they begin with."""

    tokens: tuple[Token, ...]
    initials: str
    logins: frozenset[str]


def rarity(word: str, is_word: IsWord) -> Rarity:
    """Of a folded word."""
    if word in CALENDAR:
        return Rarity.CALENDAR
    if len(word) < 3:
        return Rarity.SHORT
    if is_word(word):
        return Rarity.ORDINARY
    return Rarity.PROPER if is_word(word.capitalize()) else Rarity.RARE


def take_apart(name: str, person: int, is_word: IsWord) -> Name:
    """“Dr. Ana Ruiz-Vega”, “Ruiz-Vega, Ana” → ana, ruiz, vega."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma and given.strip(" .").casefold() not in _TITLES_AND_DEGREES else family
    spelt = (word.replace("'", "") for word in LETTERS.findall(folded(ordered)[0]))
    words = [word for word in spelt if word not in _TITLES_AND_DEGREES]
    telling = [word for word in words if word not in PARTICLES]
    tokens = tuple(
        Token(word, person, place, rarity(word, is_word)) for place, word in enumerate(telling) if len(word) > 1
    )
    short = NICKNAMES.get(telling[0], ()) if telling else ()
    tokens += tuple(Token(word, person, 0, rarity(word, is_word)) for word in short)
    tokens += tuple(_other_spellings(ordered, tokens, person, is_word))
    return Name(tokens, "".join(word[0] for word in telling), frozenset(_logins(telling, is_word)))


def _other_spellings(name: str, tokens: tuple[Token, ...], person: int, is_word: IsWord) -> Iterator[Token]:
    """“Mueller” for Müller, “the Garcías” for a family."""
    spelt = [folded(word)[0].replace("'", "") for word in LETTERS.findall(name.casefold().translate(_TRANSCRIBED))]
    plain = [word.replace("'", "") for word in LETTERS.findall(folded(name)[0])]
    for before, after in zip(plain, spelt, strict=False):
        known = next((token for token in tokens if token.text == before), None)
        if known is not None and after != before:
            yield Token(after, person, known.place, rarity(after, is_word))
    for token in tokens:
        if token.rarity in (Rarity.RARE, Rarity.PROPER) and token.place > 0:
            yield Token(f"{token.text}s", person, token.place, Rarity.PROPER)


def _logins(words: list[str], is_word: IsWord) -> Iterator[str]:
    """Account names that schools and people make of a name, as one word."""
    if len(words) < 2:
        return
    given, *others = words
    families = {*others, "".join(others[-2:])}
    for family in families:
        made = {given + family, family + given, given[0] + family, family + given[0], given + family[0]}
        for login in made:
            if len(login) >= 4 and not is_word(login) and not is_word(login.capitalize()):
                yield login
    middle = "".join(word[0] for word in words[:-1])
    if len(middle + words[-1]) >= 5:
        yield middle + words[-1]
