"""The base of every value that is stored or travels, and the texts they are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Prose = Annotated[str, StringConstraints(max_length=50_000)]


def _in_our_time(moment: datetime) -> datetime:
    if not 1970 <= moment.year < 2900:
        raise ValueError("the year is none of this application's")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""A time with its offset, far enough from the ends of the calendar to be reckoned with."""
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""A number that every JSON reader keeps as it is (RFC 8259, section 6)."""


class Value(BaseModel):
    """Immutable, compared by content, and strict about its fields: what it does not know, it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")
