"""A profile that was signed out: its key is here only as the server's secret for this computer opens it.

So nobody reads the profile, with or without the keychain, before its person has signed in again; and a computer whose
access was ended never gets that secret.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assessor_app.store.files import write_durably
from assessor_app.store.keychain import Keychain
from assessor_app.store.keys import KeyLost
from assessor_app.store.profile import Profile

_PURPOSE = b"assessor-app/signed-out/1"
_BY_KEYCHAIN, _BY_PASSPHRASE = "keychain", "passphrase"


@dataclass(frozen=True, slots=True)
class SignedOut:
    """What is needed to sign in again: whose computer it is, and where."""

    device_id: str
    server_url: str


def lock(profile: Profile, keychain: Keychain, unlock_secret: bytes, who: SignedOut) -> None:
    """Take away what opens the profile: its key in the keychain, or the key that its passphrase wraps.

    Close the store first. Raises KeyLost, KeychainUnavailable, OSError.
    """
    by_passphrase = profile.wrapped_key.exists()
    if by_passphrase:
        held = profile.wrapped_key.read_bytes()
    elif (stored := keychain.get(profile.keychain_name)) is not None:
        held = bytes.fromhex(stored)
    else:
        raise KeyLost("the keychain has no key of this profile")
    nonce = secrets.token_bytes(12)
    content = {
        "device_id": who.device_id, "server_url": who.server_url, "nonce": nonce.hex(),
        "wrapped": AESGCM(unlock_secret).encrypt(nonce, held, _PURPOSE).hex(),
        "kind": _BY_PASSPHRASE if by_passphrase else _BY_KEYCHAIN,
    }  # fmt: skip
    write_durably(profile.signed_out, json.dumps(content).encode("ascii"))
    # What opens it goes only once the file has shown that it can be brought back.
    if _opened(_content(profile) or {}, unlock_secret) != held:
        raise KeyLost("the locked key could not be read back")
    finish(profile, keychain)


def read(profile: Profile) -> SignedOut | None:
    """None when the profile is not signed out. Raises KeyLost when the file is damaged, OSError."""
    content = _content(profile)
    return SignedOut(content["device_id"], content["server_url"]) if content is not None else None


def finish(profile: Profile, keychain: Keychain) -> None:
    """A sign-out that was cut short between its two steps is carried through. Raises KeychainUnavailable, OSError."""
    content = _content(profile)
    if content is None:
        return
    if content["kind"] == _BY_PASSPHRASE:
        profile.wrapped_key.unlink(missing_ok=True)
    else:
        keychain.delete(profile.keychain_name)


def unlock(profile: Profile, keychain: Keychain, unlock_secret: bytes) -> None:
    """Put back what opens the profile. Raises KeyLost when the secret does not fit, KeychainUnavailable, OSError."""
    content = _content(profile)
    if content is None:
        return
    held = _opened(content, unlock_secret)
    if content["kind"] == _BY_PASSPHRASE:
        write_durably(profile.wrapped_key, held)
    else:
        keychain.set(profile.keychain_name, held.hex())
        if keychain.get(profile.keychain_name) != held.hex():
            raise KeyLost("the keychain did not keep the key that it was given")
    profile.signed_out.unlink()


def _content(profile: Profile) -> dict[str, str] | None:
    try:
        content = json.loads(profile.signed_out.read_text(encoding="ascii"))
        return {name: str(content[name]) for name in ("device_id", "server_url", "nonce", "wrapped", "kind")}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise KeyLost(f"{profile.signed_out.name} is damaged") from None


def _opened(content: dict[str, str], unlock_secret: bytes) -> bytes:
    """Raises KeyLost when the secret does not fit."""
    try:
        nonce, wrapped = bytes.fromhex(content["nonce"]), bytes.fromhex(content["wrapped"])
        return AESGCM(unlock_secret).decrypt(nonce, wrapped, _PURPOSE)
    except (InvalidTag, ValueError, KeyError):
        raise KeyLost("the server's secret does not open this profile") from None
