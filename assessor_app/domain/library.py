"""What a person keeps for themselves across submissions: comments to use again, and filters of the queue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from rapidfuzz import fuzz, process

from assessor_app.domain.anchoring import folded
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.value import Key, Line, Text, Value

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,60})\}")
"""What a comment leaves to be filled in, such as ``{what works}``."""
_LEAST_LIKENESS = 55.0
"""Percent, below which typed letters don't mean a comment."""


class OwnComment(Value):
    """A comment of one's own; without a criterion it is for every criterion of every micro-credential."""

    text: Text
    micro_credential: Key | None = None
    criterion: Key | None = None
    level: int | None = Field(default=None, ge=1, le=9)


class SavedFilter(Value):
    """A view of a list that a person wants back: which list, filter and search, under a name."""

    name: Line
    part: Key
    filter: Key
    search: Annotated[str, StringConstraints(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment on offer. ``key`` counts its uses; ``own_id`` is None for the issuer's; ``plain`` is searched."""

    key: str
    text: str
    own_id: str | None
    criterion: str | None
    level: int | None
    plain: str = ""


def comment_cell(comment_id: str) -> str:
    return f"comment:{comment_id}"


def filter_cell(filter_id: str) -> str:
    return f"filter:{filter_id}"


@lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """A comment's letters as they are searched."""
    return folded(text)[0]


def entries(credential: MicroCredential, own: Mapping[str, Any]) -> tuple[Entry, ...]:
    """What the library offers while scoring this micro-credential; ``own`` are the person's cells."""
    result = []
    for name, value in own.items():
        if name.startswith("comment:") and value is not None:
            comment = OwnComment.model_validate(value)
            if comment.micro_credential in (None, credential.id):
                own_id = name.removeprefix("comment:")
                searched = plain(comment.text)
                result.append(Entry(own_id, comment.text, own_id, comment.criterion, comment.level, searched))
    for number, shared in enumerate(credential.comments):
        key = f"{credential.id}/{number}"
        result.append(Entry(key, shared.text, None, shared.criterion, shared.level, plain(shared.text)))
    return tuple(result)


def offered(
    every: Iterable[Entry], typed: str, criterion_id: str, level: int | None, uses: Mapping[str, int], limit: int = 12
) -> Sequence[Entry]:
    """The comments that fit here: those of this criterion and level first, then the most used; typed letters narrow."""
    wanted = folded(typed)[0].strip()
    fitting = [entry for entry in every if entry.criterion in (None, criterion_id) and entry.level in (None, level)]
    ranked = []
    for order, (entry, likeness) in enumerate(_alike(wanted, fitting)):
        closeness = (entry.criterion is not None) + (entry.level is not None)
        # While searching, what was typed counts most; without, what is used most.
        rank = (-round(likeness / 5) if wanted else 0, -uses.get(entry.key, 0), -closeness, order)
        ranked.append((rank, entry))
    ranked.sort(key=lambda pair: pair[0])
    return [entry for _, entry in ranked[:limit]]


def _alike(wanted: str, entries: Sequence[Entry]) -> list[tuple[Entry, float]]:
    """The entries that the letters may mean, in their order, and how well they fit, up to 100."""
    if not wanted:
        return [(entry, 100.0) for entry in entries]
    words = wanted.split()
    whole = {at for at, entry in enumerate(entries) if all(word in entry.plain for word in words)}
    others = [at for at in range(len(entries)) if at not in whole]
    found = process.extract_iter(
        wanted, [entries[at].plain for at in others], scorer=fuzz.partial_ratio, score_cutoff=_LEAST_LIKENESS
    )
    scores = dict.fromkeys(whole, 100.0) | {others[place]: float(score) for _, score, place in found}
    return [(entries[at], scores[at]) for at in sorted(scores)]


def placeholders(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text has something to be filled in: start and end of each, braces included."""
    return tuple(match.span() for match in PLACEHOLDER.finditer(text))
