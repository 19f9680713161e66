"""The database key of a profile: from the keychain, or wrapped with a passphrase where there is no keychain."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assessor_app.store.files import write_durably
from assessor_app.store.keychain import Keychain

KEY_BYTES = 32
_SCRYPT = {"n": 2**16, "r": 8, "p": 1}
"""64 MiB and about a quarter of a second a guess (RFC 7914, section 2)."""

MIN_PASSPHRASE = 8


class WrongPassphrase(ValueError):
    """The passphrase does not open this profile."""


class KeyLost(Exception):
    """The profile's data is there but its key is not; nothing in it can be read without the key."""


def from_keychain(keychain: Keychain, name: str, *, data_exists: bool) -> bytes:
    """The key under ``name``, made on first use. Raises KeyLost when data exists that an old key encrypted."""
    stored = keychain.get(name)
    if stored is not None:
        return bytes.fromhex(stored)
    if data_exists:
        raise KeyLost(f"the keychain has no key named {name}")
    key = secrets.token_bytes(KEY_BYTES)
    keychain.set(name, key.hex())
    if keychain.get(name) != key.hex():
        raise KeyLost("the keychain did not keep the key that it was given")
    return key


class DeviceSecrets:
    """Where a computer's signing key is kept: in the keychain, apart from what it protects.

    A secret is 32 bytes. Raises KeychainUnavailable.
    """

    def __init__(self, keychain: Keychain, name: str) -> None:
        self._keychain, self._name = keychain, name

    def get(self) -> bytes | None:
        stored = self._keychain.get(self._name)
        return bytes.fromhex(stored) if stored else None

    def set(self, secret: bytes) -> None:
        """Raises KeyLost when the keychain does not keep it."""
        self._keychain.set(self._name, secret.hex())
        if self.get() != secret:
            raise KeyLost("the keychain did not keep the key that it was given")

    def delete(self) -> None:
        self._keychain.delete(self._name)


def create_wrapped(file: Path, passphrase: str) -> bytes:
    """Make a key and keep it in ``file``, encrypted with the passphrase. Raises ValueError for a short one."""
    key = secrets.token_bytes(KEY_BYTES)
    wrap(file, key, passphrase)
    return key


def wrap(file: Path, key: bytes, passphrase: str) -> None:
    """Keep ``key`` in ``file``, encrypted with the passphrase. Raises ValueError for a short one, OSError."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise ValueError(f"a passphrase has at least {MIN_PASSPHRASE} characters")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(_derive(passphrase, salt, _SCRYPT)).encrypt(nonce, key, b"assessor-app/key/1")
    content = {"kdf": "scrypt", **_SCRYPT, "salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex()}
    write_durably(file, json.dumps(content).encode("ascii"))


def open_wrapped(file: Path, passphrase: str) -> bytes:
    """Raises WrongPassphrase, or KeyLost when the file is damaged."""
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        salt, nonce, wrapped = (bytes.fromhex(content[name]) for name in ("salt", "nonce", "wrapped"))
        cost = {name: int(content[name]) for name in _SCRYPT}
    except (ValueError, KeyError, TypeError) as error:
        raise KeyLost(f"{file.name} is damaged") from error
    try:
        return AESGCM(_derive(passphrase, salt, cost)).decrypt(nonce, wrapped, b"assessor-app/key/1")
    except InvalidTag:
        raise WrongPassphrase("the passphrase does not open this profile") from None


def _derive(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, dklen=KEY_BYTES, maxmem=256 * 1024 * 1024, n=cost["n"], r=cost["r"], p=cost["p"]
    )
