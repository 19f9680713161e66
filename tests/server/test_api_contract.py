"""The API keeps its word: whatever is asked, with whose token, the answer is one that its description has.

Schemathesis makes requests of the OpenAPI document, good ones and bad ones; ids are often those of things that exist,
in one's own organisation and in another's. Each organisation's words carry a mark of their own, which must never come
out of the other's tokens, nor out of a reviewer's or a facilitator's.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import open_server
from assessor_app.server.services import discussions, organisations
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.services.rosters import RosterFile, import_roster
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Account
from tests.handing_in import ISSUER, make_credential, sentences
from tests.server.awards.world import ADDRESS, open_awards
from tests.serving import ASSESSOR, FACILITATOR, PASSWORD, SETTINGS, Serving, access_token, load_sample


@schemathesis.serializer("application/offset+octet-stream")
def _as_it_is(context: object, value: bytes) -> bytes:
    return value


EXAMPLES = int(os.environ.get("API_EXAMPLES", "4"))
"""For each operation; a longer run makes others each time."""
ALWAYS_THE_SAME = "API_EXAMPLES" not in os.environ
MARKS = {"north": "Nordlicht", "south": "Suedwind"}
CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
)  # fmt: skip


@dataclass
class World:
    """``tokens`` is who → token; ``marks`` what each may see; ``ids`` are of things that exist, by parameter's name;
    ``done`` are operations that somebody was allowed."""

    url: str
    tokens: dict[str, str]
    marks: dict[str, frozenset[str]]
    ids: dict[str, list[str]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def ask(self, who: str, path: str, method: str = "GET", **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", **options.pop("headers", {})}
        answer = requests.request(method, self.url + path, headers=headers, timeout=60, **options)
        assert answer.status_code < 300, (who, path, answer.text)
        return answer.json() if answer.content else None

    def know(self, name: str, value: str) -> str:
        self.ids.setdefault(name, []).append(value)
        return value


def _district(side: str) -> str:
    mark = MARKS[side]
    return f"""
organisation: {mark} District
roles: [{{key: coach, title: {mark} Coach, stipend: true}}]
programs:
  - key: first
    title: {mark} Program
    content: {{overview: "{mark} overview", micro_credentials: [small-steps, academic-discourse], roles: [coach]}}
  - key: other
    title: {mark} Other
    content: {{overview: "{mark} more", micro_credentials: [small-steps], roles: [coach]}}
