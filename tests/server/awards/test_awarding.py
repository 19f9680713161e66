"""Issuing, revoking, rotating: the rules, on a real database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select

from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.submission import Role
from assessor_app.server.awards.baking import extract
from assessor_app.server.opening import open_server
from assessor_app.server.services import awarding, issuer_keys, status_lists
from assessor_app.server.services.audit import verify_history
from assessor_app.server.services.credential_checks import Verdict, check_issued, check_shown
from assessor_app.server.services.refused import Refused
from assessor_app.server.settings import Settings
from assessor_app.server.storage.award_models import (
    AwardIssuer,
    AwardRevocation,
    IssuedCredential,
    IssuerKey,
    StatusList,
)
from assessor_app.server.storage.models import Award, Base, Mail, Person
from tests.server.awards.world import ADDRESS, APPROVER, ASSESSOR, Awards, open_awards

TABLES = {"award_issuers", "award_revocations", "issuer_keys", "status_lists", "issued_credentials"}


def count(awards: Awards, model: type[Base]) -> int:
    with awards.server.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def verdict(awards: Awards, shown: bytes, email: str = "") -> Verdict:
    with awards.server.database.reading() as session:
        return check_shown(session, shown, email).verdict


def test_an_award_has_one_credential_for_good(awards: Awards) -> None:
    submission_id = awards.award()
    assert awarding.issue_due(awards.server) == 1
    first = awards.credential(submission_id)
    assert awarding.issue_due(awards.server) == 0
    assert awards.credential(submission_id).document == first.document
    assert (count(awards, IssuedCredential), count(awards, StatusList), count(awards, IssuerKey)) == (1, 1, 1)
    assert verify_history(awards.server, "").breaks == ()


def test_several_machines_at_once_issue_each_award_once(awards: Awards) -> None:
    ids = {awards.award() for _ in range(6)}
    machines = [awards.server, *(open_server(awards.server.data, awards.server.settings) for _ in range(2))]
    with ThreadPoolExecutor(len(machines)) as pool:
        done = list(pool.map(awarding.issue_due, machines))
    assert sum(done) == len(ids) == count(awards, IssuedCredential)
    assert (count(awards, AwardIssuer), count(awards, IssuerKey)) == (1, 1)
    assert len(list((awards.server.data / "issuer-keys").iterdir())) == 1
    for machine in machines[1:]:
        machine.close()


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8080"])
def test_awards_wait_until_the_server_has_a_public_address(tmp_path: Path, address: str) -> None:
    awards = open_awards(tmp_path / "server", address)
    submission_id = awards.award()
    with awards.server.database.reading() as session:
        assert not awarding.anything_waits(awards.server, session)
    assert awarding.issue_due(awards.server) == 0 and count(awards, IssuedCredential) == 0
    with pytest.raises(Refused, match="ASSESSOR_PUBLIC_URL"):
        issuer_keys.signer_for(awards.server, "Tests")
    awards.server.close()
    with open_server(tmp_path / "server", Settings(argon2_memory_kib=64, public_url=ADDRESS)) as server:
        with server.database.reading() as session:
            assert awarding.anything_waits(server, session)
        assert awarding.issue_due(server) == 1
        with server.database.reading() as session:
            assert awarding.credential_of(session, submission_id) is not None
            assert not awarding.anything_waits(server, session)


def test_an_issuer_keeps_the_address_that_it_began_with(awards: Awards) -> None:
    before = awards.credential()
    moved = Settings(argon2_memory_kib=64, public_url="https://moved.example")
    submission_id = awards.award()
    with open_server(awards.server.data, moved) as server:
        awarding.issue_due(server)
        with server.database.reading() as session:
            after = awarding.credential_of(session, submission_id)
            assert after is not None and after.issuer_id != before.issuer_id
            assert json.loads(after.document)["id"].startswith("https://moved.example/")
            assert check_issued(session, session.get_one(IssuedCredential, before.id)).verdict is Verdict.VALID


def test_nothing_of_others_is_in_a_credential(awards: Awards) -> None:
    row = awards.credential()
    with awards.server.database.reading() as session:
        award = session.get_one(Award, row.submission_id)
        holder = session.get_one(Person, award.person_id)
        people = session.scalars(select(Person)).all()
    text = row.document.casefold()
    for person in people:
        assert person.email not in text and person.id not in text
    assert holder.name.casefold() not in text and ASSESSOR not in text and APPROVER not in text
    assert "as it is." not in text, "an assessor's feedback"
    assert row.submission_id.casefold() not in text
    assert [each["name"] for each in json.loads(row.document)["evidence"]] == ["Response", "Response"]
    with awards.server.database.reading() as session:
        assert check_shown(session, row.jwt.encode(), holder.email.upper()).theirs is True
        assert check_shown(session, row.jwt.encode(), ASSESSOR).theirs is False


def test_results_tell_the_levels_that_were_decided_on(awards: Awards) -> None:
    subject = json.loads(awards.credential().document)["credentialSubject"]
    described = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    results = {described[each["resultDescription"]]["name"]: each for each in subject["result"]}
    assert [name for name, each in results.items() if each.get("status") == "Completed"] == [
        "Analyze: Analyze", "Design: Design",
    ]  # fmt: skip
    assert results["Analyze: Criterion 1"]["value"] == "Meets"
    assert results["Analyze: Criterion 2"]["value"] == "Exceeds"
    assert results["Hours of continuing professional education (CPE)"]["value"] == "15"
    for each in subject["result"]:
        levels = described[each["resultDescription"]].get("rubricCriterionLevel", [])
        assert "achievedLevel" not in each or each["achievedLevel"] in {level["id"] for level in levels}


def test_revoking_tells_the_holder_and_keeps_the_award(awards: Awards) -> None:
    row = awards.credential()
    awarding.revoke(awards.server, row.submission_id, "  The evidence was copied. ")
    with awards.server.database.reading() as session:
        assert session.get_one(AwardRevocation, row.submission_id).reason == "The evidence was copied."
        assert session.get(Award, row.submission_id) is not None
        assert status_lists.is_revoked(session.get_one(StatusList, row.status_list_id), row.place)
        checked = check_issued(session, row)
        mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert (checked.verdict, checked.reason) == (Verdict.REVOKED, "The evidence was copied.")
    assert mail is not None and "The evidence was copied." in mail.body
    assert verify_history(awards.server, "").breaks == ()


def test_an_award_is_revoked_once_and_for_a_reason(awards: Awards) -> None:
    submission_id = awards.award()
    for bad, said in ((" ", "Say why"), ("x" * 2_001, "2000 characters")):
        with pytest.raises(Refused, match=said):
            awarding.revoke(awards.server, submission_id, bad)
    with pytest.raises(Refused, match="brought no award"):
        awarding.revoke(awards.server, "S-0000-0000", "Why not")
    awarding.revoke(awards.server, submission_id, "A mistake.")
    with pytest.raises(Refused, match=r"revoked on \d{4}-\d\d-\d\d already: A mistake\."):
        awarding.revoke(awards.server, submission_id, "Again.")


def test_what_is_revoked_before_it_had_a_credential_gets_none(awards: Awards) -> None:
    awarding.revoke(awards.server, awards.award(), "A mistake.")
    assert awarding.issue_due(awards.server) == 0 and count(awards, IssuedCredential) == 0


def test_who_is_measured_earns_nothing(awards: Awards) -> None:
    """An anchor's presentation that is decided on as earned is no award."""
    for number in range(4):
        awards.pool.anchor(AnchorKind.PRACTICE, f"practice {number}")
    eve = awards.pool.computer("eve@raters.example", Role.ASSESSOR)
    eve.begin(AnchorKind.PRACTICE)
    for row in eve.waiting(Role.ASSESSOR, live=False):
        eve.rate(row.submission_id, dict.fromkeys(awards.pool.true_of(row), 4))
    assert awarding.issue_due(awards.server) == 0 and count(awards, Award) == 0


