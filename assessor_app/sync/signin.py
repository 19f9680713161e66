"""Signing in: OAuth 2.0 for native apps (RFC 8252) with PKCE (RFC 7636).

The person types the password into the server's own page in the system browser; the app sees only a code. Scripts may
do what the browser would do with a password from standard input (:func:`sign_in_with_password`): the same pages, the
same checks.
"""

from __future__ import annotations

import base64
import hashlib
import html
import platform
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from pydantic import ValidationError

from assessor_app.protocol.files import parcel_public_key
from assessor_app.protocol.sync import ACCESS_ENDED, TokenReply
from assessor_app.store.ledger import Device
from assessor_app.sync.http import AccessEnded, Busy, SignInNeeded, checked_server_url, new_session, send

CLIENT_ID = "assessor-app-desktop"
WAIT_SECONDS = 300
POLL_SECONDS = 0.2


class SignInFailed(Exception):
    """The message says why, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One run of the code flow: what is sent along and what must come back."""

    server_url: str
    redirect_uri: str
    state: str
    verifier: str

    def authorize_url(self) -> str:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": CLIENT_ID,
                "redirect_uri": self.redirect_uri,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
                "state": self.state,
            }
        )
        return f"{self.server_url}/authorize?{query}"

    def code_from(self, callback: str) -> str:
        """The code in the address that the browser was sent to. Raises SignInFailed."""
        answer = parse_qs(urlsplit(callback).query)
        if not secrets.compare_digest(answer.get("state", [""])[0], self.state):
            raise SignInFailed("The answer does not belong to this sign-in. Please try again.")
        if "code" not in answer:
            raise SignInFailed("The server did not grant the sign-in: " + answer.get("error", ["no reason given"])[0])
        return answer["code"][0]


def _attempt(server_url: str, port: int) -> _Attempt:
    return _Attempt(
        server_url=checked_server_url(server_url),
        redirect_uri=f"http://127.0.0.1:{port}/callback",
        state=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
    )


def sign_in_with_browser(
    server_url: str, device: Device, open_browser: Callable[[str], object], cancelled: threading.Event
) -> TokenReply:
    """Send the person to the server's page and wait for the answer on a loopback port.

    Raises SignInFailed, AccessEnded, Unreachable, ValueError for an address that is none.
    """
    with _Listener() as listener:
        attempt = _attempt(server_url, listener.port)
        session = new_session()
        # Asking first tells a wrong address or a dead line here, rather than in a browser window.
        _expect(send(session, "GET", attempt.authorize_url()), 200)
        open_browser(attempt.authorize_url())
        callback = listener.wait(cancelled)
        return _exchange(session, attempt, attempt.code_from(callback), device)


def sign_in_with_password(server_url: str, device: Device, email: str, password: str) -> TokenReply:
    """Do what the browser would do. Raises SignInFailed, AccessEnded, Unreachable, ValueError."""
    attempt = _attempt(server_url, 1)
    session = new_session()
    page = _expect(send(session, "GET", attempt.authorize_url()), 200)
    fields = hidden_fields(page.text)
    answer = send(
        session, "POST", f"{attempt.server_url}/authorize", data={**fields, "email": email, "password": password}
    )
    if answer.status_code == 401:
        raise SignInFailed("The e-mail address or the password is wrong.")
    if answer.status_code == 403:
        raise SignInFailed("This server takes no passwords. Please sign in with your browser.")
    _expect(answer, 303)
    return _exchange(session, attempt, attempt.code_from(answer.headers["Location"]), device)


def refresh(server_url: str, device: Device, refresh_token: str) -> TokenReply:
    """Trade a refresh token for new tokens.

    Raises SignInNeeded when it is no longer good, AccessEnded, Unreachable, Busy, SignInFailed.
    """
    session = new_session()
    answer = send(
        session,
        "POST",
        f"{server_url}/token",
        data={"grant_type": "refresh_token", "refresh_token": refresh_token, "device_id": device.id,
              "client_id": CLIENT_ID},
    )  # fmt: skip
    _check_access(answer)
    if answer.status_code in (400, 401, 403):
        raise SignInNeeded
    if answer.status_code in (429, 503):
        raise Busy(None)
    return _token_reply(answer)


def unlock_secret_of(reply: TokenReply) -> bytes:
    """What opens a profile that was signed out. Raises ValueError."""
    return base64.b64decode(reply.unlock_secret or "", validate=True)


def sign_out(server_url: str, refresh_token: str) -> None:
    """Have the server forget the token. Raises Unreachable, SignInFailed when it did not."""
    data = {"token": refresh_token, "client_id": CLIENT_ID}
    _expect(send(new_session(), "POST", f"{server_url}/revoke", data=data), 200)


def _exchange(session: requests.Session, attempt: _Attempt, code: str, device: Device) -> TokenReply:
    answer = send(
        session,
        "POST",
        f"{attempt.server_url}/token",
        data={
            "grant_type": "authorization_code",
            "client_id": CLIENT_ID,
            "code": code,
            "code_verifier": attempt.verifier,
            "redirect_uri": attempt.redirect_uri,
            "device_id": device.id,
            "device_name": f"{platform.system()} {platform.release()}",
            "device_public_key": base64.b64encode(device.key().public).decode("ascii"),
            "device_parcel_key": base64.b64encode(parcel_public_key(device.secret)).decode("ascii"),
        },
    )
    return _token_reply(answer)


def _check_access(answer: requests.Response) -> None:
    """Raises AccessEnded."""
    if answer.status_code != 400:
        return
    try:
        ended = answer.json().get("error") == ACCESS_ENDED
    except (ValueError, AttributeError):
        return
    if ended:
        raise AccessEnded


def _token_reply(answer: requests.Response) -> TokenReply:
    _check_access(answer)
    _expect(answer, 200)
    try:
        return TokenReply.model_validate_json(answer.content)
    except ValidationError as error:
        raise SignInFailed("The server's answer could not be understood. Is its version right?") from error


def _expect(answer: requests.Response, status: int) -> requests.Response:
    if answer.status_code == status:
        return answer
    if answer.status_code in (429, 503):
        raise SignInFailed("Too many attempts, or the server is busy. Please wait a few minutes and try again.")
    if answer.status_code == 404:
        raise SignInFailed("There is no assessment server at this address.")
    raise SignInFailed(f"The server refused the sign-in (status {answer.status_code}).")


def hidden_fields(page: str) -> dict[str, str]:
    """Names and values of the form's hidden inputs."""
    fields = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return fields


_DONE = (
    "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'><title>Signed in</title>"
    "<body style='font:16px system-ui;margin:20vh auto;max-width:28rem;text-align:center'>"
    "<h1 style='font-size:1.3rem'>You are signed in</h1><p>You can close this page and go back to the application.</p>"
)


class _Listener:
    """A loopback address on a port of the system's choosing that waits for one callback."""

    def __init__(self) -> None:
        self._callback: str | None = None
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if not self.path.startswith("/callback?"):
                    self.send_error(404)
                    return
                listener._callback = self.path
                body = _DONE.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """The address holds the code: nothing of it may reach a log."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._server.timeout = POLL_SECONDS
        self.port = int(self._server.server_address[1])

    def wait(self, cancelled: threading.Event) -> str:
        for _ in range(int(WAIT_SECONDS / POLL_SECONDS)):
            if cancelled.is_set():
                raise SignInFailed("The sign-in was cancelled.")
            self._server.handle_request()
            if self._callback is not None:
                return self._callback
        raise SignInFailed("Nobody signed in within five minutes. Please try again.")

    def __enter__(self) -> _Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()
