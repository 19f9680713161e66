"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    NOT_HERE = "not_here"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """``sentence`` says what is there or lost, and what to do. Without what is ``essential`` the application can't
    work."""

    name: str
    status: Status
    sentence: str
    essential: bool = False
