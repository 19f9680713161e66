"""The base of every value that is stored or travels."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Immutable, compared by content, and strict about its fields: what it does not know, it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")
