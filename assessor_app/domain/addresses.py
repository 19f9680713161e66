"""Web addresses out of evidence: whether one may be opened in a browser at all, and how it is shown beforehand.

What is shown is what will be opened, letter for letter; nothing in it may be hidden, shortened or look like something
else.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

LONGEST = 4_000
_PLAIN_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LOCAL_ENDINGS = (
    "localhost",
    "local",
    "internal",
    "lan",
    "home",
    "corp",
    "intranet",
    "arpa",
    "test",
    "invalid",
    "onion",
)
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"
"""What stands in an address as it is; everything else is written as its number."""


class Refusal(StrEnum):
    """Why an address is not opened."""

    NOT_WEB = "not_web"
    """Another scheme than http and https: it would start another program."""
    DISGUISED = "disguised"
    """It holds what makes it look as if it led elsewhere."""
    NEARBY = "nearby"
    """It leads to this computer or its own network, where nobody hands anything in."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """``full`` is what the browser gets: letters of a host beyond ASCII are in Punycode. ``letters`` is the host as it
    was written, where that differs."""

    full: str
    host: str
    letters: str
    encrypted: bool


def web_address(text: str) -> WebAddress | Refusal:
    """What may be opened, or why not."""
    text = text.strip()
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", text)
    if scheme is None or scheme[0].lower() not in ("http", "https"):
        return Refusal.NOT_WEB if scheme else Refusal.BROKEN
    if len(text) > LONGEST:
        return Refusal.BROKEN
    # Browsers drop line ends, and take a backslash for a slash.
    if "\\" in text or any(ord(letter) <= 32 or not letter.isprintable() for letter in text):
        return Refusal.DISGUISED
    try:
        parts = urlsplit(text)
        port, written = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return Refusal.BROKEN
    if "@" in parts.netloc:
        return Refusal.DISGUISED
    host = _host(written)
    if isinstance(host, Refusal):
        return host
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port is not None else ""
    try:
        rest = quote(text[text.index(parts.netloc) + len(parts.netloc) :], safe=_KEPT)
    except UnicodeEncodeError:
        return Refusal.BROKEN
    secure = scheme[0].lower() == "https"
    full = f"{'https' if secure else 'http'}://{place}{rest if rest.startswith('/') else '/' + rest}"
    return WebAddress(full, host, _letters(host, written), secure)


def _host(written: str) -> str | Refusal:
    """In lower case and ASCII."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        pass
    else:
        return str(address) if address.is_global else Refusal.NEARBY
    try:
        host = written.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return Refusal.BROKEN
    last = host.rpartition(".")[2]
    if last in _LOCAL_ENDINGS or (host and "." not in host and not last.isdigit() and not last.startswith("0x")):
        return Refusal.NEARBY
    # Browsers read other spellings of numbers as an address: 2130706433, 0x7f.1.
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        return Refusal.DISGUISED
    return host if _PLAIN_HOST.fullmatch(host) else Refusal.BROKEN


def _letters(host: str, written: str) -> str:
    """The host with the letters that its Punycode stands for; empty where it has none."""
    if "xn--" not in host:
        return ""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return written
