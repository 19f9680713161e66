"""The district's OpenID Connect provider, as the pages see it; :mod:`server.openid_client` talks to it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

CALLBACK = "/authorize/provider/callback"


class ProviderUnreachable(Exception):
    """The provider gave no usable answer."""


class ProviderRefused(Exception):
    """What came back does not prove who the person is. The message says why, for the log; it quotes nothing."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One browser's way to the provider and back: what only this server and the provider may know of it."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Errand:
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


@dataclass(frozen=True, slots=True)
class Account:
    """Who came back. ``email`` is "" unless the provider vouches for it."""

    issuer: str
    subject: str
    email: str


class OpenId(Protocol):
    """One provider."""

    @property
    def name(self) -> str:
        """What its button calls it."""

    async def address_for(self, errand: Errand) -> str:
        """Where the browser goes. Raises ProviderUnreachable."""

    async def account_of(self, errand: Errand, answer: Mapping[str, str]) -> Account:
        """Trade the code in the browser's answer for who it is. Raises ProviderUnreachable, ProviderRefused."""
