"""Signed out: nothing on the computer opens the profile, however it was protected before."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.store import keys, signed_out
from assessor_app.store.guard import Guard
from assessor_app.store.keychain import MemoryKeychain
from assessor_app.store.keys import KeyLost
from assessor_app.store.profile import Profile
from assessor_app.store.signed_out import SignedOut
from assessor_app.store.store import Store

SECRET, WHO = bytes(range(32)), SignedOut("0" * 32, "https://assess.example.org")
PASSPHRASE = "a long passphrase"


@pytest.fixture(params=["keychain", "passphrase"])
def guard(request: pytest.FixtureRequest, tmp_path: Path) -> Guard:
    made = Guard(Profile(tmp_path / "profile"), MemoryKeychain())
    store = Store(made.profile, made.profile.key(made.keychain, lambda _: PASSPHRASE))
    store.save_own("comment:a", {"text": "kept"})
    store.close()
    if request.param == "passphrase":
        made.protect(PASSPHRASE)
    return made


def _key(guard: Guard) -> bytes:
    return guard.profile.key(guard.keychain, lambda _: PASSPHRASE)


def test_what_opened_it_is_gone_and_comes_back_with_the_servers_secret(guard: Guard) -> None:
    before, by_passphrase = _key(guard), guard.asks_passphrase
    guard.sign_out(SECRET, WHO)
    assert guard.keychain is not None
    assert guard.keychain.get(guard.profile.keychain_name) is None
    assert not guard.profile.wrapped_key.exists()
    everything = b"".join(file.read_bytes() for file in guard.profile.folder.rglob("*") if file.is_file())
    assert before not in everything
    assert before.hex().encode() not in everything
    with pytest.raises(KeyLost):
        _key(guard)
    with pytest.raises(KeyLost, match="does not open"):
        signed_out.unlock(guard.profile, guard.keychain, bytes(32))
    signed_out.unlock(guard.profile, guard.keychain, SECRET)
    assert guard.asks_passphrase is by_passphrase
    assert _key(guard) == before
    assert signed_out.read(guard.profile) is None
    store = Store(guard.profile, _key(guard))
    assert store.own_cells()["comment:a"]["text"] == "kept"
    store.close()


def test_a_sign_out_that_was_cut_short_is_carried_through(guard: Guard) -> None:
    assert guard.keychain is not None
    chain = guard.keychain.get(guard.profile.keychain_name)
    wrapped = guard.profile.wrapped_key.read_bytes() if guard.asks_passphrase else None
    guard.sign_out(SECRET, WHO)
    if chain is not None:
        guard.keychain.set(guard.profile.keychain_name, chain)
    if wrapped is not None:
        guard.profile.wrapped_key.write_bytes(wrapped)
    signed_out.finish(guard.profile, guard.keychain)
    assert guard.keychain.get(guard.profile.keychain_name) is None
    assert not guard.profile.wrapped_key.exists()


def test_a_damaged_file_says_so(guard: Guard) -> None:
    guard.sign_out(SECRET, WHO)
    guard.profile.signed_out.write_text("{}", encoding="ascii")
    with pytest.raises(KeyLost, match="damaged"):
        signed_out.read(guard.profile)


def test_a_short_secret_is_not_used(guard: Guard) -> None:
    guard.sign_out(b"", WHO)
    assert signed_out.read(guard.profile) is None
    assert len(_key(guard)) == keys.KEY_BYTES
