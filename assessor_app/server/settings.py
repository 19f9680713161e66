"""Settings that come from the environment; everything has a sensible default."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from assessor_app.protocol.sync import DevicePolicy


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider that people may sign in with; ``name`` is what its button calls it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class Settings:
    """``access_seconds`` is how long an access token lives; ``argon2_memory_kib`` is what one password check costs.

    ``database`` is a PostgreSQL address for several machines with one data folder, "" for a file in it. ``queue`` is
    where workers are woken through, a PostgreSQL address; "" takes the database's, or a file in the data folder. A
    worker that was ended is replaced after ``lease_seconds``. ``links_allowed`` are hosts with ports, such as
    ``intranet.example:443``, from which links are frozen although they are not on the public internet. ``smtp`` is the
    mail server, such as ``smtps://user:password@mail.example``; without it mail waits. ``mail_from`` is its sender;
    ``mail_bounces`` is the address that mail comes back to, for ``assessor-app admin bounces``; "" takes the sender's.

    With ``assign_by_itself`` the server gives submissions to assessors as they come in, so that nobody holds more than
    ``most_packets``; without it an administrator does.

    With ``sign_up`` anybody may make an account that can browse. ``requests_a_minute`` are of one token, or of one
    network address without one.

    ``policy`` is what every computer is asked to keep to. ``provider`` signs people in beside passwords, or alone where
    ``passwords`` is False. ``public_url`` is where browsers reach this server; the provider sends them back there.

    Environment: ``ASSESSOR_ACCESS_SECONDS``, ``ASSESSOR_ARGON2_MEMORY_KIB`` (lower it only for tests),
    ``ASSESSOR_DATABASE``, ``ASSESSOR_LEASE_SECONDS``, ``ASSESSOR_QUEUE``, ``ASSESSOR_LINKS_ALLOWED`` (apart by
    commas), ``ASSESSOR_SMTP``, ``ASSESSOR_MAIL_FROM``, ``ASSESSOR_MAIL_BOUNCES``, ``ASSESSOR_OFFLINE_DAYS``,
    ``ASSESSOR_KEEP_FINISHED_DAYS``, ``ASSESSOR_IDLE_MINUTES``, ``ASSESSOR_OIDC_ISSUER``, ``ASSESSOR_OIDC_CLIENT_ID``,
    ``ASSESSOR_OIDC_CLIENT_SECRET``, ``ASSESSOR_OIDC_NAME``, ``ASSESSOR_PASSWORDS`` (on or off),
    ``ASSESSOR_PUBLIC_URL``, ``ASSESSOR_ASSIGN`` (by_hand or by_itself), ``ASSESSOR_MOST_PACKETS``,
    ``ASSESSOR_REQUESTS_A_MINUTE``, ``ASSESSOR_SIGN_UP`` (on or off).
    """

    access_seconds: int = 15 * 60
    argon2_memory_kib: int = 64 * 1024
    database: str = ""
    lease_seconds: int = 60
    queue: str = ""
    links_allowed: frozenset[str] = frozenset()
    smtp: str = ""
    mail_from: str = "no-reply@localhost"
    mail_bounces: str = ""
    policy: DevicePolicy = field(default_factory=DevicePolicy)
    provider: Provider | None = None
    passwords: bool = True
    public_url: str = ""
    assign_by_itself: bool = False
    most_packets: int = 12
    requests_a_minute: int = 1_200
    sign_up: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raises ValueError, in a sentence, when a value is not of its form or its range."""
        provider, public_url = _provider(environment), _own_address(environment)
        passwords = _on_or_off(environment, "ASSESSOR_PASSWORDS", usual="on")
        assign = environment.get("ASSESSOR_ASSIGN", "").strip().lower() or "by_hand"
        if assign not in ("by_hand", "by_itself"):
            raise ValueError("The environment variable ASSESSOR_ASSIGN must be by_hand or by_itself.")
        if not passwords and provider is None:
            raise ValueError("With ASSESSOR_PASSWORDS=off nobody could sign in: set ASSESSOR_OIDC_ISSUER too.")
        if provider is not None and not public_url:
            raise ValueError("ASSESSOR_OIDC_ISSUER needs ASSESSOR_PUBLIC_URL, where browsers are sent back to.")
        return cls(
            access_seconds=_number(environment, "ASSESSOR_ACCESS_SECONDS", cls().access_seconds, 1, 86_400),
            argon2_memory_kib=_number(environment, "ASSESSOR_ARGON2_MEMORY_KIB", cls().argon2_memory_kib, 8, 4_194_304),
            database=environment.get("ASSESSOR_DATABASE", "").strip(),
            lease_seconds=_number(environment, "ASSESSOR_LEASE_SECONDS", cls().lease_seconds, 1, 3_600),
            queue=environment.get("ASSESSOR_QUEUE", "").strip(),
            links_allowed=frozenset(
                host.strip() for host in environment.get("ASSESSOR_LINKS_ALLOWED", "").split(",") if host.strip()
            ),
            smtp=_mail_server(environment.get("ASSESSOR_SMTP", "").strip()),
            mail_from=environment.get("ASSESSOR_MAIL_FROM", "").strip() or cls().mail_from,
            mail_bounces=_address(environment, "ASSESSOR_MAIL_BOUNCES"),
            policy=_policy(environment),
            provider=provider,
            passwords=passwords,
            public_url=public_url,
            assign_by_itself=assign == "by_itself",
            most_packets=_number(environment, "ASSESSOR_MOST_PACKETS", cls().most_packets, 1, 1_000),
            sign_up=_on_or_off(environment, "ASSESSOR_SIGN_UP", usual="off"),
            requests_a_minute=_number(
                environment, "ASSESSOR_REQUESTS_A_MINUTE", cls().requests_a_minute, 10, 1_000_000
            ),
        )


