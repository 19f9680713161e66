"""Ed25519 keys as text: Multikey (W3C Controlled Identifiers 1.0, section 2.2.2) and JWK (RFC 8037)."""

from __future__ import annotations

import base64

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
"""The multicodec that stands before a public key's 32 bytes."""


def base58(data: bytes) -> str:
    """Base58 with Bitcoin's alphabet; each leading zero byte is a “1”."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _ALPHABET[digit] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes:
    """Raises ValueError."""
    number = 0
    for letter in text:
        number = number * 58 + _ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multibase(data: bytes) -> str:
    return "z" + base58(data)


def from_multibase(text: str) -> bytes:
    """Raises ValueError for anything but base58 of at most 200 characters."""
    if not text.startswith("z") or len(text) > 200:
        raise ValueError("not base58 in multibase")
    return from_base58(text[1:])


def multikey(public: bytes) -> str:
    """A public key of 32 bytes, such as ``z6Mk…``."""
    return multibase(_ED25519 + public)


def from_multikey(text: str) -> bytes:
    """Raises ValueError unless it is an Ed25519 public key."""
    data = from_multibase(text)
    if data[:2] != _ED25519 or len(data) != 34:
        raise ValueError("not an Ed25519 public key")
    return data[2:]


def jwk(public: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(public).decode("ascii").rstrip("=")}
