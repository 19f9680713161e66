"""A profile: one person's folder on this computer, for one server."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from assessor_app.store import keys
from assessor_app.store.keychain import Keychain, KeychainUnavailable

APP_NAME = "AssessorApp"


def default_folder() -> Path:
    """The per-user data folder; local, so that Windows does not carry it to other machines by roaming."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False)) / "profile"


@dataclass(frozen=True, slots=True)
class Profile:
    """Names in the folder are short and say nothing of what is inside."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "store.db"

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    @property
    def work(self) -> Path:
        """For what a helper program needs as a file for a moment; emptied whenever the application starts."""
        return self.folder / "work"

    @property
    def wrapped_key(self) -> Path:
        return self.folder / "key.json"

    @property
    def lock(self) -> Path:
        return self.folder / "app.lock"

    @property
    def signed_out(self) -> Path:
        """There only while the profile is signed out (:mod:`assessor_app.store.signed_out`)."""
        return self.folder / "signed-out.json"

    @property
    def bell(self) -> Path:
        """How a second program reaches the one that has this profile open."""
        return self.folder / "bell.json"

    @property
    def running(self) -> Path:
        """There only while the application runs (:mod:`assessor_app.store.running`)."""
        return self.folder / "running"

    @property
    def keychain_name(self) -> str:
        """The same folder always means the same secret, and two folders never share one."""
        return "profile-" + hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:24]

    def known_key(self, keychain: Keychain) -> bytes | None:
        """The database key if the keychain has it; none is made. Raises KeychainUnavailable."""
        stored = keychain.get(self.keychain_name)
        return bytes.fromhex(stored) if stored is not None else None

    def device_secrets(self, keychain: Keychain) -> keys.DeviceSecrets:
        return keys.DeviceSecrets(keychain, self.keychain_name + "-device")

    def prepare_folder(self) -> None:
        """Make the folder, for nobody else on this computer where files have modes. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def prepare(self) -> None:
        """Make the folders. Raises OSError."""
        self.prepare_folder()
        self.blobs.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(exist_ok=True)

    def put_aside(self) -> Path:
        """Move what can't be opened into a folder of its own, so that a fresh start is possible; the folder.

        Raises OSError.
        """
        aside = self.folder / f"unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        aside.mkdir()
        names = (self.database.name, f"{self.database.name}-wal", f"{self.database.name}-shm", self.blobs.name,
                 self.wrapped_key.name, self.signed_out.name)  # fmt: skip
        for name in names:
            if (self.folder / name).exists():
                (self.folder / name).rename(aside / name)
        return aside

    def key(self, keychain: Keychain | None, ask_passphrase: Callable[[bool], str]) -> bytes:
        """The database key: wrapped with a passphrase if it was so before or if there is no keychain.

        ``ask_passphrase`` gets True when a new passphrase is to be chosen. Raises keys.WrongPassphrase, keys.KeyLost,
        KeychainUnavailable, or ValueError for too short a passphrase.
        """
        if self.wrapped_key.exists():
            return keys.open_wrapped(self.wrapped_key, ask_passphrase(False))
        if keychain is not None:
            return keys.from_keychain(keychain, self.keychain_name, data_exists=self.database.exists())
        if self.database.exists():
            raise KeychainUnavailable("this profile's key is in a keychain that can't be reached now")
        return keys.create_wrapped(self.wrapped_key, ask_passphrase(True))
