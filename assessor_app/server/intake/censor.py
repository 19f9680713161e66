"""What is taken out of one file, and the record of it that only the issuer sees."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from assessor_app.domain.identity.known import Hit, merged
from assessor_app.domain.identity.search import IdentitySearch, without

_CONTEXT = 60
_WORD = re.compile(r"\w+")
REMOVED_LINK = "https://removed.invalid/"
# Opening such a link shows whose it is: the owner's name stands above the document.
_SHARING_HOSTS = (
    "docs.google.com", "drive.google.com", "sites.google.com", "photos.google.com", "forms.gle", "sharepoint.com",
    "onedrive.live.com", "1drv.ms", "dropbox.com", "box.com", "icloud.com", "padlet.com", "canva.com", "youtube.com",
    "youtu.be", "vimeo.com", "facebook.com", "instagram.com", "x.com", "twitter.com", "linkedin.com", "tiktok.com",
    "flipgrid.com", "flip.com", "seesaw.me", "wakelet.com", "linktr.ee",
)  # fmt: skip


class Choice(StrEnum):
    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Unsure:
    """A place where a word may be a name. ``id`` stays the same when the file is looked at again.

    ``before`` and ``after`` are the words around it, in which what is sure has been taken out. ``page`` counts from 0.
    """

    id: str
    text: str
    before: str
    after: str
    where: str
    page: int | None
    removed: bool


class Censor:
    """Asked by every cleaner; keeps count. ``choices``: an unsure place's id → what the issuer said."""

    def __init__(
        self, search: IdentitySearch, choices: Mapping[str, Choice] | None = None, undecided: Choice = Choice.REMOVE
    ) -> None:
        self.search = search
        self._choices, self._undecided = choices or {}, undecided
        self.removed: Counter[str] = Counter()
        self.redacted: Counter[str] = Counter()
        self.notes: list[str] = []
        self._unsure: dict[str, Unsure] = {}
        self._labels = lru_cache(maxsize=50_000)(search.names_anybody)

    @property
    def unsure(self) -> tuple[Unsure, ...]:
        return tuple(self._unsure.values())

    def hits(
        self,
        text: str,
        where: str,
        page: int | None = None,
        *,
        misread: bool = False,
        count: bool = True,
        gaps: re.Pattern[str] | None = None,
    ) -> list[Hit]:
        """What has to go from a text that people read. ``count`` is False when the same text was counted already.

        ``gaps`` are signs between letters that those who read do not see as such.
        """
        found = self.search.find(text, misread=misread)
        if gaps is not None:
            found = merged((*found, *self.search.find_across(text, gaps)))
        going = []
        for hit in found:
            if not hit.sure and self._weigh(text, hit, found, where, page) is Choice.KEEP:
                continue
            going.append(hit)
            if count:
                self.redacted[hit.kind.value] += 1
        return going

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def prose(
        self,
        text: str,
        where: str,
        page: int | None = None,
        *,
        misread: bool = False,
        gaps: re.Pattern[str] | None = None,
    ) -> str:
        """The text without what has to go."""
        hits = self.hits(text, where, page, misread=misread, gaps=gaps)
        return without(text, hits) if hits else text

    def label(self, value: str) -> bool:
        """Whether a value that is no prose (a path, a name of a style, an address) gives the applicant away."""
        return len(value) > 1 and self._labels(value)

    def link(self, target: str) -> str:
        """The address, or a neutral one where this one leads to a person."""
        try:
            parts = urlsplit(target.strip())
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            parts, host = None, ""
        web = parts is not None and parts.scheme in ("http", "https") and bool(host) and not parts.username
        if web and not any(host == h or host.endswith(f".{h}") for h in _SHARING_HOSTS) and not self.label(target):
            return target
        if target != REMOVED_LINK:
            self.removed["link"] += 1
        return REMOVED_LINK

    def _weigh(self, text: str, hit: Hit, found: list[Hit], where: str, page: int | None) -> Choice:
        sure = [other for other in found if other.sure]
        before = _clear(text, max(0, hit.start - _CONTEXT), hit.start, sure)
        after = _clear(text, hit.end, min(len(text), hit.end + _CONTEXT), sure)
        word = text[hit.start : hit.end]
        near = [*_WORD.findall(before)[-3:], word, *_WORD.findall(after)[:3]]
        name = hashlib.sha256(" ".join(near).casefold().encode()).hexdigest()[:16]
        choice = self._choices.get(name, self._undecided)
        if name not in self._unsure:
            self._unsure[name] = Unsure(name, word, before, after, where, page, choice is Choice.REMOVE)
        return choice


def _clear(text: str, start: int, end: int, sure: list[Hit]) -> str:
    inside = [
        replace(hit, start=max(hit.start, start) - start, end=min(hit.end, end) - start)
        for hit in sure
        if hit.start < end and hit.end > start
    ]
    return " ".join(without(text[start:end], inside).split())
