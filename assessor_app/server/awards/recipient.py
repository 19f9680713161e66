"""Whose a credential is, told to those who know already.

A credential is its holder's to show, and it is read by machines that nobody asked. So it has no name (Open Badges 3.0
gives a subject none; names change, and pages with names are found) and no e-mail address, but an ``IdentityObject``
(section B.1.12): a salted hash, by which anybody who was given the address by its holder sees that it is theirs. The
subject's ``id``, which a JWT's ``sub`` must repeat (8.2.4), is drawn by chance for each credential and links nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any


def identity(email: str, salt: str) -> dict[str, Any]:
    """An e-mail address as an IdentityObject; it is compared without case and the space around it."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": _hash(email, salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def belongs_to(identifiers: Iterable[dict[str, Any]], email: str) -> bool:
    """Whether the address is one that the identity objects were made of."""
    return any(
        hmac.compare_digest(str(each["identityHash"]), _hash(email, str(each["salt"])))
        for each in identifiers
        if each.get("identityType") == "emailAddress" and each.get("hashed") is True
    )


def _hash(email: str, salt: str) -> str:
    """The type IdentityHash: the algorithm, “$”, and the digest of the address with the salt behind it."""
    return "sha256$" + hashlib.sha256((email.strip().casefold() + salt).encode("utf-8", "replace")).hexdigest()
