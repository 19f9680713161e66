"""The operating system's keychain, and nothing that merely looks like one.

This is the one module of the store that differs by system: Windows Credential Manager, macOS Keychain, and the
Secret Service on Linux. ``keyring`` would otherwise pick whatever back-end is installed, plaintext files included.
"""

from __future__ import annotations

import sys
from typing import Protocol

import keyring.backend
import keyring.errors


class KeychainUnavailable(Exception):
    """There is no keychain here, or it is locked and stays so; the message says which."""


class Keychain(Protocol):
    """Secrets by name. Values stay under Windows' limit of 1,280 characters."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, secret: str) -> None: ...
    def delete(self, name: str) -> None: ...


SERVICE = "assessor-app"


class SystemKeychain:
    """The system's own keychain. Raises KeychainUnavailable from every call where there is none."""

    def __init__(self) -> None:
        self._backend = _system_backend()

    def get(self, name: str) -> str | None:
        try:
            return self._backend.get_password(SERVICE, name)
        except keyring.errors.KeyringError as error:
            raise KeychainUnavailable(_reason(error)) from error

    def set(self, name: str, secret: str) -> None:
        try:
            self._backend.set_password(SERVICE, name, secret)
        except keyring.errors.KeyringError as error:
            raise KeychainUnavailable(_reason(error)) from error

    def delete(self, name: str) -> None:
        try:
            self._backend.delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            return
        except keyring.errors.KeyringError as error:
            raise KeychainUnavailable(_reason(error)) from error


def system_keychain() -> Keychain | None:
    """The system's keychain, None where there is none that can be used."""
    try:
        return SystemKeychain()
    except KeychainUnavailable:
        return None


class MemoryKeychain:
    """Secrets that end with the process: for the demo's throw-away profiles and for tests."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._secrets.get(name)

    def set(self, name: str, secret: str) -> None:
        self._secrets[name] = secret

    def delete(self, name: str) -> None:
        self._secrets.pop(name, None)


def _system_backend() -> keyring.backend.KeyringBackend:
    """This system's one accepted back-end. Raises KeychainUnavailable."""
    try:
        if sys.platform == "win32":
            from keyring.backends import Windows

            backend: type[keyring.backend.KeyringBackend] = Windows.WinVaultKeyring
        elif sys.platform == "darwin":
            from keyring.backends import macOS

            backend = macOS.Keyring
        else:
            from keyring.backends import SecretService

            backend = SecretService.Keyring
        backend.priority  # noqa: B018 - keyring tells by raising here that the back-end cannot work
        found: keyring.backend.KeyringBackend = backend()  # type: ignore[no-untyped-call, unused-ignore]
        return found
    except Exception as error:
        raise KeychainUnavailable(_reason(error)) from error


def _reason(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return f"The system's keychain can't be used: {text}"
