"""What can happen in a year: the only thing that the server's year and the model's have in common.

``at`` is when it happens, and ``district`` the name of whom it happens in. People are named by their employee id, or by
the address that they signed up with; attempts, requests and pay dates by keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a roster; ``role`` is a key."""

    employee_id: str
    email: str
    name: str
    campus: str
    role: str


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    district: str


@dataclass(frozen=True, slots=True)
class RosterComes(Happening):
    """``effective`` None: from now."""

    school_year: int
    effective: datetime | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AddressChanges(Happening):
    """On the wish of whoever used their account, before a roster has the new one; for others the roster changes it."""

    who: str
    email: str


@dataclass(frozen=True, slots=True)
class SignsUp(Happening):
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class WantsDigest(Happening):
    who: str


@dataclass(frozen=True, slots=True)
class Asks(Happening):
    key: str
    who: str
    program: str


@dataclass(frozen=True, slots=True)
class IsAnswered(Happening):
    key: str
    granted: bool


@dataclass(frozen=True, slots=True)
class HandsIn(Happening):
    key: str
    who: str
    micro_credential: str


class What(StrEnum):
    """What can become of an attempt, beside a result. ``RETURNED``: by the approver, to be assessed again."""

    ASSESSED = "assessed"
    RETURNED = "returned"
    INCOMPLETE = "incomplete"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Becomes(Happening):
    key: str
    what: What


@dataclass(frozen=True, slots=True)
class IsDecided(Happening):
    """``offline``: the approver's computer has no line, and sends it when it next :class:`Lands`."""

    key: str
    award: bool
    offline: bool


@dataclass(frozen=True, slots=True)
class Lands(Happening):
    """Every computer that was offline sends what was decided on it."""


@dataclass(frozen=True, slots=True)
class PayDateCloses(Happening):
    """``period`` is a key such as “2027-28-december”."""

    period: str


@dataclass(frozen=True, slots=True)
class ServerLooks(Happening):
    """The server does what it does by itself from time to time. ``label`` is set where the state is to be compared."""

    label: str
