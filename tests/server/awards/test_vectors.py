"""Against what others published: W3C's and 1EdTech's test vectors."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assessor_app.protocol.signing import BadSignature, SigningKey
from assessor_app.server.awards import contexts, recipient
from assessor_app.server.awards.data_integrity import check_proof, hash_data, split
from assessor_app.server.awards.multikey import from_multibase, from_multikey, multibase, multikey

# Data Integrity EdDSA Cryptosuites 1.0, appendix B.1 (Representation: eddsa-rdfc-2022).
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
W3C_KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_DOCUMENT_HASH = "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
W3C_OPTIONS_HASH = "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0"
W3C: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{W3C_KEY}#{W3C_KEY}",
        "proofPurpose": "assertionMethod",
        "proofValue": "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme",
    },
}

# Open Badges 3.0 Implementation Guide, Linked Data Proof Test Vector for Open Badges 3.0.
OB_SECRET = "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"
OB_PUBLIC = "4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5"
OB_KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
OB_SIGNED = (
    "3cf3c265b6c8ebb29b4d5ea310b87d2f31c79b633eff8af561d2e8c97a85c8cb"
    "d994aebd5e53f4af4495dbe9e1155410bae683811107c26acf83671075c163b3"
)
OB_VALUE = "zUSD5bjo6mYV1n9i9E6ZwUiHuj4JyZDjCDfDqoJcPi9XJrc9LYstik9mdBvutdwBdquWXjWrwJDVGJrAarvRs8uD"
OB_DOCUMENT: dict[str, Any] = {
    "@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://example.edu/issuers/565049", "type": ["Profile"], "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and recognized upon review by "
                "Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate within a group "
            "environment.",
            "name": "Teamwork",
        },
    },
}  # fmt: skip
_OB, _SCHEMA = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#", "https://schema.org/"
_VC, _TYPE = "https://www.w3.org/2018/credentials#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_CREDENTIAL, _SUBJECT = "<http://example.com/credentials/3527>", "<did:example:ebfeb1f712ebc6f1c276e12ec21>"
_TEAMWORK, _ISSUER = (
    "<https://example.com/achievements/21st-century-skills/teamwork>", "<https://example.edu/issuers/565049>"
)  # fmt: skip


@pytest.fixture
def examples() -> Iterator[None]:
    """The vector's own context is known for a moment: it maps every word to one of its vocabulary."""
    kept, contexts.context = (
        contexts.context,
        lambda url: (  # type: ignore[assignment]
            {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}} if url == EXAMPLES else kept(url)
        ),
    )
    yield
    contexts.context = kept


def test_the_vector_of_the_cryptosuite(examples: None) -> None:
    document, proof = split(W3C)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    assert hash_data(document, options).hex() == W3C_OPTIONS_HASH + W3C_DOCUMENT_HASH
    check_proof(W3C, from_multikey(W3C_KEY))


@pytest.mark.parametrize("name", ["name", "validFrom", "id"])
def test_the_vector_with_one_value_changed(examples: None, name: str) -> None:
    changed = copy.deepcopy(W3C)
    changed[name] = "urn:uuid:0" if name == "id" else "2023-01-01T00:00:01Z"
    with pytest.raises(BadSignature):
        check_proof(changed, from_multikey(W3C_KEY))


def test_the_vector_of_open_badges() -> None:
    key = SigningKey(bytes.fromhex(OB_SECRET))
    assert key.public.hex() == OB_PUBLIC and multikey(key.public) == OB_KEY
    signature = from_multibase(OB_VALUE)
    Ed25519PublicKey.from_public_bytes(key.public).verify(signature, bytes.fromhex(OB_SIGNED))
    assert multibase(signature) == OB_VALUE


def test_the_canonical_form_of_the_badge_is_the_published_one() -> None:
    """Its published digest is of an earlier context; the text beside it is what today's context makes."""
    criteria = OB_DOCUMENT["credentialSubject"]["achievement"]["criteria"]["narrative"]
    description = OB_DOCUMENT["credentialSubject"]["achievement"]["description"]
    lines = [
        f"{_SUBJECT} {_TYPE} <{_OB}AchievementSubject> .",
        f"{_SUBJECT} <{_OB}achievement> {_TEAMWORK} .",
        f"{_CREDENTIAL} {_TYPE} <{_OB}OpenBadgeCredential> .",
        f"{_CREDENTIAL} {_TYPE} <{_VC}VerifiableCredential> .",
        f'{_CREDENTIAL} <{_SCHEMA}name> "Teamwork Badge" .',
        f"{_CREDENTIAL} <{_VC}credentialSubject> {_SUBJECT} .",
        f"{_CREDENTIAL} <{_VC}issuer> {_ISSUER} .",
        f'{_CREDENTIAL} <{_VC}validFrom> "2010-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .',
        f"{_TEAMWORK} {_TYPE} <{_OB}Achievement> .",
        f"{_TEAMWORK} <{_OB}Criteria> _:c14n0 .",
        f'{_TEAMWORK} <{_SCHEMA}description> "{description}" .',
        f'{_TEAMWORK} <{_SCHEMA}name> "Teamwork" .',
        f"{_ISSUER} {_TYPE} <{_OB}Profile> .",
        f'{_ISSUER} <{_SCHEMA}name> "Example Corp" .',
        f'{_ISSUER} <{_SCHEMA}url> "https://www.imsglobal.org"^^<https://www.w3.org/2001/XMLSchema#anyURI> .',
        f'_:c14n0 <{_OB}narrative> "{criteria}" .',
    ]
    assert contexts.canonical(OB_DOCUMENT).decode() == "\n".join(lines) + "\n"


def test_the_example_of_an_identity_hash() -> None:
    """Open Badges 3.0, the type IdentityHash: “a@example.com” salted with “Kosher”."""
    made = recipient.identity("a@example.com", "Kosher")
    assert made["identityHash"] == "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def test_contexts_are_as_they_were_published() -> None:
    """The digest that W3C publishes of its context (VC Data Model 2.0, appendix B.1)."""
    file = contexts.resources() / "awards" / "contexts" / contexts.FILES[contexts.CREDENTIALS]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest == "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
