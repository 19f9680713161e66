"""Schools and districts: by their whole name, by what is special in it, by the letters it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessor_app.domain.anchoring import folded
from assessor_app.domain.identity import surroundings
from assessor_app.domain.identity.known import Hit, HitKind
from assessor_app.domain.identity.naming import PARTICLES, Rarity, rarity
from assessor_app.domain.identity.reading import IsWord, Reading, Word
from assessor_app.domain.identity.reading import words as word_list

# What most schools have in their names, and so says nothing of which it is.
GENERIC = word_list(
    "school schools elementary elem middle high junior senior primary secondary academy academies charter magnet prep "
    "preparatory independent consolidated unified public district isd cisd usd sd es ms hs campus college university "
    "institute center centre county city central of the and for at early childhood learning education educational "
    "department dept escuela colegio primaria secundaria distrito escolar instituto preschool kindergarten k 12 stem "
    "intermediate international community technical vocational grammar network system"
)
_ABBREVIATED = frozenset({"isd", "cisd", "usd", "sd", "es", "ms", "hs"})
_CAMPUS = re.compile(r"\s+[-–—|]\s+|,\s+|\s*\(")
_WORD = re.compile(r"[^\W_]+")
_FOLLOWS = (
    r"(?:['’]s)?(?: (?:of|the|and|for|at))?(?:[ -](?:" + "|".join(sorted(GENERIC - {"of", "the", "and", "for", "at"}))
    + r"))+(?!\w)"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _School:
    """``whole`` and ``special``: the name's words, and those of them that are not everybody's."""

    whole: tuple[str, ...]
    special: tuple[str, ...]
    rarity: Rarity


class Organizations:
    def __init__(self, names: Iterable[str], is_word: IsWord) -> None:
        self._is_word = is_word
        self._sure: list[re.Pattern[str]] = []
        self._capital: list[re.Pattern[str]] = []
        self._weighed: list[tuple[re.Pattern[str], Rarity]] = []
        self._letters: list[re.Pattern[str]] = []
        self._joined: list[re.Pattern[str]] = []
        for name in names:
            self._learn(name)
            # “… School of Excellence – Houston”: the chain without its campus.
            main = _CAMPUS.split(name.strip(), maxsplit=1)[0]
            if main != name.strip() and len(main.split()) > 1:
                self._learn(main)

    def _learn(self, name: str) -> None:
        words = _WORD.findall(folded(name)[0])
        if not words:
            return
        if len(words) == 1 and name.strip().isupper():
            # An abbreviation as such: ISD, KIPP.
            self._letters.append(re.compile(rf"(?<![^\W_]){re.escape(words[0])}(?![^\W_])"))
            if len(words[0]) >= 4 and rarity(words[0], self._is_word) is Rarity.RARE:
                self._sure.append(re.compile(rf"(?<![^\W_]){re.escape(words[0])}"))
            return
        special = [word for word in words if word not in GENERIC and not word.isdigit()]
        self._sure.append(_pattern(words))
        if len(special) < len(words) and special:
            self._sure.append(re.compile(_pattern(special).pattern + _FOLLOWS))
        if special:
            self._stem(special)
        if len(special) > 1 and words[0] == special[0] and words[1] in GENERIC:
            # “Harmony School of …” is also known as “Harmony schools”, and as “Harmony”.
            self._sure.append(re.compile(_pattern(words[:1]).pattern + _FOLLOWS))
            self._weighed.append((_pattern(words[:1]), rarity(words[0], self._is_word)))
        for letters in _abbreviations(words):
            self._letters.append(re.compile(rf"(?<![^\W_])(?<!\w[.]){_dots(letters)}(?![^\W_])"))

    def _stem(self, special: list[str]) -> None:
        kinds = [rarity(word, self._is_word) for word in special if word not in PARTICLES]
        pattern = _pattern(special)
        if Rarity.RARE in kinds:
            self._sure.append(pattern)
            for word, kind in zip([w for w in special if w not in PARTICLES], kinds, strict=True):
                if kind is Rarity.RARE and len(word) >= 5:
                    self._joined.append(re.compile(rf"[^\W_]*{re.escape(word)}[^\W_]*"))
        elif len(special) > 1:
            self._capital.append(pattern)
        elif kinds:
            self._weighed.append((pattern, kinds[0]))
        joined = "".join(special)
        tail = "" if len(special) > 1 else r"(?:elementary|elem|es|middle|ms|high|hs|isd|cisd|usd|sd|schools?|academy)"
        if len(joined) >= 5:
            self._joined.append(re.compile(rf"(?<![^\W_]){re.escape(joined)}{tail}[^\W_]*"))

    def find(self, reading: Reading) -> Iterator[Hit]:
        for pattern in (*self._sure, *self._joined):
            for match in pattern.finditer(reading.text):
                if " " in match[0] or not self._is_word(match[0]):
                    yield self._hit(reading, match)
        for pattern in self._capital:
            for match in pattern.finditer(reading.text):
                shown = reading.letters(match.start(), match.end())
                if all(part[:1].isupper() for part in _WORD.findall(shown) if part.casefold() not in PARTICLES):
                    yield self._hit(reading, match)
        for pattern in self._letters:
            for match in pattern.finditer(reading.text):
                shown = reading.letters(match.start(), match.end())
                if shown.upper() == shown and not self._shouted(reading, match):
                    yield self._hit(reading, match)
        for pattern, kind in self._weighed:
            for match in pattern.finditer(reading.text):
                yield from self._weigh(reading, match, kind)

    def _shouted(self, reading: Reading, match: re.Match[str]) -> bool:
        """An abbreviation that is also a word, among other words in capitals."""
        if "." in match[0] or not self._is_word(match[0]):
            return False
        words = reading.words
        at = next((n for n, word in enumerate(words) if word.start == match.start()), None)
        beside = [] if at is None else [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
        return any(reading.all_capitals(word) and not self._coded(reading, word) for word in beside)

    @staticmethod
    def _coded(reading: Reading, word: Word) -> bool:
        """Letters that belong to a number, as of a form or a standard."""
        return reading.text[word.end : word.end + 1].isdigit()

    def _weigh(self, reading: Reading, match: re.Match[str], kind: Rarity) -> Iterator[Hit]:
        """A special word that is one word only, and has other uses."""
        words = reading.words
        at = next((n for n, word in enumerate(words) if word.start >= match.start()), None)
        if at is None or kind in (Rarity.CALENDAR, Rarity.SHORT) or not reading.capital(words[at]):
            return
        if kind is Rarity.ORDINARY and (reading.starts_sentence(words[at]) or reading.all_capitals(words[at])):
            return
        before: Word | None = words[at - 1] if at else None
        after: Word | None = words[at + 1] if at + 1 < len(words) else None
        if not surroundings.part_of_another_name(reading, before, match.start(), after, match.end()):
            yield self._hit(reading, match, sure=False)

    def _hit(self, reading: Reading, match: re.Match[str], *, sure: bool = True) -> Hit:
        return Hit(*reading.span(match.start(), match.end()), HitKind.ORGANIZATION, sure)


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){r'[ _.,&-]{1,3}'.join(map(re.escape, words))}(?![^\W_])")


def _abbreviations(words: list[str]) -> set[str]:
    """The letters that it begins with, with and without its small words; at least three."""
    every = "".join(_initial(word) for word in words)
    telling = "".join(_initial(word) for word in words if word not in {"of", "the", "and", "for", "at", *PARTICLES})
    return {letters for letters in (every, telling) if len(letters) >= 3}


def _initial(word: str) -> str:
    """An abbreviation within a name counts with all its letters: … ISD."""
    return word if word in _ABBREVIATED else word[0]


def _dots(letters: str) -> str:
    return "(?:" + re.escape(letters) + "|" + r"\. ?".join(map(re.escape, letters)) + r"\.?)"
