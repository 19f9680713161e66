"""What lies on the disk after work, quit or killed, says nothing: every byte is searched for what was on the screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.conftest import World
from tests.faults.at_work import SEARCHED, TYPED
from tests.serving import ASSESSOR, KEY, PASSWORD, Desk

FORMS = ("utf-8", "utf-16-le", "utf-16-be")


def _places(home: Path) -> dict[str, str]:
    """An environment in which everything that a program could write lands below ``home``."""
    folders = {
        name: str(home / name.lower())
        for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                     "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
    }  # fmt: skip
    for folder in folders.values():
        Path(folder).mkdir(parents=True, mode=0o700)
    return {**os.environ, **folders, "USERPROFILE": folders["HOME"], "PYTHONPATH": str(Path.cwd())}


def _markers(world: World) -> dict[str, list[bytes]]:
    """What must not be found: what was typed and searched, who and which it is, and pieces of the evidence itself."""
    desk = Desk(world.home / "markers", world.url, ASSESSOR)
    desk.sync()
    desk.download(world.submission_id)
    manifest = desk.store.workspace(world.submission_id).manifest
    assert manifest is not None
    pieces: list[bytes] = []
    words: set[str] = set()
    for name, blob in manifest.blobs().items():
        data = desk.store.blob(world.submission_id, name)
        pieces += [data[at : at + 48] for at in range(len(data) // 4, len(data) - 48, max(1, len(data) // 5))][:4]
        if blob.media_type == "application/pdf":
            with pymupdf.open(stream=data, filetype="pdf") as document:
                found = {word[4] for page in document for word in page.get_text("words")}
            words |= set(sorted((word for word in found if word.isalpha()), key=len)[-5:])
    desk.close()
    assert len(words) >= 5
    said = {
        "typed": [TYPED], "searched": [SEARCHED], "submission": [world.submission_id],
        "person": ["Alma Reyes", ASSESSOR], "password": [PASSWORD], "words of the evidence": sorted(words),
    }  # fmt: skip
    return {
        "bytes of the evidence": pieces,
        **{name: [text.encode(form) for text in texts for form in FORMS] for name, texts in said.items()},
    }


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file())


def _found(markers: dict[str, list[bytes]], *folders: Path) -> list[str]:
    hits = []
    for file in _files(*folders):
        data = file.read_bytes()
        hits += [f"{name} in {file.name}" for name, some in markers.items() if any(one in data for one in some)]
        hits += [f"{name} in the name of {file.name}" for name in ("submission", "typed")
                 if any(one in str(file).encode() for one in markers[name])]  # fmt: skip
    return hits


@pytest.mark.parametrize("end", ["quit", "killed"])
def test_nothing_on_the_disk_says_what_was_on_the_screen(world: World, end: str) -> None:
    markers = _markers(world)
    home, profile = world.home / "computer", world.home / "computer" / "profile"
    shared = Path("/dev/shm")  # noqa: S108 - where the renderers' memory has its names
    before = set(_files(shared)) if shared.is_dir() else set()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.at_work", str(profile), world.url, world.submission_id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_places(home),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n", process.communicate()[1]
    assert _found(markers, home) == [], "while it is at work"
    if end == "killed":
        process.kill()
        _, told = process.communicate()
    else:
        _, told = process.communicate("quit\n", timeout=60)
    assert _found(markers, home) == []
    assert not [name for name, some in markers.items() if any(one in told.encode() for one in some)]
    if shared.is_dir():
        left = [file for file in _files(shared) if file not in before and file.stat().st_uid == os.getuid()]
        assert not [file for file in left if any(one in file.read_bytes() for one in markers["typed"])]
    assert (profile / "store.db").stat().st_size > 0
    store = Store(Profile(profile), KEY)
    assert TYPED in str(store.workspace(world.submission_id).cells)
    store.close()


def test_the_search_finds_what_is_there(world: World, tmp_path: Path) -> None:
    """The markers themselves, in the clear, in every form."""
    markers = _markers(world)
    for name, some in markers.items():
        (tmp_path / "planted").mkdir(exist_ok=True)
        (tmp_path / "planted" / "file").write_bytes(b"..." + some[-1] + b"...")
        assert _found({**markers, name: some}, tmp_path / "planted")


def test_a_deleted_packet_is_shredded_with_its_key(world: World) -> None:
    desk = world.desk()
    desk.sync()
    desk.download(world.submission_id)
    rows = desk.store.blob_files(world.submission_id)
    key = rows[0].key
    assert all(row.path.exists() for row in rows)
    desk.store.delete_packet(world.submission_id)
    assert not list(desk.profile.blobs.iterdir())
    desk.store.close()
    import sqlcipher3.dbapi2

    plain = sqlcipher3.dbapi2.connect(str(desk.profile.database))
    plain.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    plain.execute("ATTACH DATABASE ? AS plain KEY ''", (str(world.home / "plain.db"),))
    plain.execute("SELECT sqlcipher_export('plain')")
    plain.close()
    assert key not in (world.home / "plain.db").read_bytes(), "the key is in no row"
    # Not in what a deleted row leaves behind either: the pages of the file itself, as their key opens them.
    reopened = sqlcipher3.dbapi2.connect(str(desk.profile.database))
    reopened.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    assert reopened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    reopened.close()
    wal = desk.profile.database.with_name("store.db-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    desk.client.close()
