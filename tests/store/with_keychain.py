"""``python -m tests.store.with_keychain SCENARIO FOLDER``, in a session with a Secret Service, prints what happened."""

from __future__ import annotations

import sys
from pathlib import Path

from assessor_app.store.keychain import KeychainUnavailable, SystemKeychain, system_keychain
from assessor_app.store.keys import KeyLost
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store

WORDS = "what was written"


def _open(profile: Profile) -> Store:
    keychain = system_keychain()
    key = profile.key(keychain, lambda new: "a long passphrase")
    return Store(profile, key, profile.device_secrets(keychain) if keychain is not None else None)


def write(profile: Profile) -> str:
    """First use: the keychain gets two secrets, and the profile's folder none of them."""
    store = _open(profile)
    store.save_own("comment:a", {"text": WORDS})
    secret = store.device().secret
    store.close()
    keychain = SystemKeychain()
    key = keychain.get(profile.keychain_name)
    assert key is not None
    assert profile.device_secrets(keychain).get() == secret
    every = b"".join(file.read_bytes() for file in profile.folder.rglob("*") if file.is_file())
    assert key.encode() not in every
    assert bytes.fromhex(key) not in every
    assert secret not in every
    assert secret.hex().encode() not in every
    return "written"


def read(profile: Profile) -> str:
    try:
        store = _open(profile)
    except KeyLost as error:
        return f"key lost: {error}"
    except KeychainUnavailable as error:
        return f"unavailable: {error}"
    text = store.own_cells()["comment:a"]["text"]
    store.close()
    return str(text)


def lose(profile: Profile) -> str:
    SystemKeychain().delete(profile.keychain_name)
    return "deleted"


def main() -> None:
    does = {"write": write, "read": read, "lose": lose}[sys.argv[1]]
    print(does(Profile(Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
