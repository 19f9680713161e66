"""Anchors from files and over HTTP, and a server that gives out work by itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Role
from assessor_app.server.admin.command import add_command
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.anchor_files import load_anchors
from assessor_app.server.services.anchor_sets import every_anchor
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.people import add_person
from assessor_app.server.services.refused import Refused
from tests.raters.pool import CREDENTIAL, open_pool
from tests.serving import PASSWORD, SETTINGS, Serving, access_token, call

ISSUER = "issuer@tests.example"


def written(pool_scores: dict[str, object], **entry: object) -> str:
    anchor = {"title": "A thin plan", "set": "qualification/A", "scores": pool_scores, **entry}
    return yaml.safe_dump({"micro_credential": CREDENTIAL, "anchors": [anchor]})


def scores(level: object = "Meets") -> dict[str, object]:
    return {f"c{n}": {"level": level, "rationale": "It is there."} for n in range(1, 6)}


def test_a_file_of_folders_and_submissions(tmp_path: Path) -> None:
    pool = open_pool(tmp_path / "server")
    source = pool.submission()
    for name in ("analyze", "design"):
        (tmp_path / "portfolio" / name).mkdir(parents=True)
        text = f"We planned the {name} with Quillanne Featherstone and looked at what students said."
        (tmp_path / "portfolio" / name / "response.txt").write_text(text, encoding="utf-8")
    entries = [
        {"title": "Real", "set": "validity", "submission": source, "scores": scores()},
        {"title": "Written", "set": "practice", "folder": "portfolio", "scores": scores(2),
         "author": {"names": ["Quillanne Featherstone"]}},
    ]  # fmt: skip
    file = tmp_path / "anchors.yaml"
    file.write_text(yaml.safe_dump({"micro_credential": CREDENTIAL, "anchors": entries}), encoding="utf-8")
    assert len(load_anchors(pool.server, file)) == 2
    with pool.server.database.reading() as session:
        made = {anchor.kind: anchor for anchor in every_anchor(session)}
    assert {score["level"] for score in made[AnchorKind.VALIDITY].true_scores.values()} == {3}
    assert {score["level"] for score in made[AnchorKind.PRACTICE].true_scores.values()} == {2}
    evidence = made[AnchorKind.PRACTICE].packet["evidence"]
    for item in evidence:
        assert b"Featherstone" not in pool.server.blobs.read(item["blob"]["sha256"])
    pool.server.close()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("just words", "not of the expected form"),
        (written(scores(), submission="S-0000-0000"), "no submission S-0000-0000"),
        (written(scores(), folder="nowhere"), "no folder"),
        (written(scores(), folder="x", submission="y"), "either a submission or a folder"),
        (written(scores(), submission="x", set="exam"), "set is practice"),
        (written(scores("Superb"), submission="x"), "has no level “Superb”"),
        (written(scores(12), submission="x"), "has no level 12"),
        ("{", "not YAML"),
    ],
)
def test_a_bad_file_adds_nothing_and_says_why(tmp_path: Path, content: str, says: str) -> None:
    pool = open_pool(tmp_path / "server")
    file = tmp_path / "anchors.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=says):
        load_anchors(pool.server, file)
    with pool.server.database.reading() as session:
        assert every_anchor(session) == []
    pool.server.close()


def test_only_the_issuer_sees_anchors_and_the_pool_over_http(tmp_path: Path) -> None:
    pool = open_pool(tmp_path / "server")
    source = pool.submission()
    for email, role in ((ISSUER, Role.ISSUER), ("ada@tests.example", Role.ASSESSOR)):
        pool.person(email, role)
    pool.server.close()
    server = Serving(tmp_path / "server")
    server.start()
    try:
        issuer, _ = access_token(server.url, ISSUER)
        ada, _ = access_token(server.url, "ada@tests.example")
        asked = {
            "submission_id": source,
            "kind": "validity",
            "set_name": "validity",
            "title": "Thin",
            "scores": scores(3),
        }
        for path in ("/api/v1/issuer/anchors", "/api/v1/insights/pool"):
            assert call(server.url, path, ada).status_code == 403
        assert call(server.url, "/api/v1/issuer/anchors", ada, json=asked).status_code == 403
        made = call(server.url, "/api/v1/issuer/anchors", issuer, json=asked)
        assert made.status_code == 201, made.text
        twice = call(server.url, "/api/v1/issuer/anchors", issuer, json=asked)
        assert twice.status_code == 409 and "evidence of an anchor in use" in twice.json()["detail"]
        (listed,) = call(server.url, "/api/v1/issuer/anchors", issuer).json()["items"]
        assert listed["submission_id"] == source and listed["scores"]["c1"]["level"] == 3
        path = f"/api/v1/issuer/anchors/{made.json()['id']}/retire"
        assert call(server.url, path, issuer, json={}).status_code == 204
        (listed,) = call(server.url, "/api/v1/issuer/anchors", issuer).json()["items"]
        assert listed["retired_at"] is not None
        assert call(server.url, "/api/v1/insights/pool", issuer).json()["micro_credential_id"] == CREDENTIAL
        unknown = call(server.url, "/api/v1/insights/pool?micro_credential=none", issuer)
        assert unknown.status_code == 404
        assert call(server.url, "/api/v1/insights/own", ada).json()["views"] == []
        assert call(server.url, "/api/v1/insights/own", issuer).status_code == 403
    finally:
        server.kill()


def test_a_server_that_assigns_by_itself(tmp_path: Path) -> None:
    pool = open_pool(tmp_path / "server")
    pool.person("ada@tests.example", Role.ASSESSOR)
    calibrate(pool.server, "ada@tests.example", CREDENTIAL)
    submission_id = pool.submission()
    pool.server.close()
    server = Serving(tmp_path / "server", ASSESSOR_ASSIGN="by_itself")
    server.start()
    try:
        token, device = access_token(server.url, "ada@tests.example")
        asked = {"device_id": device.id, "cursor": 0, "events": []}
        end = time.monotonic() + 40
        while submission_id not in call(server.url, "/api/v1/sync", token, json=asked).text:
            assert time.monotonic() < end, "nobody was given the submission"
            time.sleep(0.5)
    finally:
        server.kill()


def test_the_commands_are_there() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    add_command(parser.add_subparsers())
    for words in (["anchors", "list"], ["distribute"], ["raters", "x"], ["more-attempts", "a@b.example", "x"],
                  ["anchors", "retire", "abc"], ["anchors", "make", "S", "--set", "validity", "--title", "T"],
                  ["reckon-insights"]):  # fmt: skip
        assert parser.parse_args(["admin", *words]).does


def test_a_new_reviewer_hears_of_calibrations(tmp_path: Path) -> None:
    pool = open_pool(tmp_path / "server")
    pool.anchor(AnchorKind.PRACTICE, "practice")
    ada = pool.computer("ada@tests.example", Role.ASSESSOR)
    ada.sync()
    assert ada.calibration is not None and ada.calibration.practice == 1
    pool.server.close()
    with open_server(tmp_path / "server", SETTINGS) as server:
        add_person(server, email="kim@tests.example", name="Kim", roles=[Role.EDUCATOR], organisation="",
                   password=PASSWORD)  # fmt: skip
