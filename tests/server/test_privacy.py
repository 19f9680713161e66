"""Who saw what; a person's data to take along; erasing a person; ending what was kept for long enough."""

from __future__ import annotations

import argparse
import base64
import io
import json
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import select, update

from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.server.admin import privacy
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import (
    audit,
    erasure,
    personal_export,
    personal_tables,
    retention,
    sweeping,
    viewings,
)
from assessor_app.server.services.lists import Wanted
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.portfolios import start
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.viewings import Kind
from assessor_app.server.storage.intake_models import PortfolioItem, Redaction
from assessor_app.server.storage.models import AssessmentRow, Base, Mail, Person, Submission
from assessor_app.server.storage.program_models import Employment, Organisation, Viewing
from tests.handing_in import ISSUER
from tests.serving import (
    APPLICANT,
    APPROVER,
    ASSESSOR,
    NAME,
    OTHER,
    PASSWORD,
    SETTINGS,
    Desk,
    Serving,
    access_token,
    call,
    make_world,
)

ADMIN = "admin@quillfeather.example"
SURNAME = NAME.split()[-1]


@dataclass
class World:
    serving: Serving
    data: Path
    submission_id: str

    def get(self, email: str, path: str) -> requests.Response:
        token, _ = access_token(self.serving.url, email)
        return requests.get(
            self.serving.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=60
        )  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    submission_id = make_world(tmp_path / "server")
    with open_server(tmp_path / "server", SETTINGS) as server:
        add_person(
            server, email=ADMIN, name="Ann Admin", roles=[Role.ADMINISTRATOR], organisation="Quillfeather",
            password=PASSWORD,
        )  # fmt: skip
    running = Serving(tmp_path / "server", "--no-worker")
    running.start()
    yield World(running, tmp_path / "server", submission_id)
    running.kill()


def test_every_table_that_names_a_person_is_accounted_for() -> None:
    known = {f"{holding.model.__tablename__}.{holding.whose.key}" for holding in personal_tables.HOLDINGS}
    assert not known & set(personal_tables.ABOUT_OTHERS)
    there = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    assert there == known | set(personal_tables.ABOUT_OTHERS)
    attached = {part.model.__tablename__ for part in personal_tables.attached("")}
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "portfolios"
    }
    assert hanging - {"intake_jobs", "uploads"} <= attached
    of_awards = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "awards"
    }
    assert {"issued_credentials", "award_revocations"} <= of_awards
    assert of_awards <= attached | {holding.model.__tablename__ for holding in personal_tables.HOLDINGS}


