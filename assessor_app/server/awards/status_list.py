"""Which credentials were revoked, as one bit each (W3C Bitstring Status List v1.0).

A list is long from the start and places are given out by chance, so that neither its length nor a place's neighbours
tell how many credentials there are and which were issued together (section 2.1 asks for it).
"""

from __future__ import annotations

import base64
import gzip
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from assessor_app.server.awards.contexts import CREDENTIALS
from assessor_app.server.awards.issuers import Issuer
from assessor_app.server.awards.moments import stamp

SIZE = 131_072
"""Places of a list: 16 KiB of bits, the least that the specification allows."""
ROOM = SIZE * 3 // 4
"""How many places of a list are given out before another begins: a free one is found by chance in a few tries."""
_MOST_COMPRESSED = 64 * 1024


def encoded(revoked: Iterable[int], size: int = SIZE) -> str:
    """The “Bitstring Generation Algorithm”: bits from the left, compressed with gzip, in base64url without padding
    (multibase ``u``)."""
    bits = bytearray(size // 8)
    for place in revoked:
        bits[place // 8] |= 0x80 >> place % 8
    # mtime=0: the same bits are the same text.
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode("ascii").rstrip("=")


def is_set(text: str, place: int, size: int = SIZE) -> bool:
    """Whether a list has this bit set (“Bitstring Expansion Algorithm”). Raises ValueError."""
    if not text.startswith("u") or len(text) > _MOST_COMPRESSED or not 0 <= place < size:
        raise ValueError("not a status list, or not a place in it")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
        bits = file.read(size // 8 + 1)
    if len(bits) != size // 8:
        raise ValueError("the status list is of another length")
    return bool(bits[place // 8] & 0x80 >> place % 8)


def address_of(issuer: Issuer, list_id: str) -> str:
    return f"{issuer.address}/status/{list_id}"


def entry(issuer: Issuer, list_id: str, place: int) -> dict[str, Any]:
    """What a credential holds of its status (section 2.1)."""
    address = address_of(issuer, list_id)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def credential(issuer: Issuer, list_id: str, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """The list as a credential, unsigned (section 2.2)."""
    address = address_of(issuer, list_id)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": issuer.did, "name": issuer.name},
        "validFrom": stamp(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
        },
    }
