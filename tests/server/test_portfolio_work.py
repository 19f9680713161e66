"""Working on a portfolio over real HTTP: uploads that break off, drafts, self-check, agreement, the next attempt."""

from __future__ import annotations

import base64
import io
import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import select, update
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from assessor_app.domain.submission import State
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import open_server
from assessor_app.server.services import uploads
from assessor_app.server.storage.intake_models import PortfolioItem
from assessor_app.server.storage.models import Submission
from assessor_app.server.storage.portfolio_models import Upload
from tests.handing_in import add_educator, make_credential, pdf, sentences
from tests.server.test_portfolios import GRACE, GRACE_NAME, OTHER, OTHER_NAME, Here, kind
from tests.serving import FACILITATOR, SETTINGS, Serving, access_token

UPLOADS = "/api/v1/my/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    with open_server(tmp_path / "server", SETTINGS) as server:
        make_credential(server)
        for email, name in ((OTHER, OTHER_NAME), (GRACE, GRACE_NAME)):
            add_educator(server, email, name)
    # No worker: what is looked at here is what the server keeps, not what becomes of it.
    running = Serving(tmp_path / "server", "--no-worker")
    running.start()
    people = (OTHER, GRACE, FACILITATOR)
    yield Here(running, tmp_path, {email: access_token(running.url, email)[0] for email in people})
    running.kill()


def metadata(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def begin_upload(here: Here, portfolio: str, length: int, **more: str) -> requests.Response:
    given = metadata(portfolio=portfolio, requirement="need", filename="Bedürfnisse.pdf", **more)
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": given}
    return here.ask(OTHER, UPLOADS, "POST", headers=headers)


def originals(here: Here, portfolio: str) -> list[bytes]:
    items = here.ask(OTHER, f"/{portfolio}").json()["items"]
    return [here.ask(OTHER, f"/{portfolio}/items/{item['id']}/original").content for item in items]


def test_a_client_that_we_did_not_write_uploads_a_file_in_pieces(here: Here) -> None:
    portfolio, data = here.begin(OTHER), os.urandom(3_000_000)
    client = TusClient(here.server.url + UPLOADS, headers={"Authorization": f"Bearer {here.tokens[OTHER]}"})
    given = {"portfolio": portfolio, "requirement": "need", "filename": "talk.mp4", "title": "My class"}
    uploader = client.uploader(file_stream=io.BytesIO(data), chunk_size=700_000, metadata=given)
    uploader.upload_chunk()
    again = client.uploader(file_stream=io.BytesIO(data), chunk_size=700_000, url=uploader.url)
    assert again.get_offset() == 700_000
    again.upload()
    (item,) = here.ask(OTHER, f"/{portfolio}").json()["items"]
    assert (item["name"], item["size"]) == ("talk.mp4", len(data))
    assert originals(here, portfolio) == [data]
    stranger = TusClient(here.server.url + UPLOADS, headers={"Authorization": f"Bearer {here.tokens[GRACE]}"})
    with pytest.raises(TusCommunicationError):
        stranger.uploader(file_stream=io.BytesIO(data), url=uploader.url).get_offset()


def test_what_arrived_before_a_line_broke_is_kept_and_gone_on_with(here: Here) -> None:
    portfolio, data = here.begin(OTHER), os.urandom(400_000)
    place = begin_upload(here, portfolio, len(data)).headers["Location"]
    parts = urlsplit(here.server.url)
    with socket.create_connection((parts.hostname, parts.port)) as line:
        head = (
            f"PATCH {place} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {here.tokens[OTHER]}\r\n"
            f"Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        line.sendall(head.encode() + data[:150_000])
        here.until(lambda: (here.home / "server" / "uploads" / f"{place.rpartition('/')[2]}.part").exists())
    offset = here.until(lambda: int(here.ask(OTHER, place, "HEAD", headers=TUS).headers["Upload-Offset"]))
    assert 0 < offset <= 150_000
    here.server.kill()
    here.server.start()
    assert here.ask(OTHER, place, "HEAD", headers=TUS).headers["Upload-Offset"] == str(offset)
    wrong = here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": "0"}, data=data)
    assert kind(wrong) == (409, "stale-base")
    done = here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": str(offset)}, data=data[offset:])
    assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(data)))
    assert originals(here, portfolio) == [data]
    # Asked again, because the answer was lost: nothing is added twice.
    again = here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": str(len(data))}, data=b"")
    assert again.status_code == 204
    assert len(originals(here, portfolio)) == 1


