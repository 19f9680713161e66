"""Portfolios over real HTTP: put together, handed in once, prepared by the worker that the server keeps, assessed."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import requests
from sqlalchemy import select

from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.server.api import problems
from assessor_app.server.intake import folder as intake_folder
from assessor_app.server.opening import open_server
from assessor_app.server.services import portfolios
from assessor_app.server.services.outcomes import manifest_of
from assessor_app.server.services.people import by_email
from assessor_app.server.storage.intake_models import IntakeJob
from assessor_app.server.storage.models import Mail, Submission
from tests.handing_in import ISSUER, SMALL, add_educator, docx, jpeg, make_credential, pdf, sentences
from tests.serving import APPLICANT, ASSESSOR, FACILITATOR, NAME, SETTINGS, Desk, Serving, access_token, serving

COLLEAGUE = "Bartholomew Quartermaine"
OTHER, OTHER_NAME = "eve@schools.example", "Evelyn Trumbleson"
GRACE, GRACE_NAME = "grace@schools.example", "Grace Young"
PORTFOLIOS = "/api/v1/my/portfolios"


@dataclass
class Here:
    """A server with people, and each one's token."""

    server: Serving
    home: Path
    tokens: dict[str, str]

    def ask(self, who: str, path: str = "", method: str = "GET", **options: Any) -> requests.Response:
        path = path if path.startswith("/api") else PORTFOLIOS + path
        headers = {"Authorization": f"Bearer {self.tokens[who]}", **options.pop("headers", {})}
        return requests.request(method, self.server.url + path, headers=headers, timeout=60, **options)

    def post(self, who: str, path: str, **options: Any) -> requests.Response:
        return self.ask(who, path, "POST", **options)

    def begin(self, who: str, *people: str) -> str:
        answer = self.post(who, "", json={"micro_credential_id": SMALL, "people": people})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def fill(self, who: str, name: str, reflection: str) -> str:
        """A portfolio with all that is needed; its id."""
        portfolio = self.begin(who)
        number = len(name)
        for requirement, file, data in (
            ("need", f"{name} needs.pdf", pdf(number, name)), ("need", "photo.jpg", jpeg(number, name)),
            ("plan", f"{name}.docx", docx(number, name)),
        ):  # fmt: skip
            path = f"/{portfolio}/requirements/{requirement}/files"
            assert self.post(who, path, params={"name": file}, data=data).status_code == 200
        path = f"/{portfolio}/requirements/reflection/texts"
        assert self.post(who, path, json={"text": reflection, "title": f"What {name} learned"}).status_code == 200
        return portfolio

    def agree(self, who: str, portfolio: str) -> None:
        assert self.ask(who, f"/{portfolio}/agreement", "PUT").status_code == 200

    def submit(self, who: str, portfolio: str) -> str:
        self.agree(who, portfolio)
        answer = self.post(who, f"/{portfolio}/submit")
        assert answer.status_code == 200, answer.text
        return str(answer.json()["submission_id"])

    def until(self, what: Any, seconds: float = 60.0) -> Any:
        """What ``what`` gives, as soon as it gives something."""
        end = time.monotonic() + seconds
        while not (found := what()) and time.monotonic() < end:
            time.sleep(0.1)
        assert found, "it did not come"
        return found

    def prepared(self, submission_id: str) -> bool:
        with open_server(self.server.data, SETTINGS) as server, server.database.reading() as session:
            return bool(session.get_one(Submission, submission_id).manifest)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    with open_server(tmp_path / "server", SETTINGS) as server:
        make_credential(server)
        for email, name in ((APPLICANT, NAME), (OTHER, OTHER_NAME), (GRACE, GRACE_NAME)):
            add_educator(server, email, name)
    with serving(tmp_path / "server") as running:
        people = (APPLICANT, OTHER, GRACE, ASSESSOR, FACILITATOR, ISSUER)
        yield Here(running, tmp_path, {email: access_token(running.url, email)[0] for email in people})


