"""Times as credentials have them."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """Whole seconds in UTC, because a JWT's ``nbf`` has no others and must tell the same as ``validFrom``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int:
    """A stamp as a JWT has it: seconds since 1970 (RFC 7519, section 2)."""
    return int(datetime.fromisoformat(text).timestamp())
