"""What counts as work in progress, which files without a row the sweep finds, and what erasure reaches beyond rows."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType
from assessor_app.server.notify.letters import Letter
from assessor_app.server.notify.messages import Digest
from assessor_app.server.notify.messages import Kind as MailKind
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import (
    audit,
    calibrating,
    erasure,
    mail,
    personal_export,
    personal_tables,
    reminders,
    retention,
    sweeping,
    uploads,
)
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.people import by_email
from assessor_app.server.services.portfolios import start
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem
from assessor_app.server.storage.models import Award, Mail, Notice, Person, Submission
from assessor_app.server.storage.portfolio_models import Agreement, Draft, SelfCheck, Upload
from assessor_app.server.storage.program_models import Employment, Organisation
from tests.handing_in import SMALL, add_educator, make_credential
from tests.raters.pool import CREDENTIAL, open_pool
from tests.server.awards.world import open_awards
from tests.serving import ASSESSOR, SETTINGS

EDUCATOR = "wren@schools.example"
OLD = 3 * 24 * 3600
NOW = utc_now()
LONG_AGO, LATELY = NOW - timedelta(days=5_000), NOW - timedelta(hours=1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with open_server(tmp_path / "server", SETTINGS) as server:
        make_credential(server)
        add_educator(server, EDUCATOR, "Wren Oakley")
        yield server


def _old_portfolio(session: Session) -> Portfolio:
    person = by_email(session, EDUCATOR)
    portfolio = start(session, person, SMALL, [])
    portfolio.created_at = LONG_AGO
    session.flush()
    return portfolio


def _kept(session: Session) -> bool:
    employment = session.get_one(Employment, by_email(session, EDUCATOR).id)
    organisation = session.get_one(Organisation, employment.organisation_id)
    return retention.preview(session, organisation, NOW).drafts == 0


def _item(portfolio: Portfolio, at: datetime) -> PortfolioItem:
    return PortfolioItem(
        id="a" * 32, portfolio_id=portfolio.id, requirement_id="need", position=0, kind=EvidenceKind.TEXT, name="",
        title="", link=None, original=None, size=0, words=None, result=None, refused=None, created_at=at,
    )  # fmt: skip


def _upload(portfolio: Portfolio, at: datetime) -> Upload:
    return Upload(
        id="b" * 32, person_id=portfolio.applicant_id, portfolio_id=portfolio.id, requirement_id="need", name="a.pdf",
        title="", length=9, received=4, item_id=None, expires_at=at + uploads.LIFE,
    )  # fmt: skip


SIGNS: dict[str, Callable[[Portfolio, datetime], object]] = {
    "item": _item,
    "draft": lambda folio, at: Draft(
        portfolio_id=folio.id, requirement_id="need", text="Words", version=1, updated_at=at
    ),
    "self-check": lambda folio, at: SelfCheck(portfolio_id=folio.id, data={}, updated_at=at),
    "agreement": lambda folio, at: Agreement(portfolio_id=folio.id, wording="Yes", agreed_at=at),
    "upload": _upload,
}


@pytest.mark.parametrize("sign", SIGNS)
def test_an_old_portfolio_that_is_worked_on_stays(server: Server, sign: str) -> None:
    with server.database.writing() as session:
        portfolio = _old_portfolio(session)
        assert not _kept(session)
        row = SIGNS[sign](portfolio, LONG_AGO)
        session.add(row)
        session.flush()
        assert not _kept(session)
        session.delete(row)
        session.flush()
        session.add(SIGNS[sign](portfolio, LATELY))
        session.flush()
        assert _kept(session)


def _file(file: Path, age: float = 0) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"evidence")
    moment = time.time() - age
    os.utime(file, (moment, moment))
    return file


def test_the_sweep_finds_what_a_bad_end_left(server: Server) -> None:
    with server.database.writing() as session:
        running = _upload(_old_portfolio(session), LATELY)
        session.add(running)
        running_id = running.id
    left = [
        "uploads/gone.part", "uploads/gone.part.lock", "originals/0123.part", "blobs/4567.part", "exports/who-89.zip",
    ]  # fmt: skip
    stays = [_file(server.data / f"uploads/{running_id}.part{end}", OLD) for end in ("", ".lock")]
    young = [_file(server.data / name) for name in left]
    assert sweeping.sweep(server) == 0
    assert all(file.exists() for file in (*young, *stays))
    old = [_file(server.data / name, OLD) for name in left]
    assert sweeping.sweep(server) == len(left)
    assert not any(file.exists() for file in old)
    assert all(file.exists() for file in stays)


def test_erasure_takes_arriving_files_and_archives_at_once(server: Server) -> None:
    with server.database.writing() as session:
        portfolio = _old_portfolio(session)
        session.add(_upload(portfolio, LATELY))
        person_id = portfolio.applicant_id
    theirs = [f"uploads/{'b' * 32}.part", f"uploads/{'b' * 32}.part.lock", f"exports/{person_id}-12.zip"]
    gone = [_file(server.data / name) for name in theirs]
    others = [_file(server.data / name) for name in (f"uploads/{'c' * 32}.part", "exports/somebody-12.zip")]
    erasure.erase(server, EDUCATOR)
    assert not any(file.exists() for file in gone)
    assert all(file.exists() for file in others)


def test_the_sweep_leaves_what_is_young_or_wanted(server: Server) -> None:
    old = server.originals.put(b"nobody names it")
    assert sweeping.sweep(server) == 0
    aged = time.time() - 3 * 24 * 3600
    os.utime(server.originals.path(old), (aged, aged))
    server.originals.put(b"nobody names it")
    assert sweeping.sweep(server) == 0, "it was handed in again a moment ago"
    os.utime(server.originals.path(old), (aged, aged))
    assert sweeping.sweep(server) == 1


def test_few_archives_are_made_at_once_and_one_is_kept_of_each(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.database.reading() as session:
        person_id, other = by_email(session, EDUCATOR).id, by_email(session, ASSESSOR).id
    first = personal_export.kept_export(server, person_id)
    others = personal_export.kept_export(server, other)
    second = personal_export.kept_export(server, person_id)
    assert [file.exists() for file in (first, others, second)] == [False, True, True]
    monkeypatch.setattr(personal_export, "WAIT_SECONDS", 0.01)
    with personal_export._turn("a"):
        with pytest.raises(ProblemError) as refused, personal_export._turn("a"):
            pass
        assert (refused.value.problem.status, refused.value.problem.type) == (429, ProblemType.RATE_LIMITED)
        with personal_export._turn("b"), pytest.raises(ProblemError) as refused:
            personal_export.kept_export(server, person_id)
        assert refused.value.problem.type == ProblemType.RATE_LIMITED
    assert second.exists(), "whoever is refused keeps what they have"
    personal_export.kept_export(server, person_id)


def test_a_credential_is_its_holders_to_take_along_and_stays_when_they_are_erased(tmp_path: Path) -> None:
    awards = open_awards(tmp_path / "server")
    credential = awards.credential()
    with awards.server.database.reading() as session:
        award = session.get_one(Award, credential.submission_id)
        holder = session.get_one(Person, award.person_id)
    personal_export.write_export(awards.server, holder.id, tmp_path / "data.zip")
    (row,) = json.loads(zipfile.ZipFile(tmp_path / "data.zip").read("data/issued_credentials.json"))
    assert (row["document"], row["jwt"]) == (credential.document, credential.jwt)
    assert holder.email not in credential.document
    report = erasure.erase(awards.server, holder.email)
    (kept,) = [table for table in report.tables if table.table == "issued_credentials"]
    assert (kept.rows, kept.fate, "proof" in kept.why) == (1, personal_tables.Fate.KEPT, True)
    assert awards.credential(credential.submission_id).document == credential.document
    awards.server.close()


def test_mail_to_others_and_notices_forget_an_erased_reviewer(tmp_path: Path) -> None:
    pool = open_pool(tmp_path / "server")
    boss, ada = "chief@raters.example", "ada@raters.example"
    pool.person(boss, Role.ADMINISTRATOR)
    pool.person(ada, Role.ASSESSOR)
    calibrating.calibrate(pool.server, ada, CREDENTIAL)
    submission_id = pool.submission(utc_now())
    assign(pool.server, submission_id, ada)
    with pool.server.database.writing() as session:
        person = by_email(session, ada)
        person.name = "Ada Featherstonehaugh"
        due = session.get_one(Submission, submission_id).due_at
        session.add(Notice(key=f"lapses:{person.id}:{CREDENTIAL}:20260101T000000", at=utc_now()))
    reminders.do_due(pool.server, due + timedelta(hours=1))
    with pool.server.database.writing() as session:
        late = session.scalars(select(Mail).where(Mail.kind == MailKind.OVERDUE)).one()
        reader = mail.reader_of(session, late.person_id)
        assert reader is not None
        held = Digest(utc_now(), ((late.created_at, Letter.model_validate(late.content)),) * 2)
        digest = mail.written(late.person_id, reader, held, utc_now(), None)
        session.add(digest)
        session.flush()
        late.digest_id = digest.id
        assert all("Featherstonehaugh" in row.body for row in (late, digest))
    with pytest.raises(Refused, match="somebody else first"):
        erasure.erase(pool.server, ada)
    withdraw(pool.server, submission_id)
    report = erasure.erase(pool.server, ada)
    assert [(row.rows, row.fate) for row in report.tables if row.table == "mails"][-1] == (
        2,
        "emptied of words and names",
    )
    assert [row.rows for row in report.tables if row.table == "notices"] == [1]
    with pool.server.database.reading() as session:
        rows = session.scalars(select(Mail)).all()
        assert [row.body.count(erasure.NAME) for row in rows if row.kind == MailKind.OVERDUE] == [1]
        assert "Featherstonehaugh" not in "".join(f"{row.subject}{row.body}{json.dumps(row.content)}" for row in rows)
        assert all(person.id not in key for key in session.scalars(select(Notice.key)))
    assert audit.verify_history(pool.server).breaks == ()
    pool.server.close()
