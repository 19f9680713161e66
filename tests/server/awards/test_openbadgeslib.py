"""What is issued, before a verifier for Open Badges 3.0 that finds keys by did:web: openbadgeslib.

It wants status lists as JWTs, for both forms of credentials.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from assessor_app.server.api.application import web_application
from assessor_app.server.services import awarding, issuer_keys
from assessor_app.server.storage.award_models import IssuedCredential
from tests.server.awards.world import ADDRESS, Awards

pytest.importorskip("openbadgeslib", reason="openbadgeslib is not installed")
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

Verified = Callable[[IssuedCredential], tuple[str, str]]


@pytest.fixture
def verified(awards: Awards) -> Verified:
    """The ids that both forms verify to; all that is asked for comes from the server's public addresses."""
    client = TestClient(web_application(awards.server))

    def download(url: str, *_: object, **__: object) -> bytes:
        accept = {"Accept": "application/vc+jwt"} if "/status/" in url else {}
        answer = client.get(url.removeprefix(ADDRESS), headers=accept)
        assert answer.status_code == 200, url
        return answer.content

    def verify(row: IssuedCredential) -> tuple[str, str]:
        did = json.loads(row.document)["issuer"]["id"]
        embedded = OB3LdpVerifier.for_issuer_did(did).verify(row.document, check_status=True, download=download)
        enveloped = OB3Verifier.for_issuer_did(did, download=download).verify(
            row.jwt, check_status=True, download=download
        )
        return embedded.id, enveloped.id

    return verify


def test_both_forms_verify_before_and_after_a_rotation(awards: Awards, verified: Verified) -> None:
    before = awards.credential()
    issuer_keys.rotate(awards.server, "Tests")
    after = awards.credential()
    for row in (before, after):
        address = f"{ADDRESS}/credentials/{row.id}"
        assert verified(row) == (address, address)


def test_what_was_revoked_or_changed_is_refused(awards: Awards, verified: Verified) -> None:
    row = awards.credential()
    changed = IssuedCredential(document=row.document.replace("Small Talk", "Big Talk", 1), jwt=row.jwt)
    with pytest.raises(OB3VerificationError, match="signature mismatch"):
        verified(changed)
    awarding.revoke(awards.server, row.submission_id, "A mistake.")
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        verified(row)
