"""What opens a profile that is covered, and what a passphrase that could not be set leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.store import keys
from assessor_app.store.guard import Guard
from assessor_app.store.keychain import KeychainUnavailable, MemoryKeychain
from assessor_app.store.keys import KeyLost, WrongPassphrase
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store

PASSPHRASE = "a long passphrase"


class Stubborn(MemoryKeychain):
    """Keeps what it is told to delete: with an error, or without a word."""

    silent = False

    def delete(self, name: str) -> None:
        if not self.silent:
            raise KeychainUnavailable("the keychain is locked")


def _guard(folder: Path, keychain: MemoryKeychain) -> Guard:
    profile = Profile(folder)
    profile.prepare()
    Store(profile, profile.key(keychain, lambda _: "")).close()
    return Guard(profile, keychain)


@pytest.mark.parametrize("silent", [False, True])
def test_a_passphrase_that_could_not_be_set_is_not_asked_for(tmp_path: Path, silent: bool) -> None:
    keychain = Stubborn()
    keychain.silent = silent
    guard = _guard(tmp_path / "p", keychain)
    with pytest.raises(KeychainUnavailable):
        guard.protect(PASSPHRASE)
    assert not guard.asks_passphrase
    guard.check("")


def test_a_key_file_that_somebody_put_there_opens_nothing(tmp_path: Path) -> None:
    guard = _guard(tmp_path / "p", MemoryKeychain())
    guard.check("")
    keys.create_wrapped(guard.profile.wrapped_key, "known to somebody")
    with pytest.raises(KeyLost):
        guard.check("known to somebody")


def test_its_own_passphrase_opens_it(tmp_path: Path) -> None:
    guard = _guard(tmp_path / "p", MemoryKeychain())
    guard.protect(PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        guard.check("another one")
    guard.check(PASSPHRASE)
    guard.profile.wrapped_key.unlink()
    with pytest.raises(KeyLost):
        guard.check(PASSPHRASE)
