"""Settings that come from the environment; everything has a sensible default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Settings:
    """``access_seconds`` is how long an access token lives; ``argon2_memory_kib`` is what one password check costs.

    ``database`` is a PostgreSQL address for several machines with one data folder, "" for a file in it. ``queue`` is
    where workers are woken through, a PostgreSQL address; "" takes the database's, or a file in the data folder. A
    worker that was ended is replaced after ``lease_seconds``. ``links_allowed`` are hosts with ports, such as
    ``intranet.example:443``, from which links are frozen although they are not on the public internet. ``smtp`` is the
    mail server, such as ``smtps://user:password@mail.example``; without it mail waits. ``mail_from`` is its sender.

    Environment: ``ASSESSOR_ACCESS_SECONDS``, ``ASSESSOR_ARGON2_MEMORY_KIB`` (lower it only for tests),
    ``ASSESSOR_DATABASE``, ``ASSESSOR_LEASE_SECONDS``, ``ASSESSOR_QUEUE``, ``ASSESSOR_LINKS_ALLOWED`` (apart by
    commas), ``ASSESSOR_SMTP``, ``ASSESSOR_MAIL_FROM``.
    """

    access_seconds: int = 15 * 60
    argon2_memory_kib: int = 64 * 1024
    database: str = ""
    lease_seconds: int = 60
    queue: str = ""
    links_allowed: frozenset[str] = frozenset()
    smtp: str = ""
    mail_from: str = "no-reply@localhost"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raises ValueError, in a sentence, when a value is not a whole number in its range."""
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
        )


def _mail_server(address: str) -> str:
    try:
        parts = urlsplit(address)
        good = not address or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 1) > 0)
    except ValueError:
        good = False
    if not good:
        raise ValueError("The environment variable ASSESSOR_SMTP must be like smtps://user:password@mail.example:465.")
    return address


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ValueError(f"The environment variable {name} must be a whole number from {low} to {high}, not “{text}”.")
    return int(text)
