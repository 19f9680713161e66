from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assessor_app.doctor import checks, sandbox
from assessor_app.doctor.finding import Finding, Status
from assessor_app.documents.confinement import Confinement
from assessor_app.documents.probe import Attempt, NotProbed, Probed
from assessor_app.store.keychain import Keychain, KeychainUnavailable, MemoryKeychain
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store


def examine(folder: Path, keychain: Keychain) -> dict[str, Finding]:
    return {finding.name: finding for finding in checks.examine(folder, lambda: keychain)}


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_command_answers_in_time_and_in_json(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assessor_app", "doctor", "--profile", tmp_path / "p"]
    start = time.monotonic()
    told = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False, timeout=60)
    assert time.monotonic() - start < 30
    content = json.loads(told.stdout)
    assert (told.returncode == 0) is content["works"] is True
    names = [row["name"] for row in content["findings"]]
    assert {"program", "database", "renderer", "sandbox: network", "sandbox: files", "LibreOffice"} <= set(names)
    assert all(row["status"] in ("ok", "not_here", "trouble") and row["sentence"] for row in content["findings"])
    assert not (tmp_path / "p").exists(), "it looks, and makes nothing"


def test_a_profile_is_opened_and_not_touched(tmp_path: Path) -> None:
    profile, keychain = Profile(tmp_path / "p"), MemoryKeychain()
    Store(profile, profile.key(keychain, lambda _: "")).close()
    before = everything_in(tmp_path)
    found = examine(profile.folder, keychain)
    assert found["profile"].status is Status.OK
    assert found["keychain"].status is Status.OK
    assert everything_in(tmp_path) == before
    assert keychain.get("doctor-probe") is None


def test_what_is_wrong_with_a_profile_is_told(tmp_path: Path) -> None:
    profile, keychain = Profile(tmp_path / "p"), MemoryKeychain()
    Store(profile, profile.key(keychain, lambda _: "")).close()
    lost = examine(profile.folder, MemoryKeychain())["profile"]
    assert lost.status is Status.TROUBLE and lost.essential and "no key" in lost.sentence
    profile.database.write_bytes(profile.database.read_bytes()[:100] + bytes(5_000))
    damaged = examine(profile.folder, keychain)["profile"]
    assert damaged.status is Status.TROUBLE and "damaged" in damaged.sentence


def test_no_keychain_is_no_trouble(tmp_path: Path) -> None:
    class NoKeychain(MemoryKeychain):
        def set(self, name: str, secret: str) -> None:
            raise KeychainUnavailable("The system's keychain can't be used: it is locked")

    found = examine(tmp_path / "p", NoKeychain())["keychain"]
    assert found.status is Status.NOT_HERE and "passphrase" in found.sentence


def test_a_keychain_that_forgets_is_trouble(tmp_path: Path) -> None:
    class Forgetful(MemoryKeychain):
        def get(self, name: str) -> None:
            return None

    assert examine(tmp_path / "p", Forgetful())["keychain"].status is Status.TROUBLE


def _told(confinement: Confinement, refused: bool, monkeypatch: pytest.MonkeyPatch) -> dict[str, Finding]:
    probed = Probed(confinement, dict.fromkeys(Attempt, refused), drew=True, engines={})
    monkeypatch.setattr(sandbox, "probe", lambda: probed)
    return {finding.name: finding for finding in sandbox.sandbox_findings()}


def test_what_is_claimed_and_does_not_hold_is_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = Confinement(memory=True, cpu=True, network=True, files=True, programs=True)
    assert _told(claimed, False, monkeypatch)["sandbox: network"].status is Status.TROUBLE
    assert _told(claimed, True, monkeypatch)["sandbox: network"].status is Status.OK


def test_what_a_system_can_not_do_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told(Confinement(notes=("This kernel is too old.",)), False, monkeypatch)
    assert told["sandbox: files"].status is Status.NOT_HERE
    assert told["sandbox: note"].sentence == "This kernel is too old."


def test_a_renderer_that_does_not_start_is_essential(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Probed:
        raise NotProbed("it ended with code 1")

    monkeypatch.setattr(sandbox, "probe", broken)
    (finding,) = sandbox.sandbox_findings()
    assert finding.essential and finding.status is Status.TROUBLE


def test_one_check_that_fails_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise OSError("no such library")

    monkeypatch.setattr(checks, "cipher_version", broken)
    found = examine(tmp_path / "p", MemoryKeychain())
    database = found["database"]
    assert database.status is Status.TROUBLE and database.essential and "no such library" in database.sentence
    assert found["renderer"].status is Status.OK
