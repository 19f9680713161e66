"""Ed25519 signatures (RFC 8032) over canonical JSON."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assessor_app.protocol.canonical import canonical, sha256


class BadSignature(ValueError):
    """The signature is not that key's over that content."""


def key_id(public_key: bytes) -> str:
    """The name of a key: the first 32 hexadecimal digits of its SHA-256."""
    return sha256(public_key)[:32]


class SigningKey:
    """A private key of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = self._key.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def secret(self) -> bytes:
        return self._key.private_bytes_raw()

    def sign(self, value: Any) -> str:
        """Signature over the canonical JSON of ``value``, in base64 (86 characters and padding)."""
        return base64.b64encode(self._key.sign(canonical(value))).decode("ascii")


def verify(public_key: bytes, value: Any, signature: str) -> None:
    """Raises BadSignature unless ``signature`` is ``public_key``'s over the canonical JSON of ``value``."""
    try:
        raw = base64.b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(raw, canonical(value))
    except (InvalidSignature, ValueError):
        raise BadSignature("the signature does not fit the content and the key") from None
