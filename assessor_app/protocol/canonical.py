"""Canonical JSON (RFC 8785), hashes and names: the bytes that signatures and content addresses are made over."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import rfc8785
from pydantic import StringConstraints

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
EventId = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
"""A UUID version 7 (RFC 9562): unique, and sorted by the time it was made."""
SubmissionId = Annotated[str, StringConstraints(pattern=r"^S-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
DeviceId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class NotCanonical(ValueError):
    """The value has no canonical JSON (NaN, an integer beyond 2^53, a lone surrogate, …)."""


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value. Raises NotCanonical."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonical(str(error)) from None


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()
