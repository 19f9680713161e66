"""Who asks too often is told when to come back, and nobody else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from assessor_app.server.opening import open_server
from assessor_app.server.settings import Settings
from tests.handing_in import ISSUER, make_credential
from tests.serving import ASSESSOR, SETTINGS, Serving, access_token


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Serving]:
    with open_server(tmp_path, SETTINGS) as server:
        make_credential(server)
    server_process = Serving(tmp_path, "--no-worker", ASSESSOR_REQUESTS_A_MINUTE="30")
    server_process.start()
    yield server_process
    server_process.kill()


def test_one_token_is_slowed_down_and_another_is_not(running: Serving) -> None:
    first, _ = access_token(running.url, ASSESSOR)
    second, _ = access_token(running.url, ISSUER)

    def ask(token: str) -> requests.Response:
        return requests.get(
            f"{running.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )  # fmt: skip

    answers = [ask(first) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"].endswith("rate-limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert ask(second).status_code == 200


def test_who_makes_up_tokens_is_one_address_all_the_same(running: Serving) -> None:
    codes = [
        requests.get(f"{running.url}/verify", headers={"Authorization": f"Bearer made up {n}"}, timeout=30).status_code
        for n in range(301)
    ]
    assert codes[-1] == 429
    assert codes.count(200) == 300


def test_what_makes_mail_is_asked_for_a_few_times_only(tmp_path: Path) -> None:
    with open_server(tmp_path, SETTINGS):
        pass
    running = Serving(tmp_path, "--no-worker")
    running.start()
    try:
        codes = [
            requests.post(
                f"{running.url}/api/v1/password/forgotten", json={"email": "nobody@example.org"}, timeout=30
            ).status_code
            for _ in range(21)
        ]
    finally:
        running.kill()
    assert codes == [202] * 20 + [429]


@pytest.mark.parametrize("value", ["9", "many", "-1"])
def test_a_limit_that_is_none_is_said_so(value: str) -> None:
    with pytest.raises(ValueError, match="ASSESSOR_REQUESTS_A_MINUTE"):
        Settings.from_environment({"ASSESSOR_REQUESTS_A_MINUTE": value})