"""


def _people(side: str) -> tuple[str, str]:
    return f"admin@{side}.example", f"teacher@{side}.example"


def _furnish(data: Path) -> dict[str, str]:
    """Two organisations, and an award with its credential; ids by the names of parameters."""
    awards = open_awards(data)
    submission_id = awards.award()
    issued = awards.credential(submission_id)
    ids = {"credential_id": issued.id, "issuer_id": issued.issuer_id, "list_id": issued.status_list_id,
           "micro_credential_id": awards.pool.rubric.id, "version": str(awards.pool.rubric.version),
           "submission_id": submission_id}  # fmt: skip
    awards.server.close()
    with open_server(data, SETTINGS) as server:
        make_credential(server)
        load_sample(server, "academic-discourse")
        add_person(
            server, email="approver@tests.example", name="Henrik Dahl", roles=[Role.APPROVER], organisation="Circle",
            password=PASSWORD,
        )  # fmt: skip
        add_person(
            server, email="stranger@elsewhere.example", name="Sue Stranger", roles=[Role.EDUCATOR], organisation="",
            password=PASSWORD,
        )  # fmt: skip
        with server.database.writing() as session:
            stranger = by_email(session, "stranger@elsewhere.example").id
            session.add(Account(person_id=stranger, browsing_only=True, verified_at=utc_now(), closed_at=None))
        for side, mark in MARKS.items():
            organisations.load(server, _district(side))
            admin, teacher = _people(side)
            add_person(
                server, email=admin, name=f"{mark} Admin", roles=[Role.ADMINISTRATOR],
                organisation=f"{mark} District", password=PASSWORD,
            )  # fmt: skip
            roster = f"employee_id,email,name,campus,role\n{mark}-7,{teacher},{mark} Teacher,{mark} Campus,coach\n"
            with server.database.reading() as session:
                organisation = organisations.organisation_called(session, f"{mark} District").id
            import_roster(server, organisation, RosterFile(roster.encode()))
            with server.database.writing() as session:
                by_email(session, teacher).password_hash = server.passwords.hash(PASSWORD)
    return ids


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    data = tmp_path_factory.mktemp("contract")
    ids = _furnish(data)
    running = Serving(
        data, "--no-worker", ASSESSOR_REQUESTS_A_MINUTE="1000000", ASSESSOR_PUBLIC_URL=ADDRESS, ASSESSOR_SIGN_UP="on"
    )
    running.start()
    tokens = {
        who: access_token(running.url, email)[0]
        for who, email in (
            ("assessor", ASSESSOR), ("approver", "approver@tests.example"), ("issuer", ISSUER),
            ("facilitator", FACILITATOR), ("stranger", "stranger@elsewhere.example"),
            *((f"{side} {part}", email) for side in MARKS
              for part, email in zip(("admin", "teacher"), _people(side), strict=True)),
        )
    }  # fmt: skip
    marks = {who: frozenset({MARKS[who.split()[0]]} if " " in who else ()) for who in tokens}
    # The issuer decides on words of evidence that may be names, whoever's they are.
    made = World(running.url, tokens, {**marks, "issuer": frozenset(MARKS.values())})
    for name, value in ids.items():
        made.know(name, value)
    for side, mark in MARKS.items():
        _live(made, side, mark)
    made.know("micro_credential_id", "small-steps")
    made.know("period", "2026-27-december")
    made.know("requirement_id", "reflection")
    with open_server(data, SETTINGS) as server, server.database.writing() as session:
        for person in session.query(Person):
            made.know("person_id", person.id)
        # One facilitator helps in the north only.
        program = session.get_one(discussions.Program, made.ids["program_id"][0])
        discussions.appoint(session, by_email(session, FACILITATOR), program)
    made.marks["facilitator"] = frozenset({MARKS["north"]})
    yield made
    running.kill()


def _live(made: World, side: str, mark: str) -> None:
    """A teacher who has something in every list."""
    who = f"{side} teacher"
    program = made.know("program_id", made.ask(who, "/api/v1/programs").get("items")[0]["id"])
    post = {"title": f"{mark} title", "text": f"{mark} words"}
    talk = made.know("discussion_id", made.ask(who, f"/api/v1/programs/{program}/discussions", "POST", json=post)["id"])
    made.know("post_id", made.ask(who, f"/api/v1/discussions/{talk}/posts")["items"][0]["id"])
    path = "/api/v1/my/portfolios"
    begun = {"micro_credential_id": "small-steps", "people": [f"{mark} Colleague"]}
    portfolio = made.know("portfolio_id", made.ask(who, path, "POST", json=begun)["id"])
    for requirement in ("need", "plan"):
        made.ask(who, f"{path}/{portfolio}/requirements/{requirement}/files", "POST", params={"name": f"{mark}.txt"},
                 data=f"{mark} wrote {sentences(3)}".encode())  # fmt: skip
    text = {"text": f"{mark} reflects. {sentences(4)}"}
    shown = made.ask(who, f"{path}/{portfolio}/requirements/reflection/texts", "POST", json=text)
    made.know("item_id", shown["items"][0]["id"])
    made.ask(who, f"{path}/{portfolio}/agreement", "PUT")
    made.know("submission_id", made.ask(who, f"{path}/{portfolio}/submit", "POST")["submission_id"])
    _begin_another(made, who, mark)


def _begin_another(made: World, who: str, mark: str) -> None:
    """A portfolio that is still open, with a draft and a file on its way; and a wish for another program."""
    path = "/api/v1/my/portfolios"
    portfolio = made.ask(who, path, "POST", json={"micro_credential_id": "academic-discourse"})["id"]
    for _ in range(3):
        made.know("portfolio_id", portfolio)
    draft = {"text": f"{mark} drafts", "version": 0}
    made.ask(who, f"{path}/{portfolio}/drafts/analyze-need", "PUT", json=draft)
    given = {"portfolio": portfolio, "requirement": "analyze-need", "filename": f"{mark}.pdf"}
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in given.items())
    headers = {
        "Authorization": f"Bearer {made.tokens[who]}", "Tus-Resumable": "1.0.0", "Upload-Length": "90000",
        "Upload-Metadata": metadata,
    }  # fmt: skip
    answer = requests.post(f"{made.url}/api/v1/my/uploads", headers=headers, timeout=60)
    made.know("upload_id", answer.headers["Location"].rpartition("/")[2])
    made.know("Upload-Metadata", metadata)


def _known(world: World, case: schemathesis.Case) -> None:
    """Most paths are of things that exist, in turns of each organisation; so are bodies that name some."""
    number = sum(map(ord, str(case.id)))
    for name in case.path_parameters or {}:
        found = world.ids.get(name)
        if found and number % 4:
            case.path_parameters[name] = found[number // 4 % len(found)]
    if isinstance(case.body, dict) and "micro_credential_id" in case.body and number % 4:
        case.body["micro_credential_id"] = world.ids["micro_credential_id"][number // 4 % 2 - 1]
    for name in case.headers or {}:
        if name == "Tus-Resumable" and number % 4:
            case.headers[name] = "1.0.0"
        if name == "Upload-Metadata" and number % 4:
            case.headers[name] = world.ids[name][number // 4 % 2]


def _look(case: schemathesis.Case, world: World) -> None:
    _known(world, case)
    for who, token in world.tokens.items():
        headers = {"Authorization": f"Bearer {token}"}
        response = case.call(base_url=world.url, headers=headers, allow_redirects=False, timeout=60)
        case.validate_response(response, checks=CHECKS)
        if response.status_code < 400:
            world.done.add(f"{case.method} {case.path}")
        if response.status_code >= 400 and case.path.startswith("/api/"):
            assert response.headers["content-type"][0] == "application/problem+json"
        sent = f"{case.body!r}{case.query!r}{case.path_parameters!r}"
        for mark in set(MARKS.values()) - world.marks[who]:
            assert mark in sent or mark.encode() not in response.content, f"{who} was told of {mark}"


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _what_ends_things_last(operation: Any) -> bool:
    return operation.method.upper() == "DELETE" or operation.path.endswith(("/submit", "/withdrawal", "/password"))


def test_whatever_is_asked_the_answer_is_described_and_of_ones_own(world: World) -> None:
    document = schemathesis.openapi.from_url(f"{world.url}/openapi.json")
    faults = {}
    for operation in sorted((found.ok() for found in document.get_all_operations()), key=_what_ends_things_last):

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=ALWAYS_THE_SAME, phases=(Phase.generate,), database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def look(case: schemathesis.Case) -> None:
            _look(case, world)

        try:
            look()
        except (BaseExceptionGroup, Exception) as error:  # noqa: BLE001 - each operation is looked at
            faults[operation.label] = "\n".join(map(_told, getattr(error, "exceptions", (error,))))[:1_500]
    told = "\n\n".join(f"{label}: {fault}" for label, fault in faults.items())
    assert not faults, f"{len(faults)} operations do not keep their word:\n{told}"
    # Refusals alone would prove little.
    assert len(world.done) > 60, f"only {len(world.done)} operations did something: {sorted(world.done)}"