def _on_or_off(environment: Mapping[str, str], name: str, *, usual: str) -> bool:
    value = environment.get(name, "").strip().lower() or usual
    if value not in ("on", "off"):
        raise ValueError(f"The environment variable {name} must be on or off.")
    return value == "on"


def _policy(environment: Mapping[str, str]) -> DevicePolicy:
    usual = DevicePolicy()
    return DevicePolicy(
        offline_days=_number(environment, "ASSESSOR_OFFLINE_DAYS", usual.offline_days, 1, 366),
        keep_finished_days=_number(environment, "ASSESSOR_KEEP_FINISHED_DAYS", usual.keep_finished_days, 0, 366),
        idle_minutes=_number(environment, "ASSESSOR_IDLE_MINUTES", usual.idle_minutes, 0, 24 * 60),
    )


def _provider(environment: Mapping[str, str]) -> Provider | None:
    values = {name: environment.get(f"ASSESSOR_OIDC_{name}", "").strip() for name in ("ISSUER", "CLIENT_ID", "NAME")}
    if not values["ISSUER"]:
        return None
    if not values["CLIENT_ID"]:
        raise ValueError("ASSESSOR_OIDC_ISSUER needs ASSESSOR_OIDC_CLIENT_ID.")
    if not is_safe_address(values["ISSUER"]):
        raise ValueError("ASSESSOR_OIDC_ISSUER must be an address that begins with https://.")
    return Provider(
        issuer=values["ISSUER"],
        client_id=values["CLIENT_ID"],
        client_secret=environment.get("ASSESSOR_OIDC_CLIENT_SECRET", "").strip(),
        name=values["NAME"] or urlsplit(values["ISSUER"]).hostname or "",
    )


def _own_address(environment: Mapping[str, str]) -> str:
    address = environment.get("ASSESSOR_PUBLIC_URL", "").strip().rstrip("/")
    if address and (not is_safe_address(address) or urlsplit(address).path):
        raise ValueError("ASSESSOR_PUBLIC_URL must be like https://assess.example.org, without a path.")
    return address


def is_safe_address(address: str) -> bool:
    """Whether it is a plain https address, or an http one on this computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        good = (parts.port or 443) > 0 and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        return False
    return good and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this computer's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _mail_server(address: str) -> str:
    try:
        parts = urlsplit(address)
        good = not address or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 1) > 0)
    except ValueError:
        good = False
    if not good:
        raise ValueError("The environment variable ASSESSOR_SMTP must be like smtps://user:password@mail.example:465.")
    return address


def _address(environment: Mapping[str, str], name: str) -> str:
    text = environment.get(name, "").strip()
    if text and (not text.isascii() or text.count("@") != 1 or any(each in text for each in ' <>,;"')):
        raise ValueError(f"The environment variable {name} must be a plain address, such as bounces@assess.example.")
    return text


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ValueError(f"The environment variable {name} must be a whole number from {low} to {high}, not “{text}”.")
    return int(text)
