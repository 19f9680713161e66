"""A district's OpenID Connect provider for tests: Canaille, as it comes from PyPI, in a process of its own on loopback.

``python -m tests.provider PORT CALLBACK`` serves until its standard input closes.
"""

from __future__ import annotations

import html
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urljoin

import requests

from tests.serving import APPROVER, ASSESSOR, OTHER

CLIENT_ID, CLIENT_SECRET = "assessor-server", "the provider's secret for this server"
USERS = {
    "alma": ASSESSOR,
    "henrik": APPROVER,
    "stranger": "nobody@elsewhere.example",
    "unvouched": OTHER,
}
"""Account → e-mail address; the provider vouches for all but the last one's."""


def login_secret(user: str) -> str:
    return f"what {user} types at the provider"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Canaille:
    def __init__(self, callback: str) -> None:
        self.port, self._callback = free_port(), callback
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.provider", str(self.port), self._callback],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def canaille(callback: str) -> Iterator[Canaille]:
    provider = Canaille(callback)
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()


class Browser:
    """What a person and their browser do, page by page, without a script."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def open(self, address: str) -> requests.Response:
        return self.session.get(address, timeout=30)

    def submit(self, page: requests.Response, values: dict[str, str], form: str = "<form") -> requests.Response:
        """Fill in the form that begins so, and send it; redirects are not followed."""
        begin = page.text.index(form)
        text = page.text[begin : page.text.index("</form>", begin)]
        action = re.search(r'^<form[^>]*\baction="([^"]*)"', text)
        target = urljoin(page.url, html.unescape(action.group(1)) if action else "")
        fields = {}
        for tag in re.findall(r"<input\b[^>]*>", text):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if "name" in attributes:
                fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
        return self.session.post(target, data={**fields, **values}, allow_redirects=False, timeout=30)

    def follow(self, answer: requests.Response, until: str) -> requests.Response:
        """Go where redirects lead; the page at their end, or the redirect to an address that begins with ``until``."""
        for _ in range(10):
            if not answer.is_redirect:
                return answer
            target = urljoin(answer.url, answer.headers["Location"])
            if target.startswith(until):
                return answer
            answer = self.session.get(target, allow_redirects=False, timeout=30)
        raise AssertionError("redirects without end")

    def to_the_provider(self, authorize_url: str) -> requests.Response:
        """Choose the provider on the server's page; the redirect there."""
        return self.submit(self.open(authorize_url), {}, '<form method="post" action="/authorize/provider"')

    def at_the_provider(self, away: requests.Response, user: str, callback: str) -> requests.Response:
        """Sign in there and agree; the redirect back to the server, not yet followed."""
        answer = self.follow(away, callback)
        for _ in range(4):
            if answer.is_redirect:
                return answer
            if 'name="login"' in answer.text:
                values = {"login": user}
            elif 'type="password"' in answer.text:
                values = {"password": login_secret(user)}
            else:
                values = {"answer": "accept"}
            answer = self.follow(self.submit(answer, values), callback)
        raise AssertionError(answer.text)


def _serve(port: int, callback: str) -> None:
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from werkzeug.serving import make_server

    app = create_app(
        {
            "SECRET_KEY": "for tests only, and long enough for them",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "SMTP": None},
        }
    )
    # Canaille announces this claim and has no setting for it.
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = (
        "{% if user.user_name != 'unvouched' %}true{% endif %}"
    )
    with app.app_context():
        for name, email in USERS.items():
            person = models.User(
                user_name=name, formatted_name=name, family_name=name, emails=[email], password=login_secret(name)
            )
            Backend.instance.save(person)
        client = models.Client(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            client_name="Assessor",
            client_id_issued_at=datetime.now(UTC),
            redirect_uris=[callback],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "email"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
