"""Where a text names a person: by a whole name, by parts of it, by initials, by an account made of it.

A run of words is one person's when its parts follow each other; how sure a single word is depends on what the language
uses it for (:class:`naming.Rarity`) and on what stands beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from assessor_app.domain.identity import surroundings
from assessor_app.domain.identity.known import Hit, HitKind
from assessor_app.domain.identity.naming import PARTICLES, Name, Rarity, Token
from assessor_app.domain.identity.reading import IsWord, Reading, Word
from assessor_app.domain.identity.reading import words as word_list

_JOINS = re.compile(r"(?: ?, ?| ?- ?|_|\.| |)")
_JOINS_AFTER_INITIAL = re.compile(r"(?:\. ?| ?, ?| |-|_)")
# Two dotted letters that stand for something else.
_ABBREVIATIONS = word_list("us uk un am pm dc eg ie pe ba ma ms bs md id tv ps la cv ad bc hr iq pd rn po phd")
_FIRST_UNSPACED = 0x2E80
_TITLED_INITIAL = re.compile(r"\b(?:mr|mrs|ms|miss|mx|sr|sra|srta|maestr[oa]|coach)\b\.? ([^\W\d_])(?![\w'])")
_SUBSTRING_LEAST, _FUZZY_LEAST = 5, 5


class Names:
    """Finds persons. ``is_word`` is a dictionary's word."""

    def __init__(self, names: Sequence[Name], is_word: IsWord) -> None:
        self._names, self._is_word = names, is_word
        self._tokens: dict[str, list[Token]] = defaultdict(list)
        for name in names:
            for token in name.tokens:
                self._tokens[token.text].append(token)
        self._rare = {text for text, tokens in self._tokens.items() if tokens[0].rarity is Rarity.RARE}
        self._logins = frozenset().union(*(name.logins for name in names))
        inside = [text for text in self._rare if len(text) >= _SUBSTRING_LEAST or _is_unspaced(text)]
        self._inside = re.compile("|".join(map(re.escape, sorted(inside, key=len, reverse=True)))) if inside else None
        self._spaced = _spaced_out(text for text, tokens in self._tokens.items() if len(text) >= 4)
        self._dotted = _dotted_initials(names)

    def find(self, reading: Reading, *, misread: bool = False) -> Iterator[Hit]:
        """``misread``: the text comes from pictures, so that a letter or two may be another."""
        words = _mended(reading, self._tokens)
        at = 0
        while at < len(words):
            run = self._run(reading, words, at)
            if run:
                yield from self._judged(reading, words, at, run)
                at += len(run)
                continue
            yield from self._odd_word(reading, words[at], misread)
            at += 1
        yield from self._without_words(reading)
        yield from self._titled_initials(reading)

    def _titled_initials(self, reading: Reading) -> Iterator[Hit]:
        """“Ms. Q”, as pupils call her."""
        letters = {max(name.tokens, key=lambda token: token.place).text[0] for name in self._names if name.tokens}
        for match in _TITLED_INITIAL.finditer(reading.text):
            if match[1] in letters and reading.letters(match.start(1), match.end(1)).isupper():
                yield self._hit(reading, match.start(1), match.end(1), HitKind.INITIALS)

    def _run(self, reading: Reading, words: list[Word], at: int) -> list[Token | None]:
        """What the words from ``at`` on are of one person's name; None for an initial or a particle. The longest."""
        best: list[Token | None] = []
        people = {token.person for token in self._tokens.get(words[at].text, ())}
        if len(words[at].text) == 1:
            people |= {number for number, name in enumerate(self._names) if words[at].text in name.initials}
        for person in people:
            run = self._run_of(reading, words, at, self._names[person])
            if len(run) > len(best):
                best = run
        return best if any(best) else []

    def _run_of(self, reading: Reading, words: list[Word], at: int, name: Name) -> list[Token | None]:
        run: list[Token | None] = []
        used: set[int] = set()
        while at + len(run) < len(words):
            word = words[at + len(run)]
            if run:
                left = words[at + len(run) - 1]
                joins = _JOINS_AFTER_INITIAL if len(left.text) == 1 else _JOINS
                if joins.fullmatch(reading.between(left, word)) is None:
                    break
            token = next((t for t in name.tokens if t.text == word.text and t.place not in used), None)
            if token is not None:
                used.add(token.place)
                run.append(token)
            elif _initial_of(reading, word, name) or (run and word.text in PARTICLES):
                run.append(None)
            else:
                break
        while run and run[-1] is None and len(words[at + len(run) - 1].text) > 1:
            run.pop()
        return run

    def _judged(self, reading: Reading, words: list[Word], at: int, run: list[Token | None]) -> Iterator[Hit]:
        start, end = words[at].start, words[at + len(run) - 1].end
        tokens = [token for token in run if token is not None]
        capitals = all(reading.capital(words[at + n]) for n, token in enumerate(run) if token is not None)
        rare = any(token.rarity is Rarity.RARE for token in tokens)
        if len(tokens) > 1:
            joined = "_" in reading.text[start:end] or "." in reading.text[start:end]
            proper = any(token.rarity is Rarity.PROPER for token in tokens)
            yield self._hit(reading, start, end, sure=capitals or rare or proper or joined)
            return
        known = [n for n, token in enumerate(run) if token is not None]
        if len(run) > 1 and (capitals or rare):
            dotted = "." in reading.text[start : end + 1]
            yield self._hit(reading, start, end, sure=dotted or rare or known[0] > 0)
            return
        word = words[at + known[0]]
        sure = self._alone(reading, words, at + known[0], tokens[0])
        if sure is not None:
            yield self._hit(reading, word.start, word.end, sure=sure)

    def _alone(self, reading: Reading, words: list[Word], at: int, token: Token) -> bool | None:
        """Whether a single word is the person: surely, perhaps, or (None) not."""
        if token.rarity is Rarity.RARE:
            return True
        word = words[at]
        before = words[at - 1] if at else None
        after = words[at + 1] if at + 1 < len(words) else None
        capital = reading.capital(word)
        if surroundings.titled(reading, word.start) and (capital or token.rarity is Rarity.PROPER):
            return True
        if not capital:
            return True if token.rarity is Rarity.PROPER else None
        if surroundings.part_of_another_name(reading, before, word.start, after, word.end):
            ends = (0, max(other.place for other in self._names[token.person].tokens))
            telling = token.rarity is Rarity.PROPER and token.place in ends
            return False if telling else None
        if surroundings.cited(reading, word.end):
            return False
        if surroundings.called(reading, word.start) or surroundings.acts(reading, after, word.end):
            return True
        if token.rarity is Rarity.PROPER:
            return True
        return self._ordinary(reading, word, after, token)

    def _ordinary(self, reading: Reading, word: Word, after: Word | None, token: Token) -> bool | None:
        if token.rarity in (Rarity.CALENDAR, Rarity.SHORT):
            return None
        if reading.all_capitals(word) and not reading.alone_on_line(word.start, word.end):
            return None
        if reading.alone_on_line(word.start, word.end):
            return False
        if not reading.starts_sentence(word):
            return reading.text[word.end : word.end + 2] != "'s"
        return None if surroundings.commands(reading, after, word.end) else False

    def _odd_word(self, reading: Reading, word: Word, misread: bool) -> Iterator[Hit]:
        """Accounts made of a name, names inside longer words, and, in read pictures, names with a wrong letter."""
        text = word.text
        if text in self._logins:
            yield self._hit(reading, word.start, word.end)
        elif self._inside is not None and self._inside.search(text) is not None:
            if not self._is_word(text):
                yield self._hit(reading, word.start, word.end)
        elif misread and len(text) >= _FUZZY_LEAST and self._near(text):
            yield self._hit(reading, word.start, word.end)

    def _near(self, text: str) -> bool:
        if self._is_word(text) or self._is_word(text.capitalize()):
            return False
        return any(
            Levenshtein.distance(text, name, score_cutoff=_slips(name)) <= _slips(name)
            for name in (*self._rare, *self._logins)
            if len(name) >= _FUZZY_LEAST
        )

    def _without_words(self, reading: Reading) -> Iterator[Hit]:
        if self._spaced is not None:
            for match in self._spaced.finditer(reading.text):
                yield self._hit(reading, match.start(), match.end())
        for pattern, letters, plain in self._dotted:
            for match in pattern.finditer(reading.text):
                if reading.letters(match.start(), match.end()).upper() != reading.letters(match.start(), match.end()):
                    continue
                whole = "." in match[0] and (len(letters) > 2 or letters not in _ABBREVIATIONS)
                if surroundings.signed(reading, match.start()) or (whole and not plain):
                    yield self._hit(reading, match.start(), match.end(), HitKind.INITIALS)

    def _hit(self, reading: Reading, start: int, end: int, kind: HitKind = HitKind.NAME, *, sure: bool = True) -> Hit:
        return Hit(*reading.span(start, end), kind, sure)


