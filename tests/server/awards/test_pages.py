"""The public addresses, one's own awards, and the administrator's commands."""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from PIL import Image
from sqlalchemy import select

from assessor_app.domain.submission import Role
from assessor_app.server.admin import awards as commands
from assessor_app.server.api.application import web_application
from assessor_app.server.awards.baking import extract
from assessor_app.server.services import awarding
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.award_models import IssuedCredential
from assessor_app.server.storage.models import Award, Person
from tests.server.awards.world import ADDRESS, ASSESSOR, Awards, signed_in

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def client(awards: Awards) -> TestClient:
    return TestClient(web_application(awards.server), follow_redirects=False)


def holder(awards: Awards, row: IssuedCredential) -> Person:
    with awards.server.database.reading() as session:
        return session.get_one(Person, session.get_one(Award, row.submission_id).person_id)


def words(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_a_credential_in_all_its_forms(awards: Awards, client: TestClient) -> None:
    row = awards.credential()
    path = f"/credentials/{row.id}"
    document = json.loads(row.document)
    assert client.get(path).json() == client.get(f"{path}.json").json() == document
    assert client.get(f"{path}.jwt").text == row.jwt
    png, svg = client.get(f"{path}.png"), client.get(f"{path}.svg")
    assert extract(png.content) == extract(svg.content) == document
    assert Image.open(io.BytesIO(png.content)).format == "PNG"
    assert (png.headers["content-type"], svg.headers["content-type"]) == ("image/png", "image/svg+xml")
    for answer in (png, svg, client.get(path)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*" and "noindex" in answer.headers["X-Robots-Tag"]
    there = client.get(path, headers=BROWSER)
    assert there.status_code == 303 and there.headers["Location"] == f"{path}/verify"


def test_every_address_in_a_credential_answers(awards: Awards, client: TestClient) -> None:
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for each in value.values():
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)
        elif isinstance(value, str) and value.startswith(ADDRESS):
            found.add(value.removeprefix(ADDRESS).partition("#")[0])

    collect(json.loads(awards.credential().document))
    assert len(found) == 5
    for path in found:
        assert client.get(path, headers={"Accept": "application/json"}).status_code == 200, path


def test_the_page_of_a_credential_names_nobody(awards: Awards, client: TestClient) -> None:
    row = awards.credential()
    page = client.get(f"/credentials/{row.id}/verify", headers=BROWSER)
    said = words(page.text)
    assert said.startswith("Valid") or "Valid This award was issued here and still holds." in said
    assert "Small Talk" in said and "Criterion 2" in said and "Exceeds" in said and "z6Mk" in said
    with awards.server.database.reading() as session:
        for person in session.scalars(select(Person)):
            assert person.email not in page.text
    assert holder(awards, row).name not in page.text
    assert "<script" not in page.text and "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert html.fromstring(page.text).get("lang") == "en"


def test_pages_are_in_spanish_where_that_is_asked_for(awards: Awards, client: TestClient) -> None:
    row = awards.credential()
    awarding.revoke(awards.server, row.submission_id, "Evidencia <copiada>.")
    spanish = {**BROWSER, "Accept-Language": "es-MX,es;q=0.9,en;q=0.1"}
    page = client.get(f"/credentials/{row.id}/verify", headers=spanish)
    said = words(page.text)
    assert "Revocada" in said and "Evidencia <copiada>." in said and html.fromstring(page.text).get("lang") == "es"
    for path in ("/verify", "/achievements/small-talk/1", f"/issuers/{row.issuer_id}"):
        assert html.fromstring(client.get(path, headers=spanish).text).get("lang") == "es"


def test_verifying_what_somebody_sends(awards: Awards, client: TestClient) -> None:
    row = awards.credential()
    picture = client.get(f"/credentials/{row.id}.png").content
    email = holder(awards, row).email
    sent = client.post("/verify", files={"file": ("badge.png", picture)}, data={"email": email})
    assert "Valid" in words(sent.text) and "It belongs to the e-mail address" in words(sent.text)
    assert email not in sent.text
    sent = client.post("/verify", data={"text": row.jwt, "email": "eve@elsewhere.example"})
    assert "It does not belong" in words(sent.text)
    changed = json.dumps({**json.loads(row.document), "name": "Astronaut"})
    sent = client.post("/verify", data={"text": changed, "email": email})
    assert "This is not what was issued" in words(sent.text)
    assert "Astronaut" not in sent.text and "Small Talk" not in sent.text and "It belongs" not in sent.text
    assert "There is no award" in words(client.post("/verify", data={"text": "<b>hello</b>"}).text)
    assert "There is no award" in words(client.post("/verify").text)
    # A browser sends an empty part for a file that nobody chose.
    body = '--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x\r\n' + (
        f'Content-Disposition: form-data; name="text"\r\n\r\n{row.jwt}\r\n--x--\r\n'
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert "Valid" in words(client.post("/verify", content=body.encode(), headers=kind).text)


def test_what_nobody_earned_is_not_public(awards: Awards, client: TestClient) -> None:
    assert client.get("/achievements/small-talk/1").status_code == 404
    awards.credential()
    document = client.get("/achievements/small-talk/1", headers={"Accept": "application/json"}).json()
    assert document["id"] == f"{ADDRESS}/achievements/small-talk/1" and document["type"] == ["Achievement"]
    assert "Exceeds" in words(client.get("/achievements/small-talk/1", headers=BROWSER).text)
    assert client.get("/achievements/small-talk/1/badge.svg").headers["content-type"] == "image/svg+xml"
    assert client.get("/achievements/small-talk/2").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/credentials/{'0' * 32}", f"/credentials/{'0' * 32}.png", f"/credentials/{'0' * 32}/verify",
        f"/status/{'0' * 16}", f"/issuers/{'0' * 16}/did.json", f"/issuers/{'0' * 16}",
    ],
)  # fmt: skip
def test_what_there_is_none_of_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json"