def admin(here: Here, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assessor_app", "admin", "--data", str(here.server.data), *arguments],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def kind(answer: requests.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_a_portfolio_is_put_together_changed_and_handed_in_once(here: Here) -> None:
    portfolio = here.begin(APPLICANT)
    assert here.begin(APPLICANT) == portfolio, "the open one is gone on with"
    added = here.post(
        APPLICANT, f"/{portfolio}/requirements/need/files", params={"name": "photo.jpg"}, data=jpeg(1, NAME)
    ).json()
    here.post(APPLICANT, f"/{portfolio}/requirements/need/links", json={"link": "https://example.org/talk"})
    (photo, link) = here.ask(APPLICANT, f"/{portfolio}").json()["items"]
    assert (photo["kind"], photo["name"], link["state"]) == ("file", "photo.jpg", "frozen_when_handed_in")
    assert added["items"][0]["id"] == photo["id"]
    for item in (photo, link):
        assert here.ask(APPLICANT, f"/{portfolio}/items/{item['id']}", "DELETE").status_code == 200
    assert here.ask(APPLICANT, f"/{portfolio}").json()["items"] == []
    named = here.ask(APPLICANT, f"/{portfolio}/people", "PUT", json={"people": [COLLEAGUE]})
    assert named.json()["people"] == [COLLEAGUE]
    here.fill(APPLICANT, NAME, sentences(3, NAME))
    submission_id = here.submit(APPLICANT, portfolio)
    assert here.submit(APPLICANT, portfolio) == submission_id
    (mine,) = here.ask(APPLICANT).json()["items"]
    assert (mine["submission_id"], mine["missing"]) == (submission_id, [])
    text = f"/{portfolio}/requirements/reflection/texts"
    assert kind(here.post(APPLICANT, text, json={"text": "more"})) == (409, "stale-base")
    first = mine["items"][0]["id"]
    assert kind(here.ask(APPLICANT, f"/{portfolio}/items/{first}", "DELETE")) == (409, "stale-base")
    assert kind(here.ask(APPLICANT, f"/{portfolio}/people", "PUT", json={"people": []})) == (409, "stale-base")
    assert kind(here.ask(APPLICANT, f"/{portfolio}", "DELETE")) == (409, "stale-base")
    assert kind(here.post(APPLICANT, "", json={"micro_credential_id": SMALL})) == (409, "refused")
    with open_server(here.server.data, SETTINGS) as server, server.database.reading() as session:
        (receipt,) = session.scalars(select(Mail)).all()
        assert receipt.person_id == by_email(session, APPLICANT).id
        assert submission_id in receipt.body


def test_what_is_missing_is_said_by_name_and_nothing_is_handed_in(here: Here) -> None:
    portfolio = here.begin(APPLICANT)
    path = f"/{portfolio}/requirements/need/files"
    here.post(APPLICANT, path, params={"name": "notes.zip"}, data=b"PK\x03\x04" + bytes(40))

    def refused() -> Any:
        return [item for item in here.ask(APPLICANT, f"/{portfolio}").json()["items"] if item["state"] == "refused"]

    (item,) = here.until(refused)
    answer = here.post(APPLICANT, f"/{portfolio}/submit")
    assert kind(answer) == (422, "incomplete")
    missing = answer.json()["missing"]
    assert [(row["requirement"], row["title"]) for row in missing] == [
        ("need", "Needs assessment"), ("plan", "Unit plan"), ("reflection", "Reflection"), ("agreement", "Agreement"),
    ]  # fmt: skip
    assert missing[0] | {"item": item["id"], "message": item["message"]} == missing[0]
    assert here.ask(APPLICANT, f"/{portfolio}").json()["submission_id"] is None
    assert here.ask(APPLICANT, f"/{portfolio}", "DELETE").status_code == 204
    assert here.ask(APPLICANT).json()["items"] == []
    with open_server(here.server.data, SETTINGS) as server, server.database.reading() as session:
        assert session.scalars(select(Mail)).all() == []
        assert session.scalars(select(Submission)).all() == []


def test_what_can_not_be_added_is_refused_and_nothing_is_changed(here: Here) -> None:
    portfolio = here.begin(APPLICANT)
    base = f"/{portfolio}/requirements"
    assert kind(here.post(APPLICANT, f"{base}/need/files", data=b"")) == (422, "bad-request")
    assert kind(here.post(APPLICANT, f"{base}/plan/texts", json={"text": "words"})) == (422, "bad-request")
    assert kind(here.post(APPLICANT, f"{base}/plan/links", json={"link": "https://a.example"})) == (422, "bad-request")
    assert kind(here.post(APPLICANT, f"{base}/reflection/files", data=b"words")) == (422, "bad-request")
    assert kind(here.post(APPLICANT, f"{base}/nothing/files", data=b"words")) == (404, "not-found")
    for link in ("ftp://a.example/x", "file:///etc/passwd", "javascript:alert(1)", "words", "https://"):
        assert kind(here.post(APPLICANT, f"{base}/need/links", json={"link": link})) == (422, "bad-request")
    assert kind(here.post(APPLICANT, f"{base}/need/texts", json={"text": ""})) == (422, "bad-request")
    huge = {"text": "x" * (problems.MAX_BODY_BYTES + 1)}
    assert kind(here.post(APPLICANT, f"{base}/need/texts", json=huge)) == (413, "too-large")
    assert kind(here.post(APPLICANT, "", json={"micro_credential_id": "none"})) == (409, "refused")
    assert here.ask(APPLICANT, f"/{portfolio}").json()["items"] == []


def test_a_file_that_is_too_large_is_refused_while_it_comes(here: Here) -> None:
    portfolio = here.begin(APPLICANT)

    def body() -> Iterator[bytes]:
        piece = bytes(4 * 1024 * 1024)
        for _ in range(intake_folder.MAX_FILE_BYTES // len(piece) + 2):
            yield piece

    answer = here.post(APPLICANT, f"/{portfolio}/requirements/need/files", data=body())
    assert kind(answer) == (413, "too-large")
    assert here.ask(APPLICANT, f"/{portfolio}").json()["items"] == []


def _ways(portfolio: str, item: str) -> list[tuple[str, str, dict[str, Any]]]:
    base = f"/{portfolio}"
    return [
        ("GET", base, {}), ("PUT", f"{base}/people", {"json": {"people": ["X"]}}),
        ("POST", f"{base}/requirements/need/files", {"data": b"words"}),
        ("POST", f"{base}/requirements/need/texts", {"json": {"text": "words"}}),
        ("POST", f"{base}/requirements/need/links", {"json": {"link": "https://a.example"}}),
        ("DELETE", f"{base}/items/{item}", {}), ("POST", f"{base}/submit", {}), ("DELETE", base, {}),
    ]  # fmt: skip


def test_another_persons_portfolio_looks_like_none_and_names_nobody(here: Here) -> None:
    portfolio = here.fill(APPLICANT, NAME, sentences(3, NAME))
    whole = here.ask(APPLICANT, f"/{portfolio}").json()
    item = whole["items"][0]["id"]
    own = here.begin(OTHER)
    for method, path, options in _ways(portfolio, item):
        theirs = here.ask(OTHER, path, method, **options)
        none = here.ask(OTHER, path.replace(portfolio, "0" * 32), method, **options)
        assert kind(theirs) == (404, "not-found"), path
        assert theirs.content == none.content
    assert kind(here.ask(OTHER, f"/{own}/items/{item}", "DELETE")) == (404, "not-found")
    assert [row["id"] for row in here.ask(OTHER).json()["items"]] == [own]
    answers = [here.ask(OTHER).text, here.ask(OTHER, f"/{own}").text]
    for who in (ASSESSOR, FACILITATOR, ISSUER):
        for method, path, options in [*_ways(portfolio, item), ("GET", "", {})]:
            answer = here.ask(who, path, method, **options)
            assert kind(answer) == (403, "not-allowed"), (who, path)
            answers.append(answer.text)
        begun = here.post(who, "", json={"micro_credential_id": SMALL})
        assert kind(begun) == (403, "not-allowed")
    assert not any(part in text for text in answers for part in ("ilhelmina", "eatherstone", "Evelyn"))
    without = requests.get(f"{here.server.url}{PORTFOLIOS}/{portfolio}", timeout=30)
    assert kind(without) == (401, "sign-in-needed")
    now = here.ask(APPLICANT, f"/{portfolio}").json()
    assert [row["id"] for row in now["items"]] == [row["id"] for row in whole["items"]]
    assert now["people"] == []


def _everything_on(desk: Desk, submission_id: str) -> list[bytes]:
    """All that the desk has of a submission, in the clear, the words of its documents too."""
    workspace = desk.store.workspace(submission_id)
    assert workspace.manifest is not None
    found = [workspace.manifest.model_dump_json().encode(), repr(workspace).encode(), repr(desk.store.queue()).encode()]
    for name, blob in workspace.manifest.blobs().items():
        data = desk.store.blob(submission_id, name)
        found.append(data)
        if blob.media_type == "application/pdf":
            found.append("".join(page.get_text() for page in pymupdf.open("pdf", data)).encode())
        elif data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found += [archive.read(member) for member in archive.namelist()]
    return found


def test_what_was_handed_in_reaches_the_assessors_desk_without_its_names(here: Here) -> None:
    here.begin(APPLICANT, COLLEAGUE)
    portfolio = here.fill(APPLICANT, NAME, f"{COLLEAGUE} and {NAME} listened. {sentences(5)}")
    submission_id = here.submit(APPLICANT, portfolio)
    here.until(lambda: here.prepared(submission_id))
    admin(here, "assign", submission_id, ASSESSOR)
    desk = Desk(here.home / "desk", here.server.url, ASSESSOR)
    try:
        desk.sync()
        desk.download(submission_id)
        manifest = desk.store.workspace(submission_id).manifest
        assert manifest is not None
        assert [(e.requirement_id, e.kind, e.title) for e in manifest.evidence[:3]] == [
            ("need", "file", "Document"), ("need", "file", "Photo"), ("plan", "file", "Document"),
        ]  # fmt: skip
        everything = _everything_on(desk, submission_id)
        assert any(b"listened" in part for part in everything)
        for part in everything:
            for name in ("wilhelmina", "featherstonehaugh", "bartholomew", "quartermaine", "quillfeather"):
                assert name.encode() not in part.lower(), part[:300]
        assert not any(word.encode() in file.read_bytes().lower()
                       for file in (here.home / "desk").rglob("*") if file.is_file()
                       for word in ("featherstonehaugh", "quartermaine"))  # fmt: skip
    finally:
        desk.close()


UNSURE = "/api/v1/issuer/redactions"


@pytest.mark.parametrize("choice", ["keep", "remove"])
def test_a_word_that_may_be_a_name_waits_for_the_issuer(here: Here, choice: str) -> None:
    portfolio = here.fill(GRACE, GRACE_NAME, "Young children learn by talking. I counted who spoke and who did not.")
    submission_id = here.submit(GRACE, portfolio)
    rows = here.until(lambda: here.ask(ISSUER, UNSURE).json()["items"])
    here.until(lambda: _held(here))
    assert not here.prepared(submission_id)
    rows = [row for row in rows if row["evidence"].startswith("reflection")]
    (row,) = [row for row in rows if row["after"].startswith("children learn")]
    assert (row["word"], row["submission_id"], row["choice"], row["before"]) == ("Young", submission_id, None, "")
    for who in (ASSESSOR, FACILITATOR, GRACE):
        assert kind(here.ask(who, UNSURE)) == (403, "not-allowed")
        decision = here.ask(who, f"{UNSURE}/{row['id']}", "PUT", json={"choice": "keep"})
        assert kind(decision) == (403, "not-allowed")
        assert "Young" not in decision.text
    assert kind(here.ask(ISSUER, f"{UNSURE}/{'0' * 12}", "PUT", json={"choice": "keep"})) == (409, "refused")
    assert kind(here.ask(ISSUER, f"{UNSURE}/{row['id']}", "PUT", json={"choice": "both"})) == (422, "bad-request")
    for each in here.ask(ISSUER, UNSURE).json()["items"]:
        chosen = choice if each["id"] == row["id"] else "remove"
        assert here.ask(ISSUER, f"{UNSURE}/{each['id']}", "PUT", json={"choice": chosen}).status_code == 204
    here.until(lambda: here.prepared(submission_id))
    assert here.ask(ISSUER, UNSURE).json()["items"] == []
    text = _reflection(here, submission_id)
    assert "children learn by talking" in text
    assert ("Young" in text) is (choice == "keep")
    late = here.ask(ISSUER, f"{UNSURE}/{row['id']}", "PUT", json={"choice": "keep"})
    assert kind(late) == (409, "refused")


def _held(here: Here) -> bool:
    with open_server(here.server.data, SETTINGS) as server, server.database.reading() as session:
        return session.scalars(select(IntakeJob.id).where(IntakeJob.state == "held")).first() is not None


def _reflection(here: Here, submission_id: str) -> str:
    with open_server(here.server.data, SETTINGS) as server:
        with server.database.reading() as session:
            manifest = manifest_of(server, session.get_one(Submission, submission_id))
        (entry,) = [entry for entry in manifest.evidence if entry.requirement_id == "reflection"]
        return server.blobs.read(entry.blob.sha256).decode()


def test_what_waits_for_the_issuer_ends_when_it_is_withdrawn(here: Here) -> None:
    portfolio = here.fill(GRACE, GRACE_NAME, "Young children learn by talking. I counted who spoke and who did not.")
    submission_id = here.submit(GRACE, portfolio)
    here.until(lambda: _held(here))
    admin(here, "withdraw", submission_id)
    assert not _held(here)
    assert here.ask(ISSUER, UNSURE).json()["items"] == []
    assert not here.prepared(submission_id)
    assert here.begin(GRACE) != portfolio, "the next attempt can be begun"


def test_a_portfolio_holds_so_many_pieces_and_no_more(here: Here) -> None:
    portfolio = here.begin(APPLICANT)
    with open_server(here.server.data, SETTINGS) as server, server.database.writing() as session:
        row = session.get_one(portfolios.Portfolio, portfolio)
        for number in range(portfolios.MOST_ITEMS):
            piece = intake_folder.Piece("need", EvidenceKind.LINK, "", link=f"https://a.example/{number}")
            portfolios.add_row(session, row, piece, None)
    more = here.post(APPLICANT, f"/{portfolio}/requirements/need/texts", json={"text": "one more"})
    assert kind(more) == (413, "too-large")