def test_bytes_that_no_row_speaks_of_are_written_over(here: Here) -> None:
    portfolio, data = here.begin(OTHER), os.urandom(5_000)
    place = begin_upload(here, portfolio, len(data)).headers["Location"]
    here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": "0"}, data=data[:1_000])
    with (here.home / "server" / "uploads" / f"{place.rpartition('/')[2]}.part").open("ab") as file:
        file.write(b"torn by a power cut")
    here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": "1000"}, data=data[1_000:])
    assert originals(here, portfolio) == [data]


def test_a_disk_that_takes_a_part_only_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, real = os.urandom(100_000), os.write
    monkeypatch.setattr(uploads.os, "write", lambda handle, part: real(handle, bytes(part[:7_001])))
    handle = uploads._open(tmp_path / "uploads" / "file.part", 0)
    uploads._write(handle, whole)
    os.close(handle)
    assert (tmp_path / "uploads" / "file.part").read_bytes() == whole


@pytest.mark.parametrize("way", ["asked", "chore"])
def test_what_arrived_whole_before_a_bad_end_becomes_evidence_all_the_same(here: Here, way: str) -> None:
    portfolio, data = here.begin(OTHER), os.urandom(5_000)
    place = begin_upload(here, portfolio, len(data)).headers["Location"]
    here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": "0"}, data=data[:4_999])
    upload_id = place.rpartition("/")[2]
    with (here.home / "server" / "uploads" / f"{upload_id}.part").open("ab") as file:
        file.write(data[4_999:])
    with open_server(here.home / "server", SETTINGS) as server:
        with server.database.writing() as session:
            session.get_one(Upload, upload_id).received = len(data)
        if way == "chore":
            with server.database.writing() as session:
                session.get_one(Upload, upload_id).expires_at = utc_now() + timedelta(minutes=5)
            assert uploads.remove_old(server) == 0
    shown = here.ask(OTHER, place, "HEAD", headers=TUS)
    assert shown.headers["Upload-Offset"] == str(len(data))
    assert originals(here, portfolio) == [data]
    here.ask(OTHER, place, "HEAD", headers=TUS)
    assert len(originals(here, portfolio)) == 1


def test_uploads_that_can_not_be(here: Here) -> None:
    portfolio = here.begin(OTHER)
    assert kind(begin_upload(here, portfolio, 501 * 1024**2)) == (413, "too-large")
    assert kind(begin_upload(here, portfolio, 0)) == (422, "bad-request")
    assert kind(begin_upload(here, "0" * 32, 5)) == (404, "not-found")
    headers = {**TUS, "Upload-Length": "5", "Upload-Metadata": "filename !!"}
    assert kind(here.ask(OTHER, UPLOADS, "POST", headers=headers)) == (422, "bad-request")
    assert kind(here.ask(OTHER, UPLOADS, "POST", headers={**headers, "Tus-Resumable": "0.2"})) == (412, "wrong-version")
    place = begin_upload(here, portfolio, 5).headers["Location"]
    more = here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": "0"}, data=b"123456")
    assert kind(more) == (413, "too-large")
    form = {**BYTES, "Upload-Offset": "0", "Content-Type": "text/plain"}
    assert kind(here.ask(OTHER, place, "PATCH", headers=form, data=b"12")) == (415, "wrong-content")
    refused = here.post(OTHER, f"/{portfolio}/submit").json()["missing"]
    assert "has not arrived whole" in str(refused)
    assert here.ask(OTHER, place, "DELETE", headers=TUS).status_code == 204
    assert kind(here.ask(OTHER, place)) == (404, "not-found")
    assert "has not arrived whole" not in str(here.post(OTHER, f"/{portfolio}/submit").json()["missing"])
    assert here.ask(OTHER, UPLOADS, "OPTIONS").headers["Tus-Version"] == "1.0.0"