def test_who_saw_what_is_told_without_telling_who_reviews(world: World, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", world.serving.url, ASSESSOR)
    desk.sync()
    desk.download(world.submission_id)
    desk.close()
    with open_server(world.data, SETTINGS) as server, server.database.reading() as session:
        applicant = by_email(session, APPLICANT).id
    world.get(ADMIN, f"/api/v1/organisation/people/{applicant}")
    answer = world.get(APPLICANT, "/api/v1/my/access-log")
    person, packet = answer.json()["items"]
    assert (person["kind"], person["by"], person["times"]) == ("person", "an administrator", 1)
    assert person["first_at"].startswith(person["day"])
    # Of a reviewer only the day is told.
    assert packet == {
        "kind": "packet", "subject": world.submission_id, "by": "a reviewer", "day": person["day"], "first_at": None,
        "last_at": None, "times": None,
    }  # fmt: skip
    for secret in ("Alma", "Reyes", ASSESSOR, "Circle"):
        assert secret not in answer.text
    with open_server(world.data, SETTINGS) as server, server.database.reading() as session:
        rows = session.scalars(select(Viewing)).all()
        assert {(row.kind, row.subject) for row in rows} == {("packet", world.submission_id), ("person", applicant)}


def test_two_reviewers_of_a_day_are_one_entry_wherever_pages_end(world: World) -> None:
    with open_server(world.data, SETTINGS) as server:
        with server.database.reading() as session:
            applicant = by_email(session, APPLICANT).id
            readers = [by_email(session, email).id for email in (ASSESSOR, OTHER, APPROVER)]
            admin = by_email(session, ADMIN).id
        for reader in readers:
            for _ in range(2):
                viewings.note(server, reader, Kind.PACKET, world.submission_id)
        viewings.note(server, admin, Kind.PERSON, applicant)
        viewings.note(server, applicant, Kind.FEEDBACK, world.submission_id)
        with server.database.writing() as session:
            for reader in readers[:2]:
                session.add(
                    Viewing(
                        person_id=reader, kind=Kind.PACKET, subject=world.submission_id, day="2026-01-02",
                        first_at=utc_now(), last_at=utc_now(), times=3,
                    )
                )  # fmt: skip
        with server.database.reading() as session:
            whole = viewings.of_person(session, applicant, Wanted())
            assert [(row.kind, row.by, row.times) for row in whole.items] == [
                ("person", "an administrator", 1), ("packet", "a reviewer", None), ("feedback", "you", 1),
                ("packet", "a reviewer", None),
            ]  # fmt: skip
            assert whole.items[-1].day == "2026-01-02"
            pieces, cursor = [], ""
            while True:
                page = viewings.of_person(session, applicant, Wanted(cursor, 1))
                pieces += page.items
                if page.next is None:
                    break
                cursor = page.next
                told = base64.urlsafe_b64decode(cursor + "==").decode()
                assert not [reader for reader in (*readers, admin) if reader in told]
            assert tuple(pieces) == whole.items


def test_lists_and_reports_of_an_organisation_are_in_its_peoples_logs(world: World) -> None:
    with open_server(world.data, SETTINGS) as server, server.database.reading() as session:
        here, there = (session.get_one(Employment, by_email(session, who).id) for who in (APPLICANT, ASSESSOR))
        assert here.organisation_id != there.organisation_id
    token, _ = access_token(world.serving.url, ADMIN)
    lists = ("people", "requests", "removals?school_year=2026")
    reports = ("cpe.csv", "stipends/2026-27-december/lines", "stipends/2026-27-december/entries",
               "stipends/2026-27-december/export.csv", "stipends/2026-27-december/export.xlsx")  # fmt: skip
    for kind, paths in (("people", lists), ("report", reports)):
        for times, path in enumerate(paths, start=1):
            answer = call(world.serving.url, f"/api/v1/organisation/{path}", token)
            assert answer.status_code == 200, (path, answer.text)
            items = world.get(APPLICANT, "/api/v1/my/access-log").json()["items"]
            assert [(row["by"], row["times"]) for row in items if row["kind"] == kind] == [
                ("an administrator", times)
            ], path  # fmt: skip
    assert world.get(ASSESSOR, "/api/v1/my/access-log").json()["items"] == []


def test_words_that_an_issuer_saw_are_in_the_log(world: World) -> None:
    with open_server(world.data, SETTINGS) as server:
        add_person(
            server, email=ISSUER, name="Ida Berg", roles=[Role.ISSUER], organisation="Circle", password=PASSWORD
        )  # fmt: skip
        with server.database.writing() as session:
            applicant = by_email(session, APPLICANT)
            session.get_one(Submission, world.submission_id).state = "not_yet_earned"
            session.flush()
            portfolio = start(session, applicant, "academic-discourse", [])
            session.flush()
            item = session.scalars(select(PortfolioItem)).first()
            assert item is not None
            session.add(
                Redaction(
                    id="ab" * 16, portfolio_id=portfolio.id, item_id=item.id, place="1", word="May", before="",
                    after="", where="text", page=None, choice=None, decided_by=None, decided_at=None,
                )
            )  # fmt: skip
    assert len(world.get(ISSUER, "/api/v1/issuer/redactions").json()["items"]) == 1
    (row,) = world.get(APPLICANT, "/api/v1/my/access-log").json()["items"]
    assert (row["kind"], row["by"], row["subject"]) == ("words", "the issuer", applicant.id)


def test_an_export_by_whoever_runs_the_server_is_in_the_log(world: World, tmp_path: Path) -> None:
    with open_server(world.data, SETTINGS) as server:
        privacy.export(server, argparse.Namespace(email=APPLICANT, file=tmp_path / "data.zip"))
        with server.database.reading() as session:
            person_id = by_email(session, APPLICANT).id
            (row,) = viewings.of_person(session, person_id, Wanted()).items
            assert (row.kind, row.by) == (Kind.HANDED_OUT, "whoever runs the server")
            assert [each["who"] for each in viewings.log_rows(session, person_id)] == ["whoever runs the server"]


def test_a_reviewers_export_tells_no_seconds_of_packets(world: World, tmp_path: Path) -> None:
    with open_server(world.data, SETTINGS) as server:
        with server.database.writing() as session:
            reviewer = by_email(session, ASSESSOR).id
            for number in (3, 1, 2):
                session.add(
                    AssessmentRow(
                        id=f"{number}" * 32, submission_id=world.submission_id, person_id=reviewer,
                        submitted_at=utc_now(), received_at=utc_now(), second=number == 2, data={},
                    )
                )  # fmt: skip
                session.flush()
        viewings.note(server, reviewer, Kind.PACKET, world.submission_id)
        personal_export.write_export(server, reviewer, tmp_path / "data.zip")
    archive = zipfile.ZipFile(tmp_path / "data.zip")
    moments = {"assignments": "created_at", "assessments": "received_at", "viewings": "first_at", "mails": "created_at"}
    for table, moment in moments.items():
        rows = json.loads(archive.read(f"data/{table}.json"))
        assert rows
        assert all(moment in row for row in rows)
        for row in rows:
            for name, value in row.items():
                if name.endswith(("_at", "_until")) and value is not None:
                    assert value.endswith(":00+00:00"), (table, name)
            assert not {"second", "state_before"} & set(row)
    assert [row["id"][0] for row in json.loads(archive.read("data/assessments.json"))] == ["1", "2", "3"]
    assert not [name for name in archive.namelist() if "event" in name]


def test_a_person_takes_their_data_along(world: World) -> None:
    answer = world.get(APPLICANT, "/api/v1/my/export")
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert json.loads(archive.read("data/people.json"))[0]["name"] == NAME
    assert "password_hash" not in json.loads(archive.read("data/people.json"))[0]
    handed_in = [name for name in names if name.startswith("handed-in/")]
    with open_server(world.data, SETTINGS) as server, server.database.reading() as session:
        items = session.scalars(select(PortfolioItem).order_by(PortfolioItem.position)).all()
        assert len(handed_in) == len([item for item in items if item.original])
        assert archive.read(handed_in[0]) == server.originals.read(items[0].original or "")
    everything = b"".join(archive.read(name) for name in names if name.startswith("data/"))
    for secret in (b"Alma", ASSESSOR.encode(), b"$argon2"):
        assert secret not in everything
    assert list((world.data / "exports").iterdir()) == []
    reviewer = zipfile.ZipFile(io.BytesIO(world.get(ASSESSOR, "/api/v1/my/export").content))
    assert "data/assignments.json" in reviewer.namelist()
    assert not [name for name in reviewer.namelist() if "presentations" in name or "raters" in name]


def _bytes_below(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def _sweep(server: Server) -> int:
    return sweeping.sweep(server, time.time() + 3 * 24 * 3600)


def test_an_erased_person_is_found_nowhere_and_the_history_holds(world: World) -> None:
    world.serving.kill()
    with open_server(world.data, SETTINGS) as server:
        assert SURNAME.encode() in _bytes_below(world.data)
        with server.database.reading() as session:
            planned = erasure.preview(session, APPLICANT)
        assert planned.withdrawn == (world.submission_id,)
        assert planned.done_at is None
        erasure.erase(server, APPLICANT)
        _sweep(server)
        assert audit.verify_history(server).breaks == ()
        with pytest.raises(Refused):
            erasure.erase(server, APPLICANT)
        with server.database.reading() as session:
            (erased,) = session.scalars(select(Person).where(Person.email.startswith("erased-")))
            assert (erased.name, erased.roles, erased.password_hash) == (erasure.NAME, [], "")
            # A decision that was made stays decided, and the packet that was assessed names nobody.
            submission = session.get_one(Submission, world.submission_id)
            assert (submission.state, bool(submission.manifest)) == ("withdrawn", True)
            assert session.scalars(select(Mail).where(Mail.person_id == erased.id)).all() == []
    # Closing it wrote everything into the file; what SQLite left in freed pages is looked at too.
    sqlite3.connect(world.data / "server.sqlite").execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rest = _bytes_below(world.data)
    for trace in (SURNAME, APPLICANT.partition("@")[0]):
        assert trace.encode() not in rest
        assert trace.lower().encode() not in rest


def test_reviewers_give_their_work_away_first(world: World) -> None:
    with open_server(world.data, SETTINGS) as server:
        with pytest.raises(Refused, match="somebody else first"):
            erasure.erase(server, ASSESSOR)
        with server.database.reading() as session:
            assert by_email(session, ASSESSOR).name == "Alma Reyes"


def test_an_erased_person_can_not_sign_in(world: World) -> None:
    with open_server(world.data, SETTINGS) as server:
        erasure.erase(server, APPLICANT)
    with pytest.raises(Exception, match=r"password|sign"):
        access_token(world.serving.url, APPLICANT)


def test_what_was_kept_for_long_enough_ends_and_the_rest_stays(world: World) -> None:
    world.serving.kill()
    with open_server(world.data, SETTINGS) as server:
        later = utc_now() + timedelta(days=400)
        with server.database.writing() as session:
            applicant = by_email(session, APPLICANT)
            organisation = session.get_one(
                Organisation, session.get_one(Employment, applicant.id).organisation_id
            )  # fmt: skip
            session.execute(update(Mail).values(next_try_at=None))
            before = retention.preview(session, organisation, later)
            # The attempt is not over: what was handed in has to stay.
            assert (before.originals, before.mails > 0) == (0, True)
            session.get_one(Submission, world.submission_id).state = "not_yet_earned"
            session.flush()
            start(session, applicant, "academic-discourse", [])
            session.flush()
            planned = retention.preview(session, organisation, later)
            assert retention.preview(session, organisation, utc_now()).originals == 0
            done = retention.carry_out(session, organisation, later)
            assert (done.drafts, done.originals, done.mails) == (planned.drafts, planned.originals, planned.mails)
            assert done.drafts == 1
            assert done.originals > 0
            assert retention.preview(session, organisation, later).originals == 0
        names = {file.name for file in (world.data / "originals").glob("*/*")}
        assert names
        assert _sweep(server) >= len(names)
        assert list((world.data / "originals").glob("*/*")) == []
        with server.database.reading() as session:
            submission = session.get_one(Submission, world.submission_id)
            assert server.blobs.path(submission.manifest).is_file()
            signed = json.loads(server.blobs.read(submission.manifest))
            assert all(
                server.blobs.path(item["blob"]["sha256"]).is_file() for item in signed["manifest"]["evidence"]
            )  # fmt: skip


def test_an_organisation_that_keeps_everything(world: World) -> None:
    with open_server(world.data, SETTINGS) as server, server.database.writing() as session:
        organisation = session.get_one(
            Organisation, session.get_one(Employment, by_email(session, APPLICANT).id).organisation_id
        )
        policy = dict(organisation.policy)
        policy["retention"] = dict.fromkeys(policy["retention"])
        organisation.policy = policy
        session.execute(update(Mail).values(next_try_at=None))
        report = retention.preview(session, organisation, utc_now() + timedelta(days=9_999))
        assert (report.drafts, report.originals, report.viewings, report.mails) == (0, 0, 0, 0)
