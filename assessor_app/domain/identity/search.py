"""Everything that gives an applicant away in a text, an address or a file's own notes."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from assessor_app.domain.identity.known import Hit, Identity, merged
from assessor_app.domain.identity.names import Names
from assessor_app.domain.identity.naming import take_apart
from assessor_app.domain.identity.numbers import Numbers
from assessor_app.domain.identity.organizations import Organizations
from assessor_app.domain.identity.reading import IsWord, Reading

MARK = "█"
"""Stands for each letter that was taken out."""
_LAST_WORD, _FIRST_WORD = re.compile(r"\w*$"), re.compile(r"^\w*")
_LETTER = re.compile(r"[^\W_]")


class IdentitySearch:
    """Made once for an identity, then asked for text after text. ``is_word`` is a dictionary's word."""

    def __init__(self, identity: Identity, is_word: IsWord) -> None:
        self.identity = identity
        self._names = Names([take_apart(name, n, is_word) for n, name in enumerate(identity.names)], is_word)
        self._organizations = Organizations(identity.organizations, is_word)
        self._numbers = Numbers(identity.emails, identity.phones, identity.employee_ids, is_word)

    def find(self, text: str, *, misread: bool = False) -> list[Hit]:
        """In the text's order, none overlapping. ``misread``: the text was read from a picture."""
        if _LETTER.search(text) is None:
            return []
        reading = Reading(text)
        return merged(
            (
                *self._numbers.find(reading),
                *self._names.find(reading, misread=misread),
                *self._organizations.find(reading),
            )
        )

    def find_across(self, text: str, gaps: re.Pattern[str]) -> list[Hit]:
        """What is surely found only when the gaps (line ends, marks of emphasis) are taken out of the text."""
        parts: list[str] = []
        origins: list[int] = []
        at = 0
        for gap in gaps.finditer(text):
            parts.append(text[at : gap.start()])
            origins += range(at, gap.start())
            at = gap.end()
        if not parts:
            return []
        parts.append(text[at:])
        origins += range(at, len(text))
        found = (hit for hit in self.find("".join(parts)) if hit.sure)
        placed = [Hit(origins[hit.start], origins[hit.end - 1] + 1, hit.kind) for hit in found]
        return [hit for hit in placed if self._is_cut(text, hit, gaps)]

    def _is_cut(self, text: str, hit: Hit, gaps: re.Pattern[str]) -> bool:
        """Whether gaps go through words of the hit that name nobody without what stands behind them."""
        inside = list(gaps.finditer(text, hit.start, hit.end))
        return bool(inside) and not any(
            self.find(_LAST_WORD.findall(text[: gap.start()][-80:])[0])
            or self.find(_FIRST_WORD.findall(text[gap.end() : gap.end() + 80])[0])
            for gap in inside
        )

    def names_anybody(self, text: str) -> bool:
        """Whether a value that nobody reads as prose (an address, a path, a label) surely gives the applicant away."""
        forms = {text, unquote(text), html.unescape(text)}
        return any(hit.sure for form in forms for hit in self.find(form))


def without(text: str, hits: list[Hit], mark: str = MARK) -> str:
    """The text with a mark for every letter of the hits; what is no letter stays in its place."""
    parts, at = [], 0
    for hit in hits:
        parts.append(text[at : hit.start])
        parts.append("".join(sign if sign.isspace() else mark for sign in text[hit.start : hit.end]))
        at = hit.end
    return "".join((*parts, text[at:]))