def test_what_was_left_alone_ends_by_itself(here: Here) -> None:
    place = begin_upload(here, here.begin(OTHER), 5).headers["Location"]
    here.ask(OTHER, place, "PATCH", headers={**BYTES, "Upload-Offset": "0"}, data=b"12")
    with open_server(here.home / "server", SETTINGS) as server:
        with server.database.writing() as session:
            session.execute(update(Upload).values(expires_at=utc_now() - timedelta(seconds=1)))
        assert kind(here.ask(OTHER, place)) == (404, "not-found")
        assert uploads.remove_old(server) == 1
    assert list((here.home / "server" / "uploads").iterdir()) == []


def test_a_draft_is_kept_is_never_written_over_unseen_and_becomes_evidence(here: Here) -> None:
    portfolio = here.begin(OTHER)
    shown = here.ask(OTHER, f"/{portfolio}/drafts").json()["items"]
    (draft,) = (row for row in shown if row["requirement_id"] == "reflection")
    assert (draft["version"], draft["text"]) == (0, "")
    path = f"/{portfolio}/drafts/reflection"
    first = here.ask(OTHER, path, "PUT", json={"text": "Three words here", "version": 0})
    assert (first.json()["version"], first.json()["words"]) == (1, 3)
    other_tab = here.ask(OTHER, path, "PUT", json={"text": "Something else", "version": 0})
    assert kind(other_tab) == (409, "stale-base")
    assert other_tab.json()["current"]["text"] == "Three words here"
    assert "A draft of yours" in str(here.post(OTHER, f"/{portfolio}/submit").json()["missing"])
    assert kind(here.ask(OTHER, f"/{portfolio}/drafts/plan", "PUT", json={"text": "x", "version": 0}))[0] == 422
    taken = here.post(OTHER, f"{path}/evidence", params={"title": "What I learned"})
    assert [item["kind"] for item in taken.json()["items"]] == ["text"]
    assert originals(here, portfolio) == [b"Three words here"]
    assert kind(here.post(OTHER, f"{path}/evidence")) == (404, "not-found")
    # A window from before goes on with what it had: it must not write over a draft that was begun since.
    begun = here.ask(OTHER, path, "PUT", json={"text": "A second thought", "version": 2})
    assert begun.json()["version"] == 3
    assert kind(here.ask(OTHER, path, "PUT", json={"text": "Three words here, again", "version": 1}))[0] == 409
    assert kind(here.ask(GRACE, f"/{portfolio}/drafts")) == (404, "not-found")


def test_ones_own_look_at_the_rubric(here: Here) -> None:
    portfolio = here.begin(OTHER)
    path = f"/{portfolio}/self-check"
    assert here.ask(OTHER, path).json()["would_be_earned"] is None
    keys = ("need-shown", "plan-shown", "reflection-shown")
    all_met = {"answers": {key: {"level": 2, "note": "I think so"} for key in keys}}
    assert here.ask(OTHER, path, "PUT", json=all_met).json()["would_be_earned"] is True
    all_met["answers"]["plan-shown"]["level"] = 1
    assert here.ask(OTHER, path, "PUT", json=all_met).json()["would_be_earned"] is False
    for wrong in ({"none": {"level": 1}}, {"need-shown": {"level": 3}}, {"need-shown": {"level": 0}}):
        assert here.ask(OTHER, path, "PUT", json={"answers": wrong}).status_code == 422
    assert here.ask(OTHER, path).json()["answers"]["need-shown"]["note"] == "I think so"
    for who, expected in ((GRACE, 404), (FACILITATOR, 403)):
        assert here.ask(who, path).status_code == expected