def test_ones_own_awards(awards: Awards, client: TestClient) -> None:
    first, second = awards.credential(), awards.award()
    person = holder(awards, first)
    with awards.server.database.writing() as session:
        session.get_one(Award, second).person_id = person.id
    mine = signed_in(awards.server, person.email)
    page = client.get("/api/v1/my/awards", params={"limit": 1}, headers=mine).json()
    assert [each["submission_id"] for each in page["items"]] == [second] and page["items"][0]["credential"] is None
    rest = client.get("/api/v1/my/awards", params={"cursor": page["next"]}, headers=mine).json()
    assert rest["next"] is None
    (own,) = rest["items"]
    assert own == client.get(f"/api/v1/my/awards/{first.submission_id}", headers=mine).json()
    assert own["cpe_hours"] == 15 and own["credential"]["png"] == f"{ADDRESS}/credentials/{first.id}.png"
    others = signed_in(awards.server, ASSESSOR)
    assert client.get("/api/v1/my/awards", headers=others).json()["items"] == []
    assert client.get(f"/api/v1/my/awards/{second}", headers=others).status_code == 404
    assert client.get("/api/v1/my/awards").status_code == 401


def test_only_the_issuer_revokes(awards: Awards, client: TestClient) -> None:
    row = awards.credential()
    awards.pool.person("issuer@tests.example", Role.ISSUER)
    issuer, path = (
        signed_in(awards.server, "issuer@tests.example"),
        f"/api/v1/issuer/awards/{row.submission_id}/revocation",
    )
    for headers, status in ((signed_in(awards.server, holder(awards, row).email), 403), ({}, 401)):
        assert client.post(path, json={"reason": "No."}, headers=headers).status_code == status
    assert client.post(path, json={"reason": " "}, headers=issuer).status_code == 422
    assert client.post(path, json={"reason": "A mistake."}, headers=issuer).status_code == 204
    again = client.post(path, json={"reason": "Again."}, headers=issuer)
    assert again.status_code == 409 and "A mistake." in again.json()["detail"]
    mine = signed_in(awards.server, holder(awards, row).email)
    own = client.get(f"/api/v1/my/awards/{row.submission_id}", headers=mine).json()
    assert own["reason"] == "A mistake." and own["revoked_at"]


def test_public_addresses_are_described(awards: Awards, client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/verify", "/credentials/{credential_id}", "/status/{list_id}", "/issuers/{issuer_id}/did.json",
                 "/api/v1/my/awards", "/api/v1/issuer/awards/{submission_id}/revocation"):  # fmt: skip
        assert path in paths
    assert "404" in paths["/credentials/{credential_id}"]["get"]["responses"]
    assert "409" in paths["/api/v1/issuer/awards/{submission_id}/revocation"]["post"]["responses"]


def test_the_administrators_commands(awards: Awards, tmp_path: Path) -> None:
    row = awards.credential()
    waiting = awards.award()
    listed = commands.listed(awards.server, argparse.Namespace())
    assert {each["submission"]: each["state"] for each in listed} == {
        row.submission_id: "issued", waiting: "waits for its credential",
    }  # fmt: skip
    assert commands.issue(awards.server, argparse.Namespace()) == "Signed 1 credentials."
    shown = commands.shown(awards.server, argparse.Namespace(submission=row.submission_id))
    assert shown["verifies"] == "valid" and shown["credential"] == f"{ADDRESS}/credentials/{row.id}"
    for ending in ("json", "jwt", "png", "svg"):
        file = tmp_path / f"one.{ending}"
        commands.export(awards.server, argparse.Namespace(file=file, submission=row.submission_id))
        assert extract(file.read_bytes()) in (json.loads(row.document), row.jwt)
    commands.export(awards.server, argparse.Namespace(file=tmp_path / "all.zip", submission=""))
    assert len(zipfile.ZipFile(tmp_path / "all.zip").namelist()) == 4
    for wrong in (tmp_path / "all.txt", tmp_path / "one.txt"):
        with pytest.raises(Refused):
            submission = row.submission_id if wrong.stem == "one" else ""
            commands.export(awards.server, argparse.Namespace(file=wrong, submission=submission))
    commands.revoke(awards.server, argparse.Namespace(submission=row.submission_id, reason="A mistake."))
    assert commands.shown(awards.server, argparse.Namespace(submission=row.submission_id))["reason"] == "A mistake."
    said = commands.rotate(awards.server, argparse.Namespace(issuer="Tests", compromised=True))
    assert "2 credentials were signed anew" in said
    keys = commands.keys(awards.server, argparse.Namespace())
    assert [(each["state"], each["credentials"]) for each in keys] == [("compromised", 0), ("signs", 2)]
