"""Who signs: an issuer's identifier and the document that publishes its keys.

An issuer is ``did:web:HOST:issuers:ID``, which everybody reads at ``https://HOST/issuers/ID/did.json`` (did:web Method
Specification, “Read”). A ``did:key`` would be the key itself: after the first rotation old credentials and new
ones would come from different issuers, and a compromised key could never be told. did:web needs a public https address;
as long as the server has none nothing is signed, because an address is signed for good: awards are issued once it is
set. An issuer keeps the address that it began with; where the server moves, the old address has to lead to it.

A key that was rotated out stays in the document, so that what it signed still verifies. One that was compromised says
when (``revoked``) and vouches for nothing any more: whoever holds it could write any date into a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from assessor_app.protocol.signing import SigningKey
from assessor_app.server.awards.contexts import MULTIKEY
from assessor_app.server.awards.moments import stamp
from assessor_app.server.awards.multikey import jwk, multikey

DID_CONTEXT = "https://www.w3.org/ns/did/v1"
JWK_CONTEXT = "https://w3id.org/security/jwk/v1"


@dataclass(frozen=True, slots=True)
class Issuer:
    """``address`` is where its server is reached, such as ``https://assess.example.org``."""

    id: str
    name: str
    address: str

    @property
    def did(self) -> str:
        # A port's colon would end the host: it is percent-encoded (“Method-specific identifier”).
        host = urlsplit(self.address).netloc.lower().replace(":", "%3A")
        return f"did:web:{host}:issuers:{self.id}"

    @property
    def url(self) -> str:
        return f"{self.address}/issuers/{self.id}"

    def profile(self) -> dict[str, Any]:
        """Open Badges 3.0, section B.1.14 (Profile)."""
        return {"id": self.did, "type": ["Profile"], "name": self.name, "url": self.url}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as the issuer's document has it. ``compromised_at``: since then it is known to be in other hands."""

    public: bytes
    compromised_at: datetime | None = None


def method_of(issuer: Issuer, public: bytes) -> str:
    """The id of a key for Data Integrity proofs."""
    return f"{issuer.did}#{multikey(public)}"


def jwk_method_of(issuer: Issuer, public: bytes) -> str:
    """The id of the same key for JWTs: verifiers of these look for a JWK."""
    return f"{method_of(issuer, public)}-jwk"


def controller_document(issuer: Issuer, keys: tuple[PublicKey, ...]) -> dict[str, Any]:
    """What is at ``did.json``. (DID Core 1.0, section 5; Controlled Identifiers 1.0, section 2.2.)"""
    methods: list[dict[str, Any]] = []
    trusted: list[str] = []
    for key in keys:
        revoked = {"revoked": stamp(key.compromised_at)} if key.compromised_at is not None else {}
        for_proofs, for_jwts = method_of(issuer, key.public), jwk_method_of(issuer, key.public)
        methods += [
            {
                "id": for_proofs, "type": "Multikey", "controller": issuer.did,
                "publicKeyMultibase": multikey(key.public), **revoked,
            },
            {
                "id": for_jwts, "type": "JsonWebKey", "controller": issuer.did,
                "publicKeyJwk": jwk(key.public), **revoked,
            },
        ]  # fmt: skip
        if key.compromised_at is None:
            trusted += [for_proofs, for_jwts]
    return {
        "@context": [DID_CONTEXT, MULTIKEY, JWK_CONTEXT],
        "id": issuer.did,
        "verificationMethod": methods,
        "assertionMethod": trusted,
    }


@dataclass(frozen=True, slots=True)
class Signer:
    """An issuer with the key that it signs with now."""

    issuer: Issuer
    key: SigningKey

    @property
    def method(self) -> str:
        return method_of(self.issuer, self.key.public)

    @property
    def jwk_method(self) -> str:
        return jwk_method_of(self.issuer, self.key.public)
