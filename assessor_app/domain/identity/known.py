"""What is known of the applicant, and what a place in a text that gives them away is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from assessor_app.domain.value import Value

Entry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Entries = Annotated[tuple[Entry, ...], Field(max_length=500)]


class Identity(Value):
    """The applicant and everybody listed with them. Names are as people write them: “Ana Ruiz de la Vega”, “Vega, Ana”.

    ``names``: the applicant's own, and colleagues and students that the applicant lists. ``organizations``: schools,
    districts, campuses, and abbreviations of them.
    """

    names: Entries = ()
    emails: Entries = ()
    phones: Entries = ()
    employee_ids: Entries = ()
    organizations: Entries = ()


class HitKind(StrEnum):
    NAME = "name"
    INITIALS = "initials"
    EMAIL = "email"
    PHONE = "phone"
    EMPLOYEE_ID = "employee_id"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Characters ``start`` to ``end`` (not included) of a text. ``sure`` is False where it may be an ordinary word."""

    start: int
    end: int
    kind: HitKind
    sure: bool = True


def merged(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that overlap or touch become one, which is sure when one of them is. In the text's order."""
    result: list[Hit] = []
    for hit in sorted(hits):
        last = result[-1] if result else None
        if last is not None and hit.start <= last.end and (hit.start < last.end or hit.sure == last.sure):
            sure = last.sure or hit.sure
            kind = last.kind if last.sure or not hit.sure else hit.kind
            result[-1] = Hit(last.start, max(last.end, hit.end), kind, sure)
        else:
            result.append(hit)
    return result
