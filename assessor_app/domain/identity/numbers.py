"""E-mail addresses, telephone and employee numbers in the ways people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assessor_app.domain.anchoring import folded
from assessor_app.domain.identity.known import Hit, HitKind
from assessor_app.domain.identity.reading import IsWord, Reading
from assessor_app.domain.identity.reading import words as word_list

# Where anybody has an address: such a domain says nothing of who employs a person.
_ANYBODYS = word_list(
    "gmail.com googlemail.com yahoo.com ymail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com "
    "aol.com proton.me protonmail.com gmx.com gmx.de web.de mail.com att.net comcast.net verizon.net sbcglobal.net "
    "yahoo.es hotmail.es outlook.es example.com example.org example.net"
)
_SEPARATORS = r"[ ().\-/+]{0,4}"
_LEAST_HANDLE, _LEAST_DIGITS = 4, 7


class Numbers:
    """Finds what identifies a person without being a word."""

    def __init__(
        self, emails: Iterable[str], phones: Iterable[str], employee_ids: Iterable[str], is_word: IsWord
    ) -> None:
        self._patterns: list[tuple[re.Pattern[str], HitKind]] = []
        for email in emails:
            self._add(HitKind.EMAIL, _of_email(folded(email)[0].strip(), is_word))
        for phone in phones:
            self._add(HitKind.PHONE, _of_phone("".join(sign for sign in phone if sign.isdigit())))
        for number in employee_ids:
            self._add(HitKind.EMPLOYEE_ID, _of_employee_id(folded(number)[0].strip()))

    def _add(self, kind: HitKind, patterns: Iterator[str]) -> None:
        self._patterns += [(re.compile(pattern), kind) for pattern in patterns]

    def find(self, reading: Reading) -> Iterator[Hit]:
        for pattern, kind in self._patterns:
            for match in pattern.finditer(reading.text):
                yield Hit(*reading.span(match.start(), match.end()), kind)


def _spaced(text: str) -> str:
    """The text's signs with room for a line break between any two."""
    return r"(?:-? )?".join(map(re.escape, text))


def _of_email(email: str, is_word: IsWord) -> Iterator[str]:
    local, _, domain = email.partition("@")
    yield rf"(?<![\w.])(?:mailto:)?{_spaced(email)}(?!\w)"
    if len(local) >= _LEAST_HANDLE and not is_word(local):
        yield rf"@?(?<![^\W_]){re.escape(local)}(?![^\W_])"
    if "." in domain and domain not in _ANYBODYS:
        # Who has an address at a school's own domain says which school it is, whoever the address belongs to.
        yield rf"(?:[\w.+%-]+@)?(?:[\w-]+\.)*(?<![^\W_]){re.escape(domain)}(?![^\W_])"


def _of_phone(digits: str) -> Iterator[str]:
    if len(digits) < _LEAST_DIGITS:
        return
    national = digits[-10:] if len(digits) >= 10 else digits
    prefix = digits[: -len(national)] or "1"
    spelt = _SEPARATORS.join(national)
    yield rf"(?<!\d)(?:(?:\+|00)?{_SEPARATORS.join(prefix)}{_SEPARATORS})?\(?{spelt}(?!\d)"
    if len(national) == 10:
        yield rf"(?<![\d.-]){national[3:6]}[ .-]{national[6:]}(?![\d-])"


def _of_employee_id(number: str) -> Iterator[str]:
    parts = re.findall(r"[^\W\d_]+|\d+", number)
    if not parts or len("".join(parts)) < 3:
        return
    yield rf"(?<![^\W_])(?<!\d[.,-]){'[ -]?'.join(map(re.escape, parts))}(?![^\W_])(?![.,-]\d)"
    longest = max((part for part in parts if part.isdigit()), key=len, default="")
    if len(longest) >= 6 and len(parts) > 1:
        yield rf"(?<!\d){longest}(?!\d)"