def _is_unspaced(text: str) -> bool:
    """Written in letters between which no spaces stand: a name is then a part of what looks like one word."""
    return len(text) >= 2 and all(ord(letter) >= _FIRST_UNSPACED for letter in text)


def _initial_of(reading: Reading, word: Word, name: Name) -> bool:
    return len(word.text) == 1 and word.text in name.initials and reading.capital(word)


def _slips(name: str) -> int:
    return 2 if len(name) >= 8 else 1


def _mended(reading: Reading, tokens: dict[str, list[Token]]) -> list[Word]:
    """The words, those of a name that a hyphen parts at a line's end put together."""
    words: list[Word] = []
    for word in reading.words:
        last = words[-1] if words else None
        parted = last is not None and reading.between(last, word) == "- " and reading.broken(word.start - 1)
        if last is not None and parted and last.text + word.text in tokens:
            words[-1] = Word(last.text + word.text, last.start, word.end)
        else:
            words.append(word)
    return words


def _spaced_out(texts: Iterator[str]) -> re.Pattern[str] | None:
    patterns = sorted((" ".join(map(re.escape, text)) for text in texts), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(patterns)})(?![^\W_])") if patterns else None


def _dotted_initials(names: Sequence[Name]) -> list[tuple[re.Pattern[str], str, bool]]:
    """“W.E.Q.”, “W. Q.”, “WQ”: pattern, letters, and whether it has no dots."""
    found: dict[tuple[str, bool], re.Pattern[str]] = {}
    for name in names:
        letters = name.initials
        for some in {letters, letters[:1] + letters[-1:], letters[:2], letters[:3]}:
            if len(some) > 1:
                dotted = r"\.[ \-]?".join(map(re.escape, some))
                found[some, False] = re.compile(rf"(?<![^\W_])(?<!\w[.&-]){dotted}\.?(?![^\W_])(?![.&]\w)")
                found[some, True] = re.compile(rf"(?<![^\W_]){re.escape(some)}(?![^\W_])")
    return [(pattern, letters, plain) for (letters, plain), pattern in found.items()]
