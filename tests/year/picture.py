"""What a year has come to, as the server has it and as the model has it, and where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Row = tuple[str, ...]


@dataclass
class Picture:
    """Each field is compared whole. Rows are those of files, cell by cell and in their order.

    ``pay_files``: district and pay date → rows as closed, or what an open one would pay at the end. ``cpe_files``:
    district and school year. ``rosters``: what each import reports. ``enrolled``: at each moment that is compared, who
    takes part in which program. ``removed``: district → who left which program on July 1, as the preview named them
    and as it happened. ``accepted``: attempts that were taken, ``answers`` of requests for access. ``mails``: person
    and kind → how many. ``held``: what waits for the day's mail, and until when. ``credentials``: attempt → whether its
    credential says that it was revoked. ``hours``: person → CPE hours.
    """

    pay_files: dict[str, list[Row]] = field(default_factory=dict)
    cpe_files: dict[str, list[Row]] = field(default_factory=dict)
    rosters: dict[str, Row] = field(default_factory=dict)
    enrolled: dict[str, set[Row]] = field(default_factory=dict)
    removed: dict[str, list[Row]] = field(default_factory=dict)
    accepted: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    mails: Counter[Row] = field(default_factory=Counter)
    held: Counter[Row] = field(default_factory=Counter)
    credentials: dict[str, bool] = field(default_factory=dict)
    hours: dict[str, int] = field(default_factory=dict)


def differences(expected: Picture, found: Picture) -> list[str]:
    """In words, what is not the same; nothing when all of it is."""
    said = []
    for part in fields(Picture):
        one, other = getattr(expected, part.name), getattr(found, part.name)
        said += [f"{part.name}: {each}" for each in _of_mappings(one, other)]
    return said


def _of_mappings(expected: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    for key in sorted({*expected, *found}, key=str):
        one, other = expected.get(key), found.get(key)
        if one == other:
            continue
        if isinstance(one, list | set) and isinstance(other, list | set):
            yield from (f"{key}: {each}" for each in _of_rows(one, other))
        else:
            yield f"{key}: {other} and not {one}"


def _of_rows(expected: Iterable[Row], found: Iterable[Row]) -> Iterator[str]:
    one, other = Counter(expected), Counter(found)
    yield from (f"lacks {row}" for row in sorted((one - other).elements()))
    yield from (f"has {row}, which should not be there" for row in sorted((other - one).elements()))
    if one == other:
        yield "its rows are in another order"
