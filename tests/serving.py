"""A real server for tests: its own process, real HTTP on loopback, a real data folder."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import requests

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.submission import Role
from assessor_app.server.opening import Server, open_server
from assessor_app.server.preparing.folders import submit_folder
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person
from assessor_app.server.settings import Settings
from assessor_app.store.ledger import Device
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync import signin
from assessor_app.sync.downloads import fetch_packet
from assessor_app.sync.exchange import exchange
from assessor_app.sync.http import Client
from tests.samples import RESOURCES

PASSWORD = "a password for tests"
ASSESSOR, OTHER = "assessor@tests.example", "other@tests.example"
APPROVER, FACILITATOR = "approver@tests.example", "facilitator@tests.example"
APPLICANT, NAME = "wilhelmina.featherstonehaugh@schools.example", "Wilhelmina Featherstonehaugh"
SETTINGS = Settings(argon2_memory_kib=64)
PORTFOLIO = RESOURCES / "samples/evidence/p1-1"
KEY = bytes(range(32))


def make_world(data: Path) -> str:
    """One submission of the academic-discourse sample in the assessor's queue; its id."""
    made, submission_id = _made_world()
    shutil.copytree(made, data, dirs_exist_ok=True)
    return submission_id


@lru_cache(maxsize=1)
def _made_world() -> tuple[Path, str]:
    """Made once a test process: preparing evidence takes seconds."""
    folder = tempfile.mkdtemp(prefix="world-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder), _build_world(Path(folder))


def _build_world(data: Path) -> str:
    with open_server(data, SETTINGS) as server:
        for email, name, role in (
            (ASSESSOR, "Alma Reyes", Role.ASSESSOR),
            (OTHER, "Iris Novak", Role.ASSESSOR),
            (APPROVER, "Henrik Dahl", Role.APPROVER),
            (FACILITATOR, "June Park", Role.FACILITATOR),
        ):
            add_person(server, email=email, name=name, roles=[role], organisation="Circle", password=PASSWORD)
        add_person(
            server, email=APPLICANT, name=NAME, roles=[Role.EDUCATOR], organisation="Quillfeather", password=PASSWORD
        )
        credential = load_sample(server, "academic-discourse")
        for email in (ASSESSOR, OTHER, APPROVER):
            calibrate(server, email, credential.id)
        submission_id = submit_folder(server, APPLICANT, credential.id, PORTFOLIO)
        assign(server, submission_id, ASSESSOR)
        return submission_id


def load_sample(server: Server, name: str) -> MicroCredential:
    text = (RESOURCES / f"samples/micro-credentials/{name}.yaml").read_text(encoding="utf-8")
    return load_micro_credential(server, text)


class Serving:
    """``assessor-app serve`` on a data folder. Killed and started again, it keeps its port."""

    def __init__(self, data: Path, *arguments: str, **environment: str) -> None:
        self.data, self._port = data, 0
        self._arguments, self._environment = arguments, environment
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assessor_app", "serve", "--data", str(self.data), "--port", str(self._port),
             "--until-stdin-closes", *self._arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env={**os.environ, "ASSESSOR_ARGON2_MEMORY_KIB": "64", **self._environment},
        )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line.startswith("Serving on "), line
        self.url = line.removeprefix("Serving on ")
        self._port = int(self.url.rsplit(":", 1)[1])

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None
                pipe.close()
            self._process = None


@contextmanager
def serving(data: Path) -> Iterator[Serving]:
    server = Serving(data)
    server.start()
    try:
        yield server
    finally:
        server.kill()


class Desk:
    """One person's computer without its window: the app's own store and sync against the server."""

    def __init__(self, folder: Path, url: str, email: str) -> None:
        self.profile = Profile(folder)
        self.store = Store(self.profile, KEY)
        self._url = url
        reply = signin.sign_in_with_password(url, self.store.device(), email, PASSWORD)
        self.store.signed_in(url, reply)
        self.token = reply.access_token
        self.client = Client(url, self._fresh)

    def _fresh(self) -> str:
        _, token = self.store.sign_in_state()
        reply = signin.refresh(self._url, self.store.device(), token or "")
        self.store.signed_in(self._url, reply)
        return reply.access_token

    def sync(self) -> None:
        while exchange(self.store, self.client):
            pass

    def download(self, submission_id: str) -> None:
        self.store.want_packet(submission_id)
        for packet in self.store.wanted_packets():
            fetch_packet(self.store, self.client, packet, lambda *_: None)

    def close(self) -> None:
        self.client.close()
        self.store.close()


def access_token(url: str, email: str) -> tuple[str, Device]:
    """A sign-in of a fresh device."""
    device = Device.new()
    return signin.sign_in_with_password(url, device, email, PASSWORD).access_token, device


def call(url: str, path: str, token: str, **options: object) -> requests.Response:
    method = "POST" if "data" in options or "json" in options else "GET"
    headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}  # type: ignore[dict-item]
    return requests.request(method, url + path, headers=headers, timeout=30, **options)  # type: ignore[arg-type]


def snapshot(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the server's database but those that any request may touch (tokens, leases, failures)."""
    import sqlite3

    skipped = {"access_tokens", "refresh_tokens", "token_families", "authorization_codes", "sign_in_failures"}
    with sqlite3.connect(f"file:{data / 'server.sqlite'}?mode=ro", uri=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)
            for name in tables
            if name not in skipped
        }
