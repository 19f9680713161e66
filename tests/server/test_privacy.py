"""Who saw what; a person's data to take along; erasing a person; ending what was kept for long enough."""

from __future__ import annotations

import io
import json
import os
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
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import audit, erasure, personal_tables, retention, sweeping
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.portfolios import start
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.intake_models import PortfolioItem
from assessor_app.server.storage.models import Base, Mail, Person, Submission
from assessor_app.server.storage.program_models import Employment, Organisation, Viewing
from tests.serving import APPLICANT, ASSESSOR, NAME, PASSWORD, SETTINGS, Desk, Serving, access_token, make_world

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


def test_who_saw_what_is_told_without_telling_who_reviews(world: World, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", world.serving.url, ASSESSOR)
    desk.sync()
    desk.download(world.submission_id)
    desk.close()
    with open_server(world.data, SETTINGS) as server, server.database.reading() as session:
        applicant = by_email(session, APPLICANT).id
    world.get(ADMIN, f"/api/v1/organisation/people/{applicant}")
    answer = world.get(APPLICANT, "/api/v1/my/access-log")
    assert [(row["kind"], row["by"]) for row in answer.json()["items"]] == [
        ("person", "an administrator"), ("packet", "a reviewer"),
    ]  # fmt: skip
    for secret in ("Alma", "Reyes", ASSESSOR, "Circle"):
        assert secret not in answer.text
    with open_server(world.data, SETTINGS) as server, server.database.reading() as session:
        rows = session.scalars(select(Viewing)).all()
        assert {(row.kind, row.subject) for row in rows} == {("packet", world.submission_id), ("person", applicant)}


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


def test_the_sweep_leaves_what_is_young_or_wanted(world: World) -> None:
    with open_server(world.data, SETTINGS) as server:
        old = server.originals.put(b"nobody names it")
        assert sweeping.sweep(server) == 0
        aged = time.time() - 3 * 24 * 3600
        os.utime(server.originals.path(old), (aged, aged))
        server.originals.put(b"nobody names it")
        assert sweeping.sweep(server) == 0, "it was handed in again a moment ago"
        os.utime(server.originals.path(old), (aged, aged))
        assert sweeping.sweep(server) == 1


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
