"""Discussions of a program: its people and its facilitators, whose tokens reach nothing of anybody's work (FAQ 24)."""

from __future__ import annotations

import pytest

from assessor_app.domain.submission import Role
from assessor_app.server.opening import open_server
from assessor_app.server.services import discussions
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.storage.program_models import Program
from tests.handing_in import ISSUER
from tests.server.test_programs import ADMIN, HEAD, STRANGER, District, first_sign_in, ground, here
from tests.serving import ASSESSOR, FACILITATOR, PASSWORD, SETTINGS

__all__ = ["ground", "here"]
ADA, BO, CY = "ada@north.example", "bo@north.example", "cy@north.example"
ROSTER = HEAD + f"1,{ADA},Ada Ember,East,Coach\n2,{BO},Bo Birch,West,chair\n3,{CY},Cy Cole,West,Coach\n"
HELPER = "helper@tests.example"


@pytest.fixture
def talking(here: District) -> tuple[District, str]:
    here.roster(ROSTER)
    with open_server(here.data, SETTINGS) as server:
        add_person(
            server, email=HELPER, name="Hal Help", roles=[Role.FACILITATOR], organisation="Circle", password=PASSWORD
        )
    for email in (ADA, BO, CY):
        first_sign_in(here, email)
    for email in (HELPER, FACILITATOR, ASSESSOR, ISSUER):
        here.token(email)
    program = here.ask(ADA, "/api/v1/programs").json()["items"][0]["id"]
    with open_server(here.data, SETTINGS) as server, server.database.writing() as session:
        discussions.appoint(session, by_email(session, HELPER), session.get_one(Program, program))
    return here, program


def test_people_of_a_program_and_its_facilitator_talk(talking: tuple[District, str]) -> None:
    here, program = talking
    path = f"/api/v1/programs/{program}/discussions"
    begun = here.ask(ADA, path, "POST", json={"title": "Where to begin?", "text": "I count who speaks."})
    assert begun.status_code == 201
    posts = f"/api/v1/discussions/{begun.json()['id']}/posts"
    answered = here.ask(HELPER, posts, "POST", json={"text": "Count for a week first."})
    assert (answered.status_code, answered.json()["facilitator"], answered.json()["by"]) == (201, True, "Hal Help")
    here.ask(CY, posts, "POST", json={"text": "Me too."})
    shown = here.ask(CY, posts).json()["items"]
    assert [(post["by"], post["own"]) for post in shown] == [
        ("Ada Ember", False), ("Hal Help", False), ("Cy Cole", True),
    ]  # fmt: skip
    assert here.ask(CY, path).json()["items"][0]["posts"] == 3
    programs = here.ask(HELPER, "/api/v1/facilitated-programs").json()["items"]
    assert [program["title"] for program in programs] == ["First Steps"]
    own = f"/api/v1/posts/{shown[2]['id']}"
    assert here.ask(CY, own, "PUT", json={"text": "Me as well."}).json()["edited_at"]
    assert here.ask(ADA, own, "PUT", json={"text": "Not yours."}).status_code == 403
    assert here.ask(ADA, own, "DELETE").status_code == 403
    assert here.ask(HELPER, own, "DELETE").status_code == 204
    last = here.ask(CY, posts).json()["items"][2]
    assert (last["removed"], last["text"]) == (True, "")
    assert here.ask(CY, own, "PUT", json={"text": "Back."}).status_code == 409


def test_a_facilitator_can_remove_a_whole_discussion_and_its_author_while_nobody_answered(
    talking: tuple[District, str],
) -> None:
    here, program = talking
    path = f"/api/v1/programs/{program}/discussions"
    first, second = (
        here.ask(ADA, path, "POST", json={"title": f"Rude {n}", "text": "Words."}).json()["id"] for n in (1, 2)
    )
    here.ask(CY, f"/api/v1/discussions/{second}/posts", "POST", json={"text": "An answer."})
    assert here.ask(CY, f"/api/v1/discussions/{first}", "DELETE").status_code == 403
    assert here.ask(ADA, f"/api/v1/discussions/{first}", "DELETE").status_code == 204
    assert here.ask(ADA, f"/api/v1/discussions/{second}", "DELETE").status_code == 403
    assert here.ask(HELPER, f"/api/v1/discussions/{second}", "DELETE").status_code == 204
    assert [row["title"] for row in here.ask(CY, path).json()["items"]] == ["(removed)", "(removed)"]
    assert [post["text"] for post in here.ask(CY, f"/api/v1/discussions/{second}/posts").json()["items"]] == ["", ""]


def test_to_everybody_else_there_is_no_discussion(talking: tuple[District, str]) -> None:
    here, program = talking
    path = f"/api/v1/programs/{program}/discussions"
    begun = here.ask(ADA, path, "POST", json={"title": "T", "text": "Words."}).json()["id"]
    post = here.ask(ADA, f"/api/v1/discussions/{begun}/posts").json()["items"][0]["id"]
    for who in (BO, FACILITATOR, ASSESSOR, ISSUER, ADMIN, STRANGER):
        for method, place in (
            ("GET", path), ("POST", path), ("GET", f"/api/v1/discussions/{begun}/posts"),
            ("POST", f"/api/v1/discussions/{begun}/posts"), ("PUT", f"/api/v1/posts/{post}"),
            ("DELETE", f"/api/v1/posts/{post}"),
        ):  # fmt: skip
            body = {"title": "T", "text": "W"} if place == path else {"text": "W"}
            answer = here.ask(who, place, method, **({"json": body} if method in ("POST", "PUT") else {}))
            assert answer.status_code == 404, (who, method, place, answer.text)


def test_a_facilitators_token_reaches_nothing_of_anybodys_work(talking: tuple[District, str]) -> None:
    here, _ = talking
    portfolio = here.ask(ADA, "/api/v1/my/portfolios", "POST", json={"micro_credential_id": "small-steps"}).json()["id"]
    places = [
        ("GET", "/api/v1/my/portfolios"), ("POST", "/api/v1/my/portfolios"), ("GET", "/api/v1/my/submissions"),
        ("GET", f"/api/v1/my/portfolios/{portfolio}"), ("GET", f"/api/v1/my/portfolios/{portfolio}/drafts"),
        ("GET", f"/api/v1/my/portfolios/{portfolio}/self-check"), ("POST", "/api/v1/sync"),
        ("GET", f"/api/v1/blobs/{'0' * 64}"), ("GET", "/api/v1/issuer/redactions"),
        ("GET", "/api/v1/issuer/similarity"), ("GET", "/api/v1/issuer/anchors"), ("GET", "/api/v1/insights/pool"),
        ("GET", "/api/v1/organisation/people"), ("GET", "/api/v1/my/submissions/S-0000-0000/feedback.html"),
        ("GET", "/api/v1/programs"),
    ]  # fmt: skip
    for method, place in places:
        body = {"json": {"micro_credential_id": "small-steps"}} if place.endswith("portfolios") else {"json": {}}
        answer = here.ask(HELPER, place, method, **(body if method == "POST" else {}))
        assert answer.status_code in (403, 422), (place, answer.status_code, answer.text)
        assert answer.status_code == 403 or place == "/api/v1/sync", place
