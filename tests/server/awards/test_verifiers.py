"""What is issued, rotated and revoked, before verifiers that this project did not write."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

from fastapi.testclient import TestClient

from assessor_app.protocol.events import utc_now
from assessor_app.protocol.signing import SigningKey
from assessor_app.server.api.application import web_application
from assessor_app.server.awards.data_integrity import with_proof
from assessor_app.server.awards.issuers import Issuer, Signer
from assessor_app.server.awards.vc_jwt import encode
from assessor_app.server.services import award_views, awarding, issuer_keys
from assessor_app.server.storage.award_models import IssuedCredential
from tests.server.awards.conftest import Verify
from tests.server.awards.world import ADDRESS, Awards


def published(awards: Awards, row: IssuedCredential) -> dict[str, Any]:
    """What the server gives everybody over HTTP, by its address."""
    client = TestClient(web_application(awards.server))
    with awards.server.database.reading() as session:
        issuer, _, _ = award_views.issuer_and_keys(session, row.issuer_id)
    address = json.loads(row.document)["credentialStatus"]["statusListCredential"]
    path = address.removeprefix(ADDRESS)
    return {
        issuer.did: client.get(f"/issuers/{issuer.id}/did.json").json(),
        address: client.get(path).json(),
        f"{address}.jwt": client.get(path, headers={"Accept": "application/vc+jwt"}).text,
    }


def both(row: IssuedCredential) -> list[Any]:
    return [json.loads(row.document), row.jwt]


def test_both_forms_verify_and_so_do_the_status_lists(awards: Awards, verify: Verify) -> None:
    row = awards.credential()
    documents = published(awards, row)
    lists = [document for address, document in documents.items() if address.startswith(f"{ADDRESS}/status/")]
    assert len(lists) == 2
    assert verify(documents, both(row)) == ["", ""]
    # A status list that is signed as a credential of its own.
    assert verify(documents, lists[:1]) == [""]


def test_what_was_changed_is_refused(awards: Awards, verify: Verify) -> None:
    row = awards.credential()
    document, token = both(row)
    changed = []
    for change in (
        lambda d: d["credentialSubject"]["result"][-1].update(value="150"),
        lambda d: d["credentialSubject"].update(id="urn:uuid:00000000-0000-4000-8000-000000000000"),
        lambda d: d["credentialStatus"].update(statusListIndex=str(row.place ^ 1)),
        lambda d: d["proof"][0].update(created="2020-01-01T00:00:00Z"),
        lambda d: d["issuer"].update(name="Somebody Else"),
        lambda d: d.update(aWordThatNoContextKnows="x"),
    ):
        other = copy.deepcopy(document)
        change(other)
        changed.append(other)
    head, payload, signature = token.split(".")
    content = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    content["name"] = "Another"
    forged = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    changed.append(f"{head}.{forged}.{signature}")
    assert all(verify(published(awards, row), changed))


def test_a_key_that_is_not_the_issuers_is_refused(awards: Awards, verify: Verify) -> None:
    row = awards.credential()
    unsigned = {name: value for name, value in json.loads(row.document).items() if name != "proof"}
    with awards.server.database.reading() as session:
        issuer, _, _ = award_views.issuer_and_keys(session, row.issuer_id)
    stranger = Signer(issuer, SigningKey.generate())
    documents = published(awards, row)
    known = next(iter(documents[issuer.did]["verificationMethod"]))["id"]
    elsewhere = Issuer("feedfeedfeedfeed", issuer.name, "https://elsewhere.example")
    forged = [
        # Signed under the issuer's own key's name, under a name of its own, and for another issuer.
        with_proof(unsigned, stranger.key, known, utc_now()),
        with_proof(unsigned, stranger.key, stranger.method, utc_now()),
        encode(unsigned, stranger.key, f"{known}-jwk"),
        encode(unsigned, stranger.key, stranger.jwk_method),
        encode({**unsigned, "issuer": elsewhere.profile()}, stranger.key, f"{known}-jwk"),
    ]
    assert all(verify(documents, forged))


def test_what_was_revoked_is_refused_and_nothing_else(awards: Awards, verify: Verify) -> None:
    row, other = awards.credential(), awards.credential()
    awarding.revoke(awards.server, row.submission_id, "The evidence was another educator’s.")
    documents = published(awards, row)
    assert verify(documents, [*both(row), *both(other)]) == ["revoked", "revoked", "", ""]


def test_a_rotation_keeps_what_was_signed(awards: Awards, verify: Verify) -> None:
    before = awards.credential()
    assert issuer_keys.rotate(awards.server, "Tests") == 1
    after = awards.credential()
    assert after.key_id != before.key_id and after.issuer_id == before.issuer_id
    documents = published(awards, after)
    assert verify(documents, [*both(before), *both(after)]) == ["", "", "", ""]


def test_a_compromised_key_vouches_for_nothing_and_its_credentials_are_signed_anew(
    awards: Awards, verify: Verify
) -> None:
    before = awards.credential()
    revoked = awards.credential()
    awarding.revoke(awards.server, revoked.submission_id, "A mistake of ours.")
    issuer_keys.rotate(awards.server, "Tests", compromised=True)
    assert awarding.issue_due(awards.server) == 2
    after = awards.credential(before.submission_id)
    assert (after.id, after.place) == (before.id, before.place)
    documents = published(awards, after)
    assert verify(documents, both(after)) == ["", ""]
    assert verify(documents, both(awards.credential(revoked.submission_id))) == ["revoked", "revoked"]
    assert all(verify(documents, both(before)))