def test_nothing_is_handed_in_before_the_agreement(here: Here) -> None:
    portfolio = here.fill(OTHER, OTHER_NAME, sentences(3, OTHER_NAME))
    answer = here.post(OTHER, f"/{portfolio}/submit")
    assert [row["requirement"] for row in answer.json()["missing"]] == ["agreement"]
    shown = here.ask(OTHER, f"/{portfolio}/agreement").json()
    assert shown["agreed_at"] is None
    assert "my own" in shown["wording"]
    here.agree(OTHER, portfolio)
    here.post(OTHER, f"/{portfolio}/requirements/reflection/texts", json={"text": "One thing more."})
    answer = here.post(OTHER, f"/{portfolio}/submit")
    assert [row["requirement"] for row in answer.json()["missing"]] == ["agreement"], "it was about other evidence"
    submission_id = here.submit(OTHER, portfolio)
    status = here.ask(OTHER, f"/api/v1/my/submissions/{submission_id}").json()["status"]
    assert status.startswith("We have it")


def test_the_next_attempt_begins_with_what_the_last_one_had(here: Here) -> None:
    submission_id = here.submit(OTHER, here.fill(OTHER, OTHER_NAME, sentences(3, OTHER_NAME)))
    withdrawal = f"/api/v1/my/submissions/{submission_id}/withdrawal"
    assert kind(here.ask(GRACE, withdrawal, "POST")) == (404, "not-found")
    withdrawn = here.ask(OTHER, withdrawal, "POST").json()
    assert (withdrawn["state"], withdrawn["status"][:16]) == ("withdrawn", "You took it back")
    assert kind(here.ask(OTHER, withdrawal, "POST")) == (409, "refused")
    portfolio = here.begin(OTHER)
    items = here.ask(OTHER, f"/{portfolio}").json()["items"]
    assert [item["unchanged"] for item in items] == [True] * 4
    here.ask(OTHER, f"/{portfolio}/items/{items[0]['id']}", "DELETE")
    path = f"/{portfolio}/requirements/need/files"
    here.post(OTHER, path, params={"name": "better.pdf"}, data=pdf(9, OTHER_NAME))
    items = here.ask(OTHER, f"/{portfolio}").json()["items"]
    assert {item["name"]: item["unchanged"] for item in items}["better.pdf"] is False
    assert sum(item["unchanged"] for item in items) == 3
    second = here.submit(OTHER, portfolio)
    assert here.ask(OTHER, f"/api/v1/my/submissions/{second}").json()["attempt"] == 2
    # No limit to their number (FAQ 22), and nothing of one that was kept for its time and removed.
    here.ask(OTHER, f"/api/v1/my/submissions/{second}/withdrawal", "POST")
    with open_server(here.home / "server", SETTINGS) as server, server.database.writing() as session:
        for item in session.scalars(select(PortfolioItem)):
            if item.name == "better.pdf":
                item.original = None
    third = here.begin(OTHER)
    assert len(here.ask(OTHER, f"/{third}").json()["items"]) == 3
    with open_server(here.home / "server", SETTINGS) as server, server.database.reading() as session:
        states = session.scalars(select(Submission.state).order_by(Submission.attempt)).all()
        assert states == [State.WITHDRAWN, State.WITHDRAWN]


def test_ones_own_lists_come_in_pieces(here: Here) -> None:
    for _ in range(3):
        portfolio = here.begin(OTHER)
        here.ask(OTHER, f"/{portfolio}", "DELETE")
    for number in range(3):
        submission_id = here.submit(OTHER, here.fill(OTHER, OTHER_NAME, sentences(number, OTHER_NAME)))
        here.ask(OTHER, f"/api/v1/my/submissions/{submission_id}/withdrawal", "POST")
        portfolio = here.begin(OTHER)
        for item in here.ask(OTHER, f"/{portfolio}").json()["items"]:
            here.ask(OTHER, f"/{portfolio}/items/{item['id']}", "DELETE")
    attempts, cursor = [], ""
    while True:
        page = here.ask(OTHER, "/api/v1/my/submissions", params={"limit": 2, "cursor": cursor}).json()
        attempts += [row["attempt"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert attempts == [3, 2, 1]