def test_the_private_half_of_a_retired_key_is_gone(awards: Awards) -> None:
    first = awards.credential()
    folder = awards.server.data / "issuer-keys"
    assert [file.stem for file in folder.iterdir()] == [first.key_id]
    assert (folder / f"{first.key_id}.key").stat().st_mode & 0o077 == 0
    issuer_keys.rotate(awards.server, "Tests")
    assert [file.stem for file in folder.iterdir()] != [first.key_id] and len(list(folder.iterdir())) == 1
    with pytest.raises(Refused, match="no issuer “Nobody”"):
        issuer_keys.rotate(awards.server, "Nobody")


def test_a_key_that_is_gone_is_not_made_anew_under_its_name(awards: Awards) -> None:
    row = awards.credential()
    (awards.server.data / "issuer-keys" / f"{row.key_id}.key").unlink()
    submission_id = awards.award()
    assert awarding.issue_due(awards.server) == 0
    with pytest.raises(Refused, match="put its backup in place, or rotate the key"):
        awarding.revoke(awards.server, row.submission_id, "A mistake.")
    assert count(awards, AwardRevocation) == 0
    issuer_keys.rotate(awards.server, "Tests")
    assert awards.credential(submission_id).key_id != row.key_id


def test_what_is_shown_is_told_for_what_it_is(awards: Awards) -> None:
    row = awards.credential()
    document = json.loads(row.document)
    address = f"{ADDRESS}/credentials/{row.id}"
    for shown in (
        row.document,
        row.jwt,
        json.dumps(document, indent=3),
        address,
        f"{address}.png",
        f"{address}/verify",
    ):
        assert verdict(awards, shown.encode()) is Verdict.VALID
    for change in ({"name": "Another"}, {"extra": True}, {"proof": []}, {"proof": "x"}):
        assert verdict(awards, json.dumps({**document, **change}).encode()) is Verdict.CHANGED
    stranger = {**document, "id": f"https://elsewhere.example/credentials/{row.id}"}
    assert verdict(awards, json.dumps(stranger).encode()) is Verdict.FOREIGN
    assert verdict(awards, json.dumps({**document, "id": 7}).encode()) is Verdict.FOREIGN
    assert (
        verdict(awards, json.dumps({**document, "id": f"{ADDRESS}/credentials/{'0' * 32}"}).encode()) is Verdict.FOREIGN
    )
    for shown in (b"", b"Hello", b"\xff\xfe", b"[" * 10_000, b"a.b.c"):
        assert verdict(awards, shown) is Verdict.UNREADABLE
    head, payload, signature = row.jwt.split(".")
    assert verdict(awards, f"{head}.{payload}.{'A' * len(signature)}".encode()) is Verdict.CHANGED
    assert extract(row.jwt.encode()) == row.jwt


def test_an_old_copy_is_outdated_once_its_key_was_compromised(awards: Awards) -> None:
    before = awards.credential()
    issuer_keys.rotate(awards.server, "Tests", compromised=True)
    assert verdict(awards, before.document.encode()) is verdict(awards, before.jwt.encode()) is Verdict.OUTDATED
    after = awards.credential(before.submission_id)
    assert verdict(awards, after.document.encode()) is Verdict.VALID
    assert verdict(awards, before.jwt.encode()) is Verdict.OUTDATED


def test_the_migration_makes_the_tables_of_the_models(awards: Awards) -> None:
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return kind != "table" or name in TABLES

    with awards.server.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
