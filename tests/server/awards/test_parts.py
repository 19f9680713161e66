"""The parts by themselves: keys as text, contexts, status lists, baking, badges, whose a credential is."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from assessor_app.domain.microcredential import Phase
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.signing import BadSignature, SigningKey
from assessor_app.server.awards import badge, baking, contexts, lettering, recipient, status_list
from assessor_app.server.awards.data_integrity import check_proof, with_proof
from assessor_app.server.awards.issuers import Issuer, PublicKey, Signer, controller_document
from assessor_app.server.awards.multikey import base58, from_base58, from_multikey, multikey
from assessor_app.server.awards.vc_jwt import decode, encode

ISSUER = Issuer("0123456789abcdef", "Tests", "https://assess.example")
BADGE = badge.Badge("Academic Discourse", "Classroom Talk Institute", (Phase.ANALYZE, Phase.EVALUATE))
PNG, SVG = badge.png(BADGE), badge.svg(BADGE)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(st.binary(max_size=80))
def test_base58_comes_back(data: bytes) -> None:
    assert from_base58(base58(data)) == data


@given(st.binary(min_size=32, max_size=32))
def test_multikeys_come_back(public: bytes) -> None:
    assert from_multikey(multikey(public)) == public


@pytest.mark.parametrize("text", ["", "z", "z0", "u123", "z6Mk", multikey(bytes(32))[:-3]])
def test_what_is_no_multikey_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_multikey(text)


def test_nothing_is_fetched_and_nothing_is_left_unsigned() -> None:
    with pytest.raises(contexts.UnknownContext):
        contexts.canonical({"@context": ["https://elsewhere.example/context"], "id": "urn:x:1"})
    with pytest.raises(contexts.UnknownTerm):
        contexts.canonical({"@context": [contexts.CREDENTIALS], "id": "urn:x:1", "nobodyKnows": "x"})


@settings(max_examples=50, deadline=None)
@given(st.sets(st.integers(0, status_list.SIZE - 1), max_size=50), st.integers(0, status_list.SIZE - 1))
def test_bits_come_back(revoked: set[int], place: int) -> None:
    text = status_list.encoded(revoked)
    assert status_list.is_set(text, place) is (place in revoked)
    assert all(status_list.is_set(text, each) for each in revoked)


def test_the_first_place_is_the_leftmost_bit() -> None:
    """Bitstring Status List v1.0, “Bitstring Encoding”."""
    text = status_list.encoded([0])[1:]
    bits = zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), 31)
    assert bits[0] == 0b1000_0000 and len(bits) == 16 * 1024 and not any(bits[1:])


@pytest.mark.parametrize("place", [-1, status_list.SIZE])
def test_there_is_no_place_outside(place: int) -> None:
    with pytest.raises(ValueError):
        status_list.is_set(status_list.encoded([]), place)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=4))
def test_what_is_baked_comes_out_again(content: dict[str, str]) -> None:
    text = json.dumps(content, ensure_ascii=False)
    assert baking.extract(baking.bake_png(PNG, text)) == content
    assert baking.extract(baking.bake_svg(SVG, text).encode()) == content
    assert baking.extract(text.encode()) == content


def test_baked_pictures_are_pictures_still() -> None:
    text = json.dumps({"x": "]]> <script>"})
    image = Image.open(io.BytesIO(baking.bake_png(PNG, text)))
    assert image.text["openbadgecredential"] == text and image.size == (badge.SIDE, badge.SIDE)
    root = etree.fromstring(baking.bake_svg(SVG, text).encode())
    assert root[0].tag == f"{{{baking.NAMESPACE}}}credential" and root[0].text == text
    assert root.nsmap["openbadges"] == baking.NAMESPACE and "verify" not in root[0].attrib


def test_a_token_is_taken_from_where_others_bake_it() -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{baking.NAMESPACE}">'
    assert baking.extract(f'{svg}<openbadges:credential verify="a.b.c"/></svg>'.encode()) == "a.b.c"
    assert baking.extract(baking.bake_png(PNG, "a.b.c")) == "a.b.c"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda data: PNG[:40] + data))
def test_strangers_files_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(baking.NoCredential):
        baking.extract(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"null", PNG, SVG.encode(), b'{"a": NaN}', b"[" * 100_000, b"x" * (baking.MOST + 1),
        b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>',
        baking.bake_png(PNG, "{}").replace(b"openbadgecredential\0\0", b"openbadgecredential\0\1"),
    ],
)  # fmt: skip
def test_what_holds_no_credential_is_refused(content: bytes) -> None:
    with pytest.raises(baking.NoCredential):
        baking.extract(content)


@settings(max_examples=25, deadline=None)
@given(TEXTS.filter(str.strip), TEXTS.filter(str.strip), st.sets(st.sampled_from(Phase), min_size=1))
def test_every_title_keeps_within_the_seal(title: str, issuer: str, phases: set[Phase]) -> None:
    fitted = lettering.fitted(title, (340, 180), (52, 20), True)
    assert len(fitted.lines) * lettering.line_height(fitted.size) <= 180
    assert all(lettering.width(line, True, fitted.size) <= 340 or len(line) <= 2 for line in fitted.lines)
    drawn = badge.svg(badge.Badge(title, issuer, tuple(phases)))
    assert etree.fromstring(drawn.encode()).tag.endswith("svg")


def test_the_badge_shows_which_phases_there_are() -> None:
    every = badge.svg(badge.Badge("T", "I", tuple(Phase)))
    assert every.count("<path") == SVG.count("<path") == len(Phase)
    gold = 'fill="none" stroke="#d9a93f"'
    assert every.count(gold) == 5 and SVG.count(gold) == 2
    assert Image.open(io.BytesIO(PNG)).convert("RGBA").getpixel((300, 47))[:3] != (0, 0, 0)


def test_whose_it_is_is_told_to_those_who_know() -> None:
    made = recipient.identity(" Ana@Schools.example ", "salt")
    assert "ana" not in json.dumps(made).casefold()
    assert recipient.belongs_to([made], "ana@schools.example")
    assert not recipient.belongs_to([made], "eva@schools.example")
    assert not recipient.belongs_to([{**made, "hashed": False}], "ana@schools.example")


def test_a_port_is_part_of_an_issuers_identifier() -> None:
    assert Issuer("ab", "X", "https://Assess.example:8443").did == "did:web:assess.example%3A8443:issuers:ab"


def test_a_compromised_key_is_published_and_vouches_for_nothing() -> None:
    keys = (PublicKey(bytes(32), utc_now()), PublicKey(bytes(range(32))))
    document = controller_document(ISSUER, keys)
    assert len(document["verificationMethod"]) == 4
    revoked = {each["id"] for each in document["verificationMethod"] if "revoked" in each}
    assert len(revoked) == 2 and not revoked & set(document["assertionMethod"])


def test_both_forms_say_the_same_and_fit_no_other_key() -> None:
    signer = Signer(ISSUER, SigningKey.generate())
    unsigned = status_list.credential(ISSUER, "ab", [3], utc_now())
    embedded = with_proof(unsigned, signer.key, signer.method, utc_now())
    token = encode(unsigned, signer.key, signer.jwk_method)
    check_proof(embedded, signer.key.public)
    assert decode(token, signer.key.public) == unsigned
    other = SigningKey.generate().public
    with pytest.raises(BadSignature):
        check_proof(embedded, other)
    for bad in (token, "a.b.c", token[:-4], token.replace(".", "", 1)):
        with pytest.raises(BadSignature):
            decode(bad, other)


@pytest.mark.parametrize(
    "change",
    [{"cryptosuite": "eddsa-jcs-2022"}, {"type": "X"}, {"proofPurpose": "authentication"}, {"expires": "2999-01-01"},
     {"proofValue": "z"}, {"proofValue": "zz0"}, {"created": 3}],
)  # fmt: skip
def test_proofs_of_other_shapes_are_refused(change: dict[str, object]) -> None:
    signer = Signer(ISSUER, SigningKey.generate())
    signed = with_proof(status_list.credential(ISSUER, "ab", [], utc_now()), signer.key, signer.method, utc_now())
    signed["proof"] = [{**signed["proof"][0], **change}]
    with pytest.raises(BadSignature):
        check_proof(signed, signer.key.public)


def test_two_proofs_are_one_too_many() -> None:
    signer = Signer(ISSUER, SigningKey.generate())
    signed = with_proof(status_list.credential(ISSUER, "ab", [], utc_now()), signer.key, signer.method, utc_now())
    with pytest.raises(BadSignature):
        check_proof({**signed, "proof": signed["proof"] * 2}, signer.key.public)
