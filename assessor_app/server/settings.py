"""Settings that come from the environment; everything has a sensible default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``access_seconds`` is how long an access token lives; ``argon2_memory_kib`` is what one password check costs.

    Environment: ``ASSESSOR_ACCESS_SECONDS``, ``ASSESSOR_ARGON2_MEMORY_KIB`` (lower it only for tests).
    """

    access_seconds: int = 15 * 60
    argon2_memory_kib: int = 64 * 1024

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raises ValueError, in a sentence, when a value is not a whole number in its range."""
        return cls(
            access_seconds=_number(environment, "ASSESSOR_ACCESS_SECONDS", cls().access_seconds, 1, 86_400),
            argon2_memory_kib=_number(environment, "ASSESSOR_ARGON2_MEMORY_KIB", cls().argon2_memory_kib, 8, 4_194_304),
        )


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ValueError(f"The environment variable {name} must be a whole number from {low} to {high}, not “{text}”.")
    return int(text)
