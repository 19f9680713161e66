"""What earned micro-credentials say for a role, and what they don't (FAQ 9)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from assessor_app.domain.value import Value

A_FACTOR = "Earned micro-credentials may be a factor in who is eligible for this role. They do not guarantee it."


class Standing(StrEnum):
    """How far somebody is with a micro-credential that a role card lists."""

    EARNED = "earned"
    REVOKED = "revoked"
    MISSING = "missing"


class Listed(Value):
    """One micro-credential of a role card; it counts when it was earned and was not revoked."""

    micro_credential_id: str
    standing: Standing


class RoleReading(Value):
    """``listed`` in the card's order. ``qualifications`` are for people to judge: no machine says who has them.

    ``says`` goes wherever the rest is shown.
    """

    qualifications: tuple[str, ...]
    listed: tuple[Listed, ...]
    says: str = A_FACTOR


def read_card(
    qualifications: Iterable[str], micro_credentials: Iterable[str], earned: Iterable[str], revoked: Iterable[str] = ()
) -> RoleReading:
    """A role card beside what somebody has: ids of micro-credentials earned, and of those whose award was revoked.

    One that was revoked and earned again later belongs into ``earned`` alone or into both: it counts. Everything is
    told, and nothing is added up to a verdict, because the card is a factor and no rule.
    """
    has, lost = set(earned), set(revoked)
    listed = tuple(
        Listed(
            micro_credential_id=each,
            standing=Standing.EARNED if each in has else Standing.REVOKED if each in lost else Standing.MISSING,
        )
        for each in dict.fromkeys(micro_credentials)
    )
    return RoleReading(qualifications=tuple(qualifications), listed=listed)
