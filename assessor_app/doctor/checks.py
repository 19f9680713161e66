"""Each check tries what it tells of, and changes nothing that it does not put back."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from assessor_app import __version__
from assessor_app.doctor.finding import Finding, Status
from assessor_app.doctor.sandbox import office_finding, sandbox_findings
from assessor_app.gui.display import OFFSCREEN_PACKAGES, display_problem
from assessor_app.store.database import cipher_version, opens_with
from assessor_app.store.keychain import Keychain, KeychainUnavailable, SystemKeychain
from assessor_app.store.profile import Profile, default_folder

LITTLE_SPACE = 1024**3
_PROBE_ENTRY = "doctor-probe"


def examine(folder: Path | None = None, keychain: Callable[[], Keychain] = SystemKeychain) -> list[Finding]:
    """Everything, in the order in which it is told. ``folder`` is the profile's."""
    profile = Profile(folder or default_folder())
    checks: list[Callable[[], Iterator[Finding]]] = [
        _program, _window, _database, partial(_keychain, keychain), partial(_profile, profile, keychain),
        sandbox_findings, lambda: iter([office_finding()]), _fonts,
    ]  # fmt: skip
    # What waits for other processes waits side by side.
    with ThreadPoolExecutor(len(checks)) as threads:
        return [finding for found in threads.map(_safely, checks) for finding in found]


def _safely(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - one check that fails must not keep the others from being told
        name = getattr(check, "__name__", "check").strip("_")
        sentence = f"Looking at it failed ({type(error).__name__}: {error})."
        return [Finding(name, Status.TROUBLE, sentence, essential=check in (_window, _database))]


def _program() -> Iterator[Finding]:
    yield Finding(
        "program",
        Status.OK,
        f"assessor-app {__version__} on Python {platform.python_version()}, {platform.platform()}.",
    )


def _window() -> Iterator[Finding]:
    qt = importlib.metadata.version("PySide6-Essentials")
    problem = display_problem()
    if problem is not None and not problem.only_display:
        yield Finding("window system", Status.TROUBLE, problem.sentence.replace("\n", " "), True)
        return
    yield Finding("window system", Status.OK, f"Qt {qt} can be loaded.", True)
    if problem is not None:
        yield Finding("display", Status.NOT_HERE, f"{problem.sentence} The application needs one; the commands don't.")
    else:
        yield Finding("display", Status.OK, f"A window can be opened{_where()}.")


def _where() -> str:
    chosen = os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return f" ({chosen})" if chosen else ""


def _database() -> Iterator[Finding]:
    yield Finding("database", Status.OK, f"SQLCipher {cipher_version()} encrypts and searches.", True)


def _keychain(open_keychain: Callable[[], Keychain]) -> Iterator[Finding]:
    secret = secrets.token_hex(32)
    try:
        keychain = open_keychain()
        keychain.set(_PROBE_ENTRY, secret)
        kept = keychain.get(_PROBE_ENTRY) == secret
        keychain.delete(_PROBE_ENTRY)
        gone = keychain.get(_PROBE_ENTRY) is None
    except KeychainUnavailable as error:
        yield Finding("keychain", Status.NOT_HERE, f"{error}. A new profile asks for a passphrase instead.")
        return
    if kept and gone:
        yield Finding("keychain", Status.OK, "An entry was written, read and deleted again.")
    else:
        wrong = "does not keep what it is given" if not kept else "does not delete what it is told to"
        yield Finding("keychain", Status.TROUBLE, f"The system's keychain {wrong}; look into its own program.")


def _profile(profile: Profile, open_keychain: Callable[[], Keychain]) -> Iterator[Finding]:
    there = _nearest(profile.folder)
    try:
        with tempfile.NamedTemporaryFile(dir=there, prefix="doctor-"):
            pass
    except OSError as error:
        yield Finding("profile folder", Status.TROUBLE, f"Nothing can be written in {there}: {error.strerror}.", True)
        return
    free = shutil.disk_usage(there).free
    state = "" if profile.folder.is_dir() else " (made with the first start)"
    room = f"{free / 1024**3:.1f} GB are free"
    if free < LITTLE_SPACE:
        yield Finding("profile folder", Status.TROUBLE, f"{profile.folder}{state}: only {room}; make room for packets.")
    else:
        yield Finding("profile folder", Status.OK, f"{profile.folder}{state}; {room}.", True)
    if profile.database.is_file():
        yield _opened(profile, open_keychain)


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.is_dir())


def _opened(profile: Profile, open_keychain: Callable[[], Keychain]) -> Finding:
    if profile.wrapped_key.exists():
        return Finding("profile", Status.OK, "Locked with a passphrase, which was not asked for.")
    try:
        key = profile.known_key(open_keychain())
    except KeychainUnavailable as error:
        return Finding("profile", Status.TROUBLE, f"Its key is in the keychain. {error}.", True)
    if key is None:
        sentence = "The keychain has no key for it: what was not sent is lost. Move the folder away, and sign in anew."
        return Finding("profile", Status.TROUBLE, sentence, True)
    if not opens_with(profile.database, key):
        sentence = (
            "Its database does not open with its key: the file is damaged. Move the folder away, and sign in anew."
        )
        return Finding("profile", Status.TROUBLE, sentence, True)
    return Finding("profile", Status.OK, "Its database opens with the key from the keychain.", True)


def _fonts() -> Iterator[Finding]:
    count = sum(1 for folder in _font_folders() for file in folder.rglob("*") if file.suffix.lower() in _FONT_FILES)
    if count:
        yield Finding("fonts", Status.OK, f"The system has {count} font files.")
        return
    sentence = (
        "The system has no fonts: the window shows boxes for letters, and PDFs without fonts of their own look odd."
    )
    if sys.platform == "linux":
        sentence += f" On Debian and Ubuntu: apt-get install {OFFSCREEN_PACKAGES.split()[-1]}"
    yield Finding("fonts", Status.TROUBLE, sentence)


_FONT_FILES = frozenset({".ttf", ".otf", ".ttc", ".pfb"})


def _font_folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts")]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
