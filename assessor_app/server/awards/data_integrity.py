"""The embedded proof: Data Integrity with the cryptosuite ``eddsa-rdfc-2022`` (W3C VC Data Integrity EdDSA 1.0)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assessor_app.protocol.signing import BadSignature, SigningKey
from assessor_app.server.awards.contexts import canonical
from assessor_app.server.awards.moments import stamp
from assessor_app.server.awards.multikey import from_multibase, multibase

Document = dict[str, Any]
_PROOF = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
_MEMBERS = {"type", "cryptosuite", "proofPurpose", "created", "verificationMethod", "proofValue"}


def with_proof(document: Document, key: SigningKey, method: str, created: datetime) -> Document:
    """The document with its proof (section 3.2.1), in an array as the schema of Open Badges 3.0 asks for."""
    options = {**_PROOF, "created": stamp(created), "verificationMethod": method}
    signature = Ed25519PrivateKey.from_private_bytes(key.secret).sign(hash_data(document, options))
    return {**document, "proof": [{**options, "proofValue": multibase(signature)}]}


def hash_data(document: Document, options: Document) -> bytes:
    """What is signed (sections 3.2.3 to 3.2.5): the digest of the proof's options, then that of the document."""
    configuration = {**options, "@context": document["@context"]}
    return hashlib.sha256(canonical(configuration)).digest() + hashlib.sha256(canonical(document)).digest()


def split(secured: Document) -> tuple[Document, Document]:
    """The document and its only proof. Raises BadSignature unless there is one, of this suite and no other shape."""
    proof = secured.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, dict) or set(proof) != _MEMBERS or not all(isinstance(v, str) for v in proof.values()):
        raise BadSignature("there is no single proof of the expected form")
    if any(proof[name] != value for name, value in _PROOF.items()):
        raise BadSignature("the proof is of another kind")
    return {name: value for name, value in secured.items() if name != "proof"}, proof


def check_proof(secured: Document, public: bytes) -> None:
    """Raises BadSignature unless its only proof is this key's over this document (section 3.2.2)."""
    document, proof = split(secured)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        signature = from_multibase(proof["proofValue"])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, hash_data(document, options))
    except (InvalidSignature, ValueError, KeyError):
        raise BadSignature("the proof does not fit the document and the key") from None
