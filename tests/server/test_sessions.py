"""Sessions: what is issued lives as long as it should, counts once, and is worth nothing to a thief."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from argon2.low_level import hash_secret, verify_secret
from sqlalchemy import update

from assessor_app.domain.submission import Role
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import signin as passwords
from assessor_app.server.services import tokens
from assessor_app.server.services.people import add_person
from assessor_app.server.services.signin import TooManyFailures, WrongPassword, grant_code
from assessor_app.server.storage.models import AccessToken, AuthorizationCode, RefreshToken, TokenFamily
from assessor_app.store.ledger import Device
from assessor_app.sync.http import SignInNeeded
from assessor_app.sync.signin import SignInFailed, hidden_fields, sign_in_with_password, sign_out
from tests.conftest import World
from tests.serving import ASSESSOR, OTHER, PASSWORD, SETTINGS, Serving, access_token, call, make_world, snapshot
from tests.work import rate_all

REDIRECT = "http://127.0.0.1:1/callback"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
QUERY = {
    "response_type": "code", "client_id": "assessor-app-desktop", "redirect_uri": REDIRECT, "state": "s",
    "code_challenge": CHALLENGE, "code_challenge_method": "S256",
}  # fmt: skip


def authorize(url: str, password: str = PASSWORD, email: str = ASSESSOR, **changed: str) -> requests.Response:
    """What the browser does on the sign-in page; its answer, not followed."""
    session = requests.Session()
    page = session.get(f"{url}/authorize", params=QUERY, timeout=30)
    fields = {**hidden_fields(page.text), "email": email, "password": password, **changed}
    return session.post(f"{url}/authorize", data=fields, allow_redirects=False, timeout=30)


def code_from(answer: requests.Response) -> str:
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def redeem(url: str, code: str, device: Device, **changed: str) -> requests.Response:
    values = {
        "grant_type": "authorization_code", "client_id": "assessor-app-desktop", "code": code,
        "code_verifier": VERIFIER, "redirect_uri": REDIRECT, "device_id": device.id, "device_name": "a test's",
        "device_public_key": base64.b64encode(device.key().public).decode(),
    }  # fmt: skip
    return requests.post(f"{url}/token", data={**values, **changed}, timeout=30)


def trade(url: str, token: str, device: Device) -> requests.Response:
    values = {"grant_type": "refresh_token", "client_id": "assessor-app-desktop", "refresh_token": token}
    return requests.post(f"{url}/token", data={**values, "device_id": device.id}, timeout=30)


def later(data: Path, column: Any, by: timedelta) -> None:
    """As if all of these had been set so long before."""
    with open_server(data, SETTINGS) as server, server.database.writing() as session:
        for row in session.query(column.class_):
            value: datetime | None = getattr(row, column.key)
            if value is not None:
                setattr(row, column.key, value - by)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with open_server(tmp_path / "data", SETTINGS) as opened:
        for email in (ASSESSOR, OTHER):
            add_person(opened, email=email, name="A", roles=[Role.ASSESSOR], organisation="", password=PASSWORD)
        yield opened


def test_an_access_token_lives_for_seconds_and_the_app_goes_on_by_itself(tmp_path: Path) -> None:
    submission_id = make_world(tmp_path / "server")
    running = Serving(tmp_path / "server", "--no-worker", ASSESSOR_ACCESS_SECONDS="1")
    running.start()
    try:
        desk = World(running, submission_id, tmp_path).desk()
        desk.sync()
        first, refreshed = desk.token, desk.store.sign_in_state()[1]
        time.sleep(1.1)
        answer = call(running.url, "/api/v1/sync", first, json={})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        rate_all(desk.store, submission_id)
        desk.sync()
        assert desk.store.sign_in_state()[1] != refreshed
        assert len(snapshot(tmp_path / "server")["draft_cells"]) == 10
        desk.close()
    finally:
        running.kill()


def test_a_stolen_refresh_token_ends_the_sign_in_for_thief_and_owner_and_nothing_is_lost(world: World) -> None:
    desk = world.desk()
    desk.sync()
    device = desk.store.device()
    stolen = desk.store.sign_in_state()[1] or ""
    thief = trade(world.url, stolen, device).json()
    # The owner's own, within the grace, after the thief has gone on with what the token brought.
    second = trade(world.url, thief["refresh_token"], device).json()
    rate_all(desk.store, world.submission_id)
    desk.client._token = None
    with pytest.raises(SignInNeeded):
        desk.sync()
    assert trade(world.url, second["refresh_token"], device).json()["error"] == "invalid_grant"
    assert call(world.url, "/api/v1/sync", second["access_token"], json={}).status_code == 401
    assert call(world.url, "/api/v1/sync", thief["access_token"], json={}).status_code == 401
    assert len(desk.store.workspace(world.submission_id).cells) == 10
    assert snapshot(world.server.data)["draft_cells"] == []
    reply = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD)
    desk.store.signed_in(world.url, reply)
    desk.sync()
    assert len(snapshot(world.server.data)["draft_cells"]) == 10
    desk.close()


def test_a_lost_reply_is_forgiven_once_and_soon(world: World) -> None:
    device = Device.new()
    first = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD).refresh_token
    lost = trade(world.url, first, device).json()
    again = trade(world.url, first, device)
    assert again.status_code == 200
    assert again.json()["refresh_token"] not in (first, lost["refresh_token"])
    assert trade(world.url, first, device).status_code == 400
    assert trade(world.url, again.json()["refresh_token"], device).status_code == 400


def test_what_the_lost_reply_held_is_worth_nothing(world: World) -> None:
    device = Device.new()
    first = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD).refresh_token
    lost = trade(world.url, first, device).json()
    again = trade(world.url, first, device).json()
    assert trade(world.url, lost["refresh_token"], device).status_code == 400
    assert trade(world.url, again["refresh_token"], device).status_code == 400


def test_after_the_grace_a_second_use_ends_everything(world: World) -> None:
    device = Device.new()
    first = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD).refresh_token
    second = trade(world.url, first, device).json()["refresh_token"]
    later(world.server.data, RefreshToken.replaced_at, tokens.LOST_REPLY + timedelta(seconds=1))
    assert trade(world.url, first, device).status_code == 400
    assert trade(world.url, second, device).status_code == 400


def test_a_refresh_token_is_its_computers_and_runs_out(world: World) -> None:
    device, other = Device.new(), Device.new()
    token = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD).refresh_token
    sign_in_with_password(world.url, other, ASSESSOR, PASSWORD)
    assert trade(world.url, token, other).status_code == 400
    token = trade(world.url, token, device).json()["refresh_token"]
    later(world.server.data, RefreshToken.expires_at, tokens.REFRESH_LIFE)
    answer = trade(world.url, token, device).json()
    assert (answer["error"], answer["error_description"]) == ("invalid_grant", "the refresh token has run out")


def test_signing_out_and_in_again_end_what_was_before(world: World) -> None:
    device = Device.new()
    first = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD)
    second = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD)
    assert trade(world.url, first.refresh_token, device).status_code == 400
    assert call(world.url, "/api/v1/sync", first.access_token, json={}).status_code == 401
    sign_out(world.url, second.refresh_token)
    assert trade(world.url, second.refresh_token, device).status_code == 400
    assert call(world.url, "/api/v1/sync", second.access_token, json={}).status_code == 401


def test_two_trades_at_once_leave_one_sign_in_or_none(world: World) -> None:
    device = Device.new()
    token = sign_in_with_password(world.url, device, ASSESSOR, PASSWORD).refresh_token
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: trade(world.url, token, device).status_code, range(8)))
    assert answers.count(200) <= 2
    with open_server(world.server.data, SETTINGS) as server, server.database.reading() as session:
        family = session.query(TokenFamily).filter_by(device_id=device.id).one()
        assert family.revoked_at is not None


@pytest.mark.parametrize("changed", [
    {"code_verifier": "w" * 64}, {"code_verifier": ""}, {"redirect_uri": "http://127.0.0.1:2/callback"},
])  # fmt: skip
def test_a_code_is_bound_and_a_wrong_try_uses_it_up(world: World, changed: dict[str, str]) -> None:
    device = Device.new()
    code = code_from(authorize(world.url))
    assert redeem(world.url, code, device, **changed).json()["error"] == "invalid_grant"
    assert redeem(world.url, code, device).json()["error"] == "invalid_grant"


def test_a_code_counts_once_and_runs_out(world: World) -> None:
    device = Device.new()
    code = code_from(authorize(world.url))
    assert redeem(world.url, code, device).status_code == 200
    assert redeem(world.url, code, device).status_code == 400
    code = code_from(authorize(world.url))
    with open_server(world.server.data, SETTINGS) as server, server.database.writing() as session:
        session.execute(update(AuthorizationCode).values(expires_at=utc_now()))
    assert redeem(world.url, code, device).status_code == 400


def test_many_who_redeem_one_code_at_once_get_one_sign_in(world: World) -> None:
    code = code_from(authorize(world.url))
    devices = [Device.new() for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda device: redeem(world.url, code, device).status_code, devices))
    assert sorted(answers) == [200] + [400] * 7


@pytest.mark.parametrize("changed", [
    {"redirect_uri": address} for address in (
        "https://evil.example/callback", "http://evil.example/callback", "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1:80@evil.example/callback", "http://127.0.0.1:1/callback/../..//evil.example",
        "http://127.0.0.1:1/callback?next=https://evil.example", "http://127.0.0.1:1/callback#x", "//evil.example",
        "http://192.0.2.1:80/callback", "http://127.0.0.1:1/callback\n", "javascript:alert(1)", "",
    )
] + [
    {"client_id": "another"}, {"response_type": "token"}, {"code_challenge_method": "plain"}, {"code_challenge": ""},
])  # fmt: skip
def test_answers_go_to_this_computer_only_and_with_a_challenge(world: World, changed: dict[str, str]) -> None:
    page = requests.get(f"{world.url}/authorize", params={**QUERY, **changed}, timeout=30, allow_redirects=False)
    assert page.status_code == 400
    answer = authorize(world.url, **changed)
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_only_the_page_that_the_browser_was_given_signs_in(world: World) -> None:
    assert authorize(world.url, csrf="").status_code == 400
    assert authorize(world.url, csrf=secrets.token_urlsafe(24)).status_code == 400
    page = requests.get(f"{world.url}/authorize", params=QUERY, timeout=30)
    fields = {**hidden_fields(page.text), "email": ASSESSOR, "password": PASSWORD}
    answer = requests.post(f"{world.url}/authorize", data=fields, allow_redirects=False, timeout=30)
    assert answer.status_code == 400
    cookie = page.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_ten_wrong_passwords_are_enough_and_the_page_says_how_long_it_takes(world: World) -> None:
    for _ in range(passwords.MOST_FAILURES):
        assert authorize(world.url, "wrong").status_code == 401
    for password in ("wrong", PASSWORD):
        answer = authorize(world.url, password)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
        assert "Too many attempts. Please wait 15 min." in answer.text
    assert authorize(world.url, email=OTHER).status_code == 303
    with pytest.raises(SignInFailed, match="Too many attempts"):
        sign_in_with_password(world.url, Device.new(), ASSESSOR, PASSWORD)


def attempt(server: Server, password: str, email: str = ASSESSOR, address: str = "192.0.2.1") -> str:
    """A code, or which exception."""
    try:
        return grant_code(
            server, email=email, password=password, address=address, challenge=CHALLENGE, redirect_uri=REDIRECT
        )
    except (WrongPassword, TooManyFailures) as error:
        return type(error).__name__


def test_an_account_is_guarded_against_many_addresses_and_an_address_against_many_accounts(server: Server) -> None:
    for number in range(passwords.MOST_OF_ACCOUNT):
        assert attempt(server, "wrong", address=f"192.0.2.{number}") == "WrongPassword"
    assert attempt(server, PASSWORD, address="198.51.100.1") == "TooManyFailures"
    assert attempt(server, PASSWORD, OTHER, "198.51.100.1") not in ("WrongPassword", "TooManyFailures")
    for number in range(passwords.MOST_OF_ADDRESS):
        assert attempt(server, "wrong", f"{number}@tests.example", "203.0.113.1") == "WrongPassword"
    assert attempt(server, PASSWORD, OTHER, "203.0.113.1") == "TooManyFailures"


def test_a_success_forgives_what_one_address_tried_with_one_account(server: Server) -> None:
    for _ in range(4):
        for _ in range(passwords.MOST_FAILURES - 1):
            assert attempt(server, "wrong") == "WrongPassword"
        assert attempt(server, PASSWORD) not in ("WrongPassword", "TooManyFailures")


def test_a_success_elsewhere_gives_a_guesser_nothing(server: Server) -> None:
    for _ in range(passwords.MOST_FAILURES):
        attempt(server, "wrong", address="203.0.113.1")
    assert attempt(server, PASSWORD, address="192.0.2.1") not in ("WrongPassword", "TooManyFailures")
    assert attempt(server, PASSWORD, address="203.0.113.1") == "TooManyFailures"


def test_guesses_at_once_gain_nothing(server: Server) -> None:
    begin = threading.Barrier(40)

    def guess(_: int) -> str:
        begin.wait()
        return attempt(server, "wrong")

    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(guess, range(40)))
    assert answers.count("WrongPassword") == passwords.MOST_FAILURES
    assert answers.count("TooManyFailures") == 40 - passwords.MOST_FAILURES


def test_the_same_work_is_done_for_whom_nobody_knows(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """One argon2id with the same parameters, whether the account exists or not; the database is asked alike."""
    work: list[str] = []
    monkeypatch.setattr("argon2._password_hasher.hash_secret", lambda **a: work.append("hash") or hash_secret(**a))
    monkeypatch.setattr("argon2._password_hasher.verify_secret", lambda *a: work.append("hash") or verify_secret(*a))
    assert attempt(server, "wrong") == "WrongPassword"
    known, work[:] = list(work), []
    assert attempt(server, "wrong", "nobody@tests.example") == "WrongPassword"
    assert known == work == ["hash"]


def test_only_hashes_of_what_was_issued_are_kept(world: World) -> None:
    desk = world.desk()
    desk.sync()
    device = Device.new()
    code = code_from(authorize(world.url))
    issued = redeem(world.url, code, device).json()
    unused = code_from(authorize(world.url))
    renewed = trade(world.url, issued["refresh_token"], device).json()
    token, _ = access_token(world.url, OTHER)
    issued_secrets = [
        PASSWORD, VERIFIER, code, unused, token, desk.token, desk.store.sign_in_state()[1] or "",
        issued["access_token"], issued["refresh_token"], renewed["access_token"], renewed["refresh_token"],
    ]  # fmt: skip
    kept = b"".join(file.read_bytes() for file in sorted(world.server.data.rglob("*")) if file.is_file())
    for secret in issued_secrets:
        assert secret.encode() not in kept
    # That they would be found, were they there: their hashes are.
    for secret in (unused, token, renewed["refresh_token"]):
        assert sha256(secret.encode()).encode() in kept
    with open_server(world.server.data, SETTINGS) as server, server.database.reading() as session:
        assert session.get(AccessToken, sha256(token.encode())) is not None
    desk.close()
