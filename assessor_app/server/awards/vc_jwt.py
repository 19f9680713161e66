"""The enveloping proof: a credential as a JWT (Open Badges 3.0, section 8.2; W3C VC-JOSE-COSE)."""

from __future__ import annotations

import json
import warnings
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import OKPKey

from assessor_app.protocol.signing import BadSignature, SigningKey
from assessor_app.server.awards.moments import seconds
from assessor_app.server.awards.multikey import jwk

ALGORITHM = "EdDSA"
# RFC 9864 would say “Ed25519”, which is the same signature under a name that verifiers do not know yet.
warnings.filterwarnings("ignore", message="EdDSA is deprecated", category=SecurityWarning)
CLAIMS = ("iss", "jti", "nbf", "sub")


def encode(credential: dict[str, Any], key: SigningKey, method: str) -> str:
    """A compact JWS. Its payload is the credential itself, with the claims that tell the same beside it (8.2.4).

    The header holds the four members that the specification knows. ``jwk`` is for verifiers that can't look up ``kid``;
    it vouches for nothing unless the issuer's document has it too.
    """
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": method, "jwk": jwk(key.public)}
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    payload = json.dumps({**credential, **claims}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    private = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(key.secret))
    return jws.serialize_compact(header, payload, private, algorithms=[ALGORITHM])


def decode(token: str, public: bytes) -> dict[str, Any]:
    """The credential, without the claims. Raises BadSignature unless this key signed it, whatever the header holds."""
    try:
        key = OKPKey.import_key(Ed25519PublicKey.from_public_bytes(public))
        content = json.loads(jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload)
    except (JoseError, ValueError):
        raise BadSignature("the signature does not fit the token and the key") from None
    if not isinstance(content, dict):
        raise BadSignature("the token holds no credential")
    return {name: value for name, value in content.items() if name not in CLAIMS}
