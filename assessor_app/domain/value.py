"""The base of every value that is stored or travels, and the texts they are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Prose = Annotated[str, StringConstraints(max_length=50_000)]


class Value(BaseModel):
    """Immutable, compared by content, and strict about its fields: what it does not know, it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")
