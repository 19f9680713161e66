"""What the server and the application log holds no secret, not even with every logger wide open and in a traceback."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.hostile_provider import hostile
from tests.provider import CLIENT_ID, CLIENT_SECRET, Browser, free_port
from tests.serving import PASSWORD, make_world

TALKATIVE = "import logging, sys; logging.basicConfig(level=logging.DEBUG); "
SERVER = TALKATIVE + "from assessor_app.cli import main; sys.exit(main(sys.argv[1:]))"
APPLICATION = (
    TALKATIVE
    + """
import json, threading, time
from pathlib import Path
from assessor_app.logs import to_standard_error
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync import signin
from assessor_app.sync.loop import Connection, SyncLoop

to_standard_error()
folder, url, password = Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().strip()
secrets = []

def tell(name, value):
    (folder / (name + ".part")).write_text(json.dumps(value))
    (folder / (name + ".part")).rename(folder / name)

def wait(name):
    while not (folder / name).exists():
        time.sleep(0.02)

def until(connection):
    while loop._status.connection is not connection:
        time.sleep(0.02)

store = Store(Profile(folder / "profile"), bytes(range(32)))
noted = signin.refresh
def refresh(*arguments):
    reply = noted(*arguments)
    secrets.extend([reply.access_token, reply.refresh_token])
    return reply
signin.refresh = refresh
try:
    signin.sign_in_with_password(url, store.device(), "assessor@tests.example", "not " + password)
except signin.SignInFailed:
    pass
first = signin.sign_in_with_password(url, store.device(), "assessor@tests.example", password)
reply = signin.sign_in_with_browser(url, store.device(), lambda at: tell("address", at), threading.Event())
for found in (first, reply):
    secrets.extend([found.access_token, found.refresh_token, found.unlock_secret])
store.signed_in(url, reply)
loop = SyncLoop(store, lambda status: None)
loop.start()
until(Connection.IDLE)
time.sleep(1.2)
loop.sync_now()
time.sleep(0.5)
until(Connection.IDLE)
tell("break", True)
wait("broken")
time.sleep(1.2)
loop.sync_now()
until(Connection.PROBLEM)
tell("mend", True)
wait("mended")
loop.stop()
signin.sign_out(url, store.sign_in_state()[1])
tell("secrets", secrets)
"""
)


def _wait_for(file: Path, process: subprocess.Popen[str]) -> object:
    until = time.monotonic() + 90
    while not file.exists():
        assert process.poll() is None and time.monotonic() < until, file.name
        time.sleep(0.02)
    return json.loads(file.read_text())


def test_no_secret_reaches_a_log_or_the_disk(tmp_path: Path) -> None:
    data, home, logs = tmp_path / "server", tmp_path / "home", tmp_path / "logs"
    make_world(data)
    home.mkdir()
    logs.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with hostile() as provider, (logs / "server").open("w") as server_log, (logs / "application").open("w") as app_log:
        environment = {
            **os.environ, "ASSESSOR_ARGON2_MEMORY_KIB": "64", "ASSESSOR_ACCESS_SECONDS": "1",
            "ASSESSOR_PUBLIC_URL": url, "ASSESSOR_OIDC_ISSUER": provider.issuer, "ASSESSOR_OIDC_CLIENT_ID": CLIENT_ID,
            "ASSESSOR_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }  # fmt: skip
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, "serve", "--data", str(data), "--port", str(port), "--no-worker",
             "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=server_log, stderr=subprocess.STDOUT, text=True, env=environment,
        )  # fmt: skip
        while "Serving on" not in (logs / "server").read_text():
            assert server.poll() is None
            time.sleep(0.05)
        app = subprocess.Popen(
            [sys.executable, "-c", APPLICATION, str(home), url], stdin=subprocess.PIPE, stdout=app_log,
            stderr=subprocess.STDOUT, text=True, env=environment,
        )  # fmt: skip
        assert app.stdin is not None
        app.stdin.write(PASSWORD + "\n")
        app.stdin.flush()
        address = str(_wait_for(home / "address", app))
        browser = Browser()
        arrived = browser.follow(browser.to_the_provider(address), "http://127.0.0.1:1/")
        assert "You are signed in" in arrived.text
        # A second one, which stays unused.
        unused = browser.follow(browser.to_the_provider(address), parse_qs(urlsplit(address).query)["redirect_uri"][0])
        codes = {parse_qs(urlsplit(at).query)["code"][0] for at in (arrived.url, unused.headers["Location"])}
        keys = {str(cookie.value) for cookie in browser.session.cookies if cookie.name.startswith("assessor_provider")}
        _wait_for(home / "break", app)
        _break(data, "CREATE TRIGGER broken BEFORE INSERT ON access_tokens BEGIN SELECT RAISE(ABORT, 'broken'); END")
        (home / "broken").touch()
        _wait_for(home / "mend", app)
        _break(data, "DROP TRIGGER broken")
        (home / "mended").touch()
        issued = _wait_for(home / "secrets", app)
        app.communicate(timeout=60)
        server.communicate(timeout=60)
    assert isinstance(issued, list)
    assert len(issued) >= 8
    unlock = {word for word in issued if word.endswith("=")}
    assert len(unlock) == 1
    said = "".join(file.read_text() for file in logs.iterdir())
    assert "Traceback" in (logs / "server").read_text()
    assert "Traceback" in (logs / "application").read_text()
    assert "hide_parameters=True" in said
    assert provider.issuer in said, "the loggers are not as talkative as this test means them to be"
    secrets = {
        PASSWORD,
        CLIENT_SECRET,
        "the provider's code",
        "the+provider%27s+code",
        *issued,
        *codes,
        *keys,
        *provider.secrets,
    }
    assert len(secrets) > 12
    for secret in secrets:
        assert secret not in said, secret
    on_disk = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    for secret in secrets - unlock:
        assert secret.encode() not in on_disk, secret


def _break(data: Path, statement: str) -> None:
    with sqlite3.connect(data / "server.sqlite", timeout=20) as database:
        database.execute(statement)
